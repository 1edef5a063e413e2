//! Plans and days for tests.

use crate::book::{Direction, Plan, Use};
use kernel::Date;
use kernel::fiscal::FiscalYear;

pub(crate) fn date(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// The first day of the month that comes `after` months later.
pub(crate) fn month(year: i16, month: i8, after: usize) -> Date {
    let at = usize::try_from(month).unwrap() - 1 + after;
    Date::constant(year + i16::try_from(at / 12).unwrap(), i8::try_from(at % 12).unwrap() + 1, 1)
}

/// A plan of the years 2026 to 2030 with nothing in it.
pub(crate) fn plan() -> Plan {
    Plan {
        version: 1,
        from: date(2026, 4, 1),
        years: (FiscalYear(2026), FiscalYear(2030)),
        pillars: Vec::new(),
        measures: Vec::new(),
    }
}

/// An indicator with targets from 2026 on.
pub(crate) fn usage(direction: Direction, baseline: Option<f64>, targets: &[f64]) -> Use {
    Use {
        key: "sample.count".to_owned(),
        title: None,
        starts_when: None,
        direction,
        baseline,
        baseline_year: None,
        targets: targets
            .iter()
            .enumerate()
            .map(|(at, t)| (FiscalYear(2026 + i16::try_from(at).unwrap()), *t))
            .collect(),
        verified: false,
    }
}
