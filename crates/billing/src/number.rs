//! 納付番号 and 領収番号: numbers that people read out and type, with a check digit.
//!
//! `N-2026-000123-4`: what it is (N 納付, R 領収, K 還付, S 収納 by another way), the fiscal year, the place in that year and a
//! check digit after Damm's quasigroup (H. M. Damm, 2004), which finds every single wrong digit
//! and every two neighbours changed over.

use kernel::FiscalYear;
use kernel::width::{half_width, is_hyphen_like};
use std::fmt;
use std::str::FromStr;

/// What a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bill,
    Receipt,
    Refund,
    /// 収納 by another way than the counter: no receipt of ours is printed for it.
    Taken,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Bill, Self::Receipt, Self::Refund, Self::Taken];

    const fn letter(self) -> char {
        match self {
            Self::Bill => 'N',
            Self::Receipt => 'R',
            Self::Refund => 'K',
            Self::Taken => 'S',
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bill => "bill",
            Self::Receipt => "receipt",
            Self::Refund => "refund",
            Self::Taken => "taken",
        }
    }
}

/// A number of a bill or a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub kind: Kind,
    pub year: FiscalYear,
    pub n: u32,
}

/// Damm's table of order ten.
const TABLE: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: &str) -> u8 {
    let digits = digits.bytes().filter(u8::is_ascii_digit).map(|b| usize::from(b - b'0'));
    digits.fold(0, |carry, digit| TABLE[usize::from(carry)][digit])
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = format!("{:04}{:06}", self.year.0, self.n);
        write!(f, "{}-{:04}-{:06}-{}", self.kind.letter(), self.year.0, self.n, damm(&body))
    }
}

/// Reads a number however it is typed: full width, lower case, hyphens missing or odd.
impl FromStr for Number {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace() && !is_hyphen_like(*c)).collect();
        let first = plain.chars().next().ok_or(())?.to_ascii_uppercase();
        let kind = Kind::ALL.into_iter().find(|k| k.letter() == first).ok_or(())?;
        let digits = plain.get(1..).ok_or(())?;
        let whole = digits.len() >= 11 && digits.bytes().all(|b| b.is_ascii_digit()) && damm(digits) == 0;
        if !whole {
            return Err(());
        }
        let (year, n) = (&digits[..4], &digits[4..digits.len() - 1]);
        Ok(Self { kind, year: FiscalYear(year.parse().map_err(|_| ())?), n: n.parse().map_err(|_| ())? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(n: u32) -> Number {
        Number { kind: Kind::Bill, year: FiscalYear(2026), n }
    }

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        let written = number(123).to_string();
        assert!(written.starts_with("N-2026-000123-"));
        for typed in [
            written.clone(),
            written.to_lowercase(),
            written.replace('-', ""),
            format!(" {} ", written.replace('-', "ー")),
        ] {
            assert_eq!(typed.parse(), Ok(number(123)), "{typed}");
        }
        let wide: String = written.chars().map(|c| if c == 'N' { 'Ｎ' } else { c }).collect();
        assert_eq!(wide.parse(), Ok(number(123)));
        for wrong in ["", "N", "X-2026-000123-4", "N-2026", "納付"] {
            assert!(wrong.parse::<Number>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_table_gives_the_published_example() {
        assert_eq!(damm("572"), 4);
        assert_eq!(damm("5724"), 0);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_two_changed_over_are_found(n in 0_u32..2_000_000, at in 0_usize..11, by in 1_u8..10) {
            let written: Vec<u8> = number(n).to_string().replace('-', "").into_bytes();
            prop_assert_eq!(String::from_utf8(written.clone()).unwrap().parse(), Ok(number(n)));
            let at = 1 + at % (written.len() - 1);
            let mut wrong = written.clone();
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            prop_assert!(String::from_utf8(wrong).unwrap().parse::<Number>().is_err());
            if at + 1 < written.len() && written[at] != written[at + 1] {
                let mut swapped = written;
                swapped.swap(at, at + 1);
                prop_assert!(String::from_utf8(swapped).unwrap().parse::<Number>().is_err());
            }
        }
    }
}
