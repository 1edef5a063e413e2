//! The kinds of answer, one file for a family of them: how typing is read, how an answer is put back
//! into the inputs, how it is said in words.
//!
//! Reading is generous (full-width digits, 和暦, hyphens and spaces of any sort) and what is kept is
//! exact. Reading what an answer puts into the inputs gives the same answer again.

mod bank;
mod choice;
pub(super) mod contact;
mod day;
mod file;
mod group;
mod number;
mod person;
mod place;
mod posted;
mod words;

use kernel::Date;

use super::answers::{Answer, Answers};
use super::error::FieldError;
use super::question::{Kind, Question};
use super::texts::Text;

pub use bank::{AccountKind, BankAccount, BankPlace};
pub use choice::AGREED;
pub use file::{FileRef, FileType, NewFile};
pub use group::rows_posted;
pub use person::{HouseholdPerson, Member};
pub(super) use place::parts as address_parts;
pub use posted::{Inputs, Posted};

/// Most characters of one line of free text.
pub(super) const MAX_TEXT: usize = 200;
/// Most characters of a long free text.
pub(super) const MAX_LONG_TEXT: usize = 4000;
/// Most rows of a repeating group; it bounds what `exists` and `all` cost.
pub(super) const MAX_ROWS: usize = 20;

/// What is known while a page is read.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The day.
    pub today: Date,
    /// The members of the applicant's household as the register has them; empty when the register
    /// cannot be asked, then names may be typed.
    pub household: &'a [Member],
}

/// What reading one input gives: nothing typed, an answer, or what is wrong.
type Reading = Result<Option<Answer>, Vec<FieldError>>;

/// Everything needed to read one question.
struct Asked<'a, 'p> {
    question: &'a Question,
    /// Name of its inputs: the key, in a repeating group with the row before it.
    name: &'a str,
    posted: &'a Posted<'p>,
    /// The answer so far; files already sent stay unless they are taken away.
    earlier: Option<&'a Answer>,
    situation: Situation<'a>,
}

impl Asked<'_, '_> {
    fn part(&self, part: &str) -> String {
        format!("{}.{part}", self.name)
    }

    fn text(&self, part: &str) -> String {
        self.posted.text(&self.part(part))
    }

    fn whole(&self) -> String {
        self.posted.text(self.name)
    }

    /// An error at the only input.
    fn wrong(&self, key: &'static str) -> Reading {
        Err(vec![FieldError::new(self.question, self.name, key)])
    }

    /// An error at one of several inputs.
    fn wrong_part(&self, part: &str, key: &'static str) -> FieldError {
        FieldError::new(self.question, &self.part(part), key)
    }

    /// An error with numbers.
    fn wrong_by(&self, key: &'static str, numbers: Vec<(&'static str, i64)>) -> Reading {
        Err(vec![FieldError::counted(self.question, self.name, key, numbers)])
    }
}

/// Reads one question of a page: its answer, `None` when it was left empty and may be.
pub(super) fn read(
    question: &Question,
    name: &str,
    posted: &Posted<'_>,
    earlier: Option<&Answer>,
    situation: Situation<'_>,
) -> Reading {
    let asked = Asked { question, name, posted, earlier, situation };
    let answer = by_kind(&asked)?;
    if answer.is_none() && question.required && question.is_answerable() {
        return Err(vec![FieldError::unanswered(question, &first_input(question, name))]);
    }
    Ok(answer)
}

fn by_kind(asked: &Asked<'_, '_>) -> Reading {
    match &asked.question.kind {
        Kind::Name => person::read_name(asked),
        Kind::Kana => person::read_kana(asked),
        Kind::Address => place::read(asked),
        Kind::Date(days) => day::read(asked, *days),
        Kind::BirthDate => day::read_birth(asked),
        Kind::Phone => contact::read_phone(asked),
        Kind::Email => contact::read_email(asked),
        Kind::BankAccount => bank::read(asked),
        Kind::Choice(options) => choice::read_one(asked, options),
        Kind::Choices { options, min, max } => choice::read_some(asked, options, *min, *max),
        Kind::Text { max_chars } => words::read(asked, *max_chars, false),
        Kind::LongText { max_chars } => words::read(asked, *max_chars, true),
        Kind::Number { min, max, .. } => number::read(asked, *min, *max),
        Kind::Yen { min, max } => number::read_yen(asked, *min, *max),
        Kind::File(rule) => file::read(asked, rule),
        Kind::Group(group) => group::read(asked, group),
        Kind::Consent => choice::read_consent(asked),
        Kind::PersonOfHousehold { min, max } => person::read_household(asked, *min, *max),
        Kind::Note => Ok(None),
    }
}

