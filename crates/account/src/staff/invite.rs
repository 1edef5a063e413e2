//! Invitations: a link (by mail) or a code (on paper) that works once and lets an officer decide on a
//! password. The records hold nothing from which link or code could be told.

use crate::passwords::send_mail;
use kernel::id::AccountId;
use kernel::{Moment, Reference, TypedId, Uuid};
use people::Account;
use people::accounts::AccountState;
use serde::{Deserialize, Serialize};
use store::{Deed, Job, JobError, NewJob, Reads, StoreError, Tx, args};
use web::House;
use web::texts::Lang;

/// The job that mails an invitation.
pub(crate) const MAIL: &str = "account.invite_mail";
const LINK: &str = "account.invite";
const CODE: &str = "account.invite_code";
/// An invitation works for a week: a new officer may begin after a weekend.
pub(crate) const SECONDS: i64 = 7 * 86_400;

/// How an invitation reaches the officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// By mail to the account's address.
    Mail,
    /// Handed over: what is answered is printed or read out, and shown once.
    Hand,
}

/// An invitation that was just made.
#[derive(Debug, Clone)]
pub struct Invited {
    /// For whose account.
    pub account: AccountId,
    /// The path of the page where the officer decides on a password.
    pub path: String,
    /// The code that leads to the same page, where it is handed over.
    pub code: Option<Reference>,
    /// Until when both work.
    pub until: Moment,
}

#[derive(Serialize, Deserialize)]
struct Asked {
    invitation: Uuid,
}

/// Invites the holder of an account; earlier invitations stop working.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn invite(
    tx: &Tx,
    secret: &[u8; 32],
    account: &Account,
    delivery: Delivery,
) -> Result<Invited, StoreError> {
    let sql = "UPDATE account_invitation SET used_at = $2 WHERE account = $1 AND used_at IS NULL";
    tx.execute(sql, args![account.id, tx.now()]).await?;
    let id = kernel::id::uuid_v7(tx.now(), tx.random());
    let code = (delivery == Delivery::Hand).then(|| Reference::from_random(tx.random()));
    let until = tx.now().plus_seconds(SECONDS);
    tx.execute(
        "INSERT INTO account_invitation (id, account, code, issued_by, issued_at, expires_at, used_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            id,
            account.id,
            code.map(|c| web::link_proof(secret, CODE, &c.compact())),
            tx.act().actor.account(),
            tx.now(),
            until,
            None::<Moment>
        ],
    )
    .await?;
    if delivery == Delivery::Mail {
        tx.enqueue(NewJob::new(MAIL, &Asked { invitation: id }).key(format!("{LINK}:{id}")));
    }
    tx.record(Deed::new("account.invite").about(account.person).row("people_account", account.id));
    Ok(Invited { account: account.id, path: path(secret, id), code, until })
}

/// The path of an invitation; only the house can make it.
pub(crate) fn path(secret: &[u8; 32], invitation: Uuid) -> String {
    format!("/set-up/{invitation}/{}", web::link_proof(secret, LINK, &invitation.to_string()))
}

/// Whose invitation it is, while it works.
pub(crate) async fn follow(house: &House, invitation: Uuid, proof: &str) -> Result<Option<Account>, StoreError> {
    if !web::link_holds(&house.secret, LINK, &invitation.to_string(), proof) {
        return Ok(None);
    }
    holder(&house.db, invitation, house.now()).await
}

/// The invitation that a printed code stands for, while it works.
pub(crate) async fn by_code(house: &House, code: Reference) -> Result<Option<Uuid>, StoreError> {
    let sql = "SELECT id FROM account_invitation WHERE code = $1 AND used_at IS NULL AND expires_at > $2";
    house.db.one(sql, args![web::link_proof(&house.secret, CODE, &code.compact()), house.now()]).await
}

async fn holder(q: &impl Reads, invitation: Uuid, now: Moment) -> Result<Option<Account>, StoreError> {
    let sql = "SELECT account FROM account_invitation WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    let Some(account) = q.one::<AccountId>(sql, args![invitation, now]).await? else { return Ok(None) };
    Ok(people::accounts::find(q, account).await?.filter(|a| a.state == AccountState::Active))
}

/// Uses the invitation up; answers whose it was, or nothing when somebody was faster.
pub(crate) async fn redeem(tx: &Tx, invitation: Uuid) -> Result<Option<Account>, StoreError> {
    let Some(account) = holder(tx, invitation, tx.now()).await? else { return Ok(None) };
    let sql = "UPDATE account_invitation SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    Ok((tx.execute(sql, args![invitation, tx.now()]).await? == 1).then_some(account))
}

/// Whether an invitation of the account is still open, and until when.
pub(crate) async fn open_until(q: &impl Reads, account: AccountId, now: Moment) -> Result<Option<Moment>, StoreError> {
    let sql =
        "SELECT MAX(expires_at) FROM account_invitation WHERE account = $1 AND used_at IS NULL AND expires_at > $2";
    Ok(q.one::<Option<Moment>>(sql, args![account, now]).await?.flatten())
}

/// Mails an invitation.
pub(crate) async fn send(house: House, job: Job) -> Result<(), JobError> {
    let asked: Asked = job.payload()?;
    let Some(account) = holder(&house.db, asked.invitation, house.now()).await? else { return Ok(()) };
    let Some(email) = &account.email else { return Ok(()) };
    let words = house.texts.words(Lang::Ja);
    let link = house.url(&path(&house.secret, asked.invitation));
    let text = words.tf(
        "desk-staff-mail-invite",
        &[
            ("name", account.name.clone().into()),
            ("town", house.town.municipality.name.clone().into()),
            ("link", link.into()),
        ],
    );
    let subject = words.plain("desk-staff-mail-invite-subject");
    send_mail(&house, &email.envelope(), subject, text, format!("{LINK}:{}", asked.invitation)).await
}

/// Forgets invitations that ended before `before`.
pub(crate) async fn clear(tx: &Tx, before: Moment) -> Result<(), StoreError> {
    tx.execute("DELETE FROM account_invitation WHERE expires_at < $1", args![before]).await.map(|_| ())
}

/// Whether somebody could sign in to the account: a password or a passkey is there.
pub(crate) async fn is_set_up(q: &impl Reads, account: AccountId) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM account_password WHERE id = $1";
    let password: Option<Uuid> = q.one(sql, args![account.uuid()]).await?;
    if password.is_some() {
        return Ok(true);
    }
    let sql = "SELECT id FROM account_passkey WHERE account = $1 LIMIT 1";
    Ok(q.one::<Uuid>(sql, args![account]).await?.is_some())
}
