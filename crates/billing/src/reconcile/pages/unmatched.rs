//! `/desk/billing/unmatched`: money that came in, and nobody knows for what.

use crate::number::{Kind, Number};
use crate::reconcile::records;
use crate::{
    BillState, BillingError, InstalmentId, Outcome, Suspense, SuspenseId, SuspenseState, find_suspense,
    instalment_by_key, settle_suspense, suspense,
};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::era;
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Choice, Icon, Tone, button, description_list, empty_state, error_summary, form, input_text, link_button,
    notification_banner, page_heading, radio_group, resource, resource_list, section, textarea,
};
use web::{Fields, Page, Visit, WebError};

#[derive(Debug, Default, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    done: String,
}

pub(super) async fn list(visit: Visit, Query(after): Query<After>) -> Result<Page, WebError> {
    let open = suspense(&visit.house().db).await?;
    let line = |s: &Suspense| {
        resource(format!("{}　{}", s.channel.label(), s.amount), format!("/desk/billing/unmatched/{}", s.id))
            .text(s.note.clone().unwrap_or_default())
            .meta(format!("{}に払われた分", era::date_label(s.paid_on)))
    };
    let main = html! {
        @if after.done == "settled" { (notification_banner(visit.words(), Tone::Success, "記録しました").announced()) }
        (page_heading("", "合わなかった入金", "どの請求のお金か分からない入金です。仮受金として帳簿に入っています。"))
        @if open.is_empty() {
            (empty_state(Icon::Check, "合わなかった入金はありません", "ファイルを入れて合わない行があると、ここに出ます。",
                html! { (link_button("入金のファイル", "/desk/billing/files").outline()) }))
        } @else {
            (section(&format!("{}件", open.len()), resource_list(open.iter().map(line))))
        }
    };
    Ok(visit.page("合わなかった入金").desk().main(main))
}

async fn found(visit: &Visit, id: SuspenseId) -> Result<Suspense, WebError> {
    find_suspense(&visit.house().db, id).await?.ok_or(WebError::NotFound)
}

pub(super) async fn page(visit: Visit, Path(id): Path<SuspenseId>) -> Result<Page, WebError> {
    let money = found(&visit, id).await?;
    show(&visit, &money, html! {}, &[], &Fields::default()).await
}

type Errors<'a> = &'a [(&'static str, &'static str)];

