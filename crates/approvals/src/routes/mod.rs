//! 決裁の道すじ: the town's rules on who decides what, in `approvals/routes.toml`.

mod check;

pub use check::check;

use crate::draft::{Officer, Post};
use kernel::{Date, FiscalYear, Yen};
use serde::Deserialize;
use std::collections::BTreeSet;
use town::{Period, Problem, TownFolder};

/// Where the routes stand in a town folder.
pub const FILE: &str = "approvals/routes.toml";

/// All routes of the town, with its deputies and the pattern of its document numbers.
#[derive(Debug, Clone)]
pub struct RouteBook {
    rules: Rules,
    per_desk: BTreeSet<String>,
}

/// The file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    number: NumberRule,
    #[serde(default)]
    deputy: Vec<Deputy>,
    #[serde(default)]
    route: Vec<Route>,
}

/// How a document number is written: `{year}` 令和8年度, `{year_number}` 8, `{year_short}` R8,
/// `{sign}` the desk's sign, `{n}` the number in that year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberRule {
    pattern: String,
    #[serde(default)]
    sign: Vec<Sign>,
}

/// 課記号: the sign by which a desk numbers its documents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    desk: String,
    sign: String,
}

/// 代決: who decides when the holder of a position is absent, first in line first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Deputy {
    position: String,
    by: Vec<String>,
    #[serde(default, deserialize_with = "town::day::read_optional")]
    from: Option<Date>,
    #[serde(default, deserialize_with = "town::day::read_optional")]
    until: Option<Date>,
}

/// A route during one period.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Stable key.
    pub key: String,
    /// Its name for officers.
    pub title: String,
    /// The matters that take it; without a word about kinds, the kind with the route's own key.
    #[serde(default)]
    pub when: When,
    #[serde(default, deserialize_with = "town::day::read_optional")]
    from: Option<Date>,
    #[serde(default, deserialize_with = "town::day::read_optional")]
    until: Option<Date>,
    /// Whether it was seen in the town's rules.
    #[serde(default)]
    pub verified: bool,
    /// Where it was seen.
    pub source: Option<String>,
    /// A remark for officers.
    pub note: Option<String>,
    /// Within so many days of the draft (the day itself not counted) the town means to decide.
    pub days: Option<u8>,
    /// The steps in order.
    #[serde(rename = "step", default)]
    pub steps: Vec<Step>,
}

/// The matters that take a route.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    #[serde(default)]
    kinds: Vec<String>,
    amount_from: Option<Yen>,
    amount_to: Option<Yen>,
}

/// A step of a route.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is asked.
    pub kind: StepKind,
    /// Who is asked, by position.
    pub positions: Vec<String>,
    /// Key of their desk; `same` is the drafting one.
    #[serde(default = "same")]
    pub desk: String,
    /// Whether one of the positions is enough.
    #[serde(default)]
    pub mode: Mode,
    /// At the same time as the step before.
    #[serde(default)]
    pub with_previous: bool,
}

fn same() -> String {
    SAME.to_owned()
}

const SAME: &str = "same";

/// What a step asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// 承認.
    Approve,
    /// 合議: another desk says whether it agrees.
    Consult,
    /// 供覧: it is shown and does not wait.
    Circulate,
}

/// How many of a step's positions must act.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One of them.
    #[default]
    Any,
    /// Each of them.
    All,
}

impl RouteBook {
    /// Reads the routes of a town.
    ///
    /// # Errors
    /// Every mistake with its line.
    pub fn load(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        let (rules, offices, problems) = check::read(folder);
        match (rules, offices) {
            (Some(rules), Some(offices)) if problems.is_empty() => Ok(Self { rules, per_desk: offices.per_desk() }),
            _ => Err(problems),
        }
    }

    /// Whether any route, past or coming, takes this kind of matter.
    pub fn has(&self, kind: &str) -> bool {
        self.rules.route.iter().any(|r| r.takes(kind))
    }

    /// The kinds of matters that routes take, each with what a route of it is called.
    pub fn kinds(&self) -> std::collections::BTreeMap<String, String> {
        let mut kinds = std::collections::BTreeMap::new();
        for route in &self.rules.route {
            let own = std::slice::from_ref(&route.key);
            let taken = if route.when.kinds.is_empty() { own } else { &route.when.kinds };
            for kind in taken {
                kinds.entry(kind.clone()).or_insert_with(|| route.title.clone());
            }
        }
        kinds
    }

