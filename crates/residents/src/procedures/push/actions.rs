//! What an officer does with an offer before it is sent: take people out, give it up, have it approved.

use super::lines::{self, Standing};
use super::offers::{self, Offer, State};
use super::rules::{OfferRule, OfferRules};
use super::{LineId, OfferId, send};
use approvals::{ApprovalError, Decided, Draft, Officer, Outcome, Revision, RouteBook};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::ApprovalId;
use store::{Act, Deed, Job, JobError, StoreError, Tx};
use web::{House, SignedIn, WebError};

/// The job that is told how the approval of an offer ended.
pub(super) const ON_DECIDED: &str = "procedures.offer_decided";

/// Why something was not done to an offer.
#[derive(Debug)]
pub(super) enum Refused {
    /// Somebody else was faster.
    Changed,
    /// Words for the officer.
    Words(&'static str),
    Web(WebError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Web(error.into())
    }
}

impl From<ApprovalError> for Refused {
    fn from(error: ApprovalError) -> Self {
        match error.for_officers() {
            Some(words) => Self::Words(words),
            None => Self::Web(error.into()),
        }
    }
}

/// An offer as an officer saw it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) id: OfferId,
    pub(super) version: i64,
}

async fn open(tx: &Tx, seen: Seen) -> Result<Offer, Refused> {
    let offer = offers::find(tx, seen.id).await?.ok_or(Refused::Web(WebError::NotFound))?;
    if offer.version == seen.version { Ok(offer) } else { Err(Refused::Changed) }
}

/// Writes an offer back and says so in the journal.
pub(super) async fn put(tx: &Tx, offer: &Offer, deed: &'static str) -> Result<bool, StoreError> {
    let written = offers::update(tx, offer).await?;
    if written {
        tx.record(Deed::new(deed).row("procedures_offer", offer.id));
    }
    Ok(written)
}

async fn save(tx: &Tx, offer: &Offer, deed: &'static str) -> Result<(), Refused> {
    if put(tx, offer, deed).await? { Ok(()) } else { Err(Refused::Changed) }
}

/// Takes single people out of a list that is still looked at.
pub(super) async fn remove(
    house: &House,
    act: &Act,
    seen: Seen,
    people: Vec<LineId>,
    why: String,
) -> Result<(), Refused> {
    house
        .db
        .write(act, move |tx| async move {
            let offer = open(&tx, seen).await?;
            if !offer.state.is_open() {
                return Err(Refused::Changed);
            }
            let mut deed = Deed::new("procedures.offer_remove").detail(why.clone());
            for line in people {
                let moved = (Standing::Listed, Standing::Removed);
                if !lines::set(&tx, line, moved, Some(&why), None).await? {
                    return Err(Refused::Changed);
                }
                deed = deed.row("procedures_offer_line", line);
            }
            tx.record(deed);
            save(&tx, &offer, "procedures.offer_change").await
        })
        .await
}

/// Gives an offer up that was not sent.
pub(super) async fn give_up(house: &House, act: &Act, seen: Seen) -> Result<(), Refused> {
    house
        .db
        .write(act, move |tx| async move {
            let mut offer = open(&tx, seen).await?;
            if !matches!(offer.state, State::Making | State::Draft | State::Approved) {
                return Err(Refused::Changed);
            }
            offer.state = State::GivenUp;
            save(&tx, &offer, "procedures.offer_give_up").await
        })
        .await
}

/// The rule of an offer as the town's folder has it now.
pub(super) fn rule_of(house: &House, offer: &Offer) -> Result<OfferRule, StoreError> {
    let rules = house.shelved::<OfferRules>()?;
    rules.get(&offer.rule).cloned().ok_or(StoreError::Missing("offer rule"))
}

