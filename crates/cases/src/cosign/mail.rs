//! What is told on the way to a second signature: the request and its repetition to the second
//! person, a refusal and the end of waiting to the applicant.

use super::records::{self, CosignId, Request, State};
use super::{OPEN_DAYS, path_of};
use crate::error::CaseError;
use crate::fill::matter;
use crate::forms::Answer;
use crate::records::draft::{self, Draft};
use crate::{say, subject};
use notices::NewNotice;
use serde::{Deserialize, Serialize};
use store::{Act, Job, JobError, NewJob, Tx};
use web::House;
use web::send::{Outgoing, SendError};
use web::texts::{Arg, Lang, plain};

/// The job that carries it.
pub(crate) const MAIL: &str = "cases.cosign_mail";
/// The second person is asked again after so many days without an answer.
const REPEAT_DAYS: i64 = 5;

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum News {
    Asked,
    Again,
    Declined,
    Expired,
}

impl News {
    const fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Again => "again",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Told {
    request: CosignId,
    news: News,
}

pub(super) fn enqueue(tx: &Tx, request: CosignId, news: News) {
    let key = format!("{MAIL}:{request}:{}", news.key());
    tx.enqueue(NewJob::new(MAIL, &Told { request, news }).key(key));
}

/// Carries one piece of news; what was taken back in the meantime is not told any more.
pub(crate) async fn send(house: House, job: Job) -> Result<(), JobError> {
    let told: Told = job.payload()?;
    let db = &house.db;
    let Some(request) = records::find(db, told.request).await? else { return Ok(()) };
    let Some(draft) = draft::find(db, request.draft, house.now()).await? else { return Ok(()) };
    match told.news {
        News::Asked | News::Again if request.state == State::Asked => {
            let Some(to) = request.email.clone() else { return Ok(()) };
            let link = house.url(&path_of(&house, request.id));
            mail(&house, to, text(&house, told.news, &request, &draft, &link)?, told).await
        }
        News::Declined | News::Expired => to_applicant(&house, told, &request, &draft).await,
        _ => Ok(()),
    }
}

/// By the way that the applicant has chosen, or to the address in the form.
async fn to_applicant(house: &House, told: Told, request: &Request, draft: &Draft) -> Result<(), JobError> {
    let path = format!("/apply/d/{}/cosign", draft.id);
    let Some(person) = draft.person else {
        let Some(to) = own_address(draft) else { return Ok(()) };
        return mail(house, to, text(house, told.news, request, draft, &house.url(&path))?, told).await;
    };
    let (subject, body) = text(house, told.news, request, draft, "")?;
    let notice = NewNotice {
        key: format!("cases.cosign:{}:{}", request.id, told.news.key()),
        topic: "cases.cosign",
        person,
        subject,
        body,
        link: draft.account.is_some().then_some(path),
        urgent: false,
    };
    let act = Act::system("cases", house.now());
    house.db.write(&act, move |tx| async move { notices::tell(&tx, notice).await }).await?;
    Ok(())
}

/// The mail address that the applicant wrote into the form.
fn own_address(draft: &Draft) -> Option<String> {
    draft.answers.iter().find_map(|(_, answer)| match answer {
        Answer::Email(email) => Some(email.envelope()),
        _ => None,
    })
}

fn text(
    house: &House,
    news: News,
    request: &Request,
    draft: &Draft,
    link: &str,
) -> Result<(String, String), CaseError> {
    let lang = Lang::from_code(&request.lang).unwrap_or_default();
    let (procedure, matter) = matter(house, &draft.procedure, draft.procedure_version)?;
    let applicant = subject::applicant(&matter.form, &draft.answers).name;
    let args: [(&str, Arg<'_>); 7] = [
        ("name", request.name.clone().into()),
        ("applicant", applicant.map(|n| n.full().to_owned()).unwrap_or_default().into()),
        ("town", house.town.municipality.name.clone().into()),
        ("procedure", plain(say::text(&procedure.guide.title, lang)).into()),
        ("until", say::day_and_weekday(request.expires_at.date(), lang).into()),
        ("words", request.words.clone().unwrap_or_default().into()),
        ("link", link.to_owned().into()),
    ];
    let words = house.texts.words(lang);
    let part = |part: &str| plain(&words.tf(&format!("cases-tell-cosign-{}-{part}", news.key()), &args));
    Ok((part("subject"), part("body")))
}

async fn mail(house: &House, to: String, (subject, text): (String, String), told: Told) -> Result<(), JobError> {
    let Some(sender) = house.sender("email") else {
        return Err(JobError::Retry("the town has no sender of mails".to_owned()));
    };
    let key = format!("{MAIL}:{}:{}", told.request, told.news.key());
    match sender.send(Outgoing { to, name: None, subject, text, unsubscribe: None, key }).await {
        Ok(_) | Err(SendError::Never(_)) => Ok(()),
        Err(SendError::Later(why)) => Err(JobError::Retry(why)),
    }
}

/// Asks the second person again, once.
pub(crate) async fn remind(house: &House) -> Result<(), CaseError> {
    let (now, act) = (house.now(), Act::system("cases", house.now()));
    const { assert!(REPEAT_DAYS < OPEN_DAYS) };
    for request in records::unanswered(&house.db, now.plus_days(-REPEAT_DAYS)).await? {
        let written = house.db.write(&act, move |tx| async move {
            if records::set_reminded(&tx, request.id).await? && request.email.is_some() {
                enqueue(&tx, request.id, News::Again);
            }
            Ok::<_, CaseError>(())
        });
        written.await?;
    }
    Ok(())
}

/// Ends what nobody answered in time, and tells the applicant.
pub(crate) async fn expire(house: &House) -> Result<(), CaseError> {
    let act = Act::system("cases", house.now());
    for request in records::overdue(&house.db, house.now()).await? {
        let written = house.db.write(&act, move |tx| async move {
            if records::end(&tx, request.id, State::Expired, None).await? {
                enqueue(&tx, request.id, News::Expired);
            }
            Ok::<_, CaseError>(())
        });
        written.await?;
    }
    house.db.write(&act, |tx| async move { records::remove_orphans(&tx).await }).await?;
    Ok(())
}
