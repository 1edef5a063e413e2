//! Looking at the queue: how long it is, what was given up, and another life for it.

use crate::{Reads, StoreError, Tx, args};
use kernel::{Moment, Uuid};

/// How many jobs wait, are under way, or are dead letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Queue {
    /// Due now or later.
    pub ready: i64,
    /// Under way.
    pub running: i64,
    /// Dead letters.
    pub dead: i64,
}

/// The state of the queue.
///
/// # Errors
/// When the database does not answer.
pub async fn queue(q: &impl Reads) -> Result<Queue, StoreError> {
    let rows = q
        .rows("SELECT state, CAST(COUNT(*) AS bigint) AS n FROM store_job WHERE state <> 'done' GROUP BY state", vec![])
        .await?;
    let mut queue = Queue::default();
    for row in rows {
        let n = row.get("n")?;
        match row.get::<String>("state")?.as_str() {
            "ready" => queue.ready = n,
            "running" => queue.running = n,
            _ => queue.dead = n,
        }
    }
    Ok(queue)
}

/// A job that needs somebody's eyes.
#[derive(Debug, Clone)]
pub struct DeadLetter {
    /// Its identifier.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the last attempt said.
    pub error: Option<String>,
    /// When it was given up.
    pub ended_at: Option<Moment>,
}

/// The dead letters, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn dead_letters(q: &impl Reads, limit: i64) -> Result<Vec<DeadLetter>, StoreError> {
    let rows = q
        .rows(
            "SELECT id, kind, attempts, last_error, ended_at FROM store_job WHERE state = 'dead' ORDER BY ended_at DESC LIMIT $1",
            args![limit],
        )
        .await?;
    rows.iter()
        .map(|r| {
            Ok(DeadLetter {
                id: r.get("id")?,
                kind: r.get("kind")?,
                attempts: r.get("attempts")?,
                error: r.get("last_error")?,
                ended_at: r.get("ended_at")?,
            })
        })
        .collect()
}

/// Gives a dead letter another life.
///
/// # Errors
/// [`StoreError::Missing`] when it is no dead letter (any more).
pub async fn retry(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    let changed = tx
        .execute(
            "UPDATE store_job SET state = 'ready', attempts = 0, run_at = $2 WHERE id = $1 AND state = 'dead'",
            args![id, tx.now()],
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(StoreError::Missing("store_job")) }
}

/// Has the job with this key tried at once: a dead letter lives again, one that pauses pauses no longer.
/// Answers whether there was one.
///
/// # Errors
/// When the database does not answer.
pub async fn again(tx: &Tx, key: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE store_job SET state = 'ready', attempts = 0, run_at = $2 \
               WHERE key = $1 AND state IN ('dead', 'ready')";
    Ok(tx.execute(sql, args![key, tx.now()]).await? == 1)
}

/// Whether the job with this key is being done, or due.
///
/// # Errors
/// When the database does not answer.
pub async fn is_under_way(q: &impl Reads, key: &str, now: Moment) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM store_job WHERE key = $1 AND (state = 'running' OR (state = 'ready' AND run_at <= $2))";
    Ok(q.row(sql, args![key, now]).await?.is_some())
}

/// Forgets jobs that were done before `before`; their keys may be used again then.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_done(tx: &Tx, before: Moment) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM store_job WHERE state = 'done' AND ended_at < $1", args![before]).await
}
