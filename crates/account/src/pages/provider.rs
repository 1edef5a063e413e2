//! To a provider of identities and back.

use super::sign_in::{Back, hold};
use super::{in_settings, telling, write};
use crate::identity::arrival::{self, Added};
use crate::identity::client::{Talk, Trouble, Vouched};
use crate::identity::departure::{self, Departure, Leaving};
use crate::identity::matching::{Judgement, candidates, judge};
use crate::identity::provider::{Claims, Provider, Providers};
use crate::limits::{self, Counter};
use crate::{AccountShelf, device, session, told};
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::id::AccountId;
use maud::html;
use serde::Deserialize;
use store::StoreError;
use web::components::{button_row, link_button, page_heading};
use web::texts::rich;
use web::{Assurance, Fields, Page, Visit, WebError};

/// What a provider sends back in the address (RFC 6749, 4.1.2; RFC 9207).
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

pub(crate) fn providers(visit: &Visit) -> Result<&Providers, WebError> {
    Ok(&visit.house().shelved::<AccountShelf>()?.providers)
}

fn talk<'a>(visit: &'a Visit, provider: &'a Provider) -> Result<Talk<'a>, WebError> {
    Ok(Talk { house: visit.house(), providers: providers(visit)?, provider })
}

/// Leaves for a provider to sign in.
pub(crate) async fn leave(
    visit: Visit,
    Path(key): Path<String>,
    Query(back): Query<Back>,
) -> Result<Response, WebError> {
    let provider = providers(&visit)?.get(&key).ok_or(WebError::NotFound)?;
    // Who is in already may come in again more surely; officers come in another way.
    if visit.account().is_some_and(|w| w.staff.is_some() || w.assurance == Assurance::Strong) {
        return Ok(visit.see_other(back.goal(false)));
    }
    match way_out(&visit, provider, None, back.goal(false)).await? {
        Ok(url) => Ok(away(url)),
        Err(trouble) => Ok(sorry(&visit, provider, &trouble)),
    }
}

/// What somebody can do whom the town does not know surely enough for what they want to send.
pub(crate) async fn stronger(visit: Visit, Query(back): Query<Back>) -> Result<Page, WebError> {
    let w = visit.words();
    let who = visit.signed_in()?;
    let goal = back.goal(who.staff.is_some());
    let strong: Vec<_> = providers(&visit)?.connected().filter(|p| p.assurance.assurance() > who.assurance).collect();
    let main = html! {
        (page_heading("", &w.t("account-stronger"), &w.t("account-stronger-lead")))
        @for provider in &strong {
            p { (rich(provider.about.of(visit.lang()))) }
            (link_button(w.tf("account-by-other", &[("name", provider.name.of(visit.lang()).into())]),
                super::sign_in::with_path(&provider.key, goal)))
        }
        @if who.person.is_none() {
            p { (w.rich("account-stronger-code")) }
            (link_button(w.t("account-link"), "/my/link").outline())
        }
        p { (rich(&w.tf("account-stronger-counter", &[("phone", super::phone(&visit).into())]))) }
        (link_button(w.t("account-stronger-back"), goal.to_owned()).outline())
    };
    Ok(visit.page(w.plain("account-stronger")).main(main))
}

/// To another site: the one place in the house that leads there by itself, and only to an address
/// of the town's configuration.
fn away(url: String) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, url), (header::CACHE_CONTROL, "no-store".to_owned())]).into_response()
}

