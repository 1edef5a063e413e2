//! 全銀協規定フォーマット: files for the town's bank, and what it sends back.
//!
//! * [`debit`]: 口座振替 (種別 91), what is to be drawn from people's accounts, and the bank's results;
//! * [`transfer`]: 総合振込 (種別 21), money that the town sends to people's accounts.
//!
//! Records of 120 bytes in JIS X 0201, one byte a character: a header, the data, a trailer with the
//! sums, an end. Numbers stand at the right with zeros in front, texts at the left with spaces behind.
//! A file has a line break (CR LF) after every record, or none at all.
//!
//! The reader is strict: nothing of a file is taken when anything in it does not fit, and it says
//! where ([`Wrong`]). Banks differ in what they leave empty; where the published layouts do, both are
//! read.

pub mod debit;
mod record;
pub mod text;
pub mod transfer;
mod wrong;

pub use record::Breaks;
pub use text::{BankText, TextError};
pub use wrong::{Fault, Wrong};

use super::Digits;
use kernel::Date;
use record::{Reader, Writer};
use std::fmt;

/// 預金種目.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// 普通.
    Ordinary,
    /// 当座.
    Current,
    /// 納税準備 (direct debit only).
    TaxReserve,
    /// 貯蓄 (transfers only).
    Savings,
    /// その他.
    Other,
}

impl AccountKind {
    const ALL: [(Self, u8, &str); 5] = [
        (Self::Ordinary, b'1', "普通"),
        (Self::Current, b'2', "当座"),
        (Self::TaxReserve, b'3', "納税準備"),
        (Self::Savings, b'4', "貯蓄"),
        (Self::Other, b'9', "その他"),
    ];

    /// Those from which money may be drawn.
    pub const DEBIT: &[Self] = &[Self::Ordinary, Self::Current, Self::TaxReserve, Self::Other];
    /// Those to which money may be sent.
    pub const TRANSFER: &[Self] = &[Self::Ordinary, Self::Current, Self::Savings, Self::Other];

    /// The code in the file: `1`, `2`, `3`, `4` or `9`.
    pub fn code(self) -> char {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or('9', |(_, code, _)| char::from(*code))
    }

    /// By its code.
    pub fn of_code(code: char) -> Option<Self> {
        Self::ALL.iter().find(|(_, c, _)| char::from(*c) == code).map(|(kind, ..)| *kind)
    }

    /// 普通, 当座, …
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., label)| label)
    }
}

/// An account at a bank, with the names that the bank's list gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// 銀行番号.
    pub bank: Digits<4>,
    /// 銀行名; may be empty.
    pub bank_name: BankText,
    /// 支店番号.
    pub branch: Digits<3>,
    /// 支店名; may be empty.
    pub branch_name: BankText,
    /// 預金種目.
    pub kind: AccountKind,
    /// 口座番号.
    pub number: Digits<7>,
}

/// 新規コード: whether the bank sees this account for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Novelty {
    /// 第1回分.
    First,
    /// 変更分.
    Changed,
    /// その他.
    Known,
}

impl Novelty {
    const fn code(self) -> u8 {
        match self {
            Self::First => b'1',
            Self::Changed => b'2',
            Self::Known => b'0',
        }
    }

    const fn of_code(code: u8) -> Option<Self> {
        match code {
            b'1' => Some(Self::First),
            b'2' => Some(Self::Changed),
            b'0' => Some(Self::Known),
            _ => None,
        }
    }
}

/// The first record: whose file it is, for which day, at which bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// 委託者コード, given by the bank.
    pub consignor: Digits<10>,
    /// 委託者名.
    pub consignor_name: BankText,
    /// Month and day on which the bank is to act; the file has no year.
    pub day: MonthDay,
    /// 取引銀行番号.
    pub bank: Digits<4>,
    /// 取引銀行名.
    pub bank_name: BankText,
    /// 取引支店番号.
    pub branch: Digits<3>,
    /// 取引支店名.
    pub branch_name: BankText,
    /// The town's own account there; some banks leave it empty.
    pub account: Option<(AccountKind, Digits<7>)>,
}

