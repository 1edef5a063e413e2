//! Visitors: HTTP/1.1 over kept connections, as many at once as asked for, each sending its next
//! request when it has its answer.

use crate::Res;
use crate::figures::Times;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Where an officer gives the second proof.
const SECOND: &str = "/sign-in/second";

/// A browser: its seat, and its session once it is signed in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Browser {
    pub(crate) seat: String,
    pub(crate) session: String,
    /// The token that its forms carry.
    pub(crate) token: String,
}

impl Browser {
    pub(crate) fn get(&self, path: &str) -> Vec<u8> {
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", self.cookies()).into_bytes()
    }

    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let mut body = format!("_token={}", self.token);
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", encode(value)));
        }
        let head = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin";
        let length = body.len();
        format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{head}\r\nContent-Length: {length}\r\n{}\r\n{body}",
            self.cookies()
        )
        .into_bytes()
    }

    fn cookies(&self) -> String {
        match (self.seat.as_str(), self.session.as_str()) {
            ("", _) => String::new(),
            (seat, "") => format!("Cookie: engawa_seat={seat}\r\n"),
            (seat, session) => format!("Cookie: engawa_seat={seat}; engawa_session={session}\r\n"),
        }
    }

    /// Signs in through the page, as a person does.
    pub(crate) async fn sign_in(house: SocketAddr, email: &str, password: &str) -> Res<Self> {
        let mut connection = Connection::open(house).await?;
        let page = connection.send(&Self::default().get("/sign-in")).await?;
        let text = String::from_utf8_lossy(&page.body).into_owned();
        let token = between(&text, "name=\"_token\" value=\"", "\"").ok_or("the sign-in page has no token")?;
        let mut browser = Self { seat: page.cookie("engawa_seat")?, token, session: String::new() };
        let fields = [("email", email), ("password", password)];
        let mut entered = connection.send(&browser.post("/sign-in", &fields)).await?;
        if entered.leads_to().is_ok_and(|place| place == SECOND) {
            let code = second(&mut connection, &browser).await?;
            entered = connection.send(&browser.post(SECOND, &[("code", &code)])).await?;
        }
        browser.session =
            entered.cookie("engawa_session").map_err(|_| format!("{email} cannot sign in: {}", entered.status))?;
        // Signing in gives the browser a new seat; its token stands in the next form.
        browser.seat = entered.cookie("engawa_seat").unwrap_or(browser.seat);
        let page = connection.send(&browser.get("/apply/migration_consultation")).await?;
        let text = String::from_utf8_lossy(&page.body).into_owned();
        if let Ok(seat) = page.cookie("engawa_seat") {
            browser.seat = seat;
        }
        browser.token = between(&text, "name=\"_token\" value=\"", "\"").unwrap_or(browser.token);
        Ok(browser)
    }
}

/// In the demo the page shows the code of the fictional telephone. Each works once: whoever signs in
/// again within half a minute waits for the next.
async fn second(connection: &mut Connection, browser: &Browser) -> Res<String> {
    for _ in 0..40 {
        let page = connection.send(&browser.get(SECOND)).await?;
        if let Some(code) = between(&String::from_utf8_lossy(&page.body), "data-demo-code=\"", "\"") {
            return Ok(code);
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    Err("the page shows no code".into())
}

fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.*".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let rest = text.split_once(before)?.1;
    Some(rest.split_once(after)?.0.to_owned())
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split_once(':').is_some_and(|(n, _)| n.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }

    fn cookie(&self, name: &str) -> Res<String> {
        between(&self.head, &format!("{name}="), ";")
            .filter(|v| !v.is_empty())
            .ok_or_else(|| format!("no cookie {name}").into())
    }

    /// Where it leads.
    pub(crate) fn leads_to(&self) -> Res<String> {
        let place = self.header("location").filter(|_| self.status == 303);
        place.map(str::to_owned).ok_or_else(|| format!("an answer {} that leads nowhere", self.status).into())
    }
}

/// One kept connection.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    pub(crate) async fn open(house: SocketAddr) -> Res<Self> {
        let stream = TcpStream::connect(house).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(64 * 1024, stream) })
    }

    pub(crate) async fn send(&mut self, request: &[u8]) -> Res<Reply> {
        self.stream.get_mut().write_all(request).await?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head).await? == 0 {
                return Err("the house closed the connection".into());
            }
        }
        let status = head.get(9..12).and_then(|s| s.parse().ok()).ok_or("no status")?;
        let mut reply = Reply { status, head, body: Vec::new() };
        if reply.header("transfer-encoding").is_some() {
            self.read_chunks(&mut reply.body).await?;
        } else {
            let length = reply.header("content-length").and_then(|l| l.parse().ok()).unwrap_or(0);
            reply.body.resize(length, 0);
            self.stream.read_exact(&mut reply.body).await?;
        }
        Ok(reply)
    }

    async fn read_chunks(&mut self, body: &mut Vec<u8>) -> Res<()> {
        loop {
            let mut size = String::new();
            self.stream.read_line(&mut size).await?;
            let size = usize::from_str_radix(size.trim(), 16)?;
            let at = body.len();
            body.resize(at + size + 2, 0);
            self.stream.read_exact(&mut body[at..]).await?;
            body.truncate(at + size);
            if size == 0 {
                return Ok(());
            }
        }
    }
}

/// For how long, or how often.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Until {
    Over(Duration),
    Sent(usize),
}

/// Sends requests over `at_once` connections; `request` answers the one with a number, counted
/// from 0. Every answer must have the status `expected`.
pub(crate) async fn load<R>(house: SocketAddr, at_once: usize, until: Until, expected: u16, request: R) -> Res<Times>
where
    R: Fn(usize) -> Arc<[u8]> + Send + Sync + 'static,
{
    let (next, request) = (Arc::new(AtomicUsize::new(0)), Arc::new(request));
    let mut visitors = JoinSet::new();
    let mut connections = Vec::new();
    for _ in 0..at_once {
        connections.push(Connection::open(house).await?);
    }
    let began = Instant::now();
    for mut connection in connections {
        let (next, request) = (next.clone(), request.clone());
        visitors.spawn(async move {
            let mut each = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let over = match until {
                    Until::Over(time) => began.elapsed() >= time,
                    Until::Sent(count) => number >= count,
                };
                if over {
                    return Res::Ok(each);
                }
                let bytes = request(number);
                let sent = Instant::now();
                let reply = connection.send(&bytes).await?;
                each.push(sent.elapsed());
                if reply.status != expected {
                    let text = String::from_utf8_lossy(&reply.body).chars().take(400).collect::<String>();
                    return Err(format!("expected {expected}, got {}: {text}", reply.status).into());
                }
            }
        });
    }
    let mut times = Times::default();
    while let Some(done) = visitors.join_next().await {
        times.each.extend(done??);
    }
    times.whole = began.elapsed();
    Ok(times)
}

/// The same request again and again, after a short warm-up.
pub(crate) async fn again(house: SocketAddr, at_once: usize, seconds: u64, request: Vec<u8>) -> Res<Times> {
    let bytes: Arc<[u8]> = request.into();
    let warm = bytes.clone();
    load(house, at_once, Until::Over(Duration::from_millis(300)), 200, move |_| warm.clone()).await?;
    load(house, at_once, Until::Over(Duration::from_secs(seconds)), 200, move |_| bytes.clone()).await
}
