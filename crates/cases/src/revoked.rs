//! A paper was taken back: its holder is told, in their language and by their channel.

use crate::tell::spoken;
use futures::FutureExt;
use futures::future::BoxFuture;
use notices::NewNotice;
use papers::Revoked;
use store::{Act, Job, JobError, StoreError};
use web::House;
use web::texts::{Lang, plain};

/// Tells the holder of a paper that it may not be used any more.
pub(crate) fn tell(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Revoked { paper } = job.payload()?;
        let Some(paper) = papers::find(&house.db, paper).await? else { return Ok(()) };
        let (Some(person), Some((at, _))) = (paper.person, &paper.revoked) else { return Ok(()) };
        let (act, day, inside) = (Act::system("papers", house.now()), at.date(), house.clone());
        house
            .db
            .write(&act, move |tx| async move {
                let lang = spoken(people::contacts::find(&tx, person).await?);
                let words = inside.texts.words(lang);
                let day = if lang == Lang::En { day.to_string() } else { kernel::era::date_label(day) };
                let args = [
                    ("title", paper.title.clone().into()),
                    ("number", paper.number.to_string().into()),
                    ("day", day.into()),
                ];
                let notice = NewNotice {
                    key: format!("papers.revoked:{}", paper.id),
                    topic: "papers.revoked",
                    person,
                    subject: plain(&words.tf("cases-tell-paper-revoked-subject", &args)),
                    body: plain(&words.tf("cases-tell-paper-revoked-body", &args)),
                    link: Some("/my/papers".to_owned()),
                    urgent: false,
                };
                notices::tell(&tx, notice).await.map(|_| ())
            })
            .await
            .map_err(|e: StoreError| e.into())
    }
    .boxed()
}
