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
        rest = rest - part;
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
