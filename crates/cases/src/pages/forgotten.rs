//! What a recalled draft's owner can do with it, from the message or where it was put down: go on,
//! not be reminded, delete it. Nothing that was written stands here.

use crate::fill::{self, matter};
use crate::recall::path_of;
use crate::records::DraftId;
use crate::records::draft::{self, Draft};
use crate::say;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use web::components::{Tone, button, button_row, disclosure, form, link_button, notification_banner, page_heading};
use web::texts::plain;
use web::{Fields, Page, Visit, WebError};

async fn find(visit: &Visit, id: DraftId, proof: &str) -> Result<Option<Draft>, WebError> {
    if !web::link_holds(&visit.house().secret, "cases.draft", &id.to_string(), proof) {
        return Err(WebError::NotFound);
    }
    Ok(draft::find(&visit.house().db, id, visit.now()).await?)
}

/// The page behind the message.
pub(crate) async fn page(visit: Visit, Path((id, proof)): Path<(DraftId, String)>) -> Result<Page, WebError> {
    let Some(draft) = find(&visit, id, &proof).await? else { return Ok(gone(&visit)) };
    let words = visit.words();
    let (procedure, _) = matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let until = say::day_and_weekday(draft.expires_at.date(), words.lang);
    let title = say::text(&procedure.guide.title, words.lang);
    let go_on = if draft.account.is_some() { format!("/apply/d/{id}/check") } else { "/resume".to_owned() };
    let path = path_of(visit.house(), id);
    let main = html! {
        (page_heading(title, &words.t("cases-forgotten"), &words.tf("cases-forgotten-lead", &[("until", until.into())])))
        (button_row(html! { (link_button(words.t("cases-go-on"), go_on)) }))
        (form(words, format!("{path}/quiet"), visit.form_token(), html! {
            (button_row(html! { (button(words.t("cases-forgotten-quiet")).outline()) }))
        }))
        (deleting(&visit, format!("{path}/delete")))
    };
    Ok(visit.page(plain(title)).main(main))
}

fn gone(visit: &Visit) -> Page {
    let words = visit.words();
    let main = html! {
        (page_heading("", &words.t("cases-forgotten-gone"), ""))
        p { (words.rich("cases-forgotten-gone-text")) }
    };
    visit.page(words.plain("cases-forgotten-gone")).status(StatusCode::GONE).main(main)
}

/// Deletes after a second thought.
pub(super) fn deleting(visit: &Visit, action: String) -> Markup {
    let words = visit.words();
    disclosure(
        &words.t("cases-forgotten-delete"),
        html! {
            p { (words.rich("cases-forgotten-delete-text")) }
            (form(words, action, visit.form_token(), html! {
                (button_row(html! { (button(words.t("cases-forgotten-delete-yes")).danger()) }))
            }))
        },
    )
}

fn said(visit: &Visit, key: &str) -> Page {
    let words = visit.words();
    let main = html! {
        (notification_banner(words, Tone::Success, words.t(key)).announced())
        (page_heading("", &words.t(key), ""))
        (button_row(html! { (link_button(words.t("error-to-home"), "/").outline()) }))
    };
    visit.page(words.plain(key)).main(main)
}

/// No message comes for this draft.
pub(crate) async fn quiet(
    visit: Visit,
    Path((id, proof)): Path<(DraftId, String)>,
    _: Fields,
) -> Result<Page, WebError> {
    if find(&visit, id, &proof).await?.is_none() {
        return Ok(gone(&visit));
    }
    hush(&visit, id).await?;
    Ok(said(&visit, "cases-forgotten-hushed"))
}

async fn hush(visit: &Visit, id: DraftId) -> Result<(), WebError> {
    let done = visit.house().db.write(&visit.act("apply"), move |tx| async move { draft::set_reminded(&tx, id).await });
    done.await?;
    Ok(())
}

/// Deletes it, by the address in the message.
pub(crate) async fn delete(
    visit: Visit,
    Path((id, proof)): Path<(DraftId, String)>,
    _: Fields,
) -> Result<Page, WebError> {
    let Some(draft) = find(&visit, id, &proof).await? else { return Ok(gone(&visit)) };
    remove(&visit, &draft).await
}

async fn remove(visit: &Visit, draft: &Draft) -> Result<Page, WebError> {
    let (id, version) = (draft.id, draft.version);
    let removed =
        visit.house().db.write(&visit.act("apply"), move |tx| async move { draft::remove(&tx, id, version).await });
    if removed.await? { Ok(said(visit, "cases-forgotten-deleted")) } else { Err(WebError::Changed) }
}

/// Deletes it where it was written.
pub(crate) async fn delete_own(visit: Visit, Path(id): Path<DraftId>, _: Fields) -> Result<Page, WebError> {
    let draft = fill::open(&visit, id).await?;
    remove(&visit, &draft).await
}

/// No message comes for this draft; told where it was put down.
pub(crate) async fn quiet_own(visit: Visit, Path(id): Path<DraftId>, _: Fields) -> Result<Response, WebError> {
    fill::open(&visit, id).await?;
    hush(&visit, id).await?;
    Ok(visit.see_other(&format!("/apply/d/{id}/stop")))
}
