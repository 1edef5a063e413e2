//! A row read from either database, its values read by name.

use crate::StoreError;
use kernel::{FromValue, Value};
use sqlx::{Column, Row as _, TypeInfo, ValueRef};
use std::sync::Arc;

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(columns: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    /// The value of `column`.
    ///
    /// # Errors
    /// [`StoreError::Column`] when there is no such column or it holds another kind.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, StoreError> {
        let place = self.columns.iter().position(|c| c == column);
        place.and_then(|i| T::from_value(self.values[i].clone())).ok_or_else(|| StoreError::Column(column.to_owned()))
    }

    /// The first value.
    ///
    /// # Errors
    /// [`StoreError::Column`] when the row is empty or the value is of another kind.
    pub fn first<T: FromValue>(&self) -> Result<T, StoreError> {
        let value = self.values.first().cloned();
        value.and_then(T::from_value).ok_or_else(|| StoreError::Column("first".to_owned()))
    }

    /// Names and values, in the order of the statement.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.columns.iter().map(String::as_str).zip(&self.values)
    }
}

/// Turns the rows of one answer into ours; the column names are shared between them.
pub(crate) fn from_postgres(rows: &[sqlx::postgres::PgRow]) -> Result<Vec<Row>, StoreError> {
    let columns = names(rows.first());
    rows.iter()
        .map(|row| {
            let values = (0..columns.len()).map(|i| postgres_value(row, i));
            Ok(Row { columns: columns.clone(), values: values.collect::<Result<_, StoreError>>()? })
        })
        .collect()
}

fn names<R: sqlx::Row>(row: Option<&R>) -> Arc<[String]> {
    row.map(|r| r.columns().iter().map(|c| c.name().to_owned()).collect()).unwrap_or_default()
}

fn postgres_value(row: &sqlx::postgres::PgRow, i: usize) -> Result<Value, StoreError> {
    let raw = row.try_get_raw(i)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info().name().to_owned();
    Ok(match kind.as_str() {
        "UUID" => Value::Uuid(row.try_get(i)?),
        "INT8" => Value::Int(row.try_get(i)?),
        "INT4" => Value::Int(i64::from(row.try_get::<i32, _>(i)?)),
        "BOOL" => Value::Bool(row.try_get(i)?),
        "TEXT" | "VARCHAR" | "NAME" => Value::Text(row.try_get(i)?),
        "BYTEA" => Value::Bytes(row.try_get(i)?),
        other => return Err(StoreError::Column(format!("{i} of kind {other}"))),
    })
}
