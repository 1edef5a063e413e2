//! `/metrics`: what Prometheus asks for, a few times a minute.
//!
//! It is closed unless the town opens it: with a token in the settings (`Authorization: Bearer …`)
//! on the public address, or on an address of its own that only this machine reaches.

use super::exposition::{Exposition, MEDIA_TYPE};
use super::requests::Traffic;
use crate::ops::{Condition, Instruments, condition, gauges};
use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::atomic::Ordering::Relaxed;
use store::StoreError;
use store::meters::Meters;
use web::{House, Visit, WebError};

/// What opens `/metrics` on the public address.
#[derive(Clone, Default)]
pub(crate) struct Token(Option<[u8; 32]>);

impl Token {
    /// As the settings have it; without one the door stays shut.
    pub(crate) fn new(words: Option<&str>) -> Self {
        Self(words.map(|w| Sha256::digest(w).into()))
    }

    /// Compares digests, so that the time tells nothing about the token.
    fn fits(&self, headers: &HeaderMap) -> Option<bool> {
        let own = self.0?;
        let said = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "));
        Some(said.is_some_and(|s| <[u8; 32]>::from(Sha256::digest(s.trim())) == own))
    }
}

/// The page on the public address. Without a token in the settings there is nothing there.
pub(crate) async fn answer(visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let house = visit.house();
    match Instruments::of(house).token.fits(&headers) {
        None => Err(WebError::NotFound),
        Some(false) => Ok((StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response()),
        Some(true) => Ok(exposed(house).await?),
    }
}

/// The same alone, for an address that only this machine or a guarded network reaches.
pub(crate) fn alone(house: House) -> Router {
    let page = move || async move { exposed(&house).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE) };
    Router::new().route("/metrics", axum::routing::get(page))
}

async fn exposed(house: &House) -> Result<Response, StoreError> {
    let condition = condition(house).await?;
    let mut e = Exposition::default();
    build(&mut e);
    requests(&mut e, &Instruments::of(house).traffic);
    writer(&mut e, house.db.meters(), house.db.waiting());
    jobs(&mut e, &condition, house.db.meters());
    records(&mut e, house, &condition);
    copies(&mut e, &condition);
    let bytes = house.bytes_of_copies() as f64;
    e.one("engawa_page_copies_bytes", "gauge", "Memory for pages drawn once for everybody not signed in.", bytes);
    for (gauge, counts) in &gauges(house).await? {
        e.family(gauge.name, "gauge", gauge.help);
        for (value, n) in counts {
            let labels: &[(&str, &str)] = if gauge.label.is_empty() { &[] } else { &[(gauge.label, value)] };
            e.line(gauge.name, labels, *n as f64);
        }
    }
    process(&mut e);
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")], e.text()).into_response())
}

fn build(e: &mut Exposition) {
    e.family("engawa_build_info", "gauge", "Always 1; the labels tell which program runs.");
    e.line("engawa_build_info", &[("version", env!("CARGO_PKG_VERSION")), ("debug", debug())], 1.0);
}

fn debug() -> &'static str {
    if cfg!(debug_assertions) { "true" } else { "false" }
}

fn requests(e: &mut Exposition, traffic: &Traffic) {
    let counted = traffic.read();
    let name = "engawa_http_requests_total";
    e.family(name, "counter", "Requests answered, by pattern of the address, method and class of status.");
    for c in &counted {
        for (class, n) in &c.classes {
            e.line(name, &[("route", c.page), ("method", c.method), ("status", class)], *n as f64);
        }
    }
    let name = "engawa_http_request_duration_seconds";
    e.family(name, "histogram", "From the request's head to the answer's head.");
    for c in &counted {
        e.histogram(name, &[("route", c.page), ("method", c.method)], &c.took);
    }
}