async fn way_out(
    visit: &Visit,
    provider: &Provider,
    account: Option<AccountId>,
    back: &str,
) -> Result<Result<String, Trouble>, WebError> {
    let peer = Counter::of_peer(visit.peer()).into_iter().collect();
    limits::attempt(&visit.house().db, &visit.act("sign-in"), peer).await?;
    let db = &visit.house().db;
    let leaving = Leaving::new(&provider.key, account, back, [db.random(), db.random(), db.random()]);
    let url = match talk(visit, provider)?.way_out(&leaving).await {
        Ok(url) => url,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let token = visit.browser_mark();
    let kept = write(visit, "sign-in", move |tx| async move { leaving.keep(&tx, &token).await });
    kept.await?;
    Ok(Ok(url))
}

/// Asks whether to leave for a provider whose sign-in is to be added.
pub(crate) async fn begin_adding(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let who = visit.signed_in()?;
    if who.staff.is_some() || !super::passkeys::is_fresh(&visit).await? {
        return Err(WebError::Forbidden);
    }
    let provider = providers(&visit)?.get(fields.text("provider")).ok_or(WebError::NotFound)?;
    let url = match way_out(&visit, provider, Some(who.account), "/my/settings/ways").await? {
        Ok(url) => url,
        Err(trouble) => return Ok(sorry(&visit, provider, &trouble)),
    };
    let w = visit.words();
    let name = provider.name.of(visit.lang());
    let main = html! {
        (page_heading("", &w.t("account-ways-leave"), &w.tf("account-ways-leave-lead", &[("name", name.into())])))
        (button_row(html! {
            (link_button(w.tf("account-ways-go", &[("name", name.into())]), url))
            (link_button(w.t("account-ways-not"), "/my/settings/ways").outline())
        }))
    };
    Ok(in_settings(&visit, visit.page(w.plain("account-ways-leave")).main(main)).into_response())
}

/// Somebody comes back.
pub(crate) async fn back(
    visit: Visit,
    Path(key): Path<String>,
    Query(answer): Query<Answer>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let provider = providers(&visit)?.get(&key).ok_or(WebError::NotFound)?;
    let peer = Counter::of_peer(visit.peer()).into_iter().collect();
    limits::attempt(&visit.house().db, &visit.act("sign-in"), peer).await?;
    let Some(departure) = departed(&visit, provider, &answer).await? else {
        return Ok(stale(&visit, provider));
    };
    let code = match (&answer.error, &answer.code) {
        (None, Some(code)) if code.len() <= 4096 => code,
        (Some(error), _) if error == "access_denied" => return Ok(given_up(&visit, provider)),
        (error, _) => {
            let said = error.as_deref().unwrap_or("no code").chars().filter(char::is_ascii_graphic).take(40);
            return Ok(sorry(&visit, provider, &Trouble::Refused(said.collect())));
        }
    };
    match talk(&visit, provider)?.vouched(code, &departure).await {
        Ok(vouched) => arrive(&visit, provider, departure, vouched, device::name(&headers)).await,
        Err(trouble) => Ok(sorry(&visit, provider, &trouble)),
    }
}

/// The departure that this answer belongs to. An answer that names another issuer than the one
/// that was asked belongs to none (mix-up).
async fn departed(visit: &Visit, provider: &Provider, answer: &Answer) -> Result<Option<Departure>, WebError> {
    let Some(state) = answer.state.clone().filter(|s| s.len() == 43) else { return Ok(None) };
    let (key, token) = (provider.key.clone(), visit.browser_mark());
    let taken = write(visit, "sign-in", move |tx| async move { departure::take(&tx, &key, &state, &token).await });
    let taken = taken.await?;
    let right_issuer = match &answer.iss {
        Some(iss) => *iss == provider.issuer,
        None => !provider.names_issuer,
    };
    if !right_issuer {
        tracing::warn!(provider = provider.key, "an answer names another issuer");
    }
    Ok(taken.filter(|_| right_issuer))
}

async fn arrive(
    visit: &Visit,
    provider: &Provider,
    departure: Departure,
    vouched: Vouched,
    device: String,
) -> Result<Response, WebError> {
    let judgement = match provider.claims {
        Claims::Gbizid => Judgement::Uncertain(Vec::new()),
        Claims::BasicFour => {
            let found = candidates(&visit.house().db, &vouched.said).await?;
            match judge(&vouched.said, &found, visit.now().date()) {
                // Whoever was recognised less surely than asked is nobody's person without an officer.
                Judgement::Certain(person) if !vouched.as_asked => Judgement::Uncertain(vec![person]),
                other => other,
            }
        }
    };
    match departure.account {
        None => enter(visit, provider, departure, vouched, judgement, device).await,
        Some(account) if visit.account().is_some_and(|w| w.account == account) => {
            add(visit, provider, account, vouched, judgement).await
        }
        Some(_) => Ok(stale(visit, provider)),
    }
}

async fn enter(
    visit: &Visit,
    provider: &Provider,
    departure: Departure,
    vouched: Vouched,
    judgement: Judgement,
    device: String,
) -> Result<Response, WebError> {
    let (before, as_asked) = (visit.account().map(|w| (w.account, w.session)), vouched.as_asked);
    let entering = provider.clone();
    let begun = write(visit, "sign-in", move |tx| async move {
        if let Some((account, session)) = before {
            session::end(&tx, account, session).await?;
        }
        arrival::sign_in(&tx, &entering, &vouched, judgement, &device).await
    });
    let begun = match begun.await {
        // The same person in two windows at once: the other window was faster, and did the same.
        Err(people::PeopleError::Store(StoreError::Conflict { .. })) => return Ok(stale(visit, provider)),
        other => other.map_err(told)?,
    };
    let Some(begun) = begun else {
        return Ok(sorry(visit, provider, &Trouble::Refused("a closed account".to_owned())));
    };
    hold(visit, &begun);
    let to = Back::to(&departure.back);
    Ok(if as_asked { visit.see_other(to.goal(false)) } else { weaker(visit, provider, to.goal(false)).into_response() })
}

/// They are in, and know what they cannot do yet.
fn weaker(visit: &Visit, provider: &Provider, goal: &str) -> Page {
    let w = visit.words();
    let name = provider.name.of(visit.lang());
    let said = w.tf("account-provider-weaker-text", &[("name", name.into()), ("phone", super::phone(visit).into())]);
    let body = html! {
        p { (rich(&said)) }
        (link_button(w.t("account-provider-weaker-on"), goal.to_owned()))
    };
    telling(visit, "account-provider-weaker", body)
}

async fn add(
    visit: &Visit,
    provider: &Provider,
    account: AccountId,
    vouched: Vouched,
    judgement: Judgement,
) -> Result<Response, WebError> {
    let adding = provider.clone();
    let added =
        write(
            visit,
            "settings",
            move |tx| async move { arrival::add(&tx, account, &adding, &vouched, judgement).await },
        );
    let key = match added.await.map_err(told)? {
        Added::Done | Added::Waits => return Ok(visit.see_other("/my/settings/ways")),
        Added::Taken => "account-ways-taken",
        Added::Differs => "account-ways-differs",
    };
    let w = visit.words();
    let name = provider.name.of(visit.lang());
    let phone = super::phone(visit);
    let body = html! {
        p { (rich(&w.tf(&format!("{key}-text"), &[("name", name.into()), ("phone", phone.into())]))) }
        (link_button(w.t("account-ways-back"), "/my/settings/ways"))
    };
    Ok(in_settings(visit, telling(visit, key, body).status(StatusCode::CONFLICT)).into_response())
}

/// An answer that nobody waits for: too late, used already, or from somewhere else.
fn stale(visit: &Visit, provider: &Provider) -> Response {
    failure(visit, provider, "account-provider-stale", StatusCode::BAD_REQUEST).into_response()
}

fn given_up(visit: &Visit, provider: &Provider) -> Response {
    failure(visit, provider, "account-provider-given-up", StatusCode::OK).into_response()
}

/// What went wrong is logged with its reason; the person is told what to do.
fn sorry(visit: &Visit, provider: &Provider, trouble: &Trouble) -> Response {
    tracing::warn!(provider = provider.key, error = %trouble, "a provider vouched for nobody");
    let (key, status) = match trouble {
        Trouble::Down(_) | Trouble::Unready(_) => ("account-provider-down", StatusCode::SERVICE_UNAVAILABLE),
        _ => ("account-provider-wrong", StatusCode::BAD_REQUEST),
    };
    failure(visit, provider, key, status).into_response()
}

fn failure(visit: &Visit, provider: &Provider, key: &str, status: StatusCode) -> Page {
    let w = visit.words();
    let name = provider.name.of(visit.lang());
    let body = html! {
        p { (rich(&w.tf(&format!("{key}-text"), &[("name", name.into()), ("phone", super::phone(visit).into())]))) }
        (button_row(html! {
            (link_button(w.t("account-provider-again"), "/sign-in"))
            (link_button(w.t("account-provider-apply"), "/procedures").outline())
        }))
    };
    telling(visit, key, body).status(status)
}
