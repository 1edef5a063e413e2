//! Sending: each person of the list is invited and told, some in each transaction, until nobody is left.
//! Who has moved away or died since the list was made is left out with that reason.

use super::actions::{put, rule_of};
use super::lines::{self, Line, Standing};
use super::offers::{self, Offer, State};
use super::rules::OfferRule;
use super::{OfferId, words};
use cases::forms::{Answers, Form, Prefills};
use cases::invite::{self, NewInvitation};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::kana::MiddleDot;
use kernel::{Furigana, Moment, era};
use notices::NewNotice;
use people::{Language, Person};
use serde::{Deserialize, Serialize};
use store::{Act, Deed, Job, JobError, NewJob, StoreError, Tx};
use web::House;
use web::texts::Lang;

/// The job.
pub(super) const SEND: &str = "procedures.offer_send";
/// People invited in one transaction.
const AT_ONCE: i64 = 25;

#[derive(Debug, Serialize, Deserialize)]
struct Send {
    offer: OfferId,
}

pub(super) fn job(offer: OfferId) -> NewJob {
    NewJob::new(SEND, &Send { offer }).key(format!("{SEND}:{offer}"))
}

/// What the notices of an offer begin with.
pub(super) fn prefix(offer: OfferId) -> String {
    format!("procedures.invite:{offer}:")
}

/// Invites everybody who is left; run again, it goes on where it stopped.
pub(super) fn run(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Send { offer } = job.payload()?;
        let act = Act::system("procedures", house.now());
        loop {
            let inside = house.clone();
            let left = house.db.write(&act, move |tx| async move { some(&tx, &inside, offer).await });
            if !left.await? {
                return Ok(());
            }
        }
    }
    .boxed()
}

/// Invites some; answers whether anybody may be left.
async fn some(tx: &Tx, house: &House, offer: OfferId) -> Result<bool, StoreError> {
    let Some(mut offer) = offers::find(tx, offer).await?.filter(|o| o.state == State::Sending) else {
        return Ok(false);
    };
    let next = lines::to_invite(tx, offer.id, AT_ONCE).await?;
    if next.is_empty() {
        offer.state = State::Sent;
        put(tx, &offer, "procedures.offer_sent").await?;
        return Ok(false);
    }
    let rule = rule_of(house, &offer)?;
    for line in next {
        one(tx, house, &offer, &rule, line).await?;
    }
    Ok(true)
}

async fn one(tx: &Tx, house: &House, offer: &Offer, rule: &OfferRule, line: Line) -> Result<(), StoreError> {
    let recipient = match line.person {
        Some(person) => people::find(tx, person).await?,
        None => None,
    };
    let subject = people::find(tx, line.subject).await?;
    let today = tx.now().date();
    let moved = |to| (Standing::Listed, to);
    let (invitation, why) = match (recipient, subject) {
        (Some(recipient), Some(subject)) if here(&recipient, today) && here(&subject, today) => {
            (Some(tell(tx, house, offer, rule, &line, &recipient, &subject).await?), None)
        }
        (recipient, subject) => (None, Some(gone([recipient, subject]))),
    };
    let to = if invitation.is_some() { Standing::Invited } else { Standing::LeftOut };
    lines::set(tx, line.id, moved(to), why.as_deref(), invitation).await?;
    tx.record(Deed::new("procedures.offer_invite").row("procedures_offer_line", line.id));
    Ok(())
}

fn here(person: &Person, today: kernel::Date) -> bool {
    person.lives_here_on(today)
}

/// What has happened since the list was made.
fn gone(people: [Option<Person>; 2]) -> String {
    let day = |day: Option<kernel::Date>| day.map(era::date_label);
    let found = people.iter().flatten().find_map(|p| {
        let died = day(p.deceased).map(|d| format!("一覧を作ったあとに死亡（{d}）"));
        died.or_else(|| day(p.moved_out).map(|d| format!("一覧を作ったあとに転出（{d}）")))
    });
    found.unwrap_or_else(|| "一覧を作ったあとに記録がなくなった".to_owned())
}

async fn tell(
    tx: &Tx,
    house: &House,
    offer: &Offer,
    rule: &OfferRule,
    line: &Line,
    recipient: &Person,
    subject: &Person,
) -> Result<invite::InvitationId, StoreError> {
    let catalogue = cases::catalogue(house)?;
    let found = catalogue.get(&offer.procedure, offer.procedure_version);
    let procedure = found.ok_or(StoreError::Missing("procedure"))?;
    let form = &procedure.matter().ok_or(StoreError::Missing("procedure"))?.form;
    let until = offer.reply_until.unwrap_or_else(|| tx.now().date());
    let new = NewInvitation {
        source: offer.id.0,
        procedure: offer.procedure.clone(),
        version: offer.procedure_version,
        person: recipient.id,
        birth: recipient.birth,
        answers: answers(tx, form, rule, recipient, subject).await?,
        expires_at: Moment::start_of(until).plus_days(1),
    };
    let invited = invite::invite(tx, house, new).await?;
    let lang = language(tx, recipient).await?;
    let said = words::invitation(house, rule, procedure, (recipient, subject), until, lang);
    let notice = NewNotice {
        key: format!("{}{}:0", prefix(offer.id), line.id),
        topic: "procedures.invite",
        person: recipient.id,
        subject: said.subject,
        body: said.body,
        link: Some(invite::LINK.to_owned()),
        urgent: false,
    };
    notices::tell_enclosed(tx, notice, invited.enclosure).await?;
    Ok(invited.id)
}

/// The language in which a person is written to.
pub(super) async fn language(tx: &Tx, person: &Person) -> Result<Lang, StoreError> {
    let contact = people::contacts::find(tx, person.id).await?;
    Ok(contact.map_or(Lang::Ja, |c| match c.language {
        Language::Ja => Lang::Ja,
        Language::Easy => Lang::Easy,
        Language::En => Lang::En,
    }))
}

/// What stands in the form already: what the register knows of who gets the letter and of who is meant,
/// and how the town can reach them.
async fn answers(
    tx: &Tx,
    form: &Form,
    rule: &OfferRule,
    recipient: &Person,
    subject: &Person,
) -> Result<Answers, StoreError> {
    let contact = people::contacts::find(tx, recipient.id).await?;
    let phone = contact.as_ref().and_then(|c| c.phone.clone()).or_else(|| recipient.phone.clone());
    let email = contact.and_then(|c| c.email).or_else(|| recipient.email.clone());
    let kana = recipient.kana.as_deref().and_then(|k| Furigana::from_input(k, MiddleDot::Allowed).ok());
    let known = Prefills {
        name: Some(recipient.name.clone()),
        kana,
        birth_date: recipient.birth,
        address: Some(recipient.address.clone()).filter(|a| !a.is_empty()),
        phone,
        email,
        // Others of the household are none of the letter's business.
        members: Vec::new(),
        others: Vec::new(),
    };
    let mut answers = Answers::default();
    form.prefill(&mut answers, &known);
    rule.fill(&mut answers, subject);
    Ok(answers)
}
