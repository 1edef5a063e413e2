//! The words of the command line and of the environment.

use crate::settings::{Keeping, Stamping, UpkeepTimes, Watching};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use store::DatabaseUrl;

const AFTER: &str = "\
Settings may also stand in the environment, under the names shown; the command line comes first.
設定は環境変数にも書けます（コマンドの指定が先）。

Exit codes: 0 done · 1 what was looked at is not in order · 2 the command cannot be read ·
3 the work could not be done.
終わりの番号: 0 できた · 1 調べたものに問題がある · 2 コマンドの書き方が違う · 3 できなかった";

/// Engawa, the digital town office
/// デジタルの役場「えんがわ」
#[derive(Debug, Parser)]
#[command(name = "engawa", version, about, after_help = AFTER, max_term_width = 100)]
#[command(propagate_version = true, arg_required_else_help = true)]
pub struct CommandLine {
    /// Where the town, the data and the records are.
    #[command(flatten)]
    pub place: Place,
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

/// Where things are.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Folder of the town's own rules (町のフォルダー)
    #[arg(long, env = "ENGAWA_TOWN", value_name = "FOLDER", default_value = "towns/ono", global = true)]
    pub town: PathBuf,
    /// Folder for keys, files and the SQLite records (データのフォルダー)
    #[arg(long, env = "ENGAWA_DATA", value_name = "FOLDER", default_value = "data", global = true)]
    pub data: PathBuf,
    /// Records: sqlite:PATH or postgres://USER@HOST/NAME [default: engawa.sqlite in the data folder]
    /// (記録の場所)
    #[arg(long, env = "ENGAWA_DATABASE_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub database: Option<DatabaseUrl>,
    /// Address and port to answer on (待ち受けるアドレス)
    #[arg(long, env = "ENGAWA_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080", global = true)]
    pub listen: String,
    /// Where files and copies are kept.
    #[command(flatten)]
    pub keeping: Keeping,
    /// Folder of fonts for papers [default: where Debian puts them] (書類の書体のフォルダー)
    #[arg(long, env = "ENGAWA_FONTS", value_name = "FOLDER", global = true)]
    pub fonts: Option<PathBuf>,
}

impl Place {
    /// Where the records are.
    pub fn database(&self) -> DatabaseUrl {
        self.database.clone().unwrap_or_else(|| DatabaseUrl::Sqlite(self.data.join("engawa.sqlite")))
    }
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Open the town office and answer until stopped (SIGINT or SIGTERM)
    /// 役場を開き、止められるまで応じます
    Serve(Serve),
    /// Check the town folder and name every mistake by file and line; say which fonts are missing
    /// 町のフォルダーを調べ、直すところをファイルと行で示します
    Check,
    /// Fill empty records with a fictional town of real size
    /// 空の記録に、架空の町の見本データを入れます
    Demo,
    /// Take over data from elsewhere
    /// ほかの仕組みのデータを取り込みます
    #[command(subcommand)]
    Import(Import),
    /// The journal of everything that was done
    /// 記録の連なり（だれがいつ何をしたか）
    #[command(subcommand)]
    Journal(Journal),
    /// The people who work for the town; the first one is added here, all others in the browser
    /// 役場で働く人。はじめの一人はここで、ほかの人は画面で加えます
    #[command(subcommand)]
    Officer(Officer),
    /// Copy records, files and keys into a new folder while the office works
    /// 動かしたまま、記録・ファイル・鍵の控えを新しいフォルダーに取ります
    Backup {
        /// Folder that does not exist yet [default: one more copy where --backup-to says]
        /// (まだないフォルダー)
        dest: Option<PathBuf>,
    },
    /// Read a backup into empty records and an empty data folder, and prove it by the journal
    /// 控えを空の記録に戻し、記録の連なりで確かめます
    Restore {
        /// Folder that `backup` wrote, or a place of many copies: a folder or s3://… (控えの場所)
        from: String,
        /// Which of many copies, as in 20261122T023000 [default: the newest] (どの控えか)
        #[arg(long, value_name = "NAME")]
        set: Option<store::backup::SetName>,
    },
    /// Restore the newest copy into a scratch database, prove it by the journal, and throw it away
    /// いちばん新しい控えを仮の場所に戻して確かめる、戻す練習
    Drill,
    /// Check off line whether a PDF is one that the town signed and nobody changed
    /// PDFが町の発行したままか、ネットワークなしで確かめます
    #[command(after_help = VERIFY_AFTER)]
    Verify(Verify),
}

const VERIFY_AFTER: &str = "\
Neither a town folder nor records are needed. (町のフォルダーも記録もいりません)
Exit codes: 0 genuine and valid today · 1 not genuine, changed, revoked or expired · 3 a file cannot be read.
終わりの番号: 0 本物で、今日使える · 1 本物でない・書きかえ・取り消し・期限切れ · 3 ファイルを読めない";

/// Which paper is checked, and by whose word.
#[derive(Debug, Clone, Args)]
pub struct Verify {
    /// The PDF (調べるPDF)
    pub file: PathBuf,
    /// The town's certificate, from its verification page (町の証明書 town.pem)
    #[arg(long, value_name = "PEM")]
    pub trust: PathBuf,
    /// Certificates of the time stamping authority, from the same page (時刻認証局の証明書 times.pem)
    #[arg(long, value_name = "PEM")]
    pub times: Option<PathBuf>,
    /// The town's signed list of revoked papers, from the same page (取り消しの一覧 revoked.pem)
    #[arg(long, value_name = "PEM")]
    pub revoked: Option<PathBuf>,
    /// Answer as one JSON object, for programs (機械が読む形で答える)
    #[arg(long)]
    pub json: bool,
    /// Language of the answer (答えのことば)
    #[arg(long, value_name = "LANG", default_value = "ja")]
    pub lang: AnswerIn,
}

