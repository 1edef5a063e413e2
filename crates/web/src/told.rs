//! An error as a person reads it: what happened, what is safe, what to do, whom to call.

use crate::components::{
    Icon, Tone, button, button_row, description_list, empty_state, form, link_button, notice, page_heading,
};
use crate::texts::rich;
use crate::{Visit, WebError};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// An error as a page: what happened, what to do, whom to call.
pub(crate) fn told(visit: &Visit, method: &Method, error: &WebError) -> Response {
    note(error);
    let (title, main) = match error {
        _ if error.status().is_server_error() && method == Method::POST => unsent(visit),
        WebError::Unavailable(_) | WebError::Uncertain(_) => unavailable(visit),
        _ => refused(visit, error),
    };
    let main = html! { (page_heading("", &title, "")) (main) };
    let mut response = visit.page(title).status(error.status()).main(main).into_response();
    if let Some(seconds) = wait(error)
        && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// For those who keep the house running: our own mistakes, and what was refused. Never to whom.
fn note(error: &WebError) {
    match error {
        e if e.status().is_server_error() => tracing::error!(error = %e, "a page could not be shown"),
        WebError::Forbidden | WebError::StaleForm | WebError::TooMany(_) | WebError::TooLarge => {
            tracing::info!(reason = %error, "refused");
        }
        _ => {}
    }
}

/// Seconds after which another try makes sense.
const fn wait(error: &WebError) -> Option<i64> {
    match error {
        WebError::TooMany(seconds) => Some(*seconds),
        WebError::Unavailable(_) | WebError::Uncertain(_) => Some(30),
        _ => None,
    }
}

fn phone(visit: &Visit) -> String {
    visit.house().town.offices.main_on(visit.now().date()).map(|o| o.phone.to_string()).unwrap_or_default()
}

fn refused(visit: &Visit, error: &WebError) -> (String, Markup) {
    let words = visit.words();
    let key = error.text_key();
    let minutes = match error {
        WebError::TooMany(seconds) => (seconds + 59) / 60,
        _ => 0,
    };
    let what_next = words.tf(&format!("{key}-next"), &[("phone", phone(visit).into()), ("minutes", minutes.into())]);
    let action = match (error, visit.came_from()) {
        (WebError::SignIn, _) => link_button(words.t("menu-sign-in"), "/sign-in"),
        (WebError::Changed, Some(page)) => link_button(words.t("error-to-latest"), page),
        _ => link_button(words.t("error-to-home"), "/"),
    };
    (words.t(key), empty_state(Icon::Info, &what_next, "", html! { (action) }))
}

/// The records do not answer while a page is to be read.
fn unavailable(visit: &Visit) -> (String, Markup) {
    let words = visit.words();
    let list = description_list(words)
        .item(words.t("error-fault-kept"), words.rich("error-unavailable-kept"))
        .item(words.t("error-fault-do"), words.rich("error-unavailable-do"))
        .item(words.t("error-fault-call"), call(visit));
    let main = html! {
        (notice(Tone::Warning, html! { p { (words.rich("error-unavailable-next")) } }))
        (list)
        (button_row(html! { (link_button(words.t("error-open-again"), visit.path())) (link_button(words.t("error-to-home"), "/").outline()) }))
    };
    (words.t("error-unavailable"), main)
}

/// A form was sent and it is not sure that it was kept: what is there, what may not be, what to do.
/// What was typed stays on the page.
fn unsent(visit: &Visit) -> (String, Markup) {
    let words = visit.words();
    let typed = visit.take_typed();
    let what = if typed.is_some() { "error-unsent-do" } else { "error-unsent-do-back" };
    let list = description_list(words)
        .item(words.t("error-fault-kept"), words.rich("error-unsent-kept"))
        .item(words.t("error-fault-open"), words.rich("error-unsent-open"))
        .item(words.t("error-fault-do"), words.rich(what))
        .item(words.t("error-fault-call"), call(visit));
    let main = html! {
        (notice(Tone::Warning, html! { p { (words.rich("error-unsent-next")) } }))
        (list)
        @if let Some(typed) = typed {
            (form(words, visit.path(), visit.form_token(), html! {
                @for (name, value) in &typed { input type="hidden" name=(name) value=(value); }
                (button_row(html! { (button(words.t("error-unsent-again"))) }))
            }))
        }
    };
    (words.t("error-unsent"), main)
}

fn call(visit: &Visit) -> Markup {
    rich(&visit.tf("error-call", &[("phone", phone(visit).into())]))
}
