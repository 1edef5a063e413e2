//! 一度だけ: a matter that is taken once for the same household, person or thing, in a fiscal year or
//! for good.
//!
//! A case that keeps others out has a slot: a digest, made with the house's key, of the procedure,
//! the year and whom or what it is for, in a column whose values are unique. So two that are handed
//! in at the same moment cannot both have it, and the records show nobody's child in it. A matter
//! that is withdrawn or refused gives its slot back (`records::case::update`).
//!
//! Somebody whom the town knows is kept out and told so. Of somebody whom it does not know nothing
//! is told, because an answer would tell a stranger who has applied: the matter is taken and the
//! desk sees the other one beside it.

use crate::decide::is_of_desk;
use crate::error::CaseError;
use crate::forms::{Answer, Answers, Every, Form, Once, Per, TownMatter};
use crate::records::case::{self, Case};
use crate::records::message::{self, Kind};
use crate::subject::{self, Applicant};
use kernel::FiscalYear;
use kernel::check_digit::find_my_number;
use kernel::id::{CaseId, PersonId};
use kernel::search_key::search_key;
use kernel::{Date, PersonName};
use store::{Act, Deed, Reads, StoreError, Tx};
use web::{House, SignedIn};

/// Longest reason for letting a second one through.
const MOST_REASON: usize = 500;

/// The place that a matter takes.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// The digest that the case carries.
    pub key: String,
    /// Whether the town knows whose matter it is.
    pub sure: bool,
    /// The same matter as somebody of the other kind would have left it.
    also: Option<String>,
}

/// What a matter claims when it is handed in.
#[derive(Debug, Default)]
pub(crate) struct Claim {
    /// Its slot.
    pub slot: Option<String>,
    /// The earlier one that it repeats.
    pub repeats: Option<CaseId>,
}

/// Whose matter it is and what was answered.
pub(crate) struct Of<'a> {
    pub procedure: &'a str,
    pub once: &'a Once,
    pub form: &'a Form,
    /// The person, where the town is sure of it.
    pub person: Option<PersonId>,
    pub answers: &'a Answers,
    pub day: Date,
}

/// The slot of a matter; `None` where what tells it apart was not asked.
pub(crate) async fn slot(q: &impl Reads, house: &House, of: &Of<'_>) -> Result<Option<Slot>, StoreError> {
    let year = match of.once.every {
        Every::Ever => "ever".to_owned(),
        Every::FiscalYear => FiscalYear::of(of.day).0.to_string(),
    };
    let digest =
        |what: String| web::link_proof(&house.secret, "cases.once", &format!("{}:{year}:{what}", of.procedure));
    let (sure, told) = match &of.once.per {
        Per::Answers(keys) => match same(keys, of.answers) {
            Some(same) => (Some(format!("answers:{same}")), Some(format!("told-answers:{same}"))),
            None => return Ok(None),
        },
        per => person_words(q, per, of).await?,
    };
    Ok(match (of.person, sure, told) {
        (Some(_), Some(sure), told) => Some(Slot { key: digest(sure), sure: true, also: told.map(digest) }),
        (None, sure, Some(told)) => Some(Slot { key: digest(told), sure: false, also: sure.map(digest) }),
        _ => None,
    })
}

/// A person or household as the register knows it, and as somebody outside it tells it.
async fn person_words(q: &impl Reads, per: &Per, of: &Of<'_>) -> Result<(Option<String>, Option<String>), StoreError> {
    let told = told(&subject::applicant(of.form, of.answers));
    let known = match (of.person, &told) {
        (Some(person), _) => Some(person),
        (None, Some((name, birth))) => match people::by_name_and_birth(q, name, *birth).await?.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        (None, None) => None,
    };
    let household = match (per, known) {
        (Per::Household, Some(person)) => people::find(q, person).await?.and_then(|p| p.household),
        _ => None,
    };
    let sure = match (household, known) {
        (Some(household), _) => Some(format!("household:{household}")),
        (None, Some(person)) => Some(format!("person:{person}")),
        (None, None) => None,
    };
    Ok((sure, told.map(|(name, birth)| format!("told:{}:{birth}", search_key(name.full())))))
}

fn told(applicant: &Applicant) -> Option<(PersonName, Date)> {
    Some((applicant.name.clone()?, applicant.birth()?))
}

/// The answers as they are compared: however a name is written, it is the same name.
fn same(keys: &[String], answers: &Answers) -> Option<String> {
    let one = |key: &String| {
        Some(match answers.get(key)? {
            Answer::Name(name) => search_key(name.full()),
            Answer::Kana(kana) => search_key(kana.as_str()),
            Answer::Address(address) => search_key(&address.to_string()),
            Answer::Date(day) => day.to_string(),
            Answer::Phone(phone) => phone.to_string(),
            Answer::Email(email) => email.to_string().to_lowercase(),
            Answer::Choice(value) => value.clone(),
            Answer::Text(text) => search_key(text),
            Answer::Number(n) => n.to_string(),
            _ => return None,
        })
    };
    let parts: Option<Vec<String>> = keys.iter().map(one).collect();
    parts.map(|parts| parts.join("\u{1f}"))
}

