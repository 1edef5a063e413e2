//! What an officer of 総務 can do: add somebody, give, end and lengthen terms, suspend, reinstate.

use super::invite::{self, Delivery, Invited};
use super::rules;
use super::tell::{self, News};
use crate::session;
use kernel::id::AccountId;
use kernel::{Date, Email};
use people::accounts::AccountState;
use people::grants::{self, NewGrant};
use people::{Account, AccountKind, Grant, GrantId, Holder, NewAccount, PeopleError};
use store::{Deed, StoreError, Tx};
use web::House;

/// Why a change was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nobody gives or lengthens a term of their own.
    #[error("nobody gives a term to themselves")]
    Own,
    /// Afterwards nobody could give terms any more.
    #[error("the town would lose its last administrator")]
    LastAdministrator,
    /// The address is a resident's.
    #[error("the address belongs to a resident's account")]
    Resident,
    /// The records.
    #[error(transparent)]
    People(#[from] PeopleError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::People(error.into())
    }
}

impl From<Refusal> for web::WebError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::People(error) => crate::told(error),
            Refusal::Own | Refusal::LastAdministrator | Refusal::Resident => Self::Forbidden,
        }
    }
}

/// One term of an office, without its holder.
#[derive(Debug, Clone)]
pub struct Office {
    /// Key of the role.
    pub role: String,
    /// Key of the desk.
    pub desk: Option<String>,
    /// Key of the position.
    pub position: Option<String>,
    /// Stands in for the holder of the position.
    pub deputy: bool,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Option<Date>,
}

impl Office {
    /// The term for `holder`.
    pub(crate) fn of(self, holder: Holder) -> NewGrant {
        let Self { role, desk, position, deputy, from, until } = self;
        NewGrant { holder, role, desk, ward: None, position, deputy, from, until }
    }
}

/// Somebody who is going to work for the town.
#[derive(Debug, Clone)]
pub struct NewOfficer {
    /// 氏名.
    pub name: String,
    /// The address to sign in with.
    pub email: Email,
    /// The first office.
    pub office: Office,
    /// How the invitation reaches them.
    pub delivery: Delivery,
}

/// Opens an account for an officer, gives the first term, and invites.
///
/// # Errors
/// [`PeopleError::EmailTaken`] and what [`NewGrant::check`] says.
pub(crate) async fn add(tx: &Tx, house: &House, new: NewOfficer) -> Result<Invited, Refusal> {
    let NewOfficer { name, email, office, delivery } = new;
    let account = NewAccount { kind: AccountKind::Staff, email, name, person: None };
    let id = people::accounts::open_account(tx, account).await?;
    let grant = office.of(Holder::Account(id));
    grant.check(&house.town)?;
    grants::assign(tx, &grant).await?;
    let account = people::accounts::find(tx, id).await?.ok_or(PeopleError::Missing)?;
    Ok(invite::invite(tx, &house.secret, &account, delivery).await?)
}

/// What the command line does: adds an officer, or gives one who is there already the office and a
/// new invitation, so that a town that lost its last administrator can go on.
///
/// # Errors
/// [`Refusal::Resident`], and what the records refuse.
pub async fn rescue(tx: &Tx, town: &town::Town, secret: &[u8; 32], new: NewOfficer) -> Result<Invited, Refusal> {
    let NewOfficer { name, email, office, delivery } = new;
    let known = people::accounts::by_email(tx, &email).await?;
    let id = match known {
        Some(account) if account.kind == AccountKind::Resident => return Err(Refusal::Resident),
        Some(account) => account.id,
        None => {
            let account = NewAccount { kind: AccountKind::Staff, email, name, person: None };
            people::accounts::open_account(tx, account).await?
        }
    };
    let grant = office.of(Holder::Account(id));
    grant.check(town)?;
    match grants::assign(tx, &grant).await {
        Ok(_) | Err(PeopleError::Overlaps) => {}
        Err(error) => return Err(error.into()),
    }
    let account = people::accounts::find(tx, id).await?.ok_or(PeopleError::Missing)?;
    Ok(invite::invite(tx, secret, &account, delivery).await?)
}

/// Gives a term to an officer or to the holder of a ward office.
///
/// # Errors
/// [`Refusal::Own`], and what the records refuse.
pub(crate) async fn give(tx: &Tx, house: &House, new: NewGrant) -> Result<GrantId, Refusal> {
    if rules::is_own(&tx.act().actor, new.holder) {
        return Err(Refusal::Own);
    }
    new.check(&house.town)?;
    let id = grants::assign(tx, &new).await?;
    let grant = grants::find(tx, id).await?.ok_or(PeopleError::Missing)?;
    tell::term(tx, house, &grant, News::Given).await?;
    Ok(id)
}

