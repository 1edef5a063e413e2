//! The plan as data: what a version of it says of pillars, measures, targets, milestones, budgets
//! and of the plans above it.

use kernel::Date;
use kernel::fiscal::FiscalYear;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::StoreError;
use web::{House, Routes};

/// A text in the three languages; where one is missing the Japanese stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) ja: String,
    pub(crate) easy: Option<String>,
    pub(crate) en: Option<String>,
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
#[derive(Debug, Clone)]
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
    pub(crate) budgets: Vec<Budget>,
    pub(crate) indicators: Vec<Use>,
    /// What of the plans above it answers: (plan key, item key).
    pub(crate) answers: Vec<(String, String)>,
    /// Whether the town has confirmed desk, milestones, budget and targets.
    pub(crate) verified: bool,
}

/// A step that shall be reached in a fiscal year.
#[derive(Debug, Clone)]
pub(crate) struct Milestone {
    pub(crate) year: FiscalYear,
    pub(crate) text: Words,
    pub(crate) verified: bool,
}

/// Money of a fiscal year; without an amount it is not decided or not known.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    pub(crate) year: FiscalYear,
    pub(crate) yen: Option<i64>,
    pub(crate) verified: bool,
}

/// An indicator as the plan uses it.
#[derive(Debug, Clone)]
pub(crate) struct Use {
    /// Key of a room's indicator, or of one that is entered from outside.
    pub(crate) key: String,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// The version that holds on a day.
pub(crate) async fn on(house: &House, day: Date) -> Result<Arc<Plan>, StoreError> {
    let _ = day;
    Ok(Arc::new(from_skeleton(&house.town.plan)))
}

fn from_skeleton(skeleton: &town::PlanSkeleton) -> Plan {
    let words = |ja: &str, easy: &Option<String>, en: &Option<String>| Words {
        ja: ja.to_owned(),
        easy: easy.clone(),
        en: en.clone(),
    };
    let measure = |m: &town::Measure| Measure {
        key: m.key.clone(),
        pillar: m.pillar.clone(),
        name: words(&m.name, &m.easy, &m.en),
        aim: Words::default(),
        desk: None,
        supporting: Vec::new(),
        milestones: Vec::new(),
        budgets: Vec::new(),
        indicators: Vec::new(),
        answers: Vec::new(),
        verified: false,
    };
    Plan {
        version: 1,
        from: skeleton.from,
        years: (FiscalYear::of(skeleton.from), FiscalYear::of(skeleton.until)),
        pillars: skeleton
            .pillars
            .iter()
            .map(|p| Pillar { key: p.key.clone(), name: words(&p.name, &p.easy, &p.en) })
            .collect(),
        measures: skeleton.measures.iter().map(measure).collect(),
    }
}

pub(crate) fn routes(_routes: &mut Routes) {}
