//! What the database tells of itself.

use crate::db::Engine;
use crate::{Db, Reads, StoreError, args};

/// The condition of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// `SQLite 3.46.0`, `PostgreSQL 15.7`.
    pub name: String,
    /// Bytes that it takes, with what is not yet moved into place.
    pub bytes: i64,
    /// Connections in use and at most, where there is a server.
    pub connections: Option<(i64, i64)>,
}

impl Db {
    /// The condition of the database now.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn condition(&self) -> Result<Condition, StoreError> {
        match &self.0.engine {
            Engine::Sqlite { file, .. } => {
                let version: Option<String> = self.one("SELECT sqlite_version()", vec![]).await?;
                let size = |suffix: &str| {
                    let mut name = file.clone().into_os_string();
                    name.push(suffix);
                    std::fs::metadata(name).map_or(0, |m| m.len())
                };
                let bytes = i64::try_from(size("") + size("-wal")).unwrap_or(i64::MAX);
                Ok(Condition { name: format!("SQLite {}", version.unwrap_or_default()), bytes, connections: None })
            }
            Engine::Postgres(_) => self.server().await,
        }
    }

    async fn server(&self) -> Result<Condition, StoreError> {
        let sql = "SELECT CAST(current_setting('server_version') AS text) AS version, \
                   CAST(current_setting('max_connections') AS bigint) AS most, \
                   CAST(pg_database_size(current_database()) AS bigint) AS bytes, \
                   CAST((SELECT COUNT(*) FROM pg_stat_activity) AS bigint) AS used";
        let row = self.row(sql, args![]).await?.ok_or(StoreError::Missing("pg_stat_activity"))?;
        let version: String = row.get("version")?;
        let version = version.split(' ').next().unwrap_or_default();
        Ok(Condition {
            name: format!("PostgreSQL {version}"),
            bytes: row.get("bytes")?,
            connections: Some((row.get("used")?, row.get("most")?)),
        })
    }
}
