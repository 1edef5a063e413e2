//! Who came back from a provider: known already, matched with the register at once, or waiting for
//! an officer.

use super::client::Vouched;
use super::matching::{Judgement, same_person};
use super::provider::{Claims, Provider};
use super::said::Said;
use super::ways;
use crate::passwords;
use crate::session::{self, Begun, Way};
use kernel::id::{AccountId, PersonId};
use kernel::{Moment, Uuid};
use people::accounts::{self, AccountState};
use people::{Account, AccountKind, PeopleError};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

/// How a matter of "who is it" stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Waiting,
    Linked,
    Refused,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Linked => "linked",
            Self::Refused => "refused",
        }
    }
}

/// Somebody who waits to be known, or was decided upon.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) id: Uuid,
    pub(crate) account: AccountId,
    pub(crate) provider: String,
    pub(crate) said: Said,
    pub(crate) state: State,
    pub(crate) reason: Option<String>,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
}

macro_rules! arrivals {
    ($rest:literal) => {
        concat!("SELECT id, account, provider, said, state, reason, version, created_at FROM account_arrival ", $rest)
    };
}

fn read(row: &Row) -> Result<Arrival, StoreError> {
    let column = |name: &str| StoreError::Column(name.to_owned());
    let said = serde_json::from_str(&open(row.get("said")?)).map_err(|_| column("said"))?;
    let word: String = row.get("state")?;
    let states = [State::Waiting, State::Linked, State::Refused];
    Ok(Arrival {
        id: row.get("id")?,
        account: row.get("account")?,
        provider: row.get("provider")?,
        said,
        state: states.into_iter().find(|s| s.as_str() == word).ok_or_else(|| column("state"))?,
        reason: row.get::<Option<String>>("reason")?.map(open),
        version: row.get("version")?,
        created_at: row.get("created_at")?,
    })
}

/// Who waits, longest first.
pub(crate) async fn waiting(q: &impl Reads) -> Result<Vec<Arrival>, StoreError> {
    let sql = arrivals!("WHERE state = 'waiting' ORDER BY id LIMIT 200");
    q.rows(sql, vec![]).await?.iter().map(read).collect()
}

/// One of them.
pub(crate) async fn find(q: &impl Reads, id: Uuid) -> Result<Option<Arrival>, StoreError> {
    q.row(arrivals!("WHERE id = $1"), args![id]).await?.map(|r| read(&r)).transpose()
}

/// The latest one of an account.
pub(crate) async fn of_account(q: &impl Reads, account: AccountId) -> Result<Option<Arrival>, StoreError> {
    let sql = arrivals!("WHERE account = $1 ORDER BY id DESC LIMIT 1");
    q.row(sql, args![account]).await?.map(|r| read(&r)).transpose()
}

async fn begin_to_wait(tx: &Tx, account: AccountId, provider: &str, said: &Said) -> Result<(), StoreError> {
    let id = kernel::id::uuid_v7(tx.now(), tx.random());
    let text = serde_json::to_string(said).map_err(|e| StoreError::Other(e.to_string()))?;
    tx.execute(
        "INSERT INTO account_arrival (id, account, provider, said, state, version, created_at) \
         VALUES ($1, $2, $3, $4, 'waiting', 1, $5)",
        args![id, account, provider, seal(&text), tx.now()],
    )
    .await?;
    tx.record(Deed::new("account.arrival").raw_row("account_arrival", id));
    Ok(())
}

/// Begins the session of who was vouched for; the account is made where there is none.
pub(crate) async fn sign_in(
    tx: &Tx,
    provider: &Provider,
    vouched: &Vouched,
    judgement: Judgement,
    device: &str,
) -> Result<Option<Begun>, PeopleError> {
    let account = match ways::whose(tx, vouched).await? {
        Some(id) => accounts::find(tx, id).await?.ok_or(PeopleError::Missing)?,
        None => first_time(tx, provider, vouched, judgement).await?,
    };
    if account.state != AccountState::Active || account.kind != AccountKind::Resident {
        return Ok(None);
    }
    let way = Way::Provider(provider.assurance_of(vouched.as_asked));
    Ok(Some(session::begin(tx, &account, way, device).await?))
}

