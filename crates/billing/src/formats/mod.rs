//! The formats in which money and its news travel: codes on a payment slip and files of the banks.
//!
//! Pure functions: no clock, no database, no town. Each format is written and read by the same typed
//! struct, so that what the house prints is what it would accept. Checked against readers that others
//! wrote, from the published layouts alone, by `proofs/payments/run`.
//!
//! | format | for whom | module |
//! |---|---|---|
//! | eL-QR (地方税統一QRコード) | 地方税お支払サイト, payment apps, bank counters | [`el_qr`], its check digits [`mpn`] |
//! | GS1-128 (標準料金代理収納) | convenience stores | [`gs1_128`], its bars [`barcode`] |
//! | numbers for Pay-easy | ATMs, internet banking | [`pay_easy`] |
//! | 全銀協規定フォーマット | the town's bank: 口座振替 and its results, 総合振込 | [`zengin`] |
//!
//! What these modules cannot know is the codes that others give a town (税目・料金番号, 共通納税機関コード,
//! 請求書発行企業コード, 収納機関番号, 委託者コード): they are data.

pub mod barcode;
mod digits;
pub mod el_qr;
pub mod gs1_128;
pub mod mpn;
pub mod pay_easy;
pub mod zengin;

pub use digits::Digits;

/// Why a code is not written, or not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// Too short or too long.
    #[error("{found} digits instead of {wanted}")]
    Length {
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// Something else than `0` to `9`, counted from 0.
    #[error("not a digit at place {0}")]
    NotADigit(usize),
    /// A part that is fixed or limited says something else; names the part.
    #[error("{0} is not as the format has it")]
    Field(&'static str),
    /// A check digit or a checksum does not fit: something was misread or changed. Names which.
    #[error("{0} does not fit")]
    Check(&'static str),
    /// Below one yen, or more than the code has digits for.
    #[error("the amount does not go into the code")]
    Amount,
    /// More than stores take at a time: the bars must not be printed.
    #[error("stores take at most 300,000 yen at a time")]
    AboveStoreLimit,
}

#[cfg(test)]
mod tests;
