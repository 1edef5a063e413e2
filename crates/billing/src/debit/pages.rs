//! `/desk/billing/debits`: what the bank is asked to draw.

use super::RunId;
use super::actions::{self, NotMade};
use super::records::{self, Run};
use super::wire::NoFile;
use crate::BillingError;
use crate::bank::BANK;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Date, era};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Icon, Tone, button, button_row, chip_label, description_list, disclosure, empty_state, form, link_button, notice,
    notification_banner, page_heading, resource, resource_list, section, table,
};
use web::{Access, Fields, Page, Routes, Visit, WebError};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/desk/billing/debits", Access::May(BANK), list);
    routes.post("/desk/billing/debits", Access::May(BANK), make);
    routes.get("/desk/billing/debits/{run}", Access::May(BANK), show);
    routes.post("/desk/billing/debits/{run}/file", Access::May(BANK), file);
    routes.post("/desk/billing/debits/{run}/cancel", Access::May(BANK), cancel);
}

/// How many due days ahead are shown, and how many requests.
const DAYS: i64 = 12;
const RUNS: i64 = 30;

async fn list(visit: Visit) -> Result<Page, WebError> {
    page_of(&visit, html! {}).await
}

async fn page_of(visit: &Visit, above: Markup) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let days = records::days(db, visit.now().date(), DAYS).await?;
    let runs = records::runs(db, RUNS).await?;
    let main = html! {
        (above)
        (page_heading("", "口座振替の依頼", "納期限の日ごとに、銀行へ渡すファイルを作ります。"))
        @if days.is_empty() {
            (empty_state(Icon::Calendar, "これから期限が来る請求はありません", "請求を出すと、期限の日ごとにここに並びます。", html! {}))
        } @else {
            (section("これからの納期限", html! { @for (day, n, yen) in &days { (one_day(visit, *day, *n, *yen)) } }))
        }
        @if !runs.is_empty() { (section("作った依頼", resource_list(runs.iter().map(line)))) }
    };
    Ok(visit.page("口座振替の依頼").desk().main(main))
}

fn one_day(visit: &Visit, day: Date, n: i64, yen: kernel::Yen) -> Markup {
    let body = html! {
        input type="hidden" name="day" value=(day);
        p { strong { (era::date_label(day)) } "　未納 " (n) "件　" (yen) }
        (button("この日の依頼を作る").outline().small().about(era::date_label(day)))
    };
    html! { (form(visit.words(), "/desk/billing/debits", visit.form_token(), body)) }
}

fn line(run: &Run) -> web::components::Resource {
    resource(format!("{}に引き落とす分", era::date_label(run.day)), format!("/desk/billing/debits/{}", run.id))
        .text(format!("{}件　{}", run.lines, run.total))
        .meta(format!("{}に作成", era::date_label(run.made_at.date())))
        .status(chip(run))
}

fn chip(run: &Run) -> Markup {
    match (run.cancelled, run.specimen) {
        (true, _) => chip_label(Tone::Neutral, "取り消しました"),
        (_, true) => chip_label(Tone::Warning, "見本"),
        _ => chip_label(Tone::Info, "作りました"),
    }
}

async fn make(visit: Visit, form: Fields) -> Result<Response, WebError> {
    let day: Date = form.text("day").parse().map_err(|_| WebError::Unreadable("day"))?;
    let act = visit.act("口座振替の依頼");
    let officer = visit.signed_in()?.name.clone();
    let (title, body) = match actions::make(visit.house(), &act, day, officer).await {
        Ok(id) => return Ok(visit.see_other(&format!("/desk/billing/debits/{id}"))),
        Err(NotMade::Nothing) => (
            "この日に引き落とすものはありません",
            "口座の登録がある方の未納がないか、もう依頼を作ってあります。".to_owned(),
        ),
        Err(NotMade::File(NoFile::Code(name))) => (
            "ファイルを作れませんでした",
            format!(
                "「{name}」がまだ決まっていないか、形が違います。銀行から番号をもらい、payments.toml に書いてください。"
            ),
        ),
        Err(NotMade::File(NoFile::Wrong(wrong))) => ("ファイルを作れませんでした", wrong.to_string()),
        Err(NotMade::Billing(BillingError::Changed)) => (
            "作っている間に動きがありました",
            "納付か、ほかの職員の操作がありました。もう一度作ってください。".to_owned(),
        ),
        Err(NotMade::Billing(e)) => return Err(e.into()),
    };
    let above =
        html! { (notification_banner(visit.words(), Tone::Warning, title).announced().body(html! { p { (body) } })) };
    Ok(page_of(&visit, above).await?.status(StatusCode::CONFLICT).into_response())
}

