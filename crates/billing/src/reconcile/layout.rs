//! How lists of paid slips are laid out: agents differ, so it is the town's data.

use crate::Channel;
use serde::Deserialize;
use std::collections::BTreeSet;
use town::{Problem, TownFolder};

const FILE: &str = "paid_notices.toml";

/// The layouts that the town's agents use.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layouts {
    #[serde(default, rename = "layout")]
    pub all: Vec<Layout>,
}

/// One layout: a CSV file with a heading line, UTF-8.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layout {
    pub key: String,
    /// Its name for the officer.
    pub title: String,
    /// By which ways what it tells of was paid.
    pub channels: Vec<Channel>,
    pub columns: Columns,
    #[serde(default)]
    pub verified: bool,
    pub source: Option<String>,
}

/// The headings of the columns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Columns {
    /// The agent's own number of the payment.
    pub id: String,
    /// 納付番号 of the slip, 20 digits.
    pub key: String,
    /// 確認番号, 6 digits.
    pub confirm: Option<String>,
    pub amount: String,
    /// The day on which it was paid: `2026-06-30` or `20260630`.
    pub paid_on: String,
}

impl Layouts {
    /// Reads the town's file; a town without one has no agents.
    pub fn open(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        if !folder.has(FILE) {
            return Ok(Self::default());
        }
        let source = folder.source(FILE).map_err(|p| vec![p])?;
        let read: Self = source.read().map_err(|p| vec![p])?;
        let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
        for (at, layout) in read.all.iter().enumerate() {
            if !seen.insert(layout.key.as_str()) {
                problems.push(source.problem(&format!("layout.{at}.key"), "同じ並びが二度書かれています"));
            }
            let others = layout.channels.iter().all(|c| !matches!(c, Channel::Counter | Channel::DirectDebit));
            if layout.channels.is_empty() || !others {
                let words = "窓口と口座振替のほかの払い方を、一つは書いてください";
                problems.push(source.problem(&format!("layout.{at}.channels"), words));
            }
            if layout.verified && layout.source.is_none() {
                let words = "verified = true のときは、source に確かめた場所を書いてください";
                problems.push(source.problem(&format!("layout.{at}.verified"), words));
            }
        }
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    pub fn get(&self, key: &str) -> Option<&Layout> {
        self.all.iter().find(|l| l.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layouts_of_our_towns_are_in_order() {
        for town in ["ono", "template"] {
            let folder = testkit::town_folder(town);
            assert!(Layouts::open(&folder).is_ok(), "{town}");
        }
        assert!(Layouts::open(&testkit::town_folder("ono")).unwrap().get("standard").is_some());
    }
}
