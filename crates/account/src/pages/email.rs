//! Another e-mail address: asked for with the password, confirmed by the link that comes there.

use super::{Errors, hashing, in_settings, question, telling, write};
use crate::address;
use crate::limits::{self, Counter, MAILS, PER_ACCOUNT};
use crate::{passwords, told};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Email, Uuid};
use maud::html;
use people::PeopleError;
use web::components::{button, form, input_text, link_button, page_heading};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let has_one = passwords::record(&visit.house().db, visit.signed_in()?.account).await?.is_some();
    Ok(form_page(&visit, has_one, "", &Errors::default()))
}

fn form_page(visit: &Visit, has_one: bool, typed: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        (input_text(w, "email", w.t("account-email-new")).hint(w.t("account-email-new-hint")).value(typed).kind("email")
            .autocomplete("email").inputmode("email").required(true).error(errors.of("email")))
        @if has_one {
            (input_text(w, "present", w.t("account-password-present")).kind("password").autocomplete("current-password")
                .required(true).error(errors.of("present")))
        }
        (button(w.t("account-send-mail")))
    };
    let body = html! {
        (page_heading("", &w.t("account-email-change"), &w.t("account-email-change-lead")))
        (form(w, "/my/settings/email", visit.form_token(), fields))
    };
    in_settings(visit, question(visit, &w.t("account-email-change"), errors, body))
}

/// Whether the password typed is the account's, where it has one; attempts are counted.
pub(super) async fn proves(visit: &Visit, account: &people::Account, typed: &str) -> Result<bool, WebError> {
    let db = &visit.house().db;
    let record = passwords::record(db, account.id).await?;
    if record.is_none() {
        return Ok(true);
    }
    let counter = Counter::of(PER_ACCOUNT, &account.email.as_ref().map(Email::comparison_key).unwrap_or_default());
    limits::attempt(db, &visit.act("settings"), vec![counter]).await?;
    hashing(visit)?.fits(typed, record).await
}

/// Has the link mailed to the new address.
pub(crate) async fn ask(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let db = &visit.house().db;
    let account = passwords::account(db, visit.signed_in()?.account).await?;
    let has_one = passwords::record(db, account.id).await?.is_some();
    let present = fields.all("present").into_iter().next().unwrap_or_default();
    let (typed, mut errors) = (fields.text("email"), Errors::default());
    let email = typed.parse::<Email>().ok();
    if email.is_none() {
        errors.add("email", visit.t("account-email-wrong"));
    }
    if !proves(&visit, &account, &present).await? {
        errors.add("present", visit.t("account-password-wrong"));
    }
    let (Some(email), true) = (email, errors.is_empty()) else {
        return Ok(form_page(&visit, has_one, typed, &errors).into_response());
    };
    let counter = Counter::of(MAILS, &email.comparison_key());
    limits::attempt(db, &visit.act("settings"), vec![counter]).await?;
    address::ask(visit.house(), &visit.act("settings"), &account, &email, visit.lang()).await?;
    let body = html! {
        p { (rich(&visit.tf("account-email-sent", &[("email", email.to_string().into())]))) }
        (link_button(visit.t("account-settings"), "/my/settings").outline())
    };
    Ok(in_settings(&visit, telling(&visit, "account-mail-sent", body)).into_response())
}

fn worn_out(visit: &Visit) -> Page {
    let body = html! {
        p { (visit.words().rich("account-email-old-text")) }
        (link_button(visit.t("account-settings"), "/my/settings"))
    };
    telling(visit, "account-link-old", body).status(StatusCode::GONE)
}

/// The page behind the link asks once more: what mail programs open by themselves changes nothing.
pub(crate) async fn follow(visit: Visit, Path((id, proof)): Path<(Uuid, String)>) -> Result<Page, WebError> {
    let Some(change) = address::follow(visit.house(), id, &proof).await? else { return Ok(worn_out(&visit)) };
    let w = visit.words();
    let body = html! {
        p { (rich(&w.tf("account-email-confirm-text", &[("email", change.email.to_string().into())]))) }
        (form(w, address::path(visit.house(), id), visit.form_token(), html! { (button(w.t("account-email-confirm-do"))) }))
    };
    Ok(telling(&visit, "account-email-confirm", body))
}

pub(crate) async fn confirm(
    visit: Visit,
    Path((id, proof)): Path<(Uuid, String)>,
    _: Fields,
) -> Result<Page, WebError> {
    let Some(change) = address::follow(visit.house(), id, &proof).await? else { return Ok(worn_out(&visit)) };
    let email = change.email.to_string();
    match write(&visit, "settings", move |tx| async move { address::change(&tx, &change).await }).await {
        Ok(()) => {
            let body = html! {
                p { (rich(&visit.tf("account-email-changed-text", &[("email", email.into())]))) }
                (link_button(visit.t("account-to-my"), "/my"))
            };
            Ok(telling(&visit, "account-email-changed", body))
        }
        Err(PeopleError::EmailTaken | PeopleError::Changed | PeopleError::Missing) => Ok(worn_out(&visit)),
        Err(error) => Err(told(error)),
    }
}
