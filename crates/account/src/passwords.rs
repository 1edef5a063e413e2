//! The record of a password, and the mail that tells of its change.

use crate::told;
use kernel::id::AccountId;
use people::Account;
use serde::{Deserialize, Serialize};
use store::{Deed, Job, JobError, NewJob, Reads, StoreError, Tx, args};
use web::House;
use web::send::{Outgoing, SendError};
use web::texts::Lang;

/// The job that tells the holder that the password was changed.
pub(crate) const CHANGED: &str = "account.password_mail";

/// The record of an account's password, if it has one.
pub(crate) async fn record(q: &impl Reads, account: AccountId) -> Result<Option<String>, StoreError> {
    q.one("SELECT hash FROM account_password WHERE id = $1", args![account]).await
}

/// Replaces an account's password by one whose record is `hash`.
pub(crate) async fn set(tx: &Tx, account: &Account, hash: String) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO account_password (id, hash, changed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at",
        args![account.id, hash, tx.now()],
    )
    .await?;
    tx.record(Deed::new("account.password").about(account.person).row("account_password", account.id));
    Ok(())
}

/// Removes an account's password: it is being closed.
pub(crate) async fn remove(tx: &Tx, account: &Account) -> Result<(), StoreError> {
    if tx.execute("DELETE FROM account_password WHERE id = $1", args![account.id]).await? == 1 {
        let deed = Deed::new("account.password_remove").about(account.person);
        tx.record(deed.row("account_password", account.id));
    }
    Ok(())
}

/// What of a sign-in its holder hears about.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
enum What {
    /// The password was changed.
    #[default]
    Password,
    /// Another officer took the second proof back.
    Second,
    /// A provider's sign-in was added.
    Way,
}

#[derive(Serialize, Deserialize)]
struct Changed {
    account: AccountId,
    lang: String,
    /// What it was: the password where nothing is said.
    #[serde(default)]
    what: What,
}

/// Enqueues the mail about the change.
pub(crate) fn announce(tx: &Tx, account: AccountId, lang: Lang) {
    tx.enqueue(NewJob::new(CHANGED, &Changed { account, lang: lang.code().to_owned(), what: What::Password }));
}

/// Enqueues the mail to an officer whose second proof another officer took back.
pub(crate) fn announce_reset(tx: &Tx, account: AccountId) {
    tx.enqueue(NewJob::new(CHANGED, &Changed { account, lang: Lang::Ja.code().to_owned(), what: What::Second }));
}

/// Enqueues the mail to somebody into whose account another way leads from now on.
pub(crate) fn announce_way(tx: &Tx, account: AccountId) {
    tx.enqueue(NewJob::new(CHANGED, &Changed { account, lang: Lang::Ja.code().to_owned(), what: What::Way }));
}

/// Tells the holder that the password was changed or the second proof taken back, so that somebody else's change is noticed.
pub(crate) async fn tell(house: House, job: Job) -> Result<(), JobError> {
    let changed: Changed = job.payload()?;
    let account = people::accounts::find(&house.db, changed.account).await?;
    let Some(account) = account else { return Ok(()) };
    let Some(email) = &account.email else { return Ok(()) };
    let phone = house.town.offices.main_on(house.now().date()).map(|o| o.phone.to_string()).unwrap_or_default();
    let words = house.texts.words(Lang::from_code(&changed.lang).unwrap_or_default());
    let town = house.town.municipality.name.clone();
    let key = match changed.what {
        What::Password => "account-mail-password",
        What::Second => "account-mail-second",
        What::Way => "account-mail-way",
    };
    let text = words.tf(key, &[("name", account.name.clone().into()), ("phone", phone.into()), ("town", town.into())]);
    send_mail(&house, &email.envelope(), words.plain(&format!("{key}-subject")), text, job.id.to_string()).await
}

/// Sends one mail by the house's sender; an address that will never take it is let go, because a
/// stranger may have typed it.
pub(crate) async fn send_mail(
    house: &House,
    to: &str,
    subject: String,
    text: String,
    key: String,
) -> Result<(), JobError> {
    let Some(sender) = house.sender("email") else {
        return Err(JobError::Retry("the town has no sender of mails".to_owned()));
    };
    let text = web::texts::plain(&text);
    let mail = Outgoing { to: to.to_owned(), name: None, subject, text, unsubscribe: None, key };
    match sender.send(mail).await {
        Ok(_) | Err(SendError::Never(_)) => Ok(()),
        Err(SendError::Later(why)) => Err(JobError::Retry(why)),
    }
}

/// The open account `id`, or the error of a page.
pub(crate) async fn account(q: &impl Reads, id: AccountId) -> Result<Account, web::WebError> {
    people::accounts::find(q, id).await?.ok_or_else(|| told(people::PeopleError::Missing))
}
