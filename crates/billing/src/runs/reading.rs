//! Reading the file of a levy: what is wrong with the file as a whole refuses it; what is wrong with
//! a line is written beside that line, and the other lines go on.

use csv::StringRecord;
use kernel::width::half_width;
use kernel::{Date, FiscalYear, Yen, era};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use town::Problem;

/// The most that one file may hold.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The most lines of one run.
pub(crate) const MOST_LINES: usize = 30_000;
/// No bill of a town is larger (one thousand million yen).
const MOST_YEN: i64 = 1_000_000_000;
/// No item has more instalments.
const MOST_INSTALMENTS: usize = 12;
/// Instalments after the first are whole thousands (地方税法20条の4の2第6項).
const UNIT: i64 = 1_000;

/// What is always in the first line.
pub(crate) const COLUMNS: [&str; 4] = ["通知番号", "宛名番号", "氏名", "税額"];
/// A column beginning with this is a part of the sum.
pub(crate) const PART: &str = "内訳:";

/// What is billed by the file: when its instalments are due.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// The name of the item, for people.
    pub title: String,
    /// The months of the instalments, in their order.
    pub months: Vec<i8>,
    pub year: FiscalYear,
}

impl Terms {
    /// The last day of the month of an instalment; issuing moves it off closed days (地方税法20条の5).
    pub fn due(&self, at: usize) -> Option<Date> {
        let month = *self.months.get(at)?;
        let year = if month >= 4 { self.year.0 } else { self.year.0.saturating_add(1) };
        Some(Date::new(year, month, 1).ok()?.last_of_month())
    }
}

/// A file that can be read as a table.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub lines: Vec<Line>,
}

/// What a line asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub total: Yen,
    /// 内訳: label and amount.
    pub parts: Vec<(String, Yen)>,
    /// 期別: the day as it was set, and the amount.
    pub instalments: Vec<(Date, Yen)>,
}

/// One line, right or not.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Where it stands in the file.
    pub at: usize,
    /// 通知番号.
    pub notice: String,
    /// 宛名番号.
    pub number: String,
    pub name: String,
    pub asked: Asked,
    /// Why it cannot be issued.
    pub wrong: Vec<String>,
    /// What somebody should look at.
    pub notes: Vec<String>,
}

impl Sheet {
    /// What the lines ask in all, right or not.
    pub fn total(&self) -> Yen {
        self.lines.iter().map(|l| l.asked.total).sum()
    }
}

/// Reads a file: UTF-8 with or without a byte order mark, comma-separated, headings in the first line.
///
/// # Errors
/// What is wrong with the file as a whole.
pub(crate) fn read(name: &str, bytes: &[u8], terms: &Terms) -> Result<Sheet, Vec<Problem>> {
    let whole = |message: &str| vec![Problem::of_file(name, message)];
    if bytes.len() > MOST_BYTES {
        return Err(whole("ファイルが大きすぎます（16メガバイトまで）"));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
        vec![Problem::at(name, line, "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください")]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings = reader.headers().cloned().map_err(|_| whole("見出しの行を読み取れません"))?;
    let places = Places::find(name, &headings, terms)?;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| whole("表として読めない行があります"))?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            lines.push(line(&places, terms, &record));
        }
        if lines.len() > MOST_LINES {
            return Err(whole("行が多すぎます（3万行まで）。分けて取り込んでください"));
        }
    }
    if lines.is_empty() {
        return Err(whole("請求の行がひとつもありません"));
    }
    twice(&mut lines);
    Ok(Sheet { lines })
}

/// Where the columns stand.
struct Places {
    fixed: [usize; COLUMNS.len()],
    /// Amount and due day of each instalment.
    instalments: Vec<(usize, Option<usize>)>,
    parts: Vec<(String, usize)>,
}

impl Places {
    fn find(name: &str, headings: &StringRecord, terms: &Terms) -> Result<Self, Vec<Problem>> {
        let found: Vec<String> = headings.iter().map(|h| half_width(h.trim())).collect();
        let at = |wanted: &str| found.iter().position(|h| h == &half_width(wanted));
        let mut problems = Vec::new();
        if found.iter().any(|h| ["個人番号", "マイナンバー", "my_number"].contains(&h.as_str())) {
            let message = "個人番号（マイナンバー）の列は取り込めません。列を消してください";
            problems.push(Problem::at(name, 1, message));
        }
        let mut fixed = [0; COLUMNS.len()];
        for (place, column) in fixed.iter_mut().zip(COLUMNS) {
            match at(column) {
                Some(found) => *place = found,
                None => problems.push(Problem::at(name, 1, format!("「{column}」の列がありません"))),
            }
        }
        let instalments: Vec<(usize, Option<usize>)> =
            (1..=MOST_INSTALMENTS).map_while(|n| Some((at(&format!("{n}期"))?, at(&format!("{n}期納期限"))))).collect();
        if instalments.is_empty() {
            problems.push(Problem::at(name, 1, "「1期」の列がありません"));
        }
        let undated = instalments.iter().zip(1..).find(|((_, day), n)| day.is_none() && terms.due(n - 1).is_none());
        if let Some((_, n)) = undated {
            let message = format!("{}の{n}期の納期がわかりません。「{n}期納期限」の列を加えてください", terms.title);
            problems.push(Problem::at(name, 1, message));
        }
        let label = |h: &str| h.strip_prefix(half_width(PART).as_str()).map(|rest| rest.trim().to_owned());
        let parts = headings.iter().zip(&found).enumerate();
        let parts = parts.filter_map(|(at, (_, h))| label(h).filter(|l| !l.is_empty()).map(|l| (l, at))).collect();
        if problems.is_empty() { Ok(Self { fixed, instalments, parts }) } else { Err(problems) }
    }
}