#[derive(Debug, Default, Deserialize)]
struct After {
    #[serde(default)]
    done: String,
}

async fn found(visit: &Visit, id: RunId) -> Result<Run, WebError> {
    records::find_run(&visit.house().db, id).await?.ok_or(WebError::NotFound)
}

async fn show(visit: Visit, Path(id): Path<RunId>, Query(after): Query<After>) -> Result<Page, WebError> {
    let run = found(&visit, id).await?;
    let rows = records::of_run(&visit.house().db, id).await?;
    let answered = rows.iter().filter(|r| r.result.is_some()).count();
    let cells = rows.iter().take(500).map(|r| {
        let result = r.result.map_or("まだ", crate::formats::zengin::debit::DebitResult::label);
        [html! { (r.n) }, html! { (r.customer) }, html! { (r.amount) }, html! { (result) }]
    });
    let main = html! {
        @if after.done == "cancelled" { (notification_banner(visit.words(), Tone::Success, "依頼を取り消しました").announced()) }
        (page_heading("口座振替の依頼", &format!("{}に引き落とす分", era::date_label(run.day)), ""))
        (description_list(visit.words())
            .item("様子", chip(&run))
            .item("件数と合計", html! { (run.lines) "件　" (run.total) })
            .item("銀行の返事", html! { (answered) "件" })
            .item("作った職員", html! { (run.made_name) "　" (era::date_label(run.made_at.date())) }))
        @if run.specimen && !run.cancelled {
            (notice(Tone::Warning, html! { p { "委託者コードなどが架空のため、このファイルは見本です。銀行に渡すことはできません。" } }))
        }
        @if !run.cancelled { (taking(&visit, &run, answered)) }
        (table("引き落とすもの", ["番号", "納付番号", "金額", "銀行の返事"]).rows(cells).numeric([2]).dense())
        @if rows.len() > 500 { p { "はじめの500件です。全部はファイルの中にあります。" } }
    };
    Ok(visit.page("口座振替の依頼").desk().crumbs(&[("口座振替の依頼", "/desk/billing/debits")]).main(main))
}

fn taking(visit: &Visit, run: &Run, answered: usize) -> Markup {
    let words = visit.words();
    let version = html! { input type="hidden" name="version" value=(run.version); };
    let fetch = html! { (button("ファイルを受け取る").icon(Icon::Document)) };
    let cancel = html! {
        (version)
        p { "銀行に渡す前だけ取り消せます。取り消すと、この日の依頼をもう一度作れます。" }
        (button("この依頼を取り消す").danger())
    };
    html! {
        p { "全銀協の形（120けた）のファイルです。受け取るたびに、だれがいつ受け取ったかを記録します。" }
        (form(words, format!("/desk/billing/debits/{}/file", run.id), visit.form_token(), fetch))
        (button_row(html! { (link_button("銀行の返事を入れる", "/desk/billing/files").outline()) }))
        @if answered == 0 {
            (disclosure("依頼を取り消す", html! { (form(words, format!("/desk/billing/debits/{}/cancel", run.id), visit.form_token(), cancel)) }))
        }
    }
}

async fn file(visit: Visit, Path(id): Path<RunId>, _form: Fields) -> Result<Response, WebError> {
    if found(&visit, id).await?.cancelled {
        return Err(WebError::Changed);
    }
    let act = visit.act("口座振替の依頼ファイルの受け取り");
    let run = visit.house().db.write(&act, move |tx| async move { actions::fetch(&tx, id).await }).await?;
    let bytes = visit.house().blobs.get(&run.file).await?;
    let specimen = if run.specimen { "mihon-" } else { "" };
    Ok(download(bytes, &format!("{specimen}furikae-{}.txt", run.day)))
}

/// A file for a bank: kept nowhere on the way.
pub(crate) fn download(bytes: axum::body::Bytes, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

async fn cancel(visit: Visit, Path(id): Path<RunId>, form: Fields) -> Result<Response, WebError> {
    let version: i64 = form.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    found(&visit, id).await?;
    let act = visit.act("口座振替の依頼の取り消し");
    visit.house().db.write(&act, move |tx| async move { actions::cancel(&tx, id, version).await }).await?;
    Ok(visit.see_other(&format!("/desk/billing/debits/{id}?done=cancelled")))
}
