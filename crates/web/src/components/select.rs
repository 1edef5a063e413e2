//! One choice of many. Up to seven choices are easier as a radio group.

use crate::components::field::{Question, question_methods};
use crate::components::{Choice, Words};
use crate::texts::{Lang, plain, with_reading};
use maud::{Markup, Render, html};

/// A drop-down list.
#[derive(Clone)]
#[must_use]
pub struct Select<'a> {
    words: Words<'a>,
    question: Question,
    choices: Vec<Choice>,
    value: String,
    empty: bool,
    autocomplete: Option<String>,
}

/// A drop-down list that begins with 「選んでください」.
pub fn select<C: Into<Choice>>(
    words: Words<'_>,
    name: impl Into<String>,
    label: impl Into<String>,
    choices: impl IntoIterator<Item = C>,
) -> Select<'_> {
    Select {
        words,
        question: Question::new(name, label),
        choices: choices.into_iter().map(Into::into).collect(),
        value: String::new(),
        empty: true,
        autocomplete: None,
    }
}

impl Select<'_> {
    question_methods!();

    /// The value chosen.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Leaves out the empty first choice: there always is a value.
    pub const fn always_chosen(mut self) -> Self {
        self.empty = false;
        self
    }

    /// The autofill purpose; empty means none.
    pub fn autocomplete(mut self, purpose: impl Into<String>) -> Self {
        self.autocomplete = Some(purpose.into()).filter(|purpose| !purpose.is_empty());
        self
    }
}

impl Render for Select<'_> {
    fn render(&self) -> Markup {
        let control = html! {
            div.select {
                select id=(self.question.id()) name=(self.question.name)
                    autocomplete=[&self.autocomplete]
                    aria-describedby=[self.question.described_by()]
                    aria-required=[self.question.aria_required()]
                    aria-invalid=[self.question.aria_invalid()] {
                    @if self.empty { option value="" { (self.words.plain("kit-choose")) } }
                    @for choice in &self.choices {
                        option value=(choice.value) selected[choice.value == self.value] {
                            (option_text(self.words, &choice.label))
                        }
                    }
                }
            }
        };
        self.question.around(self.words, &control)
    }
}

/// The words of an option, where no ruby can stand: やさしい日本語 gets its readings in brackets.
pub(super) fn option_text(words: Words<'_>, label: &str) -> String {
    if words.lang == Lang::Easy { with_reading(label) } else { plain(label) }
}
