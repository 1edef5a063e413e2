//! The plan as data: what a version of it says of pillars, measures, targets, milestones, budgets
//! and of the plans above it.
//!
//! **Who uses it.** Everybody at `/plan/versions` (each version, what changed and why) and
//! `/plan/above` (what of the town's plan answers the nation's, the prefecture's and the town's own
//! plans, and what nothing answers). Officers with `plan.edit` change a measure at
//! `/desk/plan/book`; the change goes through approval and holds from its day.
//!
//! **Data.** The first version is the town folder (`plan/plan.toml`, `plan/measures.toml`,
//! `plan/above.toml`). With the first decided change it is put on record with it (`plan_version`),
//! so that no text that once held can be lost; from then on the records hold. Kept for good: the
//! plan is a public document.

mod above;
mod edit;
mod fold;
mod forms;
mod pages;
mod propose;
mod read;
mod records;
mod show;
#[cfg(test)]
mod tests;

pub(crate) use above::{Above, Counterpart, Counterparts, Item, Level, answered_by, counterparts};
pub(crate) use propose::decided;
pub use read::unknown_indicators;
pub(crate) use read::{Book, check, load};

use kernel::Date;
use kernel::fiscal::FiscalYear;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Migration, Retention, StoreError, Table};
use web::texts::Lang;
use web::{House, Routes};

/// The job that is told how the approval of a change ended.
pub(crate) const ON_DECIDED: &str = "plan.change_decided";

/// Versions of the plan and the changes on their way.
pub(crate) const MIGRATION: Migration =
    Migration { version: 1, name: "versions", sql: include_str!("../../migrations/0001_versions.sql") };

pub(crate) const TABLE: Table = Table {
    name: "plan_version",
    journaled: true,
    blob: None,
    retention: Retention::Forever("町の計画の版（何を、いつ、なぜ変えたか）"),
};

/// A text in the three languages; where one is missing the Japanese stands in. Readings are in the
/// notation of the house.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) ja: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) easy: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) en: Option<String>,
}

impl Words {
    /// In one language, the Japanese where it is missing.
    pub(crate) fn said(&self, lang: Lang) -> &str {
        let other = match lang {
            Lang::Ja => None,
            Lang::Easy => self.easy.as_deref(),
            Lang::En => self.en.as_deref(),
        };
        other.unwrap_or(&self.ja)
    }

    /// Whether nobody has written anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.ja.is_empty()
    }
}

/// One version of the plan, as it holds from a day.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// 1 for the files of the town folder; later versions are decided by approval.
    pub(crate) version: i64,
    /// First day of this version.
    pub(crate) from: Date,
    /// First and last fiscal year of the plan.
    pub(crate) years: (FiscalYear, FiscalYear),
    pub(crate) pillars: Vec<Pillar>,
    pub(crate) measures: Vec<Measure>,
}

#[derive(Debug, Clone)]
pub(crate) struct Pillar {
    pub(crate) key: String,
    pub(crate) name: Words,
}

/// A measure (施策).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measure {
    pub(crate) key: String,
    pub(crate) pillar: String,
    /// The plan's exact words.
    pub(crate) name: Words,
    /// What it is for, in plain words; empty where nobody has written it yet.
    pub(crate) aim: Words,
    /// Key of the desk that answers for it, and of those that help.
    pub(crate) desk: Option<String>,
    pub(crate) supporting: Vec<String>,
    pub(crate) milestones: Vec<Milestone>,
    /// One for each fiscal year of the plan.
    pub(crate) budgets: Vec<Budget>,
    pub(crate) indicators: Vec<Use>,
    /// What of the plans above it answers: (plan key, item key).
    pub(crate) answers: Vec<(String, String)>,
    /// Whether the town has confirmed the aim's words.
    pub(crate) aim_verified: bool,
    /// Whether the town has confirmed the desks; milestones, budgets and targets say it themselves.
    pub(crate) verified: bool,
}

/// A step that shall be reached in a fiscal year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Milestone {
    pub(crate) year: FiscalYear,
    pub(crate) text: Words,
    pub(crate) verified: bool,
}

/// Money of a fiscal year; without an amount it is not decided or not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Budget {
    pub(crate) year: FiscalYear,
    pub(crate) yen: Option<i64>,
    pub(crate) verified: bool,
}

/// An indicator as the plan uses it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Use {
    /// Key of a room's indicator, or of one that is entered from outside.
    pub(crate) key: String,
    /// Its name, where no room brings one yet.
    pub(crate) title: Option<Words>,
    /// A service that will count it does not exist yet: "starts when …".
    pub(crate) starts_when: Option<Words>,
    pub(crate) direction: Direction,
    pub(crate) baseline: Option<f64>,
    pub(crate) baseline_year: Option<FiscalYear>,
    /// Target by fiscal year.
    pub(crate) targets: BTreeMap<FiscalYear, f64>,
    /// Whether the town has confirmed baseline and targets.
    pub(crate) verified: bool,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    Up,
    Down,
}

impl Plan {
    /// A measure by its key.
    pub(crate) fn measure(&self, key: &str) -> Option<&Measure> {
        self.measures.iter().find(|m| m.key == key)
    }
}

/// The version that holds on a day; before the plan begins, its first one.
pub(crate) async fn on(house: &House, day: Date) -> Result<Arc<Plan>, StoreError> {
    let versions = records::decided(&house.db).await?;
    Ok(Arc::new(fold::on(&first(house)?, &versions, day)))
}

/// A decided change of the plan, for feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decided {
    /// The version that it made.
    pub(crate) n: i64,
    pub(crate) measure: String,
    /// Since when it holds.
    pub(crate) from: Date,
    pub(crate) why: String,
    pub(crate) at: kernel::Moment,
}

/// The changes that were decided, in the order of their versions.
pub(crate) async fn changes(house: &House) -> Result<Vec<Decided>, StoreError> {
    let told = |p: records::Proposal| {
        Some(Decided { n: p.n?, measure: p.measure, from: p.from, why: p.why, at: p.decided_at? })
    };
    Ok(records::history(&house.db).await?.into_iter().filter_map(told).collect())
}

/// The desk that answers for a measure, as the organisation names it.
pub(crate) fn desk_of<'h>(house: &'h House, measure: &Measure) -> Option<&'h town::Desk> {
    house.town.organisation.desk(measure.desk.as_deref()?)
}

/// The plan as the files of the town folder have it.
pub(crate) fn first(house: &House) -> Result<Plan, StoreError> {
    Ok(house.shelved::<Book>()?.plan(&house.town.plan))
}

pub(crate) fn routes(routes: &mut Routes) {
    pages::routes(routes);
}
