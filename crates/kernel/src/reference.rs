//! 受付番号: the number by which a person names a matter on the phone, on paper or at the counter.
//!
//! Nine symbols in threes, `7K3-F92-QXM`: eight drawn at random and one check symbol. The
//! alphabet has no vowels, so that no word can appear, and no signs that look alike
//! (0 O, 1 I L, 8 B, 5 S, 2 Z, 6 G, U V); it has 23 signs, and 23 is prime, so a sum with nine
//! different weights finds every single wrong symbol and every two symbols changed over.
//! About 78 thousand million numbers; still, the record that bears one must be unique.
//! A number opens nothing by itself: whoever gives it is asked who they are.

use crate::text_form::text_form;
use crate::width::{half_width_char, is_hyphen_like};
use std::{fmt, str::FromStr};

const ALPHABET: &[u8; 23] = b"23456789CDFHJKMNPQRTWXY";
const BASE: u64 = 23;
const RANDOM: usize = 8;
const LENGTH: usize = RANDOM + 1;

/// A reference number; see the [module](self). `Display`, JSON and records: `7K3-F92-QXM`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference([u8; LENGTH]);

/// Why a text is not a reference number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Too few or too many symbols.
    #[error("a reference number has 9 symbols, not {found}")]
    Length {
        /// How many were written.
        found: usize,
    },
    /// A sign that no reference number contains.
    #[error("symbol {at} is not used in reference numbers")]
    Symbol {
        /// Which one, from 1.
        at: usize,
        /// The sign as written.
        found: char,
    },
    /// Every sign is possible but they do not fit together: one looks wrong, or two are swapped.
    #[error("one symbol looks wrong, or two have changed places")]
    Check,
}

impl Reference {
    /// A number from eight random bytes.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let mut left = u64::from_le_bytes(bytes);
        let mut digits = [0; LENGTH];
        for digit in digits.iter_mut().take(RANDOM) {
            *digit = u8::try_from(left % BASE).unwrap_or(0);
            left /= BASE;
        }
        digits[RANDOM] = check(&digits);
        Self(digits)
    }

    fn symbols(self) -> impl Iterator<Item = char> {
        self.0.into_iter().filter_map(|d| ALPHABET.get(usize::from(d)).map(|b| char::from(*b)))
    }

    /// The nine symbols without hyphens.
    pub fn compact(self) -> String {
        self.symbols().collect()
    }
}

/// The last symbol: makes the sum of position × value divisible by 23.
fn check(digits: &[u8; LENGTH]) -> u8 {
    let sum = weighted(&digits[..RANDOM]);
    // 9 × 18 = 162 = 7 × 23 + 1, so 18 undoes the last weight.
    u8::try_from((BASE - sum % BASE) * 18 % BASE).unwrap_or(0)
}

fn weighted(digits: &[u8]) -> u64 {
    (1..).zip(digits).map(|(weight, d)| weight * u64::from(*d)).sum()
}

/// The value of a sign; excluded signs are read as the one they look like, if only one does.
fn value(sign: char) -> Option<u8> {
    let sign = match half_width_char(sign).to_ascii_uppercase() {
        'B' => '8',
        'G' => '6',
        'S' => '5',
        'Z' => '2',
        other => other,
    };
    let at = ALPHABET.iter().position(|b| char::from(*b) == sign)?;
    u8::try_from(at).ok()
}

/// Reads a number however it is typed: lower case, full width, spaces, hyphens missing or odd.
impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let signs = || text.chars().filter(|c| !c.is_whitespace() && !is_hyphen_like(*c));
        let found = signs().count();
        if found != LENGTH {
            return Err(ReferenceError::Length { found });
        }
        let mut digits = [0; LENGTH];
        for ((at, sign), digit) in (1..).zip(signs()).zip(&mut digits) {
            *digit = value(sign).ok_or(ReferenceError::Symbol { at, found: sign })?;
        }
        if !weighted(&digits).is_multiple_of(BASE) {
            return Err(ReferenceError::Check);
        }
        Ok(Self(digits))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, sign) in self.symbols().enumerate() {
            if at > 0 && at % 3 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{sign}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({self})")
    }
}

text_form!(Reference);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FromValue, Value};
    use proptest::prelude::*;

    #[test]
    fn it_may_be_typed_in_any_way_a_person_reads_it() {
        let reference = Reference::from_random([1, 2, 3, 4, 5, 6, 7, 8]);
        let shown = reference.to_string();
        let wide: String = shown.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', ""),
            shown.replace('-', " ー "),
            format!("　{wide} "),
        ] {
            assert_eq!(typed.parse(), Ok(reference), "{typed}");
        }
    }

    #[test]
    fn a_mistake_is_named_for_what_it_is() {
        let parse = |text: &str| text.parse::<Reference>().unwrap_err();
        assert_eq!(parse("7K3-F92"), ReferenceError::Length { found: 6 });
        assert_eq!(parse("7K3-F92-QXO"), ReferenceError::Symbol { at: 9, found: 'O' });
        assert_eq!(parse(""), ReferenceError::Length { found: 0 });
    }

    #[test]
    fn signs_that_look_like_a_digit_are_read_as_it() {
        let reference = Reference::from_random([0; 8]);
        assert_eq!(reference.to_string(), "222-222-222");
        assert_eq!("ZZZ-zzz-222".parse(), Ok(reference));
    }

    #[test]
    fn it_is_stored_as_it_is_shown() {
        let reference = Reference::from_random([9; 8]);
        assert_eq!(Value::from(reference), Value::Text(reference.to_string()));
        assert_eq!(Reference::from_value(Value::from(reference)), Some(reference));
        let json = serde_json::to_string(&reference).unwrap();
        assert_eq!(serde_json::from_str::<Reference>(&json).unwrap(), reference);
    }

    proptest! {
        #[test]
        fn it_can_be_read_back(bytes: [u8; 8]) {
            let reference = Reference::from_random(bytes);
            prop_assert_eq!(reference.to_string().parse(), Ok(reference));
            prop_assert_eq!(reference.to_string().len(), 11);
        }

        #[test]
        fn one_wrong_symbol_is_always_noticed(bytes: [u8; 8]) {
            let right = Reference::from_random(bytes).0;
            for at in 0..LENGTH {
                for other in (0..23).filter(|o| *o != right[at]) {
                    let mut wrong = right;
                    wrong[at] = other;
                    let typed = Reference(wrong).to_string();
                    prop_assert_eq!(typed.parse::<Reference>(), Err(ReferenceError::Check));
                }
            }
        }

        #[test]
        fn any_two_symbols_changed_over_are_always_noticed(bytes: [u8; 8]) {
            let right = Reference::from_random(bytes).0;
            for a in 0..LENGTH {
                for b in (a + 1..LENGTH).filter(|b| right[*b] != right[a]) {
                    let mut wrong = right;
                    wrong.swap(a, b);
                    let typed = Reference(wrong).to_string();
                    prop_assert_eq!(typed.parse::<Reference>(), Err(ReferenceError::Check));
                }
            }
        }
    }
}
