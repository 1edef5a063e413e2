//! What advisers from outside think of a measure in a fiscal year. An opinion is dated and stays; a
//! second thought is a new one that stands in for the first, which stays readable in the records.

use kernel::Date;
use kernel::fiscal::FiscalYear;
use kernel::id::AccountId;
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// What an adviser thinks.
    OpinionId,
);

/// An opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opinion {
    pub(crate) year: FiscalYear,
    /// The adviser's name as it was then.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) day: Date,
}

fn read(r: &Row) -> Result<Opinion, StoreError> {
    let year: i64 = r.get("year")?;
    Ok(Opinion {
        year: FiscalYear(i16::try_from(year).map_err(|_| StoreError::Column("year".to_owned()))?),
        name: open(r.get("name")?),
        text: open(r.get("text")?),
        day: r.get("day")?,
    })
}

/// What is thought of a measure in a fiscal year, to be published with its cycle: one opinion of each
/// adviser, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn of(q: &impl Reads, measure: &str, year: FiscalYear) -> Result<Vec<Opinion>, StoreError> {
    let sql = "SELECT * FROM plan_opinion WHERE measure = $1 AND year = $2 AND replaced = $3 ORDER BY at, id";
    q.rows(sql, args![measure, i64::from(year.0), false]).await?.iter().map(read).collect()
}

/// What is thought of a measure, the newest first.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn on(q: &impl Reads, measure: &str) -> Result<Vec<Opinion>, StoreError> {
    let sql = "SELECT * FROM plan_opinion WHERE measure = $1 AND replaced = $2 ORDER BY year DESC, at DESC, id DESC";
    q.rows(sql, args![measure, false]).await?.iter().map(read).collect()
}

/// Writes an opinion down; it stands in for what the same adviser thought of the same year before.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn give(
    tx: &Tx,
    measure: &str,
    year: FiscalYear,
    by: (AccountId, &str),
    text: &str,
) -> Result<OpinionId, StoreError> {
    let sql = "UPDATE plan_opinion SET replaced = $5 WHERE measure = $1 AND year = $2 AND adviser = $3 AND replaced = $4 \
               RETURNING id";
    let old = tx.rows(sql, args![measure, i64::from(year.0), by.0, false, true]).await?;
    let id: OpinionId = tx.id();
    tx.execute(
        "INSERT INTO plan_opinion (id, measure, year, adviser, name, text, day, replaced, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![id, measure, i64::from(year.0), by.0, seal(by.1), seal(text), tx.now().date(), false, tx.now()],
    )
    .await?;
    let mut deed = Deed::new("plan.opinion").row("plan_opinion", id);
    for row in &old {
        deed = deed.row("plan_opinion", row.get::<OpinionId>("id")?);
    }
    tx.record(deed);
    Ok(id)
}
