//! Stands at every door: learns who comes, lets in whom the rule admits, puts words around
//! errors, and sets the headers that every answer carries.

use crate::components::{Icon, empty_state, link_button, page_heading};
use crate::error::Untold;
use crate::shared::{Asked, Shared};
use crate::{Access, House, Proxies, Visit, WebError, cookies, token};
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::html;
use std::net::{IpAddr, SocketAddr};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(crate) async fn admit(access: Access, mut request: Request, next: Next) -> Response {
    let Some(house) = request.extensions().get::<House>().cloned() else {
        return WebError::Internal("no house".to_owned()).into_response();
    };
    let who = match signed_in(&house, request.headers()).await {
        Ok(who) => who,
        Err(e) => return e.into_response(),
    };
    let visit = Visit::new(house, who, request.headers(), request.uri(), peer(&request));
    request.extensions_mut().insert(visit.clone());
    let method = request.method().clone();
    let response = match refuse(access, &visit, &method, request.headers()) {
        Some(answer) => answer,
        None => next.run(request).await,
    };
    finish(&visit, response)
}

/// The same for a page that many share: who is not signed in gets the copy that is there.
pub(crate) async fn admit_shared(shared: Shared, mut request: Request, next: Next) -> Response {
    if cookies::session(request.headers()).is_some() {
        return admit(Access::Public, request, next).await;
    }
    let Some(house) = request.extensions().get::<House>().cloned() else {
        return WebError::Internal("no house".to_owned()).into_response();
    };
    let asked = Asked::of(&request, house.now());
    if let Some(copy) = shared.copy(&asked) {
        return copy;
    }
    // Without its seat: nothing of this browser may get into what others are given.
    let visit = Visit::new(house, None, request.headers(), request.uri(), peer(&request)).without_seat();
    request.extensions_mut().insert(visit.clone());
    let response = finish(&visit, next.run(request).await);
    shared.keep(asked, response).await
}

async fn signed_in(house: &House, headers: &HeaderMap) -> Result<Option<crate::SignedIn>, WebError> {
    match cookies::session(headers) {
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
    if method == Method::POST && foreign(headers) {
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
fn foreign(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    matches!(site, Some(s) if s != "same-origin" && s != "none") && headers.get(token::HEADER).is_none()
}

fn finish(visit: &Visit, response: Response) -> Response {
    let mut response = match response.extensions().get::<Untold>() {
        Some(Untold(error)) => told(visit, error),
        // An address of which a part cannot be read (an id that is none) leads nowhere.
        None if is_bare_refusal(&response) => told(visit, &WebError::NotFound),
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            let mut page = told(visit, &WebError::NotFound);
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
    if secure {
        set("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
}

/// An error as a page: what happened, what to do, whom to call.
fn told(visit: &Visit, error: &WebError) -> Response {
    if error.status().is_server_error() {
        tracing::error!(error = %error, "a page could not be shown");
    }
    let words = visit.words();
    let key = error.text_key();
    let title = words.t(key);
    let phone = visit.house().town.offices.main_on(visit.now().date()).map(|o| o.phone.to_string()).unwrap_or_default();
    let minutes = match error {
        WebError::TooMany(seconds) => (seconds + 59) / 60,
        _ => 0,
    };
    let what_next = words.tf(&format!("{key}-next"), &[("phone", phone.into()), ("minutes", minutes.into())]);
    let action = match error {
        WebError::SignIn => link_button(words.t("menu-sign-in"), "/sign-in"),
        _ => link_button(words.t("error-to-home"), "/"),
    };
    let main = html! {
        (page_heading("", &title, ""))
        (empty_state(Icon::Info, &what_next, "", html! { (action) }))
    };
    let mut response = visit.page(title).status(error.status()).main(main).into_response();
    if let WebError::TooMany(seconds) = error
        && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
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
