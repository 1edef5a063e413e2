//! 会計年度: the fiscal year of local government, 1 April to 31 March (地方自治法208条), and
//! 出納閉鎖, the day on which its books close (235条の5).

use crate::calendar::{civil, day_before};
use crate::era::{Era, Wareki};
use crate::{Date, FromValue, Value};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The fiscal year that begins on 1 April of this western year.
/// `Display` is the label: 令和8年度.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear(pub i16);

impl FiscalYear {
    /// The fiscal year in which `date` lies.
    pub fn of(date: Date) -> Self {
        Self(if date.month() >= 4 { date.year() } else { date.year() - 1 })
    }

    /// 1 April.
    pub fn start(self) -> Date {
        civil(self.0, 4, 1)
    }

    /// 31 March of the next year.
    pub fn end(self) -> Date {
        civil(self.0.saturating_add(1), 3, 31)
    }

    /// Whether `date` lies in it.
    pub fn contains(self, date: Date) -> bool {
        Self::of(date) == self
    }

    /// The year after.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The year before.
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// 出納閉鎖: 31 May after its end; until then two years are open at once (出納整理期間).
    pub fn closing_of_accounts(self) -> Date {
        civil(self.0.saturating_add(1), 5, 31)
    }

    /// Whether its books are open on `date`: from its start to the closing of accounts.
    pub fn is_open_on(self, date: Date) -> bool {
        self.start() <= date && date <= self.closing_of_accounts()
    }

    /// 令和8年度: the era year in which it begins. 2019 alone is 令和元年度 throughout, April too,
    /// by the ministries' agreement of 2019-04-01 on the change of era.
    pub fn label(self) -> String {
        self.named().map_or_else(|| format!("{}年度", self.0), |w| w.year_text() + "度")
    }

    /// R8; before 1873 the western year.
    pub fn short(self) -> String {
        self.named().map_or_else(|| self.0.to_string(), |w| format!("{}{}", w.era.initial(), w.year))
    }

    fn named(self) -> Option<Wareki> {
        if self == Self(2019) {
            return Wareki::of(Era::Reiwa.first_day());
        }
        Wareki::of(self.start())
    }

    /// The last day before the year began; its balance is what the year starts from.
    pub fn eve(self) -> Date {
        day_before(self.start())
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

impl From<FiscalYear> for Value {
    fn from(x: FiscalYear) -> Self {
        Self::Int(i64::from(x.0))
    }
}

impl FromValue for FiscalYear {
    fn from_value(value: Value) -> Option<Self> {
        i16::try_from(i64::from_value(value)?).ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{day_after, plus_days};
    use proptest::prelude::*;

    #[test]
    fn a_fiscal_year_runs_from_april_to_march() {
        let year = FiscalYear::of(civil(2027, 3, 31));
        assert_eq!(year, FiscalYear(2026));
        assert_eq!(year.start(), civil(2026, 4, 1));
        assert_eq!(year.end(), civil(2027, 3, 31));
        assert_eq!(year.closing_of_accounts(), civil(2027, 5, 31));
        assert_eq!(FiscalYear::of(civil(2027, 4, 1)), year.next());
    }

    #[test]
    fn labels_follow_the_era_of_the_years_start_but_for_2019() {
        assert_eq!(FiscalYear(2026).to_string(), "令和8年度");
        assert_eq!(FiscalYear(2019).label(), "令和元年度");
        assert_eq!(FiscalYear(2018).label(), "平成30年度");
        assert_eq!(FiscalYear(2026).short(), "R8");
        assert_eq!(FiscalYear(1988).label(), "昭和63年度");
        assert_eq!(FiscalYear(1989).label(), "平成元年度");
        assert_eq!(FiscalYear(1850).label(), "1850年度");
    }

    #[test]
    fn two_years_are_open_while_the_books_are_settled() {
        let may = civil(2026, 5, 31);
        assert!(FiscalYear(2025).is_open_on(may) && FiscalYear(2026).is_open_on(may));
        assert!(!FiscalYear(2025).is_open_on(day_after(may)));
    }

    #[test]
    fn it_is_stored_as_a_number() {
        assert_eq!(serde_json::to_string(&FiscalYear(2026)).unwrap(), "2026");
        assert_eq!(FiscalYear::from_value(FiscalYear(2026).into()), Some(FiscalYear(2026)));
    }

    proptest! {
        #[test]
        fn every_day_lies_in_exactly_one_year(days in -40_000..80_000i32) {
            let date = plus_days(civil(2000, 1, 1), days);
            let year = FiscalYear::of(date);
            prop_assert!(year.start() <= date && date <= year.end());
            prop_assert!(!year.next().contains(date) && !year.previous().contains(date));
            prop_assert_eq!(day_after(year.end()), year.next().start());
        }
    }
}
