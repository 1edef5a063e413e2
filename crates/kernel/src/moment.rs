//! A point in time, kept as whole microseconds since 1970 so that both databases hold it exactly.

use crate::Date;
use jiff::{Timestamp, tz::Offset};
use serde::{Deserialize, Serialize};

/// Japan Standard Time, +09:00 all year (明治28年勅令第167号).
pub const JST: Offset = Offset::constant(9);

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// From microseconds since 1970.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Midnight in Japan at the start of `date`.
    pub fn start_of(date: Date) -> Self {
        Self::at(date, 0, 0)
    }

    /// The given wall-clock time in Japan on `date`; hours and minutes beyond a day count on.
    pub fn at(date: Date, hour: i64, minute: i64) -> Self {
        let midnight = JST.to_timestamp(date.at(0, 0, 0, 0)).map_or(0, |t| t.as_microsecond());
        Self(midnight + (hour * 60 + minute) * 60_000_000)
    }

    /// The calendar day in Japan.
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// Wall-clock date and time in Japan.
    pub fn civil(self) -> jiff::civil::DateTime {
        JST.to_datetime(self.timestamp())
    }

    /// RFC 3339 with the Japanese offset, to the second: `2026-11-22T09:30:00+09:00`.
    pub fn rfc3339(self) -> String {
        format!("{}+09:00", self.civil().strftime("%Y-%m-%dT%H:%M:%S"))
    }

    /// ISO 8601 in its basic form and in UTC, to the second, as iCalendar wants it: `20261122T003000Z`.
    pub fn basic_utc(self) -> String {
        Offset::UTC.to_datetime(self.timestamp()).strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// This moment moved by `seconds` (negative: earlier).
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }

    /// This moment moved by `days` of 24 hours.
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days * 86_400)
    }

    /// Whole seconds from `earlier` to this moment, towards zero.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1_000_000
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Where the present moment comes from; the program has one clock, a test its own.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_japan_begins_nine_hours_before_the_day_in_greenwich() {
        let day = Date::constant(2026, 4, 1);
        let start = Moment::start_of(day);
        assert_eq!(start.date(), day);
        assert_eq!(start.rfc3339(), "2026-04-01T00:00:00+09:00");
        assert_eq!(start.basic_utc(), "20260331T150000Z");
        assert_eq!(start.plus_seconds(-1).date(), Date::constant(2026, 3, 31));
        assert_eq!(Moment::at(day, 17, 15).seconds_since(start), (17 * 60 + 15) * 60);
    }
}
