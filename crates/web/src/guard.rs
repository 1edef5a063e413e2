//! Stands at every door: learns who comes, lets in whom the rule admits, puts words around
//! errors, and sets the headers that every answer carries.

use crate::api::{self, Kind, Problem};
use crate::error::Untold;
use crate::shared::{Asked, Shared};
use crate::told::told;
use crate::{Access, Fields, House, Proxies, Visit, WebError, cookies, token};
use axum::extract::{ConnectInfo, FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;

const POLICY: &str = "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(crate) async fn admit(access: Access, mut request: Request, next: Next) -> Response {
    let Some(house) = request.extensions().get::<House>().cloned() else {
        return WebError::Internal("no house".to_owned()).into_response();
    };
    if api::is_api(request.uri().path()) {
        return no_operation(house, request, next).await;
    }
    let who = signed_in(&house, request.headers()).await;
    let (who, unknown) = who.map_or_else(|e| (None, Some(e)), |who| (who, None));
    let visit = Visit::new(house, who, request.headers(), request.uri(), peer(&request));
    request.extensions_mut().insert(visit.clone());
    let method = request.method().clone();
    if let Some(error) = unknown {
        if method == Method::POST {
            // Only to keep what was typed.
            let _ = Fields::from_request(request, &()).await;
        }
        return finish(&visit, &method, error.into_response());
    }
    let response = match refuse(access, &visit, &method, request.headers()) {
        Some(answer) => answer,
        None => AssertUnwindSafe(next.run(request)).catch_unwind().await.unwrap_or_else(|_| {
            tracing::error!("a page panicked");
            WebError::Internal("a page panicked".to_owned()).into_response()
        }),
    };
    finish(&visit, &method, response)
}

/// The same for a page that many share: who is not signed in gets the copy that is there.
pub(crate) async fn admit_shared(shared: Shared, mut request: Request, next: Next) -> Response {
    let Some(house) = request.extensions().get::<House>().cloned() else {
        return WebError::Internal("no house".to_owned()).into_response();
    };
    if cookies::session(request.headers(), house.is_secure()).is_some() {
        return admit(Access::Public, request, next).await;
    }
    let asked = Asked::of(&request, house.is_secure(), house.now());
    if let Some(copy) = shared.copy(&asked) {
        return copy;
    }
    // Without its seat: nothing of this browser may get into what others are given.
    let visit = Visit::new(house.clone(), None, request.headers(), request.uri(), peer(&request)).without_seat();
    request.extensions_mut().insert(visit.clone());
    let method = request.method().clone();
    let response = finish(&visit, &method, next.run(request).await);
    let (given, grown) = shared.keep(asked, response).await;
    house.copies_grew(grown);
    given
}

/// Where programs ask, nothing is a page: not even that there is nothing.
async fn no_operation(house: House, request: Request, next: Next) -> Response {
    let visit = Visit::of_program(house, request.headers(), request.uri(), peer(&request));
    let kind = match next.run(request).await.status() {
        StatusCode::METHOD_NOT_ALLOWED => Kind::Method,
        _ => Kind::UnknownAddress,
    };
    let mut response = api::problem_told(&visit, &Problem::of(kind));
    api::open_to_all(response.headers_mut());
    security_headers(response.headers_mut(), visit.secure());
    response
}

async fn signed_in(house: &House, headers: &HeaderMap) -> Result<Option<crate::SignedIn>, WebError> {
    match cookies::session(headers, house.is_secure()) {
        None => Ok(None),
        Some(session) => Ok(house.sessions.who(&house.db, &house.town, session, house.now()).await?),
    }
}

/// Where the request comes from: who is connected, or, when that is one of our own proxies, whom
/// it names. What anybody else writes into the header is not believed.
pub(crate) fn peer(request: &Request) -> Option<IpAddr> {
    let connected = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip();
    let own = request.extensions().get::<Proxies>();
    Some(own.map_or(connected.to_canonical(), |own| own.asker(connected, request.headers())))
}

fn refuse(access: Access, visit: &Visit, method: &Method, headers: &HeaderMap) -> Option<Response> {
    if method == Method::POST && foreign(headers, visit.house()) {
        return Some(WebError::StaleForm.into_response());
    }
    if access.admits(visit.account()) {
        return None;
    }
    if visit.account().is_none() {
        if method == Method::GET {
            let back = visit.path().replace('&', "%26").replace('#', "%23").replace('+', "%2B");
            return Some(visit.see_other(&format!("/sign-in?return={back}")));
        }
        return Some(WebError::SignIn.into_response());
    }
    Some(WebError::Forbidden.into_response())
}

/// Browsers say from which site a request comes; only our own pages may post here. The token in
/// the form is checked besides.
fn foreign(headers: &HeaderMap, house: &House) -> bool {
    if headers.contains_key(token::HEADER) {
        return false;
    }
    let said = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("unreadable"));
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => site != "same-origin" && site != "none",
        (None, Some(origin)) => !is_ours(origin, said("host"), house),
        (None, None) => false,
    }
}

/// Whether an origin is the town's own address, or the one by which the browser asked.
fn is_ours(origin: &str, host: Option<&str>, house: &House) -> bool {
    let asked = origin.split_once("://").map(|(_, authority)| authority);
    house.base_url.eq_ignore_ascii_case(origin) || (asked.is_some() && asked == host)
}

fn finish(visit: &Visit, method: &Method, response: Response) -> Response {
    let mut response = match response.extensions().get::<Untold>() {
        Some(Untold(error)) => told(visit, method, error),
        // An address of which a part cannot be read (an id that is none) leads nowhere.
        None if is_bare_refusal(&response) => told(visit, method, &WebError::NotFound),
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            let mut page = told(visit, method, &WebError::NotFound);
            *page.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            page
        }
        None => response,
    };
    let headers = response.headers_mut();
    for cookie in visit.take_cookies() {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    security_headers(headers, visit.secure());
    response
}

/// What the router itself says in plain English before any page is asked.
fn is_bare_refusal(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    response.status() == StatusCode::BAD_REQUEST && kind.is_some_and(|k| k.starts_with("text/plain"))
}

/// The headers of every answer.
pub(crate) fn security_headers(headers: &mut HeaderMap, secure: bool) {
    let mut set = |name: &'static str, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("permissions-policy", "geolocation=(), microphone=(), payment=()");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("x-frame-options", "DENY");
    // A page that may be kept says so itself.
    set("cache-control", "no-store");
    if secure {
        set("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(connected: &str, named: &[&str]) -> Option<String> {
        let mut request = Request::new(axum::body::Body::empty());
        let from: IpAddr = connected.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 1))));
        request.extensions_mut().insert(Proxies::new(&["10.0.0.1".parse().unwrap()], true));
        for value in named {
            request.headers_mut().append("x-forwarded-for", value.parse().unwrap());
        }
        peer(&request).map(|ip| ip.to_string())
    }

    #[test]
    fn only_our_own_proxy_is_believed_where_a_request_comes_from() {
        let is = |connected, named: &[&str]| asked(connected, named).unwrap();
        assert_eq!(is("192.0.2.7", &["198.51.100.1"]), "192.0.2.7", "anybody can write the header");
        assert_eq!(is("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(
            is("::ffff:127.0.0.1", &["203.0.113.9, 198.51.100.1", "10.0.0.1"]),
            "198.51.100.1",
            "what a visitor invents stands first"
        );
        assert_eq!(is("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(is("127.0.0.1", &["unknown"]), "127.0.0.1");
    }
}
