//! Tells five people through a real mail server, step by step, for `proofs/mail`. The address of
//! the server is the one argument; after each step the states stand on standard output as JSON and
//! the program waits for a line.

use kernel::id::PersonId;
use kernel::{Clock, PersonName};
use notices::smtp::{Config, Letterhead, Smtp};
use notices::{NewNotice, tell};
use people::Facts;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, Write};
use std::sync::Arc;
use store::{Act, Reads, args, jobs};
use testkit::TestTown;
use tokio::sync::Semaphore;
use web::texts::Texts;
use web::{House, Parts, Shelf};

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let url = std::env::args().nth(1).ok_or("the address of a mail server")?;
    let town = TestTown::sqlite(&[notices::room()]).await;
    let house = house(&town, url)?;
    say(&house, "plain", "住民票の写しができました。受け取りの方法をお知らせします（小野町役場より）", "cases.done")
        .await?;
    say(&house, "gone", "届かない方へ", "cases.done").await?;
    work(&house).await?;
    wait(&town, 60)?;
    work(&house).await?;
    wait(&town, 60)?;
    say(&house, "full", "受け取れない方へ", "cases.done").await?;
    say(&house, "news", "町の催しのお知らせ", "news.events").await?;
    say(&house, "hostile", "改行\r\nBcc: someone@example.com", "cases.done").await?;
    work(&house).await?;
    // The one whose mailbox is full: tried until the house's patience ends.
    for _ in 0..14 {
        town.clock.advance_seconds(6 * 3600);
        jobs::run_due(&house.db, &house.workers(), house.clock.as_ref()).await?;
    }
    wait(&town, 0)?;
    show(&house).await
}

/// The test town's house, with mail by SMTP and an https address.
fn house(town: &TestTown, url: String) -> Outcome<House> {
    let of = &town.house;
    let clock: Arc<dyn Clock> = town.clock.clone();
    let smtp = Smtp::new(&Config { url, from: Letterhead::of(&of.town) }, clock)?;
    Ok(House::new(Parts {
        town: of.town.clone(),
        db: of.db.clone(),
        blobs: of.blobs.clone(),
        data: of.data.clone(),
        clock: of.clock.clone(),
        press: of.press.clone(),
        outside: Arc::new(web::outside::NoOutside),
        senders: vec![Arc::new(smtp)],
        sessions: of.sessions.clone(),
        texts: Texts::new(&[notices::room().texts], &[])?,
        shelf: Shelf::default(),
        rooms: vec![notices::room()],
        services: Vec::new(),
        base_url: "https://town.example".to_owned(),
        demo: false,
        secret: [9; 32],
        presses: Arc::new(Semaphore::new(1)),
    }))
}

async fn say(house: &House, who: &'static str, subject: &'static str, topic: &'static str) -> Outcome<()> {
    let mut facts = Facts::named(PersonName::from_full("見本 花子")?);
    facts.email = Some(format!("{who}@example.jp").parse()?);
    facts.address = kernel::Address::free("福島県田村郡小野町大字架空1番地");
    let act = Act::system("proof", house.now());
    let write = move |tx| async move {
        let person: PersonId = people::add_outside(&tx, facts).await?;
        let link = Some("/my/notices".to_owned());
        let body = "ふつうの文です。\n\n次の行です。".to_owned();
        let new =
            NewNotice { key: who.to_owned(), topic, person, subject: subject.to_owned(), body, link, urgent: false };
        tell(&tx, new).await?;
        Ok::<_, people::PeopleError>(())
    };
    Ok(house.db.write(&act, write).await?)
}

async fn work(house: &House) -> Outcome<()> {
    jobs::run_due(&house.db, &house.workers(), house.clock.as_ref()).await?;
    show(house).await
}

async fn show(house: &House) -> Outcome<()> {
    let sql = "SELECT n.key, r.state FROM notices_notice n JOIN notices_recipient r ON r.notice = n.id";
    let mut states = BTreeMap::new();
    for row in house.db.rows(sql, args![]).await? {
        states.insert(row.get::<String>("key")?, row.get::<String>("state")?);
    }
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&states)?)?;
    Ok(())
}

fn wait(town: &TestTown, seconds: i64) -> Outcome<()> {
    std::io::stdin().lock().read_line(&mut String::new())?;
    town.clock.advance_seconds(seconds);
    Ok(())
}
