//! Who sits where, from when until when. A seat is a record and permits nothing; what somebody may do
//! follows from their roles.

pub(crate) mod pages;
mod records;
#[cfg(test)]
mod tests;

pub(crate) use records::{all, find};

use super::bodies::{Body, BodyKind, Steering};
use kernel::id::AccountId;
use kernel::{Date, Moment};
use people::Holder;
use store::{Deed, Reads, StoreError, Tx, args};
use web::hold::Handing;
use web::{House, WebError};

kernel::id_type!(
    /// A seat in a body.
    SeatId,
    /// A page that an adviser opened.
    OpenedId,
);

/// Nobody advises longer than this without being asked anew: a fiscal year and a bit.
pub(crate) const LONGEST_ADVICE_DAYS: i64 = 400;

/// Somebody in an office of a body.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    pub(crate) id: SeatId,
    pub(crate) body: String,
    pub(crate) office: String,
    pub(crate) desk: Option<String>,
    /// What an adviser advises on.
    pub(crate) measures: Vec<String>,
    pub(crate) holder: AccountId,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    pub(crate) version: i64,
}

impl Seat {
    /// Whether it holds on a day.
    pub(crate) fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A seat to be given.
#[derive(Debug, Clone)]
pub(crate) struct NewSeat {
    pub(crate) body: String,
    pub(crate) office: String,
    pub(crate) desk: Option<String>,
    pub(crate) measures: Vec<String>,
    pub(crate) holder: AccountId,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
}

/// Who holds an office on a day, by seat or by position.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) body: String,
    pub(crate) title: String,
    pub(crate) desk: Option<String>,
    pub(crate) holder: AccountId,
    pub(crate) name: String,
    pub(crate) until: Option<Date>,
    pub(crate) chairs: bool,
    /// The seat; without one the position brings the office.
    pub(crate) seat: Option<Seat>,
    /// Whether the holder has the role that the work needs.
    pub(crate) has_role: bool,
}

/// Why a seat was not given.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The same person sits there already.
    Overlaps,
    /// The desk has a leader already.
    Taken,
    Other(WebError),
}

impl<E: Into<WebError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// Everybody who holds an office on a day, in the order of the bodies.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn offices(house: &House, day: Date) -> Result<Vec<Held>, StoreError> {
    let steering = Steering::of(house).await?;
    let officers = people::grants::officers_on(&house.db, day).await?;
    let seats = records::on(&house.db, day).await?;
    let mut held = Vec::new();
    for (body, office) in steering.body.iter().flat_map(|b| b.office.iter().map(move |o| (b, o))) {
        for (account, grants) in &officers {
            let by_position = office.position.as_ref().and_then(|p| {
                grants
                    .iter()
                    .find(|g| g.position.as_ref() == Some(p) && !g.deputy && g.holder == Holder::Account(account.id))
            });
            let own = |s: &&Seat| s.holder == account.id && s.body == body.key && s.office == office.key;
            let has_role = office.role.as_ref().is_none_or(|r| grants.iter().any(|g| g.role == *r));
            let one = |desk: Option<String>, until, seat| Held {
                body: body.key.clone(),
                title: office.title.clone(),
                desk,
                holder: account.id,
                name: account.name.clone(),
                until,
                chairs: office.chairs,
                seat,
                has_role,
            };
            held.extend(by_position.map(|g| one(None, g.term.until, None)));
            held.extend(seats.iter().filter(own).map(|s| one(s.desk.clone(), s.until, Some(s.clone()))));
        }
    }
    Ok(held)
}

/// Who belongs to a body on a day.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn members(house: &House, body: &str, day: Date) -> Result<Vec<Held>, StoreError> {
    let mut held = offices(house, day).await?;
    held.retain(|h| h.body == body);
    Ok(held)
}

/// Gives a seat.
///
/// # Errors
/// [`Refusal::Overlaps`], [`Refusal::Taken`].
pub(crate) async fn give(tx: &Tx, new: &NewSeat, body: &Body) -> Result<SeatId, Refusal> {
    let meets =
        |s: &Seat| new.until.is_none_or(|until| s.from <= until) && s.until.is_none_or(|until| new.from <= until);
    let there = records::in_office(tx, &new.body, &new.office).await?;
    if there.iter().any(|s| s.holder == new.holder && s.desk == new.desk && meets(s)) {
        return Err(Refusal::Overlaps);
    }
    if body.kind == BodyKind::Leaders && there.iter().any(|s| s.desk == new.desk && meets(s)) {
        return Err(Refusal::Taken);
    }
    match insert(tx, new, None).await {
        Ok(id) => Ok(id),
        // Somebody else was faster.
        Err(StoreError::Conflict { .. }) if body.kind == BodyKind::Leaders => Err(Refusal::Taken),
        Err(StoreError::Conflict { .. }) => Err(Refusal::Overlaps),
        Err(other) => Err(other.into()),
    }
}

