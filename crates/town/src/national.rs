//! Japan Post's table of postcodes, `utf_ken_all.csv` (since 2023: UTF-8, full-width kana,
//! one record per 町域, 15 columns).

use crate::postcodes::{NATIONAL, Postcodes, Row};
use crate::{Problem, folder};

const WHICH: &str = "日本郵便の「住所の郵便番号（1レコード1行、UTF-8形式）」utf_ken_all.csv を使ってください";

pub(crate) fn read(bytes: &[u8]) -> Result<Postcodes, Vec<Problem>> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let message = format!("文字コードが UTF-8 ではありません。{WHICH}");
        return Err(vec![Problem::of_file(NATIONAL, message)]);
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let (mut table, mut problems) = (Postcodes::default(), Vec::new());
    for record in reader.records() {
        match record.map(|record| (folder::csv_line(&record), row(&record))) {
            Ok((_, Some(row))) => table.add(row),
            Ok((line, None)) => problems.push(Problem::at(NATIONAL, line, WHICH)),
            Err(e) => problems.push(folder::csv_problem(NATIONAL, &e)),
        }
        if problems.len() >= 20 {
            break; // the wrong file altogether: twenty lines say enough
        }
    }
    if problems.is_empty() && table.is_empty() {
        problems.push(Problem::of_file(NATIONAL, format!("中身がありません。{WHICH}")));
    }
    if problems.is_empty() { Ok(table) } else { Err(problems) }
}

fn row(record: &csv::StringRecord) -> Option<Row> {
    if record.len() < 9 {
        return None;
    }
    let field = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
    let number = |text: &str, len: usize| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
    let (jis_code, postcode) = (field(0), field(2));
    if !number(&jis_code, 5) || !number(&postcode, 7) {
        return None;
    }
    let postcode = postcode.parse().ok()?;
    let town = town_name(&field(8)).to_owned();
    let town_kana = match town.as_str() {
        "" => String::new(),
        _ => town_name(&field(5)).to_owned(),
    };
    Some(Row {
        postcode,
        jis_code,
        prefecture: field(6),
        prefecture_kana: field(3),
        city: field(7),
        city_kana: field(4),
        town,
        town_kana,
        lat: None,
        lng: None,
    })
}

/// The 町域 as it is written in an address: remarks in brackets and sentences that stand where a
/// name should be are dropped, so that nothing false is filled in.
fn town_name(written: &str) -> &str {
    let name = written.split(['（', '(']).next().unwrap_or_default();
    let a_sentence = name == "以下に掲載がない場合"
        || name.ends_with("の次に番地がくる場合")
        || (name.ends_with("一円") && name != "一円");
    if a_sentence { "" } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(postcode: &str, town: &str) -> String {
        format!(
            "99999,\"001  \",\"{postcode}\",\"カクウケン\",\"エンガワマチ\",\"カナ（ウエ）\",\"架空県\",\"縁側町\",\"{town}\",0,0,0,0,0,0\n"
        )
    }

    #[test]
    fn names_are_kept_and_remarks_dropped() {
        let csv = record("0010000", "以下に掲載がない場合")
            + &record("0010001", "上町（１～１９丁目）")
            + &record("0010002", "縁側町の次に番地がくる場合")
            + &record("0010003", "縁側町一円")
            + &record("0010004", "一円");
        let table = read(csv.as_bytes()).unwrap();
        let town = |code: &str| table.find(code)[0].town.clone();
        assert_eq!(town("0010000"), "");
        assert_eq!(town("0010001"), "上町");
        assert_eq!(town("0010002"), "");
        assert_eq!(town("0010003"), "");
        assert_eq!(town("0010004"), "一円");
        assert_eq!(table.find("0010001")[0].town_kana, "カナ");
        assert_eq!(table.find("0010000")[0].town_kana, "");
    }

    #[test]
    fn the_wrong_file_is_refused_with_the_name_of_the_right_one() {
        for bytes in [&b"\x83\x4a\x83\x4e"[..], b"", b"a,b,c\n", b"<html>"] {
            let problems = read(bytes).unwrap_err();
            assert!(problems[0].message.contains("utf_ken_all.csv"), "{problems:?}");
        }
    }
}
