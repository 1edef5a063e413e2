//! The jobs that carry a notice to its people.
//!
//! The channel is chosen when the job runs, from what the person wishes then. Never twice: a copy
//! is claimed by its version before anything leaves, and what the partner says is written with the
//! next state in one transaction. If the house stops between a mail server's "250" and that
//! transaction, the mail is sent again **with the same Message-ID** (it is made from the copy's
//! id), so that mail programs show it once; so it is when a connection breaks after the text was
//! handed over and before the server said whether it took it. Nothing else can come twice: while the
//! house runs, "250" is remembered until it is written down, even if the records are away.

use crate::reach;
use crate::recipient::{Change, Delivery, State};
use crate::{RecipientId, mail};
use futures::future::BoxFuture;
use kernel::id::NoticeId;
use kernel::{Moment, TypedId, Uuid};
use people::Reach;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use store::{Act, Deed, Job, JobError, NewJob, Reads, StoreError, Tx, args};
use web::House;
use web::send::{Outgoing, SendError};

/// Attempts before a mail that a server does not take now is given up: with the pauses of the
/// queue about three hours.
const PATIENCE: i64 = store::jobs::MAX_ATTEMPTS;
/// The same for what must not wait: about three minutes.
const URGENT_PATIENCE: i64 = 6;
/// How long it is tried to write down what a partner has taken: about ten minutes.
const NOTING_PAUSES: [Duration; 24] = {
    let mut pauses = [Duration::from_secs(30); 24];
    pauses[0] = Duration::from_millis(200);
    pauses[1] = Duration::from_secs(1);
    pauses[2] = Duration::from_secs(2);
    pauses[3] = Duration::from_secs(5);
    pauses[4] = Duration::from_secs(10);
    pauses
};
/// How many jobs one round of spreading enqueues.
const SPREAD: i64 = 200;
/// A copy that no job has moved for this long is put on the next list that a person works off.
const FORGOTTEN_SECONDS: i64 = 24 * 3600;

/// Carries one copy.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Deliver {
    recipient: RecipientId,
}

impl Deliver {
    pub(crate) const KIND: &'static str = "notices.deliver";

    pub(crate) fn job(recipient: RecipientId) -> NewJob {
        NewJob::new(Self::KIND, &Self { recipient }).key(format!("notices.deliver:{recipient}")).with_partner()
    }
}

/// Enqueues the copies of a circular, a few hundred at a time.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Spread {
    pub(crate) notice: NoticeId,
    pub(crate) after: Option<RecipientId>,
}

impl Spread {
    pub(crate) const KIND: &'static str = "notices.spread";
}

pub(crate) fn spread(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    Box::pin(async move {
        let Spread { notice, after } = job.payload()?;
        let act = Act::system("notices", house.now());
        let after = after.unwrap_or(RecipientId::from_uuid(Uuid::nil()));
        house.db.write(&act, move |tx| async move { spread_some(&tx, notice, after).await }).await?;
        Ok(())
    })
}

async fn spread_some(tx: &Tx, notice: NoticeId, after: RecipientId) -> Result<(), StoreError> {
    let sql = "SELECT id FROM notices_recipient WHERE notice = $1 AND id > $2 ORDER BY id LIMIT $3";
    let rows = tx.rows(sql, args![notice, after, SPREAD]).await?;
    let mut last = None;
    for row in &rows {
        let recipient: RecipientId = row.get("id")?;
        tx.enqueue(Deliver::job(recipient));
        last = Some(recipient);
    }
    if let Some(last) = last {
        let next = Spread { notice, after: Some(last) };
        tx.enqueue(NewJob::new(Spread::KIND, &next).key(format!("notices.spread:{notice}:{last}")));
    }
    Ok(())
}

pub(crate) fn deliver(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    Box::pin(async move {
        let Deliver { recipient } = job.payload()?;
        let Some((copy, reach)) = claim(&house, recipient).await? else { return Ok(()) };
        let outcome = send(&house, &copy, &reach).await;
        settle(&house, copy, outcome, job.attempt).await
    })
}

/// Chooses the channel. Answers the copy if it is to be sent now, with what is needed for it;
/// copies for the post or the telephone are on their list afterwards.
async fn claim(house: &House, id: RecipientId) -> Result<Option<(Delivery, Reach)>, StoreError> {
    let act = Act::system("notices", house.now());
    let mail = house.sender("email").is_some();
    house.db.write(&act, move |tx| async move { claim_in(&tx, id, mail).await }).await
}

async fn claim_in(tx: &Tx, id: RecipientId, mail: bool) -> Result<Option<(Delivery, Reach)>, StoreError> {
    let Some(copy) = Delivery::find(tx, id).await? else { return Ok(None) };
    if !matches!(copy.state, State::Created | State::Sending | State::FailedTemporarily) {
        return Ok(None);
    }
    let reach = reach::of(tx, copy.person).await?;
    let ended = crate::unsubscribe::has_ended(tx, copy.person, &copy.topic).await?;
    let next = reach::first(reach.as_ref(), copy.urgent, mail, ended);
    let change = Change { channel: Some(reach::channel(next)), ..Change::default() };
    if !copy.go(tx, next, change).await? || next != State::Sending {
        return Ok(None);
    }
    Ok(Delivery::find(tx, id).await?.zip(reach))
}

