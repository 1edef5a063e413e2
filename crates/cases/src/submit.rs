//! Handing in: one POST turns a filled draft into a case. Case, answers, files, journal entry,
//! notice and jobs are one transaction; a second click finds the case that the first one made.

use crate::automatic;
use crate::cosign::{self, Signature};
use crate::error::CaseError;
use crate::fill::matter;
use crate::forms::{Answers, TownMatter};
use crate::mandates;
use crate::once::{self, Claim};
use crate::records::case::{self, Case, NewCase};
use crate::records::draft::{self, Draft};
use crate::records::file;
use crate::register::{self, Standing};
use crate::rules::fee_channel;
use crate::say;
use crate::subject::{self, Applicant};
use crate::tell::{self, News};
use kernel::id::PersonId;
use kernel::{Date, Reference, Yen};
use store::{Act, Channel, Deed, StoreError, Tx};
use web::House;

/// The search index of cases.
pub(crate) const INDEX: &str = "case";

/// What somebody else than the applicant adds when a draft is handed in.
#[derive(Debug, Clone, Default)]
pub(crate) struct With {
    /// Why an officer lets another one of its kind through.
    pub again: Option<String>,
    /// The second signature.
    pub signature: Option<Signature>,
    /// How sure the town is of whoever sends it, where the applicant does so in their own session.
    pub assurance: Option<web::Assurance>,
}

/// Hands in a draft.
///
/// # Errors
/// [`CaseError::Incomplete`] when something is missing; [`CaseError::Again`] when there is one of its
/// kind already; [`CaseError::Unsigned`] when somebody else has to sign; [`CaseError::Changed`] when
/// the draft was changed at the same time.
pub(crate) async fn submit(house: &House, act: &Act, draft: Draft, with: With) -> Result<Case, CaseError> {
    let (_, matter) = matter(house, &draft.procedure, draft.procedure_version)?;
    let answers = matter.form.settle(&draft.answers).answers;
    let missing = matter.form.check_complete(&answers, act.at.date());
    if !missing.is_empty() {
        return Err(CaseError::Incomplete(missing));
    }
    if cosign::is_asked(&matter, &answers) && with.signature.is_none() {
        return Err(CaseError::Unsigned);
    }
    let standing = register::standing(house, draft.person).await?;
    match hand_in(house, act, (draft.clone(), standing), answers.clone(), with.clone()).await {
        // Another one took the slot in the same moment: the second look sees it.
        Err(CaseError::Store(StoreError::Conflict { columns, .. })) if columns.iter().any(|c| c == "slot") => {
            hand_in(house, act, (draft, standing), answers, with).await
        }
        done => done,
    }
}

async fn hand_in(
    house: &House,
    act: &Act,
    (draft, standing): (Draft, Standing),
    answers: Answers,
    with: With,
) -> Result<Case, CaseError> {
    let inside = house.clone();
    let act = act.by(draft.channel);
    house
        .db
        .write(&act, move |tx| async move {
            if !draft::remove(&tx, draft.id, draft.version).await? {
                return case::of_draft(&tx, draft.id).await?.ok_or(CaseError::Changed);
            }
            let (procedure, matter) = matter(&inside, &draft.procedure, draft.procedure_version)?;
            let applicant = subject::applicant(&matter.form, &answers);
            let applicant = subject::reached_by(&tx, applicant, draft.account).await?;
            let index = format!("{} {}", procedure.guide.title.ja, applicant.name.as_ref().map_or("", |n| n.full()));
            let claim = claim(&tx, &inside, &matter, &draft, &answers, with.again.as_deref()).await?;
            let person = subject::person_of(&tx, draft.person, &applicant).await?;
            let mut new = new_case(&tx, &inside, &matter, (draft, person, applicant), &answers, claim).await?;
            new.assurance = with.assurance.map(level_word);
            new.register = standing.word();
            write_down(&tx, &inside, &new, (&answers, with.signature.as_ref()), &index).await
        })
        .await
}

