//! Work that follows a change: kept in the same transaction, done at least once, never forgotten.
//!
//! A job that fails is tried again with growing pauses; one that cannot succeed, or has failed too
//! often, waits on the list of dead letters until an officer looks at it.

use crate::db::Engine;
use crate::{Act, Db, Reads, StoreError, Tx, args};
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use kernel::{Clock, Moment, Uuid};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::Instrument;

/// After this many attempts a job is a dead letter.
pub const MAX_ATTEMPTS: i64 = 12;
/// A worker that has not answered for this long is taken for dead.
const LEASE_SECONDS: i64 = 300;
const CLAIM: i64 = 16;

/// A job to be enqueued.
#[derive(Debug, Clone)]
pub struct NewJob {
    kind: Cow<'static, str>,
    key: Option<String>,
    payload: String,
    run_at: Option<Moment>,
}

impl NewJob {
    /// A job of `kind` (`room.verb`) with what it needs to know; keep personal data out of it and
    /// name records instead. A room that calls back another one has the kind from its own records.
    pub fn new(kind: impl Into<Cow<'static, str>>, payload: &impl Serialize) -> Self {
        // Payloads are plain structs of ids; serialising them cannot fail.
        let payload = serde_json::to_string(payload).unwrap_or_else(|_| "null".to_owned());
        Self { kind: kind.into(), key: None, payload, run_at: None }
    }

    /// A second job with the same key is not taken.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Not before `moment`.
    #[must_use]
    pub fn after(mut self, moment: Moment) -> Self {
        self.run_at = Some(moment);
        self
    }
}

/// A job as its worker sees it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its identifier; the same on every attempt.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    payload: String,
}

impl Job {
    /// What the job was given.
    ///
    /// # Errors
    /// [`JobError::Fail`] when it is not of the kind expected.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, JobError> {
        serde_json::from_str(&self.payload).map_err(|e| JobError::Fail(format!("payload: {e}")))
    }
}

/// Why a job was not done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may go better later.
    #[error("{0}")]
    Retry(String),
    /// It will never go; somebody must look.
    #[error("{0}")]
    Fail(String),
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::Retry(error.to_string())
    }
}

/// What does a job of one kind.
pub type Work = Arc<dyn Fn(Job) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// Who does which kind.
#[derive(Clone, Default)]
pub struct Workers(HashMap<&'static str, Work>);

impl Workers {
    /// Names who does jobs of `kind`.
    pub fn add(&mut self, kind: &'static str, work: Work) {
        self.0.insert(kind, work);
    }

    /// The kinds that somebody does.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.keys().copied()
    }
}

pub(crate) async fn insert(tx: &Tx, job: NewJob) -> Result<(), StoreError> {
    let id: Uuid = kernel::id::uuid_v7(tx.now(), tx.random());
    tx.execute(
        "INSERT INTO store_job (id, kind, key, payload, state, run_at, attempts, created_at) \
         VALUES ($1, $2, $3, $4, 'ready', $5, 0, $6) ON CONFLICT (key) DO NOTHING",
        args![id, job.kind.into_owned(), job.key, job.payload, job.run_at.unwrap_or(tx.now()), tx.now()],
    )
    .await?;
    Ok(())
}

/// Does all jobs that are due, and those that they enqueue, until none is left; answers how many
/// were attempted. For tests and for a stop that wants an empty queue.
///
/// # Errors
/// When the database does not answer.
pub async fn run_due(db: &Db, workers: &Workers, clock: &dyn Clock) -> Result<usize, StoreError> {
    let mut done = 0;
    loop {
        let jobs = claim(db, clock.now()).await?;
        if jobs.is_empty() {
            return Ok(done);
        }
        done += jobs.len();
        let attempts = jobs.into_iter().map(|job| attempt(db, workers, job, clock));
        join_all(attempts).await.into_iter().collect::<Result<(), StoreError>>()?;
    }
}