async fn show(
    visit: &Visit,
    money: &Suspense,
    above: Markup,
    errors: Errors<'_>,
    typed: &Fields,
) -> Result<Page, WebError> {
    let from = records::of_suspense(&visit.house().db, money.id).await?;
    let list = description_list(visit.words())
        .item("金額", html! { strong { (money.amount) } })
        .item("払い方", html! { (money.channel.label()) })
        .item("払った日", html! { (era::date_label(money.paid_on)) })
        .item("合わない理由", html! { (money.note.as_deref().unwrap_or("")) });
    let list = match &from {
        Some((file, line)) => list
            .item("届いた納付番号", html! { (line.key) })
            .item("ファイル", html! { a href=(format!("/desk/billing/files/{file}")) { (line.n) "行目" } }),
        None => list,
    };
    let list = match &money.reason {
        Some(reason) => list.item("片づけた理由", html! { (reason) }),
        None => list,
    };
    let main = html! {
        (above)
        @if !errors.is_empty() { (error_summary(visit.words(), errors)) }
        (page_heading("合わなかった入金", &format!("{}　{}", money.channel.label(), money.amount), ""))
        (list)
        @if money.state == SuspenseState::Open { (section("片づける", settling(visit, money, errors, typed))) }
    };
    let page =
        visit.page("合わなかった入金").desk().crumbs(&[("合わなかった入金", "/desk/billing/unmatched")]).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn settling(visit: &Visit, money: &Suspense, errors: Errors<'_>, typed: &Fields) -> Markup {
    let words = visit.words();
    let error = |field: &str| errors.iter().find(|(name, _)| *name == field).map(|(_, words)| *words);
    let text = |name: &str| typed.text(name).chars().take(600).collect::<String>();
    let outcomes = [
        Choice::new("bill", "この請求の納付にする")
            .hint("払った日に納めたものとして記録します。多い分は過誤納金になります。"),
        Choice::new("back", "送ってきた所へ返す").hint("振り込みなどは、この仕組みの外で行います。"),
    ];
    let body = html! {
        (radio_group(words, "outcome", "どうしますか", outcomes).value(text("outcome")).required(true).error(error("outcome")))
        (input_text(words, "number", "納付番号").value(text("number"))
            .hint("納付書の20けたの番号か、N- で始まる番号。返すときは要りません。").maxlength(40).error(error("number")))
        (textarea(words, "reason", "理由").rows(3).required(true).value(text("reason"))
            .hint("例: 店に問い合わせ、番号の打ちまちがいと分かった。").error(error("reason")))
        (button("理由を付けて記録する"))
    };
    html! { (form(words, format!("/desk/billing/unmatched/{}/settle", money.id), visit.form_token(), body)) }
}

/// The instalment that an officer names: by the number of the slip, or the first open one of a bill.
async fn named(visit: &Visit, typed: &str) -> Result<Option<InstalmentId>, WebError> {
    let db = &visit.house().db;
    let digits: String = typed.chars().filter_map(kernel::width::digit).map(|d| char::from(b'0' + d)).collect();
    if let Ok(number) = typed.parse::<Number>() {
        let Some(bill) = (if number.kind == Kind::Bill { crate::records::by_number(db, number).await? } else { None })
        else {
            return Ok(None);
        };
        let parts = crate::instalments(db, bill.id).await?;
        let open = parts.iter().find(|i| i.state == BillState::Open).or(parts.last());
        return Ok(open.map(|i| i.id));
    }
    if digits.len() != 20 {
        return Ok(None);
    }
    Ok(instalment_by_key(db, &digits).await?.map(|i| i.id))
}

pub(super) async fn settle(visit: Visit, Path(id): Path<SuspenseId>, form: Fields) -> Result<Response, WebError> {
    let money = found(&visit, id).await?;
    let mut errors = Vec::new();
    let outcome = match form.text("outcome") {
        "back" => Some(Outcome::GoesBack),
        "bill" => match named(&visit, form.text("number")).await? {
            Some(instalment) => Some(Outcome::For(instalment)),
            None => {
                errors.push(("number", "この番号の請求が見つかりません。番号を確かめてください"));
                None
            }
        },
        _ => {
            errors.push(("outcome", "どうするかを選んでください"));
            None
        }
    };
    let why = form.text("reason").to_owned();
    if why.is_empty() || why.chars().count() > 500 {
        errors.push(("reason", "理由を500字までで書いてください"));
    }
    let (Some(outcome), true) = (outcome, errors.is_empty()) else {
        return Ok(show(&visit, &money, html! {}, &errors, &form).await?.into_response());
    };
    let officer = visit.signed_in()?.name.clone();
    let act = visit.act("合わなかった入金を片づける");
    let done = visit
        .house()
        .db
        .write(&act, move |tx| async move { settle_suspense(&tx, id, outcome, &why, &officer).await })
        .await;
    match done {
        Ok(_) => Ok(visit.see_other("/desk/billing/unmatched?done=settled")),
        Err(BillingError::Changed) => {
            let money = found(&visit, id).await?;
            let body = html! { p { "あなたの操作は記録していません。下のいまの様子を確かめてください。" } };
            let banner = notification_banner(visit.words(), Tone::Warning, "ほかの職員が先に片づけました")
                .announced()
                .body(body);
            let page = show(&visit, &money, html! { (banner) }, &[], &Fields::default()).await?;
            Ok(page.status(StatusCode::CONFLICT).into_response())
        }
        Err(e) => Err(e.into()),
    }
}
