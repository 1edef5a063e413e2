//! Opening a database and changing it: the one call `db.write` on both engines.

use crate::journal::Head;
use crate::meters::Meters;
use crate::migrate::{self, RoomSchema};
use crate::sqlite::{self, Readers};
use crate::tx::Conn;
use crate::writer::{self, WriteJob};
use crate::{Act, Entropy, Reads, Row, StoreError, SystemEntropy, Table, Tx};
use futures::FutureExt;
use kernel::Value;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, mpsc, oneshot};
use tracing::Instrument;

/// The longest that one change may take before it is rolled back.
pub(crate) const CHANGE_LIMIT: Duration = Duration::from_secs(30);

/// Where the records are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of embedded SQLite.
    Sqlite(PathBuf),
    /// A PostgreSQL server, as `postgres://user@host/name`.
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        if s.starts_with("postgres://") || s.starts_with("postgresql://") {
            return Ok(Self::Postgres(s.to_owned()));
        }
        if let Some(path) = s.strip_prefix("sqlite://").or_else(|| s.strip_prefix("sqlite:")) {
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        Err("a database is named as postgres://… or sqlite:PATH".to_owned())
    }
}

/// A handle on the records; cheap to clone.
#[derive(Clone)]
pub struct Db(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) engine: Engine,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) tables: OnceLock<BTreeMap<&'static str, Table>>,
    pub(crate) jobs_ready: Notify,
    pub(crate) head: tokio::sync::watch::Sender<Option<Head>>,
    pub(crate) meters: Arc<Meters>,
}

pub(crate) enum Engine {
    Sqlite { readers: Readers, writer: mpsc::Sender<WriteJob>, file: PathBuf },
    Postgres(PgPool),
}

