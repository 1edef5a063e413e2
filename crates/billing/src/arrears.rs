//! 延滞金: what is owed for paying a local tax late (地方税法20条の4の2, 附則3条の2, and 326条 and its
//! like for each tax).
//!
//! The amount of each stretch of days is the rest of the tax, cut to 1,000 yen (none under 2,000),
//! × the rate of the year × days / 365, fractions of a yen cut. The first month after the due day
//! has a lower rate. In the end less than 1,000 yen is not charged, and less than 100 is cut.

use kernel::office_days::FirstDay;
use kernel::period::{Length, last_day};
use kernel::{Date, Yen};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The rates of one calendar year, in thousandths (2.4% is 24).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearRate {
    /// The calendar year.
    pub year: i16,
    /// To the end of the first month after the due day.
    pub first: i64,
    /// From then on.
    pub later: i64,
    /// Whether it was seen in its source.
    pub verified: bool,
    /// Where.
    pub source: Option<String>,
}

/// The rates by year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates(BTreeMap<i16, YearRate>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    year: Vec<YearRate>,
}

const DATA: &str = include_str!("../data/arrears.toml");

static NATIONAL: LazyLock<Rates> = LazyLock::new(|| {
    let written = town::Source::new("arrears.toml", DATA).read::<Written>();
    Rates::new(written.map(|w| w.year).unwrap_or_default())
});

impl Rates {
    /// A table of rates.
    pub fn new(years: impl IntoIterator<Item = YearRate>) -> Self {
        Self(years.into_iter().map(|y| (y.year, y)).collect())
    }

    /// The rates of the nation, as they were announced for each year.
    pub fn national() -> &'static Self {
        &NATIONAL
    }

    /// The rates of a year: of a year that is not listed those of the last one before it.
    pub fn of(&self, year: i16) -> Option<&YearRate> {
        self.0.range(..=year).next_back().map(|(_, rate)| rate)
    }

    /// Whether the rates of a year were seen in their source.
    pub fn is_verified(&self, year: i16) -> bool {
        self.0.get(&year).is_some_and(|r| r.verified)
    }
}

/// What is owed for paying `amount`, due on `due` (the day as moved by 地方税法20条の5), on `paid_on`.
pub fn arrears(rates: &Rates, amount: Yen, due: Date, paid_on: Date) -> Yen {
    arrears_of_parts(rates, amount, due, &[(paid_on, amount)])
}

/// What is owed when `amount` was paid in parts: each part bears interest up to its own day.
pub fn arrears_of_parts(rates: &Rates, amount: Yen, due: Date, paid: &[(Date, Yen)]) -> Yen {
    let mut paid = paid.to_vec();
    paid.sort_unstable();
    let (mut rest, mut from, mut sum) = (amount, due, Yen::ZERO);
    for (day, part) in paid {
        sum += of_stretch(rates, basis(rest), due, from, day);
        rest -= part;
        from = from.max(day);
    }
    if sum < Yen(1000) { Yen::ZERO } else { sum.floor_to(100) }
}

/// 計算の基礎: cut to 1,000 yen, nothing under 2,000 (地方税法20条の4の2第2項).
fn basis(rest: Yen) -> Yen {
    if rest < Yen(2000) { Yen::ZERO } else { rest.floor_to(1000) }
}

/// The last day of the first month after the due day (民法140条, 143条).
fn end_of_first_month(due: Date) -> Date {
    last_day(due, Length::Months(1), FirstDay::NotCounted)
}

/// From the day after `from` to `to`, each year's days at that year's rate.
fn of_stretch(rates: &Rates, basis: Yen, due: Date, from: Date, to: Date) -> Yen {
    let month = end_of_first_month(due);
    let mut sum = Yen::ZERO;
    let mut done = from.max(due);
    while done < to {
        let begins = done.tomorrow().unwrap_or(to);
        let turn = Date::constant(begins.year(), 12, 31);
        let mut end = to.min(turn);
        let first = begins <= month;
        if first {
            end = end.min(month);
        }
        let rate = rates.of(begins.year()).map_or(0, |r| if first { r.first } else { r.later });
        let days = i64::from((end - done).get_days());
        sum += basis.checked_ratio(rate * days, 365_000).unwrap_or_default();
        done = end;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i16, m: i8, d: i8) -> Date {
        Date::constant(y, m, d)
    }

    fn late(yen: i64, due: Date, paid_on: Date) -> Yen {
        arrears(Rates::national(), Yen(yen), due, paid_on)
    }

    #[test]
    fn the_first_month_is_cheaper_and_each_year_has_its_rate() {
        // 200,000 × 2.4% × 31/365 = 407, × 8.7% × 153/365 = 7,293.
        assert_eq!(late(200_000, day(2023, 6, 30), day(2023, 12, 31)), Yen(7_700));
        // 31 days of January more: 1,477, and less than 100 is cut.
        assert_eq!(late(200_000, day(2023, 6, 30), day(2024, 1, 31)), Yen(9_100));
        // December at 2.5% of 2021: 424; January to March at 8.7% of 2022: 4,290.
        assert_eq!(late(200_000, day(2021, 11, 30), day(2022, 3, 31)), Yen(4_700));
    }

    #[test]
    fn small_sums_are_not_charged() {
        let (due, far) = (day(2015, 6, 30), day(2025, 6, 30));
        assert_eq!(late(1_999, due, far), Yen::ZERO);
        assert_eq!(late(2_999, due, far), late(2_000, due, far), "below a thousand is cut");
        assert_eq!(late(200_000, day(2023, 6, 30), day(2023, 7, 31)), Yen::ZERO, "407円 is below 1,000円");
        assert_eq!(late(200_000, due, due), Yen::ZERO, "in time");
        assert_eq!(late(200_000, due, day(2015, 6, 1)), Yen::ZERO);
    }

    #[test]
    fn the_first_month_ends_with_a_shorter_month() {
        assert_eq!(end_of_first_month(day(2025, 6, 30)), day(2025, 7, 31));
        assert_eq!(end_of_first_month(day(2025, 1, 30)), day(2025, 2, 28));
        assert_eq!(end_of_first_month(day(2025, 12, 25)), day(2026, 1, 25));
    }

    #[test]
    fn every_sure_rate_names_its_source_and_the_present_year_has_one() {
        let rates = Rates::national();
        assert!(rates.0.len() > 10 && rates.0.values().all(|r| !r.verified || r.source.is_some()));
        assert!(rates.0.values().all(|r| r.later - r.first == 63), "7.3% and 1% above the same rate");
        assert_eq!(rates.of(2040), rates.0.values().last(), "a year to come has the last rates known");
        assert!(!rates.is_verified(2040));
    }

    proptest! {
        #[test]
        fn paying_sooner_or_in_parts_never_costs_more(yen in 0_i64..3_000_000, part in 0_i64..3_000_000, soon in 0_i32..900, more in 0_i32..400) {
            let due = day(2021, 3, 31);
            let at = |n: i32| kernel::Moment::start_of(due).plus_days(i64::from(n)).date();
            let whole = late(yen, due, at(soon + more));
            prop_assert!(late(yen, due, at(soon)) <= whole);
            let part = part.min(yen);
            let split = [(at(soon), Yen(part)), (at(soon + more), Yen(yen - part))];
            prop_assert!(arrears_of_parts(Rates::national(), Yen(yen), due, &split) <= whole);
            prop_assert!(whole.is_zero() || whole >= Yen(1000) && whole.get() % 100 == 0);
        }
    }
}
