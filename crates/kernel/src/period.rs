//! 期間: until when something is to be done, counted as the Civil Code counts (民法138条–143条), and what
//! a closed day changes.
//!
//! A law says how long (14 days, 1 month, 2 years) and, where it differs from the rule, from which
//! day. The day on which something happened is not counted (140条), unless a law counts it, as the
//! Family Register Act does (戸籍法43条1項). Months and years follow the calendar (143条): a period that
//! begins on the 31st ends on the last day of a shorter month.

use crate::Date;
use crate::calendar::{civil, day_before, plus_days};
use crate::office_days::{FirstDay, OfficeCalendar, last_day_of_period};
use serde::{Deserialize, Serialize};

/// How long a law gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// So many days.
    Days(u16),
    /// So many months by the calendar.
    Months(u16),
    /// So many years by the calendar.
    Years(u16),
}

/// What becomes of a period whose last day is a closed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedDay {
    /// It ends on the next open day: an application or notification to a town within a period set by
    /// law (地方自治法4条の2第4項), or where custom rests on that day (民法142条).
    NextOpenDay,
    /// It ends all the same: nothing in law moves it.
    Stays,
}

/// Until when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day by counting alone.
    pub counted: Date,
    /// The last day that holds.
    pub last: Date,
    /// The last day on which the desk can still be visited: `last`, or the open day before it.
    pub at_the_desk: Date,
}

/// The last day of a period of `length` from `event` (民法140条, 141条, 143条), not moved for closed days.
pub fn last_day(event: Date, length: Length, first_day: FirstDay) -> Date {
    let months = match length {
        Length::Days(n) => return last_day_of_period(event, n, first_day),
        Length::Months(n) => i32::from(n),
        Length::Years(n) => i32::from(n) * 12,
    };
    let begins = match first_day {
        FirstDay::Counted => event,
        FirstDay::NotCounted => plus_days(event, 1),
    };
    ends_before(begins, months)
}

/// The day before the day that answers to `begins` after so many months; the end of the month in
/// which there is none such (143条2項).
fn ends_before(begins: Date, months: i32) -> Date {
    let count = i32::from(begins.year()) * 12 + i32::from(begins.month()) - 1 + months;
    let (Ok(year), Ok(month)) = (i16::try_from(count.div_euclid(12)), i8::try_from(count.rem_euclid(12) + 1)) else {
        return Date::MAX;
    };
    match Date::new(year, month, begins.day()) {
        Ok(answers) => day_before(answers),
        Err(_) if !(-9999..=9999).contains(&year) => Date::MAX,
        Err(_) => civil(year, month, 1).last_of_month(),
    }
}

impl OfficeCalendar {
    /// What a last day by counting means at this office.
    pub fn due(&self, counted: Date, closed: ClosedDay) -> Due {
        let last = match closed {
            ClosedDay::NextOpenDay => self.next_open_day(counted),
            ClosedDay::Stays => counted,
        };
        Due { counted, last, at_the_desk: self.last_open_day(last) }
    }

    /// The last open day on or before `date`.
    pub fn last_open_day(&self, date: Date) -> Date {
        let mut day = date;
        while day > Date::MIN && !self.is_open(day) {
            day = day_before(day);
        }
        day
    }
}

