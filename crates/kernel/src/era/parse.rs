//! Reading a day as people write it.

use super::{Era, GREGORIAN_FROM, Wareki};
use crate::Date;
use crate::width::{half_width_char, is_hyphen_like};

/// A day was understood, but written in a way that deserves a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// The day lies outside the era that was written (平成32年, 令和元年4月1日).
    OtherEra {
        /// The era as written.
        written: Era,
        /// The same day in the right era.
        actual: Wareki,
    },
}

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EraError {
    /// Nothing was written.
    #[error("no date was given")]
    Empty,
    /// The text has not the shape of a date.
    #[error("the text does not look like a date")]
    Unreadable,
    /// A short year without an era: 8.4.1, 26-04-01.
    #[error("the year has no era")]
    NoEra,
    /// The calendar has no such day (2月30日).
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// 明治5年 and earlier: another calendar.
    #[error("the day lies before the present calendar")]
    OldCalendar,
}

/// Reads 令和8年4月1日, R8.4.1, r8/4/1, R080401, ２０２６年４月１日, 2026-04-01, 2026/4/1, 20260401,
/// 令和八年四月一日, 元年, in any width and with spaces anywhere.
///
/// A day outside the written era is accepted by arithmetic, with a [`Warning`]: 平成32年 is 2020.
pub fn parse(text: &str) -> Result<(Date, Option<Warning>), EraError> {
    let plain = plain(text);
    if plain.is_empty() {
        return Err(EraError::Empty);
    }
    let (era, rest) = split_era(&plain);
    let (year, month, day) = year_month_day(rest, era)?;
    match era {
        Some(era) => in_era(era, year, month, day),
        None => Ok((date(i64::from(year), month, day)?, None)),
    }
}

/// Half-width, without spaces, with ㋿ and its kin spelt out.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '\u{337E}' => out.push_str("明治"),
            '\u{337D}' => out.push_str("大正"),
            '\u{337C}' => out.push_str("昭和"),
            '\u{337B}' => out.push_str("平成"),
            '\u{32FF}' => out.push_str("令和"),
            _ => out.push(half_width_char(c).to_ascii_uppercase()),
        }
    }
    out
}

fn split_era(text: &str) -> (Option<Era>, &str) {
    for era in Era::ALL {
        let initial = era.initial();
        let kanji = era.name().chars().next().unwrap_or(initial);
        let rest =
            text.strip_prefix(era.name()).or_else(|| text.strip_prefix(initial)).or_else(|| text.strip_prefix(kanji));
        if let Some(rest) = rest {
            let rest = rest.strip_prefix('.').unwrap_or(rest);
            return (Some(era), rest);
        }
    }
    (None, text.strip_prefix("西暦").unwrap_or(text))
}

type YearMonthDay = (u32, u32, u32);

fn year_month_day(text: &str, era: Option<Era>) -> Result<YearMonthDay, EraError> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return compact(text, era);
    }
    let (year, rest) = number(text)?;
    let rest = separator(rest, '年')?;
    let (month, rest) = number(rest)?;
    let rest = separator(rest, '月')?;
    let (day, rest) = number(rest)?;
    if !matches!(rest, "" | "日") {
        return Err(EraError::Unreadable);
    }
    check_year(year, era)?;
    Ok((year, month, day))
}

/// Digits alone: 20260401 or, after an era, 080401.
fn compact(text: &str, era: Option<Era>) -> Result<YearMonthDay, EraError> {
    let year_digits = match (era, text.len()) {
        (None, 8) => 4,
        (Some(_), 6) => 2,
        (None, 5..=6) => return Err(EraError::NoEra),
        _ => return Err(EraError::Unreadable),
    };
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse().ok()).ok_or(EraError::Unreadable);
    let year = part(0..year_digits)?;
    check_year(year, era)?;
    Ok((year, part(year_digits..year_digits + 2)?, part(year_digits + 2..year_digits + 4)?))
}

fn check_year(year: u32, era: Option<Era>) -> Result<(), EraError> {
    match (era, year) {
        (None, 1000..=9999) | (Some(_), 1..=199) => Ok(()),
        (None, 1..=199) => Err(EraError::NoEra),
        (Some(_), 0) => Err(EraError::NoSuchDay),
        _ => Err(EraError::Unreadable),
    }
}

fn separator(text: &str, kanji: char) -> Result<&str, EraError> {
    let mut chars = text.chars();
    match chars.next() {
        Some(c) if c == kanji || matches!(c, '.' | '/' | '・') || is_hyphen_like(c) => Ok(chars.as_str()),
        _ => Err(EraError::Unreadable),
    }
}

/// A number of at most four digits, or in kanji (元, 八, 三十一, 二〇二六), and what follows it.
fn number(text: &str) -> Result<(u32, &str), EraError> {
    if let Some(rest) = text.strip_prefix('元') {
        return Ok((1, rest));
    }
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if (1..=4).contains(&end) {
        let (digits, rest) = text.split_at(end);
        return Ok((digits.parse().map_err(|_| EraError::Unreadable)?, rest));
    }
    kanji_number(text)
}

