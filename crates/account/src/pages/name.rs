//! How the person is addressed on the screen; the name of the register is not changed by this.

use super::sign_up::{LONGEST_NAME, shown_name};
use super::{Errors, in_settings, question, write};
use crate::told;
use axum::response::{IntoResponse, Response};
use maud::html;
use web::components::{button, form, input_text};
use web::{Fields, Page, Visit, WebError};

pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let name = visit.signed_in()?.name.clone();
    Ok(form_page(&visit, &name, &Errors::default()))
}

fn form_page(visit: &Visit, name: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        (input_text(w, "name", w.t("account-name")).hint(w.t("account-name-hint")).value(name).autocomplete("name")
            .required(true).heading().maxlength(LONGEST_NAME).error(errors.of("name")))
        (button(w.t("account-save")))
    };
    let body = html! { (form(w, "/my/settings/name", visit.form_token(), fields)) };
    in_settings(visit, question(visit, &w.t("account-name"), errors, body))
}

pub(crate) async fn save(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let account = visit.signed_in()?.account;
    let name = shown_name(fields.text("name"));
    if name.is_empty() {
        let mut errors = Errors::default();
        errors.add("name", visit.t("account-name-missing"));
        return Ok(form_page(&visit, "", &errors).into_response());
    }
    let saved = write(&visit, "settings", move |tx| async move { people::accounts::rename(&tx, account, &name).await });
    saved.await.map_err(told)?;
    Ok(visit.see_other("/my/settings"))
}
