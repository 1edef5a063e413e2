//! What a cycle covers: a fiscal year, or half of one (半期).

use kernel::fiscal::FiscalYear;
use kernel::{Date, FromValue, Value};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which part of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Half {
    /// The whole year.
    Whole,
    /// 上半期: April to September.
    First,
    /// 下半期: October to March.
    Second,
}

/// A fiscal year or half of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Span {
    pub(crate) year: FiscalYear,
    pub(crate) half: Half,
}

impl Half {
    const ALL: [Self; 3] = [Self::Whole, Self::First, Self::Second];

    const fn number(self) -> i64 {
        match self {
            Self::Whole => 0,
            Self::First => 1,
            Self::Second => 2,
        }
    }

    /// Reads the number kept in records and files.
    pub(crate) fn of(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|h| h.number() == number)
    }
}

impl From<Half> for Value {
    fn from(half: Half) -> Self {
        Self::Int(half.number())
    }
}

impl FromValue for Half {
    fn from_value(value: Value) -> Option<Self> {
        Self::of(i64::from_value(value)?)
    }
}

impl Span {
    /// A whole year.
    pub(crate) const fn whole(year: FiscalYear) -> Self {
        Self { year, half: Half::Whole }
    }

    /// Reads what stands in addresses: `2026`, `2026-1`, `2026-2`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (year, half) = match text.split_once('-') {
            None => (text, Half::Whole),
            Some((year, "1")) => (year, Half::First),
            Some((year, "2")) => (year, Half::Second),
            Some(_) => return None,
        };
        let year: i16 = year.parse().ok().filter(|y| (2000..2100).contains(y))?;
        Some(Self { year: FiscalYear(year), half })
    }

    /// What stands in addresses.
    pub(crate) fn key(self) -> String {
        match self.half {
            Half::Whole => self.year.0.to_string(),
            half => format!("{}-{}", self.year.0, half.number()),
        }
    }

    /// First and last day.
    pub(crate) fn days(self) -> (Date, Date) {
        let middle = Date::constant(self.year.0, 9, 30);
        match self.half {
            Half::Whole => (self.year.start(), self.year.end()),
            Half::First => (self.year.start(), middle),
            Half::Second => (middle.tomorrow().unwrap_or(middle), self.year.end()),
        }
    }

    /// Whether what was planned for `self` is over when `later` begins: the plan of `later` follows it.
    pub(crate) fn before(self, later: Self) -> bool {
        self.days().1 < later.days().0
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.year.label())?;
        f.write_str(match self.half {
            Half::Whole => "",
            Half::First => " 上半期",
            Half::Second => " 下半期",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(key: &str) -> Span {
        Span::parse(key).unwrap()
    }

    #[test]
    fn the_halves_of_a_year_meet_in_october() {
        let days = |key| (span(key).days().0.to_string(), span(key).days().1.to_string());
        assert_eq!(days("2026"), ("2026-04-01".into(), "2027-03-31".into()));
        assert_eq!(days("2026-1"), ("2026-04-01".into(), "2026-09-30".into()));
        assert_eq!(days("2026-2"), ("2026-10-01".into(), "2027-03-31".into()));
        assert_eq!(span("2026-2").to_string(), "令和8年度 下半期");
        for key in ["2026", "2026-1", "2026-2"] {
            assert_eq!(span(key).key(), key);
        }
        assert!(["", "26", "2026-3", "2026-", "x"].iter().all(|bad| Span::parse(bad).is_none()));
    }

    #[test]
    fn a_plan_follows_what_was_over_when_it_began() {
        assert!(span("2026").before(span("2027")) && span("2026-1").before(span("2026-2")));
        assert!(span("2026-2").before(span("2027")));
        assert!(!span("2026-1").before(span("2026")) && !span("2026").before(span("2026-2")));
    }
}
