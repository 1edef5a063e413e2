//! Another address to sign in with: proved by a link that is mailed there; the old one is told.

use crate::passwords::send_mail;
use kernel::id::AccountId;
use kernel::{Email, Moment, Uuid};
use people::{Account, PeopleError};
use serde::{Deserialize, Serialize};
use store::seal::{open, seal};
use store::{Act, Job, JobError, NewJob, Reads, Row, StoreError, Tx, args};
use web::House;
use web::texts::Lang;

/// The job that mails the link to the new address.
pub(crate) const MAIL: &str = "account.address_mail";
/// The job that tells the old address.
pub(crate) const TELL: &str = "account.address_tell";
const PURPOSE: &str = "account.address";
/// A link works for a day.
const SECONDS: i64 = 86_400;

#[derive(Serialize, Deserialize)]
struct Asked {
    change: Uuid,
}

/// A change of address that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) id: Uuid,
    pub(crate) account: AccountId,
    pub(crate) email: Email,
    old: Option<Email>,
    lang: Lang,
}

/// Asks for the change: nothing changes until the link is opened.
pub(crate) async fn ask(
    house: &House,
    act: &Act,
    account: &Account,
    email: &Email,
    lang: Lang,
) -> Result<(), StoreError> {
    let old = account.email.as_ref().map(ToString::to_string).unwrap_or_default();
    let (account, email) = (account.id, email.to_string());
    house
        .db
        .write(act, move |tx| async move {
            let id = kernel::id::uuid_v7(tx.now(), tx.random());
            tx.execute(
                "INSERT INTO account_address (id, account, email, old, lang, asked_at, expires_at, used_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                args![
                    id,
                    account,
                    seal(&email),
                    seal(&old),
                    lang.code(),
                    tx.now(),
                    tx.now().plus_seconds(SECONDS),
                    None::<Moment>
                ],
            )
            .await?;
            tx.enqueue(NewJob::new(MAIL, &Asked { change: id }).key(format!("{MAIL}:{id}")));
            Ok(())
        })
        .await
}

/// The path of the link; only the house can make it.
pub(crate) fn path(house: &House, id: Uuid) -> String {
    format!("/settings/email/{id}/{}", web::link_proof(&house.secret, PURPOSE, &id.to_string()))
}

/// What the link changes, while it works.
pub(crate) async fn follow(house: &House, id: Uuid, proof: &str) -> Result<Option<Change>, StoreError> {
    if !web::link_holds(&house.secret, PURPOSE, &id.to_string(), proof) {
        return Ok(None);
    }
    let sql = "SELECT * FROM account_address WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    house.db.row(sql, args![id, house.now()]).await?.map(|r| read(&r)).transpose()
}

fn read(r: &Row) -> Result<Change, StoreError> {
    let read = |text: &str, column: &str| text.parse().map_err(|_| StoreError::Column(column.to_owned()));
    let (email, old) = (open(r.get("email")?), open(r.get("old")?));
    Ok(Change {
        id: r.get("id")?,
        account: r.get("account")?,
        email: read(&email, "email")?,
        old: if old.is_empty() { None } else { Some(read(&old, "old")?) },
        lang: Lang::from_code(&r.get::<String>("lang")?).unwrap_or_default(),
    })
}

/// Changes the address, once.
///
/// # Errors
/// [`PeopleError::EmailTaken`], [`PeopleError::Changed`] when the link was used in the meantime.
pub(crate) async fn change(tx: &Tx, change: &Change) -> Result<(), PeopleError> {
    let sql = "UPDATE account_address SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    if tx.execute(sql, args![change.id, tx.now()]).await? != 1 {
        return Err(PeopleError::Changed);
    }
    people::accounts::change_email(tx, change.account, &change.email).await?;
    tx.enqueue(NewJob::new(TELL, &Asked { change: change.id }).key(format!("{TELL}:{}", change.id)));
    Ok(())
}

async fn find(q: &impl Reads, id: Uuid) -> Result<Option<Change>, StoreError> {
    q.row("SELECT * FROM account_address WHERE id = $1", args![id]).await?.map(|r| read(&r)).transpose()
}

/// Mails the link; an address that another account has gets no link, and its holder is told why.
pub(crate) async fn send(house: House, job: Job) -> Result<(), JobError> {
    let asked: Asked = job.payload()?;
    let Some(change) = find(&house.db, asked.change).await? else { return Ok(()) };
    let words = house.texts.words(change.lang);
    let taken = people::accounts::by_email(&house.db, &change.email).await?.is_some();
    let key = if taken { "account-mail-address-taken" } else { "account-mail-address" };
    let text = words.tf(
        key,
        &[("town", house.town.municipality.name.clone().into()), ("link", house.url(&path(&house, change.id)).into())],
    );
    let subject = words.plain("account-mail-address-subject");
    send_mail(&house, &change.email.envelope(), subject, text, format!("{MAIL}:{}", change.id)).await
}

/// Tells the old address, so that somebody else's change is noticed.
pub(crate) async fn tell(house: House, job: Job) -> Result<(), JobError> {
    let asked: Asked = job.payload()?;
    let Some(change) = find(&house.db, asked.change).await? else { return Ok(()) };
    let Some(old) = &change.old else { return Ok(()) };
    let words = house.texts.words(change.lang);
    let phone = house.town.offices.main_on(house.now().date()).map(|o| o.phone.to_string()).unwrap_or_default();
    let town = house.town.municipality.name.clone();
    let text = words.tf("account-mail-address-changed", &[("town", town.into()), ("phone", phone.into())]);
    let subject = words.plain("account-mail-address-changed-subject");
    send_mail(&house, &old.envelope(), subject, text, format!("{TELL}:{}", change.id)).await
}

/// Forgets what was asked before `before`.
pub(crate) async fn clear(tx: &Tx, before: Moment) -> Result<(), StoreError> {
    tx.execute("DELETE FROM account_address WHERE expires_at < $1", args![before]).await.map(|_| ())
}
