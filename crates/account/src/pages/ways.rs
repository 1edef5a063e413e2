//! The ways in that others vouch for: what there is, one more, one less.

use super::provider::providers;
use super::{in_settings, telling, time_label, write};
use crate::identity::said::{AccountType, Company};
use crate::identity::ways::{self, Identity, Removed};
use crate::passwords;
use axum::response::{IntoResponse, Response};
use kernel::Uuid;
use maud::{Markup, html};
use web::components::{button, form, link_button, page_heading, section, table};
use web::{Fields, Page, Visit, WebError};

/// Whether the page has anything to say.
pub(crate) async fn worth_showing(visit: &Visit, account: &people::Account) -> Result<bool, WebError> {
    let connected = providers(visit)?.connected().next().is_some();
    Ok(connected || !ways::of(&visit.house().db, account.id).await?.is_empty())
}

/// The list, and what can be added.
pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let db = &visit.house().db;
    let account = passwords::account(db, visit.signed_in()?.account).await?;
    let mut all = Vec::new();
    for account in ways::accounts(db, &account).await? {
        all.extend(ways::of(db, account.id).await?);
    }
    let rows = all.iter().map(|way| {
        let name = named(&visit, &way.provider);
        let remove = html! {
            input type="hidden" name="way" value=(way.id);
            (button(w.t("account-ways-remove")).danger().small().about(name.clone()))
        };
        [
            html! { (web::texts::rich(&name)) (company(&visit, way)) },
            html! { (time_label(visit.lang(), way.created_at)) },
            html! { (form(w, "/my/settings/ways/remove", visit.form_token(), remove)) },
        ]
    });
    let head = [w.t("account-ways-which"), w.t("account-made"), w.t("account-change")];
    let main = html! {
        (page_heading("", &w.t("account-ways"), &w.t("account-ways-lead")))
        @if all.is_empty() { p { (w.rich("account-ways-none")) } }
        @else { (table(w.t("account-ways"), head).rows(rows).caption_hidden()) }
        (section(&w.t("account-ways-more"), more(&visit, &all).await?))
    };
    Ok(in_settings(&visit, visit.page(w.plain("account-ways")).main(main)))
}

/// The providers that can be added.
async fn more(visit: &Visit, all: &[Identity]) -> Result<Markup, WebError> {
    let w = visit.words();
    let fresh = super::passkeys::is_fresh(visit).await?;
    let rest: Vec<_> = providers(visit)?.connected().filter(|p| !all.iter().any(|way| way.provider == p.key)).collect();
    Ok(html! {
        @if !fresh && !rest.is_empty() { p { (w.rich("account-ways-stale")) } }
        @else {
            @for provider in rest {
                p { (web::texts::rich(provider.about.of(visit.lang()))) }
                (form(w, "/my/settings/ways/begin", visit.form_token(), html! {
                    input type="hidden" name="provider" value=(provider.key);
                    (button(w.tf("account-ways-add", &[("name", provider.name.of(visit.lang()).into())])).outline())
                }))
            }
        }
        p { a href="/my/settings/passkeys" { (w.rich("account-passkeys")) } }
    })
}

/// What a provider is called; one that the town no longer has is called by its key.
pub(crate) fn named(visit: &Visit, key: &str) -> String {
    let all = providers(visit).map(|p| p.all.as_slice()).unwrap_or_default();
    all.iter().find(|p| p.key == key).map_or_else(|| key.to_owned(), |p| p.name.of(visit.lang()).to_owned())
}

fn company(visit: &Visit, way: &Identity) -> Markup {
    let w = visit.words();
    let Some(Company { kind, number, name, .. }) = &way.company else { return html! {} };
    let kind = match kind {
        AccountType::Entry => "account-company-entry",
        AccountType::Prime => "account-company-prime",
        AccountType::Member => "account-company-member",
    };
    html! {
        br; (name) "（" (w.rich(kind)) "）"
        @if let Some(number) = number { br; (w.rich("account-company-number")) " " (number) }
    }
}

/// Removes one; the last way in stays.
pub(crate) async fn remove(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let id = fields.text("way").parse::<Uuid>().map_err(|_| WebError::NotFound)?;
    let account = passwords::account(&visit.house().db, visit.signed_in()?.account).await?;
    let removed = write(&visit, "settings", move |tx| async move { ways::remove(&tx, &account, id).await });
    match removed.await? {
        Removed::Done => Ok(visit.see_other("/my/settings/ways")),
        Removed::Unknown => Err(WebError::NotFound),
        Removed::Last => {
            let w = visit.words();
            let body = html! {
                p { (w.rich("account-ways-last-text")) }
                (link_button(w.t("account-passkeys"), "/my/settings/passkeys"))
            };
            Ok(in_settings(&visit, telling(&visit, "account-ways-last", body)).into_response())
        }
    }
}
