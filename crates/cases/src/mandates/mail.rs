//! The mail to whoever is asked, who may be unknown to the town until they agree.

use super::{day_words, name_of, offer_path, scope_words};
use people::{OfferId, offers};
use serde::{Deserialize, Serialize};
use store::{Job, JobError};
use web::House;
use web::send::{Outgoing, SendError};
use web::texts::{Lang, plain};

/// The job that mails a request.
pub(crate) const MAIL: &str = "cases.offer_mail";

#[derive(Serialize, Deserialize)]
pub(super) struct Asked {
    pub(super) offer: OfferId,
    pub(super) lang: String,
}

/// Mails it; an address that will never take it is let go: the page shows that nobody agreed.
pub(crate) async fn send(house: House, job: Job) -> Result<(), JobError> {
    let asked: Asked = job.payload()?;
    let Some(offer) = offers::find(&house.db, asked.offer, house.now()).await? else { return Ok(()) };
    let lang = Lang::from_code(&asked.lang).unwrap_or_default();
    let words = house.texts.words(lang);
    let principal = name_of(&house.db, offer.principal).await?;
    let text = words.tf(
        "cases-mandate-mail",
        &[
            ("name", offer.name.clone().into()),
            ("principal", principal.into()),
            ("town", house.town.municipality.name.clone().into()),
            ("scope", scope_words(&house, &offer.scope, house.now().date(), lang)?.into()),
            ("until", day_words(lang, Some(offer.ends)).into()),
            ("link", house.url(&offer_path(&house, offer.id)).into()),
        ],
    );
    let Some(sender) = house.sender("email") else {
        return Err(JobError::Retry("the town has no sender of mails".to_owned()));
    };
    let mail = Outgoing {
        to: offer.email.envelope(),
        name: None,
        subject: words.plain("cases-mandate-mail-subject"),
        text: plain(&text),
        unsubscribe: None,
        key: format!("{MAIL}:{}", offer.id),
    };
    match sender.send(mail).await {
        Ok(_) | Err(SendError::Never(_)) => Ok(()),
        Err(SendError::Later(why)) => Err(JobError::Retry(why)),
    }
}
