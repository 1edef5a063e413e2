//! Traces by OpenTelemetry's protocol: how long a request took, and which part of it the database,
//! the press or a job. Off unless the town names a collector.
//!
//! Written by hand in some two hundred lines, because the usual crates bring gRPC, protobuf and a
//! second HTTP client for what is one JSON text over the client that we have. Only the span targets
//! named [`TARGET`] and the fields in [`KNOWN`] leave the house: patterns of addresses, kinds of jobs,
//! numbers; never an address that somebody asked for, nor a person.

mod export;
mod layer;
mod otlp;

pub(crate) use export::Exporter;
pub(crate) use layer::Spans;

use axum::http::Method;
use tracing::Span;
use tracing::field::Empty;

/// The target of spans that are traced; lower floors write it out.
const TARGET: &str = "engawa::span";
/// The fields that leave the house.
const KNOWN: [&str; 5] = ["http.request.method", "http.route", "http.response.status_code", "job.kind", "job.attempt"];

/// The span of a request; nothing when traces are off.
pub(crate) fn request_span(method: &Method, page: &str) -> Span {
    tracing::trace_span!(
        target: "engawa::span",
        "request",
        http.request.method = method.as_str(),
        http.route = page,
        http.response.status_code = Empty,
    )
}

/// A span that ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ended {
    pub(crate) trace: [u8; 16],
    pub(crate) span: [u8; 8],
    pub(crate) parent: Option<[u8; 8]>,
    pub(crate) name: &'static str,
    /// Nanoseconds since 1970.
    pub(crate) began: i64,
    /// Nanoseconds.
    pub(crate) took: i64,
    pub(crate) fields: Vec<(&'static str, Said)>,
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Said {
    Text(String),
    Number(i64),
}

#[cfg(test)]
mod tests;
