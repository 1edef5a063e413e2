//! One line of text.

use crate::components::Words;
use crate::components::field::{Question, question_methods};
use crate::texts::rich;
use maud::{Markup, Render, html};

/// A text field.
#[derive(Clone)]
#[must_use]
pub struct InputText<'a> {
    words: Words<'a>,
    pub(crate) question: Question,
    value: String,
    kind: &'static str,
    autocomplete: Option<String>,
    inputmode: Option<&'static str>,
    width: Option<&'static str>,
    maxlength: Option<usize>,
    unit: String,
}

/// A field for one line of text.
pub fn input_text(words: Words<'_>, name: impl Into<String>, label: impl Into<String>) -> InputText<'_> {
    InputText {
        words,
        question: Question::new(name, label),
        value: String::new(),
        kind: "text",
        autocomplete: None,
        inputmode: None,
        width: None,
        maxlength: None,
        unit: String::new(),
    }
}

impl InputText<'_> {
    question_methods!();

    /// What stands in the field.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The HTML type: `text`, `email`, `tel`, `password`, `search`, `url`. Never `number` or
    /// `date`: they surprise people and lose what was typed.
    pub const fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// The autofill purpose: `name`, `email`, `tel`, `postal-code`, `one-time-code` …; empty means none.
    pub fn autocomplete(mut self, purpose: impl Into<String>) -> Self {
        self.autocomplete = Some(purpose.into()).filter(|purpose| !purpose.is_empty());
        self
    }

    /// Which keyboard a phone shows: `numeric`, `tel`, `email`, `decimal`.
    pub const fn inputmode(mut self, mode: &'static str) -> Self {
        self.inputmode = Some(mode);
        self
    }

    /// Digits only, as wide as four to ten of them.
    pub const fn numeric(mut self) -> Self {
        self.inputmode = Some("numeric");
        self.width = Some("is-narrow");
        self
    }

    /// As wide as its answer: `is-narrow`, `is-medium`; full width otherwise.
    pub const fn width(mut self, class: &'static str) -> Self {
        self.width = Some(class);
        self
    }

    /// The longest answer the server takes, in characters.
    pub const fn maxlength(mut self, characters: usize) -> Self {
        self.maxlength = Some(characters);
        self
    }

    /// Words after the field: 円, 人, cm.
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }
}

impl Render for InputText<'_> {
    fn render(&self) -> Markup {
        let unit_id = format!("{}-unit", self.question.id());
        let has_unit = !self.unit.is_empty();
        let mut described: Vec<String> = self.question.described_by().into_iter().collect();
        described.extend(has_unit.then(|| unit_id.clone()));
        let described = (!described.is_empty()).then(|| described.join(" "));
        let class = format!("input-text {}", self.width.unwrap_or_default());
        let input = html! {
            input class=(class.trim_end()) id=(self.question.id()) name=(self.question.name)
                type=(self.kind) value=(self.value) autocomplete=[&self.autocomplete]
                inputmode=[self.inputmode] maxlength=[self.maxlength]
                aria-describedby=[described] aria-required=[self.question.aria_required()]
                aria-invalid=[self.question.aria_invalid()];
        };
        let control = html! {
            @if has_unit {
                div.with-unit { (input) span.unit id=(unit_id) { (rich(&self.unit)) } }
            } @else { (input) }
        };
        self.question.around(self.words, &control)
    }
}
