//! The one writer of a SQLite database. Changes that wait at the same time are committed
//! together, so that a disk that needs 5 ms for an fsync still takes a thousand of them a second;
//! each runs in its own savepoint, so that one that fails does not undo its neighbours.

use crate::StoreError;
use crate::db::CHANGE_LIMIT;
use crate::meters::Meters;
use crate::sqlite::Sqlite;
use crate::tx::Conn;
use futures::future::BoxFuture;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

/// Told whether the commit reached the disk.
pub(crate) type Ack = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// A change: given the connection, gives it back with whether it succeeded and whom to tell.
pub(crate) type WriteJob = Box<dyn FnOnce(Conn) -> BoxFuture<'static, (Option<Conn>, bool, Ack)> + Send>;

const BATCH: usize = 256;
/// A batch is closed after this long even if more changes wait, so that nobody waits for many.
const BATCH_TIME: Duration = Duration::from_millis(20);
const QUEUE: usize = 4096;

/// Starts the thread that writes; `open` makes its connection, now and should it be lost.
pub(crate) fn start(
    open: impl Fn() -> Result<Sqlite, StoreError> + Send + 'static,
    meters: Arc<Meters>,
) -> Result<mpsc::Sender<WriteJob>, StoreError> {
    let (sender, jobs) = mpsc::channel(QUEUE);
    let conn = open()?;
    let mut writer = Writer { jobs, meters, runtime: Handle::current(), open: Box::new(open) };
    std::thread::Builder::new()
        .name("engawa-writer".to_owned())
        .spawn(move || writer.run(conn))
        .map_err(|e| StoreError::Unavailable(e.to_string()))?;
    Ok(sender)
}

/// Waits until everything accepted before this call is written.
pub(crate) async fn stop(writer: &mpsc::Sender<WriteJob>) {
    let (told, done) = oneshot::channel();
    let last: WriteJob = Box::new(move |conn| {
        Box::pin(async move {
            let ack: Ack = Box::new(move |_| {
                let _ = told.send(());
            });
            (Some(conn), true, ack)
        })
    });
    if writer.send(last).await.is_ok() {
        let _ = done.await;
    }
}

struct Writer {
    jobs: mpsc::Receiver<WriteJob>,
    meters: Arc<Meters>,
    /// A change may use timers; they belong to the runtime that opened the database.
    runtime: Handle,
    open: Box<dyn Fn() -> Result<Sqlite, StoreError> + Send>,
}

impl Writer {
    fn run(&mut self, conn: Sqlite) {
        let mut conn = Some(conn);
        while let Some(first) = self.jobs.blocking_recv() {
            // A change that kept the connection took its transaction with it; the next gets a new one.
            match conn.take().map_or_else(&self.open, Ok) {
                Ok(usable) => conn = self.batch(usable, first),
                Err(e) => tracing::error!(error = %e, "the database cannot be opened for writing"),
            }
        }
    }

    fn batch(&mut self, mut conn: Sqlite, first: WriteJob) -> Option<Sqlite> {
        if let Err(e) = conn.execute("BEGIN IMMEDIATE", &[]) {
            // The asker hears it by the dropped answer; the connection lives on.
            tracing::warn!(error = %e, "a change could not begin");
            return Some(conn);
        }
        let (begun, mut acks, mut next) = (Instant::now(), Vec::new(), Some(first));
        while let Some(job) = next.take() {
            let (back, ack, ended) = self.one(conn, job);
            acks.extend(ack);
            let Some(back) = back else {
                acks.into_iter().for_each(|ack| ack(Err(StoreError::Slow)));
                return None;
            };
            conn = back;
            if let Err(e) = ended {
                // Some errors (disk full) roll the whole transaction back by themselves.
                self.finish(&conn, acks, Some(e));
                return Some(conn);
            }
            if acks.len() < BATCH && begun.elapsed() < BATCH_TIME {
                next = self.jobs.try_recv().ok();
            }
        }
        self.finish(&conn, acks, None);
        Some(conn)
    }

    /// One change in its savepoint.
    fn one(&self, conn: Sqlite, job: WriteJob) -> (Option<Sqlite>, Option<Ack>, Result<(), StoreError>) {
        if let Err(e) = conn.execute("SAVEPOINT one", &[]) {
            return (Some(conn), None, Err(e));
        }
        conn.limit(Some(CHANGE_LIMIT));
        let (back, good, ack) = self.runtime.block_on(job(Conn::Sqlite(conn)));
        let Some(Conn::Sqlite(conn)) = back else { return (None, Some(ack), Ok(())) };
        conn.limit(None);
        let undone = if good { Ok(0) } else { conn.execute("ROLLBACK TO one", &[]) };
        let ended = undone.and_then(|_| conn.execute("RELEASE one", &[])).map(|_| ());
        (Some(conn), Some(ack), ended)
    }

    fn finish(&self, conn: &Sqlite, acks: Vec<Ack>, broken: Option<StoreError>) {
        let begun = Instant::now();
        let committed = match broken {
            Some(e) => Err(e),
            None => conn.execute("COMMIT", &[]).map(|_| ()),
        };
        self.meters.commit(acks.len(), begun.elapsed(), committed.is_ok());
        if let Err(e) = &committed {
            tracing::warn!(error = %e, changes = acks.len(), "a commit failed; nothing of it was acknowledged");
            // Already rolled back by SQLite in some cases; then this only says so.
            let _ = conn.execute("ROLLBACK", &[]);
        }
        for ack in acks {
            ack(match &committed {
                Ok(()) => Ok(()),
                Err(e) => Err(StoreError::Unavailable(e.to_string())),
            });
        }
    }
}
