//! Days on which the office is closed, or open, beyond what the law fixes for everybody.
//!
//! Saturdays, Sundays, national holidays and 12月29日 to 1月3日 are in `kernel::office_days`
//! (地方自治法4条の2); this file adds the town's own days.

use crate::{Problem, Source, day, load};
use kernel::{Date, OfficeCalendar};
use serde::Deserialize;

/// The town's own days (`calendar.toml`).
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    closed: Vec<TownDay>,
    open: Vec<TownDay>,
    main: OfficeCalendar,
}

/// A day of the town's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TownDay {
    /// The day.
    #[serde(deserialize_with = "day::read")]
    pub date: Date,
    /// Why, for people.
    pub reason: String,
    /// Key of the one office that is meant; without it all are.
    pub office: Option<String>,
}

impl Calendar {
    /// When the town office itself is open; deadlines count by it.
    pub fn main(&self) -> &OfficeCalendar {
        &self.main
    }

    /// When one office is open.
    pub fn of_office(&self, office: &str) -> OfficeCalendar {
        let mine = |days: &[TownDay]| {
            let of_it = |day: &&TownDay| day.office.as_deref().is_none_or(|key| key == office);
            let days = days.iter().filter(of_it);
            days.map(|day| (day.date, day.reason.clone())).collect()
        };
        OfficeCalendar { extra_closed: mine(&self.closed), extra_open: mine(&self.open) }
    }
}

pub(crate) fn load(source: &Source, problems: &mut Vec<Problem>) -> Calendar {
    source.allow(&["closed", "open"], problems);
    let mut calendar = Calendar {
        closed: days("closed", source, problems),
        open: days("open", source, problems),
        main: OfficeCalendar::default(),
    };
    calendar.main = calendar.of_office("main");
    calendar
}

fn days(list: &str, source: &Source, problems: &mut Vec<Problem>) -> Vec<TownDay> {
    let rows: Vec<(usize, TownDay)> = source.rows(list, problems);
    let name = |day: &TownDay| format!("{} {}", day.date, day.office.as_deref().unwrap_or(""));
    let names: Vec<(usize, String)> = rows.iter().map(|(at, day)| (*at, name(day))).collect();
    let names = names.iter().map(|(at, name)| (*at, name.as_str()));
    load::check_unique_at(list, "date", names, source, problems);
    rows.into_iter().map(|(_, day)| day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_towns_own_days_add_to_the_law() {
        let text = "
            [[closed]]\ndate = 2027-05-06\nreason = '引っ越し'
            [[closed]]\ndate = 2027-05-07\nreason = '点検'\noffice = 'branch'
            [[open]]\ndate = 2027-05-08\nreason = '休日の窓口'\noffice = 'main'";
        let mut problems = Vec::new();
        let calendar = load(&Source::new("calendar.toml", text), &mut problems);
        assert_eq!(problems, []);
        let main = calendar.main();
        assert_eq!(main.reason_closed(Date::constant(2027, 5, 6)), Some("引っ越し"));
        assert!(main.is_open(Date::constant(2027, 5, 7)));
        assert!(main.is_open(Date::constant(2027, 5, 8)));
        let branch = calendar.of_office("branch");
        assert!(!branch.is_open(Date::constant(2027, 5, 7)));
        assert!(!branch.is_open(Date::constant(2027, 5, 8)));
    }
}
