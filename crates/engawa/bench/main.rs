//! What `./bench` runs: what the house does in a second, and beside each figure what this machine
//! could do at most in the same run (an empty handler, the bare writer, Typst alone).
//!
//! Nothing here passes or fails by time. The house is the real one, on the demo town in a folder
//! of its own; it answers on loopback; everything is bounded in number and time.

mod bulk;
mod certificates;
mod day;
mod eligible;
mod figures;
mod forms;
mod guide;
mod kpt;
mod load;
mod machine;
mod pages;
mod pay;
mod plan;
mod search;
mod start;
mod submissions;

use engawa::command_line::{Place, Serve};
use figures::Report;
use load::Browser;
use serde_json::json;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::House;

pub(crate) type Res<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Visitors at once.
pub(crate) const AT_ONCE: usize = 64;
/// The town, seen from the root of the repository.
pub(crate) const TOWN: &str = "towns/ono";

/// Says a line to the person who waits.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// `engawa-bench PROGRAM FOLDER JSON usual|slow|bulk|day|kpt|plan|pay CASES`
#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [program, folder, out, what, cases] = words.as_slice() else {
        say("engawa-bench PROGRAM FOLDER JSON usual|slow|bulk|day|kpt|plan|pay CASES (./bench runs it)");
        return ExitCode::from(2);
    };
    // Requests are logged as in real service, to nowhere.
    tracing_subscriber::fmt().json().with_env_filter("info").with_writer(std::io::sink).init();
    let place = (Path::new(program), Path::new(folder), Path::new(out));
    match run(place, what, cases.parse().unwrap_or(3000)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            say(&format!("bench: {e}"));
            ExitCode::FAILURE
        }
    }
}

async fn run((program, folder, out): (&Path, &Path, &Path), what: &str, cases: usize) -> Res<()> {
    let (began, data) = (std::time::Instant::now(), folder.join("data"));
    let before = machine::description();
    let mut report = Report::default();
    machine::fsync(folder, &mut report)?;
    start::make_demo(program, &data, &mut report)?;
    match what {
        "slow" => slow(data, cases, &mut report).await?,
        "bulk" => bulk(data, cases, &mut report).await?,
        "day" => day(program, &data, &mut report).await?,
        "kpt" => kpt::measure(program, &data, &mut report).await?,
        "plan" => plan::measure(&data, cases, &mut report).await?,
        "pay" => pay(data, cases, &mut report).await?,
        _ => usual(program, folder, data, cases, &mut report).await?,
    }
    let whole = json!({ "before": before, "after": machine::description(), "seconds": began.elapsed().as_secs() });
    std::fs::write(out, serde_json::to_string_pretty(&report.json(whole))?)?;
    say(&format!("\n{}\n{} s; the same as JSON: {}", report.table(), began.elapsed().as_secs(), out.display()));
    Ok(())
}

async fn usual(program: &Path, folder: &Path, data: PathBuf, cases: usize, report: &mut Report) -> Res<()> {
    start::measure(program, &data, report).await?;
    let empty = machine::empty_handler(report).await?;
    let writer = machine::bare_writer(folder, report).await?;
    measure_house(data, cases, empty, &writer, report).await
}

/// Submissions alone; `./bench` makes the disk slow from outside.
async fn slow(data: PathBuf, cases: usize, report: &mut Report) -> Res<()> {
    let house = open(data).await?;
    let (address, stopped) = answer(engawa::bench::pages(house.clone())).await?;
    let taro = Browser::sign_in(address, "taro@demo.example", "engawa-taro").await?;
    let aoi = Browser::sign_in(address, "aoi@demo.example", "engawa-aoi").await?;
    for at_once in [AT_ONCE, 4 * AT_ONCE] {
        let requests = submissions::fill(address, &[taro.clone(), aoi.clone()], cases, report).await?;
        submissions::hand_in_slowly(address, requests, at_once, report).await?;
    }
    stopped.send_replace(true);
    house.db.close().await;
    Ok(())
}

/// The queue among very many cases.
async fn bulk(data: PathBuf, cases: usize, report: &mut Report) -> Res<()> {
    let house = open(data).await?;
    let (address, stopped) = answer(engawa::bench::pages(house.clone())).await?;
    let officer = Browser::sign_in(address, "madoka@demo.example", "engawa-madoka").await?;
    bulk::measure(&house, address, &officer, cases, report).await?;
    stopped.send_replace(true);
    house.db.close().await;
    Ok(())
}

/// Payments: many bills, many payments, a large ledger.
async fn pay(data: PathBuf, entries: usize, report: &mut Report) -> Res<()> {
    let house = open(data).await?;
    pay::measure(&house, entries, report).await?;
    house.db.close().await;
    Ok(())
}

/// A busy day: the letter first, then the house as it is shipped.
async fn day(program: &Path, data: &Path, report: &mut Report) -> Res<()> {
    let house = open(data.to_owned()).await?;
    let households = day::mailing(&house).await?;
    house.db.close().await;
    drop(house);
    say(&format!("{households} letters wait to be sent"));
    day::live(program, data, report).await
}

async fn measure_house(
    data: PathBuf,
    cases: usize,
    empty: (f64, f64),
    writer: &machine::Writer,
    report: &mut Report,
) -> Res<()> {
    let house = open(data).await?;
    let (address, stopped) = answer(engawa::bench::pages(house.clone())).await?;
    pages::public(address, report, empty).await?;
    guide::measure(address, report, empty).await?;
    search::measure(&house, writer, report).await?;
    eligible::measure(&house, report).await?;
    forms::measure(report)?;
    let officer = Browser::sign_in(address, "madoka@demo.example", "engawa-madoka").await?;
    let hanako = Browser::sign_in(address, "hanako@demo.example", "engawa-hanako").await?;
    let taro = Browser::sign_in(address, "taro@demo.example", "engawa-taro").await?;
    let aoi = Browser::sign_in(address, "aoi@demo.example", "engawa-aoi").await?;
    let mut requests = submissions::fill(address, &[taro, aoi], cases, report).await?;
    requests.extend(submissions::fill_quietly(address, &hanako, 20).await?);
    submissions::hand_in(address, requests, writer, report).await?;
    pages::with_queries(address, report, &officer, &hanako, empty).await?;
    submissions::drain(&house, writer, report).await?;
    certificates::measure(&house, report).await?;
    stopped.send_replace(true);
    house.db.close().await;
    Ok(())
}

/// The house of the demo town, as `serve` opens it.
pub(crate) async fn open(data: PathBuf) -> Res<House> {
    let listen = "127.0.0.1:0".to_owned();
    let place =
        Place { town: PathBuf::from(TOWN), data, database: None, listen, fonts: None, keeping: Default::default() };
    let options = Serve { demo: true, log: "warn".to_owned(), ..Serve::default() };
    Ok(engawa::bench::open(&place, &options, SocketAddr::from(([127, 0, 0, 1], 8080))).await?)
}

/// Answers for `app` on loopback until told to stop.
pub(crate) async fn answer(app: axum::Router) -> Res<(SocketAddr, watch::Sender<bool>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(engawa::bench::answer(listener, app, stopped));
    Ok((address, stop))
}
