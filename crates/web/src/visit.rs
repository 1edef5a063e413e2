//! One request as pages see it: who asks, in which language, with what display, from where.

use crate::layout::{Display, TextSize};
use crate::page::Page;
use crate::texts::{Arg, Lang, Words};
use crate::{Fields, House, Limit, SignedIn, WebError, cookies, token};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use kernel::{Moment, Yen};
use maud::{Markup, html};
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use store::{Act, Actor, Channel};

/// One request; cheap to clone.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    house: House,
    now: Moment,
    lang: Lang,
    display: Display,
    who: Option<SignedIn>,
    seat: Mutex<Option<String>>,
    token: OnceLock<String>,
    path: String,
    peer: Option<IpAddr>,
    cookies: Mutex<Vec<String>>,
    /// The page of ours from which the person came.
    came_from: Option<String>,
    /// What was typed into the form that was sent.
    typed: Mutex<Option<Vec<(String, String)>>>,
}

impl Visit {
    pub(crate) fn new(
        house: House,
        who: Option<SignedIn>,
        headers: &HeaderMap,
        uri: &Uri,
        peer: Option<IpAddr>,
    ) -> Self {
        let view = cookies::view(headers, house.is_secure());
        let now = house.now();
        Self(Arc::new(Inner {
            lang: lang_of(uri).or(view.lang).unwrap_or(Lang::Ja),
            display: view.display,
            seat: Mutex::new(cookies::seat(headers, house.is_secure())),
            token: OnceLock::new(),
            path: uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string),
            house,
            now,
            who,
            peer,
            cookies: Mutex::default(),
            came_from: came_from(headers),
            typed: Mutex::default(),
        }))
    }

    /// The same visit as if the browser had brought no seat.
    pub(crate) fn without_seat(self) -> Self {
        *self.0.seat.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self
    }

    /// A program that asks the open interface: it has no cookies, so it is nobody in particular, and
    /// chooses its language with each question.
    pub(crate) fn of_program(house: House, headers: &HeaderMap, uri: &Uri, peer: Option<IpAddr>) -> Self {
        let now = house.now();
        Self(Arc::new(Inner {
            lang: lang_of(uri).unwrap_or_else(|| crate::api::language(headers)),
            display: Display::default(),
            seat: Mutex::default(),
            path: uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string),
            house,
            now,
            who: None,
            peer,
            cookies: Mutex::default(),
            token: OnceLock::new(),
            came_from: None,
            typed: Mutex::default(),
        }))
    }

    /// The house.
    pub fn house(&self) -> &House {
        &self.0.house
    }

    /// The moment of the request.
    pub fn now(&self) -> Moment {
        self.0.now
    }

    /// The language that the person chose.
    pub fn lang(&self) -> Lang {
        self.0.lang
    }

    /// The town's name in the person's language.
    pub fn town_name(&self) -> &str {
        let town = &self.house().town.municipality;
        if self.lang() == Lang::En { &town.en } else { &town.name }
    }

    /// An office's name in the person's language.
    pub fn office_name<'o>(&self, office: &'o town::Office) -> &'o str {
        match (&office.en, self.lang()) {
            (Some(en), Lang::En) => en,
            _ => &office.name,
        }
    }

    /// Opening hours in the person's language.
    pub fn hours(&self, hours: &[town::OpeningHours]) -> String {
        let said = |h: &town::OpeningHours| if self.lang() == Lang::En { h.in_english() } else { h.in_words() };
        hours.iter().map(said).collect::<Vec<_>>().join(if self.lang() == Lang::En { ", " } else { "、" })
    }

    /// An amount in the person's language.
    pub fn yen(&self, amount: Yen) -> String {
        if self.lang() == Lang::En { format!("{} yen", amount.digits()) } else { amount.to_string() }
    }

    /// How the person wants to see pages.
    pub fn display(&self) -> Display {
        self.0.display
    }

    /// The texts in the person's language.
    pub fn words(&self) -> Words<'_> {
        self.0.house.texts.words(self.0.lang)
    }

    /// A text in the person's language.
    pub fn t(&self, key: &str) -> String {
        self.words().t(key)
    }

    /// A text with something filled in.
    pub fn tf(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words().tf(key, args)
    }

    /// Who is signed in.
    pub fn account(&self) -> Option<&SignedIn> {
        self.0.who.as_ref()
    }

    /// Who is signed in, or the page that asks to sign in.
    ///
    /// # Errors
    /// [`WebError::SignIn`].
    pub fn signed_in(&self) -> Result<&SignedIn, WebError> {
        self.account().ok_or(WebError::SignIn)
    }

    /// Whether their roles carry `permission`.
    pub fn may(&self, permission: &str) -> bool {
        self.account().is_some_and(|w| w.may(permission))
    }

    /// Asks that their roles carry `permission`.
    ///
    /// # Errors
    /// [`WebError::Forbidden`].
    pub fn require(&self, permission: &str) -> Result<(), WebError> {
        if self.may(permission) { Ok(()) } else { Err(WebError::Forbidden) }
    }

    /// The circumstances of what this person does now, through the web.
    pub fn act(&self, purpose: &str) -> Act {
        let actor =
            self.account().map_or(Actor::Anonymous, |w| Actor::Account { account: w.account, person: w.person });
        Act { actor, channel: Channel::Web, purpose: purpose.to_owned(), at: self.now() }
    }

    /// Path and query of the request.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The network address of the asker, for limits on attempts; never logged with a name.
    pub fn peer(&self) -> Option<IpAddr> {
        self.0.peer
    }

    /// Counts one attempt from this network address, before it is made.
    ///
    /// # Errors
    /// [`WebError::TooMany`] when there were too many; the page says how long to wait.
    pub fn attempt(&self, limit: Limit) -> Result<(), WebError> {
        let left = self.house().limits().take(limit, self.peer(), self.now());
        if left.within { Ok(()) } else { Err(WebError::TooMany(left.reset)) }
    }

    /// Takes an attempt back: it succeeded, or it was none.
    pub fn not_counted(&self, limit: Limit) {
        self.house().limits().give_back(limit, self.peer());
    }

    /// The hidden field that every form carries.
    pub fn form_token(&self) -> Markup {
        html! { input type="hidden" name=(token::FIELD) value=(self.token()); }
    }

    /// The same token for scripts, sent as the header `x-engawa-token`. It is another in every
    /// answer, and made only where a form asks for it.
    pub fn token(&self) -> String {
        let make = || self.house().form_token(&self.seat());
        self.0.token.get_or_init(make).clone()
    }

    /// What stands for this browser in the records, the same at each visit.
    pub fn browser_mark(&self) -> String {
        token::browser_mark(&self.0.house.secret, &self.seat())
    }

    /// The seat of this browser; one without gets one.
    fn seat(&self) -> String {
        let mut seat = self.0.seat.lock().unwrap_or_else(PoisonError::into_inner);
        let seat = seat.get_or_insert_with(|| {
            let fresh = token::fresh_seat(self.0.house.db.random());
            self.set_cookie(cookies::seat_cookie(&fresh, self.secure()));
            fresh
        });
        seat.clone()
    }

    /// Whether `token` belongs to this browser.
    pub fn token_holds(&self, token: &str) -> bool {
        let seat = self.0.seat.lock().unwrap_or_else(PoisonError::into_inner);
        seat.as_ref().is_some_and(|seat| token::holds(&self.0.house.secret, seat, token))
    }

    /// Whether cookies may travel over TLS only.
    pub fn secure(&self) -> bool {
        self.0.house.is_secure()
    }

    /// Sends a cookie with the answer (the whole `Set-Cookie` value).
    pub fn set_cookie(&self, cookie: String) {
        self.0.cookies.lock().unwrap_or_else(PoisonError::into_inner).push(cookie);
    }

    /// Starts a session: the browser keeps `session` until it is ended, and gets a new seat.
    pub fn sign_in_with(&self, session: &str, max_age_seconds: i64) {
        self.set_cookie(cookies::session_cookie(session, max_age_seconds, self.secure()));
        self.set_cookie(cookies::forget(cookies::SEAT, self.secure()));
    }

    /// Makes the browser forget its session.
    pub fn forget_session(&self) {
        self.set_cookie(cookies::forget(cookies::SESSION, self.secure()));
        self.set_cookie(cookies::forget(cookies::SEAT, self.secure()));
    }

    /// Keeps what was typed until the answer is known, so that it is not lost with a fault.
    pub(crate) fn keep_typed(&self, fields: &Fields) {
        *self.0.typed.lock().unwrap_or_else(PoisonError::into_inner) = fields.sendable();
    }

    pub(crate) fn take_typed(&self) -> Option<Vec<(String, String)>> {
        self.0.typed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(crate) fn came_from(&self) -> Option<&str> {
        self.0.came_from.as_deref()
    }

    pub(crate) fn take_cookies(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.cookies.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Goes on to another page of this house after a form.
    pub fn see_other(&self, path: &str) -> Response {
        let to = if is_own_path(path) { path } else { "/" };
        (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())]).into_response()
    }

    /// A page with `title`; its main part follows with [`Page::main`].
    pub fn page(&self, title: impl Into<String>) -> Page {
        Page::new(self.clone(), title.into())
    }
}

/// The path of the referring page, if it is one of this house.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|v: &header::HeaderValue| v.to_str().ok());
    let (_, rest) = text(header::REFERER)?.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    (host == text(header::HOST)? && !path.starts_with('/')).then(|| format!("/{path}"))
}

/// Whether a path leads to a page of this house and never to another site. Browsers read a backslash
/// as a slash and leave out tabs and line ends, so that `/\t/elsewhere` would be an address.
pub fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control())
}

fn lang_of(uri: &Uri) -> Option<Lang> {
    uri.query()?.split('&').find_map(|p| Lang::from_code(p.strip_prefix("lang=")?))
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| WebError::Internal("no guard".to_owned()))
    }
}

impl<S: Sync> axum::extract::OptionalFromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// Reads the choices of `/settings/display`.
pub(crate) fn display_from(size: &str, contrast: &str, furigana: &str) -> Display {
    Display {
        size: TextSize::from_code(size).unwrap_or_default(),
        high_contrast: contrast == "high",
        furigana: furigana == "on",
    }
}