/// Does jobs as they come, until `stop` resolves; a job under way is finished first.
pub async fn run_forever(db: Db, workers: Workers, clock: Arc<dyn Clock>, stop: impl Future<Output = ()> + Send) {
    let mut stop = std::pin::pin!(stop);
    loop {
        let woken = db.0.jobs_ready.notified();
        match claim(&db, clock.now()).await {
            Ok(jobs) if !jobs.is_empty() => {
                // Side by side, so that what they write is committed together.
                let attempts = jobs.into_iter().map(|job| attempt(&db, &workers, job, clock.as_ref()));
                for e in join_all(attempts).await.into_iter().filter_map(Result::err) {
                    tracing::warn!(error = %e, "the outcome of a job could not be written down");
                }
                if stop.as_mut().now_or_never().is_some() {
                    return;
                }
                continue;
            }
            Ok(_) => {}
            Err(e) => tracing::warn!(error = %e, "jobs could not be looked for"),
        }
        tokio::select! {
            () = &mut stop => return,
            () = woken => {}
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
        }
    }
}

async fn claim(db: &Db, now: Moment) -> Result<Vec<Job>, StoreError> {
    let due = "SELECT id FROM store_job WHERE (state = 'ready' AND run_at <= $1) \
               OR (state = 'running' AND locked_until <= $1) LIMIT 1";
    // A look that finds nothing writes nothing.
    if db.row(due, args![now]).await?.is_none() {
        return Ok(Vec::new());
    }
    let sql = match db.0.engine {
        Engine::Sqlite { .. } => {
            "UPDATE store_job SET state = 'running', locked_until = $2, attempts = attempts + 1 WHERE id IN \
             (SELECT id FROM store_job WHERE (state = 'ready' AND run_at <= $1) OR (state = 'running' AND locked_until <= $1) \
              ORDER BY run_at, id LIMIT $3) RETURNING id, kind, attempts, payload"
        }
        Engine::Postgres(_) => {
            "UPDATE store_job SET state = 'running', locked_until = $2, attempts = attempts + 1 WHERE id IN \
             (SELECT id FROM store_job WHERE (state = 'ready' AND run_at <= $1) OR (state = 'running' AND locked_until <= $1) \
              ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING id, kind, attempts, payload"
        }
    };
    db.write(&Act::system("jobs", now), move |tx| async move {
        let rows = tx.rows(sql, args![now, now.plus_seconds(LEASE_SECONDS), CLAIM]).await?;
        let mut jobs = rows
            .iter()
            .map(|r| {
                Ok(Job {
                    id: r.get("id")?,
                    kind: r.get("kind")?,
                    attempt: r.get("attempts")?,
                    payload: r.get("payload")?,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        jobs.sort_by_key(|j| j.id);
        Ok(jobs)
    })
    .await
}

async fn attempt(db: &Db, workers: &Workers, job: Job, clock: &dyn Clock) -> Result<(), StoreError> {
    let (id, attempt) = (job.id, job.attempt);
    let kind = job.kind.clone();
    let begun = Instant::now();
    let outcome = match workers.0.get(job.kind.as_str()) {
        None => Err(JobError::Fail("nobody does jobs of this kind".to_owned())),
        Some(work) => AssertUnwindSafe(work(job))
            .catch_unwind()
            .instrument(tracing::trace_span!(target: "engawa::span", "job", job.kind = kind, job.attempt = attempt))
            .await
            .unwrap_or_else(|_| Err(JobError::Retry("the work failed unexpectedly".to_owned()))),
    };
    let now = clock.now();
    let (state, run_at, error) = match outcome {
        Ok(()) => ("done", now, None),
        Err(JobError::Retry(why)) if attempt < MAX_ATTEMPTS => ("ready", now.plus_seconds(pause(attempt)), Some(why)),
        Err(why) => ("dead", now, Some(why.to_string())),
    };
    db.meters().attempt(&kind, state, begun.elapsed());
    if state != "done" {
        tracing::warn!(job = %id, kind, attempt, state, "a job was not done");
    }
    db.write(&Act::system("jobs", now), move |tx| async move {
        tx.execute(
            "UPDATE store_job SET state = $2, run_at = $3, locked_until = $4, last_error = $5, ended_at = $6 WHERE id = $1",
            args![id, state, run_at, None::<i64>, error, (state != "ready").then_some(now)],
        )
        .await
        .map(|_| ())
    })
    .await
}

/// Seconds before the next attempt: 5, 10, 20 … at most six hours.
fn pause(attempt: i64) -> i64 {
    let doublings = u32::try_from(attempt.clamp(1, 13) - 1).unwrap_or(0);
    (5i64 << doublings).min(6 * 3600)
}

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

/// Forgets jobs that were done before `before`; their keys may be used again then.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_done(tx: &Tx, before: Moment) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM store_job WHERE state = 'done' AND ended_at < $1", args![before]).await
}