fn kanji_number(text: &str) -> Result<(u32, &str), EraError> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let value = |c: char| DIGITS.chars().position(|d| d == c);
    let (mut total, mut last, mut end) = (0u32, 0u32, 0);
    for (at, c) in text.char_indices().take(4) {
        if c == '十' {
            total += 10 * last.max(1);
            last = 0;
        } else if let Some(d) = value(c).and_then(|d| u32::try_from(d).ok()) {
            last = last * 10 + d;
        } else {
            break;
        }
        end = at + c.len_utf8();
    }
    if end == 0 {
        return Err(EraError::Unreadable);
    }
    Ok((total + last, &text[end..]))
}

fn date(year: i64, month: u32, day: u32) -> Result<Date, EraError> {
    let year = i16::try_from(year).map_err(|_| EraError::NoSuchDay)?;
    let month = i8::try_from(month).map_err(|_| EraError::NoSuchDay)?;
    let day = i8::try_from(day).map_err(|_| EraError::NoSuchDay)?;
    Date::new(year, month, day).map_err(|_| EraError::NoSuchDay)
}

fn in_era(era: Era, year: u32, month: u32, day: u32) -> Result<(Date, Option<Warning>), EraError> {
    let date = date(i64::from(year) + i64::from(era.offset()), month, day)?;
    if date < GREGORIAN_FROM {
        return Err(EraError::OldCalendar);
    }
    let actual = Wareki::of(date).ok_or(EraError::OldCalendar)?;
    let warning = (actual.era != era).then_some(Warning::OtherEra { written: era, actual });
    Ok((date, warning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i16, m: i8, d: i8) -> Date {
        Date::constant(y, m, d)
    }

    #[test]
    fn people_may_write_a_day_as_they_are_used_to() {
        for text in [
            "令和8年4月1日",
            "令和８年４月１日",
            "令和 8年 4月 1日",
            "令和08年04月01日",
            "令和八年四月一日",
            "㋿8年4月1日",
            "令8.4.1",
            "R8.4.1",
            "Ｒ８．４．１",
            "r8/4/1",
            "R.8.4.1",
            "r8-4-1",
            "R8ー4ー1",
            "R080401",
            "２０２６年４月１日",
            "西暦2026年4月1日",
            "二〇二六年四月一日",
            "2026-04-01",
            "2026/4/1",
            "2026.4.1",
            "20260401",
            "　2026年4月1日 ",
        ] {
            assert_eq!(parse(text), Ok((day(2026, 4, 1), None)), "{text}");
        }
    }

    #[test]
    fn overlapping_years_are_read_by_the_day() {
        assert_eq!(parse("平成31年4月30日"), Ok((day(2019, 4, 30), None)));
        assert_eq!(parse("令和元年5月1日"), Ok((day(2019, 5, 1), None)));
        assert_eq!(parse("昭和64年1月7日"), Ok((day(1989, 1, 7), None)));
        assert_eq!(parse("S3.12.31"), Ok((day(1928, 12, 31), None)));
        assert_eq!(parse("昭和二十三年七月二十日"), Ok((day(1948, 7, 20), None)));
    }

    #[test]
    fn a_day_beyond_its_era_is_understood_with_a_warning() {
        let (date, warning) = parse("平成32年7月24日").unwrap();
        assert_eq!(date, day(2020, 7, 24));
        let Some(Warning::OtherEra { written, actual }) = warning else { panic!("no warning") };
        assert_eq!(written, Era::Heisei);
        assert_eq!(actual.to_string(), "令和2年7月24日");
        assert!(parse("令和元年4月30日").unwrap().1.is_some());
        assert!(parse("昭和64年1月8日").unwrap().1.is_some());
        assert_eq!(parse("昭和100年1月1日").unwrap().0, day(2025, 1, 1));
    }

    #[test]
    fn what_is_not_a_day_says_why() {
        assert_eq!(parse(" "), Err(EraError::Empty));
        assert_eq!(parse("きのう"), Err(EraError::Unreadable));
        assert_eq!(parse("令和8年4月"), Err(EraError::Unreadable));
        assert_eq!(parse("8.4.1"), Err(EraError::NoEra));
        assert_eq!(parse("26-04-01"), Err(EraError::NoEra));
        assert_eq!(parse("080401"), Err(EraError::NoEra));
        assert_eq!(parse("令和8年2月29日"), Err(EraError::NoSuchDay));
        assert_eq!(parse("令和0年2月1日"), Err(EraError::NoSuchDay));
        assert_eq!(parse("2026-13-01"), Err(EraError::NoSuchDay));
        assert_eq!(parse("明治5年12月2日"), Err(EraError::OldCalendar));
        assert_eq!(parse("令和8年4月1日頃"), Err(EraError::Unreadable));
        assert_eq!(parse("99999999999999999999"), Err(EraError::Unreadable));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_harm(text in "[令和平成元年月日RrＨ0-9０-９./ー十二〇-]{0,14}") {
            if let Ok((date, _)) = parse(&text) {
                prop_assert!(date.year() >= 1000);
            }
        }
    }
}
