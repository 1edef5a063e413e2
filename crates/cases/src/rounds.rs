//! What the room does of itself: recalls what was forgotten, clears what is over.

use crate::catalogue;
use crate::cosign;
use crate::error::CaseError;
use crate::records::case;
use crate::records::draft::{self, Draft};
use crate::say;
use crate::tell::{self, News};
use futures::FutureExt;
use futures::future::BoxFuture;
use notices::NewNotice;
use store::{Act, JobError, Tx};
use web::House;
use web::texts::{Lang, plain};

/// A draft is recalled after so many days without a touch.
const RECALL_DAYS: i64 = 3;
/// A correction is asked for again after so many days.
const REPEAT_DAYS: i64 = 7;

/// Recalls forgotten drafts and overdue corrections to their people.
pub(crate) fn recall(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let now = house.now();
        let act = Act::system("cases", now);
        for draft in draft::forgotten(&house.db, now.plus_days(-RECALL_DAYS), now).await? {
            let inside = house.clone();
            house.db.write(&act, move |tx| async move { recall_draft(&tx, &inside, draft).await }).await?;
        }
        cosign::remind(&house).await?;
        for case in case::waiting_since(&house.db, now.plus_days(-REPEAT_DAYS), 200).await? {
            let inside = house.clone();
            let week = case.waiting_since.map_or(0, |since| now.seconds_since(since) / (REPEAT_DAYS * 86_400));
            house
                .db
                .write(&act, move |tx| async move {
                    let once = format!("{}-{week}", case.round);
                    let news = News { once, ..News::of("cases.correction_again", "correction-again") };
                    tell::tell(&tx, &inside, &case, news).await.map_err(CaseError::from)
                })
                .await?;
        }
        Ok(())
    }
    .boxed()
}

async fn recall_draft(tx: &Tx, house: &House, found: Draft) -> Result<(), CaseError> {
    let Some(person) = found.person else { return Ok(()) };
    if !draft::set_reminded(tx, found.id).await? {
        return Ok(());
    }
    let lang = match people::contacts::find(tx, person).await?.map(|c| c.language) {
        Some(people::Language::Easy) => Lang::Easy,
        Some(people::Language::En) => Lang::En,
        _ => Lang::Ja,
    };
    let procedure = catalogue(house)?.get(&found.procedure, found.procedure_version).cloned();
    let title = procedure.as_ref().map(|p| plain(say::text(&p.guide.title, lang))).unwrap_or_default();
    let until = say::day_and_weekday(found.expires_at.date(), lang);
    let words = house.texts.words(lang);
    let text = |part: &str| {
        let args = [("procedure", title.clone().into()), ("until", until.clone().into())];
        plain(&words.tf(&format!("cases-tell-draft-{part}"), &args))
    };
    let notice = NewNotice {
        key: format!("cases.draft:{}:{}", found.id, found.updated_at.as_micros()),
        topic: "cases.draft",
        person,
        subject: text("subject"),
        body: text("body"),
        link: Some("/my/cases".to_owned()),
        urgent: false,
    };
    notices::tell(tx, notice).await?;
    Ok(())
}

/// Removes drafts whose time is over.
pub(crate) fn clear(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let act = Act::system("cases", house.now());
        house.db.write(&act, |tx| async move { draft::remove_expired(&tx).await }).await?;
        cosign::expire(&house).await?;
        Ok(())
    }
    .boxed()
}
