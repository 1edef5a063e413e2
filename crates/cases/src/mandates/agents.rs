//! Agents whom the register does not know: a child who lives in another city acts for a parent here.
//!
//! Such an account stays one that nobody has matched: what it may send alone does not change. It only
//! has a name in the records, written down when the request of somebody known was agreed to, so that
//! the mandate, the journal and the papers say who acts.

use kernel::PersonName;
use kernel::id::{AccountId, PersonId};
use people::{Facts, PeopleError};
use store::{Deed, Reads, StoreError, Tx, args};
use web::Visit;

kernel::id_type!(
    /// One account that acts without being matched.
    AgentId
);

/// As whom the visitor acts for others: the person of the register, or the one written down here.
pub(super) async fn acting_as(visit: &Visit) -> Result<Option<PersonId>, StoreError> {
    match visit.account() {
        None => Ok(None),
        Some(who) if who.person.is_some() => Ok(who.person),
        Some(who) => of_account(&visit.house().db, who.account).await,
    }
}

async fn of_account(q: &impl Reads, account: AccountId) -> Result<Option<PersonId>, StoreError> {
    q.one("SELECT person FROM cases_agent WHERE account = $1", args![account]).await
}

/// Writes down who acts with this account; its address is where they are told.
pub(super) async fn write_down(tx: &Tx, account: AccountId, name: PersonName) -> Result<PersonId, PeopleError> {
    if let Some(known) = of_account(tx, account).await? {
        return Ok(known);
    }
    let mut facts = Facts::named(name);
    facts.email = people::accounts::find(tx, account).await?.and_then(|a| a.email);
    let person = people::add_outside(tx, facts).await?;
    let id: AgentId = tx.id();
    let sql = "INSERT INTO cases_agent (id, account, person, since) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, args![id, account, person, tx.now()]).await?;
    tx.record(Deed::new("cases.agent").about(person).row("cases_agent", id));
    Ok(person)
}
