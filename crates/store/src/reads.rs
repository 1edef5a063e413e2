//! Reading: the same questions to the pool and inside a transaction.

use crate::{Row, StoreError};
use kernel::{FromValue, Value};
use std::future::Future;

/// Something that can be asked with SQL: a [`Db`](crate::Db) or a [`Tx`](crate::Tx).
///
/// Statements are fixed text with `$1` placeholders, understood alike by SQLite and PostgreSQL.
/// A sum is asked for as `CAST(SUM(x) AS bigint)`.
pub trait Reads: Sync {
    /// All rows of the answer.
    fn rows(&self, sql: &'static str, args: Vec<Value>) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;

    /// The first row, if any.
    fn row(&self, sql: &'static str, args: Vec<Value>) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send {
        async move { Ok(self.rows(sql, args).await?.into_iter().next()) }
    }

    /// The first column of the first row, if any.
    fn one<T: FromValue + Send>(
        &self,
        sql: &'static str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Option<T>, StoreError>> + Send {
        async move { self.row(sql, args).await?.map(|r| r.first()).transpose() }
    }
}
