//! One transaction as seen by a room: statements, journal entries and jobs.

#![expect(clippy::disallowed_methods, reason = "the one door to statements")]

use crate::db::After;
use crate::journal::{self, Deed};
use crate::sqlite::Sqlite;
use crate::{Act, Db, NewJob, Reads, Row, StoreError, jobs, row};
use kernel::{Moment, TypedId, Value};
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgTypeInfo};
use sqlx::{Arguments, Encode, PgConnection, Postgres, SqlSafeStr, SqlStr, Type};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Mutex;

pub(crate) enum Conn {
    Sqlite(Sqlite),
    Postgres(sqlx::pool::PoolConnection<Postgres>),
}

/// A transaction; a cheap handle that is of no use after the change has ended.
#[derive(Clone)]
pub struct Tx(Arc<TxInner>);

struct TxInner {
    db: Db,
    act: Act,
    conn: Mutex<Option<Conn>>,
    failed: AtomicBool,
    pending: std::sync::Mutex<Pending>,
}

#[derive(Default)]
struct Pending {
    deeds: Vec<Deed>,
    jobs: Vec<NewJob>,
}

impl Tx {
    pub(crate) fn new(db: Db, conn: Conn, act: Act) -> Self {
        Self(Arc::new(TxInner {
            db,
            act,
            conn: Mutex::new(Some(conn)),
            failed: AtomicBool::new(false),
            pending: std::sync::Mutex::default(),
        }))
    }

    /// The circumstances of this change.
    pub fn act(&self) -> &Act {
        &self.0.act
    }

    /// The moment of this change.
    pub fn now(&self) -> Moment {
        self.0.act.at
    }

    /// A new identifier.
    pub fn id<T: TypedId>(&self) -> T {
        T::from_uuid(kernel::id::uuid_v7(self.now(), self.0.db.random()))
    }

    /// Random bytes of the program's source.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.0.db.random()
    }

    /// Runs a statement that changes rows; answers how many.
    ///
    /// # Errors
    /// After any error the transaction is of no further use, as PostgreSQL has it.
    pub async fn execute(&self, sql: &'static str, args: Vec<Value>) -> Result<u64, StoreError> {
        self.execute_built(sql.into_sql_str(), args).await
    }

    /// Writes `deed` into the journal when the change commits, with the digests that the rows it
    /// names have then.
    pub fn record(&self, deed: Deed) {
        self.pending().deeds.push(deed);
    }

    /// Hands `job` to the workers when the change commits.
    pub fn enqueue(&self, job: NewJob) {
        self.pending().jobs.push(job);
    }

    fn pending(&self) -> std::sync::MutexGuard<'_, Pending> {
        self.0.pending.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) async fn execute_built(&self, sql: SqlStr, args: Vec<Value>) -> Result<u64, StoreError> {
        let mut guard = self.0.conn.lock().await;
        let conn = self.usable(&mut guard)?;
        let outcome = match conn {
            Conn::Sqlite(c) => c.execute(sql.as_str(), &args),
            Conn::Postgres(c) => {
                let done = sqlx::query_with(sql, postgres_args(args)?).execute(&mut **c).await;
                done.map(|d| d.rows_affected()).map_err(StoreError::from)
            }
        };
        outcome.map_err(|e| self.poison(e))
    }

    pub(crate) async fn rows_of(&self, sql: SqlStr, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let mut guard = self.0.conn.lock().await;
        let conn = self.usable(&mut guard)?;
        let outcome = match conn {
            Conn::Sqlite(c) => c.query(sql.as_str(), &args),
            Conn::Postgres(c) => postgres_rows(c, sql, args).await,
        };
        outcome.map_err(|e| self.poison(e))
    }

    fn usable<'c>(&self, conn: &'c mut Option<Conn>) -> Result<&'c mut Conn, StoreError> {
        if self.0.failed.load(Ordering::Relaxed) {
            return Err(StoreError::Poisoned);
        }
        conn.as_mut().ok_or(StoreError::Poisoned)
    }

    fn poison(&self, error: StoreError) -> StoreError {
        self.0.failed.store(true, Ordering::Relaxed);
        error
    }

    /// Last in the transaction: jobs, then the journal under the lock on its head.
    pub(crate) async fn finish(&self) -> Result<After, StoreError> {
        if self.0.failed.load(Ordering::Relaxed) {
            return Err(StoreError::Poisoned);
        }
        let Pending { deeds, jobs } = std::mem::take(&mut *self.pending());
        let any_jobs = !jobs.is_empty();
        for job in jobs {
            jobs::insert(self, job).await?;
        }
        let head = journal::append(self, deeds).await?;
        Ok(After { jobs: any_jobs, head })
    }

    /// Takes the connection back; copies of this handle are dead from now on.
    pub(crate) async fn close(&self) -> Option<Conn> {
        self.0.conn.lock().await.take()
    }
}

impl Reads for Tx {
    async fn rows(&self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        self.rows_of(sql.into_sql_str(), args).await
    }
}

pub(crate) async fn postgres_rows(
    conn: &mut PgConnection,
    sql: SqlStr,
    args: Vec<Value>,
) -> Result<Vec<Row>, StoreError> {
    let rows = sqlx::query_with(sql, postgres_args(args)?).fetch_all(conn).await?;
    row::from_postgres(&rows)
}

fn postgres_args(args: Vec<Value>) -> Result<PgArguments, StoreError> {
    let mut out = PgArguments::default();
    for value in args {
        match value {
            Value::Null => out.add(Untyped),
            Value::Uuid(x) => out.add(x),
            Value::Text(x) => out.add(x),
            Value::Int(x) => out.add(x),
            Value::Bool(x) => out.add(x),
            Value::Bytes(x) => out.add(x),
        }
        .map_err(|e| StoreError::Other(e.to_string()))?;
    }
    Ok(out)
}

/// An absent value whose type PostgreSQL works out from the statement.
struct Untyped;

impl Type<Postgres> for Untyped {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Untyped {
    fn encode_by_ref(
        &self,
        _: &mut PgArgumentBuffer,
    ) -> Result<sqlx::encode::IsNull, Box<dyn std::error::Error + Send + Sync>> {
        Ok(sqlx::encode::IsNull::Yes)
    }
}
