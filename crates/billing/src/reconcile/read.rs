//! Reading a file whole, or saying where it cannot be read. Pure.

use super::layout::Layout;
use super::rules::Line;
use crate::Channel;
use crate::formats::zengin::debit::DebitFile;
use kernel::{Date, Yen};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The bank's answer to a 口座振替.
    DebitResults,
    /// A list of paid slips.
    Notices,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DebitResults => "debit_results",
            Self::Notices => "notices",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        [Self::DebitResults, Self::Notices].into_iter().find(|k| k.as_str() == word)
    }
}

/// The most lines taken from one file.
const MOST: usize = 50_000;

/// The lines of a bank's answer; the day is the one of that name nearest to `today`.
///
/// # Errors
/// Where it cannot be read, in words.
pub(crate) fn debit_results(bytes: &[u8], today: Date) -> Result<Vec<Line>, String> {
    let file = DebitFile::read_results(bytes).map_err(|wrong| wrong.to_string())?;
    let day = file.header.day.near(today).filter(|day| *day <= today);
    let day = day.ok_or("1行目（引落日）: まだ来ていない日です")?;
    let line = |(n, row): (u32, crate::formats::zengin::debit::Debit)| Line {
        n,
        channel: Channel::DirectDebit,
        key: row.customer.to_string(),
        confirm: None,
        amount: row.amount,
        paid_on: day,
        own: None,
        result: row.result,
    };
    within(file.rows.len())?;
    Ok((1..).zip(file.rows).map(line).collect())
}

fn within(lines: usize) -> Result<(), String> {
    match lines {
        0 => Err("1件も入っていません".to_owned()),
        n if n > MOST => Err(format!("一度に{MOST}件までです（{n}件あります）。分けて入れてください")),
        _ => Ok(()),
    }
}

/// The lines of a list of paid slips.
///
/// # Errors
/// Where it cannot be read, in words.
pub(crate) fn notices(bytes: &[u8], layout: &Layout, channel: Channel, today: Date) -> Result<Vec<Line>, String> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| "文字が UTF-8 ではありません。保存し直してください".to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|_| "1行目の見出しを読めません".to_owned())?.clone();
    let at =
        |name: &str| heads.iter().position(|h| h == name).ok_or_else(|| format!("1行目に見出し「{name}」がありません"));
    let columns = &layout.columns;
    let (id, key) = (at(&columns.id)?, at(&columns.key)?);
    let (amount, paid_on) = (at(&columns.amount)?, at(&columns.paid_on)?);
    let confirm = columns.confirm.as_ref().and_then(|name| heads.iter().position(|h| h == name));
    let mut lines = Vec::new();
    for (n, record) in (1_u32..).zip(reader.records()) {
        let row = record.map_err(|_| format!("{}行目: 列の数が見出しと合いません", n + 1))?;
        let field = |at: usize| row.get(at).unwrap_or_default();
        let wrong = |name: &str, what: &str| format!("{}行目（{name}）: {what}", n + 1);
        let own = Some(field(id)).filter(|own| !own.is_empty() && own.len() <= 60);
        let paid = field(amount).parse::<Yen>().ok().filter(|yen| *yen > Yen::ZERO && *yen <= crate::rules::LARGEST);
        let day = day(field(paid_on)).filter(|day| *day <= today);
        lines.push(Line {
            n,
            channel,
            key: field(key).chars().filter(|c| !c.is_whitespace() && *c != '-').take(40).collect(),
            confirm: confirm.map(|at| field(at).to_owned()).filter(|c| !c.is_empty()),
            amount: paid.ok_or_else(|| wrong(&columns.amount, "金額を読めません"))?,
            paid_on: day.ok_or_else(|| wrong(&columns.paid_on, "日付を読めないか、まだ来ていない日です"))?,
            own: Some(own.ok_or_else(|| wrong(&columns.id, "番号がありません"))?.to_owned()),
            result: None,
        });
        within(lines.len())?;
    }
    within(lines.len())?;
    Ok(lines)
}

fn day(text: &str) -> Option<Date> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || "-/".contains(c));
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    if digits.len() != 8 || !plain {
        return None;
    }
    Date::new(part(0..4)?, i8::try_from(part(4..6)?).ok()?, i8::try_from(part(6..8)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::super::layout::Layouts;
    use super::*;

    const TODAY: Date = Date::constant(2026, 6, 30);
    const HEAD: &str = "取扱番号,納付番号,確認番号,金額,収納日\n";

    fn read(rows: &str) -> Result<Vec<Line>, String> {
        let layouts = Layouts::open(&testkit::town_folder("ono")).unwrap();
        notices(format!("{HEAD}{rows}").as_bytes(), layouts.get("standard").unwrap(), Channel::Store, TODAY)
    }

    #[test]
    fn a_list_is_read_whole() {
        let lines = read("A1,12345678901234567890,123456,\"12,300\",2026-06-29\nA2,1,,5,20260630\n").unwrap();
        assert_eq!((lines[0].amount, lines[0].paid_on), (Yen(12_300), Date::constant(2026, 6, 29)));
        assert_eq!((lines[1].key.as_str(), lines[1].confirm.as_deref(), lines[1].n), ("1", None, 2));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line_and_nothing_is_taken() {
        for (rows, words) in [
            ("A1,1,,x,20260629\n", "2行目（金額）"),
            ("A1,1,,5,20260629\nA2,1,,0,20260629\n", "3行目（金額）"),
            ("A1,1,,5,20260701\n", "2行目（収納日）"),
            ("A1,1,,5,29 June\n", "2行目（収納日）"),
            (",1,,5,20260629\n", "2行目（取扱番号）"),
            ("A1,1,5\n", "2行目: 列の数"),
            ("", "1件も入っていません"),
        ] {
            assert!(read(rows).unwrap_err().contains(words), "{rows}");
        }
        let layouts = Layouts::open(&testkit::town_folder("ono")).unwrap();
        let layout = layouts.get("standard").unwrap();
        let other = notices("番号,金額\n1,2\n".as_bytes(), layout, Channel::Store, TODAY).unwrap_err();
        assert!(other.contains("見出し「取扱番号」がありません"));
        assert!(notices(&[0x94, 0x5b], layout, Channel::Store, TODAY).unwrap_err().contains("UTF-8"));
        assert!(debit_results(b"nothing of a bank", TODAY).is_err());
    }
}
