//! Facts about these records themselves.

use kernel::Uuid;
use store::{Deed, Reads, StoreError, Tx, args};

/// Everybody in the records is made up.
pub(crate) const DEMO: &str = "demo";

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

/// Whether everybody in the records is made up.
pub(crate) async fn is_demo(q: &impl Reads) -> Result<bool, StoreError> {
    Ok(q.row("SELECT id FROM ops_mark WHERE key = $1", args![DEMO]).await?.is_some())
}
