//! 還付 to the card: only what was overpaid by it, never more than remains of it here and at the company.
//!
//! The books say first that the money is on its way back, so that nobody gives the same money back by
//! transfer meanwhile; then the company is asked. What it cannot give back lies in 仮受金, where an
//! officer finds another way.

use super::records::{self, Back, BackId, BackState, Card, CardId, State};
use billing::providers::{self, GivenBack, ProviderError, provider};
use billing::{BillingError, Channel, GiveBack, OverpaidId};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::{TypedId, Yen};
use serde::{Deserialize, Serialize};
use store::{Act, Deed, Job, JobError, NewJob, Reads, StoreError, Tx};
use web::House;

/// The job that asks the company.
pub(crate) const KIND: &str = "payments.give_back";

#[derive(Debug, Serialize, Deserialize)]
struct Ask {
    back: BackId,
}

/// What an officer gives back.
pub(crate) struct Wish {
    pub amount: Yen,
    /// What could be given back when they looked.
    pub remaining: Yen,
    pub reason: String,
    pub officer: String,
}

/// What can be given back to the card now: what was overpaid by card on its instalment, and never more
/// than the card paid less what went back already.
pub(crate) async fn remaining(q: &impl Reads, card: &Card) -> Result<Option<(OverpaidId, Yen)>, StoreError> {
    let Some(paid) = card.paid.filter(|_| card.state == State::Paid) else { return Ok(None) };
    let backs = records::backs(q, card.id).await?;
    let given: Yen = backs.iter().filter(|b| b.state != BackState::Failed).map(|b| b.amount).sum();
    let over = billing::overpaid_of(q, card.bill)
        .await?
        .into_iter()
        .find(|o| o.instalment == card.instalment && o.channel == Some(Channel::Card) && o.rest() > Yen::ZERO);
    Ok(over.map(|o| (o.id, o.rest().min(paid - given))).filter(|(_, yen)| *yen > Yen::ZERO))
}

/// Has money given back.
///
/// # Errors
/// [`BillingError::Changed`] when another sum remains than the officer saw; [`BillingError::TooMuch`],
/// [`BillingError::Invalid`].
pub(crate) async fn ask(tx: &Tx, id: CardId, wish: Wish) -> Result<(), BillingError> {
    let mut card = records::lock(tx, id, "payments.give_back").await?.ok_or(BillingError::Changed)?;
    let (over, most) = remaining(tx, &card).await?.ok_or(BillingError::Changed)?;
    if wish.remaining != most {
        return Err(BillingError::Changed);
    }
    if wish.amount > most {
        return Err(BillingError::TooMuch);
    }
    let back = Back {
        id: tx.id(),
        card: id,
        amount: wish.amount,
        reason: wish.reason,
        officer: wish.officer,
        state: BackState::Asked,
        asked_at: tx.now(),
    };
    let how = GiveBack::Card { on: tx.now().date(), source: format!("card-back:{}", back.id) };
    billing::give_back(tx, over, back.amount, how, &back.reason).await?;
    records::insert_back(tx, &back).await?;
    tx.record(Deed::new("payments.give_back").row("payments_refund", back.id));
    if back.amount == most {
        card.trouble = None;
        records::save(tx, &card).await?;
    }
    tx.enqueue(NewJob::new(KIND, &Ask { back: back.id }).key(format!("payments.give_back:{}", back.id)));
    Ok(())
}

/// The job: asks the company, once for each.
pub(crate) fn run(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Ask { back } = job.payload()?;
        let gone = || JobError::Fail("nothing is to be given back".to_owned());
        let back = records::find_back(&house.db, back).await?.ok_or_else(gone)?;
        if back.state != BackState::Asked {
            return Ok(());
        }
        let card = records::find(&house.db, back.card).await?.ok_or_else(gone)?;
        let payment = card.payment.ok_or_else(gone)?;
        let company = provider(&house).ok_or_else(|| JobError::Retry("no payment company is set".to_owned()))?;
        let asked = providers::GiveBack { id: back.id.uuid(), payment, amount: back.amount };
        let (state, refund) = match company.give_back(house.outside.as_ref(), &asked).await {
            Ok(given) => (given.state, Some(given.refund)),
            // What it refuses today it refuses tomorrow; only its own faults and ours in asking too often pass.
            Err(ProviderError::Refused(status @ 400..=499, code)) if status != 429 && status != 401 => {
                tracing::warn!(status, code, "the payment company gives nothing back");
                (providers::BackState::Failed, None)
            }
            Err(error) => return Err(JobError::Retry(error.to_string())),
        };
        let act = Act::system("payments", house.now());
        let id = back.id;
        let work = move |tx: Tx| async move { conclude(&tx, id, state, refund).await.map(|_| ()) };
        house.db.write(&act, work).await.map_err(|e: BillingError| JobError::Retry(e.to_string()))
    }
    .boxed()
}

/// Something that the company tells about money on its way back.
pub(super) async fn told(tx: &Tx, given: &GivenBack) -> Result<&'static str, BillingError> {
    match given.id {
        Some(id) => conclude(tx, BackId::from_uuid(id), given.state, Some(given.refund.clone())).await,
        None => Ok("not ours"),
    }
}

async fn conclude(
    tx: &Tx,
    id: BackId,
    state: providers::BackState,
    refund: Option<String>,
) -> Result<&'static str, BillingError> {
    let Some(back) = records::lock_back(tx, id).await? else { return Ok("not ours") };
    match (back.state, state) {
        (_, providers::BackState::UnderWay)
        | (BackState::Failed, _)
        | (BackState::Done, providers::BackState::Done) => Ok("nothing new"),
        (BackState::Asked, providers::BackState::Done) => {
            records::save_back(tx, id, BackState::Done, refund.as_deref()).await?;
            Ok("given back")
        }
        (BackState::Asked | BackState::Done, providers::BackState::Failed) => {
            records::save_back(tx, id, BackState::Failed, refund.as_deref()).await?;
            let note = "カードに返せなかったお金です。ほかの方法で返してください。".to_owned();
            let source = format!("card-back-failed:{id}");
            billing::into_suspense(tx, Channel::Card, back.amount, tx.now().date(), source, Some(note)).await?;
            if let Some(mut card) = records::lock(tx, back.card, "payments.give_back").await? {
                card.trouble = Some(format!("{}をカードに返せませんでした。仮受金にあります。", back.amount));
                records::save(tx, &card).await?;
            }
            Ok("not given back")
        }
    }
}
