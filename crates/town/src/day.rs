//! Reading dates in town files: `from = 2026-04-01` and `from = "2026-04-01"` mean the same day.
//!
//! `#[serde(deserialize_with = "town::day::read")]`, and for optional days
//! `#[serde(default, deserialize_with = "town::day::read_optional")]`.

use kernel::Date;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// A required day.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    Day::deserialize(deserializer).map(|day| day.0)
}

/// A day that may be left out.
pub fn read_optional<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Date>, D::Error> {
    Option::<Day>::deserialize(d).map(|day| day.map(|day| day.0))
}

/// `2026-04-01` as a date.
pub(crate) fn parse(text: &str) -> Option<Date> {
    text.parse().ok().filter(|_| text.len() == 10)
}

struct Day(Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DayVisitor)
    }
}

struct DayVisitor;

impl<'de> Visitor<'de> for DayVisitor {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day like 2026-04-01")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        let message = || format!("「{text}」は日付ではありません。2026-04-01 のように書いてください");
        parse(text).map(Day).ok_or_else(|| E::custom(message()))
    }

    /// TOML hands its own dates over as a table with one private key.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Day, A::Error> {
        match map.next_entry::<String, String>()? {
            Some((_, text)) => self.visit_str(&text),
            None => self.visit_str(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Line {
        #[serde(deserialize_with = "read")]
        from: Date,
        #[serde(default, deserialize_with = "read_optional")]
        until: Option<Date>,
    }

    #[test]
    fn days_may_be_written_with_or_without_quotes() {
        let bare: Line = toml::from_str("from = 2026-04-01\nuntil = 2027-03-31").unwrap();
        let quoted: Line = toml::from_str("from = '2026-04-01'").unwrap();
        assert_eq!(bare.from, quoted.from);
        assert_eq!(bare.until, parse("2027-03-31"));
        assert_eq!(quoted.until, None);
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for text in ["from = '2026-02-30'", "from = '令和8年4月1日'", "from = 3", "from = 10:00:00"] {
            assert!(toml::from_str::<Line>(text).is_err(), "{text}");
        }
    }
}
