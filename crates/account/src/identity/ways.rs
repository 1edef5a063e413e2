//! The ways in that a provider vouches for, each the provider's name for one person.

use super::client::Vouched;
use super::said::Company;
use kernel::id::{AccountId, PersonId};
use kernel::{Moment, Uuid};
use people::{Account, AccountKind};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

/// A way in as its holder sees it.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) id: Uuid,
    pub(crate) provider: String,
    pub(crate) company: Option<Company>,
    pub(crate) created_at: Moment,
}

fn read(row: &Row) -> Result<Identity, StoreError> {
    let company = row.get::<Option<String>>("company")?.map(open);
    Ok(Identity {
        id: row.get("id")?,
        provider: row.get("provider")?,
        company: company.and_then(|text| serde_json::from_str(&text).ok()),
        created_at: row.get("created_at")?,
    })
}

/// Whose way it is.
pub(crate) async fn whose(q: &impl Reads, vouched: &Vouched) -> Result<Option<AccountId>, StoreError> {
    let sql = "SELECT account FROM account_identity WHERE issuer = $1 AND subject = $2";
    q.one(sql, args![vouched.issuer.clone(), vouched.subject.clone()]).await
}

/// The ways of one account, oldest first.
pub(crate) async fn of(q: &impl Reads, account: AccountId) -> Result<Vec<Identity>, StoreError> {
    let sql = "SELECT id, provider, company, created_at FROM account_identity WHERE account = $1 ORDER BY id";
    q.rows(sql, args![account]).await?.iter().map(read).collect()
}

/// The accounts that are one resident's: this one, and others of the same person.
pub(crate) async fn accounts(q: &impl Reads, account: &Account) -> Result<Vec<Account>, StoreError> {
    let mut all = vec![account.clone()];
    if let Some(person) = account.person {
        let others = people::accounts::of_person(q, person).await?;
        all.extend(others.into_iter().filter(|a| a.kind == AccountKind::Resident && a.id != account.id));
    }
    Ok(all)
}

/// How many ways lead into these accounts: passwords, passkeys, providers.
pub(crate) async fn count(q: &impl Reads, accounts: &[Account]) -> Result<usize, StoreError> {
    let mut ways = 0;
    for account in accounts {
        // A password without an address to type beside it opens nothing.
        let password = account.email.is_some() && crate::passwords::record(q, account.id).await?.is_some();
        ways += usize::from(password);
        ways += crate::passkeys::of(q, account.id).await?.len() + of(q, account.id).await?.len();
    }
    Ok(ways)
}

/// Adds a way.
pub(crate) async fn add(
    tx: &Tx,
    account: AccountId,
    person: Option<PersonId>,
    provider: &str,
    vouched: &Vouched,
) -> Result<(), StoreError> {
    let id = kernel::id::uuid_v7(tx.now(), tx.random());
    let company = vouched.said.company.as_ref().map(serde_json::to_string).transpose();
    let company = company.map_err(|e| StoreError::Other(e.to_string()))?;
    tx.execute(
        "INSERT INTO account_identity (id, account, provider, issuer, subject, company, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            id,
            account,
            provider,
            vouched.issuer.clone(),
            vouched.subject.clone(),
            company.map(|c| seal(&c)),
            tx.now()
        ],
    )
    .await?;
    tx.record(Deed::new("account.identity_add").about(person).raw_row("account_identity", id).detail(provider));
    Ok(())
}

/// Removes a way of one of these accounts; `false` when there is none, or it is the last way in.
pub(crate) async fn remove(tx: &Tx, account: &Account, id: Uuid) -> Result<Removed, StoreError> {
    let accounts = accounts(tx, account).await?;
    let mut found = None;
    for account in &accounts {
        found = found.or(of(tx, account.id).await?.into_iter().find(|way| way.id == id));
    }
    let Some(way) = found else { return Ok(Removed::Unknown) };
    if count(tx, &accounts).await? < 2 {
        return Ok(Removed::Last);
    }
    tx.execute("DELETE FROM account_identity WHERE id = $1", args![id]).await?;
    let deed = Deed::new("account.identity_remove").about(account.person).raw_row("account_identity", id);
    tx.record(deed.detail(way.provider));
    Ok(Removed::Done)
}

/// Removes all ways of an account that is being closed.
pub(crate) async fn remove_all(tx: &Tx, account: &Account) -> Result<(), StoreError> {
    for way in of(tx, account.id).await? {
        tx.execute("DELETE FROM account_identity WHERE id = $1", args![way.id]).await?;
        tx.record(Deed::new("account.identity_remove").about(account.person).raw_row("account_identity", way.id));
    }
    Ok(())
}

/// How a removal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removed {
    Done,
    /// Nothing else would open the door.
    Last,
    Unknown,
}
