//! How often somebody may try. Counted before the try, so that many at once are counted too.

use kernel::{Moment, Uuid};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use store::{Act, Db, Reads, StoreError, Tx, args};
use web::WebError;

/// A limit on attempts of one kind within a stretch of time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    name: &'static str,
    most: i64,
    seconds: i64,
}

/// Passwords tried for one address.
pub(crate) const PER_ACCOUNT: Limit = Limit { name: "account", most: 10, seconds: 900 };
/// Codes of the second proof tried for one account: three of a million are right at any time.
pub(crate) const SECOND: Limit = Limit { name: "second", most: 5, seconds: 900 };
/// Attempts from one network address; an office, a school or a mobile network shares one.
pub(crate) const PER_PEER: Limit = Limit { name: "peer", most: 100, seconds: 900 };
/// Mails asked for to one address.
pub(crate) const MAILS: Limit = Limit { name: "mail", most: 3, seconds: 3600 };
/// Codes tried by everybody together; a right one is found by chance once in ten thousand years.
pub(crate) const CODES: Limit = Limit { name: "codes", most: 200, seconds: 900 };

/// One counter: a limit and whom it counts.
#[derive(Debug, Clone)]
pub(crate) struct Counter {
    limit: Limit,
    id: Uuid,
}

impl Counter {
    /// The counter of `limit` for `whom`; the records hold a digest of it only.
    pub(crate) fn of(limit: Limit, whom: &str) -> Self {
        let digest = Sha256::new().chain_update(limit.name).chain_update([0]).chain_update(whom).finalize();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        Self { limit, id: Uuid::from_bytes(id) }
    }

    /// The counter of a network address; an IPv6 household has a /64.
    pub(crate) fn of_peer(peer: Option<IpAddr>) -> Option<Self> {
        let whom = match peer? {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
                Some(v4) => v4.to_string(),
                None => format!("{:?}", &v6.segments()[..4]),
            },
        };
        Some(Self::of(PER_PEER, &whom))
    }
}

/// Counts one attempt on every counter.
///
/// # Errors
/// [`WebError::TooMany`] when one of them is full; none is counted then.
pub(crate) async fn attempt(db: &Db, act: &Act, counters: Vec<Counter>) -> Result<(), WebError> {
    db.write(act, move |tx| async move {
        for counter in &counters {
            let wait = take(&tx, counter).await?;
            if let Some(seconds) = wait {
                return Err(Refused::Wait(seconds));
            }
        }
        Ok(())
    })
    .await
    .map_err(|refused| match refused {
        Refused::Wait(seconds) => WebError::TooMany(seconds),
        Refused::Store(error) => error.into(),
    })
}

enum Refused {
    Wait(i64),
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Counts one attempt; the seconds to wait when there were too many.
async fn take(tx: &Tx, counter: &Counter) -> Result<Option<i64>, StoreError> {
    let Limit { most, seconds, .. } = counter.limit;
    let (now, oldest) = (tx.now(), tx.now().plus_seconds(-seconds));
    let row = tx
        .row(
            "INSERT INTO account_attempt (id, taken, since) VALUES ($1, 1, $2) ON CONFLICT (id) DO UPDATE SET \
             taken = CASE WHEN account_attempt.since <= $3 THEN 1 ELSE account_attempt.taken + 1 END, \
             since = CASE WHEN account_attempt.since <= $3 THEN excluded.since ELSE account_attempt.since END \
             RETURNING taken, since",
            args![counter.id, now, oldest],
        )
        .await?
        .ok_or(StoreError::Missing("account_attempt"))?;
    let since: Moment = row.get("since")?;
    let full = row.get::<i64>("taken")? > most;
    Ok(full.then(|| since.plus_seconds(seconds).seconds_since(now).max(1)))
}

/// Forgets the attempts of a counter: the right password was among them.
pub(crate) async fn forget(tx: &Tx, counter: &Counter) -> Result<(), StoreError> {
    tx.execute("DELETE FROM account_attempt WHERE id = $1", args![counter.id]).await.map(|_| ())
}

/// Takes one attempt back: it was none.
pub(crate) async fn give_back(tx: &Tx, counter: &Counter) -> Result<(), StoreError> {
    let sql = "UPDATE account_attempt SET taken = taken - 1 WHERE id = $1 AND taken > 0";
    tx.execute(sql, args![counter.id]).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_shares_a_counter_and_strangers_do_not() {
        let of = |address: &str| Counter::of_peer(address.parse().ok()).map(|c| c.id);
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("no address"), None);
        assert_ne!(Counter::of(PER_ACCOUNT, "a").id, Counter::of(MAILS, "a").id);
    }
}
