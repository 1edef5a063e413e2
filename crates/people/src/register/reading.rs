//! Reading the register file: every wrong cell is named by line and column, nothing is guessed.

use super::Entry;
use crate::Sex;
use kernel::{Address, Date, PersonName, Postcode, era};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use town::{Problem, Wards};

/// The most that one file may hold.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The longest text in one cell, in characters.
const LONGEST: usize = 300;
/// After so many problems the rest is not listed.
const MOST_PROBLEMS: usize = 500;

/// A register file in which every line is right.
#[derive(Debug, Clone)]
pub struct Register {
    /// The people, in the order of the file.
    pub entries: Vec<Entry>,
    /// Headings that the layout does not know; their columns were not read.
    pub ignored: Vec<String>,
    /// SHA-256 of the file.
    pub digest: Vec<u8>,
}

/// The columns: English and Japanese headings.
const COLUMNS: [(&str, &[&str]); 24] = [
    ("register_number", &["宛名番号", "住民番号"]),
    ("household_number", &["世帯番号"]),
    ("relation", &["続柄"]),
    ("full_name", &["氏名"]),
    ("family_name", &["氏"]),
    ("given_name", &["名"]),
    ("former_name", &["旧氏・通称", "旧氏", "通称"]),
    ("kana", &["氏名フリガナ", "フリガナ", "氏名カナ"]),
    ("birth", &["生年月日"]),
    ("sex", &["性別"]),
    ("postcode", &["郵便番号"]),
    ("prefecture", &["都道府県"]),
    ("city", &["市区町村"]),
    ("town_area", &["町字"]),
    ("rest", &["番地"]),
    ("building", &["方書"]),
    ("ward", &["地区", "行政区"]),
    ("resident_since", &["住民となった日", "住民となった年月日"]),
    ("address_since", &["住所を定めた日", "住所を定めた年月日"]),
    ("former_address", &["前住所"]),
    ("domicile", &["本籍"]),
    ("domicile_head", &["筆頭者"]),
    ("moved_out", &["転出日", "転出年月日"]),
    ("deceased", &["死亡日", "死亡年月日"]),
];

/// Reads a file: UTF-8 with or without a byte order mark, comma-separated, a heading line in
/// Japanese or English. `file` is the name by which problems are told.
///
/// # Errors
/// Every line and column that is wrong; nothing of a wrong file is taken.
pub fn read(file: &str, bytes: &[u8], wards: &Wards) -> Result<Register, Vec<Problem>> {
    let whole = |message: &str| vec![Problem::of_file(file, message)];
    if bytes.len() > MOST_BYTES {
        return Err(whole("ファイルが大きすぎます（64メガバイトまで）"));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
        vec![Problem::at(file, line, "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください")]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings = reader.headers().cloned().map_err(|_| whole("見出しの行を読み取れません"))?;
    let columns = columns(file, &headings)?;
    let mut sheet = Sheet { file, wards, columns: columns.known, width: headings.len(), problems: Vec::new() };
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) => rows.extend(sheet.entry(&record)),
            Err(e) => sheet.problems.push(unreadable(file, &e)),
        }
    }
    sheet.check_whole(&rows);
    if rows.is_empty() && sheet.problems.is_empty() {
        return Err(whole("人の行がひとつもありません"));
    }
    if !sheet.problems.is_empty() {
        return Err(sheet.told());
    }
    let entries = rows.into_iter().map(|(_, entry)| entry).collect();
    Ok(Register { entries, ignored: columns.ignored, digest: Sha256::digest(bytes).to_vec() })
}

struct Columns {
    known: HashMap<&'static str, usize>,
    ignored: Vec<String>,
}

