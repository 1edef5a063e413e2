//! One question of a form and what kind of answer it wants.

use serde::Deserialize;

use super::condition::{Condition, Sort};
use super::texts::Text;

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Name of the answer in data and conditions; unique in the form.
    pub key: String,
    /// The question as people read it.
    pub label: Text,
    /// Short words under the label.
    pub hint: Option<Text>,
    /// A longer explanation that can be opened.
    pub help: Option<Text>,
    /// Whether the form can be sent without it.
    pub required: bool,
    /// What the register or the account already knows.
    pub prefill: Option<Prefill>,
    /// Asked only when this holds.
    pub when: Option<Condition>,
    /// What the answer must also fulfil.
    pub valid: Option<Rule>,
    /// The kind of answer.
    pub kind: Kind,
}

/// A condition on an answer and what to say when it fails.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Must hold.
    pub condition: Condition,
    /// What is wrong and how to mend it.
    pub message: Text,
}

/// The kinds of answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// 氏名 (GIF person: family and given name, or one name).
    Name,
    /// フリガナ of a name.
    Kana,
    /// An address in its parts.
    Address,
    /// A day.
    Date(Days),
    /// A birth date: never in the future.
    BirthDate,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A bank account for payments to the applicant.
    BankAccount,
    /// One of these.
    Choice(Vec<Choice>),
    /// Some of these.
    Choices {
        /// What can be chosen.
        options: Vec<Choice>,
        /// At least so many.
        min: usize,
        /// At most so many.
        max: usize,
    },
    /// One line of free text.
    Text {
        /// At most so many characters.
        max_chars: usize,
    },
    /// Several lines of free text.
    LongText {
        /// At most so many characters.
        max_chars: usize,
    },
    /// A whole number.
    Number {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
        /// What is counted.
        unit: Option<Text>,
    },
    /// An amount of yen.
    Yen {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Photographs or PDF files.
    File(FileRule),
    /// Rows of questions.
    Group(Group),
    /// 「同意します」
    Consent,
    /// Members of the applicant's household.
    PersonOfHousehold {
        /// At least so many.
        min: usize,
        /// At most so many.
        max: usize,
    },
    /// Information; nothing is answered.
    Note,
}

/// Which days can be answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    /// Any day.
    #[default]
    Any,
    /// Today or before.
    Past,
    /// Today or after.
    Future,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Name in data and conditions.
    pub value: String,
    /// What people read.
    pub label: Text,
    /// Short words under it.
    pub hint: Option<Text>,
}

/// What files are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRule {
    /// At most so many.
    pub max_count: usize,
    /// Each at most so many bytes.
    pub max_bytes: u64,
    /// Which kinds.
    pub kinds: Vec<FileKind>,
}

/// Kinds of files, told by their first bytes and not by their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// JPEG, PNG or HEIC photographs.
    Image,
    /// PDF.
    Pdf,
}

/// A repeating group of questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// At least so many rows.
    pub min: usize,
    /// At most so many rows.
    pub max: usize,
    /// The questions of a row.
    pub questions: Vec<Question>,
}

/// What is already known and can stand in the field from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Prefill {
    /// Name from the register.
    #[serde(rename = "person.name")]
    Name,
    /// Reading of the name from the register.
    #[serde(rename = "person.kana")]
    Kana,
    /// Birth date from the register.
    #[serde(rename = "person.birth_date")]
    BirthDate,
    /// Address from the register.
    #[serde(rename = "person.address")]
    Address,
    /// Telephone from the account or the person's settings.
    #[serde(rename = "person.phone")]
    Phone,
    /// E-mail from the account.
    #[serde(rename = "person.email")]
    Email,
    /// A row for everybody of the household.
    #[serde(rename = "household.members")]
    Members,
    /// A row for everybody of the household but the applicant.
    #[serde(rename = "household.others")]
    Others,
}

impl Prefill {
    /// Whether the answer of this kind can be filled from it.
    pub(super) fn fits(self, kind: &Kind) -> bool {
        matches!(
            (self, kind),
            (Self::Name, Kind::Name)
                | (Self::Kana, Kind::Kana)
                | (Self::BirthDate, Kind::BirthDate | Kind::Date(_))
                | (Self::Address, Kind::Address)
                | (Self::Phone, Kind::Phone)
                | (Self::Email, Kind::Email)
                | (Self::Members | Self::Others, Kind::Group(_))
        )
    }
}

impl Question {
    /// Whether it has an answer at all.
    pub fn is_answerable(&self) -> bool {
        self.kind != Kind::Note
    }

    /// What conditions may do with its answer; `None` for what they cannot see.
    pub(super) fn sort(&self) -> Option<Sort> {
        Some(match &self.kind {
            Kind::Name | Kind::Kana | Kind::Phone | Kind::Email => Sort::Words,
            Kind::Text { .. } | Kind::LongText { .. } => Sort::Words,
            Kind::Address => Sort::Place,
            Kind::Date(_) | Kind::BirthDate => Sort::Day,
            Kind::BankAccount | Kind::Consent => Sort::Truth,
            Kind::Choice(options) => Sort::OneOf(values(options)),
            Kind::Choices { options, .. } => Sort::SomeOf(values(options)),
            Kind::Number { .. } | Kind::Yen { .. } => Sort::Whole,
            Kind::File(_) | Kind::PersonOfHousehold { .. } => Sort::Count,
            Kind::Group(group) => {
                Sort::Rows(group.questions.iter().filter_map(|q| Some((q.key.clone(), q.sort()?))).collect())
            }
            Kind::Note => return None,
        })
    }
}

fn values(options: &[Choice]) -> Vec<String> {
    options.iter().map(|option| option.value.clone()).collect()
}
