//! Money: whole yen.

use crate::width::half_width;
use crate::{FromValue, Value};
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub, SubAssign},
    str::FromStr,
};

/// An amount in yen; negative amounts are refunds. `Display` gives `1,200円`.
///
/// `+`, `-` and `sum()` stop the program's present task on overflow (beyond nine quintillion yen)
/// instead of giving a wrong amount; the `checked_` forms answer `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yen(pub i64);

impl Yen {
    /// 0円.
    pub const ZERO: Self = Self(0);

    /// The number of yen.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether this is 0円.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, unless it overflows.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it overflows.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// This amount `times` over, unless it overflows.
    pub fn checked_mul(self, times: i64) -> Option<Self> {
        self.0.checked_mul(times).map(Self)
    }

    /// This amount × `numerator` / `denominator`, fractions of a yen cut towards zero;
    /// `None` when the denominator is 0 or the result overflows.
    pub fn checked_ratio(self, numerator: i64, denominator: i64) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(numerator);
        let amount = product.checked_div(i128::from(denominator))?;
        i64::try_from(amount).ok().map(Self)
    }

    /// 切捨て: whole multiples of `unit` towards zero. 地方税法20条の4の2 cuts 課税標準 below
    /// 1,000円 (`floor_to(1000)`) and 税額 below 100円 (`floor_to(100)`).
    /// A unit of 0 or less changes nothing.
    pub const fn floor_to(self, unit: i64) -> Self {
        if unit <= 0 {
            return self;
        }
        Self(self.0 - self.0 % unit)
    }

    /// The number with commas and no unit: `1,200`.
    pub fn digits(self) -> String {
        let plain = self.0.unsigned_abs().to_string();
        let mut out = String::with_capacity(plain.len() * 4 / 3 + 2);
        if self.0 < 0 {
            out.push('-');
        }
        for (at, digit) in plain.chars().enumerate() {
            if at > 0 && (plain.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }
}

impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}円", self.digits())
    }
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum YenError {
    /// Nothing was written.
    #[error("no amount was given")]
    Empty,
    /// Not a number of yen.
    #[error("the text is not an amount in yen")]
    Unreadable,
    /// A comma stands where none belongs: `1,20`.
    #[error("a comma stands in the wrong place")]
    Comma,
    /// A fraction of a yen.
    #[error("an amount has no fraction")]
    Fraction,
    /// More than can be counted.
    #[error("the amount is too large")]
    TooLarge,
}

/// Reads `1200`, `1,200円`, `¥1,200`, `￥１，２００`, `-500`, `△500`; commas only between thousands.
impl FromStr for Yen {
    type Err = YenError;

    fn from_str(text: &str) -> Result<Self, YenError> {
        let plain: String = half_width(text)
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if matches!(c, '、' | '､') { ',' } else { c })
            .collect();
        let (negative, rest) = match plain.strip_prefix(['-', '−', '△', '▲']) {
            Some(rest) => (true, rest),
            None => (false, plain.as_str()),
        };
        let rest = rest.strip_prefix(['¥', '\\']).unwrap_or(rest);
        let amount = amount(rest.strip_suffix('円').unwrap_or(rest))?;
        Ok(Self(if negative { -amount } else { amount }))
    }
}

fn amount(text: &str) -> Result<i64, YenError> {
    if text.is_empty() {
        return Err(YenError::Empty);
    }
    if !text.chars().all(|c| c.is_ascii_digit() || c == ',') {
        let fraction = text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || ",.".contains(c));
        return Err(if fraction { YenError::Fraction } else { YenError::Unreadable });
    }
    if !commas_stand_right(text) {
        return Err(YenError::Comma);
    }
    text.replace(',', "").parse().map_err(|_| YenError::TooLarge)
}

fn commas_stand_right(text: &str) -> bool {
    let mut groups = text.split(',');
    let first = groups.next().map_or(0, str::len);
    let mut rest = groups.peekable();
    rest.peek().is_none() || (1..=3).contains(&first) && rest.all(|group| group.len() == 3)
}

