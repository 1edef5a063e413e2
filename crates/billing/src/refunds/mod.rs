//! 過誤納金の還付: what was paid and is not owed goes back by transfer.
//!
//! **Who uses it.** The bank desk (`billing.bank`) at `/desk/billing/refunds`: a list of what is to be
//! given back; those whose account is known are chosen and become one file (総合振込); once the bank
//! has done it, one press books it. Whoever has no account on record is asked for it on paper, or
//! gets cash at the counter.
//!
//! **Which law.** 地方税法17条 (還付); the file is 全銀協規定フォーマット 総合振込 (種別 21).
//!
//! **What always holds.** What lies in a file that is not done yet is in no second file; never more
//! is given back than remains.

pub(crate) mod actions;
mod pages;
pub(crate) mod records;

pub(crate) use pages::routes;

kernel::id_type!(
    /// A file of transfers.
    TransferRunId,
    /// One amount of it.
    TransferId,
);
