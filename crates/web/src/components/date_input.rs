//! A date as people here write it: 年号・年・月・日 in four fields, without a calendar to fight.

use crate::Fields;
use crate::components::Words;
use crate::components::field::{Question, question_methods};
use crate::components::select::option_text;
use kernel::{Date, Era, Wareki};
use maud::{Markup, Render, html};

/// The fields of a date as typed. Sent as `{name}-era`, `{name}-year`, `{name}-month`,
/// `{name}-day`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateValue {
    /// `reiwa`, `heisei`, `showa`, `taisho`, `meiji`, or `ad` for 西暦.
    pub era: String,
    /// The year in that era, or of the common era.
    pub year: String,
    /// The month.
    pub month: String,
    /// The day.
    pub day: String,
}

impl DateValue {
    /// A day as the fields show it: in the era that has it, else of the common era.
    pub fn of(day: Date) -> Self {
        let wareki = Wareki::of(day);
        let (era, year) = match &wareki {
            Some(w) => (ERA_CODES.iter().find(|(e, _)| *e == w.era).map_or("ad", |(_, code)| code), i32::from(w.year)),
            None => ("ad", i32::from(day.year())),
        };
        Self { era: era.to_owned(), year: year.to_string(), month: day.month().to_string(), day: day.day().to_string() }
    }

    /// What was typed into the field `name`.
    pub fn typed(fields: &Fields, name: &str) -> Self {
        let part = |part: &str| fields.text(&format!("{name}-{part}")).to_owned();
        Self { era: part("era"), year: part("year"), month: part("month"), day: part("day") }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        [&self.year, &self.month, &self.day].iter().all(|part| part.trim().is_empty())
    }

    /// The day, if there is such a day and a town of today can mean it; full-width digits and 元年 are
    /// understood. 2999 is a slip of the hand.
    pub fn date(&self) -> Option<Date> {
        let number = |text: &str| kernel::width::half_width(text).trim().parse::<i16>().ok();
        let offset = match self.era.as_str() {
            "ad" => 0,
            era => ERA_CODES.iter().find(|(_, code)| *code == era)?.0.offset(),
        };
        let year = if self.year.trim() == "元" { 1 } else { number(&self.year)? }.checked_add(offset)?;
        let (month, day) = (number(&self.month)?, number(&self.day)?);
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|d| YEARS.contains(&d.year()))
    }
}

/// The years in which days lie that officers and residents write.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2199;

/// The codes of the fields for the eras.
const ERA_CODES: [(Era, &str); 5] = [
    (Era::Reiwa, "reiwa"),
    (Era::Heisei, "heisei"),
    (Era::Showa, "showa"),
    (Era::Taisho, "taisho"),
    (Era::Meiji, "meiji"),
];

/// The era codes, in the order offered.
pub(crate) const ERAS: [&str; 6] = ["reiwa", "heisei", "showa", "taisho", "meiji", "ad"];

/// A date field.
#[derive(Clone)]
#[must_use]
pub struct DateInput<'a> {
    words: Words<'a>,
    question: Question,
    value: DateValue,
    birthday: bool,
}

/// A date in four fields; 西暦 first in English, 令和 first otherwise.
pub fn date_input(words: Words<'_>, name: impl Into<String>, label: impl Into<String>) -> DateInput<'_> {
    DateInput { words, question: Question::new(name, label), value: DateValue::default(), birthday: false }
}

impl DateInput<'_> {
    question_methods!();

    /// What was typed.
    pub fn value(mut self, value: DateValue) -> Self {
        self.value = value;
        self
    }

    /// A date of birth: the browser may fill it in (年号 excepted).
    pub const fn birthday(mut self) -> Self {
        self.birthday = true;
        self
    }

    fn era(&self) -> Markup {
        let name = &self.question.name;
        let chosen = match (self.value.era.as_str(), self.words.lang) {
            ("", crate::texts::Lang::En) => "ad",
            ("", _) => "reiwa",
            (era, _) => era,
        };
        html! {
            div.date-part.is-era {
                label for=(format!("{}-era", self.question.id())) { (self.words.rich("kit-era")) }
                div.select {
                    select id=(format!("{}-era", self.question.id())) name=(format!("{name}-era")) {
                        @for era in ERAS {
                            option value=(era) selected[era == chosen] {
                                (option_text(self.words, &self.words.t(&format!("kit-era-{era}"))))
                            }
                        }
                    }
                }
            }
        }
    }

    /// The year has the field's own id: there the error summary leads.
    fn part(&self, part: &str, value: &str, autofill: &'static str) -> Markup {
        let question = &self.question;
        let id = if part == "year" { question.id() } else { format!("{}-{part}", question.id()) };
        html! {
            div.date-part {
                label for=(id) { (self.words.rich(&format!("kit-{part}"))) }
                input.input-text type="text" inputmode="numeric" maxlength="4" id=(id)
                    name=(format!("{}-{part}", question.name)) value=(value)
                    autocomplete=[self.birthday.then_some(autofill)]
                    aria-required=[question.aria_required()] aria-invalid=[question.aria_invalid()];
            }
        }
    }
}

impl Render for DateInput<'_> {
    fn render(&self) -> Markup {
        let fields = html! {
            en-era-date.date-input data-eras=(self.words.plain("kit-era-names")) {
                (self.era())
                (self.part("year", &self.value.year, "bday-year"))
                (self.part("month", &self.value.month, "bday-month"))
                (self.part("day", &self.value.day, "bday-day"))
            }
        };
        self.question.around_group(self.words, None, &fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_comes_back_as_it_was_shown() {
        for (year, month, day) in [(2026, 4, 1), (1989, 1, 7), (1989, 1, 8), (1946, 4, 8), (1800, 2, 3)] {
            let date = Date::constant(year, month, day);
            assert_eq!(DateValue::of(date).date(), Some(date));
        }
        let typed = |era: &str, year: &str, month: &str, day: &str| {
            DateValue { era: era.into(), year: year.into(), month: month.into(), day: day.into() }.date()
        };
        assert_eq!(typed("reiwa", "元", "５", "１"), Some(Date::constant(2019, 5, 1)));
        assert_eq!(typed("ad", "2027", "2", "29"), None);
        assert_eq!(typed("ad", "2999", "2", "2"), None, "nobody means that year");
        assert_eq!(typed("ad", "1", "2", "2"), None);
        assert_eq!(typed("reiwa", "", "4", "1"), None);
        assert_eq!(typed("edo", "3", "4", "1"), None);
    }
}
