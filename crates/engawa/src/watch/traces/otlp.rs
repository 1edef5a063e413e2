//! The text that a collector takes: OTLP 1.x, `ExportTraceServiceRequest` as JSON.

use super::{Ended, Said};
use serde_json::{Value, json};

/// Kinds of spans in the protocol.
const INTERNAL: u8 = 1;
const SERVER: u8 = 2;
const CONSUMER: u8 = 5;
const ERROR: u8 = 2;

/// The whole text.
pub(crate) fn request(service: &str, spans: &[Ended]) -> Value {
    let text = |key: &str, value: &str| json!({ "key": key, "value": { "stringValue": value } });
    json!({ "resourceSpans": [{
        "resource": { "attributes": [
            text("service.name", service),
            text("service.version", env!("CARGO_PKG_VERSION")),
        ] },
        "scopeSpans": [{
            "scope": { "name": "engawa", "version": env!("CARGO_PKG_VERSION") },
            "spans": spans.iter().map(span).collect::<Vec<_>>(),
        }],
    }] })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn span(ended: &Ended) -> Value {
    let text = |name: &str| match ended.fields.iter().find(|(n, _)| *n == name) {
        Some((_, Said::Text(text))) => Some(text.as_str()),
        _ => None,
    };
    let (kind, name) = match ended.name {
        "request" => (SERVER, [text("http.request.method"), text("http.route")].into_iter().flatten().collect()),
        "job" => (CONSUMER, vec!["job", text("job.kind").unwrap_or_default()]),
        other => (INTERNAL, vec![other]),
    };
    let failed =
        ended.fields.iter().any(|(n, v)| *n == "http.response.status_code" && matches!(v, Said::Number(500..)));
    let attributes: Vec<Value> = ended
        .fields
        .iter()
        .map(|(key, said)| match said {
            Said::Text(text) => json!({ "key": key, "value": { "stringValue": text } }),
            // 64-bit numbers are texts in the protocol's JSON.
            Said::Number(n) => json!({ "key": key, "value": { "intValue": n.to_string() } }),
        })
        .collect();
    let mut span = json!({
        "traceId": hex(&ended.trace),
        "spanId": hex(&ended.span),
        "name": name.join(" "),
        "kind": kind,
        "startTimeUnixNano": ended.began.to_string(),
        "endTimeUnixNano": (ended.began + ended.took).to_string(),
        "attributes": attributes,
    });
    if let Some(parent) = ended.parent {
        span["parentSpanId"] = json!(hex(&parent));
    }
    if failed {
        span["status"] = json!({ "code": ERROR });
    }
    span
}
