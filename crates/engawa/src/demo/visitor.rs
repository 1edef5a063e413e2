//! Somebody at the doors of the house, without a network: the demo's matters are made by people
//! who sign in, read pages and send forms, so that nothing in them was made behind a rule's back.

use super::form;
use crate::failure::Failure;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use tower::ServiceExt;
use town::demo::DemoAccount;
use web::House;

const MOST: usize = 4 * 1024 * 1024;
/// The seat of all visitors of the demo's making; it opens nothing afterwards.
const SEAT: &str = "demodemodemodemodemode";

/// Where an officer gives the second proof.
const SECOND: &str = "/sign-in/second";

/// An answer: where it leads, or the page.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) location: String,
    pub(super) page: String,
}

/// A visitor with a browser.
#[derive(Clone)]
pub(super) struct Visitor {
    app: Router,
    token: String,
    cookies: String,
}

impl Visitor {
    /// Somebody who has not signed in.
    pub(super) fn nobody(house: &House) -> Self {
        Self { app: web::app(house.clone()), token: house.form_token(SEAT), cookies: format!("engawa_seat={SEAT}") }
    }

    /// Somebody of the demo, signed in by password.
    pub(super) async fn signed_in(house: &House, account: &DemoAccount) -> Result<Self, Failure> {
        let mut visitor = Self::nobody(house);
        let email = account.email.to_string();
        let answer = visitor.send("/sign-in", &pairs(&[("email", &email), ("password", &account.password)])).await?;
        let session = match &account.totp {
            Some(secret) if answer.0.location == SECOND => visitor.second(house, secret).await?,
            _ => answer.1,
        };
        if session.is_empty() {
            return Err(stuck("/sign-in", answer.0.status, &answer.0.page));
        }
        visitor.cookies = format!("{}; {session}", visitor.cookies);
        Ok(visitor)
    }

    /// Types the code of the fictional telephone; each works once, so the next ones are tried, too.
    async fn second(&self, house: &House, secret: &str) -> Result<String, Failure> {
        for away in [-30, 0, 30] {
            let code = account::demo_code(secret, house.now().plus_seconds(away)).unwrap_or_default();
            let session = self.send(SECOND, &pairs(&[("code", &code)])).await?.1;
            if !session.is_empty() {
                return Ok(session);
            }
        }
        Ok(String::new())
    }

    /// Reads a page.
    pub(super) async fn read(&self, path: &str) -> Result<String, Failure> {
        let request = Request::get(path).header(header::COOKIE, &self.cookies).body(Body::empty());
        let answer = self.ask(request.map_err(|e| unasked(path, e))?, path).await?.0;
        if answer.status == 200 { Ok(answer.page) } else { Err(stuck(path, answer.status, &answer.page)) }
    }

    /// Fills in the form at `action` on the page at `path` and sends it; what is not in `fields`
    /// stays as it stands. Answers where it leads.
    pub(super) async fn fill(&self, path: &str, action: &str, fields: &[(&str, &str)]) -> Result<String, Failure> {
        let page = self.read(path).await?;
        let standing = form::standing(&page, action).ok_or_else(|| stuck(action, 404, &page))?;
        let mut sent = pairs(fields);
        sent.extend(standing.into_iter().filter(|(name, _)| !fields.iter().any(|(n, _)| n == name)));
        let answer = self.send(action, &sent).await?.0;
        if answer.status == 303 { Ok(answer.location) } else { Err(stuck(action, answer.status, &answer.page)) }
    }

    pub(super) async fn send(&self, path: &str, fields: &[(String, String)]) -> Result<(Answer, String), Failure> {
        let mut body = format!("_token={}", encoded(&self.token));
        for (name, value) in fields.iter().filter(|(name, _)| name != "_token") {
            body.push_str(&format!("&{}={}", encoded(name), encoded(value)));
        }
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.ask(request.map_err(|e| unasked(path, e))?, path).await
    }

    /// The answer, and the session that it begins.
    async fn ask(&self, request: Request<Body>, path: &str) -> Result<(Answer, String), Failure> {
        let Ok(response) = self.app.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let header = |name| parts.headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok());
        let cookies = parts.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        let mut session = cookies.filter(|c| c.starts_with("engawa_session=")).filter_map(|c| c.split(';').next());
        let session = session.next_back().unwrap_or_default().to_owned();
        let page = to_bytes(body, MOST).await.map_err(|e| unasked(path, e))?;
        let answer = Answer {
            status: parts.status.as_u16(),
            location: header(header::LOCATION).unwrap_or_default().to_owned(),
            page: String::from_utf8_lossy(&page).into_owned(),
        };
        Ok((answer, session))
    }
}

pub(super) fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
}

fn encoded(text: &str) -> String {
    let byte = |b: u8| {
        if b.is_ascii_alphanumeric() || b"-_.".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }
    };
    text.bytes().map(byte).collect()
}

fn unasked(path: &str, error: impl std::fmt::Display) -> Failure {
    Failure::cannot("見本の案件を作れません", format!("{path}: {error}"))
}

pub(super) fn stuck(path: &str, status: u16, page: &str) -> Failure {
    let summary = page.split("error-summary").nth(1).and_then(|s| s.split("</div>").next()).unwrap_or_default();
    Failure::cannot("見本の案件を作れません", format!("{path} answers {status} {summary}"))
}
