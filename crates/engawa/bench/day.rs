//! A busy day of the town in a few minutes: the tax letter goes to 3,500 households and many look
//! at once, 300 matters are brought to the counter, officers work, and in the middle of it an
//! emergency sends everybody to the home page. Who waits how long, by kind of person.
//!
//! Everybody comes when they come, whether or not others were answered: the time counts from the
//! moment at which somebody wanted to ask.

use crate::figures::{Figure, Report, Times};
use crate::load::{Browser, Connection};
use crate::start::Running;
use crate::{Res, say};
use kernel::id::PersonId;
use notices::NewCircular;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Act, Reads, StoreError};
use tokio::task::JoinSet;
use web::House;

const HOUSEHOLDS: i64 = 3500;
const MATTERS: usize = 300;
const LENGTH: Duration = Duration::from_secs(150);
/// When the rush begins and ends; the rate is that of the real ten minutes.
const RUSH: (Duration, Duration) = (Duration::from_secs(45), Duration::from_secs(105));
const RUSH_RATE: f64 = 300.0;
/// Two of five households look on line.
const LOOKERS: f64 = HOUSEHOLDS as f64 * 0.4;
const OFFICERS: f64 = 12.0;

/// What one kind of person waited: before and after the rush, and during it.
#[derive(Default)]
struct Waits {
    quiet: Times,
    rush: Times,
}

impl Waits {
    fn note(&mut self, at: Duration, took: Duration) {
        let times = if at >= RUSH.0 && at < RUSH.1 { &mut self.rush } else { &mut self.quiet };
        times.each.push(took);
    }

    fn report(&self, who: &str, report: &mut Report) {
        for (when, times) in [("", &self.quiet), (" during the rush", &self.rush)] {
            if !times.each.is_empty() {
                let note = format!("{} requests, p99 {:.1} ms", times.each.len(), times.ms(0.99));
                report.add(Figure::took(format!("a day: {who}{when}"), times).note(note));
            }
        }
    }
}

/// Puts the tax letter of 3,500 households into the outbox.
pub(crate) async fn mailing(house: &House) -> Res<usize> {
    let sql = "SELECT id FROM people_person WHERE is_head = $1 ORDER BY id LIMIT $2";
    let rows = house.db.rows(sql, store::args![true, HOUSEHOLDS]).await?;
    let people: Vec<PersonId> = rows.iter().map(|r| r.get("id")).collect::<Result<_, StoreError>>()?;
    let letter = NewCircular {
        key: "bench.tax".to_owned(),
        topic: "bench.tax",
        subject: "固定資産税のお知らせ（架空）".to_owned(),
        body: "ことしの税額が決まりました。（架空の知らせです）".to_owned(),
        link: Some("/my/bills".to_owned()),
        urgent: false,
    };
    let count = people.len();
    let act = Act::system("bench", house.now());
    house.db.write(&act, move |tx| async move { notices::tell_many(&tx, letter, &people).await }).await?;
    Ok(count)
}

/// The day itself, at a house that runs as it is shipped.
pub(crate) async fn live(program: &Path, data: &Path, report: &mut Report) -> Res<()> {
    let (running, _) = Running::start(program, data).await?;
    let address = running.address;
    let hanako = Browser::sign_in(address, "hanako@demo.example", "engawa-hanako").await?;
    let officer = Browser::sign_in(address, "madoka@demo.example", "engawa-madoka").await?;
    let queue = page(address, &officer, "/desk/cases").await?;
    let cases: Vec<String> = links(&queue, "/desk/cases/");
    let asked = page(address, &officer, "/desk/assist?q=佐藤&procedure=resident_record").await?;
    let somebody = between(&asked, "name=\"person\" value=\"", "\"").ok_or("nobody is found at the counter")?;
    say("a day begins: 150 s");
    let began = Instant::now();
    let nobody = Browser::default();
    let rush = Arc::new(vec![packed(&nobody, "/"), packed(&nobody, "/procedures"), packed(&nobody, "/")]);
    let look = Arc::new(vec![hanako.get("/my/notices"), hanako.get("/my/bills"), hanako.get("/my/cases")]);
    let mut work = vec![officer.get("/desk/cases"), officer.get("/desk/approvals")];
    work.extend(cases.iter().take(5).map(|c| officer.get(&format!("/desk/cases/{c}"))));
    let length = LENGTH.as_secs_f64();
    let (visitors, households, officers, counter) = tokio::join!(
        stream(address, began, RUSH, RUSH_RATE, rush),
        stream(address, began, (Duration::ZERO, LENGTH), LOOKERS * 2.0 / length, look),
        stream(address, began, (Duration::ZERO, LENGTH), OFFICERS / 2.0, Arc::new(work)),
        matters(address, began, officer.clone(), somebody),
    );
    counter?.report("300 matters entered at the counter, each page", report);
    officers?.report("officers at their desks", report);
    households?.report("households that look after the letter", report);
    visitors?.report("everybody else at the home page", report);
    report.add(Figure::plain("memory at the end of the day", running.memory()?, "MB"));
    running.stop()?;
    Ok(())
}

