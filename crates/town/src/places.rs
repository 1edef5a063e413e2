//! Public places: schools, halls, the hospital; for maps, lists and the choice of where to go.

use crate::{Point, Problem, Source, load};
use kernel::Phone;
use serde::Deserialize;

/// The places (`places.toml`).
#[derive(Debug, Clone, Default)]
pub struct Places {
    list: Vec<Place>,
}

/// A public place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Stable key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Name in katakana.
    pub kana: Option<String>,
    /// Name in English.
    pub en: Option<String>,
    /// What it is.
    pub kind: PlaceKind,
    /// Address on one line.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// Where it is on the map; left out rather than guessed.
    pub point: Option<Point>,
    /// Whether name and telephone were seen in the named source.
    #[serde(default)]
    pub verified: bool,
    /// Where they were seen.
    pub source: Option<String>,
    /// A remark for people.
    pub note: Option<String>,
}

/// Kinds of public places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// 認定こども園・保育所・幼稚園
    Nursery,
    /// 学校
    School,
    /// 児童館・子育て支援
    ChildCentre,
    /// 図書館・文化施設
    Culture,
    /// 運動施設
    Sports,
    /// 集会所・公民館
    MeetingPlace,
    /// 病院・診療所
    Hospital,
    /// 相談の窓口
    Advice,
    /// 駅・停留所・道路の入口
    Transport,
    /// 温泉・公園・名所
    Leisure,
    /// 避難場所
    Shelter,
    /// そのほか
    Other,
}

impl Places {
    /// All places, in the order of the file.
    pub fn all(&self) -> &[Place] {
        &self.list
    }

    /// A place by key.
    pub fn get(&self, key: &str) -> Option<&Place> {
        self.list.iter().find(|p| p.key == key)
    }

    /// The places of one kind.
    pub fn of_kind(&self, kind: PlaceKind) -> impl Iterator<Item = &Place> {
        self.list.iter().filter(move |p| p.kind == kind)
    }
}

pub(crate) fn load(source: &Source, problems: &mut Vec<Problem>) -> Places {
    source.allow(&["place"], problems);
    let rows: Vec<(usize, Place)> = source.rows("place", problems);
    for (at, place) in &rows {
        let path = format!("place.{at}");
        load::check_key(&place.key, &path, source, problems);
        load::check_source(place.verified, place.source.as_deref(), &path, source, problems);
        if place.point.is_some_and(|p| !p.in_japan()) {
            problems.push(source.problem(&format!("{path}.point"), "緯度と経度を確かめてください"));
        }
    }
    load::check_unique("place", rows.iter().map(|(at, p)| (*at, p.key.as_str())), source, problems);
    Places { list: rows.into_iter().map(|(_, p)| p).collect() }
}
