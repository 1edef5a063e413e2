//! Facts about these records themselves.

use kernel::{Moment, Uuid};
use store::{Deed, Reads, StoreError, Tx, args};

/// Everybody in the records is made up.
pub(crate) const DEMO: &str = "demo";

/// A fact.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) value: String,
    pub(crate) at: Moment,
}

/// Writes a fact down, in place of what was known before.
pub(crate) async fn set_mark(tx: &Tx, key: &str, value: &str) -> Result<(), StoreError> {
    let id: Uuid = kernel::id::uuid_v7(tx.now(), tx.random());
    let id = tx
        .one::<Uuid>(
            "INSERT INTO ops_mark (id, key, value, at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at RETURNING id",
            args![id, key, value, tx.now()],
        )
        .await?
        .ok_or(StoreError::Missing("ops_mark"))?;
    tx.record(Deed::new("ops.mark").raw_row("ops_mark", id).detail(format!("{key}: {value}")));
    Ok(())
}

pub(crate) async fn mark(q: &impl Reads, key: &str) -> Result<Option<Mark>, StoreError> {
    let row = q.row("SELECT value, at FROM ops_mark WHERE key = $1", args![key]).await?;
    row.map(|r| Ok(Mark { value: r.get("value")?, at: r.get("at")? })).transpose()
}

/// Whether everybody in the records is made up.
pub(crate) async fn is_demo(q: &impl Reads) -> Result<bool, StoreError> {
    Ok(mark(q, DEMO).await?.is_some())
}
