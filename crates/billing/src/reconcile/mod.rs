//! 消込: what banks, stores and agents say was paid finds the instalment for which it was.
//!
//! **Who uses it.** The bank desk (`billing.bank`). At `/desk/billing/files` a file is laid in: the
//! bank's answer to a 口座振替, or a list of paid slips (stores, eL-QR, Pay-easy, transfers). The page
//! shows first what would happen; one press books it. At `/desk/billing/unmatched` lies what fitted
//! nothing, each with its reason, to be settled by hand; at `/desk/billing/transit` what others took
//! and have not handed over.
//!
//! **What always holds.** A line is matched by the number of its slip and by nothing else. The same
//! file twice is the same file (its digest); the same payment in another file changes nothing (the
//! number that the agent gave it). Money that fits nothing is in the books too, as 仮受金.
//!
//! **Data.** Files as they came (blobs) and one row for each line; five years.

pub(crate) mod actions;
pub(crate) mod book_line;
pub(crate) mod indicators;
pub(crate) mod layout;
mod pages;
pub(crate) mod read;
pub(crate) mod records;
pub(crate) mod rules;

pub(crate) use layout::Layouts;
pub(crate) use pages::{open_count, routes};

use futures::FutureExt;
use web::JobKind;

kernel::id_type!(
    /// A file that came from a bank or an agent.
    FileId,
    /// One line of such a file.
    LineId,
);

/// The job that books a file in portions.
pub(crate) const BOOK: &str = "billing.book_file";

pub(crate) const JOB: JobKind =
    JobKind { kind: BOOK, run: |house, job| async move { actions::book(house, job.payload()?).await }.boxed() };
