//! The code by which anyone can ask about one paper: 29 signs drawn at random, 131 bits, from the
//! alphabet of the house's numbers (no vowels, no signs that look alike). The QR on the paper
//! carries all of it; the first eight, printed beside the number, are for typing.

use kernel::{FromValue, Value};
use std::fmt;
use std::str::FromStr;

const ALPHABET: &[u8; 23] = b"23456789CDFHJKMNPQRTWXY";
const LENGTH: usize = 29;
const SHORT: usize = 8;

/// A verification code. It is as good as the paper itself: do not write it into logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// A code from random bytes; a byte that would favour some signs is passed over, so that `None`
    /// is answered when too few are left (about once in 10^20).
    pub(crate) fn from_random(bytes: &[u8]) -> Option<Self> {
        let fair = bytes.iter().filter(|b| **b < 230).map(|b| ALPHABET[usize::from(*b % 23)]);
        let signs: String = fair.take(LENGTH).map(char::from).collect();
        (signs.len() == LENGTH).then_some(Self(signs))
    }

    /// All signs, as in the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The eight signs for typing: `K7QX-2MPD`.
    pub fn short(&self) -> String {
        let (a, b) = self.0[..SHORT].split_at(SHORT / 2);
        format!("{a}-{b}")
    }

    /// Whether somebody typed the short form, or more of it, in whatever case, width and grouping.
    /// The comparison takes the same time wherever the first wrong sign is.
    pub(crate) fn begins_with(&self, typed: &str) -> bool {
        let typed = signs(typed);
        let long_enough = (SHORT..=LENGTH).contains(&typed.len());
        let differences = self.0.bytes().zip(typed.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
        long_enough && differences == 0
    }
}

fn signs(typed: &str) -> String {
    let wide = |c: char| u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).filter(char::is_ascii_alphanumeric);
    let narrow = typed.chars().map(|c| wide(c).unwrap_or(c));
    narrow.filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).take(LENGTH + 1).collect()
}

impl FromStr for Code {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let signs = signs(text);
        let good = signs.len() == LENGTH && signs.bytes().all(|b| ALPHABET.contains(&b));
        if good { Ok(Self(signs)) } else { Err(()) }
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl From<&Code> for Value {
    fn from(code: &Code) -> Self {
        Self::Text(code.0.clone())
    }
}

impl FromValue for Code {
    fn from_value(value: Value) -> Option<Self> {
        String::from_value(value)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_code_is_read_back_however_it_is_typed(bytes in prop::collection::vec(0u8..230, 29)) {
            let code = Code::from_random(&bytes).unwrap();
            prop_assert_eq!(&code.as_str().to_lowercase().parse::<Code>().unwrap(), &code);
            prop_assert!(code.begins_with(&code.short()));
            let spaced = code.short().to_lowercase().replace('-', "　");
            prop_assert!(code.begins_with(&spaced));
            let wide: String = code.short().chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
            prop_assert!(code.begins_with(&wide));
        }

        #[test]
        fn a_wrong_sign_or_too_few_open_nothing(bytes in prop::collection::vec(0u8..230, 29), at in 0usize..8, other in 0usize..23) {
            let code = Code::from_random(&bytes).unwrap();
            let mut typed = code.as_str()[..8].to_owned().into_bytes();
            prop_assume!(typed[at] != ALPHABET[other]);
            typed[at] = ALPHABET[other];
            prop_assert!(!code.begins_with(&String::from_utf8(typed).unwrap()));
            prop_assert!(!code.begins_with(&code.as_str()[..7]));
            prop_assert!(!code.begins_with(""));
        }
    }

    #[test]
    fn signs_are_drawn_evenly_or_not_at_all() {
        assert!(Code::from_random(&[255; 64]).is_none());
        assert!(Code::from_random(&[7; 28]).is_none());
    }
}
