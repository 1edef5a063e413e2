//! What people answered: typed, by question, in a form that stays the same for ever in the database.

use std::collections::BTreeMap;

use kernel::{Address, Date, Email, Furigana, PersonName, Phone, Yen};
use serde::{Deserialize, Serialize};

use super::condition::Known;
use super::field::{BankAccount, FileRef, HouseholdPerson};
use super::question::Kind;

/// Answers by the key of their question, in the order of the keys.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Answer>);

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Answer {
    /// 氏名
    Name(PersonName),
    /// フリガナ
    Kana(Furigana),
    /// An address.
    Address(Address),
    /// A day, written `2026-04-01`.
    Date(#[serde(with = "iso_day")] Date),
    /// A telephone number.
    Phone(Phone),
    /// An e-mail address.
    Email(Email),
    /// A bank account.
    BankAccount(BankAccount),
    /// The value of the chosen option.
    Choice(String),
    /// The values of the chosen options, in the order of the options.
    Choices(Vec<String>),
    /// Free text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An amount.
    Yen(Yen),
    /// Attached files.
    Files(Vec<FileRef>),
    /// Rows of a repeating group.
    Group(Vec<Answers>),
    /// 「同意します」
    Consent,
    /// Members of the household.
    Persons(Vec<HouseholdPerson>),
}

impl Answers {
    /// The answer to a question.
    pub fn get(&self, key: &str) -> Option<&Answer> {
        self.0.get(key)
    }

    /// Answers a question anew.
    pub fn set(&mut self, key: &str, answer: Answer) {
        self.0.insert(key.to_owned(), answer);
    }

    /// Takes an answer away.
    pub fn remove(&mut self, key: &str) -> Option<Answer> {
        self.0.remove(key)
    }

    /// All, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Answer)> {
        self.0.iter()
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every attached file.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        self.0.values().flat_map(|answer| match answer {
            Answer::Files(files) => files.as_slice(),
            _ => &[],
        })
    }

    /// The number answered, for a fee that is paid by the piece.
    pub fn number(&self, key: &str) -> Option<i64> {
        match self.get(key) {
            Some(Answer::Number(n)) => Some(*n),
            _ => None,
        }
    }

    /// The value chosen.
    pub fn choice(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Answer::Choice(value)) => Some(value),
            _ => None,
        }
    }

    /// The text kept in the database: the same answers give the same bytes.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads what [`Answers::to_json`] wrote.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

impl FromIterator<(String, Answer)> for Answers {
    fn from_iter<I: IntoIterator<Item = (String, Answer)>>(answers: I) -> Self {
        Self(answers.into_iter().collect())
    }
}

impl Answer {
    /// Whether it answers a question of this kind. A choice that no longer exists does not.
    pub(super) fn fits(&self, kind: &Kind) -> bool {
        match (self, kind) {
            (Self::Choice(value), Kind::Choice(options)) => options.iter().any(|o| o.value == *value),
            (Self::Choices(values), Kind::Choices { options, .. }) => {
                values.iter().all(|value| options.iter().any(|o| o.value == *value))
            }
            (Self::Group(rows), Kind::Group(group)) => rows.iter().all(|row| {
                row.iter().all(|(key, answer)| group.questions.iter().any(|q| q.key == *key && answer.fits(&q.kind)))
            }),
            (Self::Name(_), Kind::Name)
            | (Self::Kana(_), Kind::Kana)
            | (Self::Address(_), Kind::Address)
            | (Self::Date(_), Kind::Date(_) | Kind::BirthDate)
            | (Self::Phone(_), Kind::Phone)
            | (Self::Email(_), Kind::Email)
            | (Self::BankAccount(_), Kind::BankAccount)
            | (Self::Text(_), Kind::Text { .. } | Kind::LongText { .. })
            | (Self::Number(_), Kind::Number { .. })
            | (Self::Yen(_), Kind::Yen { .. })
            | (Self::Files(_), Kind::File(_))
            | (Self::Consent, Kind::Consent)
            | (Self::Persons(_), Kind::PersonOfHousehold { .. }) => true,
            _ => false,
        }
    }

    /// What a condition sees of it. Account numbers and file contents stay out of sight.
    pub(super) fn known(&self, kind: &Kind) -> Known {
        match self {
            Self::Name(name) => Known::Words(name.full().to_owned()),
            Self::Kana(kana) => Known::Words(kana.as_str().to_owned()),
            Self::Address(address) => super::field::address_parts(address),
            Self::Date(day) => Known::day(*day),
            Self::Phone(phone) => Known::Words(phone.to_string()),
            Self::Email(email) => Known::Words(email.to_string()),
            Self::BankAccount(_) | Self::Consent => Known::Truth(true),
            Self::Choice(value) | Self::Text(value) => Known::Words(value.clone()),
            Self::Choices(values) => Known::List(values.iter().cloned().map(Known::Words).collect()),
            Self::Number(n) => Known::Whole(*n),
            Self::Yen(yen) => Known::Whole(yen.get()),
            Self::Files(files) => Known::List(files.iter().map(|f| Known::Words(f.name.clone())).collect()),
            Self::Group(rows) => Known::List(rows.iter().map(|answers| row(answers, kind)).collect()),
            Self::Persons(persons) => Known::List(persons.iter().map(|p| Known::Words(p.name.clone())).collect()),
        }
    }
}

/// A row with every question of the group, so that one left empty is `null` and not unknown.
fn row(answers: &Answers, kind: &Kind) -> Known {
    let Kind::Group(group) = kind else {
        return Known::Nothing;
    };
    let known = |q: &super::Question| answers.get(&q.key).map_or(Known::Nothing, |a| a.known(&q.kind));
    Known::Fields(group.questions.iter().map(|q| (q.key.clone(), known(q))).collect())
}

mod iso_day {
    use kernel::Date;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(day)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
