//! What the room does of itself: recalls what was forgotten, clears what is over.

use crate::cosign;
use crate::error::CaseError;
use crate::recall;
use crate::records::case;
use crate::records::draft;
use crate::tell::{self, News};
use crate::upload;
use futures::FutureExt;
use futures::future::BoxFuture;
use store::{Act, JobError};
use web::House;

/// A correction is asked for again after so many days.
const REPEAT_DAYS: i64 = 7;

/// Recalls forgotten drafts and overdue corrections to their people.
pub(crate) fn recall(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let now = house.now();
        let act = Act::system("cases", now);
        recall::all(&house).await?;
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

/// Removes drafts whose time is over, and files that nothing names any more.
pub(crate) fn clear(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let act = Act::system("cases", house.now());
        house.db.write(&act, |tx| async move { draft::remove_expired(&tx).await }).await?;
        cosign::expire(&house).await?;
        upload::sweep(&house).await?;
        Ok(())
    }
    .boxed()
}
