//! An unfinished form is recalled to its owner, once, some days after it was last touched: among the
//! person's messages, or by a mail to the account or to the address given when it was put down. The
//! message leads to a page that stops this and that deletes what was written.

use crate::catalogue;
use crate::error::CaseError;
use crate::records::DraftId;
use crate::records::draft::{self, Draft};
use crate::say;
use notices::NewNotice;
use serde::{Deserialize, Serialize};
use store::{Act, Job, JobError, NewJob, StoreError, Tx};
use web::House;
use web::send::{Outgoing, SendError};
use web::texts::{Lang, plain};

/// The job that mails it.
pub(crate) const MAIL: &str = "cases.recall_mail";
/// A draft is recalled after so many days without a touch.
const RECALL_DAYS: i64 = 3;

#[derive(Serialize, Deserialize)]
struct Forgotten {
    draft: DraftId,
}

/// The address of the page about a draft that its owner is told of.
pub(crate) fn path_of(house: &House, id: DraftId) -> String {
    format!("/drafts/{id}/{}", web::link_proof(&house.secret, "cases.draft", &id.to_string()))
}

/// Recalls what was forgotten.
pub(crate) async fn all(house: &House) -> Result<(), CaseError> {
    let now = house.now();
    let act = Act::system("cases", now);
    for found in draft::forgotten(&house.db, now.plus_days(-RECALL_DAYS), now).await? {
        let inside = house.clone();
        house.db.write(&act, move |tx| async move { one(&tx, &inside, found).await }).await?;
    }
    Ok(())
}

async fn one(tx: &Tx, house: &House, found: Draft) -> Result<(), CaseError> {
    if !draft::set_reminded(tx, found.id).await? {
        return Ok(());
    }
    let Some(person) = found.person else {
        tx.enqueue(NewJob::new(MAIL, &Forgotten { draft: found.id }).key(format!("{MAIL}:{}", found.id)));
        return Ok(());
    };
    let lang = match people::contacts::find(tx, person).await?.map(|c| c.language) {
        Some(people::Language::Easy) => Lang::Easy,
        Some(people::Language::En) => Lang::En,
        _ => Lang::Ja,
    };
    let (subject, body) = text(house, &found, lang, "")?;
    let notice = NewNotice {
        key: format!("cases.draft:{}", found.id),
        topic: "cases.draft",
        person,
        subject,
        body,
        link: Some(path_of(house, found.id)),
        urgent: false,
    };
    notices::tell(tx, notice).await?;
    Ok(())
}

fn text(house: &House, found: &Draft, lang: Lang, link: &str) -> Result<(String, String), StoreError> {
    let procedure = catalogue(house)?.get(&found.procedure, found.procedure_version).cloned();
    let title = procedure.map(|p| plain(say::text(&p.guide.title, lang))).unwrap_or_default();
    let args = [
        ("procedure", title.into()),
        ("until", say::day_and_weekday(found.expires_at.date(), lang).into()),
        ("link", link.to_owned().into()),
    ];
    let words = house.texts.words(lang);
    let part = |part: &str| plain(&words.tf(&format!("cases-tell-draft-{part}"), &args));
    Ok((part("subject"), part("body")))
}

/// Mails it to the account, or to the address that was given when the form was put down.
pub(crate) async fn send(house: House, job: Job) -> Result<(), JobError> {
    let Forgotten { draft: id } = job.payload()?;
    let Some(found) = draft::find(&house.db, id, house.now()).await? else { return Ok(()) };
    let own = match found.account {
        Some(account) => people::accounts::find(&house.db, account).await?.and_then(|a| a.email),
        None => None,
    };
    let Some(to) = found.email.clone().or(own.map(|email| email.envelope())) else { return Ok(()) };
    let lang = found.lang.as_deref().and_then(Lang::from_code).unwrap_or_default();
    let (subject, text) = text(&house, &found, lang, &house.url(&path_of(&house, id)))?;
    let Some(sender) = house.sender("email") else {
        return Err(JobError::Retry("the town has no sender of mails".to_owned()));
    };
    let mail = Outgoing { to, name: None, subject, text, unsubscribe: None, key: format!("{MAIL}:{id}") };
    match sender.send(mail).await {
        Ok(_) | Err(SendError::Never(_)) => Ok(()),
        Err(SendError::Later(why)) => Err(JobError::Retry(why)),
    }
}
