//! The numbers that a person types at an ATM or in internet banking to pay by Pay-easy (ペイジー).
//!
//! 収納機関番号 (5 digits), お客様番号 or 納付番号 (up to 20), 確認番号 (up to 6), and for some payees 納付区分
//! (up to 10). Which of them a town uses, and how it groups them, is agreed with its bank.

use super::{Digits, FormatError};
use kernel::width::{digit, is_hyphen_like};
use std::{fmt, str::FromStr};

/// One to `MOST` digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UpTo<const MOST: usize>(String);

impl<const MOST: usize> UpTo<MOST> {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, easier to type without losing the place.
    pub fn in_fours(&self) -> String {
        let groups: Vec<String> =
            self.0.as_bytes().chunks(4).map(|g| String::from_utf8_lossy(g).into_owned()).collect();
        groups.join(" ")
    }
}

/// Reads digits of any width, with spaces or hyphens between them, as people type them.
impl<const MOST: usize> FromStr for UpTo<MOST> {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let mut digits = String::new();
        for (at, c) in text.chars().enumerate().filter(|(_, c)| !c.is_whitespace() && !is_hyphen_like(*c)) {
            digits.push(char::from(b'0' + digit(c).ok_or(FormatError::NotADigit(at))?));
        }
        match digits.len() {
            found if found == 0 || found > MOST => Err(FormatError::Length { found, wanted: MOST }),
            _ => Ok(Self(digits)),
        }
    }
}

impl<const MOST: usize> fmt::Display for UpTo<MOST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number may be what a person pays with: it is not written into logs.
impl<const MOST: usize> fmt::Debug for UpTo<MOST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} digits", self.0.len())
    }
}

/// What is typed to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayEasy {
    /// 収納機関番号.
    pub institution: Digits<5>,
    /// 納付番号 or お客様番号.
    pub number: UpTo<20>,
    /// 確認番号.
    pub confirm: UpTo<6>,
    /// 納付区分, where the payee uses it.
    pub category: Option<UpTo<10>>,
}

impl PayEasy {
    /// All of it in one line: `13800/00000202401010104348/778284/1`.
    pub fn encode(&self) -> String {
        let category = self.category.as_ref().map_or(String::new(), |category| format!("/{category}"));
        format!("{}/{}/{}{category}", self.institution, self.number, self.confirm)
    }

    /// Reads what [`PayEasy::encode`] writes.
    ///
    /// # Errors
    /// [`FormatError`] naming what does not fit.
    pub fn decode(text: &str) -> Result<Self, FormatError> {
        let parts: Vec<&str> = text.split('/').collect();
        let (institution, number, confirm, category) = match parts.as_slice() {
            [institution, number, confirm] => (institution, number, confirm, None),
            [institution, number, confirm, category] => (institution, number, confirm, Some(category)),
            _ => return Err(FormatError::Field("number of parts")),
        };
        Ok(Self {
            institution: institution.parse()?,
            number: number.parse()?,
            confirm: confirm.parse()?,
            category: category.map(|c| c.parse()).transpose()?,
        })
    }

    /// The labels as they stand on an ATM, and what to type there.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let mut rows = vec![
            ("収納機関番号", self.institution.to_string()),
            ("納付番号", self.number.in_fours()),
            ("確認番号", self.confirm.to_string()),
        ];
        rows.extend(self.category.as_ref().map(|category| ("納付区分", category.to_string())));
        rows
    }
}
