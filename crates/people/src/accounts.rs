//! Accounts: ways in. What proves that somebody is the holder (password, passkey) is in the room
//! `account`; here is who it is.

use crate::PeopleError;
use crate::person::word;
use kernel::id::{AccountId, PersonId};
use kernel::{Email, FromValue, Moment, Value};
use serde::{Deserialize, Serialize};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Somebody who has matters with the town.
    Resident,
    /// Somebody who works for the town; what they may do follows from their grants.
    Staff,
}

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// It can.
    Active,
    /// Not now: the office keeps it shut until it is reinstated. Its address stays taken.
    Suspended,
    /// It was closed; its address can be used for another one.
    Closed,
}

word!(AccountKind { Resident = "resident", Staff = "staff" });
word!(AccountState { Active = "active", Suspended = "suspended", Closed = "closed" });

/// An account as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub id: AccountId,
    /// Whose it is.
    pub kind: AccountKind,
    /// The address to sign in with, which the holder proved to be theirs; who only comes by way of a
    /// provider of identities may have none.
    pub email: Option<Email>,
    /// How to address the holder.
    pub name: String,
    /// The person behind it, once an officer or the register matched them.
    pub person: Option<PersonId>,
    /// Whether it can be used.
    pub state: AccountState,
    /// Counts changes.
    pub version: i64,
    /// When it was opened.
    pub created_at: Moment,
}

impl Account {
    /// What tells the holder which account it is: the address, or without one the name.
    pub fn sign_in_name(&self) -> String {
        self.email.as_ref().map_or_else(|| self.name.clone(), ToString::to_string)
    }
}

/// An account to be opened.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Whose it is.
    pub kind: AccountKind,
    /// The address to sign in with.
    pub email: Email,
    /// How to address the holder.
    pub name: String,
    /// The person behind it, if matched already.
    pub person: Option<PersonId>,
}

/// An account.
///
/// # Errors
/// When the database does not answer.
pub async fn find(q: &impl Reads, id: AccountId) -> Result<Option<Account>, StoreError> {
    one(q.row("SELECT * FROM people_account WHERE id = $1", args![id]).await?)
}

/// The open account with this address, in whatever case it was typed.
///
/// # Errors
/// When the database does not answer.
pub async fn by_email(q: &impl Reads, email: &Email) -> Result<Option<Account>, StoreError> {
    let sql = "SELECT * FROM people_account WHERE email_key = $1 AND state = 'active'";
    one(q.row(sql, args![email.comparison_key()]).await?)
}

/// A person's open accounts, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(q: &impl Reads, person: PersonId) -> Result<Vec<Account>, StoreError> {
    let sql = "SELECT * FROM people_account WHERE person = $1 AND state = 'active' ORDER BY id";
    q.rows(sql, args![person]).await?.iter().map(read).collect()
}

/// All open accounts of the office, for lists of officers.
///
/// # Errors
/// When the database does not answer.
pub async fn staff(q: &impl Reads) -> Result<Vec<Account>, StoreError> {
    let sql = "SELECT * FROM people_account WHERE kind = 'staff' AND state = 'active' ORDER BY id";
    q.rows(sql, vec![]).await?.iter().map(read).collect()
}

/// All accounts of the office that were not closed, suspended ones too: for who keeps the list of
/// officers.
///
/// # Errors
/// When the database does not answer.
pub async fn officers(q: &impl Reads) -> Result<Vec<Account>, StoreError> {
    let sql = "SELECT * FROM people_account WHERE kind = 'staff' AND state <> 'closed' ORDER BY id";
    q.rows(sql, vec![]).await?.iter().map(read).collect()
}

/// Shuts an account for a time, or opens it again.
///
/// # Errors
/// [`PeopleError::Changed`] when it already is so, or was closed.
pub async fn set_suspended(tx: &Tx, id: AccountId, suspended: bool) -> Result<(), PeopleError> {
    let (from, to, act) = match suspended {
        true => (AccountState::Active, AccountState::Suspended, "people.account_suspend"),
        false => (AccountState::Suspended, AccountState::Active, "people.account_reinstate"),
    };
    let sql =
        "UPDATE people_account SET state = $3, version = version + 1, changed_at = $4 WHERE id = $1 AND state = $2";
    if tx.execute(sql, args![id, from, to, tx.now()]).await? != 1 {
        return Err(PeopleError::Changed);
    }
    let person = find(tx, id).await?.and_then(|a| a.person);
    tx.record(Deed::new(act).about(person).row("people_account", id));
    Ok(())
}

