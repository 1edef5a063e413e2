//! Signing in and out.

use super::{Errors, hashing, question, write};
use crate::limits::{self, Counter, PER_ACCOUNT};
use crate::session::{self, Begun, Way};
use crate::{device, passwords};
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use kernel::id::AccountId;
use kernel::{Email, TypedId, Uuid};
use maud::{Markup, html};
use people::{Account, AccountKind};
use serde::Deserialize;
use web::components::{button, form, input_text, link_button, page_heading, passkey_sign_in, section};
use web::{Fields, Page, Visit, WebError};

/// Where to go after signing in, as the guard of a door asks.
#[derive(Deserialize, Default)]
pub(crate) struct Back {
    #[serde(default, rename = "return")]
    to: String,
}

impl Back {
    pub(crate) fn to(path: &str) -> Self {
        Self { to: path.to_owned() }
    }

    /// Where to go on.
    pub(crate) fn goal(&self, staff: bool) -> &str {
        goal(&self.to, staff)
    }
}

/// The page; who is signed in already goes on.
pub(crate) async fn page(visit: Visit, Query(back): Query<Back>) -> Response {
    match visit.account() {
        Some(who) => visit.see_other(goal(&back.to, who.staff.is_some())),
        None => form_page(&visit, &back.to, "", &Errors::default()).into_response(),
    }
}

fn goal(back: &str, staff: bool) -> &str {
    let usable = web::is_own_path(back) && !back.starts_with("/sign-");
    match (usable, staff) {
        (true, _) => back,
        (false, true) => "/desk",
        (false, false) => "/my",
    }
}

fn form_page(visit: &Visit, back: &str, email: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let then = if goal(back, false) == back { back } else { "" };
    let fields = html! {
        input type="hidden" name="return" value=(then);
        (input_text(w, "email", w.t("account-email")).value(email).kind("email").autocomplete("username webauthn")
            .inputmode("email").required(true).error(errors.of("email")))
        (input_text(w, "password", w.t("account-password")).kind("password").autocomplete("current-password")
            .required(true).error(errors.of("password")))
        (button(w.t("account-sign-in")))
    };
    let body = html! {
        (page_heading("", &w.t("account-sign-in"), ""))
        (form(w, "/sign-in", visit.form_token(), fields))
        (passkey_sign_in(w, "/sign-in/passkey/begin", &finish_path(then), goal(back, false), &visit.token()))
        (by_others(visit, then))
        (section(&w.t("account-sign-in-help"), help(visit)))
    };
    question(visit, &w.t("account-sign-in"), errors, body)
}

/// The script's last step carries where the person wanted to go.
pub(crate) fn finish_path(then: &str) -> String {
    format!("/sign-in/passkey/finish?return={}", kept(then))
}

/// Where one leaves for a provider.
pub(crate) fn with_path(key: &str, then: &str) -> String {
    format!("/sign-in/with/{key}?return={}", kept(then))
}

/// A path as a part of an address.
fn kept(then: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    let part = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    then.bytes().map(part).collect()
}

/// The providers to whom the town is connected; the others are nobody's button.
fn by_others(visit: &Visit, then: &str) -> Markup {
    let w = visit.words();
    let connected: Vec<_> = super::provider::providers(visit).map(|p| p.connected().collect()).unwrap_or_default();
    html! {
        @if !connected.is_empty() {
            (section(&w.t("account-by-others"), html! {
                @for provider in connected {
                    p { (web::texts::rich(provider.about.of(visit.lang()))) }
                    (link_button(w.tf("account-by-other", &[("name", provider.name.of(visit.lang()).into())]),
                        with_path(&provider.key, then)).outline())
                }
            }))
        }
    }
}

fn help(visit: &Visit) -> Markup {
    let w = visit.words();
    html! {
        ul {
            li { a href="/sign-up" { (w.rich("account-to-sign-up")) } }
            li { a href="/recover" { (w.rich("account-to-recover")) } }
        }
        p { (web::texts::rich(&w.tf("account-no-account", &[("phone", super::phone(visit).into())]))) }
    }
}

