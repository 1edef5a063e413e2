//! How the files of the town folder write the plan down.

use super::above::Level;
use super::{Direction, Words};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `plan/measures.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasuresFile {
    #[serde(default, rename = "measure")]
    pub(super) measures: Vec<MeasureEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureEntry {
    pub(super) key: String,
    pub(super) aim: Words,
    pub(super) desk: Option<String>,
    #[serde(default)]
    pub(super) supporting: Vec<String>,
    /// What of the plans above it answers, as `plan/item`.
    #[serde(default)]
    pub(super) answers: Vec<String>,
    #[serde(default)]
    pub(super) verified: bool,
    pub(super) source: Option<String>,
    #[serde(default, rename = "milestone")]
    pub(super) milestones: Vec<MilestoneEntry>,
    #[serde(default, rename = "budget")]
    pub(super) budgets: Vec<BudgetEntry>,
    #[serde(default, rename = "indicator")]
    pub(super) indicators: Vec<UseEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MilestoneEntry {
    pub(super) year: i16,
    pub(super) text: Words,
    #[serde(default)]
    pub(super) verified: bool,
    pub(super) source: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BudgetEntry {
    pub(super) year: i16,
    pub(super) yen: i64,
    #[serde(default)]
    pub(super) verified: bool,
    pub(super) source: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UseEntry {
    pub(super) key: String,
    pub(super) title: Option<Words>,
    pub(super) starts_when: Option<Words>,
    pub(super) direction: Direction,
    pub(super) baseline: Option<f64>,
    pub(super) baseline_year: Option<i16>,
    #[serde(default)]
    pub(super) targets: BTreeMap<String, f64>,
    #[serde(default)]
    pub(super) verified: bool,
    pub(super) source: Option<String>,
}

/// `plan/above.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AboveFile {
    #[serde(default, rename = "plan")]
    pub(super) plans: Vec<AboveEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AboveEntry {
    pub(super) key: String,
    pub(super) level: Level,
    pub(super) name: Words,
    pub(super) note: Option<Words>,
    pub(super) from: Option<i16>,
    pub(super) until: Option<i16>,
    #[serde(default)]
    pub(super) verified: bool,
    pub(super) source: Option<String>,
    #[serde(default, rename = "item")]
    pub(super) items: Vec<ItemEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemEntry {
    pub(super) key: String,
    #[serde(default)]
    pub(super) mark: String,
    pub(super) name: Words,
    pub(super) note: Option<Words>,
    #[serde(default)]
    pub(super) verified: bool,
    pub(super) source: Option<String>,
}
