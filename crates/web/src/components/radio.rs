//! One choice of a few, all in sight.

use crate::components::field::{Question, question_methods};
use crate::components::{Choice, Words};
use crate::texts::rich;
use maud::{Markup, Render, html};

/// A group of radio buttons.
#[derive(Clone)]
#[must_use]
pub struct RadioGroup<'a> {
    words: Words<'a>,
    question: Question,
    choices: Vec<Choice>,
    value: String,
    inline: bool,
}

/// A group of radio buttons.
pub fn radio_group<C: Into<Choice>>(
    words: Words<'_>,
    name: impl Into<String>,
    label: impl Into<String>,
    choices: impl IntoIterator<Item = C>,
) -> RadioGroup<'_> {
    RadioGroup {
        words,
        question: Question::new(name, label),
        choices: choices.into_iter().map(Into::into).collect(),
        value: String::new(),
        inline: false,
    }
}

impl RadioGroup<'_> {
    question_methods!();

    /// The value chosen.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Side by side where there is room: for two or three short words.
    pub const fn inline(mut self) -> Self {
        self.inline = true;
        self
    }
}

impl Render for RadioGroup<'_> {
    fn render(&self) -> Markup {
        let picked = |choice: &Choice| choice.value == self.value;
        let list = html! {
            div.choices.is-inline[self.inline] {
                @for (at, choice) in self.choices.iter().enumerate() {
                    (one("radio", &self.question, at, choice, picked(choice)))
                }
            }
        };
        self.question.around_group(self.words, Some("radiogroup"), &list)
    }
}

/// One radio button or checkbox; the first of a group has the id of the group's field, so that
/// the error summary leads to it.
pub(super) fn one(kind: &str, question: &Question, at: usize, choice: &Choice, checked: bool) -> Markup {
    let id = if at == 0 { question.id() } else { format!("{}-{}", question.id(), at + 1) };
    let hint_id = format!("{id}-about");
    let hint = (!choice.hint.is_empty()).then_some(hint_id.as_str());
    html! {
        div.choice {
            input type=(kind) id=(id) name=(question.name) value=(choice.value)
                checked[checked] aria-describedby=[hint];
            label for=(id) { (rich(&choice.label)) }
            @if let Some(hint_id) = hint {
                p.choice-hint id=(hint_id) { (rich(&choice.hint)) }
            }
        }
    }
}
