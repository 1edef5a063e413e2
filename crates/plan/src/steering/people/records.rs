//! The rows of seats.

use super::{Seat, SeatId};
use kernel::Date;
use kernel::id::AccountId;
use store::{Reads, Row, StoreError, args};

fn read(r: &Row) -> Result<Seat, StoreError> {
    let measures: String = r.get("measures")?;
    let desk: String = r.get("desk")?;
    Ok(Seat {
        id: r.get("id")?,
        body: r.get("body")?,
        office: r.get("office")?,
        desk: Some(desk).filter(|d| !d.is_empty()),
        measures: serde_json::from_str(&measures).map_err(|_| StoreError::Column("measures".to_owned()))?,
        holder: r.get("holder")?,
        from: r.get("starts")?,
        until: r.get("ends")?,
        version: r.get("version")?,
    })
}

/// A seat.
pub(crate) async fn find(q: &impl Reads, id: SeatId) -> Result<Option<Seat>, StoreError> {
    q.row("SELECT * FROM plan_seat WHERE id = $1", args![id]).await?.map(|r| read(&r)).transpose()
}

/// The seats that hold on a day.
pub(crate) async fn on(q: &impl Reads, day: Date) -> Result<Vec<Seat>, StoreError> {
    let sql = "SELECT * FROM plan_seat WHERE starts <= $1 AND (ends IS NULL OR ends >= $1) ORDER BY id";
    q.rows(sql, args![day]).await?.iter().map(read).collect()
}

/// The seats of an officer, past ones too.
pub(crate) async fn of(q: &impl Reads, holder: AccountId) -> Result<Vec<Seat>, StoreError> {
    let sql = "SELECT * FROM plan_seat WHERE holder = $1 ORDER BY starts, id";
    q.rows(sql, args![holder]).await?.iter().map(read).collect()
}

/// All seats that were ever given in an office.
pub(super) async fn in_office(q: &impl Reads, body: &str, office: &str) -> Result<Vec<Seat>, StoreError> {
    let sql = "SELECT * FROM plan_seat WHERE body = $1 AND office = $2 ORDER BY starts, id";
    q.rows(sql, args![body, office]).await?.iter().map(read).collect()
}

/// All seats that were ever given, the newest first.
pub(crate) async fn all(q: &impl Reads) -> Result<Vec<Seat>, StoreError> {
    q.rows("SELECT * FROM plan_seat ORDER BY starts DESC, id DESC", args![]).await?.iter().map(read).collect()
}
