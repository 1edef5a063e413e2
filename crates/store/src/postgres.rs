//! PostgreSQL across a network: every wait ends, a connection that does not answer is let go, and
//! what only reads is asked once more when the server has just come back.

use crate::{Row, StoreError, tx};
use kernel::Value;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Executor, Postgres, SqlStr};
use std::str::FromStr;
use std::time::{Duration, Instant};

/// For a connection, while the server starts again.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// For an answer to one question.
const READ_LIMIT: Duration = Duration::from_secs(20);
/// For the end of a transaction.
const COMMIT_LIMIT: Duration = Duration::from_secs(15);
/// For a sign of life of a connection that lay idle.
const PING_LIMIT: Duration = Duration::from_secs(2);

/// The limits that the server keeps by itself, should this program or the network stop in between:
/// the journal's head is locked by one change at a time, and nobody may hold it for long.
const SERVER_LIMITS: [(&str, &str); 3] =
    [("statement_timeout", "30s"), ("lock_timeout", "15s"), ("idle_in_transaction_session_timeout", "45s")];

pub(crate) async fn open(url: &str) -> Result<PgPool, StoreError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| StoreError::Other("the PostgreSQL address cannot be read".to_owned()))?
        .application_name("engawa")
        .options(SERVER_LIMITS)
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(CONNECT_LIMIT)
        .test_before_acquire(false)
        .before_acquire(|conn, _| {
            Box::pin(async move {
                match tokio::time::timeout(PING_LIMIT, conn.ping()).await {
                    Ok(answer) => answer.map(|()| true),
                    Err(_) => Err(sqlx::Error::PoolTimedOut),
                }
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}

/// Reads; a second time when the connection was lost at once, as after a restart of the server.
pub(crate) async fn rows(pool: &PgPool, sql: SqlStr, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
    let begun = Instant::now();
    match rows_once(pool, sql.clone(), args.clone()).await {
        Err(StoreError::Unavailable(_)) if begun.elapsed() < PING_LIMIT => rows_once(pool, sql, args).await,
        answer => answer,
    }
}

async fn rows_once(pool: &PgPool, sql: SqlStr, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
    let mut conn = pool.acquire().await?;
    match tokio::time::timeout(READ_LIMIT, tx::postgres_rows(&mut conn, sql, args)).await {
        Ok(answer) => answer,
        Err(_) => {
            let_go(conn);
            Err(StoreError::Slow)
        }
    }
}

/// Begins a transaction; nothing has been done yet, so a lost connection is simply replaced.
pub(crate) async fn begin(pool: &PgPool) -> Result<PoolConnection<Postgres>, StoreError> {
    let mut conn = pool.acquire().await?;
    match tokio::time::timeout(PING_LIMIT, conn.execute("BEGIN")).await {
        Ok(Ok(_)) => return Ok(conn),
        Ok(Err(_)) | Err(_) => let_go(conn),
    }
    let mut conn = pool.acquire().await?;
    match tokio::time::timeout(PING_LIMIT, conn.execute("BEGIN")).await {
        Ok(Ok(_)) => Ok(conn),
        Ok(Err(e)) => {
            let_go(conn);
            Err(e.into())
        }
        Err(_) => {
            let_go(conn);
            Err(StoreError::Slow)
        }
    }
}

/// Commits. When the connection is lost just then, nobody can say what the server did:
/// [`StoreError::Uncertain`].
pub(crate) async fn commit(mut conn: PoolConnection<Postgres>) -> Result<(), StoreError> {
    match tokio::time::timeout(COMMIT_LIMIT, conn.execute("COMMIT")).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(sqlx::Error::Database(e))) if !lost(e.code().as_deref()) => {
            let_go(conn);
            Err(sqlx::Error::Database(e).into())
        }
        Ok(Err(e)) => {
            let_go(conn);
            Err(StoreError::Uncertain(StoreError::from(e).to_string()))
        }
        Err(_) => {
            let_go(conn);
            Err(StoreError::Uncertain("no answer to the commit".to_owned()))
        }
    }
}

/// Whether the server ended the connection rather than refused the statement.
fn lost(code: Option<&str>) -> bool {
    code.is_some_and(|c| c.starts_with("57P") || c.starts_with("08"))
}

/// Takes back; a connection that does not even answer this is let go, and the server does it.
pub(crate) async fn roll_back(mut conn: PoolConnection<Postgres>) {
    match tokio::time::timeout(PING_LIMIT, conn.execute("ROLLBACK")).await {
        Ok(Ok(_)) => {}
        _ => let_go(conn),
    }
}

/// Closes the socket at once; the pool opens another connection when it needs one.
fn let_go(conn: PoolConnection<Postgres>) {
    drop(conn.detach());
}
