//! The way back in, and the first way in for who was identified at the counter: a one-time code.

use super::{Errors, hashing, phone, question, refusal, write};
use crate::limits::{self, CODES, Counter};
use crate::session::{self, Begun, Way};
use crate::{codes, device, passwords, told};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use kernel::id::PersonId;
use kernel::{Email, Reference};
use maud::html;
use people::{Account, AccountKind, NewAccount, PeopleError};
use store::Tx;
use web::components::{button, form, input_text, page_heading, section};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

/// Asks for the code; says how to get one.
pub(crate) async fn page(visit: Visit) -> Page {
    code_page(&visit, "/recover", "", &Errors::default())
}

/// The question for the code, for the way back in and for linking an account.
pub(crate) fn code_page(visit: &Visit, action: &str, typed: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        (input_text(w, "code", w.t("account-code")).hint(w.t("account-code-hint")).value(typed).autocomplete("one-time-code")
            .width("is-medium").required(true).maxlength(20).error(errors.of("code")))
        (button(w.t("account-next")))
    };
    let (title, lead) = match action {
        "/recover" => ("account-recover", "account-recover-lead"),
        _ => ("account-link", "account-link-lead"),
    };
    let body = html! {
        (page_heading("", &w.t(title), &w.t(lead)))
        (form(w, action, visit.form_token(), fields))
        (section(&w.t("account-code-how"), html! {
            p { (rich(&w.tf("account-code-how-text", &[("phone", phone(visit).into())]))) }
        }))
        @if action == "/recover" {
            (section(&w.t("account-by-mail"), html! {
                p { (w.rich("account-by-mail-text")) }
                p { a href="/sign-up" { (w.rich("account-by-mail-link")) } }
            }))
        }
    };
    question(visit, &w.t(title), errors, body)
}

/// The person whom a typed code stands for; otherwise what is wrong with it. Attempts are counted.
pub(crate) async fn read_code(visit: &Visit, typed: &str) -> Result<Result<(Reference, PersonId), Errors>, WebError> {
    let mut errors = Errors::default();
    let Ok(code) = typed.parse::<Reference>() else {
        errors.add("code", visit.t("account-code-mistyped"));
        return Ok(Err(errors));
    };
    let counters = std::iter::once(Counter::of(CODES, "all")).chain(Counter::of_peer(visit.peer()));
    limits::attempt(&visit.house().db, &visit.act("recover"), counters.collect()).await?;
    match codes::whose(&visit.house().db, visit.house(), code).await? {
        Some(person) => Ok(Ok((code, person))),
        None => {
            errors.add("code", visit.t("account-code-unknown"));
            Ok(Err(errors))
        }
    }
}

/// Takes the code and asks for the new password.
pub(crate) async fn check(visit: Visit, fields: Fields) -> Result<Page, WebError> {
    let typed = fields.text("code");
    match read_code(&visit, typed).await? {
        Err(errors) => Ok(code_page(&visit, "/recover", typed, &errors)),
        Ok((code, person)) => {
            let account = only_account(&visit, person).await?;
            Ok(password_page(&visit, code, account.as_ref(), "", &Errors::default()))
        }
    }
}

/// The person's own account: officers' accounts are not recovered as residents.
async fn only_account(visit: &Visit, person: PersonId) -> Result<Option<Account>, WebError> {
    let all = people::accounts::of_person(&visit.house().db, person).await?;
    Ok(all.into_iter().find(|a| a.kind == AccountKind::Resident))
}

fn password_page(visit: &Visit, code: Reference, account: Option<&Account>, email: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        input type="hidden" name="code" value=(code.to_string());
        @match account.and_then(|a| a.email.as_ref()).map(ToString::to_string) {
            Some(known) => {
                p { (rich(&w.tf("account-recover-known", &[("email", known.clone().into())]))) }
                input type="hidden" name="username" autocomplete="username" value=(known);
            }
            None => {
                (input_text(w, "email", w.t("account-email")).hint(w.t("account-recover-email-hint")).value(email).kind("email")
                    .autocomplete("email").inputmode("email").required(true).error(errors.of("email")))
            }
        }
        (input_text(w, "password", w.t("account-password")).hint(w.t("account-password-hint")).kind("password")
            .autocomplete("new-password").required(true).error(errors.of("password")))
        (button(w.t("account-password-set")))
    };
    let body = html! {
        (page_heading("", &w.t("account-new-password"), ""))
        (form(w, "/recover/password", visit.form_token(), fields))
    };
    question(visit, &w.t("account-new-password"), errors, body)
}

