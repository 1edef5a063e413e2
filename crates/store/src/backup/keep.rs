//! Which copies stay: one of each of the last days, weeks and months.

use super::SetName;
use kernel::Date;
use std::collections::BTreeSet;
use std::str::FromStr;

/// How many days, weeks and months back a copy is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Days that have a copy, counted from the newest.
    pub daily: usize,
    /// Weeks (from Monday).
    pub weekly: usize,
    /// Months.
    pub monthly: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Self { daily: 7, weekly: 5, monthly: 12 }
    }
}

impl FromStr for Keep {
    type Err = String;

    /// `7,5,12`: days, weeks, months.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Vec<usize> =
            text.split(',').map(|n| n.trim().parse()).collect::<Result<_, _>>().unwrap_or_default();
        match numbers.as_slice() {
            [daily, weekly, monthly] if daily + weekly + monthly > 0 => {
                Ok(Self { daily: *daily, weekly: *weekly, monthly: *monthly })
            }
            _ => Err("days,weeks,months to keep, as in 7,5,12".to_owned()),
        }
    }
}

impl Keep {
    /// Those of `sets` (newest first) that stay: the newest of each day, week and month as far back
    /// as the rule goes. The newest of all always stays.
    pub fn chosen<'s>(&self, sets: &'s [SetName]) -> BTreeSet<&'s SetName> {
        let mut stay: BTreeSet<&SetName> = sets.iter().take(1).collect();
        let mut newest_of = |count: usize, of: fn(Date) -> (i16, i16)| {
            let mut seen = BTreeSet::new();
            for set in sets {
                if seen.len() < count && seen.insert(of(set.date())) {
                    stay.insert(set);
                }
            }
        };
        newest_of(self.daily, |d| (d.year(), d.day_of_year()));
        newest_of(self.weekly, |d| {
            let week = d.iso_week_date();
            (week.year(), week.week().into())
        });
        newest_of(self.monthly, |d| (d.year(), d.month().into()));
        stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    fn sets(from: Date, days: i64) -> Vec<SetName> {
        let start = Moment::start_of(from).plus_seconds(2 * 3600);
        (0..days).rev().map(|n| SetName::of(start.plus_days(n))).collect()
    }

    #[test]
    fn after_a_year_of_nights_a_week_of_days_five_weeks_and_twelve_months_are_left() {
        let all = sets(Date::constant(2026, 1, 1), 365);
        let stay = Keep::default().chosen(&all);
        let names: Vec<&str> = stay.iter().rev().map(|s| s.as_str()).collect();
        // 31 December is a Thursday: seven days, then Sundays, then the ends of months.
        let days = ["1231", "1230", "1229", "1228", "1227", "1226", "1225", "1220", "1213", "1206", "1130", "1031"];
        for (name, day) in names.iter().zip(days) {
            assert_eq!(&name[4..8], day, "{names:?}");
        }
        assert_eq!(names.last().map(|n| &n[..8]), Some("20260131"));
        assert_eq!(names.len(), 21);
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_rule_the_newest_stays_and_letting_go_again_changes_nothing(
            daily in 0usize..9, weekly in 0usize..9, monthly in 0usize..9, days in 1i64..120,
        ) {
            let keep = Keep { daily, weekly, monthly };
            let all = sets(Date::constant(2026, 3, 1), days);
            let stay: Vec<SetName> = keep.chosen(&all).into_iter().rev().cloned().collect();
            proptest::prop_assert_eq!(stay.first(), all.first());
            proptest::prop_assert!(stay.len() <= (daily + weekly + monthly).max(1));
            let again: Vec<SetName> = keep.chosen(&stay).into_iter().rev().cloned().collect();
            proptest::prop_assert_eq!(again, stay);
        }
    }

    #[test]
    fn the_rule_is_three_numbers_that_keep_something() {
        assert_eq!("7, 5,12".parse(), Ok(Keep::default()));
        for wrong in ["", "7", "7,5", "0,0,0", "7,5,x", "1,2,3,4"] {
            assert!(wrong.parse::<Keep>().is_err(), "{wrong}");
        }
    }
}
