//! Pages that are the same for everybody who is not signed in: drawn once, packed once, given out
//! many times. In an emergency everybody opens the same page within a minute; drawing it for each
//! would be slow just then.

use crate::cookies;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Moment;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::sync::{Arc, PoisonError, RwLock};

/// For how long a copy is given out.
const SECONDS: i64 = 5;
/// Copies of one page: languages, displays, packings, questions. The oldest goes when there are more.
const MOST_COPIES: usize = 400;
/// Bytes of the copies of one page, with their addresses and headers; likewise.
const MOST_BYTES: usize = 16 << 20;
/// What a copy costs besides its letters: entries of tables, headers.
const OVERHEAD: usize = 1024;
/// A longer question is answered without keeping the answer.
const LONGEST: usize = 200;
/// A larger page is drawn for each.
const LARGEST: u64 = 2 << 20;

/// The copies of one route.
#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<RwLock<Copies>>);

#[derive(Default)]
struct Copies {
    by_key: HashMap<String, Copy>,
    /// Oldest first.
    order: VecDeque<String>,
    bytes: usize,
}

impl Copies {
    /// Takes a copy in, lets the oldest go; answers by how many bytes all of them grew.
    fn take_in(&mut self, key: String, copy: Copy) -> i64 {
        let before = self.bytes;
        self.let_go(&key);
        self.bytes += copy.bytes(&key);
        self.order.push_back(key.clone());
        self.by_key.insert(key, copy);
        while self.bytes > MOST_BYTES || self.by_key.len() > MOST_COPIES {
            let Some(oldest) = self.order.front().cloned() else { break };
            self.let_go(&oldest);
        }
        self.bytes as i64 - before as i64
    }

    fn let_go(&mut self, key: &str) {
        if let Some(gone) = self.by_key.remove(key) {
            self.bytes -= gone.bytes(key);
            self.order.retain(|k| k != key);
        }
    }
}

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
        let fresh = |c: &&Copy| c.until > asked.now && c.until.plus_seconds(-SECONDS) <= asked.now;
        Some(copies.by_key.get(&asked.key).filter(fresh)?.given(asked))
    }

    /// Keeps a page that may be shared; gives it to the one who asked, and says by how many bytes the
    /// copies grew.
    pub(crate) async fn keep(&self, asked: Asked, response: Response) -> (Response, i64) {
        let (mut parts, body) = response.into_parts();
        let own = parts.status != StatusCode::OK || parts.headers.contains_key(header::SET_COOKIE);
        let whole = body.size_hint().exact().is_some_and(|size| size <= LARGEST);
        if own || !whole || asked.key.len() > LONGEST {
            return (Response::from_parts(parts, body), 0);
        }
        let Ok(body) = to_bytes(body, usize::MAX).await else {
            // A page in memory does not break; if it ever does, an error is told, never an empty page.
            return (StatusCode::INTERNAL_SERVER_ERROR.into_response(), 0);
        };
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
        (given, copies.take_in(asked.key, copy))
    }
}

impl Copy {
    fn bytes(&self, key: &str) -> usize {
        self.body.len() + 2 * key.len() + OVERHEAD
    }

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
    use proptest::prelude::*;

    fn asked(now: i64, headers: &[(&'static str, &str)]) -> Asked {
        asked_at("/", now, headers)
    }

    fn asked_at(address: &str, now: i64, headers: &[(&'static str, &str)]) -> Asked {
        let mut request = axum::http::Request::builder().uri(address);
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
        let (first, _) = shared.keep(asked(1, &[("accept-encoding", "gzip, br;q=0")]), "page".into_response()).await;
        assert_eq!(first.headers()[header::CONTENT_ENCODING], "gzip");
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        let again = shared.copy(&asked(2, &[("accept-encoding", "gzip"), ("if-none-match", &tag)])).unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(to_bytes(again.into_body(), 10).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_page_too_large_to_keep_is_given_whole() {
        let shared = Shared::default();
        let large = vec![b'x'; LARGEST as usize + 1];
        let (given, grown) = shared.keep(asked(1, &[]), large.clone().into_response()).await;
        assert_eq!((to_bytes(given.into_body(), usize::MAX).await.unwrap().len(), grown), (large.len(), 0));
        assert!(shared.copy(&asked(1, &[])).is_none());
    }

    #[tokio::test]
    async fn the_oldest_copies_go_when_they_are_too_many_or_too_large() {
        let shared = Shared::default();
        let mut all = 0;
        for n in 0..MOST_COPIES + 50 {
            all += shared.keep(asked_at(&format!("/?q={n}"), 1, &[]), "page".into_response()).await.1;
        }
        assert!(shared.copy(&asked_at("/?q=49", 1, &[])).is_none());
        assert!(shared.copy(&asked_at("/?q=50", 1, &[])).is_some());
        for n in 0..20 {
            let page = vec![b'x'; LARGEST as usize];
            all += shared.keep(asked_at(&format!("/?large={n}"), 1, &[]), page.into_response()).await.1;
            assert!(all <= MOST_BYTES as i64, "{all}");
        }
        assert!(shared.copy(&asked_at("/?q=449", 1, &[])).is_none());
        assert!(shared.copy(&asked_at("/?large=13", 1, &[])).is_some());
    }

    proptest! {
        #[test]
        fn what_is_counted_is_what_is_kept(asked in prop::collection::vec((0..30_usize, 0..3_000_000_usize), 1..60)) {
            let mut copies = Copies::default();
            let mut all = 0;
            for (key, size) in asked {
                let until = Moment::from_micros(0);
                let copy = Copy { until, headers: HeaderMap::new(), body: Bytes::from(vec![0; size]) };
                all += copies.take_in(key.to_string(), copy);
                let kept: usize = copies.by_key.iter().map(|(key, copy)| copy.bytes(key)).sum();
                prop_assert_eq!((kept, kept as i64), (copies.bytes, all));
                prop_assert!(kept <= MOST_BYTES && copies.order.len() == copies.by_key.len());
            }
        }
    }
}
