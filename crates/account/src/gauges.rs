//! What those who keep the program running see: how many are signed in, never who.

use store::{Reads, args};
use web::Gauge;

/// The counts of the room.
pub(crate) const ALL: &[Gauge] = &[Gauge {
    name: "engawa_account_sessions",
    help: "Sessions that are open now.",
    label: "",
    count: |db, now| {
        Box::pin(async move {
            let sql = "SELECT CAST(COUNT(*) AS bigint) FROM account_session WHERE ended_at IS NULL AND expires_at > $1";
            Ok(vec![(String::new(), db.one(sql, args![now]).await?.unwrap_or(0))])
        })
    },
}];
