//! Whose matter it is: what the form says of the applicant, and the record frozen for the case.

use crate::error::CaseError;
use crate::forms::{Answer, Answers, Form, Kind, Prefill};
use kernel::id::PersonId;
use kernel::{Date, PersonName};
use people::Facts;
use store::{StoreError, Tx};

/// What the form says of the applicant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Applicant {
    pub name: Option<PersonName>,
    facts: Option<Facts>,
}

/// Reads the applicant out of the answers: the questions that the register fills, or the first of
/// their kind.
pub(crate) fn applicant(form: &Form, answers: &Answers) -> Applicant {
    let find = |prefill: Prefill, kind: fn(&Kind) -> bool| {
        let mut questions = form.questions().map(|(_, q)| q);
        let by_prefill = form.questions().map(|(_, q)| q).find(|q| q.prefill == Some(prefill));
        let question = by_prefill.or_else(|| questions.find(|q| kind(&q.kind)))?;
        answers.get(&question.key)
    };
    let Some(Answer::Name(name)) = find(Prefill::Name, |k| *k == Kind::Name) else { return Applicant::default() };
    let mut facts = Facts::named(name.clone());
    if let Some(Answer::Kana(kana)) = find(Prefill::Kana, |k| *k == Kind::Kana) {
        facts.kana = Some(kana.as_str().to_owned());
    }
    if let Some(Answer::Date(birth)) = find(Prefill::BirthDate, |k| *k == Kind::BirthDate) {
        facts.birth = Some(*birth);
    }
    if let Some(Answer::Address(address)) = find(Prefill::Address, |k| *k == Kind::Address) {
        facts.address = address.clone();
    }
    if let Some(Answer::Phone(phone)) = find(Prefill::Phone, |k| *k == Kind::Phone) {
        facts.phone = Some(phone.clone());
    }
    if let Some(Answer::Email(email)) = find(Prefill::Email, |k| *k == Kind::Email) {
        facts.email = Some(email.clone());
    }
    Applicant { name: Some(name.clone()), facts: Some(facts) }
}

/// The person of the case: the one that is known, or a new one outside the register, so that
/// everything the office has to say reaches somebody.
pub(crate) async fn person_of(
    tx: &Tx,
    known: Option<PersonId>,
    applicant: &Applicant,
) -> Result<Option<PersonId>, CaseError> {
    if known.is_some() {
        return Ok(known);
    }
    match &applicant.facts {
        Some(facts) => Ok(Some(people::add_outside(tx, facts.clone()).await?)),
        None => Ok(None),
    }
}

/// The record of the person and the household as they stand now.
pub(crate) async fn freeze(tx: &Tx, person: Option<PersonId>, today: Date) -> Result<Option<String>, StoreError> {
    let Some(person) = person else { return Ok(None) };
    let Some(person) = people::find(tx, person).await? else { return Ok(None) };
    let household = match person.household {
        Some(household) => people::members(tx, household, today).await?,
        None => Vec::new(),
    };
    Ok(Some(people::snapshot(&person, &household).to_string()))
}
