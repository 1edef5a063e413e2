//! 和暦: years counted by era, both ways.
//!
//! Source: 元号法 and the era orders; first days 大正 1912-07-30, 昭和 1926-12-25,
//! 平成 1989-01-08, 令和 2019-05-01. Japan counts by the Gregorian calendar since 明治6年1月1日
//! (1873-01-01, 明治5年太政官布告第337号); earlier days have no 和暦 here, because their months
//! were those of another calendar.

mod parse;

pub use parse::{EraError, Warning, parse};

use crate::Date;
use crate::calendar::{civil, day_before};
use std::fmt;

/// An era since the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治 (here from 1873-01-01).
    Meiji,
    /// 大正.
    Taisho,
    /// 昭和.
    Showa,
    /// 平成.
    Heisei,
    /// 令和.
    Reiwa,
}

/// The first day on which Japan used the Gregorian calendar: 明治6年1月1日.
pub const GREGORIAN_FROM: Date = Date::constant(1873, 1, 1);

impl Era {
    /// Every era, oldest first.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// 令和.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The Roman initial used in short forms: `R`.
    pub const fn initial(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// The first day that is said in this era (明治: the first Gregorian day).
    pub const fn first_day(self) -> Date {
        match self {
            Self::Meiji => GREGORIAN_FROM,
            Self::Taisho => Date::constant(1912, 7, 30),
            Self::Showa => Date::constant(1926, 12, 25),
            Self::Heisei => Date::constant(1989, 1, 8),
            Self::Reiwa => Date::constant(2019, 5, 1),
        }
    }

    /// The last day of an era that has ended. The day on which an era changed belongs to the new.
    pub fn last_day(self) -> Option<Date> {
        let next = Self::ALL.into_iter().find(|era| *era > self)?;
        Some(day_before(next.first_day()))
    }

    /// The era in which `date` lies; `None` before 1873-01-01.
    pub fn of(date: Date) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|era| era.first_day() <= date)
    }

    /// Western year = year of the era + this.
    pub const fn offset(self) -> i16 {
        match self {
            Self::Meiji => 1867,
            Self::Taisho => 1911,
            Self::Showa => 1925,
            Self::Heisei => 1988,
            Self::Reiwa => 2018,
        }
    }
}

/// A day as 和暦 says it. `Display` gives 令和8年11月22日, the first year as 元年.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wareki {
    /// The era.
    pub era: Era,
    /// The year of the era, from 1.
    pub year: u16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

impl Wareki {
    /// How `date` is said; `None` before 1873-01-01.
    pub fn of(date: Date) -> Option<Self> {
        let era = Era::of(date)?;
        Some(Self { era, year: u16::try_from(date.year() - era.offset()).ok()?, month: date.month(), day: date.day() })
    }

    /// The day; `None` when the era never had it (平成31年5月1日, 令和8年2月30日).
    pub fn to_date(self) -> Option<Date> {
        let year = i16::try_from(self.year).ok()?.checked_add(self.era.offset())?;
        let date = Date::new(year, self.month, self.day).ok()?;
        (Era::of(date) == Some(self.era)).then_some(date)
    }

    /// 令和8年, 令和元年.
    pub fn year_text(self) -> String {
        format!("{}{}年", self.era.name(), year_in_words(self.year))
    }

    /// The short form of forms and tables: `R8.11.22`.
    pub fn short(self) -> String {
        let Self { era, year, month, day } = self;
        format!("{}{year}.{month}.{day}", era.initial())
    }
}

impl fmt::Display for Wareki {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}月{}日", self.year_text(), self.month, self.day)
    }
}

fn year_in_words(year: u16) -> String {
    if year == 1 { "元".to_owned() } else { year.to_string() }
}

/// A day for Japanese readers: 和暦, or 1870年1月2日 before there is one.
pub fn date_label(date: Date) -> String {
    Wareki::of(date)
        .map_or_else(|| format!("{}年{}月{}日", date.year(), date.month(), date.day()), |wareki| wareki.to_string())
}

