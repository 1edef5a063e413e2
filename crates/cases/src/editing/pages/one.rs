//! `/desk/procedures/{key}`: one procedure, its versions, and where to go on.

use super::list::working_chip;
use super::parts::name_of;
use crate::editing::document::Document;
use crate::editing::workshop::{self, Refused};
use crate::editing::{document_of, is_theirs, publish};
use crate::forms::Procedure;
use crate::records::version::{self, State, Version};
use crate::{living, say};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;
use web::components::{
    Tone, button, button_row, chip_label, form, link_button, notice, notification_banner, page_heading, section, table,
};
use web::texts::{Lang, plain};
use web::{Fields, Page, Visit, WebError};

pub(super) async fn page(visit: Visit, Path(key): Path<String>) -> Result<Page, WebError> {
    draw(&visit, &key, html! {}).await
}

async fn draw(visit: &Visit, key: &str, above: Markup) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let who = visit.signed_in()?;
    let newest = workshop::newest(visit.house(), db, key).await?.map(|(_, document)| document);
    let working = version::working(db, key).await?;
    let draft = working.as_ref().map(document_of);
    let shown: &Document = newest.as_ref().or(draft.as_ref()).ok_or(WebError::NotFound)?;
    if !is_theirs(who, shown) {
        return Err(WebError::NotFound);
    }
    let catalogue = living::catalogue(visit.house())?;
    let versions: Vec<&Arc<Procedure>> = catalogue.all().iter().filter(|p| p.key == key).rev().collect();
    let history = version::history(db, key).await?;
    let name = name_of(shown);
    let main = html! {
        (above)
        (page_heading("手続きを直す", &name, ""))
        (work(visit, key, working.as_ref()))
        (section("版", rows(visit, key, &versions, &history)))
        @let withdrawn: Vec<&Version> = history.iter().filter(|v| v.state == State::Withdrawn).collect();
        @if !withdrawn.is_empty() {
            (section("公開をやめた版", html! { ul { @for v in withdrawn {
                li { a href=(format!("/desk/procedures/{key}/changes/{}", v.id)) { (v.why) } "　" (say::moment(v.changed_at, Lang::Ja)) }
            } } }))
        }
        p { a href=(format!("/procedures/{key}")) { "住民のページを見る" } }
    };
    Ok(visit.page(name).desk().crumbs(&[("手続きを直す", "/desk/procedures")]).main(main))
}

/// The working copy, or the way to one.
fn work(visit: &Visit, key: &str, working: Option<&Version>) -> Markup {
    let words = visit.words();
    let body = match working {
        None => html! {
            p { "いまの版を写して、直しはじめます。公開するまで、住民のページは変わりません。" }
            (form(words, format!("/desk/procedures/{key}/begin"), visit.form_token(), html! { (button("直しはじめる")) }))
        },
        Some(v) if v.state.is_writable() => html! {
            p { (working_chip(v.state)) "　最後に直したのは " (say::moment(v.changed_at, Lang::Ja)) " です。" }
            (button_row(html! { (link_button("直しているところを開く", format!("/desk/procedures/{key}/draft"))) }))
        },
        Some(v) => html! {
            p { (working_chip(v.state)) "　決まるまで、直せません。" }
            (button_row(html! {
                (link_button("直したところを見る", format!("/desk/procedures/{key}/changes/{}", v.id)))
                @if let Some(approval) = v.approval { (link_button("決裁の様子を見る", format!("/desk/approvals/{approval}")).outline()) }
            }))
        },
    };
    section("直しているところ", body)
}

fn rows(visit: &Visit, key: &str, versions: &[&Arc<Procedure>], history: &[Version]) -> Markup {
    let today = visit.now().date();
    if versions.is_empty() {
        return notice(Tone::Info, html! { p { "まだ公開した版がありません。" } });
    }
    let rows = versions.iter().map(|p| {
        let on_record = history.iter().find(|v| v.version == p.version && v.state == State::Published && !v.from_file);
        let never = p.effective_until.is_some_and(|until| until < p.effective_from);
        let coming = p.effective_from > today && !never;
        [
            html! { "版" (p.version) },
            html! {
                @if p.holds_on(today) { (chip_label(Tone::Success, "出している")) }
                @else if coming { (chip_label(Tone::Info, "これから")) }
                @else { (chip_label(Tone::Neutral, "終わった")) }
            },
            html! {
                @if never { "使われませんでした" } @else {
                    (say::day(p.effective_from, Lang::Ja)) "から"
                    @if let Some(until) = p.effective_until { (say::day(until, Lang::Ja)) "まで" }
                }
            },
            html! {
                @match on_record {
                    Some(v) => { a href=(format!("/desk/procedures/{key}/changes/{}", v.id)) { (v.why) } }
                    None => { "町のファイル（procedures/" (p.key) ".toml）" }
                }
            },
            html! {
                a href=(format!("/desk/procedures/{key}/versions/{}/file", p.version)) { "ファイルに書き出す" span.visually-hidden { "（版" (p.version) "）" } }
                @if coming && on_record.is_some() { (withdrawing(visit, key, p)) }
            },
        ]
    });
    html! { (table("版", ["版", "様子", "期間", "なぜ", "できること"]).rows(rows).caption_hidden().dense()) }
}

fn withdrawing(visit: &Visit, key: &str, p: &Procedure) -> Markup {
    let action = format!("/desk/procedures/{key}/versions/{}/withdraw", p.version);
    html! { (form(visit.words(), action, visit.form_token(), html! { (button(format!("版{}の公開をやめる", p.version)).outline().small()) })) }
}

/// Takes back a version whose day has not come.
pub(super) async fn withdraw(
    visit: Visit,
    Path((key, n)): Path<(String, u32)>,
    _: Fields,
) -> Result<Response, WebError> {
    let act = visit.act("手続きの公開をやめる");
    match publish::withdraw(visit.house(), &act, visit.signed_in()?, &key, n).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/procedures/{key}"))),
        Err(Refused::HasBegun) => {
            let words = "この版はもう出しています。やめるときは、新しい版を作って公開してください。";
            let above = html! { (notification_banner(visit.words(), Tone::Warning, "公開をやめられませんでした").announced().body(html! { p { (words) } })) };
            Ok(draw(&visit, &key, above).await?.failed().into_response())
        }
        Err(Refused::Gone) => Err(WebError::NotFound),
        Err(refused) => Err(refused.into()),
    }
}

/// The name of a procedure by its key, as it is offered now.
pub(super) fn offered_name(visit: &Visit, key: &str) -> Option<String> {
    let catalogue = living::catalogue(visit.house()).ok()?;
    catalogue.all().iter().rev().find(|p| p.key == key).map(|p| plain(&p.guide.title.ja))
}
