//! What whoever reads a figure may rely on.

mod closing;
mod live;
mod outside;
mod room;
pub(crate) mod samples;
