//! Figures written down every hour, to see where they are going.

use kernel::{Moment, Uuid};
use store::{Reads, StoreError, Tx, args};

/// Free bytes on the disk of the data folder.
pub(crate) const DISK_FREE: &str = "disk.free";
/// Bytes of the database.
pub(crate) const DATABASE: &str = "database.bytes";
/// Sign-ins that were refused since the sample before.
pub(crate) const REFUSED: &str = "sign_in.refused";
/// Samples are forgotten after this long.
const KEPT_DAYS: i64 = 100;
const DAY: f64 = 86_400.0;

/// A figure at a moment.
pub(crate) type Sample = (Moment, i64);

/// Writes figures down, and forgets very old ones.
pub(crate) async fn write(tx: &Tx, figures: &[(&'static str, i64)]) -> Result<(), StoreError> {
    for (series, value) in figures {
        let id: Uuid = kernel::id::uuid_v7(tx.now(), tx.random());
        let sql = "INSERT INTO ops_sample (id, series, at, value) VALUES ($1, $2, $3, $4)";
        tx.execute(sql, args![id, *series, tx.now(), *value]).await?;
    }
    let old = tx.now().plus_days(-KEPT_DAYS);
    tx.execute("DELETE FROM ops_sample WHERE at < $1", args![old]).await.map(|_| ())
}

/// When figures were last written down.
pub(crate) async fn last(q: &impl Reads) -> Result<Option<Moment>, StoreError> {
    let row = q.row("SELECT MAX(at) AS at FROM ops_sample WHERE series = $1", args![DATABASE]).await?;
    row.map_or(Ok(None), |r| r.get("at"))
}

/// A series since a moment, oldest first.
pub(crate) async fn since(q: &impl Reads, series: &'static str, from: Moment) -> Result<Vec<Sample>, StoreError> {
    let sql = "SELECT at, value FROM ops_sample WHERE series = $1 AND at >= $2 ORDER BY at";
    q.rows(sql, args![series, from]).await?.iter().map(|r| Ok((r.get("at")?, r.get("value")?))).collect()
}

/// In how many days nothing is left, if it goes on as in these samples; `None` when it does not
/// shrink, or when they reach over less than three days.
pub(crate) fn days_until_full(free: &[Sample]) -> Option<i64> {
    let (first, last) = (free.first()?, free.last()?);
    if last.0.seconds_since(first.0) < 3 * 86_400 {
        return None;
    }
    let points: Vec<(f64, f64)> =
        free.iter().map(|(at, value)| (at.seconds_since(first.0) as f64 / DAY, *value as f64)).collect();
    let n = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / n, y + p.1 / n));
    let spread: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
    let slope = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / spread;
    let days = last.1 as f64 / -slope;
    (slope < 0.0 && days < 36_500.0).then(|| days.round() as i64)
}

/// Sums by day before today: how many there were on an ordinary day, and in the last 24 hours.
pub(crate) fn last_day_and_usual(samples: &[Sample], now: Moment) -> (i64, Option<f64>) {
    let day_ago = now.plus_days(-1);
    let today = samples.iter().filter(|(at, _)| *at > day_ago).map(|(_, n)| n).sum();
    let before: Vec<&Sample> = samples.iter().filter(|(at, _)| *at <= day_ago).collect();
    let usual = before.first().map(|(first, _)| {
        let days = (day_ago.seconds_since(*first) as f64 / DAY).max(1.0);
        before.iter().map(|(_, n)| *n as f64).sum::<f64>() / days
    });
    (today, usual)
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::testing::MORNING;

    fn hourly(days: i64, value: impl Fn(i64) -> i64) -> Vec<Sample> {
        (0..=days * 24).map(|h| (MORNING.plus_seconds(h * 3600), value(h))).collect()
    }

    #[test]
    fn a_disk_that_loses_a_gigabyte_a_day_is_full_when_the_gigabytes_are_gone() {
        let gb = 1_000_000_000;
        assert_eq!(days_until_full(&hourly(10, |h| 60 * gb - h * gb / 24)), Some(50));
        // Log rotation and copies make it go up and down; what counts is where it goes.
        let saw = hourly(20, |h| 60 * gb - h * gb / 24 - (h % 24) * gb / 12);
        assert!((30..=45).contains(&days_until_full(&saw).unwrap()), "{:?}", days_until_full(&saw));
        assert_eq!(days_until_full(&hourly(10, |h| 60 * gb + h)), None);
        assert_eq!(days_until_full(&hourly(10, |_| 60 * gb)), None);
        assert_eq!(days_until_full(&hourly(2, |h| 60 * gb - h * gb)), None, "two days are no trend");
        assert_eq!(days_until_full(&[]), None);
    }

    #[test]
    fn the_last_day_is_set_against_the_days_before_it() {
        let now = MORNING.plus_days(10);
        let samples = hourly(10, |h| if h > 9 * 24 { 10 } else { 1 });
        let (today, usual) = last_day_and_usual(&samples, now);
        assert_eq!(today, 240);
        assert!((usual.unwrap() - 24.0).abs() < 1.0);
        assert_eq!(last_day_and_usual(&[], now), (0, None));
    }
}
