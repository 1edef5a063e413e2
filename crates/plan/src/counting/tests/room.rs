//! A room with matters of its own: received, on line or not, how long it took, in which ward.

use futures::FutureExt;
use kernel::{Moment, Uuid};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::sync::Arc;
use store::{Deed, Migration, Reads, Retention, Row, StoreError, Table, args};
use testkit::TestTown;
use web::{Cut, Figure, Indicator, Period, Room, Split, SplitBy, Title, Yearly};

const TITLE: Title = Title { ja: "見本", easy: "", en: "" };

pub(super) fn rooms() -> Vec<Room> {
    let sample = Room {
        key: "sample",
        migrations: &[Migration {
            version: 1,
            name: "sample",
            sql: "CREATE TABLE sample_matter (id uuid PRIMARY KEY, at bigint NOT NULL, web boolean NOT NULL, \
                  took bigint NOT NULL, ward text NOT NULL)",
        }],
        tables: &[Table {
            name: "sample_matter",
            journaled: true,
            blob: None,
            retention: Retention::WhileNeeded("test"),
        }],
        indicators: &[RECEIVED, ONLINE, TOOK],
        ..Room::EMPTY
    };
    vec![approvals::room(), crate::room(), sample]
}

const BASE: Indicator = Indicator {
    key: "",
    title: TITLE,
    meaning: TITLE,
    unit: "件",
    computed: "数えます",
    since: None,
    yearly: Yearly::Sum,
    count: |_, _| async { Ok(Figure::default()) }.boxed(),
    split: None,
};

const RECEIVED: Indicator = Indicator {
    key: "sample.received",
    count: |db, period| async move { Ok(Figure::count(read(&db, period).await?.1)) }.boxed(),
    split: Some(SplitBy {
        by: &[Split::Ward],
        count: |db, period, _| async move { wards(&db, period, false).await }.boxed(),
    }),
    ..BASE
};

const ONLINE: Indicator = Indicator {
    key: "sample.online",
    unit: "%",
    yearly: Yearly::Share,
    count: |db, period| async move { read(&db, period).await.map(|(hits, n)| Figure::share(hits, n)) }.boxed(),
    split: Some(SplitBy {
        by: &[Split::Ward],
        count: |db, period, _| async move { wards(&db, period, true).await }.boxed(),
    }),
    ..BASE
};

/// The middle of three numbers is not the middle of their middles.
const TOOK: Indicator = Indicator {
    key: "sample.took",
    unit: "日",
    yearly: Yearly::Recount,
    count: |db, period| async move { Ok(median(&took(&db, period).await?)) }.boxed(),
    ..BASE
};

pub(super) fn median(sorted: &[i64]) -> Figure {
    let at = |at: usize| sorted.get(at).map(|v| *v as f64);
    let value = at(sorted.len().saturating_sub(1) / 2).zip(at(sorted.len() / 2)).map(|(a, b)| (a + b) / 2.0);
    Figure::level(value, sorted.len() as i64)
}

pub(super) async fn took(q: &impl Reads, period: Period) -> Result<Vec<i64>, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT took FROM sample_matter WHERE at >= $1 AND at < $2 ORDER BY took";
    q.rows(sql, args![from, to]).await?.iter().map(|r| r.get("took")).collect()
}

/// How many were on line, and how many there were.
pub(super) async fn read(q: &impl Reads, period: Period) -> Result<(i64, i64), StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT CAST(COUNT(*) AS bigint) AS n, \
               CAST(COALESCE(SUM(CASE WHEN web = $3 THEN 1 ELSE 0 END), 0) AS bigint) AS hits \
               FROM sample_matter WHERE at >= $1 AND at < $2";
    let row = q.row(sql, args![from, to, true]).await?.unwrap();
    Ok((row.get("hits")?, row.get("n")?))
}

pub(super) async fn wards(q: &impl Reads, period: Period, share: bool) -> Result<Vec<Cut>, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT ward, CAST(COUNT(*) AS bigint) AS n, \
               CAST(COALESCE(SUM(CASE WHEN web = $3 THEN 1 ELSE 0 END), 0) AS bigint) AS hits \
               FROM sample_matter WHERE at >= $1 AND at < $2 GROUP BY ward ORDER BY ward";
    let cut = |row: &Row| {
        let (hits, n): (i64, i64) = (row.get("hits")?, row.get("n")?);
        Ok(Cut { key: row.get("ward")?, figure: if share { Figure::share(hits, n) } else { Figure::count(n) } })
    };
    q.rows(sql, args![from, to, true]).await?.iter().map(cut).collect()
}

/// A matter: days after 1 April 2026, on line or not, how many days it took, which ward.
pub(super) type Matter = (i64, bool, i64, u8);

/// Histories as chance brings them, the same in every run.
pub(super) fn histories(count: usize) -> Vec<Vec<Matter>> {
    let mut runner = TestRunner::deterministic();
    let one = prop::collection::vec((0..364i64, any::<bool>(), 0..60i64, 0..5u8), 0..160);
    (0..count).map(|_| one.new_tree(&mut runner).unwrap().current()).collect()
}

/// Writes matters down.
pub(super) async fn happen(town: &Arc<TestTown>, matters: &[Matter]) {
    let rows: Vec<(Uuid, Moment, Matter)> = matters
        .iter()
        .map(|m| (town.id(), Moment::start_of(super::samples::date(2026, 4, 1)).plus_days(m.0).plus_seconds(3600), *m))
        .collect();
    town.change(|tx| async move {
        for (id, at, (_, web, took, ward)) in rows {
            let sql = "INSERT INTO sample_matter (id, at, web, took, ward) VALUES ($1, $2, $3, $4, $5)";
            tx.execute(sql, args![id, at, web, took, format!("ward{ward}")]).await?;
            tx.record(Deed::new("sample.happen").raw_row("sample_matter", id));
        }
        Ok(())
    })
    .await;
}
