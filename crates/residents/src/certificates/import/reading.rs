//! Reading an export: every wrong cell is named by line and column, nothing is guessed.

use crate::certificates::rules::{Income, Kind, Payment, SealRecord, Standing, Tax};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use csv::StringRecord;
use kernel::{Date, era};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use town::Problem;

/// The most that one file may hold.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// After so many problems the rest is not listed.
const MOST_PROBLEMS: usize = 200;
/// The largest picture of an imprint.
const MOST_PICTURE: usize = 64 * 1024;
/// No sum of a person's taxes or income is larger.
const MOST_YEN: i64 = 1_000_000_000_000;

/// A file in which every line is right.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub kind: Kind,
    pub lines: Vec<Line>,
    pub digest: Vec<u8>,
}

/// One person (and year).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Where it stands, or began.
    pub at: usize,
    /// 宛名番号.
    pub number: String,
    pub year: i64,
    /// The facts as they are kept.
    pub facts: String,
}

const INCOME: [&str; 16] = [
    "給与収入",
    "給与所得",
    "年金収入",
    "年金の雑所得",
    "営業・農業などの所得",
    "そのほかの所得",
    "合計所得金額",
    "所得控除",
    "課税標準額",
    "扶養人数",
    "町民税均等割",
    "町民税所得割",
    "県民税均等割",
    "県民税所得割",
    "森林環境税",
    "年税額",
];

/// The columns of the file of a kind; the order does not matter, the headings do.
pub(crate) fn columns(kind: Kind) -> Vec<&'static str> {
    let own: &[&str] = match kind {
        Kind::Seal => &["登録番号", "登録年月日", "印影"],
        Kind::Income => return ["宛名番号", "年度"].into_iter().chain(INCOME).collect(),
        Kind::TaxPayment => &["年度", "税目", "納付すべき額", "納付済額", "未納額"],
        Kind::Identity => &["禁治産・準禁治産", "後見の登記", "破産"],
        Kind::ResidentRecord | Kind::Disaster => &[],
    };
    std::iter::once("宛名番号").chain(own.iter().copied()).collect()
}

/// The bytes of an imprint: a PNG of a sensible size, or nothing.
pub(crate) fn picture(text: &str) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(text.trim()).ok()?;
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n");
    (is_png && bytes.len() <= MOST_PICTURE).then_some(bytes)
}

/// Reads a file: UTF-8 with or without a byte order mark, comma-separated, headings in the first line.
///
/// # Errors
/// Every line and column that is wrong; nothing of a wrong file is taken.
pub(crate) fn read(kind: Kind, name: &str, bytes: &[u8]) -> Result<File, Vec<Problem>> {
    let whole = |message: &str| vec![Problem::of_file(name, message)];
    if bytes.len() > MOST_BYTES {
        return Err(whole("ファイルが大きすぎます（64メガバイトまで）"));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
        vec![Problem::at(name, line, "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください")]
    })?;
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes());
    let headings = reader.headers().cloned().map_err(|_| whole("見出しの行を読み取れません"))?;
    let places = places(kind, name, &headings)?;
    let mut sheet = Sheet { kind, name, places, problems: Vec::new() };
    let mut lines = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) => lines.extend(sheet.line(&record)),
            Err(_) => sheet.problems.push(Problem::of_file(name, "表として読めない行があります")),
        }
    }
    let lines = sheet.together(lines);
    if lines.is_empty() && sheet.problems.is_empty() {
        return Err(whole("記録の行がひとつもありません"));
    }
    if sheet.problems.is_empty() {
        return Ok(File { kind, lines, digest: Sha256::digest(bytes).to_vec() });
    }
    sheet.problems.truncate(MOST_PROBLEMS);
    Err(sheet.problems)
}

fn places(kind: Kind, name: &str, headings: &StringRecord) -> Result<HashMap<&'static str, usize>, Vec<Problem>> {
    let mut problems = Vec::new();
    let found: Vec<&str> = headings.iter().map(str::trim).collect();
    if found.iter().any(|h| ["個人番号", "マイナンバー", "my_number"].contains(h)) {
        problems.push(Problem::at(name, 1, "個人番号（マイナンバー）の列は取り込めません。列を消してください"));
    }
    let mut places = HashMap::new();
    for column in columns(kind) {
        match found.iter().position(|h| *h == column) {
            Some(at) => {
                places.insert(column, at);
            }
            None => problems.push(Problem::at(name, 1, format!("「{column}」の列がありません"))),
        }
    }
    if problems.is_empty() { Ok(places) } else { Err(problems) }
}

