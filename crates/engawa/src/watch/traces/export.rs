//! Sends ended spans to the collector, some at a time; what it does not take is lost, never kept.

use super::{Ended, Spans, otlp};
use crate::net::{self, Https};
use crate::settings::Traces;
use bytes::Bytes;
use http_body_util::Full;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

const WAITING: usize = 4096;
const AT_ONCE: usize = 512;
const PAUSE: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_secs(5);
const LAST: Duration = Duration::from_secs(1);

/// Sends until it is told to finish.
pub(crate) struct Exporter {
    sending: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

/// How to reach the collector.
struct Collector {
    client: Https<Full<Bytes>>,
    url: String,
    headers: Vec<(String, String)>,
    service: String,
}

impl Exporter {
    /// Starts sending, if the settings name a collector.
    ///
    /// # Errors
    /// When the settings cannot be understood.
    pub(crate) fn start(traces: &Traces) -> Result<Option<(Spans, Self)>, String> {
        let Some(endpoint) = &traces.otlp_endpoint else { return Ok(None) };
        let url = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
        url.parse::<hyper::Uri>()
            .ok()
            .filter(|u| u.host().is_some())
            .ok_or("the collector's address cannot be read")?;
        let headers = headers(traces.otlp_headers.as_deref().unwrap_or_default())?;
        let collector = Collector { client: net::client()?, url, headers, service: traces.otlp_service.clone() };
        let (to, ended) = mpsc::channel(WAITING);
        let (stop, stopped) = watch::channel(false);
        let sending = tokio::spawn(send_all(collector, ended, stopped));
        Ok(Some((Spans::new(to, traces.otlp_share), Self { sending, stop })))
    }

    /// Sends what is waiting, for at most a second, and ends.
    pub(crate) async fn finish(self) {
        self.stop.send_replace(true);
        let abort = self.sending.abort_handle();
        if tokio::time::timeout(LAST, self.sending).await.is_err() {
            abort.abort();
        }
    }
}

fn headers(text: &str) -> Result<Vec<(String, String)>, String> {
    let pairs = text.split(',').map(str::trim).filter(|p| !p.is_empty());
    let pair = |p: &str| p.split_once('=').map(|(n, v)| (n.trim().to_owned(), v.trim().to_owned()));
    pairs.map(|p| pair(p).ok_or_else(|| "headers are written as name=value,name=value".to_owned())).collect()
}

async fn send_all(collector: Collector, mut ended: mpsc::Receiver<Ended>, mut stop: watch::Receiver<bool>) {
    let mut some = Vec::with_capacity(AT_ONCE);
    let mut well = true;
    while !*stop.borrow() {
        tokio::select! {
            _ = stop.changed() => {}
            _ = ended.recv_many(&mut some, AT_ONCE) => {}
        }
        while let Ok(more) = ended.try_recv() {
            some.push(more);
        }
        if some.is_empty() {
            continue;
        }
        let sent = collector.send(&some).await;
        if let (Err(why), true) = (&sent, well) {
            tracing::warn!(why, "the collector of traces does not take them");
        }
        well = sent.is_ok();
        some.clear();
        let _ = tokio::time::timeout(PAUSE, stop.changed()).await;
    }
}

impl Collector {
    async fn send(&self, spans: &[Ended]) -> Result<(), String> {
        let text = serde_json::to_vec(&otlp::request(&self.service, spans)).map_err(|e| e.to_string())?;
        let mut request = hyper::Request::post(&self.url).header("content-type", "application/json");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(Bytes::from(text))).map_err(|e| e.to_string())?;
        match net::post(&self.client, request, LIMIT).await? {
            200..300 => Ok(()),
            status => Err(format!("status {status}")),
        }
    }
}
