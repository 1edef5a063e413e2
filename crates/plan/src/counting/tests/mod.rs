//! What whoever reads a figure may rely on.

pub(crate) mod samples;
