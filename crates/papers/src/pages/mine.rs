//! A holder's own papers.

use super::{day, pdf};
use crate::register::{self, Paper, Way};
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::id::PaperId;
use kernel::{TypedId, Uuid};
use maud::html;
use serde::Deserialize;
use web::components::{
    Icon, Resource, Tone, chip_label, empty_state, link_button, page_heading, pagination, resource, resource_list,
};
use web::{Page, Visit, WebError};

const PAGE: i64 = 20;

#[derive(Deserialize)]
pub(super) struct From {
    before: Option<PaperId>,
}

pub(super) async fn list(visit: Visit, Query(from): Query<From>) -> Result<Page, WebError> {
    let words = visit.words();
    let before = from.before.unwrap_or(PaperId::from_uuid(Uuid::max()));
    let papers = match visit.signed_in()?.person {
        Some(person) => register::of_person(&visit.house().db, person, before, PAGE + 1).await?,
        None => Vec::new(),
    };
    let shown = usize::try_from(PAGE).unwrap_or(0);
    let older = papers.get(shown).and(papers.get(shown - 1)).map(|last| format!("/my/papers?before={}", last.id));
    let title = words.t("papers-mine");
    let main = html! {
        (page_heading("", &title, &words.t("papers-mine-lead")))
        @if papers.is_empty() {
            (empty_state(Icon::Certificate, &words.t("papers-mine-empty"), &words.t("papers-mine-empty-text"),
                html! { (link_button(words.t("papers-to-procedures"), "/procedures").outline()) }))
        } @else { (resource_list(papers.iter().take(shown).map(|p| line(&visit, p)))) }
        (pagination(words, from.before.map(|_| "/my/papers"), older.as_deref()))
    };
    Ok(visit.page(title).main(main))
}

fn line(visit: &Visit, paper: &Paper) -> Resource {
    let meta = format!("{}　{}", day(paper.issued_at.date(), visit.lang()), paper.number);
    let line = resource(&paper.title, format!("/my/papers/{}.pdf", paper.id)).meta(meta).icon(Icon::Certificate);
    match (&paper.revoked, paper.holds_on(visit.now().date())) {
        (Some(_), _) => line.status(chip_label(Tone::Error, &visit.t("papers-revoked-chip"))),
        (None, false) => line.status(chip_label(Tone::Warning, &visit.t("papers-over-chip"))),
        (None, true) => line.text(visit.t("papers-open")),
    }
}

/// The signed file, for its holder alone; each time is counted and stands in the holder's journal.
pub(super) async fn file(visit: Visit, Path(file): Path<String>) -> Result<Response, WebError> {
    let person = visit.signed_in()?.person.ok_or(WebError::NotFound)?;
    let id: PaperId = file.strip_suffix(".pdf").and_then(|id| id.parse().ok()).ok_or(WebError::NotFound)?;
    let paper = register::find(&visit.house().db, id).await?.filter(|p| p.person == Some(person));
    let paper = paper.ok_or(WebError::NotFound)?;
    let bytes = visit.house().blobs.get(&paper.file).await?;
    let name = paper.number.to_string();
    let act = visit.act("download");
    visit.house().db.write(&act, move |tx| async move { register::hand_out(&tx, &paper, Way::Download).await }).await?;
    Ok(pdf(bytes, &name))
}
