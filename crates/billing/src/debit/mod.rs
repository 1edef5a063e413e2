//! 口座振替の依頼: what the bank is asked to draw on a due day, and what it answered.
//!
//! **Who uses it.** The bank desk (`billing.bank`) at `/desk/billing/debits`: for a due day one press
//! makes the file of everything that is open, due on that day and drawn from an account; the file is
//! fetched (each time is journaled) and taken to the bank by the bank's own way. The bank's answer
//! comes back among the other files (`reconcile`).
//!
//! **Which law.** 地方自治法施行令155条; the file is 全銀協規定フォーマット 預金口座振替 (種別 91).
//!
//! **What always holds.** An instalment is asked for once on a day. A file made with codes that the
//! bank has not given is a specimen and says so in its name.
//!
//! **Data.** The file itself (a blob, named by its digest) and one row for each amount; five years.

pub(crate) mod actions;
mod pages;
pub(crate) mod records;
pub(crate) mod wire;

pub(crate) use pages::{download, routes};

use store::Migration;

kernel::id_type!(
    /// A request to the bank for one day.
    RunId,
    /// One amount of such a request.
    DebitId,
);

pub(crate) const MIGRATION: Migration = Migration {
    version: 5,
    name: "files of banks and agents",
    sql: include_str!("../../migrations/0005_bank_files.sql"),
};
