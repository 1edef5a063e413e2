//! Sending an answer: its form, its mark (`ETag`), how long it may be kept.

use super::{Declared, Keep, Problem};
use crate::{Left, Limit, Visit};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What an operation can answer.
pub trait Reply: Send + 'static {
    /// The form in which it is sent.
    const MEDIA: &'static str;
    /// Its schema, parts by reference.
    fn schema(generator: &mut SchemaGenerator) -> Schema;
    /// As it is sent.
    ///
    /// # Errors
    /// When it cannot be written.
    fn into_text(self) -> Result<String, Problem>;
    /// As people read it.
    ///
    /// # Errors
    /// When it cannot be written.
    fn into_sample(self) -> Result<String, Problem>;
}

impl<T: Serialize + JsonSchema + Send + 'static> Reply for T {
    const MEDIA: &'static str = "application/json";

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }

    fn into_text(self) -> Result<String, Problem> {
        serde_json::to_string(&self).map_err(Problem::internal)
    }

    fn into_sample(self) -> Result<String, Problem> {
        serde_json::to_string_pretty(&self).map_err(Problem::internal)
    }
}

/// A table as comma-separated values (RFC 4180) in UTF-8.
#[derive(Debug, Clone)]
pub struct Csv(pub String);

impl Reply for Csv {
    const MEDIA: &'static str = "text/csv; charset=utf-8";

    fn schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string" })
    }

    fn into_text(self) -> Result<String, Problem> {
        Ok(self.0)
    }

    fn into_sample(self) -> Result<String, Problem> {
        Ok(self.0)
    }
}

/// Whether the client takes this form; without a wish it takes all.
pub(crate) fn takes(headers: &HeaderMap, media: &str) -> bool {
    let media = media.split(';').next().unwrap_or(media);
    let family = media.split('/').next().unwrap_or_default();
    let mut wishes = headers.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok()).peekable();
    if wishes.peek().is_none() {
        return true;
    }
    wishes.flat_map(|v| v.split(',')).any(|wish| {
        let mut parts = wish.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts.any(|p| matches!(p.strip_prefix("q=").map(str::parse::<f32>), Some(Ok(q)) if q <= 0.0));
        !refused && (kind == "*/*" || kind == media || kind.strip_suffix("/*") == Some(family))
    })
}

/// An answer with its mark; when the client has it already, only that it may keep it.
pub fn conditional(headers: &HeaderMap, media: &'static str, cache: &str, body: String) -> Response {
    let mark = format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..15]));
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    let same = known.flat_map(|v| v.split(',')).map(str::trim).any(|v| v == "*" || v == mark || v == &mark[2..]);
    let carried = [(header::ETAG, mark), (header::CACHE_CONTROL, cache.to_owned())];
    if same {
        return (StatusCode::NOT_MODIFIED, carried).into_response();
    }
    (carried, [(header::CONTENT_TYPE, media)], body).into_response()
}

/// Any web page may read what is public.
pub(crate) fn open_to_all(headers: &mut HeaderMap) {
    set(headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    let exposed = "etag, link, ratelimit, ratelimit-policy, retry-after, deprecation, sunset";
    set(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[derive(Deserialize)]
struct Next {
    next: Option<String>,
}

/// The whole answer.
pub(crate) fn send<R: Reply>(
    declared: &Declared,
    visit: &Visit,
    headers: &HeaderMap,
    reply: R,
) -> Result<Response, Problem> {
    let body = reply.into_text()?;
    let next = serde_json::from_str::<Next>(&body).ok().and_then(|n| n.next);
    let mut response = match declared.operation.keep {
        Keep::Seconds(seconds) => conditional(headers, R::MEDIA, &format!("public, max-age={seconds}"), body),
        Keep::Never => ([(header::CONTENT_TYPE, R::MEDIA), (header::CACHE_CONTROL, "no-store")], body).into_response(),
    };
    let carried = response.headers_mut();
    set(carried, header::VARY, "accept-language");
    set(carried, header::CONTENT_LANGUAGE, visit.lang().html());
    if let Some(next) = next {
        set(carried, header::LINK, &format!("<{}>; rel=\"next\"", onward(visit.path(), &next)));
    }
    Ok(response)
}

/// The address of the page that follows.
fn onward(path: &str, next: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = query.split('&').filter(|p| !p.is_empty() && !p.starts_with("after="));
    let mut parts: Vec<String> = kept.map(str::to_owned).collect();
    parts.push(format!("after={}", super::ask::percent(next)));
    format!("{path}?{}", parts.join("&"))
}

/// What every answer of an operation carries, problems too.
pub(crate) fn carry(declared: &Declared, left: Option<Left>, headers: &mut HeaderMap) {
    let operation = &declared.operation;
    if operation.method == Method::GET {
        open_to_all(headers);
    }
    let limits = std::iter::once(operation.rate).chain(operation.tries);
    set(headers, POLICY, &limits.map(policy).collect::<Vec<_>>().join(", "));
    if let Some(left) = left {
        let state = format!("\"{}\";r={};t={}", operation.rate.name, left.remaining, left.reset);
        set(headers, STATE, &state);
    }
    if let Some((since, until)) = operation.deprecated {
        let since = kernel::Moment::start_of(since).as_micros() / 1_000_000;
        set(headers, HeaderName::from_static("deprecation"), &format!("@{since}"));
        // Midnight in Japan is 15:00 of the day before in Greenwich.
        let gone = until.yesterday().map(|d| d.strftime("%a, %d %b %Y 15:00:00 GMT").to_string()).unwrap_or_default();
        set(headers, HeaderName::from_static("sunset"), &gone);
    }
}

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");

fn policy(limit: Limit) -> String {
    format!("\"{}\";q={};w={}", limit.name, limit.most, limit.seconds)
}
