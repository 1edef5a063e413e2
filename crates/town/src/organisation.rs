//! The desks that do the work (課・係) and the positions that decide (係長, 課長 …).

use crate::offices::OpeningHours;
use crate::{Offices, Problem, Source, load};
use kernel::Phone;
use serde::Deserialize;

/// Desks and positions (`organisation.toml`).
#[derive(Debug, Clone, Default)]
pub struct Organisation {
    desks: Vec<Desk>,
    positions: Vec<Position>,
}

/// A desk: the smallest part of the office that is answerable for matters.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// Stable key, used by procedures, approval routes and accounts.
    pub key: String,
    /// The section (課) it belongs to, as the office writes it.
    pub section: Option<String>,
    /// Name for people, as it stands over the counter.
    pub name: String,
    /// Name in やさしい日本語.
    pub easy: Option<String>,
    /// Name in English.
    pub en: Option<String>,
    /// What people go there for, in a few words.
    pub about: Option<String>,
    /// Telephone; without one the office's own number holds.
    pub phone: Option<Phone>,
    /// Fax.
    pub fax: Option<Phone>,
    /// E-mail.
    pub email: Option<String>,
    /// Key of the office in which it is.
    #[serde(default = "main_office")]
    pub office: String,
    /// Opening hours where they differ from the office's.
    #[serde(default)]
    pub hours: Vec<OpeningHours>,
    /// The desk's number on the municipality's present web site (`soshiki/<id>/`).
    pub external_id: Option<String>,
    /// Whether this desk was seen under this name in the named source.
    #[serde(default)]
    pub verified: bool,
    /// Where it was seen.
    pub source: Option<String>,
    /// A remark for people; desks that are not confirmed say 「確認中」 here.
    pub note: Option<String>,
}

fn main_office() -> String {
    "main".to_owned()
}

impl Desk {
    /// Section and name in one line, the name alone where both are the same.
    pub fn full_name(&self) -> String {
        match &self.section {
            Some(section) if *section != self.name => format!("{section} {}", self.name),
            _ => self.name.clone(),
        }
    }
}

/// A position in the hierarchy; approval routes name it by key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Stable key.
    pub key: String,
    /// Title as on the door (課長).
    pub title: String,
    /// Title in English.
    pub en: Option<String>,
    /// Order of seniority; a higher number decides over a lower one.
    pub rank: u32,
    /// Whether there is one per desk (`true`) or one for the whole municipality (`false`).
    #[serde(default)]
    pub per_desk: bool,
    /// Whether the title was seen in the named source.
    #[serde(default)]
    pub verified: bool,
    /// Where it was seen.
    pub source: Option<String>,
}

impl Organisation {
    /// All desks, in the order of the file.
    pub fn desks(&self) -> &[Desk] {
        &self.desks
    }

    /// A desk by key.
    pub fn desk(&self, key: &str) -> Option<&Desk> {
        self.desks.iter().find(|d| d.key == key)
    }

    /// All positions, in the order of the file.
    pub fn positions(&self) -> &[Position] {
        &self.positions
    }

    /// A position by key.
    pub fn position(&self, key: &str) -> Option<&Position> {
        self.positions.iter().find(|p| p.key == key)
    }
}

pub(crate) fn load(source: &Source, offices: Option<&Offices>, problems: &mut Vec<Problem>) -> Organisation {
    let before = problems.len();
    source.allow(&["desk", "position"], problems);
    let desks: Vec<(usize, Desk)> = source.rows("desk", problems);
    let positions: Vec<(usize, Position)> = source.rows("position", problems);
    for (at, desk) in &desks {
        check_desk(desk, &format!("desk.{at}"), offices, source, problems);
    }
    for (at, position) in &positions {
        let path = format!("position.{at}");
        load::check_key(&position.key, &path, source, problems);
        load::check_source(position.verified, position.source.as_deref(), &path, source, problems);
    }
    load::check_unique("desk", desks.iter().map(|(at, d)| (*at, d.key.as_str())), source, problems);
    let keys = positions.iter().map(|(at, p)| (*at, p.key.as_str()));
    load::check_unique("position", keys, source, problems);
    if desks.is_empty() && problems.len() == before {
        problems.push(Problem::of_file(source.file(), "[[desk]] を一つ以上書いてください"));
    }
    Organisation {
        desks: desks.into_iter().map(|(_, d)| d).collect(),
        positions: positions.into_iter().map(|(_, p)| p).collect(),
    }
}

fn check_desk(desk: &Desk, path: &str, offices: Option<&Offices>, source: &Source, problems: &mut Vec<Problem>) {
    load::check_key(&desk.key, path, source, problems);
    load::check_source(desk.verified, desk.source.as_deref(), path, source, problems);
    if offices.is_some_and(|offices| !offices.has(&desk.office)) {
        let message = format!("庁舎「{}」は offices.toml にありません", desk.office);
        problems.push(source.problem(&format!("{path}.office"), message));
    }
    if desk.hours.iter().any(|h| !h.makes_sense()) {
        let message = "開いている時間は 08:30 のように書き、終わりを始まりより後にしてください";
        problems.push(source.problem(&format!("{path}.hours"), message));
    }
}
