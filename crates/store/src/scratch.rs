//! A database for a while: made beside the live one, thrown away afterwards.

use crate::{DatabaseUrl, Db, StoreError};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqlSafeStr};
use std::path::Path;

const PREFIX: &str = "engawa_drill_";

/// A database that is thrown away.
pub struct Scratch {
    url: DatabaseUrl,
    /// The server's own address and the name on it.
    server: Option<(String, String)>,
}

impl Scratch {
    /// On the PostgreSQL server of `live`, where its role may make databases; otherwise a SQLite
    /// file in `folder`. `random` gives the name.
    ///
    /// # Errors
    /// When the address of the live database cannot be read.
    pub async fn beside(live: &DatabaseUrl, folder: &Path, random: &Db) -> Result<Self, StoreError> {
        let file = Self { url: DatabaseUrl::Sqlite(folder.join("scratch.sqlite")), server: None };
        let DatabaseUrl::Postgres(url) = live else { return Ok(file) };
        let name: String = random.random::<8>().iter().map(|b| format!("{b:02x}")).collect();
        let name = format!("{PREFIX}{name}");
        let there = renamed(url, &name).ok_or_else(|| StoreError::Other("the address has no database".to_owned()))?;
        clear(url).await;
        match on_server(url, format!("CREATE DATABASE {name}")).await {
            Ok(()) => Ok(Self { url: DatabaseUrl::Postgres(there), server: Some((url.clone(), name)) }),
            Err(e) => {
                tracing::info!(why = %e, "no scratch database on the server; a file is used");
                Ok(file)
            }
        }
    }

    /// Its address.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// What it is, for a report.
    pub fn engine(&self) -> &'static str {
        if self.server.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// Throws it away; a file goes with its folder.
    pub async fn remove(&self) {
        if let Some((server, name)) = &self.server
            && let Err(e) = on_server(server, format!("DROP DATABASE IF EXISTS {name}")).await
        {
            tracing::warn!(error = %e, name, "a scratch database could not be removed");
        }
    }
}

/// Removes what a program that was stopped in the middle left behind; one in use stays.
async fn clear(url: &str) {
    let left = async {
        let mut conn = PgConnection::connect(url).await?;
        let sql = "SELECT CAST(datname AS text) FROM pg_database WHERE starts_with(datname, 'engawa_drill_')";
        let rows = sqlx::Executor::fetch_all(&mut conn, sql).await?;
        rows.iter().map(|row| sqlx::Row::try_get(row, 0)).collect::<Result<Vec<String>, sqlx::Error>>()
    };
    for name in left.await.unwrap_or_default() {
        let ours = name.strip_prefix(PREFIX).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()));
        if ours && let Err(e) = on_server(url, format!("DROP DATABASE IF EXISTS {name}")).await {
            tracing::info!(why = %e, name, "an old scratch database stays");
        }
    }
}

/// The name holds hexadecimal digits of our own only.
async fn on_server(url: &str, sql: String) -> Result<(), StoreError> {
    let mut conn = PgConnection::connect(url).await?;
    sqlx::Executor::execute(&mut conn, AssertSqlSafe(sql).into_sql_str()).await?;
    Ok(conn.close().await?)
}

/// The same address with another database.
fn renamed(url: &str, name: &str) -> Option<String> {
    let (before, parameters) = url.split_once('?').map_or((url, None), |(b, p)| (b, Some(p)));
    let scheme = before.find("://")? + 3;
    let slash = scheme + before[scheme..].find('/')?;
    let parameters = parameters.map(|p| format!("?{p}")).unwrap_or_default();
    Some(format!("{}/{name}{parameters}", &before[..slash]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_scratch_database_differs_in_its_name_alone() {
        let is = |url, other: &str| assert_eq!(renamed(url, "x").as_deref(), Some(other));
        is("postgres://a@h/t", "postgres://a@h/x");
        is(
            "postgres://a:p%2Fw@h:5432/t?host=/run/pg&sslmode=require",
            "postgres://a:p%2Fw@h:5432/x?host=/run/pg&sslmode=require",
        );
        assert_eq!(renamed("postgres://h", "x"), None);
    }
}