async fn first_time(
    tx: &Tx,
    provider: &Provider,
    vouched: &Vouched,
    judgement: Judgement,
) -> Result<Account, PeopleError> {
    let person = match judgement {
        Judgement::Certain(person) => Some(person),
        Judgement::Uncertain(_) => None,
    };
    let known = match person {
        Some(person) => accounts::of_person(tx, person).await?,
        None => Vec::new(),
    };
    let (id, new) = match known.into_iter().find(|a| a.kind == AccountKind::Resident) {
        Some(account) => (account.id, false),
        None => (accounts::open_without_email(tx, &vouched.said.shown_name(), person).await?, true),
    };
    ways::add(tx, id, person, &provider.key, vouched).await?;
    if !new {
        passwords::announce_way(tx, id);
    }
    if person.is_none() && provider.claims == Claims::BasicFour {
        begin_to_wait(tx, id, &provider.key, &vouched.said).await?;
    }
    accounts::find(tx, id).await?.ok_or(PeopleError::Missing)
}

/// How the adding of a way ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Added {
    /// It is there.
    Done,
    /// It is there, and an officer looks who it is.
    Waits,
    /// It leads into another account already.
    Taken,
    /// The provider speaks of somebody else than the town's record.
    Differs,
}

/// Adds the way to an account that is signed in.
pub(crate) async fn add(
    tx: &Tx,
    account: AccountId,
    provider: &Provider,
    vouched: &Vouched,
    judgement: Judgement,
) -> Result<Added, PeopleError> {
    let account = accounts::find(tx, account).await?.ok_or(PeopleError::Missing)?;
    if ways::whose(tx, vouched).await?.is_some() {
        return Ok(Added::Taken);
    }
    let resident = provider.claims == Claims::BasicFour;
    if let (Some(person), true) = (account.person, resident) {
        let person = people::find(tx, person).await?.ok_or(PeopleError::Missing)?;
        if !same_person(&vouched.said, &person) {
            return Ok(Added::Differs);
        }
    }
    ways::add(tx, account.id, account.person, &provider.key, vouched).await?;
    passwords::announce_way(tx, account.id);
    if account.person.is_some() || !resident {
        return Ok(Added::Done);
    }
    match judgement {
        Judgement::Certain(person) => accounts::link(tx, account.id, person).await.map(|()| Added::Done),
        Judgement::Uncertain(_) => {
            begin_to_wait(tx, account.id, &provider.key, &vouched.said).await?;
            Ok(Added::Waits)
        }
    }
}

/// What an officer decided.
#[derive(Debug, Clone)]
pub(crate) enum Decision {
    /// It is this person.
    Link(PersonId),
    /// It is nobody whom we know, for this reason.
    Refuse(String),
}

/// Writes the decision down; [`PeopleError::Changed`] when another officer was faster.
pub(crate) async fn decide(tx: &Tx, arrival: &Arrival, decision: Decision) -> Result<(), PeopleError> {
    let (state, person, reason) = match decision {
        Decision::Link(person) => (State::Linked, Some(person), None),
        Decision::Refuse(reason) => (State::Refused, None, Some(reason)),
    };
    let changed = tx
        .execute(
            "UPDATE account_arrival SET state = $3, person = $4, reason = $5, decided_by = $6, decided_at = $7, \
             version = version + 1 WHERE id = $1 AND version = $2 AND state = 'waiting'",
            args![
                arrival.id,
                arrival.version,
                state.as_str(),
                person,
                reason.as_deref().map(seal),
                tx.act().actor.account(),
                tx.now()
            ],
        )
        .await?;
    if changed != 1 {
        return Err(PeopleError::Changed);
    }
    let deed = match state {
        State::Linked => "account.arrival_link",
        _ => "account.arrival_refuse",
    };
    tx.record(Deed::new(deed).about(person).raw_row("account_arrival", arrival.id));
    match person {
        Some(person) => accounts::link(tx, arrival.account, person).await,
        None => Ok(()),
    }
}