/// Opens an account.
///
/// # Errors
/// [`PeopleError::EmailTaken`].
pub async fn open_account(tx: &Tx, new: NewAccount) -> Result<AccountId, PeopleError> {
    let id: AccountId = tx.id();
    tx.execute(
        "INSERT INTO people_account (id, kind, email, email_key, name, person, state, version, created_at, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 'active', 1, $7, $7)",
        args![
            id,
            new.kind,
            seal(&new.email.to_string()),
            new.email.comparison_key(),
            seal(&new.name),
            new.person,
            tx.now()
        ],
    )
    .await
    .map_err(email_taken)?;
    tx.record(Deed::new("people.account_open").about(new.person).row("people_account", id));
    Ok(id)
}

/// Opens a resident's account without an address: another house vouches for its holder.
///
/// # Errors
/// When the database does not answer.
pub async fn open_without_email(tx: &Tx, name: &str, person: Option<PersonId>) -> Result<AccountId, PeopleError> {
    let id: AccountId = tx.id();
    tx.execute(
        "INSERT INTO people_account (id, kind, email, email_key, name, person, state, version, created_at, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 'active', 1, $7, $7)",
        args![id, AccountKind::Resident, seal(""), format!("none:{id}"), seal(name), person, tx.now()],
    )
    .await?;
    tx.record(Deed::new("people.account_open").about(person).row("people_account", id));
    Ok(id)
}

/// Says who the holder of an account is.
///
/// # Errors
/// [`PeopleError::Missing`] when there is no such open account.
pub async fn link(tx: &Tx, id: AccountId, person: PersonId) -> Result<(), PeopleError> {
    let sql = "UPDATE people_account SET person = $2, version = version + 1, changed_at = $3 \
               WHERE id = $1 AND state = 'active'";
    changed(tx.execute(sql, args![id, person, tx.now()]).await?)?;
    tx.record(Deed::new("people.account_link").about(person).row("people_account", id));
    Ok(())
}

/// Changes how the holder is addressed.
///
/// # Errors
/// [`PeopleError::Missing`] when there is no such open account.
pub async fn rename(tx: &Tx, id: AccountId, name: &str) -> Result<(), PeopleError> {
    let sql = "UPDATE people_account SET name = $2, version = version + 1, changed_at = $3 \
               WHERE id = $1 AND state = 'active'";
    changed(tx.execute(sql, args![id, seal(name), tx.now()]).await?)?;
    tx.record(Deed::new("people.account_name").about(tx.act().actor.person()).row("people_account", id));
    Ok(())
}

/// Changes the address to sign in with; the caller has made sure that it is the holder's.
///
/// # Errors
/// [`PeopleError::EmailTaken`], [`PeopleError::Missing`].
pub async fn change_email(tx: &Tx, id: AccountId, email: &Email) -> Result<(), PeopleError> {
    let sql = "UPDATE people_account SET email = $2, email_key = $3, version = version + 1, changed_at = $4 \
               WHERE id = $1 AND state = 'active'";
    let args = args![id, seal(&email.to_string()), email.comparison_key(), tx.now()];
    changed(tx.execute(sql, args).await.map_err(email_taken)?)?;
    let person = find(tx, id).await?.and_then(|a| a.person);
    tx.record(Deed::new("people.account_email").about(person).row("people_account", id));
    Ok(())
}

/// Closes an account; its address can be used for another one from now on.
///
/// # Errors
/// [`PeopleError::Missing`] when there is no such open account.
pub async fn close(tx: &Tx, id: AccountId) -> Result<(), PeopleError> {
    let person = find(tx, id).await?.and_then(|a| a.person);
    let sql = "UPDATE people_account SET state = 'closed', email_key = $2, version = version + 1, changed_at = $3 \
               WHERE id = $1 AND state <> 'closed'";
    changed(tx.execute(sql, args![id, format!("closed:{id}"), tx.now()]).await?)?;
    tx.record(Deed::new("people.account_close").about(person).row("people_account", id));
    Ok(())
}

fn changed(rows: u64) -> Result<(), PeopleError> {
    if rows == 1 { Ok(()) } else { Err(PeopleError::Missing) }
}

fn email_taken(error: StoreError) -> PeopleError {
    match error {
        StoreError::Conflict { ref columns, .. } if columns.iter().any(|c| c == "email_key") => PeopleError::EmailTaken,
        other => other.into(),
    }
}

fn one(row: Option<Row>) -> Result<Option<Account>, StoreError> {
    row.map(|r| read(&r)).transpose()
}

pub(crate) fn read(r: &Row) -> Result<Account, StoreError> {
    let email = open(r.get("email")?);
    Ok(Account {
        id: r.get("id")?,
        kind: r.get("kind")?,
        email: match email.as_str() {
            "" => None,
            text => Some(text.parse().map_err(|_| StoreError::Column("email".to_owned()))?),
        },
        name: open(r.get("name")?),
        person: r.get("person")?,
        state: r.get("state")?,
        version: r.get("version")?,
        created_at: r.get("created_at")?,
    })
}
