//! The number on a slip, as somebody without an account types it. Pure.

use kernel::width::{half_width, is_hyphen_like};

/// Digits of the number of an instalment (案件特定キー・納付番号), and of its 確認番号.
const KEY: usize = 20;
const CONFIRM: usize = 6;

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing was typed.
    Missing,
    /// Not so many digits, or something that is none.
    Length,
}

/// The 20 digits, however they are typed.
pub(crate) fn key(typed: &str) -> Result<String, Fault> {
    digits(typed, KEY)
}

/// The 6 digits.
pub(crate) fn confirm(typed: &str) -> Result<String, Fault> {
    digits(typed, CONFIRM)
}

fn digits(typed: &str, length: usize) -> Result<String, Fault> {
    let plain: String = half_width(typed).chars().filter(|c| !c.is_whitespace() && !is_hyphen_like(*c)).collect();
    match plain {
        plain if plain.is_empty() => Err(Fault::Missing),
        plain if plain.len() == length && plain.bytes().all(|b| b.is_ascii_digit()) => Ok(plain),
        _ => Err(Fault::Length),
    }
}

/// Whether the confirming digits are those of the slip, told in a time that does not depend on how
/// many of them are right.
pub(crate) fn confirms(typed: &str, right: &str) -> bool {
    let differ = typed.bytes().zip(right.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    typed.len() == CONFIRM && right.len() == CONFIRM && differ == 0
}

/// In groups of four, as the slip prints it.
pub(crate) fn spoken(key: &str) -> String {
    let digits: Vec<char> = key.chars().collect();
    digits.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        let right = "26000012301123456789";
        for typed in [
            right.to_owned(),
            spoken(right),
            "２６００００１２３０１１２３４５６７８９".to_owned(),
            "2600-0012-3011-2345-6789".to_owned(),
            format!(" {right}\u{3000}"),
        ] {
            assert_eq!(key(&typed).as_deref(), Ok(right), "{typed}");
        }
        assert_eq!(key(" "), Err(Fault::Missing));
        for wrong in ["2600001230112345678", "260000123011234567890", "2600001230112345678x", "N-2026-000123-4"] {
            assert_eq!(key(wrong), Err(Fault::Length), "{wrong}");
        }
        assert_eq!(confirm("12 34 56").as_deref(), Ok("123456"));
    }

    #[test]
    fn an_empty_number_confirms_nothing() {
        assert!(confirms("123456", "123456"));
        assert!(!confirms("123456", "123457") && !confirms("", "") && !confirms("123456", ""));
    }
}