fn packed(browser: &Browser, path: &str) -> Vec<u8> {
    let plain = browser.get(path);
    [&plain[..plain.len() - 2], b"Accept-Encoding: gzip, deflate, br\r\n\r\n"].concat()
}

async fn page(address: SocketAddr, who: &Browser, path: &str) -> Res<String> {
    let reply = Connection::open(address).await?.send(&who.get(&path.replace("佐藤", "%E4%BD%90%E8%97%A4"))).await?;
    if reply.status != 200 {
        return Err(format!("{path} answers {}", reply.status).into());
    }
    Ok(String::from_utf8_lossy(&reply.body).into_owned())
}

fn between(text: &str, before: &str, after: &str) -> Option<String> {
    Some(text.split_once(before)?.1.split_once(after)?.0.to_owned())
}

fn links(page: &str, before: &str) -> Vec<String> {
    let before = format!("href=\"{before}");
    let ids = page.split(&before).skip(1).filter_map(|rest| rest.split('"').next());
    ids.filter(|id| id.len() == 36).map(str::to_owned).collect()
}

/// Requests at a steady rate, whoever is answered.
async fn stream(
    address: SocketAddr,
    began: Instant,
    (from, to): (Duration, Duration),
    rate: f64,
    requests: Arc<Vec<Vec<u8>>>,
) -> Res<Waits> {
    let idle = Arc::new(tokio::sync::Mutex::new(Vec::<Connection>::new()));
    let (mut tasks, mut waits) = (JoinSet::new(), Waits::default());
    let count = ((to - from).as_secs_f64() * rate) as usize;
    for number in 0..count {
        let at = from + Duration::from_secs_f64(number as f64 / rate);
        tokio::time::sleep_until((began + at).into()).await;
        let (idle, requests) = (idle.clone(), requests.clone());
        tasks.spawn(async move {
            let kept = idle.lock().await.pop();
            let mut connection = match kept {
                Some(connection) => connection,
                None => Connection::open(address).await?,
            };
            let reply = connection.send(&requests[number % requests.len()]).await?;
            let took = began.elapsed().saturating_sub(at);
            idle.lock().await.push(connection);
            if reply.status == 200 { Res::Ok((at, took)) } else { Err(format!("answered {}", reply.status).into()) }
        });
        while let Some(done) = tasks.try_join_next() {
            let (at, took) = done??;
            waits.note(at, took);
        }
    }
    while let Some(done) = tasks.join_next().await {
        let (at, took) = done??;
        waits.note(at, took);
    }
    Ok(waits)
}

/// Matters at the counter, two a second: each is entered page by page and handed in.
async fn matters(address: SocketAddr, began: Instant, officer: Browser, person: String) -> Res<Waits> {
    let (mut tasks, mut waits) = (JoinSet::new(), Waits::default());
    for number in 0..MATTERS {
        let at = LENGTH.mul_f64(number as f64 / MATTERS as f64);
        tokio::time::sleep_until((began + at).into()).await;
        let (officer, person) = (officer.clone(), person.clone());
        tasks.spawn(async move { matter(address, began, &officer, &person).await });
    }
    while let Some(done) = tasks.join_next().await {
        for (at, took) in done?? {
            waits.note(at, took);
        }
    }
    Ok(waits)
}

async fn matter(
    address: SocketAddr,
    began: Instant,
    officer: &Browser,
    person: &str,
) -> Res<Vec<(Duration, Duration)>> {
    let (mut connection, mut waits) = (Connection::open(address).await?, Vec::new());
    let entry = [("person", person), ("procedure", "resident_record"), ("channel", "counter"), ("check", "運転免許証")];
    let mut next = (String::from("/desk/assist/begin"), entry.to_vec());
    let mut pages = crate::submissions::ANSWERS.iter();
    let mut draft = String::new();
    loop {
        let at = began.elapsed();
        let place = connection.send(&officer.post(&next.0, &next.1)).await?.leads_to()?;
        waits.push((at, began.elapsed() - at));
        if next.0.ends_with("/submit") {
            return Ok(waits);
        }
        if draft.is_empty() {
            draft = place.rsplit_once('/').map(|(draft, _)| draft.to_owned()).ok_or("a draft without an address")?;
        }
        next = match pages.next() {
            Some((page, answers)) => (format!("{draft}/{page}"), answers.to_vec()),
            None => (format!("{draft}/submit"), Vec::new()),
        };
    }
}