async fn send(house: &House, copy: &Delivery, reach: &Reach) -> Result<String, SendError> {
    let sender = house.sender("email").ok_or_else(|| SendError::Never("no sender".to_owned()))?;
    let to =
        reach.email.as_ref().map(kernel::Email::envelope).ok_or_else(|| SendError::Never("no address".to_owned()))?;
    sender
        .send(Outgoing {
            to,
            name: Some(reach.name.clone()),
            subject: copy.subject.clone(),
            text: mail::text(house, copy, reach::lang(reach)),
            unsubscribe: mail::unsubscribe(house, copy),
            key: copy.id.to_string(),
        })
        .await
}

/// Writes down what the partner said; what it will never take goes to the next list in the same
/// transaction.
async fn settle(
    house: &House,
    copy: Delivery,
    outcome: Result<String, SendError>,
    attempt: i64,
) -> Result<(), JobError> {
    let patience = if copy.urgent { URGENT_PATIENCE } else { PATIENCE };
    let act = Act::system("notices", house.now());
    let again = match outcome {
        Ok(partner_key) => {
            note_delivered(house, &copy, &partner_key).await?;
            None
        }
        Err(SendError::Later(why)) if attempt < patience => {
            let error = why.clone();
            house.db.write(&act, move |tx| async move { later(&tx, &copy, &error).await }).await?;
            Some(why)
        }
        Err(SendError::Later(why) | SendError::Never(why)) => {
            house.db.write(&act, move |tx| async move { give_up(&tx, &copy, &why).await }).await?;
            None
        }
    };
    again.map_or(Ok(()), |why| Err(JobError::Retry(why)))
}

/// What the partner has taken must not be sent again because the records do not answer just now: it
/// is tried for some minutes to write it down.
async fn note_delivered(house: &House, copy: &Delivery, partner_key: &str) -> Result<(), StoreError> {
    for pause in NOTING_PAUSES {
        let (copy, key) = (copy.clone(), partner_key.to_owned());
        let act = Act::system("notices", house.now());
        match house.db.write(&act, move |tx| async move { delivered(&tx, &copy, &key).await }).await {
            Err(StoreError::Unavailable(_) | StoreError::Slow | StoreError::Uncertain(_)) => {
                tokio::time::sleep(pause).await;
            }
            other => return other,
        }
    }
    Err(StoreError::Unavailable("what was sent could not be written down".to_owned()))
}

async fn delivered(tx: &Tx, copy: &Delivery, partner_key: &str) -> Result<(), StoreError> {
    let change = Change { partner_key: Some(partner_key), ..Change::default() };
    copy.go(tx, State::Delivered, change).await.map(|_| ())
}

async fn later(tx: &Tx, copy: &Delivery, why: &str) -> Result<(), StoreError> {
    let change = Change { error: Some(why), ..Change::default() };
    copy.go(tx, State::FailedTemporarily, change).await.map(|_| ())
}

/// A channel has failed for good: somebody else takes over, and the journal says so.
pub(crate) async fn give_up(tx: &Tx, copy: &Delivery, why: &str) -> Result<(), StoreError> {
    let next = reach::after_mail(reach::of(tx, copy.person).await?.as_ref(), copy.urgent);
    let change = Change { channel: Some(reach::channel(next)), error: Some(why), ..Change::default() };
    if copy.go(tx, next, change).await? {
        tx.record(Deed::new("notices.not_delivered").about(copy.person).row("notices_notice", copy.notice));
    }
    Ok(())
}

/// A mail that was taken came back later (a bounce): the person is told by the next way.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such copy.
pub async fn bounced(tx: &Tx, id: RecipientId) -> Result<(), StoreError> {
    let copy = Delivery::find(tx, id).await?.ok_or(StoreError::Missing("notices_recipient"))?;
    if copy.state == State::Delivered { give_up(tx, &copy, "bounced").await } else { Ok(()) }
}

/// Finds copies whose job has died: nobody is lost.
pub(crate) fn watch(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    Box::pin(async move {
        let now = house.now();
        let act = Act::system("notices", now);
        house.db.write(&act, move |tx| async move { rescue(&tx, now.plus_seconds(-FORGOTTEN_SECONDS)).await }).await?;
        Ok(())
    })
}

async fn rescue(tx: &Tx, before: Moment) -> Result<(), StoreError> {
    let sql = "SELECT id FROM notices_recipient WHERE state IN ('created', 'sending', 'failed_temporarily') \
               AND changed_at < $1 ORDER BY id LIMIT 500";
    for row in tx.rows(sql, args![before]).await? {
        if let Some(copy) = Delivery::find(tx, row.get("id")?).await? {
            give_up(tx, &copy, "no answer for a day").await?;
        }
    }
    Ok(())
}
