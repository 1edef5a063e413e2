//! 代わりの依頼: a resident asks somebody by mail to act for them; it becomes a mandate when that
//! somebody agrees and shows that they know the person.

use crate::PeopleError;
use kernel::id::PersonId;
use kernel::{Date, Email, Moment};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// One request to act for somebody.
    OfferId,
);

/// A request waits for an answer so many days.
const DAYS: i64 = 14;
/// Wrong answers before a request is closed.
const MOST_TRIES: i64 = 5;

/// A request as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The request.
    pub id: OfferId,
    /// Who asks.
    pub principal: PersonId,
    /// How they call whom they ask.
    pub name: String,
    /// Where the request was mailed.
    pub email: Email,
    /// As in a mandate.
    pub scope: String,
    /// The last day of the mandate.
    pub ends: Date,
    /// Until when it can be agreed to.
    pub expires_at: Moment,
}

/// A request to be made.
#[derive(Debug, Clone)]
pub struct NewOffer {
    /// Who asks.
    pub principal: PersonId,
    /// How they call whom they ask.
    pub name: String,
    /// Where to ask them.
    pub email: Email,
    /// As in a mandate.
    pub scope: String,
    /// The last day of the mandate.
    pub ends: Date,
}

/// Writes down a request.
///
/// # Errors
/// When the database does not answer.
pub async fn make(tx: &Tx, new: &NewOffer) -> Result<OfferId, StoreError> {
    let id: OfferId = tx.id();
    tx.execute(
        "INSERT INTO people_offer (id, principal, name, email, scope, ends, tries, asked_at, expires_at, ended_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9)",
        args![
            id,
            new.principal,
            seal(&new.name),
            seal(&new.email.to_string()),
            &new.scope,
            new.ends,
            tx.now(),
            tx.now().plus_days(DAYS),
            None::<Moment>
        ],
    )
    .await?;
    tx.record(Deed::new("people.offer").about(new.principal).row("people_offer", id));
    Ok(id)
}

/// A request that can still be agreed to.
///
/// # Errors
/// When the database does not answer.
pub async fn find(q: &impl Reads, id: OfferId, now: Moment) -> Result<Option<Offer>, StoreError> {
    let sql = "SELECT * FROM people_offer WHERE id = $1 AND ended_at IS NULL AND expires_at > $2 AND tries < $3";
    q.row(sql, args![id, now, MOST_TRIES]).await?.map(|r| read(&r)).transpose()
}

/// The open requests of somebody, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_principal(q: &impl Reads, principal: PersonId, now: Moment) -> Result<Vec<Offer>, StoreError> {
    let sql = "SELECT * FROM people_offer WHERE principal = $1 AND ended_at IS NULL AND expires_at > $2 AND tries < $3 \
               ORDER BY id DESC";
    q.rows(sql, args![principal, now, MOST_TRIES]).await?.iter().map(read).collect()
}

/// Counts one wrong answer.
///
/// # Errors
/// When the database does not answer.
pub async fn count_try(tx: &Tx, id: OfferId) -> Result<(), StoreError> {
    tx.execute("UPDATE people_offer SET tries = tries + 1 WHERE id = $1", args![id]).await?;
    tx.record(Deed::new("people.offer_try").row("people_offer", id));
    Ok(())
}

/// Ends a request: agreed to, or taken back.
///
/// # Errors
/// [`PeopleError::Changed`] when it had ended already.
pub async fn end(tx: &Tx, id: OfferId, about: PersonId) -> Result<(), PeopleError> {
    let sql = "UPDATE people_offer SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    if tx.execute(sql, args![id, tx.now()]).await? != 1 {
        return Err(PeopleError::Changed);
    }
    tx.record(Deed::new("people.offer_end").about(about).row("people_offer", id));
    Ok(())
}

fn read(r: &Row) -> Result<Offer, StoreError> {
    Ok(Offer {
        id: r.get("id")?,
        principal: r.get("principal")?,
        name: open(r.get("name")?),
        email: open(r.get("email")?).parse().map_err(|_| StoreError::Column("email".to_owned()))?,
        scope: r.get("scope")?,
        ends: r.get("ends")?,
        expires_at: r.get("expires_at")?,
    })
}
