//! Which text holds: the first version and the decided changes, laid over it part by part.
//!
//! A change says only what it changes. So two changes of one measure that touch different parts
//! both hold, in whatever order they were decided.

use super::{Budget, Measure, Milestone, Plan, Use, Words};
use kernel::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part of a measure that changes as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Aim,
    Desks,
    Milestones,
    Budgets,
    Indicators,
    Answers,
}

impl Part {
    pub(super) const ALL: [Self; 6] =
        [Self::Aim, Self::Desks, Self::Milestones, Self::Budgets, Self::Indicators, Self::Answers];

    /// The last word of its keys in the texts.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Aim => "aim",
            Self::Desks => "desks",
            Self::Milestones => "milestones",
            Self::Budgets => "budgets",
            Self::Indicators => "indicators",
            Self::Answers => "answers",
        }
    }
}

/// The parts of a measure that a change sets; what is not there stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Change {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) aim: Option<Aim>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) desks: Option<Desks>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) milestones: Option<Vec<Milestone>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) budgets: Option<Vec<Budget>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) indicators: Option<Vec<Use>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) answers: Option<Vec<(String, String)>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Aim {
    pub(super) words: Words,
    pub(super) verified: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Desks {
    pub(super) desk: Option<String>,
    pub(super) supporting: Vec<String>,
    pub(super) verified: bool,
}

impl Change {
    /// All parts of a measure.
    pub(super) fn whole(m: &Measure) -> Self {
        Self {
            aim: Some(Aim { words: m.aim.clone(), verified: m.aim_verified }),
            desks: Some(Desks { desk: m.desk.clone(), supporting: m.supporting.clone(), verified: m.verified }),
            milestones: Some(m.milestones.clone()),
            budgets: Some(m.budgets.clone()),
            indicators: Some(m.indicators.clone()),
            answers: Some(m.answers.clone()),
        }
    }

    /// What makes `new` of `old`.
    pub(super) fn between(old: &Measure, new: &Measure) -> Self {
        let (was, mut is) = (Self::whole(old), Self::whole(new));
        is.aim = is.aim.filter(|aim| was.aim.as_ref() != Some(aim));
        is.desks = is.desks.filter(|desks| was.desks.as_ref() != Some(desks));
        is.milestones = is.milestones.filter(|_| was.milestones.as_deref() != Some(&new.milestones));
        is.budgets = is.budgets.filter(|_| was.budgets.as_deref() != Some(&new.budgets));
        is.indicators = is.indicators.filter(|_| was.indicators.as_deref() != Some(&new.indicators));
        is.answers = is.answers.filter(|_| was.answers.as_deref() != Some(&new.answers));
        is
    }

    /// The parts that it sets.
    pub(super) fn parts(&self) -> Vec<Part> {
        Part::ALL.into_iter().filter(|part| self.sets(*part)).collect()
    }

    const fn sets(&self, part: Part) -> bool {
        match part {
            Part::Aim => self.aim.is_some(),
            Part::Desks => self.desks.is_some(),
            Part::Milestones => self.milestones.is_some(),
            Part::Budgets => self.budgets.is_some(),
            Part::Indicators => self.indicators.is_some(),
            Part::Answers => self.answers.is_some(),
        }
    }

    /// The same parts as `other` sets, of this.
    pub(super) fn like(mut self, other: &Self) -> Self {
        self.aim = self.aim.filter(|_| other.aim.is_some());
        self.desks = self.desks.filter(|_| other.desks.is_some());
        self.milestones = self.milestones.filter(|_| other.milestones.is_some());
        self.budgets = self.budgets.filter(|_| other.budgets.is_some());
        self.indicators = self.indicators.filter(|_| other.indicators.is_some());
        self.answers = self.answers.filter(|_| other.answers.is_some());
        self
    }

    /// Lays this over a measure.
    pub(super) fn lay_over(&self, measure: &mut Measure) {
        if let Some(aim) = &self.aim {
            (measure.aim, measure.aim_verified) = (aim.words.clone(), aim.verified);
        }
        if let Some(Desks { desk, supporting, verified }) = &self.desks {
            (measure.desk, measure.supporting) = (desk.clone(), supporting.clone());
            measure.verified = *verified;
        }
        set(&mut measure.milestones, &self.milestones);
        set(&mut measure.budgets, &self.budgets);
        set(&mut measure.indicators, &self.indicators);
        set(&mut measure.answers, &self.answers);
    }
}

fn set<T: Clone>(part: &mut Vec<T>, new: &Option<Vec<T>>) {
    if let Some(new) = new {
        part.clone_from(new);
    }
}

/// What a decided version says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Says {
    /// The first version: every measure.
    All(BTreeMap<String, Change>),
    /// A change of one measure.
    One(String, Box<Change>),
}

/// A decided version.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Version {
    pub(super) n: i64,
    pub(super) from: Date,
    pub(super) says: Says,
}

/// The plan on a day.
pub(super) fn on(first: &Plan, versions: &[Version], day: Date) -> Plan {
    laid(first, versions.iter().filter(|v| v.n == 1 || v.from <= day))
}

/// The plan with all that was decided up to version `n`, whether it holds already or not.
pub(super) fn up_to(first: &Plan, versions: &[Version], n: i64) -> Plan {
    laid(first, versions.iter().filter(|v| v.n <= n))
}

/// The plan as it is when `version` begins to hold.
pub(super) fn at(first: &Plan, versions: &[Version], version: &Version) -> Plan {
    laid(first, versions.iter().filter(|v| (v.from, v.n) <= (version.from, version.n)))
}

fn laid<'v>(first: &Plan, versions: impl Iterator<Item = &'v Version>) -> Plan {
    let mut plan = first.clone();
    let mut versions: Vec<&Version> = versions.collect();
    versions.sort_by_key(|v| (v.n != 1, v.from, v.n));
    for version in versions {
        (plan.version, plan.from) = (version.n, version.from);
        for measure in &mut plan.measures {
            let change = match &version.says {
                Says::All(all) => all.get(&measure.key),
                Says::One(key, change) => (*key == measure.key).then_some(&**change),
            };
            if let Some(change) = change {
                change.lay_over(measure);
            }
        }
    }
    plan
}

/// The parts of a measure that were decided anew after version `seen`.
pub(super) fn since(versions: &[Version], measure: &str, seen: i64) -> Vec<(i64, Date, Part)> {
    let newer = versions.iter().filter(|v| v.n > seen);
    let parts = newer.filter_map(|v| match &v.says {
        Says::One(key, change) if key == measure => Some((v, change.parts())),
        _ => None,
    });
    parts.flat_map(|(v, parts)| parts.into_iter().map(|p| (v.n, v.from, p))).collect()
}

/// The measures of which the town folder says something else than the first version on record: that
/// a file was changed afterwards has no effect, and somebody should know.
pub(super) fn overruled<'p>(files: &'p Plan, versions: &[Version]) -> Vec<&'p Measure> {
    let Some(Says::All(kept)) = versions.iter().find(|v| v.n == 1).map(|v| &v.says) else { return Vec::new() };
    let differs = |m: &&Measure| kept.get(&m.key).is_some_and(|kept| *kept != Change::whole(m));
    files.measures.iter().filter(differs).collect()
}

/// The last number given.
pub(super) fn last(versions: &[Version]) -> i64 {
    versions.iter().map(|v| v.n).max().unwrap_or(1)
}
