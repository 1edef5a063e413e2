//! Who is invited decides on a password.

use super::super::invite;
use crate::limits::{self, CODES, Counter};
use crate::pages::{Errors, hashing, phone, question, refusal, telling, write};
use crate::passwords;
use crate::session;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Reference, Uuid};
use maud::html;
use people::Account;
use store::StoreError;
use web::components::{button, form, input_text, link_button, page_heading};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

/// Asks for the printed code.
pub(super) async fn ask(visit: Visit) -> Page {
    code_page(&visit, "", &Errors::default())
}

fn code_page(visit: &Visit, typed: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        (input_text(w, "code", w.t("account-set-up-code")).hint(w.t("account-code-hint")).value(typed).autocomplete("one-time-code")
            .width("is-medium").required(true).maxlength(20).error(errors.of("code")))
        (button(w.t("account-next")))
    };
    let body = html! {
        (page_heading("", &w.t("account-set-up"), &w.t("account-set-up-lead")))
        (form(w, "/set-up", visit.form_token(), fields))
    };
    question(visit, &w.t("account-set-up"), errors, body)
}

/// Leads from the printed code to the page of the link; attempts are counted.
pub(super) async fn by_code(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let typed = fields.text("code");
    let mut errors = Errors::default();
    let Ok(code) = typed.parse::<Reference>() else {
        errors.add("code", visit.t("account-code-mistyped"));
        return Ok(code_page(&visit, typed, &errors).into_response());
    };
    let counters = std::iter::once(Counter::of(CODES, "set-up")).chain(Counter::of_peer(visit.peer()));
    limits::attempt(&visit.house().db, &visit.act("set-up"), counters.collect()).await?;
    match invite::by_code(visit.house(), code).await? {
        Some(invitation) => Ok(visit.see_other(&invite::path(&visit.house().secret, invitation))),
        None => {
            errors.add("code", visit.t("account-code-unknown"));
            Ok(code_page(&visit, typed, &errors).into_response())
        }
    }
}

pub(super) async fn page(visit: Visit, Path((id, proof)): Path<(Uuid, String)>) -> Result<Page, WebError> {
    match invite::follow(visit.house(), id, &proof).await? {
        Some(account) => Ok(password_page(&visit, id, &account, &Errors::default())),
        None => Ok(worn_out(&visit)),
    }
}

fn worn_out(visit: &Visit) -> Page {
    let body = html! {
        p { (rich(&visit.tf("account-set-up-old-text", &[("phone", phone(visit).into())]))) }
        (link_button(visit.t("account-sign-in"), "/sign-in").outline())
    };
    telling(visit, "account-link-old", body).status(StatusCode::GONE)
}

fn password_page(visit: &Visit, id: Uuid, account: &Account, errors: &Errors) -> Page {
    let w = visit.words();
    let hello = w.tf("account-hello", &[("name", account.name.clone().into())]);
    let fields = html! {
        input type="hidden" name="username" autocomplete="username" value=(account.sign_in_name());
        (input_text(w, "password", w.t("account-password")).hint(w.t("account-password-hint")).kind("password")
            .autocomplete("new-password").required(true).error(errors.of("password")))
        (button(w.t("account-password-set")))
    };
    let body = html! {
        (page_heading(&hello, &w.t("account-set-up-password"), &account.sign_in_name()))
        (form(w, invite::path(&visit.house().secret, id), visit.form_token(), fields))
    };
    question(visit, &w.t("account-set-up-password"), errors, body)
}

/// Sets the password, once; the way in is then the usual one, so that whatever else is asked of
/// officers there is asked.
pub(super) async fn finish(
    visit: Visit,
    Path((id, proof)): Path<(Uuid, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let Some(account) = invite::follow(visit.house(), id, &proof).await? else {
        return Ok(worn_out(&visit).into_response());
    };
    let password = fields.all("password").into_iter().next().unwrap_or_default();
    if let Some(why) = refusal(&visit, &password, &[&account.sign_in_name(), &account.name]) {
        let mut errors = Errors::default();
        errors.add("password", why);
        return Ok(password_page(&visit, id, &account, &errors).into_response());
    }
    let hash = hashing(&visit)?.hash(&password, visit.house().db.random()).await?;
    let lang = visit.lang();
    let set = write(&visit, "set-up", move |tx| async move {
        let Some(account) = invite::redeem(&tx, id).await? else { return Ok(false) };
        session::end_others(&tx, account.id, None).await?;
        passwords::set(&tx, &account, hash).await?;
        passwords::announce(&tx, account.id, lang);
        Ok::<_, StoreError>(true)
    });
    Ok(if set.await? { visit.see_other("/sign-in?return=/desk") } else { worn_out(&visit).into_response() })
}
