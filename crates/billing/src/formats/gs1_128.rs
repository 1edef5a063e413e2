//! What the bar code of a payment slip says at the counter of a convenience store
//! (標準料金代理収納, GS1-128 with the application identifier 91): 44 digits.
//!
//! The issuer's code ([`StoreCode::issuer`]) and the use of the free field are agreed with the agent
//! (収納代行会社) of the town; this module only carries them. [`super::barcode`] draws the bars.

use super::digits::{Parts, only_digits};
use super::{Digits, FormatError};
use kernel::{Date, Yen};

/// The whole length.
pub const LENGTH: usize = 44;

/// The most that stores take at a time; a slip above it must carry no bar code.
pub const STORE_LIMIT: Yen = Yen(300_000);

/// The application identifier.
const AI: &str = "91";

/// 支払期限 of a slip that stores take for ever.
const NO_LIMIT: &str = "999999";

/// What the bars say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreCode {
    /// 請求書発行企業コード.
    pub issuer: Digits<6>,
    /// 自由使用欄: the agent's code of the town in front, then the key of the payment; zeros behind.
    pub free: Digits<21>,
    /// 再発行区分: how often the slip was printed again, 0 to 9.
    pub reissued: u8,
    /// 支払期限: the last day on which stores take it, in this century; `None` for ever.
    pub until: Option<Date>,
    /// 印紙フラグ: whether a receipt needs a revenue stamp. Public money needs none (印紙税法5条).
    pub stamp: bool,
    /// The amount.
    pub amount: Yen,
}

impl StoreCode {
    /// The 44 digits.
    ///
    /// # Errors
    /// [`FormatError::AboveStoreLimit`] above 300,000 yen, [`FormatError::Amount`] below one yen,
    /// [`FormatError::Field`] for a last day outside of 2000 to 2099 or a tenth reissue.
    pub fn encode(&self) -> Result<String, FormatError> {
        let amount = self.amount_digits()?;
        let until = self.until.map_or(Ok(NO_LIMIT.to_owned()), last_day)?;
        if self.reissued > 9 {
            return Err(FormatError::Field("reissued"));
        }
        let Self { issuer, free, reissued, stamp, .. } = self;
        let body = format!("{AI}{issuer}{free}{reissued}{until}{}{amount}", u8::from(*stamp));
        Ok(format!("{body}{}", check_digit(&body)))
    }

    fn amount_digits(&self) -> Result<Digits<6>, FormatError> {
        match self.amount {
            amount if amount > STORE_LIMIT => Err(FormatError::AboveStoreLimit),
            Yen(..=0) => Err(FormatError::Amount),
            Yen(amount) => Digits::of_number(amount).ok_or(FormatError::Amount),
        }
    }

    /// Reads what [`StoreCode::encode`] writes, and nothing else.
    ///
    /// # Errors
    /// [`FormatError`] naming what does not fit.
    pub fn decode(text: &str) -> Result<Self, FormatError> {
        let text = only_digits(text, LENGTH)?;
        let (body, check) = text.split_at(LENGTH - 1);
        if check != check_digit(body).to_string() {
            return Err(FormatError::Check("check digit"));
        }
        let mut parts = Parts(body);
        parts.fixed(AI, "application identifier")?;
        let code = Self {
            issuer: parts.next()?,
            free: parts.next()?,
            reissued: one(&mut parts)?,
            until: read_last_day(parts.text(6)?)?,
            stamp: match one(&mut parts)? {
                0 => false,
                1 => true,
                _ => return Err(FormatError::Field("revenue stamp")),
            },
            amount: Yen(parts.next::<6>()?.number()),
        };
        code.amount_digits().map(|_| code)
    }

    /// The two lines that are printed under the bars, for a clerk who has to type them.
    ///
    /// # Errors
    /// As [`StoreCode::encode`].
    pub fn lines(&self) -> Result<[String; 2], FormatError> {
        let text = self.encode()?;
        let mut parts = Parts(&text);
        let first = format!("({}){}-{}", parts.text(2)?, parts.text(6)?, parts.text(22)?);
        let second = format!("{}-{}-{}-{}", parts.text(6)?, parts.text(1)?, parts.text(6)?, parts.text(1)?);
        Ok([first, second])
    }
}

fn one(parts: &mut Parts<'_>) -> Result<u8, FormatError> {
    u8::try_from(parts.next::<1>()?.number()).map_err(|_| FormatError::Field("digit"))
}

fn last_day(date: Date) -> Result<String, FormatError> {
    match date.year() {
        2000..=2099 => Ok(format!("{:02}{:02}{:02}", date.year() - 2000, date.month(), date.day())),
        _ => Err(FormatError::Field("last day")),
    }
}

fn read_last_day(text: &str) -> Result<Option<Date>, FormatError> {
    if text == NO_LIMIT {
        return Ok(None);
    }
    let wrong = || FormatError::Field("last day");
    let part = |from: usize| text.get(from..from + 2).and_then(|p| p.parse::<i8>().ok()).ok_or_else(wrong);
    let date = Date::new(2000 + i16::from(part(0)?), part(2)?, part(4)?);
    date.map(Some).map_err(|_| wrong())
}

/// Modulus 10 with weights 3 and 1, 3 for the rightmost digit.
fn check_digit(body: &str) -> u32 {
    let weights = [3, 1].into_iter().cycle();
    let digits = body.chars().rev().map(|c| c.to_digit(10).unwrap_or(0));
    let sum: u32 = digits.zip(weights).map(|(digit, weight)| digit * weight).sum();
    (10 - sum % 10) % 10
}
