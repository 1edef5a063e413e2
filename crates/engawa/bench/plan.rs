//! The plan: all indicators counted over very many cases, the months closed, and the pages of all
//! measures over five years of months, with empty memory and with a warm one.

use crate::figures::{Figure, Report, Times};
use crate::load::{self, Browser, Connection};
use crate::{Res, answer, bulk, open, say};
use kernel::{Date, Uuid};
use std::path::Path;
use std::time::Instant;
use store::{Act, Deed, Reads, Row, StoreError, Tx, args};
use web::{House, Period, Yearly};

/// Months of the cases that the generator writes: ten years.
const MONTHS: usize = 120;
/// How often a house is opened anew for a page with empty memory.
const COLD: usize = 5;
/// The earliest year of the five whose months the dashboard reads.
const FIRST_YEAR: i16 = 2021;

/// Everything about the plan among `cases` cases.
pub(crate) async fn measure(data: &Path, cases: usize, report: &mut Report) -> Res<()> {
    let house = open(data.to_owned()).await?;
    bulk::fill(&house, 0..cases, report).await?;
    recount(&house, cases, report).await?;
    close(&house, report).await?;
    let rows = five_years(&house).await?;
    report.add(Figure::plain("closed figures read by the dashboard", rows as f64, "rows"));
    house.db.close().await;
    drop(house);
    for page in ["/plan", "/desk/plan"] {
        dashboard(data, page, report).await?;
    }
    Ok(())
}

fn months(today: Date) -> Vec<Period> {
    let before = |p: &Period| {
        let last = p.first.yesterday().ok()?;
        Some(Period { first: last.first_of_month(), last })
    };
    let this = Period { first: today.first_of_month(), last: today.last_of_month() };
    std::iter::successors(Some(this), before).take(MONTHS).collect()
}

/// Every indicator, every month of ten years, every group; medians for their years too.
async fn recount(house: &House, cases: usize, report: &mut Report) -> Res<()> {
    let (all, months) = (Instant::now(), months(house.now().date()));
    let (mut slowest, mut counts) = ((0.0, ""), 0u32);
    for indicator in house.all_rooms().flat_map(|r| r.indicators) {
        let began = Instant::now();
        for month in &months {
            (indicator.count)(house.db.clone(), *month).await?;
            counts += 1;
            if indicator.yearly == Yearly::Recount {
                let year = kernel::fiscal::FiscalYear::of(month.last).start();
                (indicator.count)(house.db.clone(), Period { first: year, last: month.last }).await?;
                counts += 1;
            }
            for (by, count) in indicator.split.iter().flat_map(|s| s.by.iter().map(move |by| (by, s.count))) {
                count(house.db.clone(), *month, *by).await?;
                counts += 1;
            }
        }
        let took = began.elapsed().as_secs_f64();
        if took > slowest.0 {
            slowest = (took, indicator.key);
        }
    }
    let note = format!("{counts} counts over {MONTHS} months; the slowest, {}, {:.1} s", slowest.1, slowest.0);
    let name = format!("all indicators counted again over {cases} cases");
    report.add(Figure::plain(name, all.elapsed().as_secs_f64(), "s").note(note));
    Ok(())
}

/// The round that closes the months, as the house does it.
async fn close(house: &House, report: &mut Report) -> Res<()> {
    let round = house.all_rooms().flat_map(|r| r.rounds).find(|r| r.name == "plan.close");
    let round = round.ok_or("no round closes the months")?;
    let began = Instant::now();
    (round.run)(house.clone()).await.map_err(|e| format!("{e:?}"))?;
    let n: i64 = house.db.one("SELECT CAST(COUNT(*) AS bigint) FROM plan_snapshot", vec![]).await?.unwrap_or(0);
    let note = format!("{n} figures written down with their groups and journal");
    report.add(
        Figure::plain("the months since the year before the plan closed", began.elapsed().as_secs_f64(), "s")
            .note(note),
    );
    Ok(())
}

/// Copies the newest closed figure of each indicator into every month of five years that has none;
/// answers how many rows there are.
async fn five_years(house: &House) -> Res<i64> {
    let sql = "SELECT s.indicator, s.value, s.n, s.hits, s.parts, s.cuts, s.definition FROM plan_snapshot s \
               WHERE s.span = 'month' AND s.revision = 1 AND s.last = (SELECT MAX(o.last) FROM plan_snapshot o \
               WHERE o.indicator = s.indicator AND o.span = 'month') ORDER BY s.indicator";
    let (rows, act) = (house.db.rows(sql, vec![]).await?, Act::system("bench", house.now()));
    let month = |at: i16| Date::new(FIRST_YEAR + (at + 3) / 12, i8::try_from((at + 3) % 12).unwrap_or(0) + 1, 1);
    for at in 0..60 {
        let (first, rows) = (month(at)?, rows.clone());
        let written = house.db.write(&act, move |tx| async move {
            for row in &rows {
                copy(&tx, row, first).await?;
            }
            Ok::<_, StoreError>(())
        });
        written.await?;
    }
    Ok(house.db.one("SELECT CAST(COUNT(*) AS bigint) FROM plan_snapshot", vec![]).await?.unwrap_or(0))
}

async fn copy(tx: &Tx, row: &Row, first: Date) -> Result<(), StoreError> {
    let id = kernel::id::uuid_v7(tx.now(), tx.random());
    let made = tx
        .execute(
            "INSERT INTO plan_snapshot (id, indicator, span, first, last, revision, value, n, hits, parts, cuts, definition, \
             closed_at) VALUES ($1, $2, 'month', $3, $4, 1, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (indicator, span, last, revision) DO NOTHING",
            args![
                id,
                row.get::<String>("indicator")?,
                first,
                first.last_of_month(),
                row.get::<Option<String>>("value")?,
                row.get::<i64>("n")?,
                row.get::<Option<i64>>("hits")?,
                row.get::<String>("parts")?,
                row.get::<String>("cuts")?,
                row.get::<Uuid>("definition")?,
                tx.now()
            ],
        )
        .await?;
    if made == 1 {
        tx.record(Deed::new("plan.close").raw_row("plan_snapshot", id));
    }
    Ok(())
}

/// A page of all measures: the first time in a house just opened, and again and again.
async fn dashboard(data: &Path, path: &str, report: &mut Report) -> Res<()> {
    let mut cold = Times::default();
    for _ in 0..COLD {
        let house = open(data.to_owned()).await?;
        let (address, stopped) = answer(engawa::bench::pages(house.clone())).await?;
        let visitor = if path.starts_with("/desk") {
            Browser::sign_in(address, "mitsuru@demo.example", "engawa-mitsuru").await?
        } else {
            Browser::default()
        };
        let request = visitor.get(path);
        let began = Instant::now();
        let reply = Connection::open(address).await?.send(&request).await?;
        cold.each.push(began.elapsed());
        if reply.status != 200 {
            say(&format!("{path} answers {}; not measured", reply.status));
            stopped.send_replace(true);
            house.db.close().await;
            return Ok(());
        }
        if cold.each.len() == COLD {
            let size = format!("{:.1} kB", reply.body.len() as f64 / 1000.0);
            let warm = load::again(address, 1, 3, request).await?;
            report.add(Figure::took(format!("`{path}` over five years, warm"), &warm).note(size));
        }
        stopped.send_replace(true);
        house.db.close().await;
    }
    cold.whole = cold.each.iter().sum();
    report.add(Figure::took(format!("`{path}` over five years, with empty memory"), &cold));
    Ok(())
}
