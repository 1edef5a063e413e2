//! The buildings: where they are, from when, and when their doors are open.

use crate::{Period, Point, Problem, Source, day, load};
use kernel::{Date, Phone, Postcode};
use serde::Deserialize;

/// All offices of the municipality, a building that moves appearing once per address.
#[derive(Debug, Clone, Default)]
pub struct Offices {
    list: Vec<Office>,
}

/// An office at one address (`[[office]]` in `offices.toml`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Stable key; the same before and after a move. `main` is the town office itself.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// Name in English.
    pub en: Option<String>,
    /// Postcode.
    pub postcode: Postcode,
    /// Whole address on one line, from the prefecture.
    pub address: String,
    /// Telephone.
    pub phone: Phone,
    /// Fax.
    pub fax: Option<Phone>,
    /// E-mail of the office.
    pub email: Option<String>,
    /// Where it is on the map.
    pub point: Option<Point>,
    /// First day at this address; open when it was always there.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub from: Option<Date>,
    /// Last day at this address.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub until: Option<Date>,
    /// When the doors are open (days on which the office is closed are in [`crate::Calendar`]).
    #[serde(default)]
    pub hours: Vec<OpeningHours>,
    /// Whether address and telephone were seen in the named source.
    #[serde(default)]
    pub verified: bool,
    /// Where they were seen.
    pub source: Option<String>,
    /// A sentence for people, for example about a coming move.
    pub note: Option<String>,
}

impl Office {
    /// The days at this address.
    pub fn period(&self) -> Period {
        Period { from: self.from, until: self.until }
    }
}

/// Opening hours on some days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    /// Days of the week.
    pub days: Vec<Weekday>,
    /// Opening time, `08:30`.
    pub open: String,
    /// Closing time, `17:15`.
    pub close: String,
    /// Whether these hours were seen in a source; `false` is shown as 「確認中」.
    #[serde(default)]
    pub verified: bool,
}

/// A day of the week as written in town files (`"mon"`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// 月
    Mon,
    /// 火
    Tue,
    /// 水
    Wed,
    /// 木
    Thu,
    /// 金
    Fri,
    /// 土
    Sat,
    /// 日
    Sun,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The day of the week of `date`.
    pub fn of(date: Date) -> Self {
        let at = date.weekday().to_monday_zero_offset();
        usize::try_from(at).ok().and_then(|at| Self::ALL.get(at).copied()).unwrap_or(Self::Mon)
    }

    /// One kanji: 月.
    pub fn kanji(self) -> char {
        match self {
            Self::Mon => '月',
            Self::Tue => '火',
            Self::Wed => '水',
            Self::Thu => '木',
            Self::Fri => '金',
            Self::Sat => '土',
            Self::Sun => '日',
        }
    }

    /// Three letters: Mon.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Mon => "Mon",
            Self::Tue => "Tue",
            Self::Wed => "Wed",
            Self::Thu => "Thu",
            Self::Fri => "Fri",
            Self::Sat => "Sat",
            Self::Sun => "Sun",
        }
    }
}

impl OpeningHours {
    /// For people: 平日 8:30～17:15, or 月・水 9:00～12:00.
    pub fn in_words(&self) -> String {
        let days = if self.days == Weekday::ALL[..5] {
            "平日".to_owned()
        } else {
            let days: Vec<String> = self.days.iter().map(|d| d.kanji().to_string()).collect();
            days.join("・")
        };
        let short = |time: &str| time.strip_prefix('0').unwrap_or(time).to_owned();
        format!("{days} {}～{}", short(&self.open), short(&self.close))
    }

    /// For people who read English: Mon–Fri 8:30–17:15.
    pub fn in_english(&self) -> String {
        let short = |time: &str| time.strip_prefix('0').unwrap_or(time).to_owned();
        let days = if self.days == Weekday::ALL[..5] {
            "Mon–Fri".to_owned()
        } else {
            let days: Vec<&str> = self.days.iter().map(|d| d.english()).collect();
            days.join(", ")
        };
        format!("{days} {}–{}", short(&self.open), short(&self.close))
    }

    /// Whether every time is a time of day and opening comes before closing.
    pub(crate) fn makes_sense(&self) -> bool {
        let ordered = minutes(&self.open).zip(minutes(&self.close));
        !self.days.is_empty() && ordered.is_some_and(|(open, close)| open < close)
    }
}

