//! A person's name and its reading, each in two fields.

use crate::components::field::{Question, question_methods};
use crate::components::{Words, error_text};
use maud::{Markup, Render, html};

/// A name as typed. Sent as `{name}-family`, `{name}-given`, `{name}-family-kana`,
/// `{name}-given-kana`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameValue {
    /// 氏
    pub family: String,
    /// 名
    pub given: String,
    /// 氏のふりがな
    pub family_kana: String,
    /// 名のふりがな
    pub given_kana: String,
}

/// The fields of a name.
#[derive(Clone)]
#[must_use]
pub struct NameFields<'a> {
    words: Words<'a>,
    question: Question,
    value: NameValue,
    own: bool,
    part_errors: Vec<(String, String)>,
}

/// The four fields of a name; `label` is the legend.
pub fn name_fields(words: Words<'_>, name: impl Into<String>, label: impl Into<String>) -> NameFields<'_> {
    NameFields {
        words,
        question: Question::new(name, label),
        value: NameValue::default(),
        own: false,
        part_errors: Vec::new(),
    }
}

impl NameFields<'_> {
    question_methods!();

    /// What was typed.
    pub fn value(mut self, value: NameValue) -> Self {
        self.value = value;
        self
    }

    /// The reader's own name: the browser may fill it in.
    pub const fn own(mut self) -> Self {
        self.own = true;
        self
    }

    /// What is wrong with one part: `family`, `given`, `family-kana` or `given-kana`.
    pub fn part_error(mut self, part: &str, error: Option<&str>) -> Self {
        self.part_errors.extend(error.map(|error| (part.to_owned(), error.to_owned())));
        self
    }

    fn part(&self, part: &'static str, value: &str, autofill: Option<&'static str>) -> Markup {
        let error = self.part_errors.iter().find(|(of, _)| of == part).map(|(_, error)| error);
        let id = match part {
            "family" => self.question.id(),
            _ => format!("{}-{part}", self.question.id()),
        };
        let error_id = format!("{id}-wrong");
        html! {
            div.name-part {
                label for=(id) { (self.words.rich(&format!("kit-name-{part}"))) }
                @if let Some(error) = error { (error_text(self.words, &error_id, error)) }
                input.input-text type="text" id=(id) name=(format!("{}-{part}", self.question.name))
                    value=(value) autocomplete=[autofill.filter(|_| self.own)]
                    aria-describedby=[error.map(|_| &error_id)]
                    aria-required=[self.question.aria_required()]
                    aria-invalid=[error.map(|_| "true").or(self.question.aria_invalid())];
            }
        }
    }
}

impl Render for NameFields<'_> {
    fn render(&self) -> Markup {
        let fields = html! {
            div.name-fields {
                (self.part("family", &self.value.family, Some("family-name")))
                (self.part("given", &self.value.given, Some("given-name")))
                (self.part("family-kana", &self.value.family_kana, None))
                (self.part("given-kana", &self.value.given_kana, None))
            }
        };
        self.question.around_group(self.words, None, &fields)
    }
}
