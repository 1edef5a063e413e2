//! Who sends a request in a test.

use axum::http::{header, request};
use kernel::id::{AccountId, PersonId};
use web::SignedIn;

/// The seat of every browser in tests.
pub(crate) const SEAT: &str = "AAAAAAAAAAAAAAAAAAAAAA";
pub(crate) const BOUNDARY: &str = "----engawa-test";

/// Somebody, or nobody in particular.
#[derive(Debug, Clone)]
pub struct Who {
    session: Option<String>,
    signed_in: Option<SignedIn>,
}

impl Who {
    /// Somebody who has not signed in.
    pub const fn nobody() -> Self {
        Self { session: None, signed_in: None }
    }

    /// Somebody whose session the account room knows (its cookie's value).
    pub fn with_session(session: impl Into<String>) -> Self {
        Self { session: Some(session.into()), signed_in: None }
    }

    pub(crate) fn new(session: String, signed_in: SignedIn) -> Self {
        Self { session: Some(session), signed_in: Some(signed_in) }
    }

    /// The value of their session's cookie.
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Their account.
    ///
    /// # Panics
    /// For nobody.
    pub fn account(&self) -> AccountId {
        self.signed_in.as_ref().expect("somebody").account
    }

    /// The person.
    ///
    /// # Panics
    /// For nobody.
    pub fn person(&self) -> PersonId {
        self.signed_in.as_ref().and_then(|s| s.person).expect("a person")
    }

    pub(crate) fn signed_in(&self) -> &SignedIn {
        self.signed_in.as_ref().expect("somebody signed in")
    }

    /// A request with their cookies.
    pub fn request(&self, method: &str, path: &str) -> request::Builder {
        // By both names: over TLS the house looks for the guarded one alone.
        let both = |name: &str, value: &str| format!("engawa_{name}={value}; __Host-engawa_{name}={value}");
        let session = self.session.as_ref().map(|s| format!("; {}", both("session", s))).unwrap_or_default();
        axum::http::Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, format!("{}{session}", both("seat", SEAT)))
    }
}

/// Percent encoding as a browser's form does it.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect()
}

pub(crate) fn multipart(token: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, value) in std::iter::once(("_token", token)).chain(fields.iter().copied()) {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        out.extend(head.as_bytes());
    }
    for (name, file, bytes) in files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        out.extend(head.as_bytes());
        out.extend(*bytes);
        out.extend(b"\r\n");
    }
    out.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    out
}
