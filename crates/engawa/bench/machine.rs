//! The machine's own limits, measured in the same run: the disk's fsync, an empty handler, the
//! writer with nothing but one row.

use crate::figures::{Figure, Report, Times};
use crate::load::{self, Browser};
use crate::{AT_ONCE, Res};
use engawa::house::SystemClock;
use kernel::Clock;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;
use store::{Act, DatabaseUrl, Db, Deed, Migration, Retention, RoomSchema, StoreError, Table, args};
use tokio::task::JoinSet;

/// What machine it was and how busy.
pub(crate) fn description() -> Value {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let processors = read("/proc/cpuinfo");
    let model =
        processors.lines().find_map(|l| l.strip_prefix("model name")).map(|l| l.trim_start_matches([' ', '\t', ':']));
    json!({
        "at": SystemClock.now().rfc3339(),
        "processors": std::thread::available_parallelism().map_or(0, usize::from),
        "model": model,
        "load": read("/proc/loadavg").split_whitespace().take(3).collect::<Vec<_>>().join(" "),
    })
}

/// 200 times 4 KiB on disk.
pub(crate) fn fsync(folder: &Path, report: &mut Report) -> Res<f64> {
    let path = folder.join("fsync");
    let mut file = fs::File::create(&path)?;
    let (mut times, began) = (Times::default(), Instant::now());
    for _ in 0..200 {
        file.write_all(&[7; 4096])?;
        let from = Instant::now();
        file.sync_data()?;
        times.each.push(from.elapsed());
    }
    times.whole = began.elapsed();
    fs::remove_file(path)?;
    report.add(Figure::took("fsync of the disk, 4 KiB, 200 times", &times));
    Ok(times.ms(0.5))
}

/// An empty handler behind the same loop that answers for the house: requests a second with all
/// visitors, and the median with one.
pub(crate) async fn empty_handler(report: &mut Report) -> Res<(f64, f64)> {
    let app = axum::Router::new().route("/", axum::routing::get(|| async { "ok" }));
    let (house, _open) = crate::answer(app).await?;
    let many = load::again(house, AT_ONCE, 3, Browser::default().get("/")).await?;
    let one = load::again(house, 1, 1, Browser::default().get("/")).await?;
    report.add(Figure::rate("empty handler, 64 at once", &many));
    report.add(Figure::took("empty handler, one visitor", &one));
    Ok((many.per_second(), one.ms(0.5)))
}

const SCHEMA: RoomSchema = RoomSchema {
    room: "bench",
    migrations: &[Migration {
        version: 1,
        name: "bench",
        sql: "CREATE TABLE bench_row (id uuid PRIMARY KEY, words text NOT NULL);\
              CREATE TABLE bench_plain (id uuid PRIMARY KEY, words text NOT NULL)",
    }],
    tables: &[
        Table { name: "bench_row", journaled: true, blob: None, retention: Retention::WhileNeeded("bench") },
        Table { name: "bench_plain", journaled: false, blob: None, retention: Retention::WhileNeeded("bench") },
    ],
};

/// What the writer can do.
pub(crate) struct Writer {
    /// One row and its journal entry, many at once, a second.
    pub(crate) journaled: f64,
    /// The same alone: the median in ms.
    pub(crate) journaled_alone: f64,
    /// One row without an entry, many at once, a second.
    pub(crate) plain: f64,
}

/// The writer with one row a change.
pub(crate) async fn bare_writer(folder: &Path, report: &mut Report) -> Res<Writer> {
    let db = Db::open(&DatabaseUrl::Sqlite(folder.join("bare.sqlite"))).await?;
    db.migrate(&[SCHEMA], SystemClock.now()).await?;
    let plain = writes(&db, AT_ONCE, 12_000, false).await?;
    let journaled = writes(&db, AT_ONCE, 6_000, true).await?;
    let alone = writes(&db, 1, 200, true).await?;
    db.close().await;
    report.add(Figure::rate("bare writer: one row, no journal, 64 at once", &plain));
    let beside = ("the same without journal", plain.per_second());
    report.add(
        Figure::rate("bare writer: one row, one journal entry, 64 at once", &journaled).beside(beside.0, beside.1),
    );
    report.add(Figure::took("bare writer: one row, one journal entry, alone", &alone));
    Ok(Writer { journaled: journaled.per_second(), journaled_alone: alone.ms(0.5), plain: plain.per_second() })
}

async fn writes(db: &Db, at_once: usize, count: usize, journaled: bool) -> Res<Times> {
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..at_once {
        let db = db.clone();
        tasks.spawn(async move {
            let mut each = Vec::new();
            for _ in 0..count / at_once {
                let from = Instant::now();
                one_write(&db, journaled).await?;
                each.push(from.elapsed());
            }
            Ok::<_, StoreError>(each)
        });
    }
    let mut times = Times::default();
    while let Some(done) = tasks.join_next().await {
        times.each.extend(done??);
    }
    times.whole = began.elapsed();
    Ok(times)
}

async fn one_write(db: &Db, journaled: bool) -> Result<(), StoreError> {
    db.write(&Act::system("bench", SystemClock.now()), move |tx| async move {
        let id = kernel::id::uuid_v7(tx.now(), tx.random());
        let words = "二百文字ほどの申請の中身。".repeat(16);
        if !journaled {
            tx.execute("INSERT INTO bench_plain (id, words) VALUES ($1, $2)", args![id, words]).await?;
            return Ok(());
        }
        tx.execute("INSERT INTO bench_row (id, words) VALUES ($1, $2)", args![id, words]).await?;
        tx.record(Deed::new("bench.row").raw_row("bench_row", id));
        Ok(())
    })
    .await
}