impl Db {
    /// Opens the database, creating a SQLite file that is not there yet.
    ///
    /// # Errors
    /// When the file or the server cannot be reached.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        Self::open_with(url, Arc::new(SystemEntropy)).await
    }

    /// As [`Db::open`], with the source of identifiers' randomness in hand.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_with(url: &DatabaseUrl, entropy: Arc<dyn Entropy>) -> Result<Self, StoreError> {
        let meters = Arc::new(Meters::default());
        let engine = match url {
            DatabaseUrl::Sqlite(path) => open_sqlite(path, meters.clone())?,
            DatabaseUrl::Postgres(url) => open_postgres(url).await?,
        };
        Ok(Self(Arc::new(Inner {
            engine,
            entropy,
            tables: OnceLock::new(),
            jobs_ready: Notify::new(),
            head: tokio::sync::watch::Sender::new(None),
            meters,
        })))
    }

    /// Brings the schema to what the program needs and learns which tables the journal guards.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when the database was written by a newer program.
    pub async fn migrate(&self, rooms: &[RoomSchema], now: kernel::Moment) -> Result<(), StoreError> {
        migrate::run(self, rooms, now).await?;
        let tables = rooms.iter().flat_map(|r| r.tables).map(|t| (t.name, *t));
        // A second call with the same rooms keeps the first list.
        let _ = self.0.tables.set(tables.collect());
        self.learn_head().await
    }

    /// Learns the journal's head from the records, which did not come by [`Db::write`].
    pub(crate) async fn learn_head(&self) -> Result<(), StoreError> {
        let head = crate::journal::head(self).await?;
        self.0.head.send_replace(head);
        Ok(())
    }

    /// The tables that [`Db::migrate`] was told of.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.0.tables.get().into_iter().flat_map(|t| t.values())
    }

    /// Whether this is PostgreSQL; for texts on the page of operations only.
    pub fn is_postgres(&self) -> bool {
        matches!(self.0.engine, Engine::Postgres(_))
    }

    /// The SQLite file, if that is the engine.
    pub fn sqlite_file(&self) -> Option<&Path> {
        match &self.0.engine {
            Engine::Sqlite { file, .. } => Some(file),
            Engine::Postgres(_) => None,
        }
    }

    /// Runs one change as one transaction: what `change` does, its journal entries and its jobs
    /// are on disk when this returns `Ok`, and nothing of it is there when it returns `Err`.
    ///
    /// Inside `change` only the transaction is awaited: on SQLite everybody else who wants to
    /// write waits for it.
    ///
    /// # Errors
    /// What `change` answers, or the store's own error.
    pub fn write<'s, T, E, F, Fut>(
        &'s self,
        act: &Act,
        change: F,
    ) -> impl Future<Output = Result<T, E>> + Send + use<'s, T, E, F, Fut>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(Tx) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        let act = act.clone();
        async move {
            match &self.0.engine {
                Engine::Sqlite { writer, .. } => self.write_sqlite(writer, act, change).await,
                Engine::Postgres(pool) => self.write_postgres(pool, act, change).await,
            }
        }
        .instrument(tracing::trace_span!(target: "engawa::span", "db.write"))
    }

    async fn write_sqlite<T, E, F, Fut>(&self, writer: &mpsc::Sender<WriteJob>, act: Act, change: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(Tx) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel::<Result<T, E>>();
        let db = self.clone();
        let asked = Instant::now();
        let job: WriteJob = Box::new(move |conn| {
            async move {
                db.0.meters.waited.note(asked.elapsed());
                let (conn, outcome, after) = attempt(&db, conn, act, change).await;
                let good = outcome.is_ok();
                let ack: writer::Ack = Box::new(move |committed: Result<(), StoreError>| {
                    let result = match committed {
                        Ok(()) => {
                            if good {
                                after.announce(&db);
                            }
                            outcome
                        }
                        Err(e) => outcome.and(Err(E::from(e))),
                    };
                    // The asker may have gone away; the change stands all the same.
                    let _ = answer.send(result);
                });
                (conn, good, ack)
            }
            .boxed()
        });
        let gone = || StoreError::Unavailable("the writer has stopped".to_owned());
        writer.send(job).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    async fn write_postgres<T, E, F, Fut>(&self, pool: &PgPool, act: Act, change: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(Tx) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        // In a task of its own, so that a caller who goes away cannot leave it half-way.
        let (db, pool) = (self.clone(), pool.clone());
        let work = tokio::spawn(async move {
            let asked = Instant::now();
            let tx = pool.begin().await.map_err(StoreError::from)?;
            db.0.meters.waited.note(asked.elapsed());
            let (conn, outcome, after) = attempt(&db, Conn::Postgres(tx), act, change).await;
            let Some(Conn::Postgres(tx)) = conn else {
                return Err(outcome.err().unwrap_or_else(|| E::from(StoreError::Panicked)));
            };
            match outcome {
                Ok(value) => {
                    let begun = Instant::now();
                    let committed = tx.commit().await.map_err(StoreError::from);
                    db.0.meters.commit(1, begun.elapsed(), committed.is_ok());
                    committed?;
                    after.announce(&db);
                    Ok(value)
                }
                Err(e) => {
                    let _ = tx.rollback().await;
                    Err(e)
                }
            }
        });
        work.await.map_err(|_| StoreError::Panicked)?
    }

    /// What the store counted of itself since it was opened.
    pub fn meters(&self) -> &Meters {
        &self.0.meters
    }

    /// The number of the journal's last entry that this program knows of.
    pub fn last_entry(&self) -> i64 {
        self.0.head.borrow().as_ref().map_or(0, |head| head.seq)
    }

    /// How many changes wait for the one writer of SQLite now; PostgreSQL has none.
    pub fn waiting(&self) -> Option<usize> {
        match &self.0.engine {
            Engine::Sqlite { writer, .. } => Some(writer.max_capacity() - writer.capacity()),
            Engine::Postgres(_) => None,
        }
    }

    /// Random bytes of the program's source.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.entropy.fill(&mut bytes);
        bytes
    }

    pub(crate) async fn rows_of(&self, sql: sqlx::SqlStr, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        match &self.0.engine {
            Engine::Sqlite { readers, .. } => readers.rows(sql, args).await,
            Engine::Postgres(pool) => {
                let mut conn = pool.acquire().await?;
                crate::tx::postgres_rows(&mut conn, sql, args).await
            }
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.one::<i64>("SELECT CAST(1 AS bigint)", vec![]).await.map(|_| ())
    }

    /// Lets go of the database after what was accepted is written.
    pub async fn close(&self) {
        match &self.0.engine {
            Engine::Sqlite { readers, writer, .. } => {
                writer::stop(writer).await;
                readers.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

impl Reads for Db {
    async fn rows(&self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        self.rows_of(sqlx::SqlSafeStr::into_sql_str(sql), args).await
    }
}

/// What is told to the rest of the program once a change is on disk.
#[derive(Default)]
pub(crate) struct After {
    pub(crate) jobs: bool,
    pub(crate) head: Option<Head>,
}

impl After {
    fn announce(self, db: &Db) {
        if self.jobs {
            db.0.jobs_ready.notify_waiters();
            db.0.jobs_ready.notify_one();
        }
        if let Some(head) = self.head {
            db.0.head.send_if_modified(|known| {
                let newer = known.as_ref().is_none_or(|k| k.seq < head.seq);
                if newer {
                    *known = Some(head);
                }
                newer
            });
        }
    }
}

/// Runs the change on `conn`; the connection comes back unless the change ran away with it.
async fn attempt<T, E, F, Fut>(db: &Db, conn: Conn, act: Act, change: F) -> (Option<Conn>, Result<T, E>, After)
where
    E: From<StoreError>,
    F: FnOnce(Tx) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let tx = Tx::new(db.clone(), conn, act);
    let inside = tx.clone();
    let run = AssertUnwindSafe(async {
        let value = change(inside.clone()).await?;
        let after = inside.finish().await?;
        Ok((value, after))
    });
    let outcome = match tokio::time::timeout(CHANGE_LIMIT, run.catch_unwind()).await {
        Ok(Ok(done)) => done,
        Ok(Err(_)) => Err(E::from(StoreError::Panicked)),
        Err(_) => Err(E::from(StoreError::Slow)),
    };
    let conn = tx.close().await;
    match outcome {
        Ok((value, after)) => (conn, Ok(value), after),
        Err(e) => (conn, Err(e), After::default()),
    }
}

fn open_sqlite(path: &Path, meters: Arc<Meters>) -> Result<Engine, StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| StoreError::Unavailable(e.to_string()))?;
    }
    let file = path.to_owned();
    let writer = writer::start(move || sqlite::open_writer(&file), meters)?;
    Ok(Engine::Sqlite { readers: Readers::of(path)?, writer, file: path.to_owned() })
}

async fn open_postgres(url: &str) -> Result<Engine, StoreError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| StoreError::Other("the PostgreSQL address cannot be read".to_owned()))?
        .application_name("engawa")
        .disable_statement_logging();
    let pool =
        PgPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(10)).connect_with(options).await?;
    Ok(Engine::Postgres(pool))
}
