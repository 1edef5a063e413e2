//! A new password, against the present one.

use super::{Errors, hashing, in_settings, question, refusal, write};
use crate::limits::{self, Counter, PER_ACCOUNT};
use crate::session::{self, Way};
use crate::{device, passwords};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::html;
use people::AccountKind;
use web::components::{button, form, input_text, page_heading};
use web::{Fields, Page, Visit, WebError};

pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let has_one = passwords::record(&visit.house().db, visit.signed_in()?.account).await?.is_some();
    Ok(form_page(&visit, has_one, &Errors::default()))
}

fn form_page(visit: &Visit, has_one: bool, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        @if has_one {
            (input_text(w, "present", w.t("account-password-present")).kind("password").autocomplete("current-password")
                .required(true).error(errors.of("present")))
        }
        (input_text(w, "password", w.t("account-password-new")).hint(w.t("account-password-hint")).kind("password")
            .autocomplete("new-password").required(true).error(errors.of("password")))
        (button(w.t("account-password-set")))
    };
    let body = html! {
        (page_heading("", &w.t("account-new-password"), &w.t("account-password-lead")))
        (form(w, "/my/settings/password", visit.form_token(), fields))
    };
    in_settings(visit, question(visit, &w.t("account-new-password"), errors, body))
}

/// Sets it; every other session ends, and this one begins anew.
pub(crate) async fn save(visit: Visit, headers: HeaderMap, fields: Fields) -> Result<Response, WebError> {
    let first = |name: &str| fields.all(name).into_iter().next().unwrap_or_default();
    let (present, new) = (first("present"), first("password"));
    let db = &visit.house().db;
    let account = passwords::account(db, visit.signed_in()?.account).await?;
    // Without an address there is nothing to type beside a password.
    let Some(email) = account.email.clone() else { return Ok(visit.see_other("/my/settings")) };
    let record = passwords::record(db, account.id).await?;
    let own = Counter::of(PER_ACCOUNT, &email.comparison_key());
    let (has_one, mut errors) = (record.is_some(), Errors::default());
    if has_one {
        limits::attempt(db, &visit.act("settings"), vec![own.clone()]).await?;
        if !hashing(&visit)?.fits(&present, record).await? {
            errors.add("present", visit.t("account-password-wrong"));
        }
    }
    if let Some(why) = refusal(&visit, &new, &[&email.to_string(), &account.name]) {
        errors.add("password", why);
    }
    if !errors.is_empty() {
        return Ok(form_page(&visit, has_one, &errors).into_response());
    }
    let hash = hashing(&visit)?.hash(&new, db.random()).await?;
    let (lang, device) = (visit.lang(), device::name(&headers));
    // An officer gave the second proof when this session began.
    let way = if account.kind == AccountKind::Staff { Way::Totp } else { Way::Password };
    let begun = write(&visit, "settings", move |tx| async move {
        passwords::set(&tx, &account, hash).await?;
        passwords::announce(&tx, account.id, lang);
        limits::forget(&tx, &own).await?;
        session::end_others(&tx, account.id, None).await?;
        session::begin(&tx, &account, way, &device).await
    });
    super::sign_in::hold(&visit, &begun.await?);
    Ok(visit.see_other("/my/settings"))
}
