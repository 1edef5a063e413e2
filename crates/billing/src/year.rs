//! 歳入の会計年度所属区分: to which fiscal year income belongs (地方自治法施行令142条), and until when its
//! books take it (出納整理期間, 地方自治法235条の5).

use kernel::{Date, FiscalYear};

/// What kind of income it is, as 施行令142条1項 tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Income {
    /// 納期の一定している収入 (1号): the last day of its term, before law moves it off a closed day.
    Term {
        /// The due day as it was set.
        due: Date,
    },
    /// 随時の収入 for which a notice is sent (2号).
    OnNotice,
}

impl Income {
    /// The year to which income belongs of which the payer was told on `told`. A term whose year
    /// was over before anybody was told belongs to the year of the notice (142条2項).
    pub fn year(self, told: Date) -> FiscalYear {
        match self {
            Self::Term { due } => FiscalYear::of(due).max(FiscalYear::of(told)),
            Self::OnNotice => FiscalYear::of(told),
        }
    }
}

/// The year in whose books money of `year` is booked that came in on `day`: its own until they
/// close on 31 May, so that in April and May two years are open; later the present one
/// (過年度収入, 施行令160条).
pub(crate) fn books_of(year: FiscalYear, day: Date) -> FiscalYear {
    if day <= year.closing_of_accounts() { year } else { FiscalYear::of(day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_belongs_to_the_year_of_its_due_day_even_when_the_day_moves() {
        let march = Date::constant(2029, 3, 31);
        assert_eq!(kernel::office_days::shift_due(march), Date::constant(2029, 4, 2), "a Saturday");
        assert_eq!(Income::Term { due: march }.year(Date::constant(2028, 6, 10)), FiscalYear(2028));
        let late = Income::Term { due: march }.year(Date::constant(2029, 4, 5));
        assert_eq!(late, FiscalYear(2029), "nobody was told in time");
        assert_eq!(Income::OnNotice.year(Date::constant(2029, 3, 31)), FiscalYear(2028));
    }

    #[test]
    fn in_april_and_may_two_years_are_open() {
        let year = FiscalYear(2025);
        assert_eq!(books_of(year, Date::constant(2026, 3, 31)), year);
        assert_eq!(books_of(year, Date::constant(2026, 5, 31)), year);
        assert_eq!(books_of(year, Date::constant(2026, 6, 1)), FiscalYear(2026));
        assert_eq!(books_of(FiscalYear(2026), Date::constant(2026, 5, 1)), FiscalYear(2026));
        assert_eq!(
            books_of(FiscalYear(2026), Date::constant(2026, 3, 20)),
            FiscalYear(2026),
            "paid before the year began"
        );
    }
}
