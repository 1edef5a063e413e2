//! A clock that is set while the office works is told: in the log, and in the journal, so that
//! whoever reads there of a strange hour knows why. The order of the journal does not depend on it.

use kernel::{Clock, Moment};
use std::time::{Duration, Instant};
use store::{Act, Deed, StoreError};
use web::House;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// A machine that was busy is not a clock that was set.
const SET: i64 = 30;

/// The clock of the wall beside the one that only counts.
struct Pair {
    wall: Moment,
    count: Instant,
}

impl Pair {
    fn of(clock: &dyn Clock) -> Self {
        Self { wall: clock.now(), count: Instant::now() }
    }

    /// Seconds by which the wall's clock was set since then.
    fn set_since(&self, before: &Self) -> i64 {
        let wall = (self.wall.as_micros() - before.wall.as_micros()) / 1_000_000;
        let count = i64::try_from((self.count - before.count).as_secs()).unwrap_or(i64::MAX);
        wall.saturating_sub(count)
    }
}

/// Watches until it is dropped.
pub(crate) async fn watch(house: House) {
    let mut before = Pair::of(house.clock.as_ref());
    let mut untold: Option<i64> = None;
    loop {
        tokio::time::sleep(LOOK).await;
        let now = Pair::of(house.clock.as_ref());
        let set = now.set_since(&before);
        before = now;
        if set.abs() >= SET {
            tracing::warn!(seconds = set, "the clock of this machine was set");
            untold = Some(untold.unwrap_or(0) + set);
        }
        if let Some(seconds) = untold
            && tell(&house, seconds).await.is_ok()
        {
            untold = None;
        }
    }
}

async fn tell(house: &House, seconds: i64) -> Result<(), StoreError> {
    let act = Act::system("ops", house.now());
    let words = format!("この機械の時計が {seconds:+} 秒 直されました");
    house
        .db
        .write(&act, move |tx| async move {
            tx.record(Deed::new("ops.clock").detail(words));
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_goes_on_was_not_set_and_one_that_jumps_was() {
        let count = Instant::now();
        let at = |wall, later| Pair { wall: Moment::from_micros(wall), count: count + Duration::from_secs(later) };
        let before = at(1_000_000_000, 0);
        assert_eq!(at(1_002_000_000, 2).set_since(&before), 0);
        assert_eq!(at(1_002_000_000 + 3_600_000_000, 2).set_since(&before), 3600);
        assert_eq!(at(1_002_000_000 - 3_600_000_000, 2).set_since(&before), -3600);
    }
}
