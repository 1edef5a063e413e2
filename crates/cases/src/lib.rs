//! Forms as the town's data, and cases from draft to closed.

pub mod forms;
