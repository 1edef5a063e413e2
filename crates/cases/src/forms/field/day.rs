//! Days: era, year, month and day in four inputs, or the whole day in the first of them.

use kernel::era::{self, EraError};
use kernel::{Date, Era, Wareki};

use super::{Answer, Asked, FieldError, Inputs, Reading, Text};
use crate::forms::question::Days;

/// No matter of today is older: the first year of 明治.
const FIRST_YEAR: i16 = 1868;
/// Nor does any reach further: a day beyond is a slip of the hand (2062 for 2026).
const YEARS_AHEAD: i16 = 10;

/// The oldest birth date that is believed: 130 years.
const OLDEST: i16 = 130;

pub(super) fn read(asked: &Asked<'_, '_>, days: Days) -> Reading {
    let Some(day) = typed(asked)? else {
        return Ok(None);
    };
    let today = asked.situation.today;
    match days {
        Days::Past if day > today => wrong(asked, "cases-form-date-future"),
        Days::Future if day < today => wrong(asked, "cases-form-date-past"),
        _ if day.year() < FIRST_YEAR => wrong(asked, "cases-form-date-too-old"),
        _ if (day.year() - YEARS_AHEAD, day.month(), day.day()) > (today.year(), today.month(), today.day()) => {
            wrong(asked, "cases-form-date-too-far")
        }
        _ => Ok(Some(Answer::Date(day))),
    }
}

pub(super) fn read_birth(asked: &Asked<'_, '_>) -> Reading {
    let Some(day) = typed(asked)? else {
        return Ok(None);
    };
    let today = asked.situation.today;
    if day > today {
        wrong(asked, "cases-form-birth-future")
    } else if day.year() < today.year() - OLDEST {
        wrong(asked, "cases-form-birth-old")
    } else {
        Ok(Some(Answer::Date(day)))
    }
}

fn typed(asked: &Asked<'_, '_>) -> Result<Option<Date>, Vec<FieldError>> {
    let (year, month, day) = (asked.text("year"), asked.text("month"), asked.text("day"));
    if year.is_empty() && month.is_empty() && day.is_empty() {
        return Ok(None);
    }
    let text = if month.is_empty() && day.is_empty() && year.chars().count() > 4 {
        year // the whole day written into the first input
    } else {
        if let Some(part) = first_empty([("year", &year), ("month", &month), ("day", &day)]) {
            return Err(vec![asked.wrong_part(part, "cases-form-date-incomplete")]);
        }
        let (year, month, day) = (bare(&year, '年'), bare(&month, '月'), bare(&day, '日'));
        format!("{}{year}年{month}月{day}日", era_name(&asked.text("era"), year))
    };
    match era::parse(&text) {
        Ok((day, _)) if (1..=9999).contains(&day.year()) => Ok(Some(day)),
        Ok(_) => Err(unread(asked, EraError::NoSuchDay)),
        Err(error) => Err(unread(asked, error)),
    }
}

fn first_empty<'a>(parts: [(&'a str, &String); 3]) -> Option<&'a str> {
    parts.into_iter().find(|(_, value)| value.is_empty()).map(|(part, _)| part)
}

/// 「8年」 → 「8」
fn bare(value: &str, unit: char) -> &str {
    value.trim_end_matches(unit).trim()
}

/// The chosen era; nothing when 西暦 is chosen, when the year itself names one, and when the year has
/// four digits whatever was chosen.
fn era_name(chosen: &str, year: &str) -> &'static str {
    let year = kernel::width::half_width(year).to_uppercase();
    let named = Era::ALL
        .into_iter()
        .any(|era| year.starts_with(era.initial()) || era.name().chars().next().is_some_and(|c| year.starts_with(c)));
    if named || year.starts_with('西') || year.chars().count() >= 4 {
        return "";
    }
    Era::ALL.into_iter().find(|era| key(*era) == chosen).map_or("", Era::name)
}

/// The value of an era in the list of eras.
fn key(era: Era) -> &'static str {
    match era {
        Era::Meiji => "meiji",
        Era::Taisho => "taisho",
        Era::Showa => "showa",
        Era::Heisei => "heisei",
        Era::Reiwa => "reiwa",
    }
}

fn wrong(asked: &Asked<'_, '_>, key: &'static str) -> Reading {
    Err(vec![asked.wrong_part("year", key)])
}

fn unread(asked: &Asked<'_, '_>, error: EraError) -> Vec<FieldError> {
    let key = match error {
        EraError::Empty | EraError::Unreadable => "cases-form-date-unread",
        EraError::NoEra => "cases-form-date-era",
        EraError::NoSuchDay | EraError::OldCalendar => "cases-form-date-none",
    };
    vec![asked.wrong_part("year", key)]
}

pub(super) fn put(inputs: &mut Inputs, name: &str, day: Date) {
    let (era, year) = match Wareki::of(day) {
        Some(wareki) => (key(wareki.era), i64::from(wareki.year)),
        None => ("", i64::from(day.year())),
    };
    inputs.add(&format!("{name}.era"), era);
    // A year before 1873 has no era here; four digits say that it is western.
    let year = if era.is_empty() { format!("{year:04}") } else { year.to_string() };
    inputs.add(&format!("{name}.year"), &year);
    inputs.add(&format!("{name}.month"), &day.month().to_string());
    inputs.add(&format!("{name}.day"), &day.day().to_string());
}

/// 令和8年4月1日（2026年） · 2026年4月1日 · 1 April 2026
pub(super) fn say(day: Date) -> Text {
    let western = format!("{}年{}月{}日", day.year(), day.month(), day.day());
    let ja = match Wareki::of(day) {
        Some(wareki) => format!("{wareki}（{}年）", day.year()),
        None => western.clone(),
    };
    Text { ja, easy: western, en: era::english(day) }
}
