//! One reading transaction: everything is seen as it was when it began.

use super::cell::Cell;
use super::{Copied, PAGE, file_error, finish, private_file};
use crate::db::Engine;
use crate::journal::Head;
use crate::sqlite::Reader;
use crate::{Db, Row, StoreError, args};
use kernel::Value;
use sqlx::{AssertSqlSafe, SqlSafeStr};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

pub(super) enum Picture {
    Sqlite(Option<Reader>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Picture {
    pub(super) async fn begin(db: &Db) -> Result<Self, StoreError> {
        match &db.0.engine {
            Engine::Sqlite { readers, .. } => {
                // Dropped in the middle, the connection is closed and not lent again.
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

    pub(super) async fn head(&mut self) -> Result<Option<Head>, StoreError> {
        let rows = self.rows("SELECT seq, hash FROM store_journal_head".to_owned(), vec![]).await?;
        rows.first().map(|r| Ok(Head { seq: r.get("seq")?, hash: r.get("hash")? })).transpose()
    }

    /// The newest step of each room's schema.
    pub(super) async fn schema(&mut self) -> Result<BTreeMap<String, i64>, StoreError> {
        let sql = "SELECT room, MAX(version) AS version FROM store_migration GROUP BY room";
        let rows = self.rows(sql.to_owned(), args![]).await?;
        rows.iter().map(|r| Ok((r.get("room")?, r.get("version")?))).collect()
    }

    /// Writes a table's rows, page by page after the last key; answers how many and how many bytes.
    pub(super) async fn copy_table(
        &mut self,
        table: &Copied,
        to: &Path,
        named: &mut Vec<String>,
    ) -> Result<(u64, u64), StoreError> {
        let path = to.join("tables").join(format!("{}.jsonl", table.name));
        let mut out = private_file(&path).map_err(file_error)?;
        let (mut count, mut after) = (0u64, Vec::new());
        loop {
            let rows = self.rows(page_of(table, !after.is_empty()), after).await?;
            for row in &rows {
                let line: BTreeMap<&str, Cell> = row.pairs().map(|(n, v)| (n, Cell::from(v))).collect();
                serde_json::to_writer(&mut out, &line).map_err(file_error)?;
                out.write_all(b"\n").map_err(file_error)?;
                if let Some(column) = table.blob {
                    named.extend(row.get::<Option<String>>(column)?);
                }
            }
            count += rows.len() as u64;
            let Some(last) = rows.last().filter(|_| rows.len() == PAGE) else { break };
            after = key_of(last, table);
        }
        finish(out).map_err(file_error)?;
        Ok((count, std::fs::metadata(&path).map_err(file_error)?.len()))
    }
}

/// Names come from the program's own declarations.
fn page_of(table: &Copied, goes_on: bool) -> String {
    let order = table.order.join(", ");
    let places: Vec<String> = (1..=table.order.len()).map(|i| format!("${i}")).collect();
    let after = if goes_on { format!("WHERE ({order}) > ({})", places.join(", ")) } else { String::new() };
    format!("SELECT * FROM {} {after} ORDER BY {order} LIMIT {PAGE}", table.name)
}

fn key_of(row: &Row, table: &Copied) -> Vec<Value> {
    let value = |column: &&str| row.pairs().find(|(name, _)| name == column).map(|(_, value)| value.clone());
    table.order.iter().filter_map(value).collect()
}
