//! Accounts as rows. Numbers and names are sealed.

use super::AccountId;
use super::rules::{BankAccount, Kind, State};
use kernel::Moment;
use kernel::id::PersonId;
use store::seal::{open, seal};
use store::{Reads, Row, StoreError, Tx, args};

/// An account as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub id: AccountId,
    pub person: PersonId,
    /// Keys of the revenue items; none means everything.
    pub items: Vec<String>,
    pub at: BankAccount,
    pub state: State,
    /// By which way it came: `web`, `paper`.
    pub channel: String,
    pub reason: Option<String>,
    /// Whether nothing was drawn from it yet (新規コード 1).
    pub first_use: bool,
    pub asked_at: Moment,
    pub checked_at: Option<Moment>,
    pub checked_name: Option<String>,
    pub version: i64,
}

/// Writes a new account.
pub(crate) async fn insert(tx: &Tx, a: &Account) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_account (id, person, items, bank, bank_name, branch, branch_name, kind, number, holder, state, \
         channel, first_use, asked_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)",
        args![
            a.id,
            a.person,
            a.items.join(","),
            &a.at.bank,
            &a.at.bank_name,
            &a.at.branch,
            &a.at.branch_name,
            a.at.kind.code(),
            seal(&a.at.number),
            seal(&a.at.holder),
            a.state.as_str(),
            &a.channel,
            a.first_use,
            a.asked_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes where an account stands, if nobody was first.
pub(crate) async fn save(tx: &Tx, a: &Account) -> Result<bool, StoreError> {
    let ended = (a.state == State::Ended).then_some(tx.now());
    let sql = "UPDATE billing_account SET items = $3, state = $4, reason = $5, first_use = $6, checked_at = $7, \
               checked_name = $8, ended_at = $9, version = version + 1 WHERE id = $1 AND version = $2";
    let done = tx
        .execute(
            sql,
            args![
                a.id,
                a.version,
                a.items.join(","),
                a.state.as_str(),
                a.reason.as_deref().map(seal),
                a.first_use,
                a.checked_at,
                a.checked_name.as_deref().map(seal),
                ended
            ],
        )
        .await?;
    Ok(done == 1)
}

/// An account.
pub(crate) async fn find(q: &impl Reads, id: AccountId) -> Result<Option<Account>, StoreError> {
    q.row("SELECT * FROM billing_account WHERE id = $1", args![id]).await?.as_ref().map(account).transpose()
}

/// The accounts of a person, newest first.
pub(crate) async fn of_person(q: &impl Reads, person: PersonId) -> Result<Vec<Account>, StoreError> {
    let sql = "SELECT * FROM billing_account WHERE person = $1 ORDER BY asked_at DESC, id DESC LIMIT 50";
    q.rows(sql, args![person]).await?.iter().map(account).collect()
}

/// The accounts in a state, oldest first.
pub(crate) async fn in_state(q: &impl Reads, state: State, limit: i64) -> Result<Vec<Account>, StoreError> {
    let sql = "SELECT * FROM billing_account WHERE state = $1 ORDER BY asked_at, id LIMIT $2";
    q.rows(sql, args![state.as_str(), limit]).await?.iter().map(account).collect()
}

/// How many accounts are in a state.
pub(crate) async fn count(q: &impl Reads, state: State) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM billing_account WHERE state = $1";
    Ok(q.one(sql, args![state.as_str()]).await?.unwrap_or_default())
}

/// Holds all accounts of a person, so that two officers cannot let two of them work at once.
pub(crate) async fn hold_all(tx: &Tx, person: PersonId) -> Result<Vec<Account>, StoreError> {
    tx.execute("UPDATE billing_account SET version = version WHERE person = $1", args![person]).await?;
    of_person(tx, person).await
}

fn account(r: &Row) -> Result<Account, StoreError> {
    let (kind, state): (String, String) = (r.get("kind")?, r.get("state")?);
    let items: String = r.get("items")?;
    Ok(Account {
        id: r.get("id")?,
        person: r.get("person")?,
        items: items.split(',').filter(|key| !key.is_empty()).map(str::to_owned).collect(),
        at: BankAccount {
            bank: r.get("bank")?,
            bank_name: r.get("bank_name")?,
            branch: r.get("branch")?,
            branch_name: r.get("branch_name")?,
            kind: Kind::of(&kind).ok_or_else(|| StoreError::Column("kind".to_owned()))?,
            number: open(r.get("number")?),
            holder: open(r.get("holder")?),
        },
        state: State::ALL
            .into_iter()
            .find(|s| s.as_str() == state)
            .ok_or_else(|| StoreError::Column("state".to_owned()))?,
        channel: r.get("channel")?,
        reason: r.get::<Option<String>>("reason")?.map(open),
        first_use: r.get("first_use")?,
        asked_at: r.get("asked_at")?,
        checked_at: r.get("checked_at")?,
        checked_name: r.get::<Option<String>>("checked_name")?.map(open),
        version: r.get("version")?,
    })
}
