//! Opening an invitation: the birth date is tried, counted before it is looked at; then the one draft of
//! this invitation is on this device.

use super::records::{self, Invitation};
use super::{PURPOSE, bound};
use crate::error::CaseError;
use crate::forms::TownMatter;
use crate::records::DraftId;
use crate::records::case::{self, Case};
use crate::records::draft::{self, Draft};
use crate::{catalogue, fill};
use kernel::Date;
use kernel::id::AccountId;
use store::{Act, Channel, Deed, StoreError, Tx};
use web::{Assurance, House, Visit, link_holds};

/// How the person showed who they are, kept with the case.
const BY_LETTER: &str = "町からの案内の手紙と、手紙に書いていない生年月日";

/// What lies behind an invitation now.
#[derive(Debug)]
pub(super) enum Behind {
    /// The form can be opened.
    Form,
    /// It was answered.
    Case(Box<Case>),
    /// An officer is entering the reply that came on paper.
    WithOfficer,
    /// Its time is over, or the offer was ended.
    Over,
    /// Too many wrong birth dates, or the town knows none.
    Closed,
}

/// What lies behind it, without changing anything.
pub(super) async fn behind(visit: &Visit, invitation: &Invitation) -> Result<Behind, StoreError> {
    let db = &visit.house().db;
    if let Some(case) = case::by_reference(db, invitation.reference).await? {
        return Ok(Behind::Case(Box::new(case)));
    }
    if !invitation.is_open(visit.now()) {
        return Ok(Behind::Over);
    }
    if is_own(visit, invitation) {
        return Ok(Behind::Form);
    }
    if let Some(draft) = invitation.draft
        && draft::find(db, draft, visit.now()).await?.is_some_and(|d| d.helper.is_some())
    {
        return Ok(Behind::WithOfficer);
    }
    Ok(if invitation.is_worn_out() || invitation.birth_proof.is_none() { Behind::Closed } else { Behind::Form })
}