/// The matter that has this slot.
pub(crate) async fn holder(q: &impl Reads, slot: &Slot) -> Result<Option<Case>, StoreError> {
    case::of_slot(q, &slot.key).await
}

/// The matter that keeps this one out, if the town knows whose it is.
pub(crate) async fn standing(q: &impl Reads, house: &House, of: &Of<'_>) -> Result<Option<Case>, StoreError> {
    match slot(q, house, of).await? {
        Some(slot) if slot.sure => holder(q, &slot).await,
        _ => Ok(None),
    }
}

/// Claims the slot within the transaction that hands the matter in. `again` is the reason for which
/// an officer lets a second one through.
///
/// # Errors
/// [`CaseError::Again`] when another one keeps it out.
pub(crate) async fn claim(tx: &Tx, house: &House, of: &Of<'_>, again: Option<&str>) -> Result<Claim, CaseError> {
    let Some(slot) = slot(tx, house, of).await? else { return Ok(Claim::default()) };
    let also = match &slot.also {
        Some(key) => case::of_slot(tx, key).await?.map(|c| c.id),
        None => None,
    };
    match (holder(tx, &slot).await?, again) {
        (None, _) => Ok(Claim { slot: Some(slot.key), repeats: also }),
        (Some(earlier), _) if !slot.sure => Ok(Claim { slot: None, repeats: Some(earlier.id) }),
        (Some(earlier), Some(reason)) => {
            give_back(tx, &earlier, reason).await?;
            Ok(Claim { slot: Some(slot.key), repeats: Some(earlier.id) })
        }
        (Some(earlier), None) => Err(CaseError::Again(earlier.id)),
    }
}

/// Writes down that another one is let through, and why.
async fn give_back(tx: &Tx, earlier: &Case, reason: &str) -> Result<(), CaseError> {
    case::give_back_slot(tx, earlier.id).await?;
    let note = message::insert(tx, earlier.id, earlier.round, Kind::Note, "", reason).await?;
    let deed = Deed::new("cases.once_more").about(earlier.applicant).row("cases_case", earlier.id);
    tx.record(deed.row("cases_message", note).detail("もう一度の申し込みを認めました"));
    Ok(())
}

/// A reason as it can be kept, or the key of what is wrong with it.
pub(crate) fn reason(typed: &str) -> Result<String, &'static str> {
    let typed = typed.trim();
    match typed.chars().count() {
        0 => Err("desk-cases-once-reason-missing"),
        n if n > MOST_REASON => Err("desk-cases-too-long"),
        _ if find_my_number(typed).is_some() => Err("cases-form-my-number"),
        _ => Ok(typed.to_owned()),
    }
}

/// An officer of the desk lets another one be handed in beside this one.
pub(crate) async fn let_through(
    house: &House,
    act: &Act,
    who: &SignedIn,
    id: CaseId,
    reason: String,
) -> Result<(), CaseError> {
    let who = who.clone();
    house
        .db
        .write(act, move |tx| async move {
            let case = case::find(&tx, id).await?.filter(|c| is_of_desk(&who, &c.desk)).ok_or(CaseError::Missing)?;
            if case.slot.is_none() {
                return Err(CaseError::Changed);
            }
            give_back(&tx, &case, &reason).await
        })
        .await
}

/// A correction may change what tells a matter apart: its slot follows, where it is free.
pub(crate) async fn follow(
    tx: &Tx,
    house: &House,
    case: &mut Case,
    matter: &TownMatter,
    (before, after): (&Answers, &Answers),
) -> Result<(), StoreError> {
    let (Some(once), Some(held)) = (&matter.once, case.slot.clone()) else { return Ok(()) };
    let procedure = case.procedure.clone();
    let day = case.submitted_at.date();
    for person in [case.applicant, None] {
        let of = |answers| Of { procedure: &procedure, once, form: &matter.form, person, answers, day };
        if slot(tx, house, &of(before)).await?.is_none_or(|slot| slot.key != held) {
            continue;
        }
        let Some(now) = slot(tx, house, &of(after)).await? else { return Ok(()) };
        match holder(tx, &now).await? {
            Some(other) if other.id != case.id => (case.slot, case.repeats) = (None, Some(other.id)),
            _ => case.slot = Some(now.key),
        }
        return Ok(());
    }
    Ok(())
}
