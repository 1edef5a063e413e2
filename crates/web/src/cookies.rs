//! The cookies of the house: the session, the seat (to which forms are tied) and the display. Over
//! TLS their names begin with `__Host-` (RFC 6265bis), so that no other host of the town's domain
//! can set them.

use crate::layout::Display;
use crate::texts::Lang;
use crate::visit::display_from;
use axum::http::{HeaderMap, header};

pub(crate) const SESSION: &str = "engawa_session";
pub(crate) const SEAT: &str = "engawa_seat";
const VIEW: &str = "engawa_view";
const YEAR: i64 = 365 * 86_400;

const HOST: &str = "__Host-";

/// A cookie of the request.
fn get<'h>(headers: &'h HeaderMap, name: &str, secure: bool) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(';')).find_map(|pair| {
        let (n, v) = pair.trim().split_once('=')?;
        let n = if secure { n.strip_prefix(HOST)? } else { n };
        (n == name).then_some(v)
    })
}

pub(crate) fn session(headers: &HeaderMap, secure: bool) -> Option<&str> {
    get(headers, SESSION, secure).filter(|v| v.len() <= 128)
}

pub(crate) fn seat(headers: &HeaderMap, secure: bool) -> Option<String> {
    let good = |v: &&str| v.len() == 22 && v.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    get(headers, SEAT, secure).filter(good).map(str::to_owned)
}

pub(crate) struct View {
    pub(crate) lang: Option<Lang>,
    pub(crate) display: Display,
}

pub(crate) fn view(headers: &HeaderMap, secure: bool) -> View {
    let text = get(headers, VIEW, secure).unwrap_or_default();
    let part = |name: &str| {
        let found = text.split('.').find_map(|p| p.strip_prefix(name));
        found.unwrap_or_default()
    };
    View { lang: Lang::from_code(part("l-")), display: display_from(part("s-"), part("c-"), part("f-")) }
}

/// How the person wants to see pages, in few letters.
pub(crate) fn view_key(headers: &HeaderMap, secure: bool) -> String {
    let View { lang, display } = view(headers, secure);
    let lang = lang.map_or("", Lang::code);
    format!("{lang}.{}.{}.{}", display.size.code(), display.high_contrast, display.furigana)
}

pub(crate) fn view_cookie(lang: Lang, display: Display, secure: bool) -> String {
    let contrast = if display.high_contrast { "high" } else { "normal" };
    let furigana = if display.furigana { "on" } else { "off" };
    let value = format!("l-{}.s-{}.c-{contrast}.f-{furigana}", lang.code(), display.size.code());
    cookie(VIEW, &value, Some(YEAR), secure)
}

pub(crate) fn seat_cookie(seat: &str, secure: bool) -> String {
    cookie(SEAT, seat, None, secure)
}

pub(crate) fn session_cookie(session: &str, max_age: i64, secure: bool) -> String {
    cookie(SESSION, session, Some(max_age), secure)
}

pub(crate) fn forget(name: &str, secure: bool) -> String {
    cookie(name, "", Some(0), secure)
}

fn cookie(name: &str, value: &str, max_age: Option<i64>, secure: bool) -> String {
    let age = max_age.map(|a| format!("; Max-Age={a}")).unwrap_or_default();
    let (host, secure) = if secure { (HOST, "; Secure") } else { ("", "") };
    format!("{host}{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")
}
