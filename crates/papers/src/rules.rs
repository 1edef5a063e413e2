//! What a town decides about its papers: `papers.toml` in its folder. Without the file, a paper waits
//! for its time stamp and one officer may take a paper back.

use kernel::{Date, Moment};
use serde::Deserialize;
use std::collections::BTreeMap;
use town::{Problem, TownFolder};
use web::House;

/// Where the rules stand in a town folder.
pub(crate) const FILE: &str = "papers.toml";

/// The town's rules for its papers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Rules {
    pub(crate) time_stamp: StampRule,
    pub(crate) revoke: RevokeRule,
    pub(crate) copies: CopyRule,
    pub(crate) validity: ValidityRule,
}

/// When the time stamping authority does not answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StampRule {
    /// Whether a paper may be issued without its time stamp then.
    pub(crate) may_be_missing: bool,
}

/// Taking a paper back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RevokeRule {
    /// Whether a second officer must agree.
    pub(crate) two_officers: bool,
}

/// How long papers hold. Most certificates have no last day: whoever asks for one says how old it may be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ValidityRule {
    /// Days after the day of issue, by kind of paper.
    pub(crate) days: BTreeMap<String, i64>,
}

impl ValidityRule {
    /// The last day of a paper of this kind, if the town has said so.
    pub(crate) fn last_day(&self, kind: &str, issued: Moment) -> Option<Date> {
        self.days.get(kind).map(|days| issued.plus_days(*days).date())
    }
}

/// What stands on a paper about copies of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CopyRule {
    /// Small words on the ground of each page: 複写.
    pub(crate) ground: Option<String>,
    /// A line above the proof: what a photocopy is worth.
    pub(crate) line: Option<String>,
}

/// On the ground there is room for a few signs.
const LONGEST_GROUND: usize = 8;
const LONGEST_LINE: usize = 80;
/// Ten years.
const LONGEST_VALIDITY: i64 = 3653;

impl Rules {
    pub(crate) fn load(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        if !folder.has(FILE) {
            return Ok(Self::default());
        }
        let rules: Self = folder.toml(FILE).map_err(|p| vec![p])?;
        let too_long = |text: &Option<String>, most: usize| text.as_ref().is_some_and(|t| t.chars().count() > most);
        if too_long(&rules.copies.ground, LONGEST_GROUND) || too_long(&rules.copies.line, LONGEST_LINE) {
            let words = format!("copies の ground は{LONGEST_GROUND}文字、line は{LONGEST_LINE}文字までです");
            return Err(vec![Problem::of_file(FILE, words)]);
        }
        if rules.validity.days.values().any(|days| !(1..=LONGEST_VALIDITY).contains(days)) {
            let words = format!("validity の days は、1日から{LONGEST_VALIDITY}日までです");
            return Err(vec![Problem::of_file(FILE, words)]);
        }
        Ok(rules)
    }

    /// The rules of this house's town.
    pub(crate) fn of(house: &House) -> Self {
        house.shelf.get::<Self>().cloned().unwrap_or_default()
    }
}

/// Finds what is wrong in `papers.toml`.
pub(crate) fn check(folder: &TownFolder) -> Vec<Problem> {
    Rules::load(folder).err().unwrap_or_default()
}
