//! 氏名, フリガナ, and members of the household.

use kernel::id::PersonId;
use kernel::kana::{KanaError, MiddleDot};
use kernel::name::NameError;
use kernel::{Date, Furigana, PersonName};
use serde::{Deserialize, Serialize};

use super::{Answer, Asked, FieldError, Inputs, Reading};
use crate::forms::question::Question;

/// A member of the household as the register has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The person.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// To tell people of the same name apart.
    pub birth_date: Option<Date>,
}

/// A chosen member of the household. The name is that of the day of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdPerson {
    /// The person, when chosen from the register; `None` when the name was typed because the register
    /// could not be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<PersonId>,
    /// Full name.
    pub name: String,
}

/// Inputs `family` and `given`; a name that is not divided stands alone in either.
pub(super) fn read_name(asked: &Asked<'_, '_>) -> Reading {
    let (family, given) = (asked.text("family"), asked.text("given"));
    match PersonName::from_fields(&family, &given) {
        Ok(name) => Ok(Some(Answer::Name(name))),
        Err(NameError::Empty) => Ok(None),
        Err(error) => Err(vec![asked.wrong_part("family", wrong_name(error))]),
    }
}

fn wrong_name(error: NameError) -> &'static str {
    match error {
        NameError::TooLong => "cases-form-name-long",
        NameError::Empty | NameError::Control | NameError::Invisible | NameError::LoneSelector => {
            "cases-form-name-character"
        }
    }
}

pub(super) fn put_name(inputs: &mut Inputs, name: &str, value: &PersonName) {
    let family = value.family().unwrap_or_else(|| value.full());
    inputs.add(&format!("{name}.family"), family);
    inputs.add(&format!("{name}.given"), value.given().unwrap_or_default());
}

pub(super) fn read_kana(asked: &Asked<'_, '_>) -> Reading {
    match Furigana::from_input(&asked.whole(), MiddleDot::Allowed) {
        Ok(kana) => Ok(Some(Answer::Kana(kana))),
        Err(KanaError::Empty) => Ok(None),
        Err(KanaError::TooLong) => asked.wrong("cases-form-name-long"),
        Err(_) => asked.wrong("cases-form-kana-character"),
    }
}

/// The chosen members by their id; typed names (`other`, one a line) only when the register is silent.
pub(super) fn read_household(asked: &Asked<'_, '_>, min: usize, max: usize) -> Reading {
    let household = asked.situation.household;
    let chosen = if household.is_empty() {
        typed(asked)?
    } else {
        let ids = asked.posted.all(asked.name);
        let known = |id: &String| household.iter().any(|m| m.id.to_string() == *id);
        if !ids.iter().all(known) {
            return asked.wrong("cases-form-person-unknown");
        }
        let members = household.iter().filter(|m| ids.contains(&m.id.to_string()));
        members.map(|m| HouseholdPerson { id: Some(m.id), name: m.name.clone() }).collect()
    };
    if chosen.is_empty() {
        return Ok(None);
    }
    match wrong_count(asked.question, asked.name, chosen.len(), min, max) {
        Some(error) => Err(vec![error]),
        None => Ok(Some(Answer::Persons(chosen))),
    }
}

fn typed(asked: &Asked<'_, '_>) -> Result<Vec<HouseholdPerson>, Vec<FieldError>> {
    let text = asked.text("other");
    let names = text.lines().map(str::trim).filter(|line| !line.is_empty());
    names
        .map(|line| match PersonName::from_full(line) {
            Ok(name) => Ok(HouseholdPerson { id: None, name: name.full().to_owned() }),
            Err(error) => Err(vec![asked.wrong_part("other", wrong_name(error))]),
        })
        .collect()
}

pub(super) fn wrong_count(question: &Question, name: &str, count: usize, min: usize, max: usize) -> Option<FieldError> {
    let key = if count < min {
        "cases-form-person-few"
    } else if count > max {
        "cases-form-person-many"
    } else {
        return None;
    };
    Some(FieldError::counted(question, name, key, vec![("min", small(min)), ("max", small(max))]))
}

/// Counts in error texts are far below any limit.
pub(super) fn small(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn put_household(inputs: &mut Inputs, name: &str, persons: &[HouseholdPerson]) {
    for person in persons {
        if let Some(id) = person.id {
            inputs.add(name, &id.to_string());
        }
    }
    let typed: Vec<&str> = persons.iter().filter(|p| p.id.is_none()).map(|p| p.name.as_str()).collect();
    if !typed.is_empty() {
        inputs.add(&format!("{name}.other"), &typed.join("\n"));
    }
}
