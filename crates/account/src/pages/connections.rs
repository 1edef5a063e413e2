//! 外からのログイン: how each provider is connected, and what its paper form asks for. For the one
//! person who looks after the machine.

use super::provider::providers;
use super::write;
use crate::identity::client::public_key;
use crate::identity::provider::{Authentication, Provider};
use axum::response::Response;
use maud::{Markup, html};
use store::keys::KeyFolder;
use store::{Deed, StoreError};
use web::components::{
    Icon, Tone, button, chip_label, copy_text, description_list, empty_state, form, page_heading, section,
};
use web::{Fields, Page, Visit, WebError};

/// The providers of the town's file.
pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let all = &providers(&visit)?.all;
    let mut parts = Vec::new();
    for provider in all {
        parts.push(section(provider.name.of(visit.lang()), shown(&visit, provider)?));
    }
    let main = html! {
        (page_heading("", &w.t("desk-account-providers"), &w.t("desk-account-providers-lead")))
        @if parts.is_empty() { (empty_state(Icon::Info, &w.t("desk-account-providers-none"), "", html! {})) }
        @for part in parts { (part) }
    };
    Ok(visit.page(w.plain("desk-account-providers")).desk().main(main))
}

fn shown(visit: &Visit, provider: &Provider) -> Result<Markup, WebError> {
    let w = visit.words();
    let keys = KeyFolder::in_folder(&visit.house().data)?;
    let file = provider.key_file();
    let (ready, what, own) = match provider.authentication {
        Authentication::PrivateKeyJwt => {
            let key = keys.signing(&file)?;
            (key.is_some(), "desk-account-provider-key", key_of(visit, provider, key.as_ref().map(public_key)))
        }
        Authentication::ClientSecretBasic => {
            let there = keys.text(&file)?.is_some();
            let said = if there { "desk-account-provider-secret" } else { "desk-account-provider-no-secret" };
            (there, "desk-account-provider-shared", web::texts::rich(&w.tf(said, &[("file", file.into())])))
        }
    };
    let (tone, state) = match (provider.is_connected(), ready) {
        (false, _) => (Tone::Neutral, "desk-account-provider-off"),
        (true, false) => (Tone::Warning, "desk-account-provider-unready"),
        (true, true) => (Tone::Success, "desk-account-provider-on"),
    };
    let client = if provider.is_connected() { provider.client_id.as_str() } else { "—" };
    let list = description_list(w)
        .item(w.t("desk-account-provider-state"), html! { (chip_label(tone, &w.t(state))) })
        .item(w.t("desk-account-provider-issuer"), html! { (provider.issuer) })
        .item(w.t("desk-account-provider-client"), html! { (client) })
        .item(
            w.t("desk-account-provider-back"),
            copy_text(w, &w.t("desk-account-provider-back"), &visit.house().url(&provider.back_path())),
        )
        .item(w.t(what), own);
    Ok(html! { (list) })
}

fn key_of(visit: &Visit, provider: &Provider, key: Option<serde_json::Value>) -> Markup {
    let w = visit.words();
    match key {
        Some(key) => {
            let list = serde_json::json!({ "keys": [key] }).to_string();
            html! { (copy_text(w, &w.t("desk-account-provider-key"), &list)) }
        }
        None => {
            let name = provider.name.of(visit.lang()).to_owned();
            let make = html! {
                input type="hidden" name="provider" value=(provider.key);
                (button(w.t("desk-account-provider-make")).outline().small().about(name))
            };
            html! { (form(w, "/desk/identity/providers/key", visit.form_token(), make)) }
        }
    }
}

/// Makes the town's key for one provider; an existing one stays.
pub(crate) async fn make_key(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let wanted = fields.text("provider");
    let found = providers(&visit)?.all.iter().find(|p| p.key == wanted);
    let provider = found.filter(|p| p.authentication == Authentication::PrivateKeyJwt).ok_or(WebError::NotFound)?;
    KeyFolder::in_folder(&visit.house().data)?.make_signing(&provider.key_file())?;
    let key = provider.key.clone();
    let noted = write(&visit, "account.providers", move |tx| async move {
        tx.record(Deed::new("account.provider_key").detail(key));
        Ok::<_, StoreError>(())
    });
    noted.await?;
    Ok(visit.see_other("/desk/identity/providers"))
}
