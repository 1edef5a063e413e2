//! The one writer of a SQLite database. Changes that wait at the same time are committed
//! together, so that a disk that needs 5 ms for an fsync still takes a thousand of them a second;
//! each runs in its own savepoint, so that one that fails does not undo its neighbours.

use crate::StoreError;
use crate::meters::Meters;
use crate::tx::Conn;
use futures::future::BoxFuture;
use sqlx::{Executor, SqliteConnection};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Told whether the commit reached the disk.
pub(crate) type Ack = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// A change: given the connection, gives it back with whether it succeeded and whom to tell.
pub(crate) type WriteJob = Box<dyn FnOnce(Conn) -> BoxFuture<'static, (Option<Conn>, bool, Ack)> + Send>;

const BATCH: usize = 256;
/// A batch is closed after this long even if more changes wait, so that nobody waits for many.
const BATCH_TIME: Duration = Duration::from_millis(20);
const QUEUE: usize = 4096;

pub(crate) fn start(conn: SqliteConnection, meters: Arc<Meters>) -> mpsc::Sender<WriteJob> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    tokio::spawn(run(conn, receiver, meters));
    sender
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

async fn run(mut conn: SqliteConnection, mut jobs: mpsc::Receiver<WriteJob>, meters: Arc<Meters>) {
    while let Some(first) = jobs.recv().await {
        match batch(conn, first, &mut jobs, &meters).await {
            Some(back) => conn = back,
            None => {
                // A change kept the connection (it ran past its limit inside the driver): its
                // transaction dies with it. Without a connection nothing can be promised.
                tracing::error!("the writing connection was lost; stop and start the program");
                return;
            }
        }
    }
}

async fn batch(
    mut conn: SqliteConnection,
    first: WriteJob,
    jobs: &mut mpsc::Receiver<WriteJob>,
    meters: &Meters,
) -> Option<SqliteConnection> {
    if let Err(e) = conn.execute("BEGIN IMMEDIATE").await {
        refuse(first, conn, &StoreError::from(e)).await
    } else {
        commit_together(conn, first, jobs, meters).await
    }
}

/// The change cannot begin: the asker hears it, the connection lives on.
async fn refuse(job: WriteJob, conn: SqliteConnection, why: &StoreError) -> Option<SqliteConnection> {
    tracing::warn!(error = %why, "a change could not begin");
    drop(job);
    Some(conn)
}

async fn commit_together(
    mut conn: SqliteConnection,
    first: WriteJob,
    jobs: &mut mpsc::Receiver<WriteJob>,
    meters: &Meters,
) -> Option<SqliteConnection> {
    let begun = Instant::now();
    let mut acks = Vec::new();
    let mut next = Some(first);
    let mut broken = None;
    while let Some(job) = next.take() {
        if let Err(e) = conn.execute("SAVEPOINT one").await {
            broken = Some(StoreError::from(e));
            drop(job);
            break;
        }
        let (back, good, ack) = job(Conn::Sqlite(conn)).await;
        let Some(Conn::Sqlite(back)) = back else {
            ack(Err(StoreError::Slow));
            return None;
        };
        conn = back;
        let end = if good { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" };
        let ended = conn.execute(sqlx::raw_sql(end)).await;
        acks.push(ack);
        if let Err(e) = ended {
            // Some errors (disk full) roll the whole transaction back by themselves.
            broken = Some(StoreError::from(e));
            break;
        }
        if acks.len() < BATCH && begun.elapsed() < BATCH_TIME {
            next = jobs.try_recv().ok();
        }
    }
    finish(&mut conn, acks, broken, meters).await;
    Some(conn)
}

async fn finish(conn: &mut SqliteConnection, acks: Vec<Ack>, broken: Option<StoreError>, meters: &Meters) {
    let begun = Instant::now();
    let committed = match broken {
        Some(e) => Err(e),
        None => conn.execute("COMMIT").await.map(|_| ()).map_err(StoreError::from),
    };
    meters.commit(acks.len(), begun.elapsed(), committed.is_ok());
    if let Err(e) = &committed {
        tracing::warn!(error = %e, changes = acks.len(), "a commit failed; nothing of it was acknowledged");
        // Already rolled back by SQLite in some cases; then this only says so.
        let _ = conn.execute("ROLLBACK").await;
    }
    for ack in acks {
        ack(match &committed {
            Ok(()) => Ok(()),
            Err(e) => Err(StoreError::Unavailable(e.to_string())),
        });
    }
}
