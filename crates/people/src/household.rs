//! 世帯: the people who live and keep house together.

use crate::PeopleError;
use crate::person::{Person, person};
use kernel::id::{HouseholdId, PersonId};
use kernel::{Date, Moment};
use store::{Deed, Reads, StoreError, Tx, args};

/// A household as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// The household.
    pub id: HouseholdId,
    /// 世帯番号 in the register.
    pub register_number: Option<String>,
    /// 世帯主.
    pub head: Option<PersonId>,
    /// Counts changes.
    pub version: i64,
    /// When the record last changed.
    pub changed_at: Moment,
}

/// The record of a household.
///
/// # Errors
/// When the database does not answer.
pub async fn household(q: &impl Reads, id: HouseholdId) -> Result<Option<Household>, StoreError> {
    let row = q.row("SELECT * FROM people_household WHERE id = $1", args![id]).await?;
    row.map(|r| read(&r)).transpose()
}

pub(crate) fn read(r: &store::Row) -> Result<Household, StoreError> {
    Ok(Household {
        id: r.get("id")?,
        register_number: r.get("register_number")?,
        head: r.get("head")?,
        version: r.get("version")?,
        changed_at: r.get("changed_at")?,
    })
}

/// Who belongs to the household on `day`: the head first, then by age.
///
/// # Errors
/// When the database does not answer.
pub async fn members(q: &impl Reads, id: HouseholdId, day: Date) -> Result<Vec<Person>, StoreError> {
    let rows = q.rows("SELECT * FROM people_person WHERE household = $1 ORDER BY birth, id", args![id]).await?;
    let all = rows.iter().map(person).collect::<Result<Vec<_>, _>>()?;
    let mut members: Vec<Person> = all.into_iter().filter(|p| p.lives_here_on(day)).collect();
    members.sort_by_key(|p| (!p.is_head, p.birth.is_none(), p.birth, p.id));
    Ok(members)
}

/// Writes down a household that has no head yet.
///
/// # Errors
/// [`PeopleError::NumberTaken`] when the number is another household's.
pub async fn add_household(tx: &Tx, register_number: Option<&str>) -> Result<HouseholdId, PeopleError> {
    let id = insert(tx, register_number).await?;
    tx.record(Deed::new("people.household").row("people_household", id));
    Ok(id)
}

pub(crate) async fn insert(tx: &Tx, register_number: Option<&str>) -> Result<HouseholdId, PeopleError> {
    let id: HouseholdId = tx.id();
    let done = tx
        .execute(
            "INSERT INTO people_household (id, register_number, head, version, changed_at) VALUES ($1, $2, $3, 1, $4)",
            args![id, register_number, None::<PersonId>, tx.now()],
        )
        .await;
    match done {
        Err(StoreError::Conflict { .. }) => Err(PeopleError::NumberTaken),
        other => Ok(other.map(|_| id)?),
    }
}

/// Names the head of a household.
///
/// # Errors
/// When the database does not answer.
pub async fn set_head(tx: &Tx, id: HouseholdId, head: PersonId) -> Result<(), StoreError> {
    write_head(tx, id, Some(head)).await?;
    tx.record(Deed::new("people.head").about(head).row("people_household", id));
    Ok(())
}

pub(crate) async fn write_head(tx: &Tx, id: HouseholdId, head: Option<PersonId>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE people_household SET head = $2, version = version + 1, changed_at = $3 WHERE id = $1",
        args![id, head, tx.now()],
    )
    .await?;
    Ok(())
}
