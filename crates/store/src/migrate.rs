//! Bringing a database to the schema of the program.

use crate::db::Engine;
use crate::{Act, Db, Reads, StoreError, Table, Tx, args, search};
use kernel::Moment;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use std::collections::BTreeMap;

/// One step of a room's schema: a text that both databases understand, never changed once
/// released. Types: `uuid text bigint boolean bytea`; statements end with `;`.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// 1, 2, 3 … within the room.
    pub version: i64,
    /// What it does.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

/// A room's tables and the steps that make them.
#[derive(Debug, Clone, Copy)]
pub struct RoomSchema {
    /// The room's key, prefix of its tables.
    pub room: &'static str,
    /// Steps in order.
    pub migrations: &'static [Migration],
    /// The tables that result.
    pub tables: &'static [Table],
}

/// The store's own tables.
pub(crate) const OWN: RoomSchema = RoomSchema {
    room: "store",
    migrations: &[
        Migration { version: 1, name: "journal, jobs, search", sql: include_str!("../migrations/0001_store.sql") },
        Migration { version: 2, name: "lanes of jobs", sql: include_str!("../migrations/0002_lanes.sql") },
    ],
    tables: &[],
};

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS store_migration (
  room text NOT NULL,
  version bigint NOT NULL,
  name text NOT NULL,
  digest bytea NOT NULL,
  applied_at bigint NOT NULL,
  PRIMARY KEY (room, version)
)";

type Applied = BTreeMap<(String, i64), Vec<u8>>;

pub(crate) async fn run(db: &Db, rooms: &[RoomSchema], now: Moment) -> Result<(), StoreError> {
    let all: Vec<RoomSchema> = std::iter::once(OWN).chain(rooms.iter().copied()).collect();
    let act = Act::system("migrate", now);
    db.write(&act, move |tx| async move { apply_all(&tx, &all).await }).await
}

async fn apply_all(tx: &Tx, rooms: &[RoomSchema]) -> Result<(), StoreError> {
    if matches!(tx.db().0.engine, Engine::Postgres(_)) {
        // Two programs that start at once take turns; the notices of IF NOT EXISTS are noise.
        tx.rows("SELECT CAST(pg_advisory_xact_lock(7522) AS text)", vec![]).await?;
    }
    tx.execute(LEDGER, vec![]).await?;
    let applied = applied(tx).await?;
    refuse_newer(&applied, rooms)?;
    for room in rooms {
        for step in room.migrations {
            apply(tx, room.room, step, &applied).await?;
        }
        if room.room == OWN.room {
            search::prepare(tx).await?;
        }
    }
    Ok(())
}

async fn applied(tx: &Tx) -> Result<Applied, StoreError> {
    let rows = tx.rows("SELECT room, version, digest FROM store_migration", vec![]).await?;
    rows.iter().map(|r| Ok(((r.get("room")?, r.get("version")?), r.get("digest")?))).collect()
}

fn refuse_newer(applied: &Applied, rooms: &[RoomSchema]) -> Result<(), StoreError> {
    for (room, version) in applied.keys() {
        let known = rooms.iter().any(|r| r.room == room && r.migrations.iter().any(|m| m.version == *version));
        if !known {
            return Err(StoreError::Newer(format!("{room} has step {version}")));
        }
    }
    Ok(())
}

async fn apply(tx: &Tx, room: &str, step: &Migration, applied: &Applied) -> Result<(), StoreError> {
    let digest = Sha256::digest(step.sql.as_bytes()).to_vec();
    if let Some(known) = applied.get(&(room.to_owned(), step.version)) {
        return if *known == digest {
            Ok(())
        } else {
            Err(StoreError::Newer(format!("step {} of {room} is another one in this program", step.version)))
        };
    }
    for statement in statements(step.sql) {
        tx.execute_built(AssertSqlSafe(statement.to_owned()).into_sql_str(), vec![]).await?;
    }
    tx.execute(
        "INSERT INTO store_migration (room, version, name, digest, applied_at) VALUES ($1, $2, $3, $4, $5)",
        args![room, step.version, step.name, digest, tx.now()],
    )
    .await?;
    Ok(())
}

/// The statements of a migration text; none of ours holds a semicolon inside.
fn statements(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(';').map(str::trim).filter(|s| !s.is_empty())
}
