//! The page of a matter for whoever holds its secret address (a letter, a receipt, a mail to
//! somebody without an account): how far it is, nothing personal, and the question at the end.

use crate::finish;
use crate::forms::Assurance;
use crate::pages::mine::{feedback_fields, read_feedback};
use crate::pages::parts;
use crate::records::case::{self, Case};
use crate::records::message;
use crate::rules::State;
use crate::say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::CaseId;
use maud::{Markup, html};
use store::Channel;
use web::components::{Tone, button_row, form, link_button, notification_banner, page_heading, section};
use web::texts::{plain, rich};
use web::{Fields, Page, Visit, WebError};

/// The case, if the address is the one that was given out.
pub(crate) async fn open(visit: &Visit, id: CaseId, proof: &str) -> Result<Case, WebError> {
    if !web::link_holds(&visit.house().secret, "cases.matter", &id.to_string(), proof) {
        return Err(WebError::NotFound);
    }
    case::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)
}

/// Only what anybody may send without an account can also be corrected without one.
pub(crate) fn can_correct(visit: &Visit, case: &Case) -> Result<bool, WebError> {
    let (_, matter) = parts::matter_of(visit.house(), case)?;
    let open = matter.assurance == Assurance::Anyone && case.account.is_none();
    Ok(open && case.state == State::AwaitingCorrection)
}

/// How far the matter is.
pub(crate) async fn page(visit: Visit, Path((id, proof)): Path<(CaseId, String)>) -> Result<Page, WebError> {
    let case = open(&visit, id, &proof).await?;
    draw(&visit, &case, None).await
}

async fn draw(visit: &Visit, case: &Case, wrong: Option<&'static str>) -> Result<Page, WebError> {
    let (procedure, matter) = parts::matter_of(visit.house(), case)?;
    let words = visit.words();
    let title = say::text(&procedure.guide.title, words.lang);
    let phone = parts::desk_phone(visit, &case.desk);
    let path = parts::matter_path(visit.house(), case.id);
    let correctable = can_correct(visit, case)?;
    let question = question(visit, case, &path, wrong).await?;
    let how_far = parts::now_next_when(visit, case, &matter).await?;
    let main = html! {
        (page_heading("", title, ""))
        p.reference { span { (words.rich("cases-reference")) } strong { (case.reference) } " " (parts::state_chip(words, case.state, case.outcome)) }
        @if correctable {
            (notification_banner(words, Tone::Warning, words.t("cases-call-correct")).body(
                button_row(html! { (link_button(words.t("cases-correct"), format!("{path}/correct"))) })))
        }
        (question)
        (section(&words.t("cases-how-far"), how_far))
        @if case.account.is_none() {
            p { a href=(format!("{path}/own")) { (words.rich("cases-own-link")) } }
        }
        p { (rich(&words.tf("cases-ask-desk", &[("desk", parts::desk_name(visit, &case.desk).into()), ("phone", phone.into())]))) }
    };
    let page = visit.page(plain(title)).crumbs(&[]).main(main);
    Ok(if wrong.is_some() { page.failed() } else { page })
}

async fn question(visit: &Visit, case: &Case, path: &str, wrong: Option<&'static str>) -> Result<Markup, WebError> {
    if case.state != State::Closed {
        return Ok(html! {});
    }
    let words = visit.words();
    if message::feedback(&visit.house().db, case.id).await?.is_some() {
        return Ok(html! { (notification_banner(words, Tone::Success, words.t("cases-feedback-thanks"))) });
    }
    let asked = form(words, format!("{path}/feedback"), visit.form_token(), feedback_fields(visit, wrong));
    Ok(html! { (asked) })
}

/// The answer to 「便利になりましたか」 was sent.
pub(crate) async fn feedback(
    visit: Visit,
    Path((id, proof)): Path<(CaseId, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let case = open(&visit, id, &proof).await?;
    if case.state != State::Closed {
        return Err(WebError::Changed);
    }
    match read_feedback(&fields) {
        Err(key) => return Ok(draw(&visit, &case, Some(key)).await?.into_response()),
        Ok(None) => {}
        Ok(Some(said)) => finish::feedback(visit.house(), &visit.act("feedback"), id, said, Channel::Web).await?,
    }
    Ok(visit.see_other(&parts::matter_path(visit.house(), id)))
}
