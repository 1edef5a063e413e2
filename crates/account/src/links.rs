//! Mailed links: they prove that an address is somebody's, and lead to a first or a new password.
//!
//! Whether an address has an account is never said on a page: the page always answers the same, the
//! same is written down, and the mail says the rest.

use crate::passwords::send_mail;
use kernel::{Email, Moment, Uuid};
use people::{Account, AccountKind};
use serde::{Deserialize, Serialize};
use store::seal::{open, seal};
use store::{Act, Job, JobError, NewJob, Reads, StoreError, Tx, args};
use web::House;
use web::texts::Lang;

/// The job that mails a link.
pub(crate) const MAIL: &str = "account.link_mail";
const PURPOSE: &str = "account.link";
/// A link works for a day.
const SECONDS: i64 = 86_400;

#[derive(Serialize, Deserialize)]
struct Asked {
    link: Uuid,
}

/// Writes down that somebody asked for a link, and has it mailed.
pub(crate) async fn ask(house: &House, act: &Act, email: &Email, lang: Lang) -> Result<(), StoreError> {
    let email = email.to_string();
    house
        .db
        .write(act, move |tx| async move {
            let link = kernel::id::uuid_v7(tx.now(), tx.random());
            tx.execute(
                "INSERT INTO account_link (id, email, lang, asked_at, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, $6)",
                args![link, seal(&email), lang.code(), tx.now(), tx.now().plus_seconds(SECONDS), None::<Moment>],
            )
            .await?;
            tx.enqueue(NewJob::new(MAIL, &Asked { link }).key(format!("account.link:{link}")));
            Ok(())
        })
        .await
}

/// Mails a link, or says that an officer's account has another way.
pub(crate) async fn send(house: House, job: Job) -> Result<(), JobError> {
    let asked: Asked = job.payload()?;
    let Some((email, lang)) = address(&house.db, asked.link, house.now()).await? else { return Ok(()) };
    let known = people::accounts::by_email(&house.db, &email).await?;
    let words = house.texts.words(lang);
    let (subject, key) = match known.map(|a| a.kind) {
        None => ("account-mail-new-subject", "account-mail-new"),
        Some(AccountKind::Resident) => ("account-mail-known-subject", "account-mail-known"),
        Some(AccountKind::Staff) => ("account-mail-staff-subject", "account-mail-staff"),
    };
    let text = words.tf(
        key,
        &[("link", house.url(&path(&house, asked.link)).into()), ("town", house.town.municipality.name.clone().into())],
    );
    send_mail(&house, &email.envelope(), words.plain(subject), text, format!("account.link:{}", asked.link)).await
}

/// The path of a link; only the house can make it.
pub(crate) fn path(house: &House, link: Uuid) -> String {
    format!("/sign-up/{link}/{}", web::link_proof(&house.secret, PURPOSE, &link.to_string()))
}

/// What a link leads to.
pub(crate) enum Leads {
    /// A first password for a new account.
    New(Email),
    /// A new password for this account.
    Known(Account),
}

/// What the link leads to now; nothing when it is not ours, used, or too old.
pub(crate) async fn follow(house: &House, link: Uuid, proof: &str) -> Result<Option<Leads>, StoreError> {
    if !web::link_holds(&house.secret, PURPOSE, &link.to_string(), proof) {
        return Ok(None);
    }
    let Some((email, _)) = address(&house.db, link, house.now()).await? else { return Ok(None) };
    Ok(match people::accounts::by_email(&house.db, &email).await? {
        None => Some(Leads::New(email)),
        Some(account) if account.kind == AccountKind::Resident => Some(Leads::Known(account)),
        Some(_) => None,
    })
}

async fn address(q: &impl Reads, link: Uuid, now: Moment) -> Result<Option<(Email, Lang)>, StoreError> {
    let sql = "SELECT email, lang FROM account_link WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    let Some(row) = q.row(sql, args![link, now]).await? else { return Ok(None) };
    let email = open(row.get("email")?).parse().map_err(|_| StoreError::Column("email".to_owned()))?;
    Ok(Some((email, Lang::from_code(&row.get::<String>("lang")?).unwrap_or_default())))
}

/// Uses the link up; false when somebody was faster.
pub(crate) async fn use_up(tx: &Tx, link: Uuid) -> Result<bool, StoreError> {
    let sql = "UPDATE account_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    Ok(tx.execute(sql, args![link, tx.now()]).await? == 1)
}