/// Moves the last day of a term: ends it, lengthens it, or leaves it open.
///
/// # Errors
/// [`Refusal::Own`] for who would lengthen their own, [`Refusal::LastAdministrator`].
pub(crate) async fn move_end(tx: &Tx, house: &House, id: GrantId, last: Option<Date>) -> Result<Grant, Refusal> {
    let before = grants::find(tx, id).await?.ok_or(PeopleError::Missing)?;
    let longer = match (before.term.until, last) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(old), Some(new)) => new > old,
    };
    if longer && rules::is_own(&tx.act().actor, before.holder) {
        return Err(Refusal::Own);
    }
    as_new(&before, last).check(&house.town).or_else(|e| if longer { Err(e) } else { shorter(e) })?;
    let after = grants::set_last(tx, id, last).await?;
    if rules::is_administrators(&house.town, &before) && !longer {
        keep_an_administrator(tx, house, after_of(last, tx.now().date())).await?;
    }
    tell::term(tx, house, &after, if longer { News::Longer } else { News::Ended }).await?;
    Ok(after)
}

/// A term may always be cut short: even to nothing, before its first day.
fn shorter(error: PeopleError) -> Result<(), PeopleError> {
    match error {
        PeopleError::Backwards | PeopleError::Unknown(_) => Ok(()),
        other => Err(other),
    }
}

fn as_new(grant: &Grant, until: Option<Date>) -> NewGrant {
    let Grant { holder, role, desk, ward, position, deputy, term, .. } = grant.clone();
    NewGrant { holder, role, desk, ward, position, deputy, from: term.from.unwrap_or(Date::MIN), until }
}

/// The first day on which a term that ends with `last` does not hold, today at the earliest.
fn after_of(last: Option<Date>, today: Date) -> Date {
    last.and_then(|l| l.tomorrow().ok()).map_or(today, |next| next.max(today))
}

/// Refuses what would leave the town without anybody who can sign in and give terms on `day`.
pub(crate) async fn keep_an_administrator(tx: &Tx, house: &House, day: Date) -> Result<(), Refusal> {
    for (account, grants) in grants::officers_on(tx, day).await? {
        if rules::administers(&house.town, &grants) && invite::is_set_up(tx, account.id).await? {
            return Ok(());
        }
    }
    Err(Refusal::LastAdministrator)
}

/// An officer's account that was not closed.
pub(crate) async fn officer(q: &impl store::Reads, id: AccountId) -> Result<Account, PeopleError> {
    let found = people::accounts::find(q, id).await?;
    found.filter(|a| a.kind == AccountKind::Staff && a.state != AccountState::Closed).ok_or(PeopleError::Missing)
}

/// Shuts an account for now; whoever is signed in there is signed out.
///
/// # Errors
/// [`Refusal::Own`], [`Refusal::LastAdministrator`].
pub(crate) async fn suspend(tx: &Tx, house: &House, id: AccountId) -> Result<(), Refusal> {
    if tx.act().actor.account() == Some(id) {
        return Err(Refusal::Own);
    }
    officer(tx, id).await?;
    people::accounts::set_suspended(tx, id, true).await?;
    keep_an_administrator(tx, house, tx.now().date()).await?;
    session::end_others(tx, id, None).await?;
    tell::account(tx, id, News::Suspended);
    Ok(())
}

/// Opens a suspended account again.
///
/// # Errors
/// [`Refusal::Own`].
pub(crate) async fn reinstate(tx: &Tx, id: AccountId) -> Result<(), Refusal> {
    if tx.act().actor.account() == Some(id) {
        return Err(Refusal::Own);
    }
    officer(tx, id).await?;
    people::accounts::set_suspended(tx, id, false).await?;
    tell::account(tx, id, News::Reinstated);
    Ok(())
}

/// Signs an officer out everywhere; answers from how many sessions.
///
/// # Errors
/// [`PeopleError::Missing`].
pub(crate) async fn end_sessions(tx: &Tx, id: AccountId) -> Result<u64, Refusal> {
    let account = officer(tx, id).await?;
    let ended = session::end_others(tx, id, None).await?;
    tx.record(Deed::new("account.sessions_ended").about(account.person).row("people_account", id));
    tell::account(tx, id, News::SignedOut);
    Ok(ended)
}
