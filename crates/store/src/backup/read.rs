//! The way back: a copy into an empty, migrated database and data folder.

use super::cell::Cell;
use super::{FORMAT, HEADS, MANIFEST, Manifest, OWN_TABLES, PAGE, all_tables, copy_folder, file_error, sums};
use crate::db::Engine;
use crate::{Act, Blobs, Db, Reads, RoomSchema, StoreError, args, journal};
use kernel::{Moment, Uuid, Value};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Reads a copy into an empty, migrated database and data folder; the blobs come from the copy's
/// own folder, or from the vault that it lies in.
///
/// # Errors
/// When the copy is not whole or was changed, or the database holds something already.
pub async fn restore(db: &Db, blobs: &Blobs, data: &Path, from: &Path, now: Moment) -> Result<Manifest, StoreError> {
    let vault = from.join("../..");
    let source = if vault.join("sets").is_dir() && vault.join("blobs").is_dir() { vault } else { from.to_owned() };
    let (manifest, list) = records(db, data, from, now).await?;
    let kept = Blobs::in_folder(&source)?;
    for blob in sums::blobs(&list)? {
        blobs.put(kept.get(&blob).await?).await?;
    }
    Ok(manifest)
}

/// Everything but the blobs; answers the list of sums, which names them.
pub(super) async fn records(db: &Db, data: &Path, from: &Path, now: Moment) -> Result<(Manifest, String), StoreError> {
    let manifest = manifest(from)?;
    let list = sums::check(from, &manifest.sums)?;
    let known = db.rows("SELECT room, MAX(version) AS version FROM store_migration GROUP BY room", args![]).await?;
    let known: BTreeMap<String, i64> =
        known.iter().map(|r| Ok((r.get("room")?, r.get("version")?))).collect::<Result<_, StoreError>>()?;
    if let Some((room, step)) = manifest.schema.iter().find(|(room, step)| known.get(*room).is_none_or(|k| k < step)) {
        return Err(StoreError::Newer(format!("the copy has step {step} of {room}")));
    }
    if !journal::is_empty(db).await? {
        return Err(file_error("the database is not empty"));
    }
    for table in in_order(db).await? {
        let read = restore_table(db, &table, from, now).await?;
        let promised = manifest.rows.get(&table).copied().unwrap_or(0);
        if read != promised {
            return Err(file_error(format!("{table}: {read} rows instead of {promised}")));
        }
    }
    let heads = from.join(HEADS);
    if heads.exists() {
        std::fs::copy(heads, journal::HeadsFile::in_folder(data).path()).map_err(file_error)?;
    }
    copy_folder(&from.join("keys"), &data.join("keys"))?;
    db.learn_head().await?;
    Ok((manifest, list))
}

fn manifest(from: &Path) -> Result<Manifest, StoreError> {
    let text =
        std::fs::read(from.join(MANIFEST)).map_err(|_| file_error("manifest.json is missing: not a whole copy"))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(file_error)?;
    if manifest.format == FORMAT { Ok(manifest) } else { Err(file_error("another format")) }
}

/// Whether a program with these rooms can read a copy that says this of itself.
pub fn schema_is_known(manifest: &Manifest, rooms: &[RoomSchema]) -> bool {
    let newest = |room: &str| {
        let own = std::iter::once(crate::migrate::OWN).chain(rooms.iter().copied()).find(|r| r.room == room);
        own.and_then(|r| r.migrations.iter().map(|m| m.version).max())
    };
    manifest.schema.iter().all(|(room, step)| newest(room).is_some_and(|known| known >= *step))
}

/// The tables in the order in which they were made: what refers to another one comes after it.
async fn in_order(db: &Db) -> Result<Vec<String>, StoreError> {
    let sql = match &db.0.engine {
        Engine::Sqlite { .. } => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid",
        Engine::Postgres(_) => {
            "SELECT CAST(c.relname AS text) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relkind = 'r' AND n.nspname = current_schema() ORDER BY c.oid"
        }
    };
    let made: Vec<String> = db.rows(sql, args![]).await?.iter().map(|r| r.get("name")).collect::<Result<_, _>>()?;
    let mut wanted: BTreeSet<String> = all_tables(db).into_iter().map(|t| t.name).collect();
    let own: Vec<String> = OWN_TABLES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let ordered: Vec<String> = own.into_iter().chain(made).filter(|name| wanted.remove(name)).collect();
    Ok(ordered.into_iter().chain(wanted).collect())
}

/// The kinds of a table's columns as the schema declares them.
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

async fn restore_table(db: &Db, table: &str, from: &Path, now: Moment) -> Result<u64, StoreError> {
    let path = from.join("tables").join(format!("{table}.jsonl"));
    if !path.exists() {
        return Ok(0);
    }
    let kinds = kinds(db, table).await?;
    let mut count = 0;
    let mut page = Vec::with_capacity(PAGE);
    for line in BufReader::new(std::fs::File::open(path).map_err(file_error)?).lines() {
        page.push(row_of(table, &line.map_err(file_error)?, &kinds)?);
        count += 1;
        if page.len() == PAGE {
            insert_rows(db, table, std::mem::take(&mut page), now).await?;
        }
    }
    insert_rows(db, table, page, now).await?;
    Ok(count)
}

type Cells = Vec<(String, Value)>;

fn row_of(table: &str, line: &str, kinds: &Kinds) -> Result<Cells, StoreError> {
    let cells: BTreeMap<String, Cell> = serde_json::from_str(line).map_err(file_error)?;
    let value = |(name, cell): (String, Cell)| {
        let kind = kinds.get(&name).ok_or_else(|| file_error(format!("{table} has no column {name}")))?;
        Ok((name, cell.value(kind)?))
    };
    cells.into_iter().map(value).collect()
}

async fn insert_rows(db: &Db, table: &str, rows: Vec<Cells>, now: Moment) -> Result<(), StoreError> {
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

async fn restore_search(tx: &crate::Tx, row: Cells) -> Result<(), StoreError> {
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
