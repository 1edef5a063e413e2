//! Days on which the office is closed beyond what the law fixes for everybody.
//!
//! Saturdays, Sundays, national holidays and 12月29日 to 1月3日 are in `kernel`
//! (地方自治法4条の2); this file adds the town's own days.

use crate::{Problem, Source, day, load};
use kernel::Date;
use serde::Deserialize;

/// The town's own closed days (`calendar.toml`).
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    closed: Vec<ClosedDay>,
}

/// A day on which the office is closed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedDay {
    /// The day.
    #[serde(deserialize_with = "day::read")]
    pub date: Date,
    /// Why, for people.
    pub reason: String,
    /// Key of the one office that is closed; without it all are.
    pub office: Option<String>,
}

impl Calendar {
    /// The days, in the order of the file.
    pub fn closed_days(&self) -> &[ClosedDay] {
        &self.closed
    }

    /// Why the whole office is closed by the town's own rule on `day`, if it is.
    pub fn closed_on(&self, day: Date) -> Option<&ClosedDay> {
        self.closed
            .iter()
            .find(|c| c.date == day && c.office.is_none())
    }
}

pub(crate) fn load(source: &Source, problems: &mut Vec<Problem>) -> Calendar {
    source.allow(&["closed"], problems);
    let rows: Vec<(usize, ClosedDay)> = source.rows("closed", problems);
    let keys: Vec<(usize, String)> = rows
        .iter()
        .map(|(at, c)| {
            (
                *at,
                format!("{} {}", c.date, c.office.as_deref().unwrap_or("")),
            )
        })
        .collect();
    let keys = keys.iter().map(|(at, key)| (*at, key.as_str()));
    load::check_unique_at("closed", "date", keys, source, problems);
    Calendar {
        closed: rows.into_iter().map(|(_, c)| c).collect(),
    }
}
