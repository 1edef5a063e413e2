//! Age by law and age as people say it; school years.
//!
//! 年齢計算ニ関スル法律 with 民法143条: age is counted from the day of birth, and a year of life is
//! complete at the end of the day **before** the birthday. Who is born on 1 April therefore attains
//! six on 31 March and starts school the next day, with the children born a year before
//! (学校教育法17条). Who is born on 29 February attains every age on 28 February.

use crate::Date;
use crate::calendar::{civil, day_after, day_before};
use crate::fiscal::FiscalYear;

/// Age as people say it: one more on each birthday, for 29 February on 1 March of common years;
/// 0 before the birth.
pub fn age_on(birth: Date, on: Date) -> u16 {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    let years = i32::from(on.year()) - i32::from(birth.year()) - i32::from(!had_birthday);
    u16::try_from(years).unwrap_or(0)
}

/// The day at whose end a person attains `n` years: the day before the birthday. 0 years: the day
/// of birth.
pub fn attains(birth: Date, n: u16) -> Date {
    let year = i32::from(birth.year()) + i32::from(n);
    let Ok(year) = i16::try_from(year) else {
        return Date::MAX;
    };
    match (n, birth.month(), birth.day()) {
        (0, _, _) => birth,
        (_, 2, 29) => civil(year, 2, 28),
        (_, month, day) => day_before(civil(year, month, day)),
    }
}

/// Whether `n` years are attained on `on`, as laws that speak of the day count it
/// (「達した日」; voting age, 公職選挙法9条 and 10条).
pub fn has_attained(birth: Date, n: u16, on: Date) -> bool {
    attains(birth, n) <= on
}

/// 1 April on which school begins: the first start of a school year after the day that follows the
/// day of attaining six (学校教育法17条1項).
pub fn school_entry(birth: Date) -> Date {
    let from = day_after(attains(birth, 6));
    let april = civil(from.year(), 4, 1);
    if from <= april { april } else { civil(from.year().saturating_add(1), 4, 1) }
}

/// Where a child stands in nine years of compulsory school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchoolYear {
    /// 未就学.
    NotYet,
    /// 小学校, year 1 to 6.
    Elementary(u8),
    /// 中学校, year 1 to 3.
    JuniorHigh(u8),
    /// 義務教育 has ended.
    Finished,
}

impl SchoolYear {
    /// 未就学, 小学1年, 中学3年, 中学校卒業.
    pub fn label(self) -> String {
        match self {
            Self::NotYet => "未就学".to_owned(),
            Self::Elementary(year) => format!("小学{year}年"),
            Self::JuniorHigh(year) => format!("中学{year}年"),
            Self::Finished => "中学校卒業".to_owned(),
        }
    }
}

/// The school year of a child on `on`, by age alone (no postponement, no other school).
pub fn school_year(birth: Date, on: Date) -> SchoolYear {
    let entry = FiscalYear::of(school_entry(birth)).0;
    let year = i32::from(FiscalYear::of(on).0) - i32::from(entry) + 1;
    match u8::try_from(year) {
        Err(_) | Ok(0) => SchoolYear::NotYet,
        Ok(year @ 1..=6) => SchoolYear::Elementary(year),
        Ok(year @ 7..=9) => SchoolYear::JuniorHigh(year - 6),
        Ok(_) => SchoolYear::Finished,
    }
}

/// Age on 1 April, which decides the nursery class for the whole fiscal year (3歳児クラス); a child
/// born in the year is 0.
pub fn age_at_fiscal_start(birth: Date, year: FiscalYear) -> u16 {
    age_on(birth, year.start())
}

/// The first 31 March on or after `date` (「…に達する日以後の最初の3月31日」).
pub fn first_march31_on_or_after(date: Date) -> Date {
    FiscalYear::of(date).end()
}

