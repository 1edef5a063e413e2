//! Day arithmetic that cannot fail: beyond the calendar's ends it stays at the end.

use crate::Date;
use jiff::ToSpan;

/// The day `year`-`month`-`day`; the calendar's last day when there is none such.
pub(crate) fn civil(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap_or(Date::MAX)
}

/// `date` moved by `days`.
pub(crate) fn plus_days(date: Date, days: i32) -> Date {
    date.saturating_add(i64::from(days.clamp(-3_000_000, 3_000_000)).days())
}

/// The next day.
pub(crate) fn day_after(date: Date) -> Date {
    date.tomorrow().unwrap_or(Date::MAX)
}

/// The day before.
pub(crate) fn day_before(date: Date) -> Date {
    date.yesterday().unwrap_or(Date::MIN)
}
