//! How often one network address may do something: tries at a secret, questions to the open
//! interface. Kept in memory, because a page that only reads writes nothing; a restart forgets it.
//! Where a limit must outlive a restart (passwords), the room keeps it in its own records.

use kernel::Moment;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// At most this many within a stretch of time, for each network address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is limited; counters of different names are apart.
    pub name: &'static str,
    /// How many.
    pub most: u32,
    /// Within how many seconds, counted from the first.
    pub seconds: i64,
}

/// How a counter stands after one was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Whether this one was still within the limit.
    pub within: bool,
    /// How many are left.
    pub remaining: u32,
    /// Seconds until all are there again, at least one.
    pub reset: i64,
}

/// Whom a counter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Whom {
    V4(u32),
    /// A household or office has a /64.
    V6(u64),
    /// Requests without an address, and everybody once too many addresses are remembered.
    Crowd,
}

/// So many addresses are remembered; a flood of new ones shares a counter and cannot fill the
/// memory or push out the others.
const MOST_KNOWN: usize = 50_000;

#[derive(Debug, Clone, Copy)]
struct Counter {
    taken: u32,
    until: Moment,
}

/// The counters of one house.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<HashMap<(&'static str, Whom), Counter>>);

impl Limits {
    fn counters(&self) -> MutexGuard<'_, HashMap<(&'static str, Whom), Counter>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one before it is done, so that many at once are counted too.
    pub(crate) fn take(&self, limit: Limit, peer: Option<IpAddr>, now: Moment) -> Left {
        let mut counters = self.counters();
        if counters.len() >= MOST_KNOWN {
            counters.retain(|_, c| c.until > now);
        }
        let known = counters.contains_key(&(limit.name, whom(peer)));
        let whom = if known || counters.len() < MOST_KNOWN { whom(peer) } else { Whom::Crowd };
        let fresh = Counter { taken: 0, until: now.plus_seconds(limit.seconds) };
        let counter = counters.entry((limit.name, whom)).or_insert(fresh);
        if counter.until <= now {
            *counter = fresh;
        }
        let within = counter.taken < limit.most;
        counter.taken = counter.taken.saturating_add(u32::from(within));
        Left {
            within,
            remaining: limit.most - counter.taken,
            reset: counter.until.seconds_since(now).clamp(1, limit.seconds.max(1)),
        }
    }

    /// Takes one back: it was no attempt.
    pub(crate) fn give_back(&self, limit: Limit, peer: Option<IpAddr>) {
        if let Some(counter) = self.counters().get_mut(&(limit.name, whom(peer))) {
            counter.taken = counter.taken.saturating_sub(1);
        }
    }
}

fn whom(peer: Option<IpAddr>) -> Whom {
    match peer.map(|p| p.to_canonical()) {
        None => Whom::Crowd,
        Some(IpAddr::V4(v4)) => Whom::V4(v4.to_bits()),
        Some(IpAddr::V6(v6)) => Whom::V6((v6.to_bits() >> 64) as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIES: Limit = Limit { name: "tries", most: 3, seconds: 60 };
    const NOON: Moment = Moment::from_micros(1_800_000_000_000_000);

    fn peer(text: &str) -> Option<IpAddr> {
        text.parse().ok()
    }

    #[test]
    fn the_one_too_many_is_refused_until_the_time_is_over() {
        let limits = Limits::default();
        let at = |seconds| limits.take(TRIES, peer("192.0.2.1"), NOON.plus_seconds(seconds));
        assert_eq!(at(0), Left { within: true, remaining: 2, reset: 60 });
        assert!(at(10).within && at(20).within);
        assert_eq!(at(30), Left { within: false, remaining: 0, reset: 30 });
        assert!(!at(59).within);
        assert!(at(60).within);
    }

    #[test]
    fn neighbours_and_other_matters_are_counted_apart() {
        let limits = Limits::default();
        for _ in 0..4 {
            limits.take(TRIES, peer("2001:db8:1:2::1"), NOON);
        }
        assert!(!limits.take(TRIES, peer("2001:db8:1:2:ffff::9"), NOON).within, "one household");
        assert!(limits.take(TRIES, peer("2001:db8:1:3::1"), NOON).within);
        assert!(limits.take(Limit { name: "others", ..TRIES }, peer("2001:db8:1:2::1"), NOON).within);
    }

    #[test]
    fn what_was_no_attempt_is_not_counted() {
        let limits = Limits::default();
        for _ in 0..10 {
            assert!(limits.take(TRIES, peer("192.0.2.1"), NOON).within);
            limits.give_back(TRIES, peer("::ffff:192.0.2.1"));
        }
    }

    #[test]
    fn a_flood_of_addresses_neither_fills_the_memory_nor_frees_who_was_counted() {
        let limits = Limits::default();
        let known = peer("192.0.2.1");
        for _ in 0..4 {
            limits.take(TRIES, known, NOON);
        }
        let of = |n: u32| Some(IpAddr::from((0x0a00_0000 + n).to_be_bytes()));
        for n in 0..u32::try_from(MOST_KNOWN).unwrap() + 100 {
            limits.take(TRIES, of(n), NOON);
        }
        assert!(limits.counters().len() <= MOST_KNOWN + 1);
        assert!(!limits.take(TRIES, known, NOON).within);
        assert!(!limits.take(TRIES, of(90_000), NOON).within, "newcomers share what is left");
        assert!(limits.take(TRIES, of(90_000), NOON.plus_seconds(61)).within);
    }
}
