//! Closing an account: what goes, what stays, and one question.

use super::email::proves;
use super::{Errors, in_settings, question, telling, write};
use crate::identity::ways;
use crate::{passkeys, passwords, session, told};
use axum::response::{IntoResponse, Response};
use maud::html;
use people::PeopleError;
use web::components::{
    Tone, button, button_row, checkbox, form, input_text, link_button, notice, page_heading, section,
};
use web::{Fields, Page, Visit, WebError};

pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    draw(&visit, &Errors::default()).await
}

async fn draw(visit: &Visit, errors: &Errors) -> Result<Page, WebError> {
    let w = visit.words();
    let who = visit.signed_in()?;
    if is_officers(visit).await? {
        let body = html! { p { (w.rich("account-close-officer")) } };
        return Ok(in_settings(visit, telling(visit, "account-close", body)));
    }
    let has_one = passwords::record(&visit.house().db, who.account).await?.is_some();
    let list = |keys: [&str; 3]| html! { ul { @for key in keys { li { (w.rich(key)) } } } };
    let fields = html! {
        @if has_one {
            (input_text(w, "present", w.t("account-password-present")).kind("password").autocomplete("current-password")
                .required(true).error(errors.of("present")))
        }
        (checkbox(w, "sure", &w.t("account-close-sure"), false, errors.of("sure")))
        (button_row(html! {
            (button(w.t("account-close-do")).danger())
            (link_button(w.t("account-close-not"), "/my/settings").outline())
        }))
    };
    let body = html! {
        (page_heading("", &w.t("account-close"), &w.t("account-close-lead")))
        (section(&w.t("account-close-goes"), list(["account-close-goes-way", "account-close-goes-drafts", "account-close-goes-inbox"])))
        (section(&w.t("account-close-stays"), list(["account-close-stays-matters", "account-close-stays-journal", "account-close-stays-register"])))
        (notice(Tone::Info, html! { p { (w.rich("account-close-before")) " " a href="/my/export" { (w.rich("account-export")) } } }))
        (form(w, "/my/settings/close", visit.form_token(), fields))
    };
    Ok(in_settings(visit, question(visit, &w.t("account-close"), errors, body)))
}

/// An officer's account is the office's to close, also on a day without a term.
async fn is_officers(visit: &Visit) -> Result<bool, WebError> {
    let account = passwords::account(&visit.house().db, visit.signed_in()?.account).await?;
    Ok(account.kind == people::AccountKind::Staff)
}

/// Closes it: the ways in are gone, every browser is signed out.
pub(crate) async fn close(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    if is_officers(&visit).await? {
        return Err(WebError::Forbidden);
    }
    let account = passwords::account(&visit.house().db, visit.signed_in()?.account).await?;
    let present = fields.all("present").into_iter().next().unwrap_or_default();
    let mut errors = Errors::default();
    if fields.text("sure") != "yes" {
        errors.add("sure", visit.t("account-close-sure-missing"));
    }
    if !proves(&visit, &account, &present).await? {
        errors.add("present", visit.t("account-password-wrong"));
    }
    if !errors.is_empty() {
        return Ok(draw(&visit, &errors).await?.into_response());
    }
    let id = account.id;
    write(&visit, "settings", move |tx| async move {
        session::end_others(&tx, id, None).await?;
        for key in passkeys::of(&tx, id).await? {
            passkeys::remove(&tx, &account, key.id).await?;
        }
        passwords::remove(&tx, &account).await?;
        ways::remove_all(&tx, &account).await?;
        people::accounts::close(&tx, id).await?;
        Ok::<_, PeopleError>(())
    })
    .await
    .map_err(told)?;
    visit.forget_session();
    let body =
        html! { p { (visit.words().rich("account-closed-text")) } (link_button(visit.t("account-to-home"), "/")) };
    Ok(telling(&visit, "account-closed", body).into_response())
}
