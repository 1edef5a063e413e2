//! `/desk/billing/refunds`: what is to be given back.

use super::TransferRunId;
use super::actions::{self, Due, Wanted};
use super::records::{self, Run, RunState};
use crate::bank::BANK;
use crate::debit::actions::NotMade;
use crate::debit::download;
use crate::debit::wire::NoFile;
use crate::{BillingError, OverpaidId};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::era;
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Choice, DateValue, Icon, Tone, button, checkbox_group, chip_label, date_input, description_list, disclosure,
    empty_state, error_summary, form, notice, notification_banner, page_heading, resource, resource_list, section,
    table,
};
use web::{Access, Fields, Page, Routes, Visit, WebError};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/desk/billing/refunds", Access::May(BANK), list);
    routes.post("/desk/billing/refunds", Access::May(BANK), make);
    routes.get("/desk/billing/refunds/{run}", Access::May(BANK), show);
    routes.post("/desk/billing/refunds/{run}/file", Access::May(BANK), file);
    routes.post("/desk/billing/refunds/{run}/sent", Access::May(BANK), sent);
    routes.post("/desk/billing/refunds/{run}/cancel", Access::May(BANK), cancel);
}

type Errors<'a> = &'a [(&'static str, String)];

async fn list(visit: Visit) -> Result<Page, WebError> {
    page_of(&visit, html! {}, &[], &Fields::default()).await
}

async fn page_of(visit: &Visit, above: Markup, errors: Errors<'_>, typed: &Fields) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let due = actions::due(db).await?;
    let runs = records::runs(db, 30).await?;
    let (ready, others): (Vec<&Due>, Vec<&Due>) = due.iter().partition(|d| d.account.is_some() && !d.under_way);
    let main = html! {
        (above)
        @if !errors.is_empty() { (error_summary(visit.words(), errors)) }
        (page_heading("", "返すお金", "納めすぎ・まちがいで納められたお金（過誤納金）を、口座へ返します。"))
        @if due.is_empty() {
            (empty_state(Icon::Check, "返すお金はありません", "二重に納められたときなどに、ここに出ます。", html! {}))
        }
        @if !ready.is_empty() { (section("振り込めるもの", choosing(visit, &ready, errors, typed))) }
        @if !others.is_empty() { (section("まだ振り込めないもの", waiting(&others))) }
        @if !runs.is_empty() { (section("作ったファイル", resource_list(runs.iter().map(line)))) }
    };
    let page = visit.page("返すお金").desk().main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn choosing(visit: &Visit, ready: &[&Due], errors: Errors<'_>, typed: &Fields) -> Markup {
    let words = visit.words();
    let error = |field: &str| errors.iter().find(|(name, _)| *name == field).map(|(_, words)| words.as_str());
    let choice = |d: &&Due| {
        let tail = d.account.as_ref().map_or("", |a| a.at.tail());
        Choice::new(d.what.id.to_string(), format!("納付番号 {}　{}", d.what.number, d.what.rest()))
            .hint(format!("{}から　口座の末尾 {tail}", era::date_label(d.what.at.date())))
    };
    let body = html! {
        (checkbox_group(words, "what", "どれを返しますか", ready.iter().map(choice)).values(typed.all("what")).required(true).error(error("what")))
        (date_input(words, "day", "振り込む日").value(DateValue::typed(typed, "day")).required(true).error(error("day")))
        (button("振り込みのファイルを作る"))
    };
    html! { (form(words, "/desk/billing/refunds", visit.form_token(), body)) }
}

fn waiting(others: &[&Due]) -> Markup {
    let rows = others.iter().map(|d| {
        let why = if d.under_way {
            html! { "ファイルに入っています" }
        } else {
            html! { "口座が分かりません。" a href=(format!("/desk/billing/accounts/new?person={}", d.what.payer)) { "紙で届いた口座を入れる（「受け取るだけ」を選びます）" } }
        };
        let bill = html! { a href=(format!("/desk/billing/{}", d.what.bill)) { (d.what.number) } };
        [bill, html! { (d.what.rest()) }, html! { (era::date_label(d.what.at.date())) }, why]
    });
    html! { (table("まだ振り込めないもの", ["納付番号", "返す額", "いつから", "わけ"]).rows(rows).numeric([1]).caption_hidden().dense()) }
}

fn line(run: &Run) -> web::components::Resource {
    resource(format!("{}に振り込む分", era::date_label(run.day)), format!("/desk/billing/refunds/{}", run.id))
        .text(format!("{}件　{}", run.lines, run.total))
        .status(chip(run))
}

fn chip(run: &Run) -> Markup {
    match (run.state, run.specimen) {
        (RunState::Cancelled, _) => chip_label(Tone::Neutral, "取り消しました"),
        (RunState::Sent, _) => chip_label(Tone::Success, "振り込みました"),
        (RunState::Made, true) => chip_label(Tone::Warning, "見本"),
        (RunState::Made, false) => chip_label(Tone::Progress, "作りました"),
    }
}

async fn make(visit: Visit, form: Fields) -> Result<Response, WebError> {
    let chosen: Vec<OverpaidId> = form.all("what").iter().filter_map(|id| id.parse().ok()).collect();
    let day = DateValue::typed(&form, "day").date().filter(|day| *day >= visit.now().date());
    let mut errors = Vec::new();
    if chosen.is_empty() {
        errors.push(("what", "返すものを選んでください".to_owned()));
    }
    if day.is_none() {
        errors.push(("day", "振り込む日を、今日からあとの日で入れてください".to_owned()));
    }
    let (Some(day), true) = (day, errors.is_empty()) else {
        return Ok(page_of(&visit, html! {}, &errors, &form).await?.into_response());
    };
    let wanted = Wanted { chosen, day, officer: visit.signed_in()?.name.clone() };
    let words = match actions::make(visit.house(), &visit.act("過誤納金の還付"), wanted).await {
        Ok(id) => return Ok(visit.see_other(&format!("/desk/billing/refunds/{id}"))),
        Err(NotMade::Nothing | NotMade::Billing(BillingError::Changed)) => {
            "選んだものは、もう返したか、ほかのファイルに入っています".to_owned()
        }
        Err(NotMade::File(NoFile::Code(name))) => {
            format!("「{name}」がまだ決まっていないか、形が違います。payments.toml を確かめてください")
        }
        Err(NotMade::File(NoFile::Wrong(wrong))) => wrong.to_string(),
        Err(NotMade::Billing(e)) => return Err(e.into()),
    };
    Ok(page_of(&visit, html! {}, &[("what", words)], &form).await?.into_response())
}

#[derive(Debug, Default, Deserialize)]
struct After {
    #[serde(default)]
    done: String,
}

async fn found(visit: &Visit, id: TransferRunId) -> Result<Run, WebError> {
    records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)
}

async fn show(visit: Visit, Path(id): Path<TransferRunId>, Query(after): Query<After>) -> Result<Page, WebError> {
    let run = found(&visit, id).await?;
    let above = match after.done.as_str() {
        "sent" => html! { (notification_banner(visit.words(), Tone::Success, "返したと記録しました").announced()) },
        "cancelled" => {
            html! { (notification_banner(visit.words(), Tone::Success, "ファイルを取り消しました").announced()) }
        }
        _ => html! {},
    };
    one(&visit, &run, above).await
}

async fn one(visit: &Visit, run: &Run, above: Markup) -> Result<Page, WebError> {
    let rows = records::of_run(&visit.house().db, run.id).await?;
    let cells = rows.iter().map(|a| [html! { (a.n) }, html! { (a.amount) }]);
    let main = html! {
        (above)
        (page_heading("返すお金", &format!("{}に振り込む分", era::date_label(run.day)), ""))
        (description_list(visit.words())
            .item("様子", chip(run))
            .item("件数と合計", html! { (run.lines) "件　" (run.total) })
            .item("作った職員", html! { (run.made_name) "　" (era::date_label(run.made_at.date())) }))
        @if run.specimen && run.state == RunState::Made {
            (notice(Tone::Warning, html! { p { "振込依頼人コードなどが架空のため、このファイルは見本です。銀行に渡すことはできません。" } }))
        }
        @if run.state == RunState::Made { (taking(visit, run)) }
        (table("振り込むもの", ["番号", "金額"]).rows(cells).numeric([1]).dense())
    };
    Ok(visit.page("返すお金").desk().crumbs(&[("返すお金", "/desk/billing/refunds")]).main(main))
}

fn taking(visit: &Visit, run: &Run) -> Markup {
    let words = visit.words();
    let to = |what: &str, body: Markup| {
        let body = html! { input type="hidden" name="version" value=(run.version); (body) };
        html! { (form(words, format!("/desk/billing/refunds/{}/{what}", run.id), visit.form_token(), body)) }
    };
    html! {
        p { "全銀協の形（120けた）のファイルです。受け取るたびに、だれがいつ受け取ったかを記録します。" }
        (to("file", html! { (button("ファイルを受け取る").icon(Icon::Document)) }))
        (section("振り込みが済んだら", to("sent", html! {
            p { "銀行で振り込みが済んだことを確かめてから押してください。帳簿に、返したと記録します。" }
            (button("振り込みが済んだ").outline())
        })))
        (disclosure("ファイルを取り消す", to("cancel", html! {
            p { "銀行に渡す前だけ取り消せます。" }
            (button("このファイルを取り消す").danger())
        })))
    }
}

async fn file(visit: Visit, Path(id): Path<TransferRunId>, _form: Fields) -> Result<Response, WebError> {
    if found(&visit, id).await?.state == RunState::Cancelled {
        return Err(WebError::Changed);
    }
    let act = visit.act("総合振込ファイルの受け取り");
    let run = visit.house().db.write(&act, move |tx| async move { actions::fetch(&tx, id).await }).await?;
    let bytes = visit.house().blobs.get(&run.file).await?;
    let specimen = if run.specimen { "mihon-" } else { "" };
    Ok(download(bytes, &format!("{specimen}furikomi-{}.txt", run.day)))
}

fn version(form: &Fields) -> Result<i64, WebError> {
    form.text("version").parse().map_err(|_| WebError::Unreadable("version"))
}

async fn sent(visit: Visit, Path(id): Path<TransferRunId>, form: Fields) -> Result<Response, WebError> {
    let version = version(&form)?;
    let run = found(&visit, id).await?;
    let act = visit.act("過誤納金の還付");
    let title = match visit.house().db.write(&act, move |tx| async move { actions::sent(&tx, id, version).await }).await
    {
        Ok(()) => return Ok(visit.see_other(&format!("/desk/billing/refunds/{id}?done=sent"))),
        Err(BillingError::Invalid("day")) => "振り込む日になってから押してください",
        Err(BillingError::TooMuch) => {
            "ほかの方法でもう返したものが入っています。ファイルを取り消して、作り直してください"
        }
        Err(BillingError::Changed) => "ほかの職員が先に処理しました",
        Err(e) => return Err(e.into()),
    };
    let above = html! { (notification_banner(visit.words(), Tone::Warning, title).announced().body(html! { p { "何も記録していません。" } })) };
    Ok(one(&visit, &run, above).await?.status(StatusCode::CONFLICT).into_response())
}

async fn cancel(visit: Visit, Path(id): Path<TransferRunId>, form: Fields) -> Result<Response, WebError> {
    let version = version(&form)?;
    found(&visit, id).await?;
    let act = visit.act("総合振込ファイルの取り消し");
    visit.house().db.write(&act, move |tx| async move { actions::cancel(&tx, id, version).await }).await?;
    Ok(visit.see_other(&format!("/desk/billing/refunds/{id}?done=cancelled")))
}
