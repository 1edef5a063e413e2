//! Work that follows a change: kept in the same transaction, done at least once, never forgotten.
//!
//! A job that fails is tried again with growing pauses; one that cannot succeed, or has failed too
//! often, waits on the list of dead letters until an officer looks at it.
//!
//! A job under way is lent to its worker for a minute at a time. A worker that lives renews the
//! loan; what a worker that died had in hand is done again a minute later. What this program itself
//! has in hand is remembered besides, so that a clock that jumps cannot have it done twice.

mod look;

pub use look::{DeadLetter, Queue, again, dead_letters, forget_done, is_under_way, queue, retry};

use crate::db::Engine;
use crate::{Act, Db, Reads, StoreError, Tx, args};
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use kernel::{Clock, Moment, Uuid};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tracing::Instrument;

/// After this many attempts a job is a dead letter.
pub const MAX_ATTEMPTS: i64 = 12;
/// A worker that has not answered for this long is taken for dead.
const LEASE_SECONDS: i64 = 60;
/// How often a worker that lives says so.
const RENEW: Duration = Duration::from_secs(15);
const CLAIM: i64 = 16;
/// The longest pause between two attempts.
const LONGEST_PAUSE: i64 = 6 * 3600;

/// Jobs of a lane wait for each other, never for those of another lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Work within the house.
    House,
    /// Work that waits for a partner (a mail server): however slow it is, the house goes on.
    Partner,
}

impl Lane {
    const fn number(self) -> i64 {
        match self {
            Self::House => 0,
            Self::Partner => 1,
        }
    }

    /// How many jobs a worker does at once.
    const fn claim(self) -> i64 {
        match self {
            Self::House => CLAIM,
            // As many connections as a small mail server bears.
            Self::Partner => 4,
        }
    }
}

/// The jobs that workers of this program are doing now.
#[derive(Debug, Default)]
pub(crate) struct InHand(Mutex<HashSet<Uuid>>);

impl InHand {
    fn set(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which of these are still in hand.
    fn of(&self, ids: &[Uuid]) -> Vec<Uuid> {
        let set = self.set();
        ids.iter().copied().filter(|id| set.contains(id)).collect()
    }

    /// Takes those that nobody here has in hand already.
    fn take(&self, jobs: &mut Vec<Job>) {
        let mut set = self.set();
        jobs.retain(|job| set.insert(job.id));
    }
}

/// A job to be enqueued.
#[derive(Debug, Clone)]
pub struct NewJob {
    kind: Cow<'static, str>,
    key: Option<String>,
    payload: String,
    run_at: Option<Moment>,
    lane: Lane,
}

impl NewJob {
    /// A job of `kind` (`room.verb`) with what it needs to know; keep personal data out of it and
    /// name records instead. A room that calls back another one has the kind from its own records.
    pub fn new(kind: impl Into<Cow<'static, str>>, payload: &impl Serialize) -> Self {
        // Payloads are plain structs of ids; serialising them cannot fail.
        let payload = serde_json::to_string(payload).unwrap_or_else(|_| "null".to_owned());
        Self { kind: kind.into(), key: None, payload, run_at: None, lane: Lane::House }
    }

