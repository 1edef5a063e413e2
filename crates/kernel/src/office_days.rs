//! 開庁日: when the office is open, and when a day that falls on a closed one is due.
//!
//! Closed are Saturdays, Sundays, holidays and 12/29–1/3 (地方自治法4条の2 and every town's ordinance
//! after it), and what the town closes besides.

use crate::Date;
use crate::calendar::{day_after, day_before, plus_days};
use crate::holidays::holiday;
use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The days whose legal closings are looked up: those of [`crate::holidays::YEARS`].
const FIRST: Date = Date::constant(1949, 1, 1);
const LAST: Date = Date::constant(2099, 12, 31);

/// The closing days of one office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficeCalendar {
    /// Days on which it is closed besides (臨時閉庁), each with the reason that people read.
    pub extra_closed: Vec<(Date, String)>,
    /// Days on which it is open all the same (休日開庁), each with the reason.
    pub extra_open: Vec<(Date, String)>,
}

/// Whether the day of the event is counted in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstDay {
    /// 初日不算入 (民法140条): the rule for periods in law, as for 転入届 within 14 days.
    NotCounted,
    /// The day itself is the first: family registration, 出生届 within 14 days (戸籍法43条).
    Counted,
}

impl OfficeCalendar {
    /// Whether the office is open on `date`.
    pub fn is_open(&self, date: Date) -> bool {
        self.reason_closed(date).is_none()
    }

    /// Why the office is closed on `date`, in words for people: 元日, 日曜日, 年末年始, the town's own
    /// reason; `None` when it is open.
    pub fn reason_closed(&self, date: Date) -> Option<&str> {
        let listed = |list: &'_ [(Date, String)]| list.iter().position(|(day, _)| *day == date);
        if listed(&self.extra_open).is_some() {
            return None;
        }
        if let Some(at) = listed(&self.extra_closed) {
            return self.extra_closed.get(at).map(|(_, why)| why.as_str());
        }
        legal_closing(date)
    }

    /// The first open day on or after `date`.
    pub fn next_open_day(&self, date: Date) -> Date {
        first(date, |day| self.is_open(day))
    }

    /// The `n`th open day after `from`, which is not counted itself; `from` or the next open day
    /// when `n` is 0. For promises such as 「5開庁日以内」.
    pub fn add_open_days(&self, from: Date, n: u16) -> Date {
        let mut day = self.next_open_day(from);
        let mut left = if day == from { n } else { n.saturating_sub(1) };
        if n == 0 {
            left = 0;
        }
        while left > 0 && day < Date::MAX {
            day = self.next_open_day(day_after(day));
            left -= 1;
        }
        day
    }

    /// How many open days lie after `from` up to and including `to`; 0 when `to` is not later.
    pub fn open_days_between(&self, from: Date, to: Date) -> u32 {
        if to <= from {
            return 0;
        }
        let by_law = legally_open_until(to) - legally_open_until(from);
        let mut own: Vec<Date> = self.extra_closed.iter().chain(&self.extra_open).map(|(day, _)| *day).collect();
        own.sort_unstable();
        own.dedup();
        own.retain(|day| from < *day && *day <= to);
        let opened = own.iter().filter(|d| self.is_open(**d) && legal_closing(**d).is_some()).count();
        let closed = own.iter().filter(|d| !self.is_open(**d) && legal_closing(**d).is_none()).count();
        let count = by_law + i64::try_from(opened).unwrap_or(0) - i64::try_from(closed).unwrap_or(0);
        u32::try_from(count).unwrap_or(0)
    }

    /// The last day for an application that law wants within `n` days of `event`:
    /// [`last_day_of_period`], and when that is a closed day the next day that is not
    /// (地方自治法4条の2第4項, 民法142条). The town's own closings move it too: nobody can bring
    /// a paper to a closed office.
    pub fn deadline_within_days(&self, event: Date, n: u16, first_day: FirstDay) -> Date {
        self.next_open_day(last_day_of_period(event, n, first_day))
    }
}

/// The last day of a period of `n` days from `event` (民法140条, 141条), not moved for closed days.
pub fn last_day_of_period(event: Date, n: u16, first_day: FirstDay) -> Date {
    match first_day {
        FirstDay::NotCounted => plus_days(event, i32::from(n)),
        FirstDay::Counted => plus_days(event, i32::from(n.saturating_sub(1))),
    }
}

/// 納期限: a due day of local tax on a Saturday, Sunday, holiday or 12/29–1/3 is moved to the next
/// day that is none (地方税法20条の5第2項, 施行令6条の18). A town's own closings do not move it,
/// since banks are open.
pub fn shift_due(date: Date) -> Date {
    first(date, |day| legal_closing(day).is_none())
}

/// Why every office is closed on `date`: the holiday's name, 年末年始, 土曜日, 日曜日.
pub fn legal_closing(date: Date) -> Option<&'static str> {
    if let Some(name) = holiday(date) {
        return Some(name);
    }
    match (date.month(), date.day(), date.weekday()) {
        (12, 29..=31, _) | (1, 1..=3, _) => Some("年末年始"),
        (_, _, Weekday::Saturday) => Some("土曜日"),
        (_, _, Weekday::Sunday) => Some("日曜日"),
        _ => None,
    }
}