/// Minutes since midnight of `08:30`.
fn minutes(time: &str) -> Option<u16> {
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (time.len() == 5 && hour <= 24 && minute < 60).then_some(hour * 60 + minute)
}

impl Offices {
    /// Every entry, past and coming ones too.
    pub fn all(&self) -> &[Office] {
        &self.list
    }

    /// The town office itself on a day.
    pub fn main_on(&self, day: Date) -> Option<&Office> {
        self.on("main", day)
    }

    /// The office with a key on a day.
    pub fn on(&self, key: &str, day: Date) -> Option<&Office> {
        self.list.iter().find(|o| o.key == key && o.period().holds_on(day))
    }

    /// Whether any entry has this key.
    pub fn has(&self, key: &str) -> bool {
        self.list.iter().any(|o| o.key == key)
    }
}

pub(crate) fn load(source: &Source, problems: &mut Vec<Problem>) -> Offices {
    let before = problems.len();
    source.allow(&["office"], problems);
    let rows: Vec<(usize, Office)> = source.rows("office", problems);
    for (at, office) in &rows {
        check(office, &format!("office.{at}"), source, problems);
    }
    let periods = rows.iter().map(|(at, o)| (*at, o.key.as_str(), o.period()));
    load::check_periods("office", &periods.collect::<Vec<_>>(), source, problems);
    let list: Vec<Office> = rows.into_iter().map(|(_, office)| office).collect();
    if problems.len() == before && !list.iter().any(|o| o.key == "main") {
        let message = "役場そのもの（key = \"main\"）を一つ書いてください";
        problems.push(Problem::of_file(source.file(), message));
    }
    Offices { list }
}

fn check(office: &Office, path: &str, source: &Source, problems: &mut Vec<Problem>) {
    load::check_key(&office.key, path, source, problems);
    load::check_source(office.verified, office.source.as_deref(), path, source, problems);
    let mut note = |key: &str, message: &str| {
        problems.push(source.problem(&format!("{path}.{key}"), message));
    };
    if office.point.is_some_and(|p| !p.in_japan()) {
        note("point", "緯度と経度を確かめてください");
    }
    if office.hours.iter().any(|h| !h.makes_sense()) {
        note("hours", "開いている時間は 08:30 のように書き、終わりを始まりより後にしてください");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(open: &str, close: &str) -> OpeningHours {
        OpeningHours { days: Weekday::ALL[..5].to_vec(), open: open.into(), close: close.into(), verified: false }
    }

    #[test]
    fn hours_read_as_people_say_them() {
        assert_eq!(hours("08:30", "17:15").in_words(), "平日 8:30～17:15");
        assert_eq!(hours("08:30", "17:15").in_english(), "Mon–Fri 8:30–17:15");
        let mut some = hours("13:00", "16:00");
        some.days = vec![Weekday::Mon, Weekday::Wed];
        assert_eq!(some.in_words(), "月・水 13:00～16:00");
        assert_eq!(some.in_english(), "Mon, Wed 13:00–16:00");
    }

    #[test]
    fn hours_must_be_times_in_order() {
        assert!(hours("08:30", "17:15").makes_sense());
        assert!(!hours("17:15", "08:30").makes_sense());
        assert!(!hours("8:30", "17:15").makes_sense());
        assert!(!hours("08:61", "17:15").makes_sense());
    }

    #[test]
    fn an_office_is_found_where_it_stands_on_that_day() {
        let text = "
            [[office]]\nkey='main'\nname='a'\npostcode='963-0000'\naddress='old'\nphone='0999-00-0000'\nuntil=2027-04-30
            [[office]]\nkey='main'\nname='a'\npostcode='963-0000'\naddress='new'\nphone='0999-00-0000'\nfrom=2027-05-01";
        let mut problems = Vec::new();
        let offices = load(&Source::new("offices.toml", text), &mut problems);
        assert_eq!(problems, []);
        let on = |y, m, d| offices.main_on(Date::constant(y, m, d)).map(|o| o.address.as_str());
        assert_eq!(on(2027, 4, 30), Some("old"));
        assert_eq!(on(2027, 5, 1), Some("new"));
    }
}
