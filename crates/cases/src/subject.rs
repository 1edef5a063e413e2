//! Whose matter it is: what the form says of the applicant, and the record frozen for the case.

use crate::error::CaseError;
use crate::forms::{Answer, Answers, Form, Kind, Prefill};
use kernel::id::{AccountId, PersonId};
use kernel::{Date, PersonName};
use people::Facts;
use store::{StoreError, Tx};

/// What the form says of the applicant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Applicant {
    pub name: Option<PersonName>,
    facts: Option<Facts>,
}

impl Applicant {
    /// The birth date, where the form asks for it.
    pub(crate) fn birth(&self) -> Option<Date> {
        self.facts.as_ref()?.birth
    }
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

/// Whoever signed in and is not matched is told by mail also where the form asks for no address.
pub(crate) async fn reached_by(
    tx: &Tx,
    mut applicant: Applicant,
    account: Option<AccountId>,
) -> Result<Applicant, StoreError> {
    if let (Some(facts), Some(account)) = (&mut applicant.facts, account)
        && facts.email.is_none()
    {
        facts.email = people::accounts::find(tx, account).await?.and_then(|a| a.email);
    }
    Ok(applicant)
}

/// Lower ends of the age bands by which matters are counted.
const BANDS: [(u16, &str); 5] = [(75, "75"), (65, "65"), (40, "40"), (18, "18"), (0, "0")];

fn band(birth: Date, today: Date) -> &'static str {
    let age = kernel::age::age_on(birth, today);
    BANDS.iter().find(|(from, _)| age >= *from).map_or("0", |(_, key)| key)
}

/// Ward and age band of the person today, for counting; a later move changes no past figure.
pub(crate) async fn counted_as(
    tx: &Tx,
    person: Option<PersonId>,
    today: Date,
) -> Result<(Option<String>, Option<&'static str>), StoreError> {
    let Some(person) = person else { return Ok((None, None)) };
    let Some(person) = people::find(tx, person).await? else { return Ok((None, None)) };
    Ok((person.ward.clone(), person.birth.map(|birth| band(birth, today))))
}

/// The record of the person and the household as they stand now.
pub(crate) async fn freeze(tx: &Tx, person: Option<PersonId>, today: Date) -> Result<Option<String>, StoreError> {
    let Some(person) = person else { return Ok(None) };
    let Some(person) = people::find(tx, person).await? else { return Ok(None) };
    let household = match person.household {
        Some(household) => people::members(tx, household, today).await?,
        None => Vec::new(),
    };
    Ok(Some(people::Frozen::of(&person, &household).text()))
}

#[cfg(test)]
mod tests {
    use super::band;
    use kernel::Date;

    #[test]
    fn an_age_band_begins_on_the_birthday() {
        let born = Date::constant(1951, 6, 1);
        assert_eq!(band(born, Date::constant(2026, 5, 31)), "65");
        assert_eq!(band(born, Date::constant(2026, 6, 1)), "75");
        assert_eq!(band(Date::constant(2026, 1, 1), Date::constant(2026, 6, 1)), "0");
    }
}
