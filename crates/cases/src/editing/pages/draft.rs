//! `/desk/procedures/{key}/draft`: the working copy as a whole: what it says, what is left to mend.

use super::list::working_chip;
use super::parts::Bench;
use crate::editing::workshop;
use crate::forms::Wrong;
use crate::say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::components::{
    Choice, Tone, button, button_row, description_list, disclosure, form, link_button, notice, page_heading, section,
    select,
};
use web::texts::{Lang, plain};
use web::{Fields, Visit, WebError};

pub(super) async fn page(visit: Visit, Path(key): Path<String>) -> Result<Response, WebError> {
    let bench = match Bench::of(&visit, &key).await {
        Ok(bench) if bench.version.state.is_writable() => bench,
        Ok(_) | Err(WebError::NotFound) => return Ok(visit.see_other(&format!("/desk/procedures/{key}"))),
        Err(error) => return Err(error),
    };
    let (base, name) = (bench.base(), bench.name());
    let main = html! {
        (page_heading("直しているところ", &name, "公開するまで、住民のページは変わりません。"))
        p { (working_chip(bench.version.state)) "　" (say::moment(bench.version.changed_at, Lang::Ja)) " に保存" }
        (left(&bench))
        (next(&base, bench.version.id.to_string(), &key))
        (section("案内と扱い", parts(&visit, &bench)))
        (section("質問のページ", pages(&visit, &bench)))
        (disclosure("取りやめる", discarding(&visit, &base)))
    };
    let one = format!("/desk/procedures/{key}");
    let crumbs = [("手続きを直す", "/desk/procedures"), (&*name, &*one)];
    let title = format!("直しているところ｜{name}");
    Ok(visit.page(title).desk().crumbs(&crumbs).main(main).into_response())
}

fn next(base: &str, id: String, key: &str) -> Markup {
    button_row(html! {
        (link_button("住民から見たところ", format!("{base}/preview")).outline())
        (link_button("試しに答えてみる", format!("{base}/trial")).outline())
        (link_button("いまの版との違い", format!("/desk/procedures/{key}/changes/{id}")).outline())
        (link_button("公開へ進む", format!("{base}/publish")))
    })
}

/// What is left to mend before it can be published.
fn left(bench: &Bench) -> Markup {
    let wrong = &bench.reading.wrong;
    if wrong.is_empty() {
        return notice(
            Tone::Success,
            html! { p { "間違いは見つかりません。試しに答えてみてから、公開へ進んでください。" } },
        );
    }
    let list = html! { ul { @for w in wrong { li { a href=(place_of(bench, w)) { (say_place(bench, &w.path)) } "：" (w.message) } } } };
    notice(
        Tone::Warning,
        html! {
            p { strong { "公開の前に直すところが" (wrong.len()) "あります" } }
            @if wrong.len() > 8 { (disclosure("すべて見る", list)) } @else { (list) }
        },
    )
}

/// Where something to mend is mended.
pub(super) fn place_of(bench: &Bench, wrong: &Wrong) -> String {
    let base = bench.base();
    let mut steps = wrong.path.split('.');
    let first = steps.next().unwrap_or_default();
    if first != "page" {
        let section = match first {
            "title" | "summary" | "audience" | "timing" | "bring" | "category" | "life_events" | "keywords" => "guide",
            "facts" | "basis" => "facts",
            "page" | "key" | "" => return format!("{base}#pages"),
            _ => "handling",
        };
        return format!("{base}/{section}");
    }
    let Some(n) = steps.next() else { return format!("{base}#pages") };
    let key = |path: String| bench.document.string(&format!("{path}.key")).to_owned();
    let page = format!("page.{n}");
    let mut href = format!("{base}/pages/{}", key(page.clone()));
    if let (Some("question"), Some(m)) = (steps.next(), steps.next()) {
        let question = format!("{page}.question.{m}");
        href = format!("{href}/questions/{}", key(question.clone()));
        if let (Some("row"), Some(k)) = (steps.next(), steps.next()) {
            href = format!("{href}/rows/{}", key(format!("{question}.row.{k}")));
        }
    }
    href
}

/// What a place is called.
pub(super) fn say_place(bench: &Bench, path: &str) -> String {
    let steps: Vec<&str> = path.split('.').collect();
    let name = |path: String| bench.document.string(&format!("{path}.key")).to_owned();
    match steps.as_slice() {
        ["page", n, "question", m, ..] => format!("質問「{}」", name(format!("page.{n}.question.{m}"))),
        ["page", n, ..] => format!("ページ「{}」", name(format!("page.{n}"))),
        ["" | "key"] => "全体".to_owned(),
        [first, ..] => crate::editing::difference::name_of(first).to_owned(),
        [] => String::new(),
    }
}

