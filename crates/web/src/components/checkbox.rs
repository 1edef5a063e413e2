//! Any number of choices, or a single consent.

use crate::components::field::{Question, question_methods};
use crate::components::radio::one;
use crate::components::{Choice, Words};
use maud::{Markup, Render, html};

/// A group of checkboxes that send the same name.
#[derive(Clone)]
#[must_use]
pub struct CheckboxGroup<'a> {
    words: Words<'a>,
    question: Question,
    choices: Vec<Choice>,
    values: Vec<String>,
}

/// A group of checkboxes.
pub fn checkbox_group<C: Into<Choice>>(
    words: Words<'_>,
    name: impl Into<String>,
    label: impl Into<String>,
    choices: impl IntoIterator<Item = C>,
) -> CheckboxGroup<'_> {
    CheckboxGroup {
        words,
        question: Question::new(name, label),
        choices: choices.into_iter().map(Into::into).collect(),
        values: Vec::new(),
    }
}

impl CheckboxGroup<'_> {
    question_methods!();

    /// The values chosen.
    pub fn values<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }
}

impl Render for CheckboxGroup<'_> {
    fn render(&self) -> Markup {
        let list = html! {
            div.choices {
                @for (at, choice) in self.choices.iter().enumerate() {
                    (one("checkbox", &self.question, at, choice, self.values.contains(&choice.value)))
                }
            }
        };
        self.question.around_group(self.words, None, &list)
    }
}

/// A single checkbox (a consent, a confirmation) that sends `yes`.
#[must_use]
pub fn checkbox(words: Words<'_>, name: &str, label: &str, checked: bool, error: Option<&str>) -> Markup {
    let question = Question { error: error.map(str::to_owned), ..Question::new(name, label) };
    let id = question.id();
    html! {
        div.field.has-error[error.is_some()] {
            @if let Some(error) = error {
                (super::error_text(words, &format!("{id}-error"), error))
            }
            div.choices { div.choice {
                input type="checkbox" id=(id) name=(name) value="yes" checked[checked]
                    aria-describedby=[question.described_by()]
                    aria-invalid=[question.aria_invalid()];
                label for=(id) { (crate::texts::rich(label)) }
            } }
        }
    }
}