/// Uses the code up: a new password for the person's account, or a new account. Whoever else was
/// signed in there is signed out.
pub(crate) async fn finish(visit: Visit, headers: HeaderMap, fields: Fields) -> Result<Response, WebError> {
    let typed = fields.text("code");
    let (code, person) = match read_code(&visit, typed).await? {
        Ok(known) => known,
        Err(errors) => return Ok(code_page(&visit, "/recover", typed, &errors).into_response()),
    };
    let account = only_account(&visit, person).await?;
    let password = fields.all("password").into_iter().next().unwrap_or_default();
    let mut errors = Errors::default();
    let known = account.as_ref().and_then(|a| a.email.clone());
    let email = known.or_else(|| fields.text("email").parse::<Email>().ok());
    if email.is_none() {
        errors.add("email", visit.t("account-email-wrong"));
    }
    let named = account.as_ref().map(|a| a.name.as_str()).unwrap_or_default();
    let address = email.as_ref().map(ToString::to_string).unwrap_or_default();
    if let Some(why) = refusal(&visit, &password, &[&address, named]) {
        errors.add("password", why);
    }
    let (Some(email), true) = (email, errors.is_empty()) else {
        return Ok(password_page(&visit, code, account.as_ref(), fields.text("email"), &errors).into_response());
    };
    let hash = hashing(&visit)?.hash(&password, visit.house().db.random()).await?;
    match complete(&visit, code, email, hash, device::name(&headers)).await {
        Ok(Some(begun)) => {
            super::sign_in::hold(&visit, &begun);
            Ok(visit.see_other("/my"))
        }
        Ok(None) => {
            errors.add("code", visit.t("account-code-unknown"));
            Ok(code_page(&visit, "/recover", typed, &errors).into_response())
        }
        Err(PeopleError::EmailTaken) => {
            errors.add("email", visit.t("account-recover-taken"));
            Ok(password_page(&visit, code, None, fields.text("email"), &errors).into_response())
        }
        Err(error) => Err(told(error)),
    }
}

/// An account that had no address gets the one that was typed: the code proves whose it is.
async fn with_address(tx: &Tx, account: Account, email: &Email) -> Result<Account, PeopleError> {
    if account.email.is_none() {
        people::accounts::change_email(tx, account.id, email).await?;
    }
    Ok(account)
}

async fn complete(
    visit: &Visit,
    code: Reference,
    email: Email,
    hash: String,
    device: String,
) -> Result<Option<Begun>, PeopleError> {
    let (secret, lang) = (visit.house().secret, visit.lang());
    write(visit, "recover", move |tx| async move {
        let Some(person) = codes::redeem(&tx, &secret, code).await? else { return Ok(None) };
        let known = people::accounts::of_person(&tx, person).await?;
        let account = match known.into_iter().find(|a| a.kind == AccountKind::Resident) {
            Some(account) => with_address(&tx, account, &email).await?,
            None => {
                let name = people::find(&tx, person).await?.ok_or(PeopleError::Missing)?.name.full().to_owned();
                let new = NewAccount { kind: AccountKind::Resident, email, name, person: Some(person) };
                let id = people::accounts::open_account(&tx, new).await?;
                people::accounts::find(&tx, id).await?.ok_or(PeopleError::Missing)?
            }
        };
        session::end_others(&tx, account.id, None).await?;
        passwords::set(&tx, &account, hash).await?;
        passwords::announce(&tx, account.id, lang);
        Ok(Some(session::begin(&tx, &account, Way::Code, &device).await?))
    })
    .await
}
