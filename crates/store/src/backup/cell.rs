//! One value of a row as the copy writes it.

use super::file_error;
use crate::StoreError;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::{Uuid, Value};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) enum Cell {
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

impl Cell {
    /// The value for a column of `kind`, since SQLite does not tell an identifier from bytes nor a
    /// boolean from a number.
    pub(super) fn value(self, kind: &str) -> Result<Value, StoreError> {
        Ok(match (self, kind) {
            (Self::Null, _) => Value::Null,
            (Self::Text(t), _) => Value::Text(t),
            (Self::Int(i), "boolean") => Value::Bool(i != 0),
            (Self::Int(i), _) => Value::Int(i),
            (Self::Bool(b), _) => Value::Bool(b),
            (Self::Uuid(u), _) => Value::Uuid(u),
            (Self::Bytes(x), kind) => {
                let bytes = STANDARD.decode(x).map_err(file_error)?;
                match (kind, Uuid::from_slice(&bytes)) {
                    ("uuid", Ok(u)) => Value::Uuid(u),
                    _ => Value::Bytes(bytes),
                }
            }
        })
    }
}
