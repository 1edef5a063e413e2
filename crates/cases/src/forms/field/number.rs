//! Whole numbers and amounts: 「３」, 「1,200円」, 「3通」 are read as people write them.

use kernel::Yen;
use kernel::width::half_width;

use super::{Answer, Asked, Reading, Text};

pub(super) fn read(asked: &Asked<'_, '_>, min: i64, max: i64) -> Reading {
    let typed = asked.whole();
    if typed.is_empty() {
        return Ok(None);
    }
    match whole(&typed) {
        None => asked.wrong("cases-form-number-unread"),
        Some(n) => within(asked, n, min, max).map(|()| Some(Answer::Number(n))),
    }
}

pub(super) fn read_yen(asked: &Asked<'_, '_>, min: i64, max: i64) -> Reading {
    let typed = asked.whole();
    if typed.is_empty() {
        return Ok(None);
    }
    match whole(&typed) {
        None => asked.wrong("cases-form-yen-unread"),
        Some(n) => within(asked, n, min, max).map(|()| Some(Answer::Yen(Yen(n)))),
    }
}

fn within(asked: &Asked<'_, '_>, n: i64, min: i64, max: i64) -> Result<(), Vec<super::FieldError>> {
    let numbers = || vec![("min", min), ("max", max)];
    let key = if n < min {
        "cases-form-number-small"
    } else if n > max {
        "cases-form-number-large"
    } else {
        return Ok(());
    };
    asked.wrong_by(key, numbers()).map(|_| ())
}

/// Digits of any width with commas, a sign before and a unit of a few letters behind.
fn whole(typed: &str) -> Option<i64> {
    let plain: String = half_width(typed).chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.strip_prefix(['¥', '\\']).unwrap_or(&plain);
    let (minus, digits) = match plain.chars().next() {
        Some(c) if kernel::width::is_hyphen_like(c) || c == '△' => (true, &plain[c.len_utf8()..]),
        _ => (false, plain),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '，').unwrap_or(digits.len());
    let (number, unit) = digits.split_at(end);
    if unit.chars().count() > 3 || unit.chars().any(|c| c.is_ascii() || c == '万' || c == '千' || c == '億') {
        return None;
    }
    let number: String = number.chars().filter(char::is_ascii_digit).collect();
    if number.is_empty() || number.len() > 15 {
        return None;
    }
    let n: i64 = number.parse().ok()?;
    Some(if minus { -n } else { n })
}

pub(super) fn say(n: i64, unit: Option<&Text>) -> Text {
    let digits = Yen(n).digits();
    let with = |unit: &str, gap: &str| {
        if unit.is_empty() { digits.clone() } else { format!("{digits}{gap}{unit}") }
    };
    match unit {
        None => Text::same(&digits),
        Some(unit) => Text { ja: with(&unit.ja, ""), easy: with(&unit.easy, ""), en: with(&unit.en, " ") },
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, n) in [
            ("3", 3),
            ("３", 3),
            (" 1,200円", 1200),
            ("￥１，２００", 1200),
            ("2通", 2),
            ("-5", -5),
            ("△５", -5),
            ("007", 7),
            ("１ ０００", 1000),
        ] {
            assert_eq!(whole(typed), Some(n), "{typed}");
        }
    }

    #[test]
    fn what_is_not_a_plain_number_is_not_guessed() {
        for typed in ["", "三", "3万円", "1.5", "1e9", "12abc", "--5", "1234567890123456", "円", "1/2"] {
            assert_eq!(whole(typed), None, "{typed}");
        }
    }
}
