//! What certificates need of a case besides its decision by an officer: that it is examined as soon
//! as it is handed in, that nothing is granted which cannot be issued, and that what leaves no doubt
//! is issued at once.
//!
//! The examination itself belongs to the service of certificates (the job [`EXAMINE`]). What it finds
//! in the way is written on the case ([`hinder`]) and shown to the officer, who cannot grant it until
//! it is gone. Where the procedure says `automatic` and the town is sure enough who asks, the service
//! grants it itself ([`grant_at_once`]): then no officer stands on the case, and the journal says so.

use crate::catalogue;
use crate::decide::{advance, usual_words, write};
use crate::error::CaseError;
use crate::fill::{self, Beginning, matter};
use crate::forms::{Answer, Answers, Assurance, Exempt, Outcome, TownMatter};
use crate::outcome;
use crate::records::case::{self, Case};
use crate::records::draft;
use crate::rules::{Event, State};
use crate::submit::{self, With};
use kernel::id::{CaseId, PersonId};
use serde::{Deserialize, Serialize};
use store::{Act, Channel, NewJob, Tx};
use web::House;
use web::texts::plain;

/// The job that examines a case that would end with a certificate; done by the service of certificates.
pub const EXAMINE: &str = "certificates.examine";

/// What the job [`EXAMINE`] is given.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Examine {
    /// The case.
    pub case: CaseId,
    /// The round of answers that is to be examined.
    pub round: i64,
}

/// Has a case examined whose matter ends with a certificate.
pub(crate) fn ask_examination(tx: &Tx, case: CaseId, round: i64, matter: &TownMatter) {
    if matches!(matter.outcome, Outcome::Certificate(_)) {
        let job = NewJob::new(EXAMINE, &Examine { case, round });
        tx.enqueue(job.key(format!("{EXAMINE}:{case}:{round}")));
    }
}

/// Whether nothing is decided or proposed yet, so that what the paper will say may still change.
pub const fn is_open(state: State) -> bool {
    matches!(state, State::Submitted | State::InReview | State::AwaitingCorrection)
}

/// Says what stands in the way of granting a case, in words for the officer, or that nothing does.
///
/// # Errors
/// [`CaseError::NotNow`] when the case is on its way to a decision, or decided.
pub async fn hinder(tx: &Tx, id: CaseId, words: Option<&str>) -> Result<(), CaseError> {
    let mut case = case::find(tx, id).await?.ok_or(CaseError::Missing)?;
    if case.hindrance.as_deref() == words {
        return Ok(());
    }
    if !is_open(case.state) {
        return Err(crate::rules::NotNow { from: case.state }.into());
    }
    case.hindrance = words.map(str::to_owned);
    let said = if words.is_some() {
        "このままでは交付できないことが分かりました"
    } else {
        "交付できることを確かめました"
    };
    write(tx, &case, "cases.examine", said).await
}

/// What became of the wish to grant a case without an officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantedAtOnce {
    /// It is granted; the fee is next, or the paper.
    Yes,
    /// An officer decides: the reason, in words for the officer.
    No(&'static str),
}

/// Grants a case without an officer, if its procedure lets and whoever asks is known surely enough.
///
/// # Errors
/// When there is no such case, or the records do not answer.
pub async fn grant_at_once(tx: &Tx, house: &House, id: CaseId) -> Result<GrantedAtOnce, CaseError> {
    let mut case = case::find(tx, id).await?.ok_or(CaseError::Missing)?;
    let (procedure, matter) = matter(house, &case.procedure, case.procedure_version)?;
    let answers = case::answers(tx, id, case.round).await?;
    if let Some(why) = doubt(&case, &matter, &answers) {
        return Ok(GrantedAtOnce::No(why));
    }
    advance(&mut case, Event::Take, tx.now())?;
    case.granted = Some(true);
    case.decision = Some(usual_words(&case, &plain(&procedure.guide.title.ja), &matter));
    outcome::decide(tx, house, &mut case, &matter).await?;
    Ok(GrantedAtOnce::Yes)
}

/// Why an officer must look at it.
fn doubt(case: &Case, matter: &TownMatter, answers: &Answers) -> Option<&'static str> {
    let Some(needed) = matter.automatic else { return Some("この手続きは、職員が決めます") };
    let sure = match case.assurance.as_deref() {
        Some("strong") => true,
        Some("identified") => needed == Assurance::Identified,
        _ => false,
    };
    let own_hand = matches!(case.channel, Channel::Web | Channel::Kiosk) && case.helper.is_none();
    if case.state != State::Submitted || case.hindrance.is_some() {
        Some("職員が確かめている案件です")
    } else if !own_hand || case.mandate.is_some() {
        Some("本人が自分で申し込んだものではありません")
    } else if !sure {
        Some("自動で交付できるほど強い本人確認ではありません")
    } else if claims_exemption(matter, answers) {
        Some("手数料の免除の申し出があります")
    } else if matter.fee.is_some() && case.fee.is_none() {
        Some("手数料の額が分かりません")
    } else {
        None
    }
}

fn claims_exemption(matter: &TownMatter, answers: &Answers) -> bool {
    let claimed = matter.exempt.as_ref().and_then(|e| answers.choice(&e.question));
    claimed.is_some_and(|reason| reason != Exempt::NONE)
}

/// A matter handed in without walking through the pages of the form: at a screen of the office that
/// asks what it must in its own way. The form checks it all the same.
#[derive(Debug, Clone)]
pub struct Direct {
    /// Key of the procedure.
    pub procedure: String,
    /// Whose matter it is.
    pub person: PersonId,
    /// By which way it came.
    pub channel: Channel,
    /// How sure the town is who it is.
    pub assurance: web::Assurance,
    /// How that was made sure, in words.
    pub identity_check: String,
    /// The answers besides what the register knows.
    pub answers: Vec<(String, Answer)>,
}

/// Hands such a matter in.
///
/// # Errors
/// [`CaseError::Incomplete`] names what is missing; nothing is kept then.
pub async fn hand_in(house: &House, act: &Act, direct: Direct) -> Result<Case, CaseError> {
    let book = catalogue(house)?;
    let procedure = book.current(&direct.procedure, act.at.date()).ok_or(CaseError::Missing)?;
    let needed = procedure.matter().ok_or(CaseError::Missing)?.assurance;
    if !crate::pages::is_level_enough(needed, direct.assurance) {
        return Err(CaseError::Refused("whoever asks is not known surely enough".to_owned()));
    }
    let beginning = Beginning {
        person: Some(direct.person),
        channel: Some(direct.channel),
        identity_check: Some(direct.identity_check),
        ..Beginning::default()
    };
    let act = act.by(direct.channel);
    let id = fill::begin(house, &act, procedure, beginning).await?;
    let mut begun = draft::find(&house.db, id, act.at).await?.ok_or(CaseError::Missing)?;
    for (key, answer) in direct.answers {
        begun.answers.set(&key, answer);
    }
    let version = begun.version;
    match submit::submit(house, &act, begun, With { assurance: Some(direct.assurance), ..With::default() }).await {
        Ok(case) => Ok(case),
        Err(error) => {
            house.db.write(&act, move |tx| async move { draft::remove(&tx, id, version).await }).await?;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests;
