//! Passkeys: making, using, removing.

use super::json::Json;
use super::sign_in::{Back, enter};
use super::{in_settings, telling, time_label, write};
use crate::identity::ways;
use crate::limits::{self, Counter};
use crate::session::{self, Way};
use crate::{device, passkeys, passwords, second};
use axum::extract::Query;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use kernel::Uuid;
use maud::{Markup, html};
use people::AccountKind;
use people::accounts::AccountState;
use serde_json::{Value, json};
use store::StoreError;
use web::components::{button, form, link_button, page_heading, passkey_register, table};
use web::{Fields, Page, Visit, WebError};
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

/// Who adds a key must have proved who they are within this time, in seconds.
const FRESH: i64 = 3600;

/// The list, with the button that makes one.
pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let kept = passkeys::of(&visit.house().db, visit.signed_in()?.account).await?;
    let fresh = is_fresh(&visit).await?;
    let (begin, finish, here) =
        ("/my/settings/passkeys/begin", "/my/settings/passkeys/finish", "/my/settings/passkeys");
    let rows = kept.iter().map(|key| {
        let remove = html! {
            input type="hidden" name="passkey" value=(key.id);
            (button(w.t("account-passkey-remove")).danger().small().about(key.name.clone()))
        };
        [
            html! { (key.name) },
            html! { (time_label(visit.lang(), key.created_at)) },
            html! { (form(w, "/my/settings/passkeys/remove", visit.form_token(), remove)) },
        ]
    });
    let main = html! {
        (page_heading("", &w.t("account-passkeys"), &w.t("account-passkeys-lead")))
        @if kept.is_empty() {
            p { (w.rich("account-passkeys-none")) }
        } @else {
            (table(w.t("account-passkeys"), [w.t("account-device"), w.t("account-made"), w.t("account-change")]).rows(rows).caption_hidden())
        }
        @if !fresh {
            p { (w.rich("account-passkey-stale")) }
        } @else if kept.len() < passkeys::MOST {
            (passkey_register(w, begin, finish, here, &visit.token()))
            noscript { p { (w.rich("account-passkey-script")) } }
        }
    };
    Ok(in_settings(&visit, visit.page(w.plain("account-passkeys")).main(main)))
}

pub(crate) async fn is_fresh(visit: &Visit) -> Result<bool, WebError> {
    let began = session::began_at(&visit.house().db, visit.signed_in()?.session).await?;
    Ok(began.is_some_and(|began| visit.now().seconds_since(began) < FRESH))
}

fn said(answer: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (headers, answer.to_string()).into_response()
}

pub(crate) async fn begin_registration(visit: Visit, _: Json) -> Result<Response, WebError> {
    if !is_fresh(&visit).await? {
        return Err(WebError::Forbidden);
    }
    let account = passwords::account(&visit.house().db, visit.signed_in()?.account).await?;
    let (question, ceremony) = passkeys::begin_registration(visit.house(), &account, &visit.browser_mark()).await?;
    let kept = write(&visit, "passkey", move |tx| async move { ceremony.keep(&tx).await });
    kept.await?;
    Ok(said(&question))
}

pub(crate) async fn finish_registration(visit: Visit, headers: HeaderMap, body: Json) -> Result<Response, WebError> {
    let answer: RegisterPublicKeyCredential = body.read()?;
    let account = passwords::account(&visit.house().db, visit.signed_in()?.account).await?;
    let (id, seat, client_data) = (account.id, visit.browser_mark(), answer.response.client_data_json.to_vec());
    let taken = write(&visit, "passkey", move |tx| async move {
        passkeys::take_ceremony(&tx, "register", Some(id), &seat, &client_data).await
    });
    let state = taken.await?.ok_or(WebError::StaleForm)?;
    let passkey = passkeys::check_registration(visit.house(), &answer, &state)?;
    let name = match device::name(&headers) {
        name if name.is_empty() => visit.words().plain("account-device-unknown"),
        name => name,
    };
    let kept = write(&visit, "passkey", move |tx| async move { passkeys::keep(&tx, &account, &passkey, &name).await });
    match kept.await {
        Ok(()) => Ok(said(&json!({ "then": "/my/settings/passkeys" }))),
        Err(StoreError::Conflict { .. }) => Err(WebError::Changed),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn remove(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let Ok(passkey) = fields.text("passkey").parse::<Uuid>() else { return Err(WebError::NotFound) };
    let db = &visit.house().db;
    let account = passwords::account(db, visit.signed_in()?.account).await?;
    let last = passkeys::of(db, account.id).await?.len() == 1;
    if last && let Some(body) = needed(&visit, &account).await? {
        return Ok(in_settings(&visit, telling(&visit, "account-passkey-last", body)).into_response());
    }
    let gone = write(&visit, "passkey", move |tx| async move { passkeys::remove(&tx, &account, passkey).await });
    match gone.await? {
        true => Ok(visit.see_other("/my/settings/passkeys")),
        false => Err(WebError::NotFound),
    }
}

/// Why the last passkey must stay: nothing else would open the door.
async fn needed(visit: &Visit, account: &people::Account) -> Result<Option<Markup>, WebError> {
    let (db, w) = (&visit.house().db, visit.words());
    let (words, other, path) = if ways::count(db, &ways::accounts(db, account).await?).await? < 2 {
        ("account-passkey-last-text", "account-password-new", "/my/settings/password")
    } else if account.kind == AccountKind::Staff && second::of(db, account.id).await?.is_none() {
        ("account-passkey-last-second", "account-second-settings", "/my/settings/second")
    } else {
        return Ok(None);
    };
    Ok(Some(html! {
        p { (w.rich(words)) }
        (link_button(w.t(other), path))
    }))
}

pub(crate) async fn begin_sign_in(visit: Visit, _: Json) -> Result<Response, WebError> {
    limits::attempt(&visit.house().db, &visit.act("sign-in"), Counter::of_peer(visit.peer()).into_iter().collect())
        .await?;
    let (question, ceremony) = passkeys::begin_sign_in(visit.house(), &visit.browser_mark())?;
    let kept = write(&visit, "sign-in", move |tx| async move { ceremony.keep(&tx).await });
    kept.await?;
    Ok(said(&question))
}

pub(crate) async fn finish_sign_in(
    visit: Visit,
    Query(back): Query<Back>,
    headers: HeaderMap,
    body: Json,
) -> Result<Response, WebError> {
    let answer: PublicKeyCredential = body.read()?;
    let (house, seat) = (visit.house().clone(), visit.browser_mark());
    let proven = write(&visit, "sign-in", move |tx| async move {
        let client_data: &[u8] = answer.response.client_data_json.as_ref();
        let state = passkeys::take_ceremony(&tx, "sign-in", None, &seat, client_data).await?;
        match state {
            Some(state) => passkeys::check_sign_in(&tx, &house, &answer, &state).await,
            None => Ok(None),
        }
    })
    .await?;
    let account = match proven {
        Some(id) => people::accounts::find(&visit.house().db, id).await?.filter(|a| a.state == AccountState::Active),
        None => None,
    };
    let account = account.ok_or(WebError::Unreadable("passkey"))?;
    let staff = account.kind == AccountKind::Staff;
    enter(&visit, account, Way::Passkey, device::name(&headers), Vec::new()).await?;
    Ok(said(&json!({ "then": back.goal(staff) })))
}
