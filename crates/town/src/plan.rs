//! The skeleton of the municipality's digital plan: its vision, pillars and measures.
//!
//! Indicators, targets, reviews and who steers are records of the `plan` room; the wording and
//! the keys to which services belong are data here.

use crate::{Problem, Source, day, load};
use kernel::Date;
use serde::Deserialize;

/// The plan (`plan/plan.toml`).
#[derive(Debug, Clone)]
pub struct PlanSkeleton {
    /// Name of the plan.
    pub title: String,
    /// The guiding sentence.
    pub vision: String,
    /// The guiding paragraph below it.
    pub policy: Option<String>,
    /// Why there is a plan.
    pub background: Option<String>,
    /// How it stands to other plans.
    pub position: Option<String>,
    /// Who drives it.
    pub structure: Option<String>,
    /// How progress is watched.
    pub progress: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Where the wording was seen.
    pub source: Option<String>,
    /// The pillars, in order.
    pub pillars: Vec<Pillar>,
    /// The measures, in order.
    pub measures: Vec<Measure>,
}

/// A pillar of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pillar {
    /// Stable key.
    pub key: String,
    /// Name.
    pub name: String,
    /// The sentence beside the name.
    pub headline: Option<String>,
    /// The paragraph below it.
    pub text: Option<String>,
    /// Name in やさしい日本語.
    pub easy: Option<String>,
    /// Name in English.
    pub en: Option<String>,
}

/// A measure (施策) of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Stable key: the name of the service's folder.
    pub key: String,
    /// Key of its pillar.
    pub pillar: String,
    /// The plan's exact words.
    pub name: String,
    /// The same in やさしい日本語.
    pub easy: Option<String>,
    /// The same in English.
    pub en: Option<String>,
}

impl Measure {
    /// Pillar and key: `residents/procedures`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.pillar, self.key)
    }
}

impl PlanSkeleton {
    /// A measure by its path (`residents/procedures`) or, as keys are unique, its key alone.
    pub fn measure(&self, path: &str) -> Option<&Measure> {
        match path.split_once('/') {
            Some((pillar, key)) => self.measures.iter().find(|m| m.pillar == pillar && m.key == key),
            None => self.measures.iter().find(|m| m.key == path),
        }
    }

    /// The measures of a pillar, in order.
    pub fn measures_of(&self, pillar: &str) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(move |m| m.pillar == pillar)
    }

    /// A pillar by key.
    pub fn pillar(&self, key: &str) -> Option<&Pillar> {
        self.pillars.iter().find(|p| p.key == key)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    title: String,
    vision: String,
    policy: Option<String>,
    background: Option<String>,
    position: Option<String>,
    structure: Option<String>,
    progress: Option<String>,
    #[serde(deserialize_with = "day::read")]
    from: Date,
    #[serde(deserialize_with = "day::read")]
    until: Date,
    source: Option<String>,
}

pub(crate) fn load(source: &Source, problems: &mut Vec<Problem>) -> Option<PlanSkeleton> {
    source.allow(&["plan", "pillar", "measure"], problems);
    let frame: Option<Frame> = source.table("plan", problems);
    let pillars: Vec<(usize, Pillar)> = source.rows("pillar", problems);
    let measures: Vec<(usize, Measure)> = source.rows("measure", problems);
    for (at, pillar) in &pillars {
        load::check_key(&pillar.key, &format!("pillar.{at}"), source, problems);
    }
    for (at, measure) in &measures {
        load::check_key(&measure.key, &format!("measure.{at}"), source, problems);
        if !pillars.iter().any(|(_, p)| p.key == measure.pillar) {
            let message = format!("柱「{}」がこのファイルにありません", measure.pillar);
            problems.push(source.problem(&format!("measure.{at}.pillar"), message));
        }
    }
    let keys = pillars.iter().map(|(at, p)| (*at, p.key.as_str()));
    load::check_unique("pillar", keys, source, problems);
    let keys = measures.iter().map(|(at, m)| (*at, m.key.as_str()));
    load::check_unique("measure", keys, source, problems);
    let frame = frame?;
    if frame.until < frame.from {
        problems.push(source.problem("plan.until", "終わりの日が始まりの日より前です"));
    }
    let pillars = pillars.into_iter().map(|(_, p)| p).collect();
    let measures = measures.into_iter().map(|(_, m)| m).collect();
    Some(frame.with(pillars, measures))
}

impl Frame {
    fn with(self, pillars: Vec<Pillar>, measures: Vec<Measure>) -> PlanSkeleton {
        PlanSkeleton {
            title: self.title,
            vision: self.vision,
            policy: self.policy,
            background: self.background,
            position: self.position,
            structure: self.structure,
            progress: self.progress,
            from: self.from,
            until: self.until,
            source: self.source,
            pillars,
            measures,
        }
    }
}