/// Whether the invited person themself is signed in: then nothing more is asked.
pub(super) fn is_own(visit: &Visit, invitation: &Invitation) -> bool {
    visit.account().is_some_and(|w| w.person == Some(invitation.person) && w.assurance >= Assurance::Identified)
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attempt {
    Right,
    Wrong,
    Closed,
}

/// Tries a birth date.
pub(super) async fn attempt(
    house: &House,
    act: &Act,
    invitation: &Invitation,
    birth: Date,
) -> Result<Attempt, StoreError> {
    let id = invitation.id;
    let counted = house.db.write(act, move |tx| async move {
        let counted = records::count_try(&tx, id).await?;
        if counted {
            tx.record(Deed::new("cases.invite_try").row("cases_invitation", id));
        }
        Ok::<_, StoreError>(counted)
    });
    if !counted.await? {
        return Ok(Attempt::Closed);
    }
    let proof = invitation.birth_proof.as_deref().unwrap_or_default();
    let right = link_holds(&house.secret, PURPOSE, &bound(id, birth), proof);
    Ok(if right { Attempt::Right } else { Attempt::Wrong })
}

/// Who has the reply in hand.
#[derive(Debug, Clone)]
pub(super) enum Hand {
    /// The person, on this device.
    Device { browser: Option<String>, account: Option<AccountId> },
    /// An officer, by the way it came, with how it was made sure who sent it.
    Officer { helper: AccountId, channel: Channel, check: &'static str },
}

/// The draft of the invitation, in this hand now; where the form goes on.
///
/// # Errors
/// [`CaseError::Changed`] when somebody else took it at the same moment, or an officer has it.
pub(super) async fn take(house: &House, act: &Act, invitation: &Invitation, hand: Hand) -> Result<String, CaseError> {
    let (id, inside) = (invitation.id, house.clone());
    let act = match &hand {
        Hand::Officer { channel, .. } => act.by(*channel),
        Hand::Device { .. } => act.clone(),
    };
    let draft = house
        .db
        .write(&act, move |tx| async move {
            let invitation = records::find(&tx, id).await?.ok_or(CaseError::Missing)?;
            let draft = match standing(&tx, &invitation).await? {
                Some(draft) => hand_over(&tx, draft, hand.clone()).await?,
                None => begin(&tx, &inside, &invitation, hand.clone()).await?,
            };
            if matches!(hand, Hand::Device { .. }) {
                records::note_opened(&tx, id).await?;
            }
            let deed = Deed::new("cases.invite_open").about(invitation.person).row("cases_invitation", id);
            tx.record(deed.detail("町からの案内を開きました"));
            Ok::<_, CaseError>(draft)
        })
        .await
        .map_err(taken_at_once)?;
    let catalogue = catalogue(house)?;
    let found = catalogue.get(&draft.procedure, draft.procedure_version).and_then(|p| p.matter());
    let page = found.ok_or(CaseError::Missing)?.form.first_open_page(&draft.answers, act.at.date());
    Ok(format!("/apply/d/{}/{}", draft.id, page.map_or("check", |p| p.key.as_str())))
}

/// Two at the same moment: the number of the draft is unique, so one of them finds the other's.
fn taken_at_once(error: CaseError) -> CaseError {
    match error {
        CaseError::Store(StoreError::Conflict { .. }) => CaseError::Changed,
        other => other,
    }
}

async fn standing(tx: &Tx, invitation: &Invitation) -> Result<Option<Draft>, CaseError> {
    // Answered in the meantime: the caller looks again and finds the case.
    if case::by_reference(tx, invitation.reference).await?.is_some() {
        return Err(CaseError::Changed);
    }
    match invitation.draft {
        Some(draft) => Ok(draft::find(tx, draft, tx.now()).await?),
        None => Ok(None),
    }
}

async fn hand_over(tx: &Tx, draft: Draft, hand: Hand) -> Result<Draft, CaseError> {
    let done = match hand {
        Hand::Device { browser, account } => records::hand_draft(tx, draft.id, browser, account).await?,
        Hand::Officer { helper, channel, check } => {
            draft.helper == Some(helper) || records::take_draft(tx, draft.id, helper, channel, check).await?
        }
    };
    if done { Ok(draft) } else { Err(CaseError::Changed) }
}

async fn begin(tx: &Tx, house: &House, invitation: &Invitation, hand: Hand) -> Result<Draft, CaseError> {
    let catalogue = catalogue(house)?;
    let found = catalogue.get(&invitation.procedure, invitation.procedure_version).and_then(|p| p.matter());
    let draft = fresh(tx, invitation, found.ok_or(CaseError::Missing)?, hand);
    // One that nobody finished and whose time is over gives its number to the new one.
    draft::remove_by_reference(tx, invitation.reference).await?;
    draft::insert(tx, &draft).await?;
    if !records::give_draft(tx, invitation, draft.id).await? {
        return Err(CaseError::Changed);
    }
    Ok(draft)
}

fn fresh(tx: &Tx, invitation: &Invitation, matter: &TownMatter, hand: Hand) -> Draft {
    let (browser, account, helper, channel, check) = match hand {
        Hand::Device { browser, account } => (browser, account, None, Channel::Web, BY_LETTER),
        Hand::Officer { helper, channel, check } => (None, None, Some(helper), channel, check),
    };
    let id: DraftId = tx.id();
    Draft {
        id,
        procedure: invitation.procedure.clone(),
        procedure_version: invitation.procedure_version,
        account,
        browser,
        helper,
        person: Some(invitation.person),
        mandate: None,
        channel,
        identity_check: Some(check.to_owned()),
        reference: Some(invitation.reference),
        resume_proof: None,
        prefilled: invitation.answers.iter().map(|(key, _)| key.clone()).collect(),
        answers: invitation.answers.clone(),
        page: matter.form.pages.first().map(|p| p.key.clone()).unwrap_or_default(),
        register: None,
        email: None,
        lang: None,
        version: 1,
        updated_at: tx.now(),
        expires_at: tx.now().plus_days(fill::KEPT_DAYS),
    }
}
