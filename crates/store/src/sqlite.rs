//! SQLite: one connection that writes, on a thread of its own, and some that only read.
//!
//! Statements run where they are asked for instead of being sent to a thread per connection: a
//! change of forty statements would otherwise spend most of its time changing threads. A reading
//! that turns out to be long is stopped and asked again where it holds up nobody.

use crate::{Row, StoreError};
use kernel::Value;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement, ToSql};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const READERS: usize = 8;
/// What a reading may take on a thread that answers requests.
const ON_THE_SPOT: Duration = Duration::from_millis(2);
/// Steps of SQLite's machine between two looks at the clock.
const LOOK: i32 = 1000;
const STATEMENTS: usize = 512;
const BUSY: Duration = Duration::from_secs(5);
/// How long a change waits for another program that writes (an import beside the open office).
const WRITER_BUSY: Duration = Duration::from_secs(30);

/// A connection, and the moment at which what it does is stopped.
pub(crate) struct Sqlite {
    conn: Connection,
    born: Instant,
    /// Microseconds after `born`; 0 is never.
    until: Arc<AtomicU64>,
}

/// The connection that writes; makes the file if it is not there.
pub(crate) fn open_writer(path: &Path) -> Result<Sqlite, StoreError> {
    let one = Sqlite::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    one.conn.busy_timeout(WRITER_BUSY)?;
    one.conn.pragma_update(None, "journal_mode", "WAL")?;
    one.conn.pragma_update(None, "synchronous", "FULL")?;
    one.conn.pragma_update(None, "foreign_keys", true)?;
    one.conn.pragma_update(None, "wal_autocheckpoint", 4000)?;
    Ok(one)
}

impl Sqlite {
    fn open(path: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.busy_timeout(BUSY)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        conn.pragma_update(None, "cache_size", -16_000)?;
        conn.pragma_update(None, "temp_store", "MEMORY")?;
        let (born, until) = (Instant::now(), Arc::new(AtomicU64::new(0)));
        let limit = until.clone();
        conn.progress_handler(
            LOOK,
            Some(move || {
                let until = limit.load(Ordering::Relaxed);
                until != 0 && born.elapsed().as_micros() as u64 >= until
            }),
        )?;
        Ok(Self { conn, born, until })
    }

    /// Statements that run past `limit` from now are stopped; `None` lets them run.
    pub(crate) fn limit(&self, limit: Option<Duration>) {
        let until = limit.map_or(0, |limit| (self.born.elapsed() + limit).as_micros() as u64);
        self.until.store(until, Ordering::Relaxed);
    }

    /// Runs a statement that changes rows; answers how many.
    pub(crate) fn execute(&self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        if statement.column_count() == 0 {
            return Ok(statement.raw_execute()? as u64);
        }
        let mut rows = statement.raw_query();
        let mut count = 0;
        while rows.next()?.is_some() {
            count += 1;
        }
        Ok(count)
    }

    /// All rows of the answer.
    pub(crate) fn query(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        let columns: Arc<[String]> = statement.column_names().into_iter().map(str::to_owned).collect();
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let values = (0..columns.len()).map(|i| value(row.get_ref(i)?, i)).collect::<Result<_, StoreError>>()?;
            out.push(Row::new(columns.clone(), values));
        }
        Ok(out)
    }
}

/// Placeholders are `$1`, `$2` …, which SQLite takes for names.
fn bind(statement: &mut Statement<'_>, args: &[Value]) -> Result<(), StoreError> {
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|n| n[1..].parse::<usize>().ok());
        let arg = number.and_then(|n| args.get(n.wrapping_sub(1)));
        let arg = arg.ok_or_else(|| StoreError::Other("a placeholder without a value".to_owned()))?;
        statement.raw_bind_parameter(place, Bound(arg))?;
    }
    Ok(())
}

struct Bound<'v>(&'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Uuid(x) => ValueRef::Blob(x.as_bytes()),
            Value::Text(x) => ValueRef::Text(x.as_bytes()),
            Value::Int(x) => ValueRef::Integer(*x),
            Value::Bool(x) => ValueRef::Integer(i64::from(*x)),
            Value::Bytes(x) => ValueRef::Blob(x),
        }))
    }
}

