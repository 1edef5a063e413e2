//! 国民の祝日 by 国民の祝日に関する法律 (昭和23年法律第178号), as the law stood in each year from 1949
//! to 2099.
//!
//! Amendments followed: 1966 (敬老の日, 体育の日, 建国記念の日), 1973 (振替休日), 1985 (国民の休日), 1989,
//! 1995 (海の日), 1998 and 2001 (Monday holidays), 2005 (昭和の日), 2014 (山の日), 2017 (天皇誕生日 in
//! February), 2018 (スポーツの日), the days of the Olympic Games in 2020 and 2021, and the single days
//! of 1959, 1989, 1990, 1993 and 2019. The equinoxes of future years are fixed each February by the
//! National Astronomical Observatory; here they follow the usual formula, which agrees with all
//! that have been announced and holds to 2099.

use crate::Date;
use crate::calendar::{day_after, day_before};
use jiff::civil::Weekday;
use std::ops::RangeInclusive;

/// The years for which [`holiday`] knows the answer.
pub const YEARS: RangeInclusive<i16> = 1949..=2099;

const LAST: i16 = 2099;

/// (month, day, first year, last year, name).
const FIXED: [(i8, i8, i16, i16, &str); 20] = [
    (1, 1, 1949, LAST, "元日"),
    (1, 15, 1949, 1999, "成人の日"),
    (2, 11, 1967, LAST, "建国記念の日"),
    (2, 23, 2020, LAST, "天皇誕生日"),
    (4, 29, 1949, 1988, "天皇誕生日"),
    (4, 29, 1989, 2006, "みどりの日"),
    (4, 29, 2007, LAST, "昭和の日"),
    (5, 3, 1949, LAST, "憲法記念日"),
    (5, 4, 2007, LAST, "みどりの日"),
    (5, 5, 1949, LAST, "こどもの日"),
    (7, 20, 1996, 2002, "海の日"),
    (8, 11, 2016, 2019, "山の日"),
    (8, 11, 2022, LAST, "山の日"),
    (9, 15, 1966, 2002, "敬老の日"),
    (10, 10, 1966, 1999, "体育の日"),
    (11, 3, 1949, LAST, "文化の日"),
    (11, 23, 1949, LAST, "勤労感謝の日"),
    (12, 23, 1989, 2018, "天皇誕生日"),
    (5, 1, 2019, 2019, "天皇の即位の日"),
    (10, 22, 2019, 2019, "即位礼正殿の儀"),
];

/// (month, which Monday, first year, last year, name).
const MONDAYS: [(i8, i8, i16, i16, &str); 6] = [
    (1, 2, 2000, LAST, "成人の日"),
    (7, 3, 2003, 2019, "海の日"),
    (7, 3, 2022, LAST, "海の日"),
    (9, 3, 2003, LAST, "敬老の日"),
    (10, 2, 2000, 2019, "体育の日"),
    (10, 2, 2022, LAST, "スポーツの日"),
];

/// (year, month, day, name): days of one year only.
const SINGLE: [(i16, i8, i8, &str); 10] = [
    (1959, 4, 10, "皇太子明仁親王の結婚の儀"),
    (1989, 2, 24, "昭和天皇の大喪の礼"),
    (1990, 11, 12, "即位礼正殿の儀"),
    (1993, 6, 9, "皇太子徳仁親王の結婚の儀"),
    (2020, 7, 23, "海の日"),
    (2020, 7, 24, "スポーツの日"),
    (2020, 8, 10, "山の日"),
    (2021, 7, 22, "海の日"),
    (2021, 7, 23, "スポーツの日"),
    (2021, 8, 8, "山の日"),
];

/// The name of the holiday on `date`: of the 国民の祝日, or 振替休日 (3条2項) or 国民の休日 (3条3項).
/// `None` on every other day and outside [`YEARS`].
pub fn holiday(date: Date) -> Option<&'static str> {
    if !YEARS.contains(&date.year()) {
        return None;
    }
    national(date)
        .or_else(|| is_substitute(date).then_some("振替休日"))
        .or_else(|| is_between(date).then_some("国民の休日"))
}

/// 国民の祝日 by name (2条), without the days that follow from them.
fn national(date: Date) -> Option<&'static str> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let fixed = FIXED
        .iter()
        .find(|(m, d, from, to, _)| (*m, *d) == (month, day) && (*from..=*to).contains(&year))
        .map(|found| found.4);
    let single = || SINGLE.iter().find(|(y, m, d, _)| (*y, *m, *d) == (year, month, day)).map(|found| found.3);
    fixed.or_else(|| monday(date)).or_else(|| equinox(date)).or_else(single)
}

fn monday(date: Date) -> Option<&'static str> {
    if date.weekday() != Weekday::Monday {
        return None;
    }
    let nth = (date.day() - 1) / 7 + 1;
    MONDAYS
        .iter()
        .find(|(m, n, from, to, _)| (*m, *n) == (date.month(), nth) && (*from..=*to).contains(&date.year()))
        .map(|found| found.4)
}