/// The last day for which 児童手当 is paid: the first 31 March on or after the day of attaining 18
/// (児童手当法3条1項).
pub fn child_allowance_end(birth: Date) -> Date {
    first_march31_on_or_after(attains(birth, 18))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::plus_days;
    use proptest::prelude::*;

    #[test]
    fn school_begins_by_the_second_of_april() {
        assert_eq!(attains(civil(2020, 4, 1), 6), civil(2026, 3, 31));
        assert_eq!(school_entry(civil(2020, 4, 1)), civil(2026, 4, 1));
        assert_eq!(school_entry(civil(2020, 4, 2)), civil(2027, 4, 1));
        assert_eq!(school_entry(civil(2020, 2, 29)), civil(2026, 4, 1));
    }

    #[test]
    fn a_leap_day_child_attains_each_age_on_28_february() {
        let birth = civil(2020, 2, 29);
        assert_eq!(attains(birth, 4), civil(2024, 2, 28));
        assert_eq!(attains(birth, 5), civil(2025, 2, 28));
        assert_eq!(age_on(birth, civil(2025, 2, 28)), 4);
        assert_eq!(age_on(birth, civil(2025, 3, 1)), 5);
        assert_eq!(attains(birth, 0), birth);
    }

    #[test]
    fn a_voter_may_vote_on_the_eve_of_the_birthday() {
        let birth = civil(2008, 11, 23);
        assert!(!has_attained(birth, 18, civil(2026, 11, 21)));
        assert!(has_attained(birth, 18, civil(2026, 11, 22)));
        assert_eq!(age_on(birth, civil(2026, 11, 22)), 17);
    }

    #[test]
    fn the_child_allowance_ends_with_the_school_cohort() {
        assert_eq!(child_allowance_end(civil(2008, 4, 1)), civil(2026, 3, 31));
        assert_eq!(child_allowance_end(civil(2008, 4, 2)), civil(2027, 3, 31));
        assert_eq!(child_allowance_end(civil(2008, 3, 31)), civil(2026, 3, 31));
    }

    #[test]
    fn a_child_passes_through_nine_years() {
        let birth = civil(2020, 4, 1);
        let on = |y, m, d| school_year(birth, civil(y, m, d)).label();
        assert_eq!(on(2026, 3, 31), "未就学");
        assert_eq!(on(2026, 4, 1), "小学1年");
        assert_eq!(on(2032, 3, 31), "小学6年");
        assert_eq!(on(2032, 4, 1), "中学1年");
        assert_eq!(on(2035, 3, 31), "中学3年");
        assert_eq!(on(2035, 4, 1), "中学校卒業");
    }

    #[test]
    fn nursery_classes_follow_the_first_of_april() {
        let year = FiscalYear(2023);
        assert_eq!(age_at_fiscal_start(civil(2020, 4, 1), year), 3);
        assert_eq!(age_at_fiscal_start(civil(2020, 4, 2), year), 2);
        assert_eq!(age_at_fiscal_start(civil(2023, 6, 1), year), 0);
    }

    fn date() -> impl Strategy<Value = Date> {
        (0..60_000i32).prop_map(|days| plus_days(civil(1920, 1, 1), days))
    }

    proptest! {
        #[test]
        fn by_law_an_age_is_reached_the_day_before_people_say_it(birth in date(), on in date(), n in 1..100u16) {
            let said = on > birth && age_on(birth, day_after(on)) >= n;
            prop_assert_eq!(has_attained(birth, n, on), said);
        }

        #[test]
        fn a_nursery_class_and_a_school_year_are_one_cohort(birth in date()) {
            let entry = FiscalYear::of(school_entry(birth));
            prop_assert_eq!(age_at_fiscal_start(birth, entry), 6);
            prop_assert_eq!(age_at_fiscal_start(birth, entry.previous()), 5);
        }

        #[test]
        fn compulsory_school_lasts_nine_years(birth in date()) {
            let entry = school_entry(birth);
            prop_assert_eq!(school_year(birth, day_before(entry)), SchoolYear::NotYet);
            prop_assert_eq!(school_year(birth, entry), SchoolYear::Elementary(1));
            let last = FiscalYear(FiscalYear::of(entry).0 + 8).end();
            prop_assert_eq!(school_year(birth, last), SchoolYear::JuniorHigh(3));
            prop_assert_eq!(school_year(birth, day_after(last)), SchoolYear::Finished);
        }
    }
}
