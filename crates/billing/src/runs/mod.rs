//! 賦課の請求（束）, 納付書の印刷 and 督促: what is billed to thousands at once.
//!
//! **Who uses it.** An officer of the tax desk with `billing.run` at `/desk/billing/runs` uploads the
//! file of a levy that the tax system (税務システム) wrote, with the count and the sum of its own list
//! beside it. Every line is checked and says why it cannot be issued; the sums of each instalment are
//! shown before anything is; the number of the decision (調定の決裁) is asked for. A job then issues bill
//! after bill, some in each transaction, so that the counter goes on meanwhile and a stop in between
//! loses and doubles nothing. Notices and slips are printed in batches; whoever pays by direct debit
//! gets the notice without slips. At `/desk/billing/dunning` the officer sees which instalments were
//! not paid, who gets a 督促状 and who does not and why, until which day, and prints them; whoever pays
//! before the letters are in the post is named to be taken out.
//!
//! **Which law.** 地方自治法231条 and 地方税法13条 (調定, 納税の告知), 20条の4の2第6項 (期別の端数),
//! 20条の5 (due days); 督促 within twenty days after the due day: 329条 (町民税), 371条 (固定資産税),
//! 地方自治法231条の3第1項 for other income; once only, it renews the prescription (地方税法18条の2).
//!
//! **Which data, for how long.** Runs, their lines and the lists of 督促 for five fiscal years with the
//! claims they belong to; printed files for one.

pub(crate) mod actions;
mod check;
pub(crate) mod dunning;
pub(crate) mod indicators;
mod issue;
mod pages;
mod papers;
mod prints;
pub(crate) mod reading;
pub(crate) mod records;
#[cfg(test)]
mod tests;

pub(crate) use pages::routes;

use store::{Migration, Retention, Table};
use web::components::Icon;
use web::{DeskLink, JobKind, Permission, Today};

kernel::id_type!(
    /// 束: one file of a levy.
    RunId,
    /// One line of it.
    RunLineId,
    /// A printed file.
    PrintId,
);

/// Makes, issues and prints runs.
pub(crate) const PERMISSION: &str = "billing.run";

pub(crate) const PERMISSION_OF: Permission = Permission {
    key: PERMISSION,
    meaning: "賦課のファイルから請求を作り、納付書と督促状を印刷する",
};

pub(crate) const LEVIES: DeskLink =
    DeskLink { permission: PERMISSION, label: "賦課と納付書", path: "/desk/billing/runs", icon: Icon::Document };
pub(crate) const DUNNING: DeskLink =
    DeskLink { permission: PERMISSION, label: "督促", path: "/desk/billing/dunning", icon: Icon::Letter };

pub(crate) const MIGRATION: Migration =
    Migration { version: 6, name: "runs", sql: include_str!("../../migrations/0006_runs.sql") };

pub(crate) const TODAY: Today =
    Today { permission: PERMISSION, path: "/desk/billing/dunning", waiting: pages::dunning_waits };

const KEPT: Retention = Retention::Years(5, "地方税法18条（徴収金の時効）");

const fn journaled(name: &'static str) -> Table {
    Table { name, journaled: true, blob: None, retention: KEPT }
}

pub(crate) const RUNS: Table = journaled("billing_run");
pub(crate) const RUN_LINES: Table = journaled("billing_run_line");
pub(crate) const DUNNINGS: Table = journaled("billing_dunning");
pub(crate) const DUNNING_LINES: Table = journaled("billing_dunning_line");
pub(crate) const PRINTS: Table =
    Table {
        name: "billing_print", journaled: true, blob: Some("file"), retention: Retention::Years(1, "発送の確認")
    };

/// Issues bills.
pub(crate) const ISSUES: JobKind = JobKind { kind: issue::ISSUE, run: issue::run };
/// Typesets files.
pub(crate) const PRINTING: JobKind = JobKind { kind: prints::PRINT, run: prints::run };
/// Makes 督促状.
pub(crate) const LETTERS: JobKind = JobKind { kind: dunning::send::SEND, run: dunning::send::run };
/// Bills the fee of 督促状.
pub(crate) const FEES: JobKind = JobKind { kind: dunning::send::FEES, run: dunning::send::bill_fees };
