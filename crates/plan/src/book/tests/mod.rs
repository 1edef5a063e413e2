//! What the town may rely on of the plan as data.

mod files;
mod flow;
mod folding;
