//! A copy of everything, taken while the town works, and the way back.
//!
//! The copy is plain: one JSON line per row and the blobs as files, alike for both databases, so
//! that a town can also move from SQLite to PostgreSQL with it. The restore goes into an empty
//! database and is proved by the journal.

use crate::db::Engine;
use crate::keys::VerifyingKey;
use crate::sqlite::Reader;
use crate::{Act, Blobs, Db, Row, StoreError, args, journal};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::{Moment, Uuid, Value};
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

const PAGE: usize = 1000;
const OWN_TABLES: [(&str, &str); 6] = [
    ("store_journal", "seq"),
    ("store_journal_row", "seq, place"),
    ("store_journal_detail", "seq"),
    ("store_journal_head", "id"),
    ("store_job", "id"),
    ("store_search", "kind, ref"),
];

/// What a copy says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `engawa-backup-1`.
    pub format: String,
    /// When it was taken, microseconds since 1970.
    pub at: i64,
    /// Last entry of the journal in it.
    pub journal_seq: i64,
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
    /// Blobs in it.
    pub blobs: u64,
}

fn file_error(e: impl std::fmt::Display) -> StoreError {
    StoreError::Other(format!("backup: {e}"))
}

/// Writes a copy into the new folder `to`: a consistent picture of one moment.
///
/// # Errors
/// When the folder exists already or cannot be written, or the database does not answer.
pub async fn backup(db: &Db, blobs: &Blobs, data: &Path, to: &Path, now: Moment) -> Result<Manifest, StoreError> {
    std::fs::create_dir(to).map_err(file_error)?;
    std::fs::create_dir(to.join("tables")).map_err(file_error)?;
    std::fs::create_dir(to.join("blobs")).map_err(file_error)?;
    let mut manifest = Manifest {
        format: "engawa-backup-1".to_owned(),
        at: now.as_micros(),
        journal_seq: 0,
        rows: BTreeMap::new(),
        blobs: 0,
    };
    let mut named = Vec::new();
    let mut picture = Picture::begin(db).await?;
    for (table, order, blob) in all_tables(db) {
        let count = copy_table(&mut picture, &table, &order, blob, to, &mut named).await?;
        manifest.rows.insert(table, count);
    }
    manifest.journal_seq = picture.last_seq().await?;
    picture.end().await?;
    named.sort();
    named.dedup();
    for name in &named {
        let bytes = blobs.get(&name.parse()?).await?;
        write_synced(&to.join("blobs").join(name), &bytes)?;
        manifest.blobs += 1;
    }
    let heads = journal::HeadsFile::in_folder(data);
    if heads.path().exists() {
        std::fs::copy(heads.path(), to.join("journal-heads.jsonl")).map_err(file_error)?;
    }
    copy_folder(&data.join("keys"), &to.join("keys"))?;
    let text = serde_json::to_vec_pretty(&manifest).map_err(file_error)?;
    // Written last: a copy without it is not a whole one.
    write_synced(&to.join("manifest.json"), &text)?;
    Ok(manifest)
}

fn all_tables(db: &Db) -> Vec<(String, String, Option<&'static str>)> {
    let own = OWN_TABLES.iter().map(|(t, o)| ((*t).to_owned(), (*o).to_owned(), None));
    let rooms = db.tables().map(|t| (t.name.to_owned(), "id".to_owned(), t.blob));
    own.chain(rooms).collect()
}

