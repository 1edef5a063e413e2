//! Submissions: drafts are filled in page by page over HTTP; then each is turned into a case by
//! one POST, durable when it is answered. The workers stand still meanwhile and are timed after.

use crate::figures::{Figure, Report, Times};
use crate::load::{Browser, Connection, Until, load};
use crate::machine::Writer;
use crate::{AT_ONCE, Res};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Reads;
use tokio::task::JoinSet;
use web::House;

/// What a resident answers who wants one copy of their own record; the register fills in the rest.
pub(crate) const ANSWERS: &[(&str, &[(&str, &str)])] = &[
    ("who", &[("who", "oneself")]),
    ("purpose", &[("purpose", "licence")]),
    ("copies", &[("copies", "1")]),
    ("receive", &[("receive", "pdf")]),
    ("contact", &[("phone", "0247-72-0000"), ("email", "")]),
    ("declare", &[("declared", "yes")]),
];
/// The longest time for filling in; what is ready then is handed in.
const FILLING: Duration = Duration::from_secs(60);
/// The longest time for the workers.
const DRAINING: Duration = Duration::from_secs(30);
/// Handed in one after the other.
const ALONE: usize = 100;

/// Fills in `count` drafts of `residents` in turn and answers the requests that hand them in.
pub(crate) async fn fill(
    house: SocketAddr,
    residents: &[Browser],
    count: usize,
    report: &mut Report,
) -> Res<Vec<Arc<[u8]>>> {
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for at in 0..AT_ONCE {
        let who = residents[at % residents.len()].clone();
        let share = count / AT_ONCE + usize::from(at < count % AT_ONCE);
        tasks.spawn(async move {
            let (mut connection, mut ready, mut times) = (Connection::open(house).await?, Vec::new(), Vec::new());
            while ready.len() < share && began.elapsed() < FILLING {
                ready.push(fill_one(&mut connection, &who, &mut times).await?);
            }
            Res::Ok((ready, times))
        });
    }
    let (mut requests, mut times) = (Vec::new(), Times::default());
    while let Some(done) = tasks.join_next().await {
        let (ready, each) = done??;
        requests.extend(ready);
        times.each.extend(each);
    }
    times.whole = began.elapsed();
    report.add(Figure::rate("a page of a form sent and kept, 64 at once", &times));
    Ok(requests)
}

/// Fills in a few without counting them.
pub(crate) async fn fill_quietly(house: SocketAddr, who: &Browser, count: usize) -> Res<Vec<Arc<[u8]>>> {
    let mut connection = Connection::open(house).await?;
    let mut ready = Vec::new();
    for _ in 0..count {
        ready.push(fill_one(&mut connection, who, &mut Vec::new()).await?);
    }
    Ok(ready)
}

async fn fill_one(connection: &mut Connection, who: &Browser, times: &mut Vec<Duration>) -> Res<Arc<[u8]>> {
    let first = connection.send(&who.post("/apply/resident_record/begin", &[])).await?.leads_to()?;
    let draft = first.rsplit_once('/').map(|(draft, _)| draft.to_owned()).ok_or("a draft without an address")?;
    for (page, answers) in ANSWERS {
        let from = Instant::now();
        connection.send(&who.post(&format!("{draft}/{page}"), answers)).await?.leads_to()?;
        times.push(from.elapsed());
    }
    Ok(who.post(&format!("{draft}/submit"), &[]).into())
}

/// Hands them in on a disk whose every fsync is slow.
pub(crate) async fn hand_in_slowly(
    house: SocketAddr,
    requests: Vec<Arc<[u8]>>,
    at_once: usize,
    report: &mut Report,
) -> Res<()> {
    let (count, all) = (requests.len(), Arc::new(requests));
    let many = load(house, at_once, Until::Sent(count), 303, move |n| all[n].clone()).await?;
    let name = format!("a draft handed in, {at_once} at once, every fsync slow ({count} cases)");
    report.add(Figure::rate(name, &many).note("durable when answered"));
    Ok(())
}

/// Hands them in: some alone, the rest 64 at once.
pub(crate) async fn hand_in(
    house: SocketAddr,
    requests: Vec<Arc<[u8]>>,
    writer: &Writer,
    report: &mut Report,
) -> Res<()> {
    let rest = requests.len().saturating_sub(ALONE);
    let (all, later) = (Arc::new(requests), rest);
    let inside = all.clone();
    let one = load(house, 1, Until::Sent(ALONE.min(all.len())), 303, move |n| inside[n].clone()).await?;
    let many = load(house, AT_ONCE, Until::Sent(later), 303, move |n| all[ALONE + n].clone()).await?;
    let name = format!("a draft handed in, 64 at once ({later} cases)");
    report.add(
        Figure::rate(name.clone(), &many)
            .beside("bare writer with journal", writer.journaled)
            .note("durable when answered"),
    );
    report.add(Figure::rate(name, &many).beside("bare writer without journal", writer.plain));
    report
        .add(Figure::took("a draft handed in, alone", &one).beside("bare writer with journal", writer.journaled_alone));
    Ok(())
}

async fn waiting(house: &House) -> Res<i64> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM store_job WHERE state IN ('ready', 'running')";
    Ok(house.db.one(sql, Vec::new()).await?.unwrap_or(0))
}

/// Two workers, as `serve` has, until nothing is due.
pub(crate) async fn drain(house: &House, writer: &Writer, report: &mut Report) -> Res<()> {
    let before = waiting(house).await?;
    let began = Instant::now();
    let workers = house.workers();
    let worker = || store::jobs::run_due(&house.db, &workers, house.clock.as_ref());
    // Whoever finds nothing due goes home; the other one finishes.
    let done = tokio::time::timeout(DRAINING, async { tokio::join!(worker(), worker()) }).await;
    let seconds = began.elapsed().as_secs_f64();
    let count = match done {
        Ok((one, other)) => (one? + other?) as f64,
        Err(_) => (before - waiting(house).await?) as f64,
    };
    let figure = Figure::plain("jobs after the cases, two workers", count / seconds, "/s");
    report.add(
        figure.beside("bare writer without journal", writer.plain).note(format!("{before} jobs waited, {count} done")),
    );
    let dead = "SELECT CAST(COUNT(*) AS bigint) FROM store_job WHERE state = 'dead'";
    match house.db.one::<i64>(dead, Vec::new()).await?.unwrap_or(0) {
        0 => Ok(()),
        dead => Err(format!("{dead} jobs could not be done").into()),
    }
}
