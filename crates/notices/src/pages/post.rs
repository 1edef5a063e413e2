//! The letters that wait, and the batches that were printed.

use super::{day_time, named};
use crate::post::{self, Batch, Made};
use crate::recipient::{Delivery, State};
use crate::{BatchId, RecipientId};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use store::{Deed, StoreError};
use web::components::{
    Icon, Tone, button, button_row, empty_state, form, link_button, notification_banner, page_heading, section, table,
};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "郵送する手紙";

pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    page(&visit, html! {}).await
}

async fn page(visit: &Visit, above: Markup) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let waiting = named(db, Delivery::waiting(db, State::OnPrintBatch, post::MOST).await?).await?;
    let batches = post::batches(db).await?;
    let main = html! {
        (above)
        (page_heading("", TITLE, "メールの届かない方へは、手紙で伝えます。まとめて印刷し、封筒に入れて出してください。"))
        (section("印刷を待っている手紙", html! {
            @if waiting.is_empty() {
                (empty_state(Icon::Letter, "待っている手紙はありません", "", html! {}))
            } @else { (letters(visit, &waiting)) }
        }))
        (section("印刷した束", html! {
            @if batches.is_empty() { p { "まだありません。" } } @else { (printed(visit, &batches)) }
        }))
    };
    Ok(visit.page(TITLE).desk().crumbs(&[("お知らせの届き方", "/desk/notices")]).main(main))
}

fn letters(visit: &Visit, waiting: &[(Delivery, String)]) -> Markup {
    let rows = waiting
        .iter()
        .map(|(copy, name)| [html! { (name) }, html! { (copy.subject) }, html! { (day_time(copy.told_at)) }]);
    let label = format!("{}通をまとめて印刷する", waiting.len());
    html! {
        (table("印刷を待っている手紙", ["宛先", "用件", "出した日時"]).caption_hidden().dense().rows(rows))
        (form(visit.words(), "/desk/notices/post", visit.form_token(), html! { (button(label).icon(Icon::Print)) }))
    }
}

fn printed(visit: &Visit, batches: &[Batch]) -> Markup {
    let rows = batches.iter().map(|batch| {
        let file = format!("/desk/notices/post/{}", batch.id);
        let about = day_time(batch.made_at);
        [
            html! { (about) },
            html! { (batch.letters) "通" },
            html! { (link_button("印刷用の紙面（PDF）", file.clone()).text().small().about(&about)) },
            html! {
                @if let Some(at) = batch.posted_at { (day_time(at)) "に発送" } @else {
                    (form(visit.words(), file, visit.form_token(), html! { (button("ポストに出した").small().about(&about)) }))
                }
            },
        ]
    });
    let head = ["印刷した日時", "数", "紙面", "発送"];
    html! { (table("印刷した束", head).caption_hidden().dense().rows(rows)) }
}

pub(super) async fn make(visit: Visit, _: Fields) -> Result<Response, WebError> {
    let act = visit.act("post");
    match post::make(visit.house(), &act).await? {
        Made::Batch | Made::Nothing => Ok(visit.see_other("/desk/notices/post")),
        Made::NoGlyph(touched) => {
            let banner = no_glyph(&visit, &named(&visit.house().db, touched).await?);
            Ok(page(&visit, banner).await?.failed().into_response())
        }
    }
}

fn no_glyph(visit: &Visit, touched: &[(Delivery, String)]) -> Markup {
    let body = html! {
        p { "手もとの書体にない字があるため、次の方の手紙を印刷できません。別の字では印刷しません。" }
        (form(visit.words(), "/desk/notices/post/calls", visit.form_token(), html! {
            ul { @for (copy, name) in touched {
                li { (name) "　" (copy.subject) input type="hidden" name="copy" value=(copy.id); }
            } }
            (button_row(html! { (button("この方には電話で伝える")) }))
        }))
    };
    html! { (notification_banner(visit.words(), Tone::Error, "印刷できない字があります").body(body).announced()) }
}

pub(super) async fn to_calls(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let ids: Vec<RecipientId> = fields.all("copy").iter().filter_map(|c| c.parse().ok()).collect();
    let act = visit.act("post");
    let change = move |tx| async move {
        let mut copies = Vec::new();
        for id in ids {
            copies.extend(Delivery::find(&tx, id).await?.filter(|c| c.state == State::OnPrintBatch));
        }
        post::to_calls(&tx, copies, "no glyph").await
    };
    visit.house().db.write(&act, change).await?;
    Ok(visit.see_other("/desk/notices/post"))
}

/// The file again, as often as it is needed; each time is journaled, it holds addresses.
pub(super) async fn file(visit: Visit, Path(id): Path<BatchId>) -> Result<Response, WebError> {
    let batch = post::batch(&visit.house().db, id).await?;
    let pdf = visit.house().blobs.get(&batch.file).await?;
    let act = visit.act("post");
    let change = move |tx: store::Tx| async move {
        tx.record(Deed::new("notices.print").row("notices_batch", id));
        Ok::<_, StoreError>(())
    };
    visit.house().db.write(&act, change).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"letters.pdf\""),
    ];
    Ok((headers, pdf).into_response())
}

pub(super) async fn posted(visit: Visit, Path(id): Path<BatchId>, _: Fields) -> Result<Response, WebError> {
    let act = visit.act("post");
    visit.house().db.write(&act, move |tx| async move { post::post(&tx, id).await }).await?;
    Ok(visit.see_other("/desk/notices/post"))
}
