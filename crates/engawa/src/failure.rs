//! Why a command did not do what it was asked, in Japanese and English, and its exit code.

use std::fmt;
use std::io::ErrorKind;
use std::process::ExitCode;
use store::StoreError;
use town::Problem;

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    ja: String,
    en: String,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// What was looked at is not in order: mistakes in the town folder, a changed record, a paper
    /// that is not genuine. (2 is clap's own, for a command that cannot be read.)
    NotInOrder,
    /// The work could not be done: a file, the database, the network.
    Cannot,
}

impl Failure {
    /// What was looked at is not in order.
    pub(crate) fn not_in_order(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind: Kind::NotInOrder, ja: ja.into(), en: en.into() }
    }

    /// What was looked at is not in order, and the answer has said so.
    pub(crate) const fn told() -> Self {
        Self { kind: Kind::NotInOrder, ja: String::new(), en: String::new() }
    }

    /// Whether there is something left to say.
    pub(crate) const fn is_told(&self) -> bool {
        self.ja.is_empty() && self.en.is_empty()
    }

    /// The work could not be done.
    pub(crate) fn cannot(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind: Kind::Cannot, ja: ja.into(), en: en.into() }
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let path = path.display();
        let why = match error.kind() {
            ErrorKind::ReadOnlyFilesystem => "（ディスクが読み取り専用になっています）",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "（ディスクに空きがありません）",
            ErrorKind::PermissionDenied => "（読み書きする権限がありません）",
            _ => "",
        };
        Self::cannot(format!("{path} を開けません{why}"), format!("{path}: {error}"))
    }

    pub(crate) fn code(&self) -> ExitCode {
        match self.kind {
            Kind::NotInOrder => ExitCode::from(1),
            Kind::Cannot => ExitCode::from(3),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.ja)?;
        f.write_str(&self.en)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let ja = match &error {
            StoreError::Newer(_) => "この記録は、新しい版のプログラムで書かれています。プログラムを新しくしてください",
            StoreError::Unavailable(_) => "データベースにつながりません",
            _ => "記録を読み書きできません",
        };
        Self::cannot(ja, error.to_string())
    }
}

/// The mistakes of a town folder, one line each.
impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let n = problems.len();
        Self::not_in_order(
            format!("{}\n町のフォルダーに直すところが {n} 件あります", lines.join("\n")),
            format!("the town folder has {n} mistake(s)"),
        )
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::from(vec![problem])
    }
}
