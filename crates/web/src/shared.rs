//! Pages that are the same for everybody who is not signed in: drawn once, packed once, given out
//! many times. In an emergency everybody opens the same page within a minute; drawing it for each
//! would be slow just then.

use crate::cookies;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Moment;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, PoisonError, RwLock};

/// For how long a copy is given out.
const SECONDS: i64 = 5;
/// Copies of one page: languages, displays, packings, questions.
const MOST_COPIES: usize = 400;
/// A longer question is answered without keeping the answer.
const LONGEST: usize = 200;
const LARGEST: usize = 2 << 20;

/// The copies of one route.
#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<RwLock<HashMap<String, Copy>>>);

struct Copy {
    until: Moment,
    headers: HeaderMap,
    body: Bytes,
}

/// What makes a copy the right one.
pub(crate) struct Asked {
    key: String,
    packing: Packing,
    known: Option<HeaderValue>,
    now: Moment,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Brotli,
}

impl Packing {
    fn of(headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| {
            let mut all = accepted.split(',').map(|part| part.trim().split_once(';').unwrap_or((part.trim(), "")));
            all.any(|(n, quality)| {
                n.trim() == name && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::None
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::None => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    fn pack(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::None => None,
            Self::Gzip => {
                let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
                out.write_all(body).ok()?;
                out.finish().ok()
            }
            Self::Brotli => {
                let mut out = Vec::new();
                let mut packer = brotli::CompressorWriter::new(&mut out, 4096, 5, 20);
                packer.write_all(body).ok()?;
                drop(packer);
                Some(out)
            }
        }
    }
}

impl Asked {
    pub(crate) fn of(request: &Request, secure: bool, now: Moment) -> Self {
        let headers = request.headers();
        let packing = Packing::of(headers);
        let address = request.uri().path_and_query().map_or("", |a| a.as_str());
        let key = format!("{} {} {address}", packing.name(), cookies::view_key(headers, secure));
        Self { key, packing, known: headers.get(header::IF_NONE_MATCH).cloned(), now }
    }
}

impl Shared {
    /// The copy that is there, or the word that the browser has it already.
    pub(crate) fn copy(&self, asked: &Asked) -> Option<Response> {
        let copies = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let copy =
            copies.get(&asked.key).filter(|c| c.until > asked.now && c.until.plus_seconds(-SECONDS) <= asked.now)?;
        Some(copy.given(asked))
    }

    /// Keeps a page that may be shared; gives it to the one who asked.
    pub(crate) async fn keep(&self, asked: Asked, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let own = parts.status != StatusCode::OK || parts.headers.contains_key(header::SET_COOKIE);
        if own || asked.key.len() > LONGEST {
            return Response::from_parts(parts, body);
        }
        let Ok(body) = to_bytes(body, LARGEST).await else { return Response::from_parts(parts, Body::empty()) };
        let tag = URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..12]);
        let packed = asked.packing.pack(&body);
        if packed.is_some() {
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(asked.packing.name()));
        }
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}-{}\"", asked.packing.name())) {
            parts.headers.insert(header::ETAG, tag);
        }
        // A browser may keep it but asks whether it is still so.
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        parts.headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        let body = packed.map_or(body, Bytes::from);
        let copy = Copy { until: asked.now.plus_seconds(SECONDS), headers: parts.headers, body };
        let given = copy.given(&asked);
        let mut copies = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if copies.len() >= MOST_COPIES {
            copies.retain(|_, c| c.until > asked.now);
        }
        if copies.len() < MOST_COPIES {
            copies.insert(asked.key, copy);
        }
        given
    }
}

impl Copy {
    fn given(&self, asked: &Asked) -> Response {
        let same = asked.known.is_some() && asked.known.as_ref() == self.headers.get(header::ETAG);
        let mut response = Response::new(if same { Body::empty() } else { Body::from(self.body.clone()) });
        *response.headers_mut() = self.headers.clone();
        if same {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    fn asked(now: i64, headers: &[(&'static str, &str)]) -> Asked {
        let mut request = axum::http::Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Asked::of(&request.body(Body::empty()).unwrap(), false, Moment::from_micros(now * 1_000_000))
    }

    #[tokio::test]
    async fn a_copy_is_given_out_for_a_few_seconds_and_to_those_alike() {
        let shared = Shared::default();
        shared.keep(asked(100, &[]), "page".into_response()).await;
        assert!(shared.copy(&asked(100, &[])).is_some());
        assert!(shared.copy(&asked(100 + SECONDS, &[])).is_none());
        assert!(shared.copy(&asked(99, &[])).is_none(), "a clock set back");
        assert!(shared.copy(&asked(100, &[("cookie", "engawa_view=l-en")])).is_none());
        assert!(shared.copy(&asked(100, &[("accept-encoding", "br")])).is_none());
        assert!(shared.copy(&asked(100, &[("cookie", "engawa_seat=AAAAAAAAAAAAAAAAAAAAAA")])).is_some());
    }

    #[tokio::test]
    async fn what_belongs_to_one_browser_or_went_wrong_is_not_kept() {
        let shared = Shared::default();
        shared.keep(asked(1, &[]), ([(header::SET_COOKIE, "a=b")], "own").into_response()).await;
        shared.keep(asked(1, &[]), (StatusCode::NOT_FOUND, "nothing").into_response()).await;
        assert!(shared.copy(&asked(1, &[])).is_none());
    }

    #[tokio::test]
    async fn a_browser_that_has_it_is_told_so() {
        let shared = Shared::default();
        let first = shared.keep(asked(1, &[("accept-encoding", "gzip, br;q=0")]), "page".into_response()).await;
        assert_eq!(first.headers()[header::CONTENT_ENCODING], "gzip");
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        let again = shared.copy(&asked(2, &[("accept-encoding", "gzip"), ("if-none-match", &tag)])).unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(to_bytes(again.into_body(), 10).await.unwrap().is_empty());
    }
}