/// How many days up to and including `date` no law closes, counted from some day long ago: only the
/// difference of two means something. A queue asks this for every line, so it is looked up.
fn legally_open_until(date: Date) -> i64 {
    static UNTIL: LazyLock<Vec<i64>> = LazyLock::new(|| {
        let mut open = 0;
        let mut until = vec![0];
        let mut day = FIRST;
        while day <= LAST {
            open += i64::from(legal_closing(day).is_none());
            until.push(open);
            day = day_after(day);
        }
        until
    });
    let walk = |from: Date, to: Date| {
        let days = std::iter::successors(Some(day_after(from)), |d| Some(day_after(*d))).take_while(|d| *d <= to);
        i64::try_from(days.filter(|d| legal_closing(*d).is_none()).count()).unwrap_or(0)
    };
    let place = |day: Date| (day - FIRST).get_days() + 1;
    match usize::try_from(place(date)).ok().and_then(|at| UNTIL.get(at)) {
        Some(open) => *open,
        None if date > LAST => UNTIL.last().copied().unwrap_or(0) + walk(LAST, date),
        None => -walk(date, day_before(FIRST)),
    }
}

fn first(from: Date, accept: impl Fn(Date) -> bool) -> Date {
    let mut day = from;
    while day < Date::MAX && !accept(day) {
        day = day_after(day);
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::civil;
    use proptest::prelude::*;

    fn calendar() -> OfficeCalendar {
        OfficeCalendar {
            extra_closed: vec![(civil(2026, 11, 24), "庁舎移転".into())],
            extra_open: vec![(civil(2026, 11, 29), "休日窓口".into())],
        }
    }

    #[test]
    fn a_closed_day_says_why() {
        let why = |m, d| calendar().reason_closed(civil(2026, m, d)).map(str::to_owned);
        assert_eq!(why(11, 22).as_deref(), Some("日曜日"));
        assert_eq!(why(11, 23).as_deref(), Some("勤労感謝の日"));
        assert_eq!(why(11, 24).as_deref(), Some("庁舎移転"));
        assert_eq!(why(11, 28).as_deref(), Some("土曜日"));
        assert_eq!(why(12, 29).as_deref(), Some("年末年始"));
        assert_eq!(why(11, 29), None);
        assert_eq!(why(11, 25), None);
    }

    #[test]
    fn a_due_day_moves_to_the_next_business_day() {
        assert_eq!(shift_due(civil(2026, 5, 31)), civil(2026, 6, 1));
        assert_eq!(shift_due(civil(2026, 12, 29)), civil(2027, 1, 4));
        assert_eq!(shift_due(civil(2026, 5, 2)), civil(2026, 5, 7));
        assert_eq!(shift_due(civil(2026, 6, 30)), civil(2026, 6, 30));
        assert_eq!(shift_due(civil(2026, 11, 24)), civil(2026, 11, 24));
    }

    #[test]
    fn periods_count_as_their_law_says() {
        let moved_in = civil(2026, 11, 4);
        let plain = OfficeCalendar::default();
        let within = |first| plain.deadline_within_days(moved_in, 14, first);
        assert_eq!(within(FirstDay::NotCounted), civil(2026, 11, 18));
        assert_eq!(within(FirstDay::Counted), civil(2026, 11, 17));
        let onto_holiday = civil(2026, 11, 9);
        let moved = calendar().deadline_within_days(onto_holiday, 14, FirstDay::NotCounted);
        assert_eq!(moved, civil(2026, 11, 25));
    }

    #[test]
    fn open_days_are_counted_from_the_next() {
        let calendar = calendar();
        let friday = civil(2026, 11, 20);
        assert_eq!(calendar.add_open_days(friday, 0), friday);
        assert_eq!(calendar.add_open_days(friday, 1), civil(2026, 11, 25));
        let sunday = civil(2026, 11, 22);
        assert_eq!(calendar.add_open_days(sunday, 1), civil(2026, 11, 25));
        assert_eq!(calendar.add_open_days(sunday, 2), civil(2026, 11, 26));
        assert_eq!(calendar.open_days_between(friday, civil(2026, 11, 30)), 5);
    }

    #[test]
    fn a_town_writes_its_days_as_data() {
        let json = r#"{"extra_closed":[["2026-11-24","庁舎移転"]]}"#;
        let read: OfficeCalendar = serde_json::from_str(json).unwrap();
        assert!(!read.is_open(civil(2026, 11, 24)));
    }

    proptest! {
        #[test]
        fn the_next_open_day_is_open_and_near(days in 0..20_000i32) {
            let date = plus_days(civil(2000, 1, 1), days);
            let calendar = calendar();
            let open = calendar.next_open_day(date);
            prop_assert!(calendar.is_open(open) && open >= date);
            prop_assert!(open <= plus_days(date, 11));
            prop_assert!(shift_due(shift_due(date)) == shift_due(date));
        }

        #[test]
        fn open_days_are_those_that_a_walk_meets(days in -2_000..60_000i32, length in -5..900i32) {
            let from = plus_days(civil(1949, 1, 1), days);
            let to = plus_days(from, length);
            let mut calendar = calendar();
            // Named twice, named in vain, and both opened and closed.
            calendar.extra_closed.push((plus_days(from, 3), "休み".into()));
            calendar.extra_closed.push((plus_days(from, 3), "休み".into()));
            calendar.extra_open.push((plus_days(from, 4), "開く".into()));
            calendar.extra_closed.push((plus_days(from, 4), "休み".into()));
            let mut walked = 0;
            let mut day = from;
            while day < to {
                day = day_after(day);
                walked += u32::from(calendar.is_open(day));
            }
            prop_assert_eq!(calendar.open_days_between(from, to), walked);
        }

        #[test]
        fn adding_open_days_and_counting_them_agree(days in 0..20_000i32, n in 1..60u16) {
            let from = plus_days(civil(2000, 1, 1), days);
            let to = calendar().add_open_days(from, n);
            prop_assert_eq!(calendar().open_days_between(from, to), u32::from(n));
        }
    }
}