/// The first day of the first month for which 児童手当 is paid (児童手当法8条2項, 3項): the month after the
/// claim, or after the birth or the move when it was claimed within 15 days after that.
pub fn child_allowance_from(event: Date, claimed: Date) -> Date {
    let in_time = claimed <= last_day(event, Length::Days(15), FirstDay::NotCounted);
    let month = if in_time { event } else { claimed };
    plus_days(month.last_of_month(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use FirstDay::{Counted, NotCounted};
    use proptest::prelude::*;

    #[test]
    fn a_birth_is_counted_from_its_day_and_a_move_from_the_next() {
        // 戸籍法43条: born on the 1st, reported by the 14th. 住民基本台帳法22条: moved on the 1st, by the 15th.
        assert_eq!(last_day(civil(2026, 12, 1), Length::Days(14), Counted), civil(2026, 12, 14));
        assert_eq!(last_day(civil(2026, 12, 1), Length::Days(14), NotCounted), civil(2026, 12, 15));
    }

    #[test]
    fn months_follow_the_calendar() {
        let one = |y, m, d| last_day(civil(y, m, d), Length::Months(1), NotCounted);
        assert_eq!(one(2026, 4, 15), civil(2026, 5, 15));
        // Begins on 31 January: February has no such day, so its last one.
        assert_eq!(one(2026, 1, 30), civil(2026, 2, 28));
        // Begins on the first of a month: the whole of that month.
        assert_eq!(one(2026, 2, 28), civil(2026, 3, 31));
        assert_eq!(last_day(civil(2024, 2, 28), Length::Years(1), NotCounted), civil(2025, 2, 28));
        assert_eq!(last_day(civil(2026, 11, 22), Length::Years(2), NotCounted), civil(2028, 11, 22));
    }

    #[test]
    fn a_closed_last_day_moves_only_where_the_law_moves_it() {
        let office = OfficeCalendar::default();
        // Sunday 20 December 2026.
        let sunday = civil(2026, 12, 20);
        let moved = office.due(sunday, ClosedDay::NextOpenDay);
        assert_eq!((moved.last, moved.at_the_desk), (civil(2026, 12, 21), civil(2026, 12, 21)));
        let stays = office.due(sunday, ClosedDay::Stays);
        assert_eq!((stays.last, stays.at_the_desk), (sunday, civil(2026, 12, 18)));
    }

    #[test]
    fn the_allowance_of_a_child_born_late_in_a_month_is_not_lost_within_fifteen_days() {
        let born = civil(2026, 11, 25);
        assert_eq!(child_allowance_from(born, civil(2026, 12, 10)), civil(2026, 12, 1));
        assert_eq!(child_allowance_from(born, civil(2026, 12, 11)), civil(2027, 1, 1));
        assert_eq!(child_allowance_from(born, born), civil(2026, 12, 1));
    }

    fn day() -> impl Strategy<Value = Date> {
        (0..60_000i32).prop_map(|n| plus_days(civil(1950, 1, 1), n))
    }

    fn length() -> impl Strategy<Value = Length> {
        prop_oneof![
            (1..400u16).prop_map(Length::Days),
            (1..40u16).prop_map(Length::Months),
            (1..10u16).prop_map(Length::Years)
        ]
    }

    proptest! {
        #[test]
        fn counting_the_day_itself_never_gives_more_time(event in day(), length in length()) {
            prop_assert!(last_day(event, length, Counted) <= last_day(event, length, NotCounted));
            prop_assert!(last_day(event, length, Counted) >= event);
        }

        #[test]
        fn who_meets_it_later_never_has_to_act_earlier(event in day(), length in length()) {
            let next = plus_days(event, 1);
            for first in [Counted, NotCounted] {
                prop_assert!(last_day(next, length, first) >= last_day(event, length, first));
            }
            prop_assert_eq!(last_day(event, length, NotCounted), last_day(next, length, Counted));
        }

        #[test]
        fn twelve_months_are_a_year(event in day(), n in 1..20u16) {
            let months = last_day(event, Length::Months(12 * n), NotCounted);
            prop_assert_eq!(months, last_day(event, Length::Years(n), NotCounted));
        }

        #[test]
        fn a_month_ends_in_its_month(event in day(), n in 1..40u16) {
            // The answering day or the end of that month: never a month further.
            let begins = plus_days(event, 1);
            let ends = last_day(event, Length::Months(n), NotCounted);
            let months = |d: Date| i32::from(d.year()) * 12 + i32::from(d.month());
            let apart = months(ends) - months(begins);
            prop_assert!(apart == i32::from(n) || (begins.day() == 1 && apart == i32::from(n) - 1));
            prop_assert!(ends.day() + 1 == begins.day() || plus_days(ends, 1).day() == 1);
        }

        #[test]
        fn a_due_day_can_be_kept(counted in day()) {
            let office = OfficeCalendar::default();
            let moved = office.due(counted, ClosedDay::NextOpenDay);
            prop_assert!(office.is_open(moved.last) && moved.last >= counted && moved.at_the_desk == moved.last);
            let stays = office.due(counted, ClosedDay::Stays);
            prop_assert!(stays.last == counted && office.is_open(stays.at_the_desk) && stays.at_the_desk <= counted);
        }

        #[test]
        fn the_allowance_begins_after_the_event_and_never_before_the_claim_allows(event in day(), late in 0..90i32) {
            let claimed = plus_days(event, late);
            let from = child_allowance_from(event, claimed);
            prop_assert!(from.day() == 1 && from > event);
            prop_assert!(from >= child_allowance_from(event, event));
            // Within 15 days nothing is lost; after them the month of the claim counts.
            let first = if late <= 15 { event } else { claimed };
            prop_assert_eq!(from, plus_days(first.last_of_month(), 1));
        }
    }
}
