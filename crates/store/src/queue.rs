//! The queue of jobs as those who keep the program running see it.

use crate::{Reads, StoreError, Tx, args};
use kernel::{Moment, Uuid};

/// Jobs of one kind in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The kind.
    pub kind: String,
    /// `ready`, `running` or `dead`.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// All jobs that are not done, by kind and state.
///
/// # Errors
/// When the database does not answer.
pub async fn by_kind(q: &impl Reads) -> Result<Vec<Waiting>, StoreError> {
    let sql = "SELECT kind, state, CAST(COUNT(*) AS bigint) AS n FROM store_job \
               WHERE state IN ('ready', 'running', 'dead') GROUP BY kind, state ORDER BY kind, state";
    let rows = q.rows(sql, vec![]).await?;
    rows.iter().map(|r| Ok(Waiting { kind: r.get("kind")?, state: r.get("state")?, count: r.get("n")? })).collect()
}

/// Since when the job waits that is due for the longest time; `None` when no job is due.
///
/// # Errors
/// When the database does not answer.
pub async fn oldest_due(q: &impl Reads, now: Moment) -> Result<Option<Moment>, StoreError> {
    let sql = "SELECT MIN(run_at) AS since FROM store_job WHERE state = 'ready' AND run_at <= $1";
    q.row(sql, args![now]).await?.map_or(Ok(None), |r| r.get("since"))
}

/// Takes a dead letter off the list for good: somebody decided that it need not be done. Who and
/// why belongs into the journal, by the caller.
///
/// # Errors
/// [`StoreError::Missing`] when it is no dead letter (any more).
pub async fn discard(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    let sql = "UPDATE store_job SET state = 'done', ended_at = $2 WHERE id = $1 AND state = 'dead'";
    if tx.execute(sql, args![id, tx.now()]).await? == 1 { Ok(()) } else { Err(StoreError::Missing("store_job")) }
}