fn writer(e: &mut Exposition, meters: &Meters, waiting: Option<usize>) {
    let n = |counter: &std::sync::atomic::AtomicU64| counter.load(Relaxed) as f64;
    e.one("engawa_commits_total", "counter", "Transactions that reached the disk.", n(&meters.commits));
    e.one("engawa_changes_total", "counter", "Changes in them; on SQLite many share one.", n(&meters.changes));
    e.one("engawa_commits_failed_total", "counter", "Commits that failed.", n(&meters.failed_commits));
    if let Some(waiting) = waiting {
        e.one("engawa_writer_queue", "gauge", "Changes that wait for the one writer.", waiting as f64);
    }
    e.family("engawa_write_wait_seconds", "histogram", "From the wish to change something until its turn.");
    e.histogram("engawa_write_wait_seconds", &[], &meters.waited.read());
    e.family("engawa_commit_seconds", "histogram", "The commit itself, with the disk.");
    e.histogram("engawa_commit_seconds", &[], &meters.committed.read());
}

fn jobs(e: &mut Exposition, condition: &Condition, meters: &Meters) {
    e.family("engawa_jobs", "gauge", "Jobs that are not done: waiting (ready), under way (running), given up (dead).");
    for w in &condition.jobs {
        e.line("engawa_jobs", &[("kind", &w.kind), ("state", &w.state)], w.count as f64);
    }
    let wait = condition.oldest_due.map_or(0, |since| condition.at.seconds_since(since).max(0));
    e.one("engawa_jobs_oldest_due_seconds", "gauge", "How long the oldest due job has waited.", wait as f64);
    let attempts = meters.attempts();
    e.family("engawa_job_attempts_total", "counter", "Attempts at jobs, by how they ended.");
    for (kind, outcome, a) in &attempts {
        e.line("engawa_job_attempts_total", &[("kind", kind), ("outcome", outcome)], a.count as f64);
    }
    e.family("engawa_job_seconds_total", "counter", "Seconds spent on them.");
    for (kind, outcome, a) in &attempts {
        e.line("engawa_job_seconds_total", &[("kind", kind), ("outcome", outcome)], a.seconds);
    }
}

fn records(e: &mut Exposition, house: &House, condition: &Condition) {
    let bytes = condition.database.as_ref().map_or(0, |d| d.bytes);
    e.one("engawa_database_bytes", "gauge", "Bytes that the database takes.", bytes as f64);
    e.one("engawa_journal_head", "gauge", "Number of the journal's last entry.", house.db.last_entry() as f64);
    if let Some(disk) = condition.disk {
        e.one("engawa_disk_free_bytes", "gauge", "Free bytes on the disk of the data folder.", disk.free as f64);
        e.one("engawa_disk_bytes", "gauge", "Size of that disk.", disk.size as f64);
    }
    if let Some((_, answer)) = &condition.mail {
        let up = f64::from(u8::from(answer.is_ok()));
        e.one("engawa_mail_up", "gauge", "1 when the mail server answered the last question.", up);
    }
    if let Some(end) = condition.certificate_ends {
        let name = "engawa_signing_certificate_end_timestamp_seconds";
        e.one(name, "gauge", "When the certificate ends with which papers are signed.", seconds(end));
    }
}

fn seconds(at: kernel::Moment) -> f64 {
    at.as_micros() as f64 / 1e6
}

/// When each of the things that must happen again and again last went well, and last failed.
fn copies(e: &mut Exposition, condition: &Condition) {
    e.family("engawa_last_success_timestamp_seconds", "gauge", "When a backup, drill or verification last went well.");
    for run in condition.runs.iter().filter_map(|(_, runs)| runs.good.as_ref()) {
        e.line("engawa_last_success_timestamp_seconds", &[("work", run.work.key())], seconds(run.ended));
    }
    e.family("engawa_last_failed", "gauge", "1 when the last backup, drill or verification did not go well.");
    for (work, runs) in &condition.runs {
        let failed = runs.last.as_ref().is_some_and(|r| !r.good);
        e.line("engawa_last_failed", &[("work", work.key())], f64::from(u8::from(failed)));
    }
}

fn process(e: &mut Exposition) {
    let Some(own) = super::process() else { return };
    e.one("process_resident_memory_bytes", "gauge", "Memory that the program holds.", own.memory as f64);
    e.one("process_virtual_memory_bytes", "gauge", "Addresses that the program took.", own.addresses as f64);
    e.one("process_open_fds", "gauge", "Open files and connections.", own.files as f64);
    e.one("process_cpu_seconds_total", "counter", "Processor time used.", own.cpu);
    e.one("process_start_time_seconds", "gauge", "When the program started.", own.started);
    e.one("process_threads", "gauge", "Threads.", own.threads as f64);
}
