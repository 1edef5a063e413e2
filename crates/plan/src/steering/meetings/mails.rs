//! Members are invited by mail; whoever has no address finds the meeting on the first page of the day.

use super::{MeetingId, invited, records};
use crate::steering::bodies::Steering;
use crate::steering::post;
use kernel::id::AccountId;
use serde::{Deserialize, Serialize};
use store::{Act, Job, JobError, NewJob, StoreError, Tx};
use web::House;
use web::texts::Lang;

/// The job that mails members about a meeting.
pub(crate) const MAIL: &str = "plan.meeting_mail";

/// Why members are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum News {
    Invited,
    Moved,
    CalledOff,
}

impl News {
    const fn key(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Moved => "moved",
            Self::CalledOff => "off",
        }
    }
}

/// To all members, or to one: each has a job of their own, so that one failing address keeps nobody
/// waiting.
#[derive(Serialize, Deserialize)]
struct Told {
    meeting: MeetingId,
    news: News,
    to: Option<AccountId>,
}

pub(super) fn tell(tx: &Tx, meeting: MeetingId, news: News) {
    tx.enqueue(NewJob::new(MAIL, &Told { meeting, news, to: None }));
}

/// Sends one mail, or finds out to whom mails are to be sent.
pub(crate) async fn mail(house: House, job: Job) -> Result<(), JobError> {
    let Told { meeting, news, to } = job.payload()?;
    let Some(found) = records::find(&house.db, meeting).await? else { return Ok(()) };
    let Some(to) = to else {
        let all = invited(&house, &found).await?;
        let act = Act::system("plan.invite", house.now());
        let round = job.id;
        return Ok(house
            .db
            .write(&act, move |tx| async move {
                for to in all {
                    let one = NewJob::new(MAIL, &Told { meeting, news, to: Some(to) });
                    tx.enqueue(one.key(format!("{MAIL}:{round}:{to}")));
                }
                Ok::<_, StoreError>(())
            })
            .await?);
    };
    let steering = Steering::of(&house).await?;
    let words = house.texts.words(Lang::Ja);
    let key = format!("desk-plan-meeting-mail-{}", news.key());
    let body = steering.body(&found.body).map_or("", |b| &b.title).to_owned();
    let place = [&found.place, &found.link].into_iter().flatten().cloned().collect::<Vec<_>>().join("　");
    let text = words.tf(
        &key,
        &[
            ("body", body.into()),
            ("title", found.title.clone().into()),
            ("when", found.when().into()),
            ("place", place.into()),
            ("why", found.why.clone().unwrap_or_default().into()),
            ("link", house.url(&format!("/desk/plan/meetings/{meeting}")).into()),
        ],
    );
    let subject = words.plain(&format!("{key}-subject"));
    post::officer(&house, to, subject, text, job.id.to_string()).await
}
