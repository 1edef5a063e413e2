//! A date as people here write it: 年号・年・月・日 in four fields, without a calendar to fight.

use crate::components::Words;
use crate::components::field::{Question, question_methods};
use crate::components::select::option_text;
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
