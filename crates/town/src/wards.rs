//! Neighbourhoods: how the municipality is divided, down to the group of households.

use crate::{Point, Problem, Source, load};
use kernel::Postcode;
use serde::Deserialize;

/// The wards and who speaks for them (`wards.toml`).
#[derive(Debug, Clone, Default)]
pub struct Wards {
    /// What the levels below the municipality are called, largest first (行政区, 組 …).
    pub levels: Vec<String>,
    /// Offices that residents hold in a ward (区長 …).
    pub roles: Vec<WardRole>,
    /// Where the rules were seen.
    pub source: Option<String>,
    /// A remark for people, for example that the list is not confirmed.
    pub note: Option<String>,
    list: Vec<Ward>,
}

/// A ward, or an area that stands in for one until the list of wards is confirmed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ward {
    /// Stable key, kept when the name changes.
    pub key: String,
    /// Name.
    pub name: String,
    /// Name in katakana.
    pub kana: String,
    /// A real ward or a stand-in.
    #[serde(default)]
    pub kind: WardKind,
    /// Key of the ward that contains it.
    pub parent: Option<String>,
    /// A larger grouping that people still know, for example the village before a merger.
    pub group: Option<String>,
    /// Postcode of the area.
    pub postcode: Option<Postcode>,
    /// Its middle on the map.
    pub point: Option<Point>,
    /// Whether it is confirmed to be a ward under this name.
    #[serde(default)]
    pub verified: bool,
    /// Where it was seen.
    pub source: Option<String>,
}

/// Whether an entry is a ward of the municipality's own rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WardKind {
    /// A ward.
    #[default]
    Ward,
    /// Part of an address (大字) used as a placeholder; never to be called a ward.
    Area,
}

/// An office held in a ward.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WardRole {
    /// Stable key.
    pub key: String,
    /// Title (区長).
    pub title: String,
    /// Which of the levels it belongs to, counted from 0.
    pub level: usize,
    /// Length of a term in years.
    pub term_years: u32,
    /// Whether the same person may be chosen again.
    pub may_repeat: bool,
    /// Whether the rule was seen in the source.
    #[serde(default)]
    pub verified: bool,
}

impl Ward {
    /// The name as people should see it: an area says that it is one.
    pub fn label(&self) -> String {
        match self.kind {
            WardKind::Ward => self.name.clone(),
            WardKind::Area => format!("大字{}", self.name),
        }
    }
}

impl Wards {
    /// All wards, or the areas that stand in for them.
    pub fn all(&self) -> &[Ward] {
        &self.list
    }

    /// A ward by key.
    pub fn get(&self, key: &str) -> Option<&Ward> {
        self.list.iter().find(|w| w.key == key)
    }

    /// Whether the list consists of stand-ins, so that pages must say so.
    pub fn are_placeholders(&self) -> bool {
        self.list.iter().any(|w| w.kind == WardKind::Area)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    levels: Vec<String>,
    source: Option<String>,
    note: Option<String>,
}

pub(crate) fn load(source: &Source, problems: &mut Vec<Problem>) -> Wards {
    source.allow(&["rules", "role", "ward"], problems);
    let rules: Rules = source.table("rules", problems).unwrap_or_default();
    let roles: Vec<(usize, WardRole)> = source.rows("role", problems);
    let wards: Vec<(usize, Ward)> = source.rows("ward", problems);
    for (at, role) in &roles {
        load::check_key(&role.key, &format!("role.{at}"), source, problems);
        if role.level >= rules.levels.len() {
            let message = "rules.levels にない段です。0 から数えて書いてください";
            problems.push(source.problem(&format!("role.{at}.level"), message));
        }
    }
    load::check_unique("role", roles.iter().map(|(at, r)| (*at, r.key.as_str())), source, problems);
    load::check_unique("ward", wards.iter().map(|(at, w)| (*at, w.key.as_str())), source, problems);
    for (at, ward) in &wards {
        check_ward(ward, &format!("ward.{at}"), &wards, source, problems);
    }
    Wards {
        levels: rules.levels,
        roles: roles.into_iter().map(|(_, r)| r).collect(),
        source: rules.source,
        note: rules.note,
        list: wards.into_iter().map(|(_, w)| w).collect(),
    }
}

fn check_ward(ward: &Ward, path: &str, all: &[(usize, Ward)], source: &Source, problems: &mut Vec<Problem>) {
    load::check_key(&ward.key, path, source, problems);
    load::check_source(ward.verified, ward.source.as_deref(), path, source, problems);
    let mut note = |key: &str, message: &str| {
        problems.push(source.problem(&format!("{path}.{key}"), message));
    };
    if let Some(parent) = &ward.parent
        && !all.iter().any(|(_, w)| w.key == *parent && w.key != ward.key)
    {
        note("parent", "上の区がこのファイルにありません");
    }
    if ward.kind == WardKind::Area && ward.verified {
        note("verified", "仮に置いた大字は、確認済みの区にはできません");
    }
    if ward.point.is_some_and(|p| !p.in_japan()) {
        note("point", "緯度と経度を確かめてください");
    }
}
