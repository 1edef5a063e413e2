//! Payments: a run of 10,000 bills with their papers, 10,000 payments that come in, and the ledger with
//! 5,000,000 entries.

use crate::Res;
use crate::figures::{Figure, Report, Times};
use billing::demo::{self, Levy};
use billing::{Channel, Received};
use kernel::Yen;
use kernel::fiscal::FiscalYear;
use kernel::id::BillId;
use std::fmt::Write;
use std::time::{Duration, Instant};
use store::{Act, Deed, Reads, StoreError, args, jobs};
use tokio::sync::watch;
use web::House;

/// Bills of the run, and payments that come in.
const BILLS: usize = 10_000;
/// Payments booked in one transaction, as an import does it.
const TOGETHER: usize = 100;
/// What each bill of the file asks.
const EACH: usize = 12_913;

/// Everything about payments; the ledger with `entries`.
pub(crate) async fn measure(house: &House, entries: usize, report: &mut Report) -> Res<()> {
    issue(house, report).await?;
    print(house, report).await?;
    reconcile(house, report).await?;
    ledger(house, entries, report).await
}

/// The file of the tax system: everybody of the register, some of them twice.
async fn file(house: &House) -> Res<String> {
    let sql = "SELECT register_number FROM people_person WHERE register_number IS NOT NULL AND moved_out IS NULL \
               AND deceased IS NULL ORDER BY register_number";
    let numbers = house.db.rows(sql, vec![]).await?;
    let numbers: Vec<String> = numbers.iter().map(|r| r.get("register_number")).collect::<Result<_, StoreError>>()?;
    let mut csv = "通知番号,宛名番号,氏名,税額,1期\n".to_owned();
    for (n, number) in numbers.iter().cycle().take(BILLS).enumerate() {
        writeln!(csv, "B-{n:05},{number},,{EACH},{EACH}")?;
    }
    Ok(csv)
}

/// The file checked, then issued by the job; beside it somebody who writes something small.
async fn issue(house: &House, report: &mut Report) -> Res<()> {
    let csv = file(house).await?;
    let act = Act::system("bench", house.now());
    let total = Yen(i64::try_from(BILLS * EACH)?);
    let year = FiscalYear::of(house.now().date()).next();
    let levy = Levy { item: "vehicle_tax", year, name: "bench.csv", csv: &csv, total, by: "bench", print: false };
    let began = Instant::now();
    demo::levy(house, &act, levy).await?;
    let rate = BILLS as f64 / began.elapsed().as_secs_f64();
    report.add(Figure::plain(format!("a levy's file of {BILLS} lines checked and written down"), rate, "/s"));
    let before = count(house).await?;
    let (stop, stopped) = watch::channel(false);
    let beside = tokio::spawn(beside(house.clone(), stopped));
    let began = Instant::now();
    work(house).await?;
    let took = began.elapsed();
    stop.send_replace(true);
    let issued = count(house).await? - before;
    if issued != i64::try_from(BILLS)? {
        return Err(format!("{issued} bills instead of {BILLS}").into());
    }
    let note = format!("{:.1} s, one instalment each", took.as_secs_f64());
    let rate = BILLS as f64 / took.as_secs_f64();
    report.add(Figure::plain(format!("{BILLS} bills issued by the job"), rate, "/s").note(note));
    let mut small = beside.await??;
    small.whole = took;
    let note = format!("p95 {:.1} ms, the longest {:.1} ms", small.ms(0.95), small.ms(1.0));
    report.add(Figure::took("a small change at the counter while bills are issued", &small).note(note));
    Ok(())
}

async fn work(house: &House) -> Res<()> {
    let clock = engawa::house::SystemClock;
    jobs::run_due(&house.db, &house.workers(), &clock).await?;
    Ok(())
}

async fn count(house: &House) -> Res<i64> {
    Ok(house.db.one("SELECT CAST(COUNT(*) AS bigint) FROM billing_bill", vec![]).await?.unwrap_or(0))
}