    /// A second job with the same key is not taken.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The job waits for a partner outside the house.
    #[must_use]
    pub fn with_partner(mut self) -> Self {
        self.lane = Lane::Partner;
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
        "INSERT INTO store_job (id, kind, key, payload, state, run_at, attempts, created_at, lane) \
         VALUES ($1, $2, $3, $4, 'ready', $5, 0, $6, $7) ON CONFLICT (key) DO NOTHING",
        args![
            id,
            job.kind.into_owned(),
            job.key,
            job.payload,
            job.run_at.unwrap_or(tx.now()),
            tx.now(),
            job.lane.number()
        ],
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
        let mut jobs = claim(db, Lane::House, clock.now()).await?;
        jobs.extend(claim(db, Lane::Partner, clock.now()).await?);
        if jobs.is_empty() {
            return Ok(done);
        }
        done += jobs.len();
        Batch::of(db, jobs).run(workers, clock).await?;
    }
}

/// Does jobs of `lane` as they come, until `stop` resolves; a job under way is finished first.
pub async fn run_forever(
    db: Db,
    workers: Workers,
    lane: Lane,
    clock: Arc<dyn Clock>,
    stop: impl Future<Output = ()> + Send,
) {
    let mut stop = std::pin::pin!(stop);
    let mut hand = ClockHand::at(clock.now());
    loop {
        let woken = db.0.jobs_ready.notified();
        if hand.moved_back(clock.now())
            && let Err(e) = follow_clock(&db, clock.now()).await
        {
            tracing::warn!(error = %e, "jobs could not be set right after the clock moved");
        }
        match claim(&db, lane, clock.now()).await {
            Ok(jobs) if !jobs.is_empty() => {
                if let Err(e) = Batch::of(&db, jobs).run(&workers, clock.as_ref()).await {
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

/// Notices when the clock of the house went back.
struct ClockHand(Moment);

impl ClockHand {
    /// Begins as if the clock had moved: what an earlier run left behind is set right too.
    const fn at(now: Moment) -> Self {
        Self(now.plus_seconds(60))
    }

    fn moved_back(&mut self, now: Moment) -> bool {
        let back = now < self.0.plus_seconds(-30);
        self.0 = now;
        back
    }
}

/// A clock that was ahead has left jobs that wait for a time which is not near: what was to be done
/// at once is due at once, and nobody pauses or keeps a job for longer than the rules say.
async fn follow_clock(db: &Db, now: Moment) -> Result<(), StoreError> {
    let (soon, pause, lease) =
        (now.plus_seconds(60), now.plus_seconds(LONGEST_PAUSE + 60), now.plus_seconds(LEASE_SECONDS));
    db.write(&Act::system("jobs", now), move |tx| async move {
        tx.execute(
            "UPDATE store_job SET run_at = $1 WHERE state = 'ready' \
             AND ((run_at = created_at AND run_at > $2) OR (attempts > 0 AND run_at > $3))",
            args![now, soon, pause],
        )
        .await?;
        tx.execute(
            "UPDATE store_job SET locked_until = $1 WHERE state = 'running' AND locked_until > $2",
            args![lease, lease.plus_seconds(60)],
        )
        .await
        .map(|_| ())
    })
    .await
}

async fn claim(db: &Db, lane: Lane, now: Moment) -> Result<Vec<Job>, StoreError> {
    let due = "SELECT id FROM store_job WHERE lane = $2 AND ((state = 'ready' AND run_at <= $1) \
               OR (state = 'running' AND locked_until <= $1)) LIMIT 1";
    // A look that finds nothing writes nothing.
    if db.row(due, args![now, lane.number()]).await?.is_none() {
        return Ok(Vec::new());
    }
    let sql = match db.0.engine {
        Engine::Sqlite { .. } => {
            "UPDATE store_job SET state = 'running', locked_until = $2, attempts = attempts + 1 WHERE id IN \
             (SELECT id FROM store_job WHERE lane = $4 AND ((state = 'ready' AND run_at <= $1) \
              OR (state = 'running' AND locked_until <= $1)) \
              ORDER BY run_at, id LIMIT $3) RETURNING id, kind, attempts, payload"
        }
        Engine::Postgres(_) => {
            "UPDATE store_job SET state = 'running', locked_until = $2, attempts = attempts + 1 WHERE id IN \
             (SELECT id FROM store_job WHERE lane = $4 AND ((state = 'ready' AND run_at <= $1) \
              OR (state = 'running' AND locked_until <= $1)) \
              ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING id, kind, attempts, payload"
        }
    };
    let arguments = args![now, now.plus_seconds(LEASE_SECONDS), lane.claim(), lane.number()];
    let mut jobs = db
        .write(&Act::system("jobs", now), move |tx| async move {
            let rows = tx.rows(sql, arguments).await?;
            rows.iter()
                .map(|r| {
                    Ok(Job {
                        id: r.get("id")?,
                        kind: r.get("kind")?,
                        attempt: r.get("attempts")?,
                        payload: r.get("payload")?,
                    })
                })
                .collect::<Result<Vec<_>, StoreError>>()
        })
        .await?;
    jobs.sort_by_key(|j| j.id);
    db.0.in_hand.take(&mut jobs);
    Ok(jobs)
}

/// Jobs that a worker has in hand; dropped, they are in nobody's.
struct Batch {
    db: Db,
    ids: Vec<Uuid>,
    jobs: Vec<Job>,
}

impl Drop for Batch {
    fn drop(&mut self) {
        let mut set = self.db.0.in_hand.set();
        for id in &self.ids {
            set.remove(id);
        }
    }
}

impl Batch {
    fn of(db: &Db, jobs: Vec<Job>) -> Self {
        Self { db: db.clone(), ids: jobs.iter().map(|j| j.id).collect(), jobs }
    }

    /// Does them side by side, so that what they write is committed together; the loan of those that
    /// take long is renewed.
    async fn run(mut self, workers: &Workers, clock: &dyn Clock) -> Result<(), StoreError> {
        let jobs = std::mem::take(&mut self.jobs);
        let (db, ids) = (&self.db, &self.ids);
        let attempts = jobs.into_iter().map(|job| async move {
            let id = job.id;
            let written = attempt(db, workers, job, clock).await;
            db.0.in_hand.set().remove(&id);
            written
        });
        let mut all = std::pin::pin!(join_all(attempts));
        loop {
            tokio::select! {
                written = &mut all => return written.into_iter().collect(),
                () = tokio::time::sleep(RENEW) => renew(db, db.0.in_hand.of(ids), clock.now()).await,
            }
        }
    }
}

async fn renew(db: &Db, jobs: Vec<Uuid>, now: Moment) {
    let renewed = db
        .write(&Act::system("jobs", now), move |tx| async move {
            for id in jobs {
                tx.execute(
                    "UPDATE store_job SET locked_until = $2 WHERE id = $1 AND state = 'running'",
                    args![id, now.plus_seconds(LEASE_SECONDS)],
                )
                .await?;
            }
            Ok::<_, StoreError>(())
        })
        .await;
    if let Err(e) = renewed {
        tracing::warn!(error = %e, "the loan of a job could not be renewed");
    }
}

async fn attempt(db: &Db, workers: &Workers, job: Job, clock: &dyn Clock) -> Result<(), StoreError> {
    let (id, attempt) = (job.id, job.attempt);
    let kind = job.kind.clone();
    let begun = Instant::now();
    let outcome = match workers.0.get(job.kind.as_str()) {
        _ if attempt > MAX_ATTEMPTS => Err(JobError::Fail("the program ended each time while it did this".to_owned())),
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
    (5i64 << doublings).min(LONGEST_PAUSE)
}
