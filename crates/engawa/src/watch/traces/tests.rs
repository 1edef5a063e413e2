//! Traces reach a collector over a real connection, and say nothing of people.

use super::*;
use crate::settings::Traces;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing::Instrument;
use tracing::instrument::WithSubscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;

/// Takes one request and answers its head and JSON body.
async fn collect(listener: TcpListener) -> (String, serde_json::Value) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let (mut read, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let n = stream.read(&mut part).await.unwrap();
        read.extend_from_slice(&part[..n]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        if let Ok(json) = serde_json::from_str(body) {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
            return (head.to_owned(), json);
        }
        assert!(n > 0, "cut off: {text}");
    }
}

#[tokio::test]
async fn a_request_and_what_happened_inside_it_reach_the_collector_as_one_trace() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let traces = Traces {
        otlp_endpoint: Some(format!("http://{}/", listener.local_addr().unwrap())),
        otlp_headers: Some("x-key=abc".to_owned()),
        otlp_service: "test-town".to_owned(),
        otlp_share: 1.0,
    };
    let (spans, exporter) = Exporter::start(&traces).unwrap().unwrap();
    let subscriber = tracing_subscriber::registry().with(spans.with_filter(filter_fn(Spans::wants)));
    async {
        let request = request_span(&Method::GET, "/v/{code}");
        request.in_scope(|| {
            tracing::trace_span!(target: "engawa::span", "db.write", email = "hanako@demo.example").in_scope(|| {});
            tracing::info_span!("another", secret = "花子").in_scope(|| {});
        });
        request.record("http.response.status_code", 503_u16);
    }
    .with_subscriber(subscriber)
    .await;
    let (head, json) = collect(listener).await;
    exporter.finish().await;
    assert!(head.starts_with("POST /v1/traces HTTP/1.1") && head.contains("x-key: abc"), "{head}");
    let text = json.to_string();
    assert!(!text.contains("hanako") && !text.contains("花子") && text.contains("test-town"));
    let spans = json["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap();
    assert_eq!(spans.len(), 2);
    let (inner, outer) = (&spans[0], &spans[1]);
    assert_eq!(outer["name"], "GET /v/{code}");
    assert_eq!((&outer["kind"], &outer["status"]["code"]), (&2.into(), &2.into()));
    assert_eq!((&inner["traceId"], &inner["parentSpanId"]), (&outer["traceId"], &outer["spanId"]));
    assert!(outer.get("parentSpanId").is_none());
}

#[tokio::test]
async fn of_requests_that_are_not_chosen_nothing_is_told() {
    let (to, mut ended) = tokio::sync::mpsc::channel(8);
    let subscriber = tracing_subscriber::registry().with(Spans::new(to, 0.0).with_filter(filter_fn(Spans::wants)));
    async {
        async { tracing::trace_span!(target: "engawa::span", "db.write").in_scope(|| {}) }
            .instrument(request_span(&Method::GET, "/"))
            .await;
    }
    .with_subscriber(subscriber)
    .await;
    assert!(ended.try_recv().is_err());
}

#[test]
fn without_a_collector_nothing_is_started() {
    assert!(Exporter::start(&Traces::default()).unwrap().is_none());
}