fn equinox(date: Date) -> Option<&'static str> {
    let (name, day) = match date.month() {
        3 => ("春分の日", equinox_day(date.year(), 208_357, 208_431)),
        9 => ("秋分の日", equinox_day(date.year(), 232_588, 232_488)),
        _ => return None,
    };
    (i32::from(date.day()) == day).then_some(name)
}

/// The day of the month, from the equinox of 1980 in ten-thousandths of a day (`old` up to 1979),
/// a year of 365.242194 days, and the leap days passed.
fn equinox_day(year: i16, old: i32, new: i32) -> i32 {
    let years = i32::from(year) - 1980;
    let (base, leap_days) = if years < 0 {
        // Counted from 1983 and cut towards zero, as the formula was published.
        (old, (years - 3) / 4)
    } else {
        (new, years / 4)
    };
    (base * 100 + 242_194 * years).div_euclid(1_000_000) - leap_days
}

/// 振替休日: since 1973-04-12 the Monday after a holiday on Sunday; since 2007 the first day after
/// it that is not a 祝日 itself.
fn is_substitute(date: Date) -> bool {
    if date < Date::constant(1973, 4, 12) {
        return false;
    }
    let mut before = day_before(date);
    while national(before).is_some() {
        if before.weekday() == Weekday::Sunday {
            return true;
        }
        if date.year() < 2007 {
            return false;
        }
        before = day_before(before);
    }
    false
}

/// 国民の休日: since 1985-12-27 a day between two 祝日; until 2006 not on a Sunday.
fn is_between(date: Date) -> bool {
    date >= Date::constant(1985, 12, 27)
        && (date.year() >= 2007 || date.weekday() != Weekday::Sunday)
        && national(day_before(date)).is_some()
        && national(day_after(date)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::civil;
    use proptest::prelude::*;

    fn names(days: &[(i16, i8, i8)]) -> Vec<Option<&'static str>> {
        days.iter().map(|(y, m, d)| holiday(civil(*y, *m, *d))).collect()
    }

    #[test]
    fn the_office_knows_the_holidays_of_2026() {
        let mut date = civil(2026, 1, 1);
        let mut found = Vec::new();
        while date.year() == 2026 {
            found.extend(holiday(date).map(|name| (date.month(), date.day(), name)));
            date = day_after(date);
        }
        assert_eq!(
            found,
            [
                (1, 1, "元日"),
                (1, 12, "成人の日"),
                (2, 11, "建国記念の日"),
                (2, 23, "天皇誕生日"),
                (3, 20, "春分の日"),
                (4, 29, "昭和の日"),
                (5, 3, "憲法記念日"),
                (5, 4, "みどりの日"),
                (5, 5, "こどもの日"),
                (5, 6, "振替休日"),
                (7, 20, "海の日"),
                (8, 11, "山の日"),
                (9, 21, "敬老の日"),
                (9, 22, "国民の休日"),
                (9, 23, "秋分の日"),
                (10, 12, "スポーツの日"),
                (11, 3, "文化の日"),
                (11, 23, "勤労感謝の日"),
            ]
        );
    }

    #[test]
    fn the_change_of_era_made_ten_days_of_holiday() {
        assert_eq!(
            names(&[(2019, 4, 30), (2019, 5, 1), (2019, 5, 2), (2019, 5, 6), (2019, 12, 23)]),
            [Some("国民の休日"), Some("天皇の即位の日"), Some("国民の休日"), Some("振替休日"), None]
        );
    }

    #[test]
    fn the_olympic_years_moved_three_holidays() {
        assert_eq!(
            names(&[(2020, 7, 20), (2020, 7, 24), (2020, 8, 11), (2020, 10, 12)]),
            [None, Some("スポーツの日"), None, None]
        );
        assert_eq!(
            names(&[(2021, 7, 22), (2021, 8, 8), (2021, 8, 9), (2021, 8, 11)]),
            [Some("海の日"), Some("山の日"), Some("振替休日"), None]
        );
    }

    #[test]
    fn substitute_holidays_began_in_1973() {
        assert_eq!(
            names(&[(1973, 2, 12), (1973, 4, 30), (1988, 5, 4), (1987, 5, 4), (1986, 5, 4)]),
            [None, Some("振替休日"), Some("国民の休日"), Some("振替休日"), None]
        );
        assert_eq!(names(&[(1948, 11, 3), (2100, 1, 1)]), [None, None]);
    }

    proptest! {
        #[test]
        fn a_holiday_on_a_sunday_since_1973_is_made_good_within_the_week(days in 0..46_000i32) {
            let date = crate::calendar::plus_days(civil(1973, 4, 12), days);
            if date.weekday() == Weekday::Sunday && national(date).is_some() {
                let mut next = day_after(date);
                while national(next).is_some() {
                    next = day_after(next);
                }
                prop_assert_eq!(holiday(next), Some("振替休日"));
            }
        }
    }
}
