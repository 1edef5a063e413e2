//! Several lines of text.

use crate::components::Words;
use crate::components::field::{Question, question_methods};
use maud::{Markup, Render, html};

/// A field for several lines.
#[derive(Clone)]
#[must_use]
pub struct Textarea<'a> {
    words: Words<'a>,
    question: Question,
    value: String,
    rows: u8,
    maxlength: Option<usize>,
}

/// A field for several lines of text, five rows high.
pub fn textarea(words: Words<'_>, name: impl Into<String>, label: impl Into<String>) -> Textarea<'_> {
    Textarea { words, question: Question::new(name, label), value: String::new(), rows: 5, maxlength: None }
}

impl Textarea<'_> {
    question_methods!();

    /// What stands in the field.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// How many rows it shows.
    pub const fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// The longest answer the server takes, in characters.
    pub const fn maxlength(mut self, characters: usize) -> Self {
        self.maxlength = Some(characters);
        self
    }
}

impl Render for Textarea<'_> {
    fn render(&self) -> Markup {
        // A browser drops one line end after the tag, so one is given for it to drop.
        let control = html! {
            textarea.input-text id=(self.question.id()) name=(self.question.name) rows=(self.rows)
                maxlength=[self.maxlength] aria-describedby=[self.question.described_by()]
                aria-required=[self.question.aria_required()]
                aria-invalid=[self.question.aria_invalid()] { "\n" (self.value) }
        };
        self.question.around(self.words, &control)
    }
}