fn line(places: &Places, terms: &Terms, record: &StringRecord) -> Line {
    let cell = |at: usize| record.get(at).unwrap_or_default().trim();
    let text = |which: usize| cell(places.fixed[which]).to_owned();
    let at = record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(1);
    let (mut wrong, mut notes) = (Vec::new(), Vec::new());
    let total = amount(cell(places.fixed[3]), "税額", &mut wrong);
    let parts = parts(places, &cell, terms, total, &mut wrong);
    let instalments = instalments(places, &cell, terms, &mut wrong);
    let asked = Asked { total, parts, instalments };
    if wrong.is_empty() {
        add_up(&asked, &mut wrong, &mut notes);
    }
    let (notice, number) = (half_width(&text(0)), half_width(&text(1)));
    for (what, value) in [("通知番号", &notice), ("宛名番号", &number)] {
        if value.is_empty() || value.chars().count() > 40 {
            wrong.insert(0, format!("{what}がありません"));
        }
    }
    Line { at, notice, number, name: text(2), asked, wrong, notes }
}

/// A whole number of yen; what cannot be read counts as nothing and is said.
fn amount(text: &str, column: &str, wrong: &mut Vec<String>) -> Yen {
    let read = text.parse::<Yen>().ok().filter(|y| (0..=MOST_YEN).contains(&y.get()));
    read.unwrap_or_else(|| {
        wrong.push(format!("「{column}」を金額として読めません"));
        Yen::ZERO
    })
}

fn parts<'r>(
    places: &Places,
    cell: &impl Fn(usize) -> &'r str,
    terms: &Terms,
    total: Yen,
    wrong: &mut Vec<String>,
) -> Vec<(String, Yen)> {
    let mut parts = Vec::new();
    for (label, at) in &places.parts {
        if !cell(*at).is_empty() {
            parts.push((label.clone(), amount(cell(*at), &format!("{PART}{label}"), wrong)));
        }
    }
    parts.retain(|(_, amount)| !amount.is_zero());
    if parts.is_empty() { vec![(terms.title.clone(), total)] } else { parts }
}

fn instalments<'r>(
    places: &Places,
    cell: &impl Fn(usize) -> &'r str,
    terms: &Terms,
    wrong: &mut Vec<String>,
) -> Vec<(Date, Yen)> {
    let mut found = Vec::new();
    for (at, (amount_at, day_at)) in places.instalments.iter().enumerate() {
        let n = at + 1;
        let written = cell(*amount_at);
        let asked = if written.is_empty() { Yen::ZERO } else { amount(written, &format!("{n}期"), wrong) };
        let day = day_at.map(&cell).filter(|text| !text.is_empty());
        let due = match day {
            Some(text) => era::parse(text).ok().map(|(day, _)| day),
            None => terms.due(at),
        };
        match due {
            Some(due) => found.push((due, asked)),
            None => wrong.push(format!("「{n}期納期限」を日付として読めません")),
        }
    }
    while found.last().is_some_and(|(_, asked)| asked.is_zero()) {
        found.pop();
    }
    found
}

/// What amounts and days say of each other.
fn add_up(asked: &Asked, wrong: &mut Vec<String>, notes: &mut Vec<String>) {
    let instalments: Yen = asked.instalments.iter().map(|(_, a)| *a).sum();
    let parts: Yen = asked.parts.iter().map(|(_, a)| *a).sum();
    if asked.total.is_zero() {
        wrong.push("税額が0円です。請求するものがありません".to_owned());
    } else if instalments != asked.total {
        wrong.push(format!("期別の合計 {instalments} が、税額 {} と違います", asked.total));
    }
    if parts != asked.total {
        wrong.push(format!("内訳の合計 {parts} が、税額 {} と違います", asked.total));
    }
    if !instalments.is_zero() && asked.instalments.iter().any(|(_, a)| a.is_zero()) {
        wrong.push("途中の期が0円です。途中の期からの賦課は、まだ取り込めません".to_owned());
    }
    if asked.instalments.windows(2).any(|w| w[0].0 >= w[1].0) {
        wrong.push("納期限が、期の順になっていません".to_owned());
    }
    if asked.instalments.iter().skip(1).any(|(_, a)| a.get() % UNIT != 0) {
        notes.push(
            "2期からあとに千円未満の端数があります（地方税法20条の4の2第6項では、最初の期に合わせます）".to_owned(),
        );
    }
}

/// The same 通知番号 on two lines: both are shown, the second is not taken.
fn twice(lines: &mut [Line]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for line in lines {
        if line.notice.is_empty() {
            continue;
        }
        match first.get(&line.notice) {
            Some(at) => line.wrong.push(format!("{at}行目と同じ通知番号です")),
            None => {
                first.insert(line.notice.clone(), line.at);
            }
        }
    }
}

#[cfg(test)]
mod tests;