/// Puts a list on the town's route, or has it sent where the town's rule names none.
pub(super) async fn go(house: &House, act: &Act, who: &SignedIn, seen: Seen) -> Result<(), Refused> {
    let (inside, who) = (house.clone(), who.clone());
    house
        .db
        .write(act, move |tx| async move {
            let mut offer = open(&tx, seen).await?;
            let rule = rule_of(&inside, &offer)?;
            if lines::count(&tx, offer.id, Standing::Listed).await? == 0 {
                return Err(Refused::Words("案内する方がいません。"));
            }
            match (offer.state, &rule.file.route) {
                (State::Draft, Some(route)) => {
                    offer.approval = Some(put_on_route(&tx, &inside, &who, &offer, route).await?);
                    offer.round += 1;
                    offer.state = State::InApproval;
                    save(&tx, &offer, "procedures.offer_propose").await
                }
                (State::Draft, None) | (State::Approved, _) => {
                    offer.state = State::Sending;
                    offer.sent_at = Some(tx.now());
                    offer.reply_until = Some(tx.now().plus_days(rule.file.reply_days).date());
                    save(&tx, &offer, "procedures.offer_send").await?;
                    tx.enqueue(send::job(offer.id));
                    Ok(())
                }
                _ => Err(Refused::Changed),
            }
        })
        .await
}

async fn put_on_route(
    tx: &Tx,
    house: &House,
    who: &SignedIn,
    offer: &Offer,
    route: &str,
) -> Result<ApprovalId, Refused> {
    let book = house.shelved::<RouteBook>()?;
    let drafter = Officer::of(who).ok_or(Refused::Web(WebError::Forbidden))?;
    let title = format!("町からのご案内（{}・{}）", offer.title, offer.year.label());
    let text = text_of(tx, offer).await?;
    if let Some(id) = offer.approval {
        let revision = Revision { title, text, attachments: Vec::new(), amount: None, drafter };
        approvals::resubmit(tx, book, id, revision).await?;
        return Ok(id);
    }
    let draft = Draft {
        kind: route.to_owned(),
        title,
        text,
        attachments: Vec::new(),
        amount: None,
        desk: offer.desk.clone(),
        subject: ("procedures_offer", offer.id.0),
        link: Some(format!("/desk/offers/{}", offer.id)),
        person: None,
        drafter,
        on_decided: ON_DECIDED,
    };
    Ok(approvals::start(tx, book, draft).await?)
}

/// What those who decide read. It names nobody; the list is behind the link.
async fn text_of(tx: &Tx, offer: &Offer) -> Result<String, StoreError> {
    let listed = lines::count(tx, offer.id, Standing::Listed).await?;
    let removed = lines::count(tx, offer.id, Standing::Removed).await?;
    let left_out = lines::count(tx, offer.id, Standing::LeftOut).await?;
    let wards = if offer.wards.is_empty() { "町の全域".to_owned() } else { format!("{}地区", offer.wards.len()) };
    Ok(format!(
        "住民の記録から選んだ次の方に、町から案内を送ってよろしいか伺います。\n\n対象　{}（{}、{wards}）\n案内する数　{listed}件\n\
         外した数　職員が外した方 {removed}人、申請済み・転出などの方 {left_out}人\n記録を使う目的　{}",
        offer.title,
        offer.year.label(),
        offer.purpose
    ))
}

/// The approval of an offer ended. Told twice, it finds the offer moved on and rests.
pub(super) fn decided(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let told: Decided = job.payload()?;
        let act = Act::system("procedures", house.now());
        house.db.write(&act, move |tx| async move { settle(&tx, told).await }).await?;
        Ok(())
    }
    .boxed()
}

async fn settle(tx: &Tx, told: Decided) -> Result<(), StoreError> {
    let Some(mut offer) = offers::find(tx, OfferId(told.subject)).await? else { return Ok(()) };
    if (offer.state, offer.approval, offer.round) != (State::InApproval, Some(told.approval), told.round) {
        return Ok(());
    }
    offer.state = if told.outcome == Outcome::Approved { State::Approved } else { State::Draft };
    put(tx, &offer, "procedures.offer_decided").await.map(|_| ())
}