fn value(raw: ValueRef<'_>, place: usize) -> Result<Value, StoreError> {
    Ok(match raw {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(x) => Value::Int(x),
        ValueRef::Text(x) => {
            Value::Text(String::from_utf8(x.to_vec()).map_err(|_| StoreError::Column(format!("{place}: not UTF-8")))?)
        }
        ValueRef::Blob(x) => Value::Bytes(x.to_vec()),
        ValueRef::Real(_) => return Err(StoreError::Column(format!("{place} of kind REAL"))),
    })
}

/// The connections that only read; opened as they are needed and kept.
#[derive(Clone)]
pub(crate) struct Readers(Arc<Shared>);

struct Shared {
    file: PathBuf,
    idle: Mutex<Vec<Sqlite>>,
    seats: Arc<Semaphore>,
}

/// A connection lent out; it goes back when this is dropped.
pub(crate) struct Reader {
    conn: Option<Sqlite>,
    home: Arc<Shared>,
    _seat: OwnedSemaphorePermit,
}

impl Readers {
    /// Readers of the file, one of them open.
    pub(crate) fn of(file: &Path) -> Result<Self, StoreError> {
        let first = Sqlite::open(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let (file, idle) = (file.to_owned(), Mutex::new(vec![first]));
        Ok(Self(Arc::new(Shared { file, idle, seats: Arc::new(Semaphore::new(READERS)) })))
    }

    /// A connection, as soon as one is free.
    pub(crate) async fn lend(&self) -> Result<Reader, StoreError> {
        let closed = |_| StoreError::Unavailable("the database is closed".to_owned());
        let seat = self.0.seats.clone().acquire_owned().await.map_err(closed)?;
        let idle = self.0.idle().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => Sqlite::open(&self.0.file, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        Ok(Reader { conn: Some(conn), home: self.0.clone(), _seat: seat })
    }

    /// Asks `sql` once.
    pub(crate) async fn rows(&self, sql: sqlx::SqlStr, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        self.lend().await?.rows(sql, args).await.0
    }

    /// Lets go of the file once nobody reads.
    pub(crate) async fn close(&self) {
        let all = self.0.seats.acquire_many(READERS as u32).await;
        self.0.seats.close();
        self.0.idle().clear();
        drop(all);
    }
}

impl Shared {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Sqlite>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    fn query(&self, sql: &str, args: &[Value], limit: Option<Duration>) -> Result<Vec<Row>, StoreError> {
        let conn = self.conn.as_ref().ok_or(StoreError::Panicked)?;
        conn.limit(limit);
        conn.query(sql, args)
    }

    /// Runs a statement without an answer, such as `BEGIN`.
    pub(crate) fn execute(&self, sql: &'static str) -> Result<(), StoreError> {
        let conn = self.conn.as_ref().ok_or(StoreError::Panicked)?;
        conn.execute(sql, &[]).map(|_| ())
    }

    /// All rows of the answer: on the spot, or elsewhere if it takes long.
    pub(crate) async fn rows(
        self,
        sql: sqlx::SqlStr,
        args: Vec<Value>,
    ) -> (Result<Vec<Row>, StoreError>, Option<Self>) {
        match self.query(sql.as_str(), &args, Some(ON_THE_SPOT)) {
            Err(StoreError::Slow) => {}
            done => return (done, Some(self)),
        }
        let elsewhere = tokio::task::spawn_blocking(move || {
            let done = self.query(sql.as_str(), &args, None);
            (done, self)
        });
        match elsewhere.await {
            Ok((done, reader)) => (done, Some(reader)),
            Err(_) => (Err(StoreError::Panicked), None),
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // One that is in the middle of a transaction is not lent again.
        if let Some(conn) = self.conn.take().filter(|c| c.conn.is_autocommit()) {
            self.home.idle().push(conn);
        }
    }
}
