//! `/desk/billing/accounts`: checking what was asked, and what is in use.

use super::{items_said, state_chip};
use crate::BillingError;
use crate::bank::actions::{self, Seen};
use crate::bank::records::{self, Account};
use crate::bank::rules::{State, readable};
use crate::bank::{AccountId, offered};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use kernel::era;
use maud::{Markup, html};
use serde::Deserialize;
use store::StoreError;
use web::components::{
    Icon, Tone, button, checkbox, description_list, disclosure, empty_state, error_summary, form, link_button,
    notification_banner, page_heading, resource, resource_list, section, textarea,
};
use web::texts::rich;
use web::{Fields, Page, Visit, Waiting, WebError};

const MOST: i64 = 100;

/// Accounts that wait for a check.
pub(crate) fn waiting(visit: Visit) -> BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move {
        let count = records::count(&visit.house().db, State::Asked).await?;
        Ok(Waiting { what: "確かめる口座", count, late: 0 })
    })
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    done: String,
}

pub(crate) async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let waiting = records::in_state(db, State::Asked, MOST).await?;
    let active = records::in_state(db, State::Active, MOST).await?;
    let count = records::count(db, State::Active).await?;
    let main = html! {
        @match asked.done.as_str() {
            "entered" => (notification_banner(visit.words(), Tone::Success, "申込みを入れました").announced()),
            "checked" => (notification_banner(visit.words(), Tone::Success, "口座を使えるようにして、本人に知らせました").announced()),
            "returned" => (notification_banner(visit.words(), Tone::Success, "直してほしいことを、本人に知らせました").announced()),
            "ended" => (notification_banner(visit.words(), Tone::Success, "口座振替をやめました").announced()),
            _ => {}
        }
        (page_heading("", "口座振替の口座", "申し込まれた口座を確かめ、銀行の承諾が届いたら使えるようにします。"))
        @if waiting.is_empty() {
            (empty_state(Icon::Check, "確かめるものはありません", "紙で届いた申込みは、下のボタンから入れられます。", html! {}))
        } @else {
            (section("確かめるもの", resource_list(waiting.iter().map(line))))
        }
        p { (link_button("紙の申込みを入れる", "/desk/billing/accounts/new").outline().icon(Icon::Document)) }
        @if !active.is_empty() {
            (section(&format!("使っている口座　{count}件"), resource_list(active.iter().map(line))))
        }
    };
    Ok(visit.page("口座振替の口座").desk().main(main))
}

fn line(account: &Account) -> web::components::Resource {
    let way = if account.channel == "paper" { "紙" } else { "画面" };
    resource(
        format!("{}　{}", readable(&account.at.bank_name), readable(&account.at.branch_name)),
        format!("/desk/billing/accounts/{}", account.id),
    )
    .text(format!("口座の末尾 {}", account.at.tail()))
    .meta(format!("{}に{way}で申込み", era::date_label(account.asked_at.date())))
}

struct View {
    account: Account,
    person: String,
}

/// An officer who opens an account has opened that person's record.
async fn view(visit: &Visit, id: AccountId) -> Result<View, WebError> {
    let db = &visit.house().db;
    let account = records::find(db, id).await?.ok_or(WebError::NotFound)?;
    let person = account.person;
    let look = db.write(&visit.act("口座振替の確認"), move |tx| async move {
        people::look(&tx, person, "口座振替の確認").await
    });
    let person = match look.await {
        Ok(person) => person.name.to_string(),
        Err(StoreError::Missing(_)) => "（記録のない方）".to_owned(),
        Err(e) => return Err(e.into()),
    };
    Ok(View { account, person })
}

pub(crate) async fn show(visit: Visit, Path(id): Path<AccountId>) -> Result<Page, WebError> {
    let view = view(&visit, id).await?;
    Ok(page(&visit, &view, html! {}, &[], ""))
}

fn page(visit: &Visit, view: &View, above: Markup, errors: &[(&str, &str)], typed: &str) -> Page {
    let account = &view.account;
    let main = html! {
        (above)
        (page_heading("口座振替の口座", &format!("{} 様", view.person), ""))
        (facts(visit, account))
        @if account.state == State::Asked {
            (section("確かめる", checking(visit, account, errors)))
            (section("直してもらう", returning(visit, account, errors, typed)))
        }
        @if account.state != State::Ended { (disclosure("口座振替をやめる", ending(visit, account))) }
    };
    visit.page("口座振替の口座").desk().crumbs(&[("口座振替の口座", "/desk/billing/accounts")]).main(main)
}

fn facts(visit: &Visit, account: &Account) -> Markup {
    let words = visit.words();
    let at = &account.at;
    let list = description_list(words)
        .item("様子", state_chip(words, account.state))
        .item("銀行", html! { (at.bank) "　" (readable(&at.bank_name)) })
        .item("支店", html! { (at.branch) "　" (readable(&at.branch_name)) })
        .item("口座番号", html! { (words.rich(at.kind.words())) " " (at.number) })
        .item("口座の名義", html! { (readable(&at.holder)) })
        .item("使いみち", html! { (rich(&items_said(words, &account.items, &offered(visit.house(), words.lang)))) })
        .item("申込み", html! { (era::date_label(account.asked_at.date())) (if account.channel == "paper" { "（紙）" } else { "（画面）" }) });
    let list = match (&account.checked_name, account.checked_at) {
        (Some(name), Some(at)) => list.item("確かめた職員", html! { (name) "　" (era::date_label(at.date())) }),
        _ => list,
    };
    let list = match &account.reason {
        Some(reason) => list.item("理由", html! { (reason) }),
        None => list,
    };
    html! { (list) }
}

