//! What can go wrong with records, said alike for both databases.

use rusqlite::{ErrorCode, ffi};

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with the same key is there already (a uniqueness rule of the schema).
    #[error("conflict in {table} on {columns:?}")]
    Conflict {
        /// The table.
        table: String,
        /// The columns of the rule.
        columns: Vec<String>,
    },
    /// A rule of the schema other than uniqueness refused the change.
    #[error("a rule of the schema refused the change in {0}")]
    Rule(String),
    /// The database does not answer now; trying again later makes sense.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The connection was lost while the change was being committed: it may be there or not.
    #[error("it is not known whether the change was written: {0}")]
    Uncertain(String),
    /// An earlier statement of this transaction failed; nothing more can be done in it.
    #[error("the transaction has already failed")]
    Poisoned,
    /// A column is missing or of another kind than asked for.
    #[error("column {0} is missing or of another kind")]
    Column(String),
    /// A row that should be there is not.
    #[error("no such row in {0}")]
    Missing(&'static str),
    /// The database was written by a newer program.
    #[error("the database is newer than this program: {0}")]
    Newer(String),
    /// The change was not finished in time.
    #[error("the change took too long")]
    Slow,
    /// The change panicked; it was rolled back.
    #[error("the change failed unexpectedly")]
    Panicked,
    /// A blob could not be written or read.
    #[error("blob: {0}")]
    Blob(String),
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(e) => from_database(e.as_ref()),
            sqlx::Error::Io(e) => Self::Unavailable(e.to_string()),
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Protocol(_) => {
                Self::Unavailable(error.to_string())
            }
            other => Self::Other(other.to_string()),
        }
    }
}

/// The engine's message is not passed on where it may quote values.
impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(code, message) = &error else { return Self::Other(error.to_string()) };
        from_sqlite(code, message.as_deref().unwrap_or_default())
    }
}

fn from_sqlite(error: &ffi::Error, message: &str) -> StoreError {
    let (table, columns) = constrained(message);
    match (error.extended_code, error.code) {
        (ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID, _) => {
            StoreError::Conflict { table, columns }
        }
        (_, ErrorCode::ConstraintViolation) => StoreError::Rule(table),
        (_, ErrorCode::OperationInterrupted) => StoreError::Slow,
        (
            code,
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::SystemIoFailure
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
            | ErrorCode::OutOfMemory
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::ReadOnly,
        ) => StoreError::Unavailable(format!("code {code}")),
        (code, _) => StoreError::Other(format!("database error {code}: {message}")),
    }
}

/// SQLite says `UNIQUE constraint failed: t.a, t.b`.
fn constrained(message: &str) -> (String, Vec<String>) {
    let list = message.split_once("constraint failed: ").map_or("", |(_, list)| list);
    let pairs: Vec<_> = list.split(", ").filter_map(|p| p.split_once('.')).collect();
    let table = pairs.first().map_or_else(String::new, |p| p.0.to_owned());
    (table, pairs.iter().map(|p| p.1.to_owned()).collect())
}

/// The message is not passed on: PostgreSQL quotes the offending values in it.
fn from_database(error: &dyn sqlx::error::DatabaseError) -> StoreError {
    let code = error.code().unwrap_or_default().into_owned();
    if error.is_unique_violation() {
        return conflict(error);
    }
    if error.is_check_violation() || error.is_foreign_key_violation() || code == "23502" {
        return StoreError::Rule(table_of(error));
    }
    if is_passing(&code) {
        return StoreError::Unavailable(format!("code {code}"));
    }
    StoreError::Other(format!("database error {code}: {}", safe_message(error)))
}

/// Whether the same statement may go well later: the disk, a lock or the server stands in its way.
fn is_passing(code: &str) -> bool {
    // Connection lost, server stopping or starting, out of room or connections, input and output,
    // a lock or a statement that took too long, a standby that only reads.
    let families = ["08", "53", "57P", "58"];
    families.iter().any(|family| code.starts_with(family))
        || matches!(code, "57014" | "55P03" | "40001" | "40P01" | "25006" | "25P03")
}

fn conflict(error: &dyn sqlx::error::DatabaseError) -> StoreError {
    let detail =
        error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().and_then(|e| e.detail()).unwrap_or_default();
    // PostgreSQL: "Key (a, b)=(1, 2) already exists."
    let columns = detail
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(names, _)| names.split(", ").map(str::to_owned).collect())
        .unwrap_or_default();
    StoreError::Conflict { table: table_of(error), columns }
}

fn table_of(error: &dyn sqlx::error::DatabaseError) -> String {
    error.table().unwrap_or_default().to_owned()
}

fn safe_message(error: &dyn sqlx::error::DatabaseError) -> &str {
    let message = error.message();
    match message.find(['\'', '"', '(']) {
        Some(at) if message.contains("value") => &message[..at],
        _ => message,
    }
}
