//! Numbers that are not counted with: codes of a fixed length, zeros in front included.

use super::FormatError;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Exactly `N` digits, `0` to `9`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digits<const N: usize>([u8; N]);

impl<const N: usize> Digits<N> {
    /// `N` zeros.
    pub const ZERO: Self = Self([b'0'; N]);

    /// `number` with zeros in front; `None` when it has more digits than `N`, or is negative.
    pub fn of_number(number: i64) -> Option<Self> {
        let number = u64::try_from(number).ok()?;
        format!("{number:0N$}").parse().ok()
    }

    /// `start` with zeros behind.
    ///
    /// # Errors
    /// [`FormatError`] when `start` is longer than `N` or not digits.
    pub fn starting_with(start: &str) -> Result<Self, FormatError> {
        format!("{start:0<N$}").parse()
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        // Only ASCII digits are ever in there.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The number that it reads as; 0 when it is too large for one.
    pub fn number(&self) -> i64 {
        self.as_str().parse().unwrap_or_default()
    }

    /// Whether it is all zeros.
    pub fn is_zero(&self) -> bool {
        self.0 == [b'0'; N]
    }
}

/// `text`, when it is `wanted` ASCII digits.
pub(super) fn only_digits(text: &str, wanted: usize) -> Result<&str, FormatError> {
    if let Some(at) = text.bytes().position(|b| !b.is_ascii_digit()) {
        return Err(FormatError::NotADigit(at));
    }
    match text.len() {
        found if found == wanted => Ok(text),
        found => Err(FormatError::Length { found, wanted }),
    }
}

impl<const N: usize> FromStr for Digits<N> {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let text = only_digits(text, N)?;
        text.as_bytes().try_into().map(Self).map_err(|_| FormatError::Length { found: text.len(), wanted: N })
    }
}

impl<const N: usize> TryFrom<String> for Digits<N> {
    type Error = FormatError;

    fn try_from(text: String) -> Result<Self, FormatError> {
        text.parse()
    }
}

impl<const N: usize> From<Digits<N>> for String {
    fn from(digits: Digits<N>) -> Self {
        digits.as_str().to_owned()
    }
}

impl<const N: usize> fmt::Display for Digits<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A code may be what a person pays with: it is not written into logs.
impl<const N: usize> fmt::Debug for Digits<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{N} digits")
    }
}

/// The parts of a long row of digits, one after the other.
pub(super) struct Parts<'a>(pub &'a str);

impl<'a> Parts<'a> {
    /// The next `count` digits as they are.
    pub(super) fn text(&mut self, count: usize) -> Result<&'a str, FormatError> {
        let wanted = FormatError::Length { found: self.0.len(), wanted: count };
        let (part, rest) = self.0.split_at_checked(count).ok_or(wanted)?;
        self.0 = rest;
        Ok(part)
    }

    /// The next `N` digits.
    pub(super) fn next<const N: usize>(&mut self) -> Result<Digits<N>, FormatError> {
        self.text(N)?.parse()
    }

    /// A part that can only say one thing.
    pub(super) fn fixed(&mut self, says: &str, part: &'static str) -> Result<(), FormatError> {
        if self.text(says.len())? == says { Ok(()) } else { Err(FormatError::Field(part)) }
    }
}