/// Somebody else's change again and again until it stops: how long each waits for the writer.
async fn beside(house: House, stopped: watch::Receiver<bool>) -> Res<Times> {
    let mut times = Times::default();
    while !*stopped.borrow() {
        let from = Instant::now();
        let act = Act::system("bench", house.now());
        let change = house.db.write(&act, |tx| async move {
            tx.record(Deed::new("bench.beside"));
            Ok::<_, StoreError>(())
        });
        change.await?;
        times.each.push(from.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(times)
}

/// The papers of all of them.
async fn print(house: &House, report: &mut Report) -> Res<()> {
    let began = Instant::now();
    demo::print_newest(house).await?;
    work(house).await?;
    let took = began.elapsed().as_secs_f64();
    let sql = "SELECT kind, CAST(COUNT(*) AS bigint) AS files, CAST(SUM(papers) AS bigint) AS papers FROM billing_print \
               GROUP BY kind ORDER BY kind";
    let mut note = Vec::new();
    for row in house.db.rows(sql, vec![]).await? {
        let (kind, files, papers): (String, i64, i64) = (row.get("kind")?, row.get("files")?, row.get("papers")?);
        note.push(format!("{kind}: {papers} people in {files} files"));
    }
    report.add(Figure::plain(format!("notices and slips of {BILLS} bills printed"), took, "s").note(note.join("; ")));
    Ok(())
}

/// Payments that come in for the first instalment of each bill, some of them twice.
async fn reconcile(house: &House, report: &mut Report) -> Res<()> {
    let sql = "SELECT payment_key FROM billing_instalment WHERE state = 'open' AND n = 1 AND amount = 12913 ORDER BY id LIMIT $1";
    let keys = house.db.rows(sql, args![i64::try_from(BILLS)?]).await?;
    let keys: Vec<String> = keys.iter().map(|r| r.get("payment_key")).collect::<Result<_, StoreError>>()?;
    for (pass, name) in
        ["payments that came in matched and booked", "the same again: nothing changes"].iter().enumerate()
    {
        let began = Instant::now();
        for (at, some) in keys.chunks(TOGETHER).enumerate() {
            take(house, at, some.to_vec()).await?;
        }
        let rate = keys.len() as f64 / began.elapsed().as_secs_f64();
        report.add(Figure::plain(format!("{} {name}", keys.len()), rate, "/s"));
        let sum = billing::ledger_sum(&house.db).await?;
        if !sum.is_zero() {
            return Err(format!("the ledger sums to {sum} after pass {pass}").into());
        }
    }
    Ok(())
}

async fn take(house: &House, at: usize, keys: Vec<String>) -> Res<()> {
    let act = Act::system("bench", house.now());
    let day = house.now().date();
    let done = house.db.write(&act, move |tx| async move {
        for (n, key) in keys.into_iter().enumerate() {
            let found = billing::instalment_by_key(&tx, &key).await?;
            let instalment = found.ok_or(StoreError::Missing("billing_instalment"))?;
            let (id, amount) = (instalment.id, instalment.amount);
            let source = format!("bench:{at}:{n}");
            let news = Received { instalment: id, channel: Channel::Store, amount, paid_on: day, source, note: None };
            billing::receive(&tx, news).await?;
        }
        Ok::<_, billing::BillingError>(())
    });
    Ok(done.await?)
}

/// Entries written in bulk, without a journal: what the sums over very many of them cost.
const FILL: &str = "INSERT INTO billing_entry (id, posting, account, debit, credit, bill, fiscal_year, at) \
    WITH RECURSIVE n(n) AS (SELECT $1 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < $2) \
    SELECT randomblob(16), CAST(printf('%016d', n / 2) AS blob), CASE n % 2 WHEN 0 THEN 'receivable' ELSE 'revenue' END, \
    CASE n % 2 WHEN 0 THEN 1000 + (n / 2) % 977 ELSE 0 END, CASE n % 2 WHEN 1 THEN 1000 + (n / 2) % 977 ELSE 0 END, \
    CAST(printf('%016d', n / 16) AS blob), 2016 + (n / 2) % 10, $3 + n FROM n";
/// Entries written in one transaction.
const AT_ONCE: usize = 100_000;

/// The whole ledger summed, its accounts, and one bill among them.
async fn ledger(house: &House, entries: usize, report: &mut Report) -> Res<()> {
    let began = Instant::now();
    let act = Act::system("bench", house.now());
    for first in (0..entries).step_by(AT_ONCE) {
        let (from, to, at) = (first as i64, (first + AT_ONCE).min(entries) as i64, 0_i64);
        let filled = house.db.write(&act, move |tx| async move { tx.execute(FILL, args![from, to, at]).await });
        filled.await?;
    }
    let rate = entries as f64 / began.elapsed().as_secs_f64();
    report.add(Figure::plain(format!("{entries} entries of the ledger written in bulk, no journal"), rate, "/s"));
    let began = Instant::now();
    let sum = billing::ledger_sum(&house.db).await?;
    let seconds = began.elapsed().as_secs_f64();
    report.add(Figure::plain(format!("the sum over {entries} entries and more"), seconds, "s").note(sum.to_string()));
    let began = Instant::now();
    let accounts = billing::demo::balances(&house.db).await?;
    let seconds = began.elapsed().as_secs_f64();
    report.add(Figure::plain("the balance of each account", seconds, "s").note(format!("{accounts} accounts")));
    let began = Instant::now();
    let wrong = billing::unbalanced(&house.db).await?.len();
    let seconds = began.elapsed().as_secs_f64();
    report.add(Figure::plain("every posting proved to sum to zero", seconds, "s").note(format!("{wrong} do not")));
    one_bill(house, report).await
}

/// One bill with its instalments and what is owed, among all entries.
async fn one_bill(house: &House, report: &mut Report) -> Res<()> {
    let rows = house.db.rows("SELECT id FROM billing_bill ORDER BY id DESC LIMIT 500", vec![]).await?;
    let (day, mut times, began) = (house.now().date(), Times::default(), Instant::now());
    for row in &rows {
        let bill: BillId = row.get("id")?;
        let from = Instant::now();
        billing::status(&house.db, bill).await?;
        billing::owed(&house.db, bill, day).await?;
        times.each.push(from.elapsed());
    }
    times.whole = began.elapsed();
    report.add(Figure::took("one bill and what is owed of it, among all entries", &times));
    Ok(())
}
