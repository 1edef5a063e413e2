//! What is wrong with an answer, in words that a person can act on.

use super::question::{Kind, Question};
use super::texts::Text;

/// One thing to mend in one field. It never repeats what was typed: error texts go into logs and
/// pages that are read over the shoulder.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldError {
    /// Name of the input to go to.
    pub field: String,
    /// The question, for the list on top of the page.
    pub label: Text,
    /// What to say.
    pub words: Words,
}

/// Where the words of an error come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// A text of this room, with its arguments.
    Room(&'static str, Vec<(&'static str, i64)>),
    /// The town's own words in the procedure file.
    Town(Text),
}

impl FieldError {
    /// A text of this room without arguments.
    pub(super) fn new(question: &Question, field: &str, key: &'static str) -> Self {
        Self::counted(question, field, key, Vec::new())
    }

    /// A text of this room with numbers in it.
    pub(super) fn counted(
        question: &Question,
        field: &str,
        key: &'static str,
        numbers: Vec<(&'static str, i64)>,
    ) -> Self {
        Self { field: field.to_owned(), label: question.label.clone(), words: Words::Room(key, numbers) }
    }

    /// The town's own words.
    pub(super) fn by_town(question: &Question, field: &str, message: &Text) -> Self {
        Self { field: field.to_owned(), label: question.label.clone(), words: Words::Town(message.clone()) }
    }

    /// A required question was left empty.
    pub(super) fn unanswered(question: &Question, field: &str) -> Self {
        Self::new(question, field, empty_key(&question.kind))
    }

    /// Key of the room's text, if it is one.
    pub fn key(&self) -> Option<&'static str> {
        match &self.words {
            Words::Room(key, _) => Some(key),
            Words::Town(_) => None,
        }
    }
}

fn empty_key(kind: &Kind) -> &'static str {
    match kind {
        Kind::Name => "cases-form-empty-name",
        Kind::Kana => "cases-form-empty-kana",
        Kind::Address => "cases-form-empty-address",
        Kind::Date(_) | Kind::BirthDate => "cases-form-empty-date",
        Kind::Phone => "cases-form-empty-phone",
        Kind::Email => "cases-form-empty-email",
        Kind::BankAccount => "cases-form-empty-bank",
        Kind::Choice(_) => "cases-form-empty-choice",
        Kind::Choices { .. } => "cases-form-empty-choices",
        Kind::Number { .. } | Kind::Yen { .. } => "cases-form-empty-number",
        Kind::File(_) => "cases-form-empty-file",
        Kind::Group(_) => "cases-form-empty-group",
        Kind::Consent => "cases-form-empty-consent",
        Kind::PersonOfHousehold { .. } => "cases-form-empty-person",
        Kind::Text { .. } | Kind::LongText { .. } | Kind::Note => "cases-form-empty-text",
    }
}
