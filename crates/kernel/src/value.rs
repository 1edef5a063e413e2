//! The five kinds of value that a record may hold, and their absence.

use crate::{Date, Moment};
use uuid::Uuid;

/// A value on its way into or out of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Absent.
    Null,
    /// An identifier.
    Uuid(Uuid),
    /// Text.
    Text(String),
    /// A whole number; times are microseconds since 1970.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// What can be read back from a [`Value`].
pub trait FromValue: Sized {
    /// The typed form, or `None` when the value is of another kind.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! simple {
    ($($t:ty, $v:ident);* $(;)?) => {$(
        impl From<$t> for Value { fn from(x: $t) -> Self { Self::$v(x) } }
        impl FromValue for $t {
            fn from_value(value: Value) -> Option<Self> {
                match value { Value::$v(x) => Some(x), _ => None }
            }
        }
    )*};
}
simple!(String, Text; i64, Int; Vec<u8>, Bytes);

// SQLite gives back an identifier as sixteen bytes and a boolean as 0 or 1.
impl From<Uuid> for Value {
    fn from(x: Uuid) -> Self {
        Self::Uuid(x)
    }
}
impl FromValue for Uuid {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Uuid(x) => Some(x),
            Value::Bytes(b) => Self::from_slice(&b).ok(),
            _ => None,
        }
    }
}
impl From<bool> for Value {
    fn from(x: bool) -> Self {
        Self::Bool(x)
    }
}
impl FromValue for bool {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bool(x) => Some(x),
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(x: &str) -> Self {
        Self::Text(x.to_owned())
    }
}
impl From<&String> for Value {
    fn from(x: &String) -> Self {
        Self::Text(x.clone())
    }
}
impl From<Moment> for Value {
    fn from(x: Moment) -> Self {
        Self::Int(x.as_micros())
    }
}
impl FromValue for Moment {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(Self::from_micros)
    }
}
/// Dates are kept as ISO text, which sorts as the calendar does.
impl From<Date> for Value {
    fn from(x: Date) -> Self {
        Self::Text(x.to_string())
    }
}
impl FromValue for Date {
    fn from_value(value: Value) -> Option<Self> {
        String::from_value(value)?.parse().ok()
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(x: Option<T>) -> Self {
        x.map_or(Self::Null, Into::into)
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}
