//! Taking a paper back: by an officer with a reason, or, where the town has said so, by two: one asks,
//! another agrees. The holder is told by a job; whoever checks the paper is told from that moment.

use crate::register::{self, revoke};
use kernel::id::{AccountId, PaperId};
use kernel::{Moment, Uuid};
use serde::{Deserialize, Serialize};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// A request to take a paper back.
    RecallId
);

/// The job by which the room of cases tells the holder that their paper was taken back.
pub const ON_REVOKED: &str = "cases.paper_revoked";

/// What [`ON_REVOKED`] carries.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Revoked {
    /// The paper.
    pub paper: PaperId,
}

/// A request of one officer that waits for another.
#[derive(Debug, Clone)]
pub(crate) struct Recall {
    pub(crate) id: RecallId,
    pub(crate) reason: String,
    pub(crate) asked_by: AccountId,
    pub(crate) asked_at: Moment,
}

impl Recall {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            reason: row.get("reason")?,
            asked_by: row.get("asked_by")?,
            asked_at: row.get("asked_at")?,
        })
    }
}

/// The request that waits for a paper, if there is one.
pub(crate) async fn open(q: &impl Reads, paper: PaperId) -> Result<Option<Recall>, StoreError> {
    let sql = "SELECT id, reason, asked_by, asked_at FROM papers_recall WHERE open_for = $1";
    q.row(sql, args![paper]).await?.as_ref().map(Recall::read).transpose()
}

/// Papers for which somebody asked, the oldest request first.
pub(crate) async fn waiting(q: &impl Reads) -> Result<Vec<PaperId>, StoreError> {
    let sql = "SELECT open_for FROM papers_recall WHERE open_for IS NOT NULL ORDER BY id LIMIT 100";
    q.rows(sql, vec![]).await?.iter().map(|row| row.get("open_for")).collect()
}

/// Asks that a paper be taken back.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody asked already, [`StoreError::Missing`] when it was taken back.
pub(crate) async fn ask(tx: &Tx, paper: PaperId, reason: &str, by: AccountId) -> Result<(), StoreError> {
    let there = register::find(tx, paper).await?.filter(|p| p.revoked.is_none());
    let there = there.ok_or(StoreError::Missing("papers_paper"))?;
    let id: RecallId = tx.id();
    tx.execute(
        "INSERT INTO papers_recall (id, paper, open_for, reason, asked_by, asked_at) VALUES ($1, $2, $2, $3, $4, $5)",
        args![id, paper, reason, by, tx.now()],
    )
    .await?;
    tx.record(Deed::new("papers.revoke_asked").about(there.person).row("papers_recall", id).detail(reason));
    Ok(())
}

/// Another officer decides on it. Who asked decides nothing.
///
/// # Errors
/// [`StoreError::Missing`] when nothing waits any more, or the same officer asked.
pub(crate) async fn decide(tx: &Tx, paper: PaperId, by: AccountId, agreed: bool) -> Result<(), StoreError> {
    let gone = || StoreError::Missing("papers_recall");
    let recall = open(tx, paper).await?.filter(|r| r.asked_by != by).ok_or_else(gone)?;
    let none: Option<Uuid> = None;
    let sql = "UPDATE papers_recall SET open_for = $2, agreed = $3, decided_by = $4, decided_at = $5 \
               WHERE id = $1 AND open_for IS NOT NULL";
    if tx.execute(sql, args![recall.id, none, agreed, by, tx.now()]).await? != 1 {
        return Err(gone());
    }
    let act = if agreed { "papers.revoke_agreed" } else { "papers.revoke_declined" };
    tx.record(Deed::new(act).row("papers_recall", recall.id));
    if agreed { revoke(tx, paper, &recall.reason).await } else { Ok(()) }
}