/// A day for English readers: 1 June 2026.
pub fn english(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(date.month() - 1).ok().and_then(|m| MONTHS.get(m)).unwrap_or(&"");
    format!("{} {month} {}", date.day(), date.year())
}

/// A calendar year as the era that it ended in: 2026 → 令和8年, 2019 → 令和元年.
pub fn year_label(year: i16) -> String {
    Wareki::of(civil(year, 12, 31)).map_or_else(|| format!("{year}年"), Wareki::year_text)
}

/// The same in short: 2026 → `R8`; before 1873 the western year.
pub fn year_short(year: i16) -> String {
    Wareki::of(civil(year, 12, 31)).map_or_else(|| year.to_string(), |w| format!("{}{}", w.era.initial(), w.year))
}

/// Every name that a calendar year bore: 2019 → 平成31年・令和元年. For lists of birth years.
pub fn year_names(year: i16) -> Vec<String> {
    let first = Wareki::of(civil(year, 1, 1)).map(Wareki::year_text);
    let last = year_label(year);
    match first {
        Some(first) if first != last => vec![first, last],
        _ => vec![last],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i16, m: i8, d: i8) -> Date {
        civil(y, m, d)
    }

    #[test]
    fn the_first_year_of_an_era_is_called_gannen() {
        let first = Wareki::of(day(2019, 5, 1)).unwrap();
        assert_eq!(first.to_string(), "令和元年5月1日");
        assert_eq!(first.short(), "R1.5.1");
        assert_eq!(date_label(day(2026, 11, 22)), "令和8年11月22日");
    }

    #[test]
    fn an_era_changes_on_its_day_and_not_before() {
        let said = |y, m, d| Wareki::of(day(y, m, d)).unwrap().to_string();
        assert_eq!(said(2019, 4, 30), "平成31年4月30日");
        assert_eq!(said(1989, 1, 7), "昭和64年1月7日");
        assert_eq!(said(1989, 1, 8), "平成元年1月8日");
        assert_eq!(said(1926, 12, 24), "大正15年12月24日");
        assert_eq!(said(1926, 12, 25), "昭和元年12月25日");
        assert_eq!(said(1912, 7, 29), "明治45年7月29日");
        assert_eq!(said(1912, 7, 30), "大正元年7月30日");
        assert_eq!(said(1873, 1, 1), "明治6年1月1日");
        assert_eq!(Wareki::of(day(1872, 12, 31)), None);
        assert_eq!(Era::Heisei.last_day(), Some(day(2019, 4, 30)));
        assert_eq!(Era::Reiwa.last_day(), None);
    }

    #[test]
    fn a_day_that_its_era_never_had_is_no_day() {
        let wareki = |era, year, month, day| Wareki { era, year, month, day };
        assert_eq!(wareki(Era::Heisei, 31, 5, 1).to_date(), None);
        assert_eq!(wareki(Era::Showa, 64, 1, 8).to_date(), None);
        assert_eq!(wareki(Era::Reiwa, 8, 2, 29).to_date(), None);
        assert_eq!(wareki(Era::Reiwa, u16::MAX, 1, 1).to_date(), None);
        assert_eq!(wareki(Era::Showa, 64, 1, 7).to_date(), Some(day(1989, 1, 7)));
    }

    #[test]
    fn a_year_with_two_names_can_show_both() {
        assert_eq!(year_label(2026), "令和8年");
        assert_eq!(year_label(2019), "令和元年");
        assert_eq!(year_label(1850), "1850年");
        assert_eq!(year_short(1989), "H1");
        assert_eq!(year_names(2019), ["平成31年", "令和元年"]);
        assert_eq!(year_names(2020), ["令和2年"]);
    }

    proptest! {
        #[test]
        fn every_day_since_1873_survives_the_way_there_and_back(days in 0..119_000i32) {
            let date = crate::calendar::plus_days(GREGORIAN_FROM, days);
            let wareki = Wareki::of(date).unwrap();
            prop_assert_eq!(wareki.to_date(), Some(date));
            prop_assert_eq!(parse(&wareki.to_string()), Ok((date, None)));
            prop_assert_eq!(parse(&wareki.short()), Ok((date, None)));
        }
    }
}