fn columns(file: &str, headings: &csv::StringRecord) -> Result<Columns, Vec<Problem>> {
    let (mut known, mut ignored, mut problems) = (HashMap::new(), Vec::new(), Vec::new());
    for (at, heading) in headings.iter().enumerate() {
        let heading = heading.trim();
        if ["個人番号", "マイナンバー", "my_number"].contains(&heading) {
            problems.push(Problem::at(file, 1, "個人番号（マイナンバー）の列は取り込めません。列を消してください"));
        }
        match COLUMNS.iter().find(|(key, ja)| *key == heading || ja.contains(&heading)) {
            Some((key, _)) if known.insert(*key, at).is_some() => {
                problems.push(Problem::at(file, 1, format!("「{heading}」の列が二つあります")));
            }
            Some(_) => {}
            None => ignored.extend(Some(heading.to_owned()).filter(|h| !h.is_empty())),
        }
    }
    let named =
        known.contains_key("full_name") || known.contains_key("family_name") && known.contains_key("given_name");
    for (missing, words) in [
        (!known.contains_key("register_number"), "「宛名番号」の列がありません"),
        (!named, "「氏名」の列、または「氏」と「名」の列がありません"),
    ] {
        if missing {
            problems.push(Problem::at(file, 1, words));
        }
    }
    if problems.is_empty() { Ok(Columns { known, ignored }) } else { Err(problems) }
}

/// The file while it is read.
struct Sheet<'a> {
    file: &'a str,
    wards: &'a Wards,
    columns: HashMap<&'static str, usize>,
    width: usize,
    problems: Vec<Problem>,
}

impl Sheet<'_> {
    fn entry(&mut self, record: &csv::StringRecord) -> Option<(usize, Entry)> {
        let line = record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(0);
        if record.len() != self.width {
            let message = format!("列の数が違います（見出し {} 列、この行 {} 列）", self.width, record.len());
            self.problems.push(Problem::at(self.file, line, message));
            return None;
        }
        let mut row = Cells { sheet: self, record, line };
        let before = row.sheet.problems.len();
        let relation = row.text("relation");
        let name = row.name();
        let entry = Entry {
            register_number: row.number(),
            household_number: row.text("household_number"),
            is_head: relation.as_deref().is_some_and(|r| matches!(r, "世帯主" | "本人")),
            relation,
            // A line without a good name is thrown away below, after its other cells were looked at.
            name: name.or_else(|| PersonName::single("-").ok())?,
            former_name: row.text("former_name"),
            kana: row.kana(),
            birth: row.date("birth"),
            sex: row.sex(),
            address: row.address(),
            ward: row.ward(),
            resident_since: row.date("resident_since"),
            address_since: row.date("address_since"),
            former_address: row.text("former_address"),
            domicile: row.text("domicile"),
            domicile_head: row.text("domicile_head"),
            moved_out: row.date("moved_out"),
            deceased: row.date("deceased"),
        };
        row.order(&entry);
        (self.problems.len() == before).then_some((line, entry))
    }

    /// What one line alone cannot show: numbers used twice, households with two heads.
    fn check_whole(&mut self, rows: &[(usize, Entry)]) {
        let (mut numbers, mut heads) = (BTreeMap::new(), BTreeMap::new());
        for (line, entry) in rows {
            if let Some(first) = numbers.insert(&entry.register_number, *line) {
                self.problem(*line, "register_number", &format!("{first}行目と同じ番号です"));
            }
            let here = entry.moved_out.is_none() && entry.deceased.is_none();
            if let (true, true, Some(household)) = (entry.is_head, here, &entry.household_number)
                && let Some(first) = heads.insert(household, *line)
            {
                self.problem(*line, "relation", &format!("{first}行目の人も、同じ世帯の世帯主です"));
            }
        }
    }

    fn problem(&mut self, line: usize, column: &'static str, message: &str) {
        let shown = COLUMNS.iter().find(|(key, _)| *key == column).and_then(|(_, ja)| ja.first());
        let message = format!("「{}」の列：{message}", shown.unwrap_or(&column));
        self.problems.push(Problem::at(self.file, line, message));
    }

    fn told(self) -> Vec<Problem> {
        let mut problems = self.problems;
        problems.sort();
        if problems.len() > MOST_PROBLEMS {
            let more = problems.len() - MOST_PROBLEMS;
            problems.truncate(MOST_PROBLEMS);
            problems.push(Problem::of_file(self.file, format!("ほかに {more} か所あります")));
        }
        problems
    }
}

/// One line while it is read.
struct Cells<'s, 'a> {
    sheet: &'s mut Sheet<'a>,
    record: &'s csv::StringRecord,
    line: usize,
}

impl Cells<'_, '_> {
    fn raw(&self, column: &'static str) -> &str {
        let cell = self.sheet.columns.get(column).and_then(|at| self.record.get(*at));
        cell.unwrap_or_default().trim()
    }

