//! A board with two hundred people around it: how long until what one writes stands before all of
//! them, one card after another and all at once. The house runs as it is shipped.

use crate::figures::{Figure, Report, Times};
use crate::load::{Browser, Connection};
use crate::start::Running;
use crate::{Res, say};
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

const PEOPLE: usize = 200;
/// Cards one after another, and the pause between two.
const CARDS: usize = 100;
const PAUSE: Duration = Duration::from_millis(100);
/// Longer than this nobody waits for a card.
const LIMIT: Duration = Duration::from_secs(60);

/// What stands on the card with a number, and on no other.
fn sign(number: usize) -> String {
    format!("card-no-{number:04}.")
}

/// The number of a card, read from where its sign begins.
fn number(text: &[u8]) -> Option<usize> {
    std::str::from_utf8(text.get(8..12)?).ok()?.parse().ok()
}

pub(crate) async fn measure(program: &Path, data: &Path, report: &mut Report) -> Res<()> {
    let (running, _) = Running::start(program, data).await?;
    let address = running.address;
    let officer = Browser::sign_in(address, "madoka@demo.example", "engawa-madoka").await?;
    say(&format!("{PEOPLE} people sit down at a board"));
    let board = open(address, &officer, "順に書く").await?;
    let (arrived, written) = round(address, &officer, &board, CARDS, Some(PAUSE)).await?;
    report.add(note(Figure::took(format!("kpt: a card until each of {PEOPLE} has it"), &arrived), &arrived));
    report.add(Figure::took("kpt: writing a card", &written));
    let board = open(address, &officer, "いっせいに書く").await?;
    let (arrived, written) = round(address, &officer, &board, PEOPLE, None).await?;
    let name = format!("kpt: {PEOPLE} cards at the same moment, each until each of {PEOPLE} has it");
    report.add(note(Figure::took(name, &arrived), &arrived));
    report.add(Figure::took(format!("kpt: writing one of {PEOPLE} cards at the same moment"), &written));
    report.add(Figure::took("kpt: the page of a board with 200 cards", &page(address, &officer, &board).await?));
    report.add(Figure::plain("kpt: memory", running.memory()?, "MB"));
    running.stop()?;
    Ok(())
}

fn note(figure: Figure, times: &Times) -> Figure {
    figure.note(format!("{} arrivals, the last after {:.0} ms", times.each.len(), times.ms(1.0)))
}

async fn open(address: SocketAddr, officer: &Browser, title: &str) -> Res<String> {
    let fields = [
        ("title", title),
        ("about", "project:"),
        ("project", "計測（架空）"),
        ("names", "anonymous"),
        ("votes", "3"),
        ("minutes", ""),
    ];
    Connection::open(address).await?.send(&officer.post("/desk/plan/boards", &fields)).await?.leads_to()
}

async fn page(address: SocketAddr, officer: &Browser, board: &str) -> Res<Times> {
    let mut connection = Connection::open(address).await?;
    let mut times = Times::default();
    for _ in 0..50 {
        let began = Instant::now();
        connection.send(&officer.get(board)).await?;
        times.each.push(began.elapsed());
    }
    Ok(times)
}

/// Somebody who listens until `cards` cards arrived; answers when each did.
async fn listen(address: SocketAddr, request: Vec<u8>, cards: usize, ready: watch::Sender<usize>) -> Res<Vec<Instant>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    stream.write_all(&request).await?;
    let (mut arrived, mut missing): (Vec<Option<Instant>>, usize) = (vec![None; cards], cards);
    let (mut text, mut piece, mut told) = (Vec::new(), vec![0; 64 * 1024], false);
    while missing > 0 {
        let read = stream.read(&mut piece).await?;
        if read == 0 {
            return Err("the house ended the stream".into());
        }
        let now = Instant::now();
        text.extend_from_slice(&piece[..read]);
        // The first line says after which time to come back: the stream is open.
        if !told && text.windows(6).any(|w| w == b"retry:") {
            told = true;
            ready.send_modify(|n| *n += 1);
        }
        let signs = text.windows(13).enumerate().filter(|(_, w)| w.starts_with(b"card-no-") && w.ends_with(b"."));
        for n in signs.filter_map(|(at, _)| number(&text[at..])) {
            if let Some(place) = arrived.get_mut(n).filter(|place| place.is_none()) {
                *place = Some(now);
                missing -= 1;
            }
        }
        // A sign may be cut by the end of a piece.
        let keep = text.len().saturating_sub(12);
        text.drain(..keep);
    }
    Ok(arrived.into_iter().flatten().collect())
}

/// All listen; cards are written one after another, or all at once. How long each card took to each
/// who listens, and how long each took to be written.
async fn round(
    address: SocketAddr,
    officer: &Browser,
    board: &str,
    cards: usize,
    pause: Option<Duration>,
) -> Res<(Times, Times)> {
    let (ready, mut open) = watch::channel(0);
    let mut listeners = JoinSet::new();
    for _ in 0..PEOPLE {
        let request = officer.get(&format!("{board}/stream?since=0"));
        listeners.spawn(tokio::time::timeout(LIMIT, listen(address, request, cards, ready.clone())));
    }
    tokio::time::timeout(LIMIT, open.wait_for(|n| *n == PEOPLE)).await??;
    let (sent, written) = write(address, officer, board, cards, pause).await?;
    let mut arrived = Times::default();
    while let Some(one) = listeners.join_next().await {
        let one = one???;
        arrived.each.extend(one.iter().zip(&sent).map(|(at, sent)| at.saturating_duration_since(*sent)));
    }
    Ok((arrived, written))
}

async fn write(
    address: SocketAddr,
    officer: &Browser,
    board: &str,
    cards: usize,
    pause: Option<Duration>,
) -> Res<(Vec<Instant>, Times)> {
    let mut connections = Vec::new();
    for _ in 0..if pause.is_some() { 1 } else { cards } {
        connections.push(Connection::open(address).await?);
    }
    let (mut sent, mut times, mut tasks) = (vec![Instant::now(); cards], Times::default(), JoinSet::new());
    for (n, sent) in sent.iter_mut().enumerate() {
        let (once, words) = (format!("{board}-{n}"), format!("{} 待つ人に声をかけるとよい", sign(n)));
        let fields = [("once", once.as_str()), ("side", "try"), ("words", words.as_str())];
        let request = officer.post(&format!("{board}/cards"), &fields);
        let mut connection = connections.pop().ok_or("no connection is left")?;
        *sent = Instant::now();
        let began = *sent;
        let post = async move {
            connection.send(&request).await?.leads_to()?;
            Res::Ok((connection, began.elapsed()))
        };
        match pause {
            Some(pause) => {
                let (connection, took) = post.await?;
                connections.push(connection);
                times.each.push(took);
                tokio::time::sleep(pause).await;
            }
            None => {
                tasks.spawn(post);
            }
        }
    }
    while let Some(done) = tasks.join_next().await {
        times.each.push(done??.1);
    }
    Ok((sent, times))
}
