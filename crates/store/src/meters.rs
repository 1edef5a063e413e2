//! What the store counts of itself while it works, for those who keep the program running: how
//! many changes, how long they waited for the writer, how long the disk took. Numbers only, kept
//! in memory, begun anew with each start.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Seconds from a tenth of a millisecond to ten seconds, for what should take milliseconds.
pub const SHORT: &[f64] =
    &[0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// How often something took how long: counters that never go down.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [f64],
    buckets: Box<[AtomicU64]>,
    micros: AtomicU64,
}

impl Histogram {
    /// An empty one with these upper bounds in seconds, ascending.
    pub fn new(bounds: &'static [f64]) -> Self {
        let buckets = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, buckets, micros: AtomicU64::new(0) }
    }

    /// Counts one that took `time`.
    pub fn note(&self, time: Duration) {
        let seconds = time.as_secs_f64();
        let place = self.bounds.partition_point(|bound| *bound < seconds);
        if let Some(bucket) = self.buckets.get(place) {
            bucket.fetch_add(1, Relaxed);
        }
        self.micros.fetch_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX), Relaxed);
    }

    /// What was counted so far.
    pub fn read(&self) -> HistogramReading {
        let mut total = 0;
        let mut up_to = Vec::with_capacity(self.bounds.len());
        for (place, bucket) in self.buckets.iter().enumerate() {
            total += bucket.load(Relaxed);
            if let Some(bound) = self.bounds.get(place) {
                up_to.push((*bound, total));
            }
        }
        HistogramReading { up_to, count: total, seconds: self.micros.load(Relaxed) as f64 / 1e6 }
    }
}

/// A histogram at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramReading {
    /// Upper bound in seconds, and how many took at most that long.
    pub up_to: Vec<(f64, u64)>,
    /// How many in all.
    pub count: u64,
    /// Seconds in all.
    pub seconds: f64,
}

/// How one kind of job went: number of attempts and the seconds that they took.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Attempts {
    /// How many.
    pub count: u64,
    /// Seconds in all.
    pub seconds: f64,
}

/// The store's counters.
#[derive(Debug)]
pub struct Meters {
    /// Transactions that reached the disk; on SQLite each may hold many changes.
    pub commits: AtomicU64,
    /// Changes in them.
    pub changes: AtomicU64,
    /// Commits that failed; nothing of them was acknowledged.
    pub failed_commits: AtomicU64,
    /// From the wish to change something until its turn came.
    pub waited: Histogram,
    /// The commit itself.
    pub committed: Histogram,
    attempts: Mutex<BTreeMap<(String, &'static str), Attempts>>,
}

impl Default for Meters {
    fn default() -> Self {
        Self {
            commits: AtomicU64::new(0),
            changes: AtomicU64::new(0),
            failed_commits: AtomicU64::new(0),
            waited: Histogram::new(SHORT),
            committed: Histogram::new(SHORT),
            attempts: Mutex::default(),
        }
    }
}

impl Meters {
    /// A commit of `changes` changes that took `time`.
    pub(crate) fn commit(&self, changes: usize, time: Duration, good: bool) {
        if good {
            self.commits.fetch_add(1, Relaxed);
            self.changes.fetch_add(changes as u64, Relaxed);
        } else {
            self.failed_commits.fetch_add(1, Relaxed);
        }
        self.committed.note(time);
    }

    /// An attempt at a job of `kind` that ended as `outcome`: `done`, `ready` (again later), `dead`.
    pub(crate) fn attempt(&self, kind: &str, outcome: &'static str, time: Duration) {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let of = attempts.entry((kind.to_owned(), outcome)).or_default();
        of.count += 1;
        of.seconds += time.as_secs_f64();
    }

    /// Attempts at jobs since the start, by kind and outcome.
    pub fn attempts(&self) -> Vec<(String, &'static str, Attempts)> {
        let attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.iter().map(|((kind, outcome), n)| (kind.clone(), *outcome, *n)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_each_up_to_its_bound_and_the_longest_in_the_total_alone() {
        let h = Histogram::new(&[0.001, 0.01]);
        for micros in [1000, 1001, 5000, 2_000_000] {
            h.note(Duration::from_micros(micros));
        }
        let read = h.read();
        assert_eq!(read.up_to, [(0.001, 1), (0.01, 3)]);
        assert_eq!(read.count, 4);
        assert!((read.seconds - 2.007_001).abs() < 1e-9);
    }
}
