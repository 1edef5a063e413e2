//! `/my/export`: asking for the file, and fetching it.

use super::make::{self, DAYS};
use super::records::{self, ExportId, Made};
use crate::pages::{in_my, telling, time_label, write};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::id::PersonId;
use maud::{Markup, html};
use store::{Deed, StoreError};
use web::components::{Icon, button, form, link_button, page_heading, resource, resource_list, section};
use web::texts::rich;
use web::{Access, Fields, Page, Routes, Visit, WebError};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/my/export", Access::SignedIn, page);
    routes.post("/my/export", Access::SignedIn, ask);
    routes.get("/my/export/{id}", Access::SignedIn, fetch);
}

async fn page(visit: Visit) -> Result<Page, WebError> {
    let Some(person) = visit.signed_in()?.person else {
        let body = html! {
            p { (visit.words().rich("account-unlinked-text")) }
            (link_button(visit.t("account-link"), "/my/link"))
        };
        return Ok(in_my(&visit, telling(&visit, "account-unlinked", body)));
    };
    let made = records::of_person(&visit.house().db, person, visit.now()).await?;
    let w = visit.words();
    let under_way = made.iter().any(|m| m.blob.is_none());
    let main = html! {
        (page_heading("", &w.t("account-export"), &w.t("account-export-lead")))
        @if !made.is_empty() { (section(&w.t("account-export-files"), files(&visit, &made))) }
        p { (rich(&w.tf("account-export-how", &[("days", DAYS.into())]))) }
        @if !under_way {
            (form(w, "/my/export", visit.form_token(), html! { (button(w.t("account-export-ask"))) }))
        }
        p { (w.rich("account-export-left-out")) }
    };
    Ok(in_my(&visit, visit.page(w.plain("account-export")).main(main)))
}

fn files(visit: &Visit, made: &[Made]) -> Markup {
    let (ready, waiting): (Vec<&Made>, Vec<&Made>) = made.iter().partition(|m| m.blob.is_some());
    let lang = visit.lang();
    html! {
        @if !waiting.is_empty() { p { (visit.words().rich("account-export-waiting")) } }
        (resource_list(ready.iter().map(|m| {
            let (at, until) = (time_label(lang, m.asked_at), time_label(lang, m.expires_at));
            let kb = (m.size / 1024).max(1);
            resource(visit.t("account-export-file"), format!("/my/export/{}", m.id)).icon(Icon::Document)
                .meta(visit.tf("account-export-meta", &[("at", at.into()), ("until", until.into()), ("kb", kb.into())]))
        })))
    }
}

async fn ask(visit: Visit, _: Fields) -> Result<Response, WebError> {
    let person = visit.signed_in()?.person.ok_or(WebError::Forbidden)?;
    let (lang, now) = (visit.lang(), visit.now());
    write(&visit, "export", move |tx| async move {
        let under_way = records::of_person(&tx, person, now).await?.iter().any(|m| m.blob.is_none());
        if under_way { Ok::<_, StoreError>(()) } else { make::ask(&tx, person, lang).await }
    })
    .await?;
    Ok(visit.see_other("/my/export"))
}

/// The file, to the person alone; that it was fetched is journaled.
async fn fetch(visit: Visit, Path(id): Path<ExportId>) -> Result<Response, WebError> {
    let person: PersonId = visit.signed_in()?.person.ok_or(WebError::NotFound)?;
    let made = records::find(&visit.house().db, id, visit.now()).await?.filter(|m| m.person == person);
    let blob = made.and_then(|m| m.blob).ok_or(WebError::NotFound)?;
    let bytes = visit.house().blobs.get(&blob).await.map_err(|_| WebError::NotFound)?;
    write(&visit, "export", move |tx| async move {
        tx.record(Deed::new("account.export_fetch").about(person));
        Ok::<_, StoreError>(())
    })
    .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"my-records.zip\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}
