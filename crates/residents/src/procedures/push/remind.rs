//! Reminding whoever has not answered: the same address and number once more.

use super::actions::{Refused, Seen, put, rule_of};
use super::lines::{self, Line, Standing};
use super::offers::{self, Offer, State};
use super::{OfferId, send, words};
use cases::invite::{self, Progress};
use futures::FutureExt;
use futures::future::BoxFuture;
use notices::NewNotice;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Act, Job, JobError, NewJob, Reads, StoreError, Tx};
use web::{House, WebError};

/// The job.
pub(super) const REMIND: &str = "procedures.offer_remind";
/// Days between two letters.
const PAUSE_DAYS: i64 = 7;
const AT_ONCE: usize = 25;

#[derive(Debug, Serialize, Deserialize)]
struct Remind {
    offer: OfferId,
    round: i64,
}

/// Whoever was invited and has not answered, with their invitation.
pub(super) async fn waiting(q: &impl Reads, offer: &Offer) -> Result<Vec<(Line, Progress)>, StoreError> {
    let progress = invite::of_source(q, offer.id.0).await?;
    let mut open: HashMap<_, _> =
        progress.into_iter().filter(|p| p.case.is_none() && !p.ended).map(|p| (p.id, p)).collect();
    let lines = lines::of_offer(q, offer.id).await?;
    let invited = lines.into_iter().filter(|l| l.standing == Standing::Invited);
    Ok(invited.filter_map(|l| open.remove(&l.invitation?).map(|p| (l, p))).collect())
}

/// Whether a reminder can go out now; else when.
pub(super) fn may_remind(offer: &Offer, now: kernel::Moment) -> bool {
    let last = offer.reminded_at.or(offer.sent_at);
    let in_time = offer.reply_until.is_some_and(|until| now.date() < until);
    offer.state == State::Sent && in_time && last.is_some_and(|last| last.plus_days(PAUSE_DAYS) <= now)
}

/// Decides that everybody who has not answered is written to once more.
pub(super) async fn ask(house: &House, act: &Act, seen: Seen) -> Result<(), Refused> {
    house
        .db
        .write(act, move |tx| async move {
            let mut offer = offers::find(&tx, seen.id).await?.ok_or(Refused::Web(WebError::NotFound))?;
            if offer.version != seen.version {
                return Err(Refused::Changed);
            }
            if !may_remind(&offer, tx.now()) {
                return Err(Refused::Words("前の手紙から7日たっていないか、返事の期限を過ぎています。"));
            }
            offer.reminders += 1;
            offer.reminded_at = Some(tx.now());
            if !put(&tx, &offer, "procedures.offer_remind").await? {
                return Err(Refused::Changed);
            }
            let round = offer.reminders;
            let remind = NewJob::new(REMIND, &Remind { offer: offer.id, round });
            tx.enqueue(remind.key(format!("{REMIND}:{}:{round}", offer.id)));
            Ok(())
        })
        .await
}

/// Writes the letters; a letter that was written is found by its key and not written again.
pub(super) fn run(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Remind { offer, round } = job.payload()?;
        let Some(offer) = offers::find(&house.db, offer).await? else { return Ok(()) };
        let people = waiting(&house.db, &offer).await?;
        let act = Act::system("procedures", house.now());
        for some in people.chunks(AT_ONCE) {
            let (some, offer, inside) = (some.to_vec(), offer.clone(), house.clone());
            let write = move |tx: Tx| async move {
                for (line, progress) in some {
                    one(&tx, &inside, &offer, round, &line, &progress).await?;
                }
                Ok::<_, StoreError>(())
            };
            house.db.write(&act, write).await?;
        }
        Ok(())
    }
    .boxed()
}

async fn one(
    tx: &Tx,
    house: &House,
    offer: &Offer,
    round: i64,
    line: &Line,
    progress: &Progress,
) -> Result<(), StoreError> {
    let Some(recipient) = people::find(tx, progress.person).await? else { return Ok(()) };
    if !recipient.lives_here_on(tx.now().date()) {
        return Ok(());
    }
    let subject = people::find(tx, line.subject).await?.unwrap_or_else(|| recipient.clone());
    let catalogue = cases::catalogue(house)?;
    let found = catalogue.get(&offer.procedure, offer.procedure_version);
    let procedure = found.ok_or(StoreError::Missing("procedure"))?;
    let until = offer.reply_until.unwrap_or_else(|| tx.now().date());
    let lang = send::language(tx, &recipient).await?;
    let rule = rule_of(house, offer)?;
    let said = words::reminder(house, &rule, procedure, (&recipient, &subject), until, lang);
    let notice = NewNotice {
        key: format!("{}{}:{round}", send::prefix(offer.id), line.id),
        topic: "procedures.invite",
        person: recipient.id,
        subject: said.subject,
        body: said.body,
        link: Some(invite::LINK.to_owned()),
        urgent: false,
    };
    let again = invite::again(tx, house, progress.id).await?;
    notices::tell_enclosed(tx, notice, again.enclosure).await?;
    Ok(())
}