async fn claim(
    tx: &Tx,
    house: &House,
    matter: &TownMatter,
    draft: &Draft,
    answers: &Answers,
    again: Option<&str>,
) -> Result<Claim, CaseError> {
    let Some(once) = &matter.once else { return Ok(Claim::default()) };
    let of = once::Of {
        procedure: &draft.procedure,
        once,
        form: &matter.form,
        person: draft.person,
        answers,
        day: tx.now().date(),
    };
    once::claim(tx, house, &of, again).await
}

async fn new_case(
    tx: &Tx,
    house: &House,
    matter: &TownMatter,
    (draft, person, applicant): (Draft, Option<PersonId>, Applicant),
    answers: &Answers,
    claim: Claim,
) -> Result<NewCase, CaseError> {
    let today = tx.now().date();
    let (ward, age_band) = subject::counted_as(tx, person, today).await?;
    Ok(NewCase {
        id: tx.id(),
        reference: draft.reference.unwrap_or_else(|| Reference::from_random(tx.random())),
        draft: draft.id,
        procedure: draft.procedure,
        procedure_version: draft.procedure_version,
        desk: matter.desk.clone(),
        applicant: person,
        applicant_name: applicant.name.map(|n| n.full().to_owned()).unwrap_or_default(),
        account: draft.account,
        mandate: draft.mandate,
        channel: draft.channel,
        helper: draft.helper,
        identity_check: draft.identity_check,
        due_on: house.town.calendar.main().add_open_days(today, matter.processing_days),
        fee: fee_of(house, matter, answers, draft.channel, today),
        snapshot: subject::freeze(tx, person, today).await?,
        ward,
        age_band,
        slot: claim.slot,
        repeats: claim.repeats,
        assurance: None,
        register: None,
    })
}

async fn write_down(
    tx: &Tx,
    house: &House,
    new: &NewCase,
    (answers, signature): (&Answers, Option<&Signature>),
    index: &str,
) -> Result<Case, CaseError> {
    case::insert(tx, new).await?;
    let round = case::insert_answers(tx, new.id, 1, answers).await?;
    let files = file::insert_new(tx, new.id, 1, answers).await?;
    let mut deed = Deed::new("cases.submit").about(new.applicant).row("cases_case", new.id).row("cases_answers", round);
    for id in files {
        deed = deed.row("cases_file", id);
    }
    if let Some(signature) = signature {
        deed = deed.row("cases_signature", cosign::write_down(tx, new, signature).await?);
    }
    tx.record(deed.detail(format!("申請を受け付けました（{}）", channel_word(new.channel))));
    if let Some(mandate) = new.mandate {
        mandates::acted(tx, mandate, new.id).await?;
    }
    tx.index(INDEX, new.id.0, &format!("{index} {}", new.reference.compact())).await?;
    let case = case::find(tx, new.id).await?.ok_or(StoreError::Missing("cases_case"))?;
    let (_, matter) = matter(house, &case.procedure, case.procedure_version)?;
    automatic::ask_examination(tx, case.id, case.round, &matter);
    let lang = tell::language(tx, &case).await?;
    let due = say::day_and_weekday(case.due_on, lang);
    let news = News { words: vec![("due", due)], ..News::of("cases.received", "received") };
    tell::tell(tx, house, &case, news).await?;
    Ok(case)
}

/// The word under which it is kept how sure the town was.
const fn level_word(level: web::Assurance) -> &'static str {
    match level {
        web::Assurance::Account => "account",
        web::Assurance::Identified => "identified",
        web::Assurance::Strong => "strong",
    }
}

/// The word for a way of coming, as officers and the journal say it.
pub(crate) const fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Web => "ウェブ",
        Channel::Counter => "窓口",
        Channel::Kiosk => "役場の端末",
        Channel::Phone => "電話",
        Channel::Paper => "紙",
        Channel::System => "仕組み",
    }
}

/// The fee for the matter on `day`; `None` when there is none or nobody knows it.
pub(crate) fn fee_of(
    house: &House,
    matter: &TownMatter,
    answers: &Answers,
    channel: Channel,
    day: Date,
) -> Option<Yen> {
    let fee = matter.fee.as_ref()?;
    let one = house.town.fees.yen(&fee.key, fee_channel(channel), day)?;
    let times = fee.times.as_ref().and_then(|key| answers.number(key)).unwrap_or(1);
    Some(Yen(one.0.checked_mul(times)?))
}