#[track_caller]
fn exact(amount: Option<Yen>) -> Yen {
    match amount {
        Some(amount) => amount,
        None => panic!("an amount of money overflowed"),
    }
}

impl Add for Yen {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        exact(self.checked_add(other))
    }
}
impl Sub for Yen {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        exact(self.checked_sub(other))
    }
}
impl Neg for Yen {
    type Output = Self;
    fn neg(self) -> Self {
        exact(self.0.checked_neg().map(Self))
    }
}
impl AddAssign for Yen {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl SubAssign for Yen {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
impl Sum for Yen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}
impl<'a> Sum<&'a Self> for Yen {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

impl From<Yen> for Value {
    fn from(x: Yen) -> Self {
        Self::Int(x.0)
    }
}

impl FromValue for Yen {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_shown_with_commas() {
        for (amount, shown) in [
            (0, "0円"),
            (200, "200円"),
            (1200, "1,200円"),
            (-1_234_567, "-1,234,567円"),
            (i64::MIN, "-9,223,372,036,854,775,808円"),
        ] {
            assert_eq!(Yen(amount).to_string(), shown);
        }
    }

    #[test]
    fn amounts_may_be_typed_as_people_do() {
        for text in ["1200", "1,200円", "¥1,200", "￥１，２００", " 1 200 円", "１、２００円"] {
            assert_eq!(text.parse(), Ok(Yen(1200)), "{text}");
        }
        assert_eq!("△500".parse(), Ok(Yen(-500)));
        assert_eq!("-500円".parse(), Ok(Yen(-500)));
    }

    #[test]
    fn a_doubtful_amount_is_refused_with_its_reason() {
        let refused = |text: &str| text.parse::<Yen>().unwrap_err();
        assert_eq!(refused("円"), YenError::Empty);
        assert_eq!(refused("二百円"), YenError::Unreadable);
        assert_eq!(refused("1,20"), YenError::Comma);
        assert_eq!(refused(",200"), YenError::Comma);
        assert_eq!(refused("1200,"), YenError::Comma);
        assert_eq!(refused("0.5"), YenError::Fraction);
        assert_eq!(refused("99999999999999999999"), YenError::TooLarge);
        assert_eq!(refused("--5"), YenError::Unreadable);
    }

    #[test]
    fn tax_units_are_cut_towards_zero() {
        assert_eq!(Yen(12_399).floor_to(100), Yen(12_300));
        assert_eq!(Yen(1_234_999).floor_to(1000), Yen(1_234_000));
        assert_eq!(Yen(-150).floor_to(100), Yen(-100));
        assert_eq!(Yen(150).floor_to(0), Yen(150));
        assert_eq!(Yen(10_000).checked_ratio(73, 1000), Some(Yen(730)));
        assert_eq!(Yen(1).checked_ratio(1, 0), None);
    }

    #[test]
    #[should_panic(expected = "overflowed")]
    fn a_sum_beyond_counting_stops_rather_than_lies() {
        let _ = Yen(i64::MAX) + Yen(1);
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_read_back(amount in (i64::MIN + 1)..=i64::MAX) {
            prop_assert_eq!(Yen(amount).to_string().parse(), Ok(Yen(amount)));
        }

        #[test]
        fn cutting_never_adds_and_leaves_whole_units(amount in any::<i64>(), unit in 1..100_000i64) {
            let cut = Yen(amount).floor_to(unit);
            prop_assert!(cut.0 % unit == 0 && cut.0.unsigned_abs() <= amount.unsigned_abs());
            prop_assert!(cut.0.abs_diff(amount) < u64::try_from(unit).unwrap());
        }

        #[test]
        fn a_ledger_that_is_mirrored_sums_to_zero(amounts in proptest::collection::vec(-1_000_000_000..1_000_000_000i64, 0..50)) {
            let total: Yen = amounts.iter().flat_map(|a| [Yen(*a), -Yen(*a)]).sum();
            prop_assert!(total.is_zero());
        }
    }
}
