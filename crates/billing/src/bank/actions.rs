//! What is done with an account: one transaction each.

use super::records::{self, Account};
use super::rules::{BankAccount, State, overlap};
use super::{AccountId, tell};
use crate::BillingError;
use kernel::id::PersonId;
use store::{Channel, Deed, StoreError, Tx};
use web::House;

/// 口座振替の申込み (地方自治法施行令155条). What the same person asked before for the same money, and
/// nobody has checked yet, gives way to it: a form sent twice asks once.
///
/// # Errors
/// When the records do not answer.
pub(crate) async fn ask(
    tx: &Tx,
    person: PersonId,
    items: Vec<String>,
    at: BankAccount,
) -> Result<AccountId, BillingError> {
    let id: AccountId = tx.id();
    let mut deed = Deed::new("billing.account_ask").about(person).row("billing_account", id);
    for mut earlier in records::hold_all(tx, person).await? {
        let waits = matches!(earlier.state, State::Asked | State::Returned);
        if waits && overlap(&earlier.items, &items) {
            earlier.state = State::Ended;
            held(records::save(tx, &earlier).await?)?;
            deed = deed.row("billing_account", earlier.id);
        }
    }
    let channel = if tx.act().channel == Channel::Web { "web" } else { "paper" };
    let account = Account {
        id,
        person,
        items,
        at,
        state: State::Asked,
        channel: channel.to_owned(),
        reason: None,
        first_use: true,
        asked_at: tx.now(),
        checked_at: None,
        checked_name: None,
        version: 1,
    };
    records::insert(tx, &account).await?;
    tx.record(deed);
    Ok(id)
}

/// The officer has seen the bank's agreement: from now on it is drawn from this account, and from no
/// other one of the person for the same money.
///
/// # Errors
/// [`BillingError::Changed`] when somebody was first.
pub(crate) async fn check(tx: &Tx, house: &House, seen: Seen, officer: &str) -> Result<(), BillingError> {
    let mut account = waiting(tx, seen).await?;
    let mut deed = Deed::new("billing.account_check").about(account.person).row("billing_account", account.id);
    for mut other in records::hold_all(tx, account.person).await? {
        if other.id == account.id || other.state != State::Active || !overlap(&other.items, &account.items) {
            continue;
        }
        other.items.retain(|key| !account.items.is_empty() && !account.items.contains(key));
        if other.items.is_empty() {
            other.state = State::Ended;
        }
        held(records::save(tx, &other).await?)?;
        deed = deed.row("billing_account", other.id);
    }
    account.state = State::Active;
    account.checked_at = Some(tx.now());
    account.checked_name = Some(officer.to_owned());
    held(records::save(tx, &account).await?)?;
    tx.record(deed);
    tell::accepted(tx, house, &account).await?;
    Ok(())
}

/// The officer asks for a correction, in words that the person reads.
///
/// # Errors
/// [`BillingError::Changed`] when somebody was first; [`BillingError::Invalid`] without a reason.
pub(crate) async fn send_back(
    tx: &Tx,
    house: &House,
    seen: Seen,
    officer: &str,
    why: &str,
) -> Result<(), BillingError> {
    let why = crate::actions::reason(why)?;
    let mut account = waiting(tx, seen).await?;
    account.state = State::Returned;
    account.reason = Some(why.to_owned());
    account.checked_at = Some(tx.now());
    account.checked_name = Some(officer.to_owned());
    held(records::save(tx, &account).await?)?;
    tx.record(Deed::new("billing.account_return").about(account.person).row("billing_account", account.id));
    tell::returned(tx, house, &account, why).await?;
    Ok(())
}

/// Nothing is drawn from it any more. What went to the bank already is not called back.
///
/// # Errors
/// [`BillingError::Changed`] when somebody was first or it has ended.
pub(crate) async fn end(tx: &Tx, seen: Seen, why: Option<&str>) -> Result<(), BillingError> {
    let mut account = seen_as(tx, seen).await?;
    if account.state == State::Ended {
        return Err(BillingError::Changed);
    }
    account.state = State::Ended;
    account.reason = why.map(str::to_owned).or(account.reason);
    held(records::save(tx, &account).await?)?;
    tx.record(Deed::new("billing.account_end").about(account.person).row("billing_account", account.id));
    Ok(())
}

/// An account as the page showed it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub id: AccountId,
    pub version: i64,
}

async fn seen_as(tx: &Tx, seen: Seen) -> Result<Account, BillingError> {
    let account = records::find(tx, seen.id).await?.ok_or(StoreError::Missing("billing_account"))?;
    if account.version == seen.version { Ok(account) } else { Err(BillingError::Changed) }
}

async fn waiting(tx: &Tx, seen: Seen) -> Result<Account, BillingError> {
    let account = seen_as(tx, seen).await?;
    if account.state == State::Asked { Ok(account) } else { Err(BillingError::Changed) }
}

fn held(first: bool) -> Result<(), BillingError> {
    if first { Ok(()) } else { Err(BillingError::Changed) }
}
