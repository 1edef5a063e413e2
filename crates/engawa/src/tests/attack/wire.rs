//! Requests as no browser writes them, over real connections.

use super::all_rooms;
use crate::serve;
use std::net::SocketAddr;
use testkit::TestTown;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

struct Open {
    address: SocketAddr,
    _town: TestTown,
    _stop: tokio::sync::watch::Sender<bool>,
}

async fn open() -> Open {
    let town = TestTown::sqlite(&all_rooms()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    tokio::spawn(serve::accept(listener, serve::router(town.house.clone()), stopped));
    Open { address, _town: town, _stop: stop }
}

/// The first line of the answer; empty when the connection is cut without one.
async fn ask(open: &Open, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(open.address).await.unwrap();
    // Who is cut off while still writing has been refused.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

fn post(headers: &str, body: &str) -> Vec<u8> {
    format!("POST /settings/display HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n{body}")
        .into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_with_two_lengths_is_not_read() {
    let open = open().await;
    for headers in [
        "content-length: 3\r\ncontent-length: 4\r\n",
        "content-length: 3, 4\r\n",
        "content-length: +3\r\n",
        "content-length: -1\r\n",
        "content-length: 0x3\r\n",
        "transfer-encoding: chunked, identity\r\n",
        "transfer-encoding: xchunked\r\n",
    ] {
        let answer = ask(&open, &post(headers, "a=b&c=d")).await;
        assert!(answer.is_empty() || answer.contains(" 400 "), "{headers:?}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chunked_message_is_measured_by_its_chunks_alone() {
    let open = open().await;
    // Were the length believed, what follows the last chunk would be the next request.
    let hidden = "0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let request = post(&format!("content-length: {}\r\ntransfer-encoding: chunked\r\n", hidden.len()), hidden);
    let answer = ask(&open, &request).await;
    assert!(answer.is_empty() || !answer.contains(" 200 "), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_without_measure_and_letters_that_do_not_belong_are_refused() {
    let open = open().await;
    let many = (0..5_000).map(|n| format!("x-{n}: 1\r\n")).collect::<String>();
    let long = format!("x: {}\r\n", "a".repeat(300 * 1024));
    for head in [many.as_str(), long.as_str()] {
        let request = format!("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{head}\r\n");
        let answer = ask(&open, request.as_bytes()).await;
        assert!(answer.is_empty() || answer.contains(" 431 ") || answer.contains(" 400 "), "{answer}");
    }
    let longest = format!("GET /{} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", "a".repeat(300 * 1024));
    let answer = ask(&open, longest.as_bytes()).await;
    assert!(answer.is_empty() || [" 414 ", " 431 ", " 400 "].iter().any(|s| answer.contains(s)), "{answer}");
    for line in
        ["GET / HTTP/1.1\r\nhost : localhost", "GET / HTTP/1.1\r\nx\0y: 1", "G\x7fT / HTTP/1.1", "GET /\x01 HTTP/1.1"]
    {
        let answer = ask(&open, format!("{line}\r\nconnection: close\r\n\r\n").as_bytes()).await;
        assert!(answer.is_empty() || answer.contains(" 400 "), "{line:?}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_to_a_file_of_the_machine() {
    let open = open().await;
    for path in [
        "/../../../etc/passwd",
        "/assets/../../etc/passwd",
        "/assets/x/..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/demo/outbox/..%2f..%2f..%2fetc%2fpasswd",
        "/demo/outbox/%2e%2e",
        "/.git/config",
        "/my/papers/..%2f..%2fkeys",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        let answer = ask(&open, request.as_bytes()).await;
        assert!(answer.contains(" 404 ") || answer.contains(" 303 ") || answer.contains(" 400 "), "{path}: {answer}");
    }
}
