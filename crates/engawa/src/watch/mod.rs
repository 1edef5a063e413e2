//! What the program counts and tells of itself to machines: requests by page, and `/metrics`.
//!
//! **Who uses it.** A Prometheus server, or any program that reads its text format, of whoever
//! watches many machines; the page `/ops` for what only a running program knows.
//! **What it never tells.** A person: labels are patterns of addresses, kinds and states.

mod exposition;
mod metrics;
mod process;
mod requests;
mod traces;

pub(crate) use metrics::{Token, alone, answer};
pub(crate) use process::process;
pub(crate) use requests::Traffic;
pub(crate) use traces::{Exporter, Spans, request_span};
