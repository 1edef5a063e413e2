//! The day on which an account last signed in; not the hour, which would be a time clock.

use kernel::Date;
use kernel::id::AccountId;
use std::collections::HashMap;
use store::{Reads, StoreError, Tx, args};

/// Writes down that the account signed in today.
pub(crate) async fn seen_today(tx: &Tx, account: AccountId) -> Result<(), StoreError> {
    let sql = "INSERT INTO account_last (id, day) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET day = excluded.day";
    tx.execute(sql, args![account, tx.now().date()]).await.map(|_| ())
}

/// The day on which an account last signed in.
pub(crate) async fn day_of(q: &impl Reads, account: AccountId) -> Result<Option<Date>, StoreError> {
    q.one("SELECT day FROM account_last WHERE id = $1", args![account]).await
}

/// The same for all accounts.
pub(crate) async fn days(q: &impl Reads) -> Result<HashMap<AccountId, Date>, StoreError> {
    let rows = q.rows("SELECT id, day FROM account_last", vec![]).await?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("day")?))).collect()
}
