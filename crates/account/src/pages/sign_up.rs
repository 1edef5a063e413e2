//! An account of one's own: an address, the mail that proves it, a name and a password.

use super::{Errors, hashing, question, refusal, telling, write};
use crate::limits::{self, Counter, MAILS};
use crate::links::{self, Leads};
use crate::session::{self, Begun, Way};
use crate::{device, passwords, told};
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use kernel::{Email, Uuid};
use maud::html;
use people::{AccountKind, NewAccount, PeopleError};
use web::components::{button, form, input_text, link_button, page_heading};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

/// The longest name by which we address somebody.
pub(crate) const LONGEST_NAME: usize = 60;

/// Asks for the address.
pub(crate) async fn page(visit: Visit) -> Page {
    address_page(&visit, "", &Errors::default())
}

fn address_page(visit: &Visit, typed: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        (input_text(w, "email", w.t("account-email")).hint(w.t("account-sign-up-hint")).value(typed).kind("email")
            .autocomplete("email").inputmode("email").required(true).error(errors.of("email")))
        (button(w.t("account-send-mail")))
    };
    let body = html! {
        (page_heading("", &w.t("account-sign-up"), &w.t("account-sign-up-lead")))
        (form(w, "/sign-up", visit.form_token(), fields))
        p { a href="/sign-in" { (w.rich("account-to-sign-in")) } }
    };
    question(visit, &w.t("account-sign-up"), errors, body)
}

/// Has a mail sent; the answer is the same whether the address has an account or not.
pub(crate) async fn ask(visit: Visit, fields: Fields) -> Result<Page, WebError> {
    let typed = fields.text("email");
    let Ok(email) = typed.parse::<Email>() else {
        let mut errors = Errors::default();
        errors.add("email", visit.t("account-email-wrong"));
        return Ok(address_page(&visit, typed, &errors));
    };
    let act = visit.act("sign-up");
    let counters = std::iter::once(Counter::of(MAILS, &email.comparison_key())).chain(Counter::of_peer(visit.peer()));
    limits::attempt(&visit.house().db, &act, counters.collect()).await?;
    links::ask(visit.house(), &act, &email, visit.lang()).await?;
    let w = visit.words();
    let body = html! {
        p { (rich(&w.tf("account-mail-sent-text", &[("email", email.to_string().into())]))) }
        p { (rich(&w.tf("account-mail-sent-help", &[("phone", super::phone(&visit).into())]))) }
    };
    Ok(telling(&visit, "account-mail-sent", body))
}

/// The page behind a mailed link.
pub(crate) async fn follow(visit: Visit, Path((link, proof)): Path<(Uuid, String)>) -> Result<Page, WebError> {
    match links::follow(visit.house(), link, &proof).await? {
        Some(leads) => Ok(password_page(&visit, &leads, &links::path(visit.house(), link), "", &Errors::default())),
        None => Ok(worn_out(&visit)),
    }
}

fn worn_out(visit: &Visit) -> Page {
    let w = visit.words();
    let body = html! {
        p { (w.rich("account-link-old-text")) }
        (link_button(w.t("account-link-again"), "/sign-up"))
    };
    telling(visit, "account-link-old", body).status(axum::http::StatusCode::GONE)
}

fn password_page(visit: &Visit, leads: &Leads, action: &str, name: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let (title, email) = match leads {
        Leads::New(email) => ("account-first-password", email.to_string()),
        Leads::Known(account) => ("account-new-password", account.sign_in_name()),
    };
    let fields = html! {
        @if matches!(leads, Leads::New(_)) {
            (input_text(w, "name", w.t("account-name")).hint(w.t("account-name-hint")).value(name).autocomplete("name")
                .required(true).maxlength(LONGEST_NAME).error(errors.of("name")))
        }
        input type="hidden" name="username" autocomplete="username" value=(email);
        (input_text(w, "password", w.t("account-password")).hint(w.t("account-password-hint")).kind("password")
            .autocomplete("new-password").required(true).error(errors.of("password")))
        (button(w.t("account-password-set")))
    };
    let body = html! {
        (page_heading("", &w.t(title), &email))
        (form(w, action, visit.form_token(), fields))
    };
    question(visit, &w.t(title), errors, body)
}

/// Opens the account, or sets the new password; a link does so once.
pub(crate) async fn finish(
    visit: Visit,
    Path((link, proof)): Path<(Uuid, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let Some(leads) = links::follow(visit.house(), link, &proof).await? else {
        return Ok(worn_out(&visit).into_response());
    };
    let (name, password) =
        (shown_name(fields.text("name")), fields.all("password").into_iter().next().unwrap_or_default());
    let mut errors = Errors::default();
    let email = match &leads {
        Leads::New(email) => email.to_string(),
        Leads::Known(account) => account.sign_in_name(),
    };
    if matches!(leads, Leads::New(_)) && name.is_empty() {
        errors.add("name", visit.t("account-name-missing"));
    }
    if let Some(why) = refusal(&visit, &password, &[&email, &name]) {
        errors.add("password", why);
    }
    if !errors.is_empty() {
        return Ok(password_page(&visit, &leads, &links::path(visit.house(), link), &name, &errors).into_response());
    }
    let hash = hashing(&visit)?.hash(&password, visit.house().db.random()).await?;
    match complete(&visit, link, leads, name, hash, device::name(&headers)).await {
        Ok(Some(begun)) => {
            super::sign_in::hold(&visit, &begun);
            Ok(visit.see_other("/my"))
        }
        Ok(None) | Err(PeopleError::EmailTaken) => Ok(worn_out(&visit).into_response()),
        Err(error) => Err(told(error)),
    }
}

async fn complete(
    visit: &Visit,
    link: Uuid,
    leads: Leads,
    name: String,
    hash: String,
    device: String,
) -> Result<Option<Begun>, PeopleError> {
    let lang = visit.lang();
    write(visit, "sign-up", move |tx| async move {
        if !links::use_up(&tx, link).await? {
            return Ok(None);
        }
        let id = match leads {
            Leads::New(email) => {
                let new = NewAccount { kind: AccountKind::Resident, email, name, person: None };
                people::accounts::open_account(&tx, new).await?
            }
            Leads::Known(account) => {
                session::end_others(&tx, account.id, None).await?;
                passwords::announce(&tx, account.id, lang);
                account.id
            }
        };
        let account = people::accounts::find(&tx, id).await?.ok_or(PeopleError::Missing)?;
        passwords::set(&tx, &account, hash).await?;
        Ok(Some(session::begin(&tx, &account, Way::Mail, &device).await?))
    })
    .await
}

/// A name as it may be shown: one line, no control characters, not too long.
pub(crate) fn shown_name(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect::<String>().trim().to_owned()
}