    /// The route of a matter; without an amount it costs nothing.
    pub fn route(&self, kind: &str, amount: Option<Yen>, day: Date) -> Option<&Route> {
        let amount = amount.unwrap_or(Yen::ZERO);
        let fits = |r: &&Route| r.takes(kind) && r.period().holds_on(day) && r.when.fits(amount);
        self.rules.route.iter().find(fits)
    }

    /// The posts that a step asks, for a draft of `desk`.
    pub(crate) fn posts(&self, step: &Step, desk: &str) -> Vec<Post> {
        let desk = if step.desk == SAME { desk } else { &step.desk };
        step.positions.iter().map(|position| self.post(position, Some(desk))).collect()
    }

    /// The positions that may stand in for the holder of `post` on a day, as posts, first in line
    /// first.
    pub(crate) fn deputies(&self, post: &Post, day: Date) -> Vec<Post> {
        let rule = self.rules.deputy.iter().find(|d| d.position == post.position && d.period().holds_on(day));
        let by = rule.map(|d| d.by.as_slice()).unwrap_or_default();
        by.iter().map(|position| self.post(position, post.desk.as_deref())).collect()
    }

    /// The posts for which this officer may stand in on a day.
    pub(crate) fn deputised(&self, officer: &Officer, day: Date) -> Vec<Post> {
        let rules = self.rules.deputy.iter().filter(|d| d.period().holds_on(day));
        let mut posts: Vec<Post> = rules
            .flat_map(|d| officer.posts.iter().map(|p| self.post(&d.position, p.desk.as_deref())))
            .filter(|post| self.deputies(post, day).iter().any(|by| officer.holds(by)))
            .collect();
        posts.sort();
        posts.dedup();
        posts
    }

    /// A position at a desk as a post; a position of the whole town has no desk.
    pub(crate) fn post(&self, position: &str, desk: Option<&str>) -> Post {
        let desk = desk.filter(|_| self.per_desk.contains(position));
        Post { desk: desk.map(str::to_owned), position: position.to_owned() }
    }

    /// 課記号 of a desk; its key where the town gave it none.
    pub(crate) fn sign<'a>(&'a self, desk: &'a str) -> &'a str {
        self.rules.number.sign.iter().find(|s| s.desk == desk).map_or(desk, |s| &s.sign)
    }

    /// 文書番号, written as the town does.
    pub(crate) fn number(&self, year: FiscalYear, sign: &str, n: i64) -> String {
        let short = year.short();
        let year_number = short.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let parts = [
            ("{year}", year.label()),
            ("{year_number}", year_number.to_owned()),
            ("{year_short}", short.clone()),
            ("{n}", n.to_string()),
            ("{sign}", sign.to_owned()),
        ];
        let pattern = self.rules.number.pattern.clone();
        parts.iter().fold(pattern, |text, (name, value)| text.replace(name, value))
    }
}

impl Route {
    fn takes(&self, kind: &str) -> bool {
        if self.when.kinds.is_empty() { self.key == kind } else { self.when.kinds.iter().any(|k| k == kind) }
    }

    const fn period(&self) -> Period {
        Period { from: self.from, until: self.until }
    }
}

impl Deputy {
    const fn period(&self) -> Period {
        Period { from: self.from, until: self.until }
    }
}

impl When {
    fn fits(&self, amount: Yen) -> bool {
        self.amount_from.is_none_or(|from| from <= amount) && self.amount_to.is_none_or(|to| amount <= to)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let starts_in_time = |a: &Self, b: &Self| a.amount_from.zip(b.amount_to).is_none_or(|(from, to)| from <= to);
        starts_in_time(self, other) && starts_in_time(other, self)
    }
}

impl StepKind {
    /// The word kept in records.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Consult => "consult",
            Self::Circulate => "circulate",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Approve, Self::Consult, Self::Circulate].into_iter().find(|k| k.as_str() == word)
    }

    /// What officers call it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Approve => "承認",
            Self::Consult => "合議",
            Self::Circulate => "供覧",
        }
    }
}

#[cfg(test)]
mod tests;
