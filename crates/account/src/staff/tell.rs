//! Whoever is concerned is told: an officer by mail, the holder of a ward office as every resident.

use super::rules::{office_title, role_title};
use crate::passwords::send_mail;
use kernel::era;
use kernel::id::AccountId;
use notices::NewNotice;
use people::{Grant, GrantId, Holder, Language};
use serde::{Deserialize, Serialize};
use store::{Job, JobError, NewJob, StoreError, Tx};
use web::House;
use web::texts::Lang;

/// The job that mails an officer what changed.
pub(crate) const TELL: &str = "account.staff_mail";

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum News {
    Given,
    Longer,
    Ended,
    HandedOver,
    TakenOver,
    Suspended,
    Reinstated,
    SignedOut,
}

impl News {
    const fn key(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Longer => "longer",
            Self::Ended => "ended",
            Self::HandedOver => "handed-over",
            Self::TakenOver => "taken-over",
            Self::Suspended => "suspended",
            Self::Reinstated => "reinstated",
            Self::SignedOut => "signed-out",
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Told {
    account: AccountId,
    news: News,
    grant: Option<GrantId>,
}

/// Tells the holder of a term what became of it.
pub(crate) async fn term(tx: &Tx, house: &House, grant: &Grant, news: News) -> Result<(), StoreError> {
    match grant.holder {
        Holder::Account(account) => {
            tx.enqueue(NewJob::new(TELL, &Told { account, news, grant: Some(grant.id) }));
            Ok(())
        }
        Holder::Person(person) => {
            let contact = people::contacts::find(tx, person).await?;
            let lang = contact.map_or(Lang::Ja, |c| match c.language {
                Language::Ja => Lang::Ja,
                Language::Easy => Lang::Easy,
                Language::En => Lang::En,
            });
            notices::tell(tx, ward_notice(house, grant, news, lang, person)).await.map(|_| ())
        }
    }
}

fn ward_notice(house: &House, grant: &Grant, news: News, lang: Lang, person: kernel::id::PersonId) -> NewNotice {
    let (words, town) = (house.texts.words(lang), &house.town);
    let ward = grant.ward.as_deref().and_then(|k| town.wards.get(k)).map(town::Ward::label).unwrap_or_default();
    let day = |d: Option<kernel::Date>| match (d, lang) {
        (None, _) => String::new(),
        (Some(d), Lang::En) => d.to_string(),
        (Some(d), _) => era::date_label(d),
    };
    let key = if matches!(news, News::Ended | News::HandedOver) { "account-ward-ended" } else { "account-ward-given" };
    let body = words.tf(
        key,
        &[
            ("ward", ward.into()),
            ("office", role_title(town, &grant.role).to_owned().into()),
            ("from", day(grant.term.from).into()),
            ("until", day(grant.term.until).into()),
        ],
    );
    NewNotice {
        key: format!("account.term:{}:{}", grant.id, grant.version),
        topic: "account.term",
        person,
        subject: words.plain(&format!("{key}-subject")),
        body: web::texts::plain(&body),
        link: None,
        urgent: false,
    }
}

/// Tells an officer what became of the account.
pub(crate) fn account(tx: &Tx, account: AccountId, news: News) {
    tx.enqueue(NewJob::new(TELL, &Told { account, news, grant: None }));
}

/// Mails it; a town without mails tells its officers in person, and the journal has it.
pub(crate) async fn tell(house: House, job: Job) -> Result<(), JobError> {
    if house.sender("email").is_none() {
        return Ok(());
    }
    let told: Told = job.payload()?;
    let Some(account) = people::accounts::find(&house.db, told.account).await? else { return Ok(()) };
    let Some(email) = &account.email else { return Ok(()) };
    let grant = match told.grant {
        Some(id) => people::grants::find(&house.db, id).await?,
        None => None,
    };
    let words = house.texts.words(Lang::Ja);
    let term = grant.as_ref().map(in_days).unwrap_or_default();
    let office = grant.as_ref().map(|g| office_title(&house.town, g)).unwrap_or_default();
    let note = grant.and_then(|g| g.note).filter(|_| told.news == News::TakenOver);
    let key = format!("desk-staff-mail-{}", told.news.key());
    let text = words.tf(
        &key,
        &[
            ("name", account.name.clone().into()),
            ("office", office.into()),
            ("term", term.into()),
            ("note", note.map(|n| format!("申し送り：{n}")).unwrap_or_default().into()),
            ("link", house.url("/desk").into()),
        ],
    );
    let subject = words.plain(&format!("{key}-subject"));
    send_mail(&house, &email.envelope(), subject, text, job.id.to_string()).await
}

/// 令和8年4月1日から令和9年3月31日まで.
pub(crate) fn in_days(grant: &Grant) -> String {
    let from = grant.term.from.map(|d| format!("{}から", era::date_label(d))).unwrap_or_default();
    let until = grant.term.until.map(|d| format!("{}まで", era::date_label(d))).unwrap_or_default();
    format!("{from}{until}")
}