/// Takes address and password. An address without an account gets the same answer after the same
/// work as a wrong password.
pub(crate) async fn sign_in(visit: Visit, headers: HeaderMap, fields: Fields) -> Result<Response, WebError> {
    let (back, typed) = (fields.text("return").to_owned(), fields.text("email").to_owned());
    let password = fields.all("password").into_iter().next().unwrap_or_default();
    let mut errors = Errors::default();
    let email = typed.parse::<Email>().ok();
    if email.is_none() {
        errors.add("email", visit.t("account-email-wrong"));
    }
    if password.is_empty() {
        errors.add("password", visit.t("account-password-missing"));
    }
    let (Some(email), true) = (email, errors.is_empty()) else {
        return Ok(form_page(&visit, &back, &typed, &errors).into_response());
    };
    let counters = counters(&visit, &email);
    limits::attempt(&visit.house().db, &visit.act("sign-in"), counters.clone()).await?;
    let account = proven(&visit, &email, &password).await?;
    let Some(account) = account else {
        tracing::info!("a sign-in failed");
        errors.add("email", visit.t("account-sign-in-wrong"));
        return Ok(form_page(&visit, &back, &typed, &errors).into_response());
    };
    if account.kind == AccountKind::Staff {
        return super::second::ask(&visit, &account, &back, counters).await;
    }
    enter(&visit, account, Way::Password, device::name(&headers), counters).await?;
    Ok(visit.see_other(goal(&back, false)))
}

fn counters(visit: &Visit, email: &Email) -> Vec<Counter> {
    let own = Counter::of(PER_ACCOUNT, &email.comparison_key());
    std::iter::once(own).chain(Counter::of_peer(visit.peer())).collect()
}

async fn proven(visit: &Visit, email: &Email, password: &str) -> Result<Option<Account>, WebError> {
    let db = &visit.house().db;
    let account = people::accounts::by_email(db, email).await?;
    // Nobody's password is asked for, too, so that both answers take the same steps.
    let id = account.as_ref().map_or(AccountId::from_uuid(Uuid::nil()), |a| a.id);
    let record = passwords::record(db, id).await?;
    let fits = hashing(visit)?.fits(password, record).await?;
    Ok(account.filter(|_| fits))
}

/// Begins a session in this browser, and ends the one that was there.
pub(crate) async fn enter(
    visit: &Visit,
    account: Account,
    way: Way,
    device: String,
    counters: Vec<Counter>,
) -> Result<(), WebError> {
    let before = visit.account().map(|w| (w.account, w.session));
    let begun = write(visit, "sign-in", move |tx| async move {
        if let Some((account, session)) = before {
            session::end(&tx, account, session).await?;
        }
        for (place, counter) in counters.iter().enumerate() {
            match place {
                0 => limits::forget(&tx, counter).await?,
                _ => limits::give_back(&tx, counter).await?,
            }
        }
        session::begin(&tx, &account, way, &device).await
    })
    .await?;
    hold(visit, &begun);
    Ok(())
}

/// Gives the browser its session, and a new seat for its forms.
pub(crate) fn hold(visit: &Visit, begun: &Begun) {
    visit.sign_in_with(&begun.token, begun.seconds);
}

/// Ends the session.
pub(crate) async fn sign_out(visit: Visit, _: Fields) -> Result<Response, WebError> {
    if let Some((account, session)) = visit.account().map(|w| (w.account, w.session)) {
        let ended = write(&visit, "sign-out", move |tx| async move { session::end(&tx, account, session).await });
        ended.await?;
    }
    visit.forget_session();
    let mut answer = visit.see_other("/");
    // What pages kept in this browser goes with the session; the next person may be another.
    let all = HeaderValue::from_static("\"cache\", \"storage\"");
    answer.headers_mut().insert("clear-site-data", all);
    Ok(answer)
}