/// A day without a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// Of a date.
    pub fn of(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }

    /// The day of that name nearest to `around`, for a file that names no year.
    pub fn near(self, around: Date) -> Option<Date> {
        let in_year = |year| Date::new(year, self.month, self.day).ok();
        let years = [around.year().checked_sub(1)?, around.year(), around.year().checked_add(1)?];
        let distance = |date: &Date| around.since(*date).map_or(i32::MAX, |span| span.get_days().abs());
        years.into_iter().filter_map(in_year).min_by_key(distance)
    }

    /// `MMDD`.
    fn read(text: &str) -> Option<Self> {
        let (month, day) = text.split_at_checked(2)?;
        // A leap year, so that 29 February is a day.
        let date = Date::new(2000, month.parse().ok()?, day.parse().ok()?).ok()?;
        Some(Self::of(date))
    }
}

/// As in the file: `MMDD`.
impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}{:02}", self.month, self.day)
    }
}

impl Header {
    fn write(&self, out: &mut Writer, kind: &'static str) -> Result<(), Wrong> {
        out.begin();
        out.raw("1")?.raw(kind)?.raw("0")?;
        out.digits(&self.consignor);
        out.text(&self.consignor_name, 40, "委託者名")?;
        out.raw(&self.day.to_string())?;
        out.digits(&self.bank);
        out.text(&self.bank_name, 15, "取引銀行名")?;
        out.digits(&self.branch);
        out.text(&self.branch_name, 15, "取引支店名")?;
        match &self.account {
            Some((kind, number)) => {
                out.byte(kind.code() as u8);
                out.digits(number);
            }
            None => out.spaces(8),
        }
        out.spaces(17);
        out.end()
    }

    fn read(from: &mut Reader<'_>, kind: &str) -> Result<Self, Wrong> {
        from.fixed(b"1", "データ区分")?;
        from.fixed(kind.as_bytes(), "種別コード")?;
        from.fixed(b"0", "コード区分")?;
        Ok(Self {
            consignor: from.digits("委託者コード")?,
            consignor_name: from.text(40, "委託者名")?,
            day: from.with(4, "引落日・取組日", MonthDay::read)?,
            bank: from.digits("取引銀行番号")?,
            bank_name: from.text(15, "取引銀行名")?,
            branch: from.digits("取引支店番号")?,
            branch_name: from.text(15, "取引支店名")?,
            account: read_own_account(from)?,
        })
        .and_then(|header| from.dummy(17).map(|()| header))
    }
}

/// The town's own account: eight digits, or nothing at all.
fn read_own_account(from: &mut Reader<'_>) -> Result<Option<(AccountKind, Digits<7>)>, Wrong> {
    if from.skip_if(b"        ") {
        return Ok(None);
    }
    let kind = from.with(1, "預金種目", |part| AccountKind::of_code(part.chars().next()?))?;
    Ok(Some((kind, from.digits("口座番号")?)))
}

impl Account {
    fn write(&self, out: &mut Writer, kinds: &[AccountKind]) -> Result<(), Wrong> {
        out.digits(&self.bank);
        out.text(&self.bank_name, 15, "銀行名")?;
        out.digits(&self.branch);
        out.text(&self.branch_name, 15, "支店名")?;
        out.spaces(4);
        if !kinds.contains(&self.kind) {
            return Err(out.wrong("預金種目", Fault::Value));
        }
        out.byte(self.kind.code() as u8);
        out.digits(&self.number);
        Ok(())
    }

    fn read(from: &mut Reader<'_>, kinds: &[AccountKind]) -> Result<Self, Wrong> {
        let (bank, bank_name) = (from.digits("銀行番号")?, from.text(15, "銀行名")?);
        let (branch, branch_name) = (from.digits("支店番号")?, from.text(15, "支店名")?);
        from.dummy(4)?;
        let kind = |part: &str| AccountKind::of_code(part.chars().next()?).filter(|kind| kinds.contains(kind));
        let kind = from.with(1, "預金種目", kind)?;
        Ok(Self { bank, bank_name, branch, branch_name, kind, number: from.digits("口座番号")? })
    }
}

#[cfg(test)]
mod tests;
