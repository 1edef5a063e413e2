//! Label, badge, hint and error of a form control, and how they are wired.

use crate::components::{Icon, Words, icon};
use crate::texts::rich;
use maud::{Markup, html};

/// The id of the control named `name`: `f-` and the name with everything but letters, digits
/// and hyphens turned to hyphens.
#[must_use]
pub fn field_id(name: &str) -> String {
    let clean = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("f-{}", name.chars().map(clean).collect::<String>())
}

/// ※必須 for a required field, 任意 for an optional one.
#[must_use]
pub fn requirement_badge(words: Words<'_>, required: bool) -> Markup {
    html! {
        @if required {
            span.requirement.is-required { (words.rich("kit-required")) }
        } @else {
            span.requirement { (words.rich("kit-optional")) }
        }
    }
}

/// A label of its own for the control with the given id.
#[must_use]
pub fn form_label(words: Words<'_>, id: &str, label: &str, required: Option<bool>) -> Markup {
    html! {
        label.form-label for=(id) {
            (rich(label))
            @if let Some(required) = required { " " (requirement_badge(words, required)) }
        }
    }
}

/// The hint of a control, to be named by its `aria-describedby`.
#[must_use]
pub fn support_text(id: &str, text: &str) -> Markup {
    html! { @if !text.is_empty() { p.support-text id=(id) { (rich(text)) } } }
}

/// The error of a control, to be named by its `aria-describedby`.
#[must_use]
pub fn error_text(words: Words<'_>, id: &str, text: &str) -> Markup {
    html! {
        p.error-text id=(id) {
            (icon(Icon::Error))
            span { span.visually-hidden { (words.rich("kit-error")) "：" } (rich(text)) }
        }
    }
}

/// What every form control is asked: its name, words and state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    pub name: String,
    pub label: String,
    pub hint: String,
    pub error: Option<String>,
    pub required: Option<bool>,
    pub heading: bool,
}

impl Question {
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    pub fn id(&self) -> String {
        field_id(&self.name)
    }

    fn part(&self, part: &str) -> String {
        format!("{}-{part}", self.id())
    }

    /// The ids of hint and error, as the control's `aria-describedby`.
    pub fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| self.part("hint"));
        let error = self.error.is_some().then(|| self.part("error"));
        let ids: Vec<String> = [hint, error].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    pub fn aria_required(&self) -> Option<&'static str> {
        (self.required == Some(true)).then_some("true")
    }

    pub fn aria_invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    fn badge(&self, words: Words<'_>) -> Markup {
        html! {
            @if let Some(required) = self.required { " " (requirement_badge(words, required)) }
        }
    }

    fn notes(&self, words: Words<'_>) -> Markup {
        html! {
            (support_text(&self.part("hint"), &self.hint))
            @if let Some(error) = &self.error { (error_text(words, &self.part("error"), error)) }
        }
    }

    /// A single control with label, hint and error above it.
    pub fn around(&self, words: Words<'_>, control: &Markup) -> Markup {
        let label = html! {
            label.form-label for=(self.id()) { (rich(&self.label)) (self.badge(words)) }
        };
        html! {
            div.field.has-error[self.error.is_some()] {
                @if self.heading { h1.question { (label) } } @else { (label) }
                (self.notes(words))
                (control)
            }
        }
    }

    /// A group of controls, its label the legend.
    pub fn around_group(&self, words: Words<'_>, role: Option<&str>, controls: &Markup) -> Markup {
        html! {
            fieldset.field.has-error[self.error.is_some()] role=[role]
                aria-describedby=[self.described_by()]
                aria-required=[role.and(self.aria_required())]
                aria-invalid=[role.and(self.aria_invalid())] {
                legend.form-label {
                    @if self.heading { h1.question { (rich(&self.label)) (self.badge(words)) } }
                    @else { (rich(&self.label)) (self.badge(words)) }
                }
                (self.notes(words))
                (controls)
            }
        }
    }
}

/// The builder methods that every form control shares; the type has a field `question`.
macro_rules! question_methods {
    () => {
        /// A line of help between label and control; empty means none.
        pub fn hint(mut self, hint: impl Into<String>) -> Self {
            self.question.hint = hint.into();
            self
        }

        /// What is wrong with the answer, in the reader's words.
        pub fn error(mut self, error: Option<&str>) -> Self {
            self.question.error = error.map(str::to_owned);
            self
        }

        /// `true` shows ※必須, `false` 任意; without this call there is no badge.
        pub fn required(mut self, required: bool) -> Self {
            self.question.required = Some(required);
            self
        }

        /// Makes the label the heading of the page: one question a page.
        pub fn heading(mut self) -> Self {
            self.question.heading = true;
            self
        }
    };
}
pub(crate) use question_methods;