/// What one row of the file says.
enum Said {
    Whole(String),
    OneTax(Tax),
}

struct Sheet<'a> {
    kind: Kind,
    name: &'a str,
    places: HashMap<&'static str, usize>,
    problems: Vec<Problem>,
}

impl Sheet<'_> {
    fn cell<'r>(&self, record: &'r StringRecord, column: &str) -> &'r str {
        self.places.get(column).and_then(|at| record.get(*at)).unwrap_or_default().trim()
    }

    fn wrong(&mut self, record: &StringRecord, message: impl Into<String>) {
        self.problems.push(Problem::at(self.name, place(record), message));
    }

    fn line(&mut self, record: &StringRecord) -> Option<(Line, Said)> {
        let number = self.cell(record, "宛名番号").to_owned();
        if number.is_empty() || number.len() > 40 {
            self.wrong(record, "宛名番号がありません");
            return None;
        }
        let year = match self.kind {
            Kind::Income | Kind::TaxPayment => self.year(record)?,
            _ => 0,
        };
        let said = match self.kind {
            Kind::Seal => self.seal(record)?,
            Kind::Income => self.income(record)?,
            Kind::TaxPayment => Said::OneTax(self.tax(record)?),
            Kind::Identity => self.standing(record)?,
            Kind::ResidentRecord | Kind::Disaster => return None,
        };
        Some((Line { at: place(record), number, year, facts: String::new() }, said))
    }

    /// 2026, 令和8 or 令和8年度.
    fn year(&mut self, record: &StringRecord) -> Option<i64> {
        let text = kernel::width::half_width(self.cell(record, "年度"));
        let bare = text.trim_end_matches('度').trim_end_matches('年');
        let year = bare.parse::<i64>().ok().or_else(|| {
            let years: i64 = bare.strip_prefix("令和").or_else(|| bare.strip_prefix('R'))?.trim().parse().ok()?;
            Some(2018 + years)
        });
        let year = year.filter(|y| (2000..2200).contains(y));
        if year.is_none() {
            self.wrong(record, "年度は 2026 または 令和8 のように書いてください");
        }
        year
    }

    fn date(&mut self, record: &StringRecord, column: &str) -> Option<Date> {
        let text = self.cell(record, column).to_owned();
        let day = era::parse(&text).ok().map(|(day, _)| day);
        if day.is_none() {
            self.wrong(record, format!("「{column}」を日付として読めません"));
        }
        day
    }

    /// A whole number of yen or people, with or without commas; △ or a minus where a loss may stand.
    fn number(&mut self, record: &StringRecord, column: &str, may_be_loss: bool) -> Option<i64> {
        let text = kernel::width::half_width(self.cell(record, column)).replace([',', '円'], "");
        let text = text.replace('△', "-");
        let least = if may_be_loss { -MOST_YEN } else { 0 };
        let number = text.trim().parse::<i64>().ok().filter(|n| (least..=MOST_YEN).contains(n));
        if number.is_none() {
            self.wrong(record, format!("「{column}」を数として読めません"));
        }
        number
    }

    fn seal(&mut self, record: &StringRecord) -> Option<Said> {
        let number = self.cell(record, "登録番号").to_owned();
        let imprint = self.cell(record, "印影").to_owned();
        let registered_on = self.date(record, "登録年月日");
        if number.is_empty() || number.len() > 40 {
            self.wrong(record, "登録番号がありません");
        }
        if picture(&imprint).is_none() {
            self.wrong(record, "印影は、64キロバイトまでの PNG を base64 にしたものを入れてください");
            return None;
        }
        Some(Said::Whole(json(&SealRecord { number, registered_on: registered_on?, imprint })))
    }

    fn income(&mut self, record: &StringRecord) -> Option<Said> {
        let may_be_loss = |column: &str| matches!(column, "営業・農業などの所得" | "そのほかの所得" | "合計所得金額");
        let numbers: Vec<Option<i64>> =
            INCOME.iter().map(|column| self.number(record, column, may_be_loss(column))).collect();
        let numbers: Vec<i64> = numbers.into_iter().collect::<Option<_>>()?;
        let [
            salary,
            salary_income,
            pension,
            pension_income,
            business_income,
            other_income,
            total_income,
            deductions,
            taxable,
            dependants,
            town_per_capita,
            town_on_income,
            prefecture_per_capita,
            prefecture_on_income,
            forest,
            tax,
        ] = numbers[..]
        else {
            return None;
        };
        let income = Income {
            salary,
            salary_income,
            pension,
            pension_income,
            business_income,
            other_income,
            total_income,
            deductions,
            taxable,
            dependants,
            town_per_capita,
            town_on_income,
            prefecture_per_capita,
            prefecture_on_income,
            forest,
            tax,
        };
        if income.parts_of_tax() != tax {
            self.wrong(record, "「年税額」が、均等割・所得割・森林環境税の合計と違います");
        }
        if salary_income > salary || pension_income > pension {
            self.wrong(record, "所得が、もとの収入より多くなっています");
        }
        Some(Said::Whole(json(&income)))
    }

    fn tax(&mut self, record: &StringRecord) -> Option<Tax> {
        let written = self.cell(record, "税目").to_owned();
        let tax = Tax::NAMES.iter().find(|(key, name)| written == *key || written == *name);
        if tax.is_none() {
            let names = Tax::NAMES.map(|(_, name)| name).join("、");
            self.wrong(record, format!("税目は {names} のどれかを書いてください"));
        }
        let due = self.number(record, "納付すべき額", false);
        let paid = self.number(record, "納付済額", false);
        let unpaid = self.number(record, "未納額", false);
        let tax = Tax { tax: tax?.0.to_owned(), due: due?, paid: paid?, unpaid: unpaid? };
        if tax.paid + tax.unpaid > tax.due {
            self.wrong(record, "「納付済額」と「未納額」の合計が「納付すべき額」より多くなっています");
        }
        Some(tax)
    }

    fn standing(&mut self, record: &StringRecord) -> Option<Said> {
        let mut given = |column: &'static str| match self.cell(record, column) {
            "なし" | "0" => Some(false),
            "あり" | "1" => Some(true),
            _ => {
                self.wrong(record, format!("「{column}」は なし か あり を書いてください"));
                None
            }
        };
        let (incompetence, guardianship, bankruptcy) = (given("禁治産・準禁治産"), given("後見の登記"), given("破産"));
        Some(Said::Whole(json(&Standing {
            incompetence: incompetence?,
            guardianship: guardianship?,
            bankruptcy: bankruptcy?,
        })))
    }

    /// One line for each person and year: the taxes of a year stand together, anything else twice is wrong.
    fn together(&mut self, rows: Vec<(Line, Said)>) -> Vec<Line> {
        let mut lines: BTreeMap<(String, i64), (Line, Payment)> = BTreeMap::new();
        let mut twice = Vec::new();
        for (line, said) in rows {
            let key = (line.number.clone(), line.year);
            match said {
                Said::Whole(facts) if !lines.contains_key(&key) => {
                    lines.insert(key, (Line { facts, ..line }, Payment::default()));
                }
                Said::Whole(_) => twice.push(line.at),
                Said::OneTax(tax) => {
                    let at = line.at;
                    let (_, payment) = lines.entry(key).or_insert_with(|| (line, Payment::default()));
                    if payment.taxes.iter().any(|t| t.tax == tax.tax) {
                        twice.push(at);
                    }
                    payment.taxes.push(tax);
                }
            }
        }
        let again = |at| Problem::at(self.name, at, "同じ人の同じ記録が、二度書かれています");
        let again: Vec<Problem> = twice.into_iter().map(again).collect();
        self.problems.extend(again);
        let finished = |(mut line, mut payment): (Line, Payment)| {
            if !payment.taxes.is_empty() {
                payment.taxes.sort_by(|a, b| a.tax.cmp(&b.tax));
                line.facts = json(&payment);
            }
            line
        };
        lines.into_values().map(finished).collect()
    }
}

fn json(facts: &impl serde::Serialize) -> String {
    serde_json::to_string(facts).unwrap_or_default()
}

fn place(record: &StringRecord) -> usize {
    record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests;
