//! Transfers as rows.

use super::{TransferId, TransferRunId};
use crate::OverpaidId;
use crate::bank::AccountId;
use kernel::id::PersonId;
use kernel::{Date, Moment, Yen};
use store::seal::{open, seal};
use store::{BlobId, Reads, Row, StoreError, Tx, args};

/// A file of transfers.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub id: TransferRunId,
    pub day: Date,
    pub file: BlobId,
    pub lines: i64,
    pub total: Yen,
    pub specimen: bool,
    pub state: RunState,
    pub made_at: Moment,
    pub made_name: String,
    pub version: i64,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunState {
    /// Made; the bank has not done it.
    Made,
    /// The bank has done it; it is booked.
    Sent,
    /// Taken back.
    Cancelled,
}

impl RunState {
    const ALL: [Self; 3] = [Self::Made, Self::Sent, Self::Cancelled];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Sent => "sent",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One amount.
#[derive(Debug, Clone)]
pub(crate) struct Amount {
    pub id: TransferId,
    pub n: i64,
    pub overpaid: OverpaidId,
    pub account: AccountId,
    pub person: PersonId,
    pub amount: Yen,
}

pub(crate) async fn insert(tx: &Tx, run: &Run, rows: &[Amount]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_transfer_run (id, day, file, lines, total, specimen, state, made_at, made_name, version) \
         VALUES ($1, $2, $3, $4, $5, $6, 'made', $7, $8, 1)",
        args![run.id, run.day, &run.file, run.lines, run.total, run.specimen, run.made_at, seal(&run.made_name)],
    )
    .await?;
    for a in rows {
        tx.execute(
            "INSERT INTO billing_transfer (id, run, n, overpaid, account, person, amount, state, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'made', 1)",
            args![a.id, run.id, a.n, a.overpaid, a.account, a.person, a.amount],
        )
        .await?;
    }
    Ok(())
}

/// Moves a file and its amounts on; `false` when somebody was first.
pub(crate) async fn move_on(tx: &Tx, id: TransferRunId, version: i64, to: RunState) -> Result<bool, StoreError> {
    let sql = "UPDATE billing_transfer_run SET state = $3, version = version + 1 \
               WHERE id = $1 AND version = $2 AND state = 'made'";
    if tx.execute(sql, args![id, version, to.as_str()]).await? != 1 {
        return Ok(false);
    }
    let sql = "UPDATE billing_transfer SET state = $2, version = version + 1 WHERE run = $1";
    tx.execute(sql, args![id, to.as_str()]).await?;
    Ok(true)
}

pub(crate) async fn find(q: &impl Reads, id: TransferRunId) -> Result<Option<Run>, StoreError> {
    q.row("SELECT * FROM billing_transfer_run WHERE id = $1", args![id]).await?.as_ref().map(run).transpose()
}

pub(crate) async fn runs(q: &impl Reads, limit: i64) -> Result<Vec<Run>, StoreError> {
    let sql = "SELECT * FROM billing_transfer_run ORDER BY made_at DESC, id DESC LIMIT $1";
    q.rows(sql, args![limit]).await?.iter().map(run).collect()
}

pub(crate) async fn of_run(q: &impl Reads, id: TransferRunId) -> Result<Vec<Amount>, StoreError> {
    q.rows("SELECT * FROM billing_transfer WHERE run = $1 ORDER BY n", args![id]).await?.iter().map(amount).collect()
}

/// What lies in a file that the bank has not done yet.
pub(crate) async fn under_way(q: &impl Reads) -> Result<Vec<OverpaidId>, StoreError> {
    let rows = q.rows("SELECT overpaid FROM billing_transfer WHERE state = 'made'", args![]).await?;
    rows.iter().map(|r| r.get("overpaid")).collect()
}

fn run(r: &Row) -> Result<Run, StoreError> {
    let state: String = r.get("state")?;
    Ok(Run {
        id: r.get("id")?,
        day: r.get("day")?,
        file: r.get("file")?,
        lines: r.get("lines")?,
        total: r.get("total")?,
        specimen: r.get("specimen")?,
        state: RunState::ALL
            .into_iter()
            .find(|s| s.as_str() == state)
            .ok_or_else(|| StoreError::Column("state".to_owned()))?,
        made_at: r.get("made_at")?,
        made_name: open(r.get("made_name")?),
        version: r.get("version")?,
    })
}

fn amount(r: &Row) -> Result<Amount, StoreError> {
    Ok(Amount {
        id: r.get("id")?,
        n: r.get("n")?,
        overpaid: r.get("overpaid")?,
        account: r.get("account")?,
        person: r.get("person")?,
        amount: r.get("amount")?,
    })
}