/// One reading transaction: everything is seen as it was when it began.
enum Picture {
    Sqlite(Option<Reader>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Picture {
    async fn begin(db: &Db) -> Result<Self, StoreError> {
        match &db.0.engine {
            Engine::Sqlite { readers, .. } => {
                let reader = readers.lend().await?;
                reader.execute("BEGIN")?;
                Ok(Self::Sqlite(Some(reader)))
            }
            Engine::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                sqlx::Executor::execute(&mut *tx, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                Ok(Self::Postgres(tx))
            }
        }
    }

    async fn rows(&mut self, sql: String, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let sql = AssertSqlSafe(sql).into_sql_str();
        match self {
            Self::Sqlite(reader) => {
                let (rows, back) = reader.take().ok_or(StoreError::Panicked)?.rows(sql, args).await;
                *reader = back;
                rows
            }
            Self::Postgres(c) => crate::tx::postgres_rows(c, sql, args).await,
        }
    }

    async fn last_seq(&mut self) -> Result<i64, StoreError> {
        let rows = self.rows("SELECT seq FROM store_journal_head".to_owned(), vec![]).await?;
        rows.first().map_or(Ok(0), Row::first)
    }

    async fn end(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(reader) => reader.ok_or(StoreError::Panicked)?.execute("COMMIT")?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

async fn copy_table(
    picture: &mut Picture,
    table: &str,
    order: &str,
    blob: Option<&str>,
    to: &Path,
    named: &mut Vec<String>,
) -> Result<u64, StoreError> {
    let file = std::fs::File::create(to.join("tables").join(format!("{table}.jsonl"))).map_err(file_error)?;
    let mut out = BufWriter::new(file);
    let mut count = 0u64;
    loop {
        let sql = format!("SELECT * FROM {table} ORDER BY {order} LIMIT {PAGE} OFFSET {count}");
        let rows = picture.rows(sql, vec![]).await?;
        for row in &rows {
            let line: BTreeMap<&str, Cell> = row.pairs().map(|(n, v)| (n, Cell::from(v))).collect();
            serde_json::to_writer(&mut out, &line).map_err(file_error)?;
            out.write_all(b"\n").map_err(file_error)?;
            if let Some(column) = blob {
                named.extend(row.get::<Option<String>>(column)?);
            }
        }
        count += rows.len() as u64;
        if rows.len() < PAGE {
            break;
        }
    }
    out.into_inner().map_err(file_error)?.sync_all().map_err(file_error)?;
    Ok(count)
}

#[derive(Serialize, Deserialize)]
enum Cell {
    #[serde(rename = "n")]
    Null,
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "i")]
    Int(i64),
    #[serde(rename = "b")]
    Bool(bool),
    #[serde(rename = "u")]
    Uuid(Uuid),
    #[serde(rename = "x")]
    Bytes(String),
}

impl From<&Value> for Cell {
    fn from(v: &Value) -> Self {
        match v {
            Value::Null => Self::Null,
            Value::Text(t) => Self::Text(t.clone()),
            Value::Int(i) => Self::Int(*i),
            Value::Bool(b) => Self::Bool(*b),
            Value::Uuid(u) => Self::Uuid(*u),
            Value::Bytes(b) => Self::Bytes(STANDARD.encode(b)),
        }
    }
}

/// The kinds of a table's columns as the schema declares them, since SQLite does not tell an
/// identifier from bytes nor a boolean from a number.
type Kinds = BTreeMap<String, String>;

async fn kinds(db: &Db, table: &str) -> Result<Kinds, StoreError> {
    let (sql, args) = match &db.0.engine {
        Engine::Sqlite { .. } => (format!("SELECT name, lower(type) AS kind FROM pragma_table_info('{table}')"), vec![]),
        Engine::Postgres(_) => (
            "SELECT CAST(column_name AS text) AS name, CAST(data_type AS text) AS kind FROM information_schema.columns WHERE table_name = $1"
                .to_owned(),
            args![table],
        ),
    };
    let rows = db.rows_of(AssertSqlSafe(sql).into_sql_str(), args).await?;
    rows.iter().map(|r| Ok((r.get("name")?, r.get("kind")?))).collect()
}

fn value_of(cell: Cell, kind: &str) -> Result<Value, StoreError> {
    Ok(match (cell, kind) {
        (Cell::Null, _) => Value::Null,
        (Cell::Text(t), _) => Value::Text(t),
        (Cell::Int(i), "boolean") => Value::Bool(i != 0),
        (Cell::Int(i), _) => Value::Int(i),
        (Cell::Bool(b), _) => Value::Bool(b),
        (Cell::Uuid(u), _) => Value::Uuid(u),
        (Cell::Bytes(x), kind) => {
            let bytes = STANDARD.decode(x).map_err(file_error)?;
            match (kind, Uuid::from_slice(&bytes)) {
                ("uuid", Ok(u)) => Value::Uuid(u),
                _ => Value::Bytes(bytes),
            }
        }
    })
}

/// Reads a copy into an empty, migrated database and data folder.
///
/// # Errors
/// When the copy is not whole, or the database holds something already.
pub async fn restore(db: &Db, blobs: &Blobs, data: &Path, from: &Path, now: Moment) -> Result<Manifest, StoreError> {
    let text = std::fs::read(from.join("manifest.json"))
        .map_err(|_| file_error("manifest.json is missing: not a whole copy"))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(file_error)?;
    if !journal::is_empty(db).await? {
        return Err(file_error("the database is not empty"));
    }
    for entry in std::fs::read_dir(from.join("blobs")).map_err(file_error)? {
        let entry = entry.map_err(file_error)?;
        let bytes = std::fs::read(entry.path()).map_err(file_error)?;
        blobs.put(bytes).await?;
    }
    for (table, ..) in all_tables(db) {
        let read = restore_table(db, &table, from, now).await?;
        let promised = manifest.rows.get(&table).copied().unwrap_or(0);
        if read != promised {
            return Err(file_error(format!("{table}: {read} rows instead of {promised}")));
        }
    }
    let heads = from.join("journal-heads.jsonl");
    if heads.exists() {
        std::fs::copy(heads, journal::HeadsFile::in_folder(data).path()).map_err(file_error)?;
    }
    copy_folder(&from.join("keys"), &data.join("keys"))?;
    Ok(manifest)
}

async fn restore_table(db: &Db, table: &str, from: &Path, now: Moment) -> Result<u64, StoreError> {
    let path = from.join("tables").join(format!("{table}.jsonl"));
    if !path.exists() {
        return Ok(0);
    }
    let kinds = kinds(db, table).await?;
    let mut count = 0;
    let mut page = Vec::with_capacity(PAGE);
    for line in BufReader::new(std::fs::File::open(path).map_err(file_error)?).lines() {
        let cells: BTreeMap<String, Cell> = serde_json::from_str(&line.map_err(file_error)?).map_err(file_error)?;
        let row: Vec<(String, Value)> = cells
            .into_iter()
            .map(|(name, cell)| {
                let kind = kinds.get(&name).ok_or_else(|| file_error(format!("{table} has no column {name}")))?;
                Ok((name, value_of(cell, kind)?))
            })
            .collect::<Result<_, StoreError>>()?;
        page.push(row);
        count += 1;
        if page.len() == PAGE {
            insert_rows(db, table, std::mem::take(&mut page), now).await?;
        }
    }
    insert_rows(db, table, page, now).await?;
    Ok(count)
}

async fn insert_rows(db: &Db, table: &str, rows: Vec<Vec<(String, Value)>>, now: Moment) -> Result<(), StoreError> {
    let table = table.to_owned();
    db.write(&Act::system("restore", now), move |tx| async move {
        for row in rows {
            if table == "store_search" {
                restore_search(&tx, row).await?;
                continue;
            }
            // Names were compared with the schema's own above.
            let names: Vec<&str> = row.iter().map(|(n, _)| n.as_str()).collect();
            let places: Vec<String> = (1..=names.len()).map(|i| format!("${i}")).collect();
            let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "));
            tx.execute_built(AssertSqlSafe(sql).into_sql_str(), row.into_iter().map(|(_, v)| v).collect()).await?;
        }
        Ok(())
    })
    .await
}

async fn restore_search(tx: &crate::Tx, row: Vec<(String, Value)>) -> Result<(), StoreError> {
    let (mut kind, mut id, mut terms) = (String::new(), Uuid::nil(), String::new());
    for (name, value) in row {
        match (name.as_str(), value) {
            ("kind", Value::Text(t)) => kind = t,
            ("terms", Value::Text(t)) => terms = t,
            ("ref", Value::Uuid(u)) => id = u,
            _ => {}
        }
    }
    tx.index_terms(&kind, id, terms).await
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(file_error)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), StoreError> {
    if !from.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(to).map_err(file_error)?;
    for entry in std::fs::read_dir(from).map_err(file_error)? {
        let entry = entry.map_err(file_error)?;
        let bytes = std::fs::read(entry.path()).map_err(file_error)?;
        crate::keys::write_private(&to.join(entry.file_name()), &bytes).map_err(file_error)?;
    }
    Ok(())
}

/// Proves a restored installation: the journal must hold in full.
///
/// # Errors
/// When it cannot be read at all.
pub async fn prove(db: &Db, blobs: &Blobs, data: &Path, key: &VerifyingKey) -> Result<journal::Verdict, StoreError> {
    journal::verify(db, blobs, &journal::HeadsFile::in_folder(data), key).await
}
