//! Printed files: opened as often as needed, and written down as posted.

use super::{day_time, item};
use crate::runs::PrintId;
use crate::runs::dunning::{DunningId, records as lists};
use crate::runs::prints::{self, Print};
use crate::runs::{RunId, records};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use store::{Deed, StoreError};
use web::components::{button, form, link_button, table};
use web::{Fields, Visit, WebError};

/// The files with what is done with each.
pub(super) fn table_of(visit: &Visit, files: &[Print]) -> Markup {
    let rows = files.iter().map(|p| {
        let (about, path) = (format!("{} 束{}", p.kind.label(), p.n), format!("/desk/billing/prints/{}", p.id));
        [
            html! { (about) },
            html! { (p.papers) "枚" },
            html! { (link_button("紙面（PDF）", path.clone()).text().small().about(&about)) },
            html! {
                @match p.posted_at {
                    Some(at) => { (day_time(at)) "に発送" }
                    None => { (form(visit.words(), format!("{path}/posted"), visit.form_token(), html! { (button("ポストに出した").small().about(&about)) })) }
                }
            },
        ]
    });
    html! { (table("印刷した束", ["束", "数", "紙面", "発送"]).rows(rows.collect::<Vec<_>>()).caption_hidden().dense()) }
}

/// The file, if it is of an item of this officer's desk; answers the page to which it belongs, too.
async fn seen(visit: &Visit, id: PrintId) -> Result<(Print, String), WebError> {
    let db = &visit.house().db;
    let print = prints::find(db, id).await?.ok_or(WebError::NotFound)?;
    if let Some(run) = records::find(db, RunId(print.source)).await? {
        item(visit, &run.item)?;
        return Ok((print, format!("/desk/billing/runs/{}", run.id)));
    }
    let list = lists::find(db, DunningId(print.source)).await?.ok_or(WebError::NotFound)?;
    item(visit, &list.item)?;
    Ok((print, format!("/desk/billing/dunning/{}", list.id)))
}

/// Each opening is journaled: the file holds addresses.
pub(super) async fn file(visit: Visit, Path(id): Path<PrintId>) -> Result<Response, WebError> {
    let (print, _) = seen(&visit, id).await?;
    let pdf = visit.house().blobs.get(&print.file).await?;
    let act = visit.act("billing");
    let change = move |tx: store::Tx| async move {
        tx.record(Deed::new("billing.print_open").row("billing_print", id));
        Ok::<_, StoreError>(())
    };
    visit.house().db.write(&act, change).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"papers.pdf\""),
    ];
    Ok((headers, pdf).into_response())
}

pub(super) async fn posted(visit: Visit, Path(id): Path<PrintId>, _: Fields) -> Result<Response, WebError> {
    let (_, back) = seen(&visit, id).await?;
    let act = visit.act("billing");
    let done = visit.house().db.write(&act, move |tx| async move { prints::post(&tx, id).await }).await?;
    if done { Ok(visit.see_other(&back)) } else { Err(WebError::Changed) }
}