/// The parts that are not questions, each with what it says now.
fn parts(visit: &Visit, bench: &Bench) -> Markup {
    let (base, document) = (bench.base(), &bench.document);
    let desk = visit.house().town.organisation.desk(document.string("desk")).map(town::Desk::full_name);
    let who = match document.at("not_the_town") {
        Some(_) => plain(&document.text("not_the_town.who").ja),
        None => desk.unwrap_or_else(|| "担当がまだ決まっていません".to_owned()),
    };
    let sure = document.at("facts.verified").and_then(toml::Value::as_bool) == Some(true);
    html! {
        (description_list(visit.words())
            .item_with_change("案内の文", html! { (plain(&document.text("summary").ja)) }, format!("{base}/guide"))
            .item_with_change("扱い（担当・手数料・決裁など）", html! { (who) }, format!("{base}/handling"))
            .item_with_change("確かめたこと・根拠", html! { @if sure { "確かめてあります" } @else { "確認中のものがあります" } }, format!("{base}/facts")))
    }
}

fn pages(visit: &Visit, bench: &Bench) -> Markup {
    if bench.document.at("not_the_town").is_some() {
        return notice(Tone::Info, html! { p { "町の手続きではないので、質問はありません。" } });
    }
    let keys = bench.document.keys("page");
    html! {
        div id="pages" {
            @if keys.is_empty() { p { "まだ質問がありません。はじめのページを足してください。" } }
            ol.form-pages { @for (at, key) in keys.iter().enumerate() { li { (one_page(visit, bench, at, key, keys.len())) } } }
        }
        (adding(visit, bench, &keys))
    }
}

fn one_page(visit: &Visit, bench: &Bench, at: usize, key: &str, all: usize) -> Markup {
    let path = format!("page.{at}");
    let href = format!("{}/pages/{key}", bench.base());
    let wrong = bench.wrong_below(&path).len();
    let when = super::conditions::said(&bench.document, &path);
    html! {
        p.form-page-title {
            a href=(href) { (heading(bench, &path, key)) }
            @if wrong > 0 { " " (web::components::chip_label(Tone::Warning, &format!("直すところ {wrong}"))) }
        }
        @if let Some(when) = when { p.support-text { "出す条件: " (when) } }
        ul { @for (n, question) in bench.document.keys(&format!("{path}.question")).iter().enumerate() {
            li { a href=(format!("{href}/questions/{question}")) { (label(bench, &format!("{path}.question.{n}"), question)) } }
        } }
        (movers(visit, &format!("{href}/arrange"), key, at, all))
    }
}

/// The heading of a page: its own, or its first question.
pub(super) fn heading(bench: &Bench, path: &str, key: &str) -> String {
    let own = plain(&bench.document.text(&format!("{path}.title")).ja);
    let first = plain(&bench.document.text(&format!("{path}.question.0.label")).ja);
    let said = [own, first].into_iter().find(|words| !words.is_empty());
    said.unwrap_or_else(|| format!("（見出しなし: {key}）"))
}

/// The label of a question, or its key where it has none yet.
pub(super) fn label(bench: &Bench, path: &str, key: &str) -> String {
    let words = plain(&bench.document.text(&format!("{path}.label")).ja);
    if words.is_empty() { format!("（文がまだありません: {key}）") } else { words }
}

/// Up, down.
pub(super) fn movers(visit: &Visit, action: &str, about: &str, at: usize, all: usize) -> Markup {
    html! {
        (form(visit.words(), action, visit.form_token(), button_row(html! {
            @if at > 0 { (button("上へ").outline().small().sends("what", "up").about(about)) }
            @if at + 1 < all { (button("下へ").outline().small().sends("what", "down").about(about)) }
        })))
    }
}

fn adding(visit: &Visit, bench: &Bench, keys: &[&str]) -> Markup {
    let after = keys.iter().enumerate().map(|(at, key)| {
        Choice::new((*key).to_owned(), format!("「{}」のあと", heading(bench, &format!("page.{at}"), key)))
    });
    let last = keys.last().copied().unwrap_or_default().to_owned();
    let body = html! {
        @if !keys.is_empty() { (select(visit.words(), "after", "入れる場所", after).value(last).always_chosen()) }
        (super::settings::kinds(visit.words(), ""))
        (button("ページを足す").outline())
    };
    disclosure(
        "質問のページを足す",
        html! { (form(visit.words(), format!("{}/pages", bench.base()), visit.form_token(), body)) },
    )
}

fn discarding(visit: &Visit, base: &str) -> Markup {
    html! {
        p { "ここまで直したものを捨てます。公開している版は変わりません。" }
        (form(visit.words(), format!("{base}/discard"), visit.form_token(), html! { (button("直したものを捨てる").outline()) }))
    }
}

pub(super) async fn discard(visit: Visit, Path(key): Path<String>, _: Fields) -> Result<Response, WebError> {
    let act = visit.act("手続きの直しを取りやめる");
    workshop::discard(visit.house(), &act, visit.signed_in()?, &key).await?;
    Ok(visit.see_other("/desk/procedures"))
}