async fn insert(tx: &Tx, new: &NewSeat, follows: Option<SeatId>) -> Result<SeatId, StoreError> {
    let id: SeatId = tx.id();
    let measures = serde_json::to_string(&new.measures).map_err(|_| StoreError::Column("measures".to_owned()))?;
    tx.execute(
        "INSERT INTO plan_seat (id, body, office, desk, measures, holder, starts, ends, follows, version, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)",
        args![
            id,
            &new.body,
            &new.office,
            new.desk.as_deref().unwrap_or(""),
            measures,
            new.holder,
            new.from,
            new.until,
            follows,
            tx.now()
        ],
    )
    .await?;
    tx.record(Deed::new("plan.seat_give").row("plan_seat", id));
    Ok(id)
}

/// Changes the last day of a seat, and what an adviser advises on.
///
/// # Errors
/// [`WebError::Changed`] when it was changed since `version`.
pub(crate) async fn amend(
    tx: &Tx,
    id: SeatId,
    version: i64,
    until: Option<Date>,
    measures: &[String],
) -> Result<(), WebError> {
    let measures = serde_json::to_string(measures).map_err(|_| StoreError::Column("measures".to_owned()))?;
    let sql = "UPDATE plan_seat SET ends = $3, measures = $4, version = version + 1, changed_at = $5 \
               WHERE id = $1 AND version = $2";
    if tx.execute(sql, args![id, version, until, measures, tx.now()]).await? != 1 {
        return Err(WebError::Changed);
    }
    tx.record(Deed::new("plan.seat_amend").row("plan_seat", id));
    Ok(())
}

/// The seat by which somebody advises on a measure today. Asked anew at every page, so that access
/// ends with the day that was set.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn advises(
    house: &House,
    account: AccountId,
    measure: &str,
    day: Date,
) -> Result<Option<Seat>, StoreError> {
    Ok(advice_of(house, account, day).await?.into_iter().find(|s| s.measures.iter().any(|m| m == measure)))
}

/// The seats by which somebody advises today.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn advice_of(house: &House, account: AccountId, day: Date) -> Result<Vec<Seat>, StoreError> {
    let steering = Steering::of(house).await?;
    let is_advice = |s: &Seat| steering.body(&s.body).is_some_and(|b| b.kind == BodyKind::Advisers);
    let seats = records::of(&house.db, account).await?;
    Ok(seats.into_iter().filter(|s| s.holds_on(day) && is_advice(s)).collect())
}

/// Writes down that an adviser opened a page.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn opened(tx: &Tx, seat: SeatId, measure: &str, what: &str) -> Result<(), StoreError> {
    let id: OpenedId = tx.id();
    let sql = "INSERT INTO plan_opened (id, seat, measure, what, at) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, args![id, seat, measure, what, tx.now()]).await?;
    tx.record(Deed::new("plan.advice_open").row("plan_opened", id));
    Ok(())
}

/// What an adviser opened last: measure, what, when.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn opened_by(q: &impl Reads, seat: SeatId) -> Result<Vec<(String, String, Moment)>, StoreError> {
    let sql = "SELECT measure, what, at FROM plan_opened WHERE seat = $1 ORDER BY at DESC, id DESC LIMIT 50";
    let rows = q.rows(sql, args![seat]).await?;
    rows.iter().map(|r| Ok((r.get("measure")?, r.get("what")?, r.get("at")?))).collect()
}

/// Gives the seats of the desk that is handed over to the successor; all of them when the
/// predecessor keeps no office. An adviser's seat is nobody's to hand over.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn pass_on(tx: &Tx, handing: &Handing) -> Result<u64, StoreError> {
    let today = tx.now().date();
    let leaves = people::grants_on(tx, Some(handing.from), None, today).await?.is_empty();
    let mut passed = 0;
    for seat in records::of(tx, handing.from).await? {
        let follows_desk = seat.desk.is_some() && seat.desk == handing.desk;
        if !seat.measures.is_empty() || !(leaves || follows_desk) || seat.until.is_some_and(|until| until < today) {
            continue;
        }
        let last = today.yesterday().unwrap_or(today).max(seat.from.yesterday().unwrap_or(seat.from));
        let sql =
            "UPDATE plan_seat SET ends = $2, version = version + 1, changed_at = $3 WHERE id = $1 AND version = $4";
        if tx.execute(sql, args![seat.id, last, tx.now(), seat.version]).await? != 1 {
            continue;
        }
        tx.record(Deed::new("plan.seat_end").row("plan_seat", seat.id));
        let Seat { body, office, desk, measures, until, .. } = seat.clone();
        let from = today.max(seat.from);
        let there = records::in_office(tx, &body, &office).await?;
        let sits = |s: &Seat| s.holder == handing.to && s.desk == desk && s.until.is_none_or(|last| from <= last);
        if !there.iter().any(sits) {
            let new = NewSeat { body, office, desk, measures, holder: handing.to, from, until };
            insert(tx, &new, Some(seat.id)).await?;
            passed += 1;
        }
    }
    Ok(passed)
}