/// The first input of a question: where the error list leads to.
pub(super) fn first_input(question: &Question, name: &str) -> String {
    let part = match &question.kind {
        Kind::Name => "family",
        Kind::Address => "postcode",
        Kind::Date(_) | Kind::BirthDate => "year",
        Kind::BankAccount => "bank",
        _ => return name.to_owned(),
    };
    format!("{name}.{part}")
}

/// Whether an answer given earlier would still be taken today: it is put back into its inputs and
/// read again. Files and persons are only counted, their source is not at hand.
pub(super) fn recheck(question: &Question, answer: &Answer, today: Date) -> Vec<FieldError> {
    let count = match (answer, &question.kind) {
        (Answer::Files(files), Kind::File(rule)) => {
            return file::recheck(question, files, rule);
        }
        (Answer::Persons(persons), Kind::PersonOfHousehold { min, max }) => (persons.len(), *min, *max),
        _ => {
            let mut inputs = Inputs::default();
            put(&mut inputs, &question.key, answer);
            let values = |name: &str| inputs.values(name);
            let posted = Posted::without_files(&values);
            let situation = Situation { today, household: &[] };
            return read(question, &question.key, &posted, None, situation).err().unwrap_or_default();
        }
    };
    person::wrong_count(question, &question.key, count.0, count.1, count.2).into_iter().collect()
}

/// Puts an answer back into the inputs it would be read from.
pub(super) fn put(inputs: &mut Inputs, name: &str, answer: &Answer) {
    match answer {
        Answer::Name(value) => person::put_name(inputs, name, value),
        Answer::Kana(value) => inputs.add(name, value.as_str()),
        Answer::Address(value) => place::put(inputs, name, value),
        Answer::Date(value) => day::put(inputs, name, *value),
        Answer::Phone(value) => inputs.add(name, &value.to_string()),
        Answer::Email(value) => inputs.add(name, &value.to_string()),
        Answer::BankAccount(value) => bank::put(inputs, name, value),
        Answer::Choice(value) | Answer::Text(value) => inputs.add(name, value),
        Answer::Choices(values) => values.iter().for_each(|value| inputs.add(name, value)),
        Answer::Number(value) => inputs.add(name, &value.to_string()),
        Answer::Yen(value) => inputs.add(name, &value.get().to_string()),
        Answer::Files(files) => file::put(inputs, name, files),
        Answer::Group(rows) => group::put(inputs, name, rows),
        Answer::Consent => inputs.add(name, AGREED),
        Answer::Persons(persons) => person::put_household(inputs, name, persons),
    }
}

/// An answer in words, for the page on which answers are checked and for the officer.
pub(super) fn say(kind: &Kind, answer: &Answer) -> Text {
    match (answer, kind) {
        (Answer::Name(value), _) => Text::same(value.full()),
        (Answer::Kana(value), _) => Text::same(value.as_str()),
        (Answer::Address(value), _) => Text::same(&place::say(value)),
        (Answer::Date(value), _) => day::say(*value),
        (Answer::Phone(value), _) => Text::same(&value.to_string()),
        (Answer::Email(value), _) => Text::same(&value.to_string()),
        (Answer::BankAccount(value), _) => bank::say(value),
        (Answer::Choice(value), Kind::Choice(options)) => choice::say(options, std::slice::from_ref(value)),
        (Answer::Choices(values), Kind::Choices { options, .. }) => choice::say(options, values),
        (Answer::Choice(value) | Answer::Text(value), _) => Text::same(value),
        (Answer::Choices(values), _) => Text::same(&values.join("\n")),
        (Answer::Number(value), Kind::Number { unit, .. }) => number::say(*value, unit.as_ref()),
        (Answer::Number(value), _) => Text::same(&value.to_string()),
        (Answer::Yen(value), _) => Text::same(&value.to_string()),
        (Answer::Files(files), _) => Text::same(&lines(files.iter().map(|f| f.name.clone()))),
        (Answer::Group(rows), Kind::Group(group)) => group::say(group, rows),
        (Answer::Group(rows), _) => Text::same(&rows.len().to_string()),
        (Answer::Consent, _) => choice::agreed(),
        (Answer::Persons(persons), _) => Text::same(&lines(persons.iter().map(|p| p.name.clone()))),
    }
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("\n")
}

/// Answers of one row, read and put like those of a page.
type Row = Answers;
