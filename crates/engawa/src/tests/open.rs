//! The house opens, is asked over real connections, and closes in order; the demo fills it.

use crate::command_line::{CommandLine, Task};
use crate::house::{self, DataLock, Records, TownRead};
use crate::{commands, demo, ops, serve};
use clap::Parser;
use std::path::Path;
use std::time::Duration;
use store::journal::{HeadsFile, verify};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

fn line(data: &Path, words: &[&str]) -> CommandLine {
    let towns = concat!(env!("CARGO_MANIFEST_DIR"), "/../../towns/ono");
    let data = data.to_string_lossy().into_owned();
    let head = ["engawa", "--town", towns, "--data", &data];
    CommandLine::try_parse_from(head.iter().chain(words)).unwrap()
}

async fn ask(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_served_over_a_connection_marked_as_fictional_and_closes_with_a_signed_head() {
    let data = tempfile::tempdir().unwrap();
    let line = line(data.path(), &["serve", "--demo"]);
    let Task::Serve(options) = &line.task else { panic!("serve") };
    let read = TownRead::from(&line.place).unwrap();
    let records = Records::open(&line.place).await.unwrap();
    let filled = demo::fill(&line.place, read, &records).await.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(filled.households, 3_700);
    let read = TownRead::from(&line.place).unwrap();
    assert!(demo::fill(&line.place, read, &records).await.is_err(), "the demo fills empty records only");
    let read = TownRead::from(&line.place).unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let house = house::build(&line.place, options, read, &records, address).await.unwrap();
    assert!(house.demo);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let open = tokio::spawn(serve::keep_open(house, listener, None, web::Proxies::default(), async move {
        let _ = stopped.await;
    }));
    assert!(ask(address, "/healthz").await.starts_with("HTTP/1.1 200"));
    let page = ask(address, "/").await;
    assert!(page.contains("架空"), "the page does not say that everybody is made up");
    assert!(page.to_lowercase().contains("content-security-policy"));
    // A visitor who says nothing does not keep the house open.
    let silent = TcpStream::connect(address).await.unwrap();
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(15), open).await.unwrap().unwrap().unwrap();
    drop(silent);

    let again = Records::open(&line.place).await.unwrap();
    assert!(ops::is_demo(&again.db).await.unwrap());
    let key = again.keys.journal().unwrap().verifying();
    let verdict = verify(&again.db, &again.blobs, &HeadsFile::in_folder(data.path()), &key).await.unwrap();
    assert!(verdict.holds(), "{:?}", verdict.findings);
    assert_eq!(verdict.unsigned, 0, "the last head is signed at the stop");
    assert!(verdict.rows > 12_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_the_same_on_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let url = store::testing::postgres_database();
    let line = line(data.path(), &["demo", "--database", &url]);
    let read = TownRead::from(&line.place).unwrap();
    let records = Records::open(&line.place).await.unwrap();
    let filled = demo::fill(&line.place, read, &records).await.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(filled.households, 3_700);
    assert!(filled.matters > 5, "matters of today and of the months before");
    let verdict = commands::journal::judge(&records).await.unwrap();
    assert!(verdict.holds(), "{:?}", verdict.findings);
}

#[test]
fn a_data_folder_has_one_program_at_a_time() {
    let data = tempfile::tempdir().unwrap();
    let place = line(data.path(), &["check"]).place;
    let first = DataLock::take(&place).unwrap();
    assert!(DataLock::take(&place).is_err());
    drop(first);
    assert!(DataLock::take(&place).is_ok());
}

#[test]
fn both_town_folders_are_in_order() {
    for town in ["ono", "template"] {
        let problems = commands::check::problems(&testkit::town_folder(town));
        assert!(problems.is_empty(), "{town}: {problems:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_town_that_allows_no_demo_gets_none() {
    let data = tempfile::tempdir().unwrap();
    let line = line(data.path(), &["demo"]);
    let mut read = TownRead::from(&line.place).unwrap();
    read.town.settings.demo_allowed = false;
    let records = Records::open(&line.place).await.unwrap();
    assert!(demo::fill(&line.place, read, &records).await.is_err());
    assert!(!ops::is_demo(&records.db).await.unwrap());
}