/// Languages of an answer at the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnswerIn {
    /// Japanese.
    Ja,
    /// English.
    En,
}

/// How to serve.
#[derive(Debug, Clone, Default, Args)]
pub struct Serve {
    /// Fill empty records with the fictional town first; refuse real ones (見本の町で開く)
    #[arg(long)]
    pub demo: bool,
    /// Address by which people reach the office, without a slash at the end [default: town.toml]
    /// (外から見たアドレス)
    #[arg(long, env = "ENGAWA_BASE_URL", value_name = "URL")]
    pub base_url: Option<String>,
    /// What stands before the program, what it tells machines, and when copies are taken.
    #[command(flatten)]
    pub watching: Watching,
    /// When copies are taken and tried.
    #[command(flatten)]
    pub upkeep: UpkeepTimes,
    /// Mail server, smtps://USER:PASSWORD@HOST or smtp://…; without one, messages go by post and
    /// telephone only; a demo never sends (メールを送るサーバー)
    #[arg(long, env = "ENGAWA_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// The authority that stamps the time of signatures.
    #[command(flatten)]
    pub stamping: Stamping,
    /// Which messages to log: error, warn, info, debug, or by part as in `info,store=debug`
    /// (動作記録の細かさ)
    #[arg(long, env = "ENGAWA_LOG", value_name = "FILTER", default_value = "info")]
    pub log: String,
    /// Form of the log [default: text on a terminal, else json] (動作記録の形)
    #[arg(long, env = "ENGAWA_LOG_FORM", value_name = "FORM")]
    pub log_form: Option<LogForm>,
}

/// Forms of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// A line for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What can be taken over.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The resident register, as CSV in the layout of docs/register-import.md; wrong rows are named
    /// 住民の記録（CSV）。読めない行は行番号で示します
    Register {
        /// The CSV file, UTF-8 (CSVファイル)
        file: PathBuf,
        /// Only say what would be done (書き込まずに調べるだけ)
        #[arg(long)]
        dry_run: bool,
        /// The file holds everybody: report who is missing in it (全員のファイル。いない人を数えます)
        #[arg(long)]
        whole: bool,
    },
    /// The national postcode file of Japan Post (utf_ken_all.csv), kept in the town folder
    /// 全国の郵便番号（日本郵便のCSV）
    Postcodes {
        /// The CSV file (CSVファイル)
        file: PathBuf,
    },
}

/// What can be done with the journal.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Recompute the whole chain and compare every live record, payment, paper and file with it
    /// 記録がひとつも書きかえられていないことを、はじめから計算し直して確かめます
    Verify,
}

/// What can be done about officers.
#[derive(Debug, Subcommand)]
pub enum Officer {
    /// Add an officer, or give one who is there already an office and a new link; prints a link that
    /// works once, within seven days, and lets the officer choose a password
    /// 職員を加えます。パスワードを決めるための、一度だけ使えるリンクを表示します
    #[command(after_help = OFFICER_AFTER)]
    Add(NewOfficer),
}

const OFFICER_AFTER: &str = "\
Example, the first officer of a town (例: 町のはじめの一人):
  engawa officer add --name '任命 みなと' --mail minato@town.example --role administrator

Roles, desks and positions are those of the town folder (roles.toml, organisation.toml).
The entry stands in the journal as made on the command line (記録の連なりに残ります).";

/// Who is added, and to which office.
#[derive(Debug, Clone, Args)]
pub struct NewOfficer {
    /// Full name (氏名)
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Address to sign in with (ログインに使うメールアドレス)
    #[arg(long, value_name = "ADDRESS")]
    pub mail: String,
    /// Key of the role in roles.toml; `administrator` may add everybody else (役割)
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// Key of the desk in organisation.toml (窓口)
    #[arg(long, value_name = "DESK")]
    pub desk: Option<String>,
    /// Key of the position in organisation.toml (職)
    #[arg(long, value_name = "POSITION")]
    pub position: Option<String>,
    /// First day, YYYY-MM-DD [default: today] (いつから)
    #[arg(long, value_name = "DAY")]
    pub from: Option<kernel::Date>,
    /// Last day, YYYY-MM-DD [default: open] (いつまで)
    #[arg(long, value_name = "DAY")]
    pub until: Option<kernel::Date>,
    /// Have the link mailed, too, when the town is served with a mail server (メールでも送る)
    #[arg(long)]
    pub send: bool,
    /// Address by which people reach the office, without a slash at the end [default: town.toml]
    /// (外から見たアドレス)
    #[arg(long, env = "ENGAWA_BASE_URL", value_name = "URL")]
    pub base_url: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed_and_speaks_both_languages() {
        let mut command = CommandLine::command();
        command.clone().debug_assert();
        for task in command.get_subcommands_mut() {
            let help = task.render_long_help().to_string();
            assert!(!help.is_ascii(), "{} has no Japanese line", task.get_name());
        }
    }

    #[test]
    fn the_records_lie_in_the_data_folder_unless_said_otherwise() {
        let line = CommandLine::try_parse_from(["engawa", "check", "--data", "/srv/ono"]).unwrap();
        assert_eq!(line.place.database(), DatabaseUrl::Sqlite(PathBuf::from("/srv/ono/engawa.sqlite")));
        let line = CommandLine::try_parse_from(["engawa", "--database", "postgres://a@b/c", "check"]).unwrap();
        assert_eq!(line.place.database(), DatabaseUrl::Postgres("postgres://a@b/c".to_owned()));
        assert!(CommandLine::try_parse_from(["engawa", "--database", "mysql://a", "check"]).is_err());
    }
}