fn error<'e>(errors: &'e [(&str, &str)], field: &str) -> Option<&'e str> {
    errors.iter().find(|(name, _)| *name == field).map(|(_, words)| *words)
}

fn to(visit: &Visit, account: &Account, what: &str, body: Markup) -> Markup {
    let body = html! { input type="hidden" name="version" value=(account.version); (body) };
    html! { (form(visit.words(), format!("/desk/billing/accounts/{}/{what}", account.id), visit.form_token(), body)) }
}

fn checking(visit: &Visit, account: &Account, errors: &[(&str, &str)]) -> Markup {
    let body = html! {
        p { "銀行への照会は、この仕組みの外で行います。承諾が届いてから、次へ進んでください。" }
        (checkbox(visit.words(), "agreed", "銀行から、この口座で引き落としてよいと返事があった", false, error(errors, "agreed")))
        (button("使えるようにする").icon(Icon::Check))
    };
    to(visit, account, "check", body)
}

fn returning(visit: &Visit, account: &Account, errors: &[(&str, &str)], typed: &str) -> Markup {
    let body = html! {
        (textarea(visit.words(), "reason", "本人に伝えること").rows(3).required(true).value(typed)
            .hint("例: 口座の名義が通帳と違うと、銀行から返事がありました。").error(error(errors, "reason")))
        (button("本人に知らせる").outline())
    };
    to(visit, account, "return", body)
}

fn ending(visit: &Visit, account: &Account) -> Markup {
    let body = html! {
        p { "本人から申し出があったときに使います。銀行に送ったあとの引き落としは止まりません。" }
        (button("この口座をやめる").danger())
    };
    to(visit, account, "end", body)
}

fn seen(id: AccountId, form: &Fields) -> Result<Seen, WebError> {
    Ok(Seen { id, version: form.text("version").parse().map_err(|_| WebError::Unreadable("version"))? })
}

async fn mend(visit: &Visit, id: AccountId, errors: &[(&str, &str)], typed: &str) -> Result<Response, WebError> {
    let view = view(visit, id).await?;
    Ok(page(visit, &view, error_summary(visit.words(), errors), errors, typed).failed().into_response())
}

async fn answer(
    visit: &Visit,
    id: AccountId,
    done: Result<(), BillingError>,
    word: &str,
) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(visit.see_other(&format!("/desk/billing/accounts?done={word}"))),
        Err(BillingError::Changed) => {
            let view = view(visit, id).await?;
            let body = html! { p { "あなたの操作は記録していません。下のいまの様子を確かめてください。" } };
            let banner = notification_banner(visit.words(), Tone::Warning, "ほかの職員が先に処理しました")
                .announced()
                .body(body);
            Ok(page(visit, &view, html! { (banner) }, &[], "").status(StatusCode::CONFLICT).into_response())
        }
        Err(e) => Err(e.into()),
    }
}

pub(crate) async fn check(visit: Visit, Path(id): Path<AccountId>, form: Fields) -> Result<Response, WebError> {
    let seen = seen(id, &form)?;
    if form.text("agreed") != "yes" {
        return mend(&visit, id, &[("agreed", "銀行の返事を確かめてから、しるしを付けてください")], "").await;
    }
    let (house, officer) = (visit.house().clone(), visit.signed_in()?.name.clone());
    let act = visit.act("口座の確認");
    let done =
        visit.house().db.write(&act, move |tx| async move { actions::check(&tx, &house, seen, &officer).await }).await;
    answer(&visit, id, done, "checked").await
}

pub(crate) async fn send_back(visit: Visit, Path(id): Path<AccountId>, form: Fields) -> Result<Response, WebError> {
    let seen = seen(id, &form)?;
    let why: String = form.text("reason").chars().take(600).collect();
    if why.is_empty() || why.chars().count() > 500 {
        return mend(&visit, id, &[("reason", "伝えることを500字までで書いてください")], &why).await;
    }
    let (house, officer) = (visit.house().clone(), visit.signed_in()?.name.clone());
    let act = visit.act("口座の申込みを戻す");
    let done = visit
        .house()
        .db
        .write(&act, move |tx| async move { actions::send_back(&tx, &house, seen, &officer, &why).await })
        .await;
    answer(&visit, id, done, "returned").await
}

pub(crate) async fn end(visit: Visit, Path(id): Path<AccountId>, form: Fields) -> Result<Response, WebError> {
    let seen = seen(id, &form)?;
    let act = visit.act("口座振替をやめる").by(store::Channel::Counter);
    let done = visit.house().db.write(&act, move |tx| async move { actions::end(&tx, seen, None).await }).await;
    answer(&visit, id, done, "ended").await
}