    fn problem(&mut self, column: &'static str, message: &str) {
        self.sheet.problem(self.line, column, message);
    }

    fn text(&mut self, column: &'static str) -> Option<String> {
        let text = self.raw(column).to_owned();
        if text.chars().count() > LONGEST {
            self.problem(column, "長すぎます（300字まで）");
            return None;
        }
        if text.chars().any(|c| c.is_control()) {
            self.problem(column, "改行や制御文字は使えません");
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    fn number(&mut self) -> String {
        let number = self.text("register_number").unwrap_or_default();
        let good =
            !number.is_empty() && number.len() <= 30 && number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !good {
            self.problem("register_number", "半角の数字と英字で、30字までで書いてください");
        }
        number
    }

    fn name(&mut self) -> Option<PersonName> {
        let full = self.text("full_name").unwrap_or_default();
        let (family, given) = (self.text("family_name"), self.text("given_name"));
        let name = match (family, given) {
            (Some(family), Some(given)) if !full.is_empty() => {
                serde_json::from_value(serde_json::json!({ "full": full, "family": family, "given": given })).ok()
            }
            (Some(family), Some(given)) => PersonName::new(&family, &given).ok(),
            (only, None) | (None, only) if full.is_empty() => PersonName::single(&only.unwrap_or_default()).ok(),
            _ => PersonName::from_full(&full).ok(),
        };
        if name.is_none() {
            let column = if self.sheet.columns.contains_key("full_name") { "full_name" } else { "family_name" };
            self.problem(column, "氏名がないか、使えない文字（見えない文字など）があります");
        }
        name
    }

    /// Readings are kept as received; people from abroad may have one in Latin letters.
    fn kana(&mut self) -> Option<String> {
        let kana = self.text("kana")?;
        let hiragana = kana.chars().any(|c| ('ぁ'..='ゖ').contains(&c));
        let half = kana.chars().any(|c| ('\u{ff61}'..='\u{ff9f}').contains(&c));
        if hiragana || half {
            self.problem("kana", "全角カタカナで書いてください");
        }
        Some(kana)
    }

    fn date(&mut self, column: &'static str) -> Option<Date> {
        let text = self.raw(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let day = era::parse(&text).ok().map(|(day, _)| day);
        if day.is_none() {
            self.problem(column, "日付を読み取れません。2026-04-01 や 令和8年4月1日 のように書いてください");
        }
        day
    }

    fn sex(&mut self) -> Option<Sex> {
        match self.raw("sex") {
            "男" | "男性" | "1" | "male" => Some(Sex::Male),
            "女" | "女性" | "2" | "female" => Some(Sex::Female),
            "" | "0" | "9" => None,
            _ => {
                self.problem("sex", "男・女、または空のままにしてください");
                None
            }
        }
    }

    fn address(&mut self) -> Address {
        let postcode = self.raw("postcode").to_owned();
        let code = postcode.parse::<Postcode>().ok();
        if code.is_none() && !postcode.is_empty() {
            self.problem("postcode", "7桁の数字で書いてください");
        }
        let mut part = |column| self.text(column).unwrap_or_default();
        Address {
            postcode: code,
            prefecture: part("prefecture"),
            city: part("city"),
            town_area: part("town_area"),
            rest: part("rest"),
            building: part("building"),
            code: None,
        }
    }

    fn ward(&mut self) -> Option<String> {
        let text = self.text("ward")?;
        let found = self.sheet.wards.all().iter().find(|w| w.key == text || w.name == text || w.label() == text);
        let key = found.map(|w| w.key.clone());
        if key.is_none() {
            self.problem("ward", "町の地区の一覧（wards.toml）にありません");
        }
        key
    }

    fn order(&mut self, entry: &Entry) {
        let before = |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(a), Some(b)) if a < b);
        if before(entry.resident_since, entry.birth) {
            self.problem("resident_since", "生年月日より前の日です");
        }
        if before(entry.deceased, entry.birth) {
            self.problem("deceased", "生年月日より前の日です");
        }
    }
}

fn unreadable(file: &str, error: &csv::Error) -> Problem {
    let line = error.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(0);
    Problem::at(file, line, "CSV として読み取れません。カンマと引用符を確かめてください")
}
