//! Writing news for everybody, for the officer whose role carries `notices.publish`.

use super::{day_time, paragraphs};
use crate::PublicId;
use crate::public::{self, LONGEST_BODY, LONGEST_TITLE, NewPublic, Public, Words};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::{TypedId, Uuid};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Icon, Tone, button, chip_label, disclosure, empty_state, error_summary, form, input_text, notice, page_heading,
    pagination, section, textarea,
};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "町からのお知らせを出す";
const PAGE: i64 = 20;

#[derive(Deserialize)]
pub(super) struct Before {
    before: Option<PublicId>,
}

pub(super) async fn list(visit: Visit, Query(from): Query<Before>) -> Result<Page, WebError> {
    page(&visit, from.before, &Fields::default(), &[]).await
}

type Errors<'e> = [(&'e str, &'static str)];

async fn page(visit: &Visit, before: Option<PublicId>, typed: &Fields, errors: &Errors<'_>) -> Result<Page, WebError> {
    let end = before.unwrap_or(PublicId::from_uuid(Uuid::max()));
    let found = public::all(&visit.house().db, end, PAGE + 1).await?;
    let shown = usize::try_from(PAGE).unwrap_or(0);
    let older = found.get(shown).and(found.get(shown - 1)).map(|n| format!("/desk/news?before={}", n.id));
    let main = html! {
        (error_summary(visit.words(), errors))
        (page_heading("", TITLE, "ホームページ、購読（Atom・JSON Feed）、ほかの機関のプログラムに、同じ文が出ます。"))
        (notice(Tone::Info, html! { p { "だれでも読めます。住民の氏名や事情は書かないでください。一人に伝えることは、その手続きの画面から送ります。" } }))
        (section("書く", question(visit, typed, errors)))
        (section("出したお知らせ", html! {
            @if found.is_empty() { (empty_state(Icon::Bell, "まだありません", "", html! {})) }
            @for n in found.iter().take(shown) { (published(visit, n)) }
        }))
        (pagination(visit.words(), before.map(|_| "/desk/news"), older.as_deref()))
    };
    let page = visit.page(TITLE).desk().main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn question(visit: &Visit, typed: &Fields, errors: &Errors<'_>) -> Markup {
    let words = visit.words();
    let error = |name: &str| errors.iter().find(|(n, _)| *n == name).map(|(_, e)| *e);
    let fresh = kernel::id::uuid_v7(visit.now(), visit.house().db.random()).to_string();
    let id = if typed.text("id").is_empty() { fresh } else { typed.text("id").to_owned() };
    let title = |name: &'static str, label: &'static str, required: bool| {
        html! { (input_text(words, name, label).value(typed.text(name)).required(required).maxlength(LONGEST_TITLE)
        .autocomplete("off").error(error(name))) }
    };
    let text = |name: &'static str, label: &'static str, required: bool| {
        html! { (textarea(words, name, label).value(typed.text(name)).required(required).rows(6).maxlength(LONGEST_BODY)
        .hint("段落の間は1行あけてください").error(error(name))) }
    };
    let body = html! {
        input type="hidden" name="id" value=(id);
        (title("title", "見出し", true))
        (text("body", "本文", true))
        (disclosure("やさしい日本語でも出す", html! { (title("title_easy", "見出し（やさしい日本語）", false)) (text("body_easy", "本文（やさしい日本語）", false)) }))
        (disclosure("英語でも出す", html! { (title("title_en", "見出し（英語）", false)) (text("body_en", "本文（英語）", false)) }))
        (button("だれでも読めるように出す"))
    };
    html! { (form(words, "/desk/news", visit.form_token(), body)) }
}

fn published(visit: &Visit, n: &Public) -> Markup {
    let path = format!("/desk/news/{}/withdraw", n.id);
    let others: Vec<&str> =
        [n.easy.as_ref().map(|_| "やさしい日本語"), n.en.as_ref().map(|_| "英語")].into_iter().flatten().collect();
    html! {
        article {
            h3 { (n.ja.title) }
            p.support-text {
                (day_time(n.published_at))
                @if !others.is_empty() { "　" (others.join("・")) "もあります" }
                @if let Some(at) = n.withdrawn_at { "　" (chip_label(Tone::Neutral, "取り下げ")) " " (day_time(at)) }
            }
            (disclosure("本文", paragraphs(&n.ja.body)))
            @if n.withdrawn_at.is_none() {
                (form(visit.words(), path, visit.form_token(), html! { (button("取り下げる").text().small().about(&n.ja.title)) }))
            }
        }
    }
}

/// Title and text of a language: both, or neither where it may be left out.
fn words_of(
    fields: &Fields,
    names: [&'static str; 2],
    required: bool,
    errors: &mut Vec<(&'static str, &'static str)>,
) -> Option<Words> {
    let [title, body] = names.map(|n| fields.text(n).trim().to_owned());
    if title.is_empty() && body.is_empty() && !required {
        return None;
    }
    let before = errors.len();
    for (name, text, longest) in [(names[0], &title, LONGEST_TITLE), (names[1], &body, LONGEST_BODY)] {
        if text.is_empty() {
            errors.push((name, "書いてください"));
        } else if text.chars().count() > longest {
            errors.push((name, "長すぎます"));
        }
    }
    (errors.len() == before).then_some(Words { title, body })
}

pub(super) async fn publish(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let mut errors = Vec::new();
    let ja = words_of(&fields, ["title", "body"], true, &mut errors);
    let easy = words_of(&fields, ["title_easy", "body_easy"], false, &mut errors);
    let en = words_of(&fields, ["title_en", "body_en"], false, &mut errors);
    let id = fields.text("id").parse::<Uuid>().map(PublicId::from_uuid);
    let (Some(ja), Ok(id), true) = (ja, id, errors.is_empty()) else {
        return Ok(page(&visit, None, &fields, &errors).await?.into_response());
    };
    let new = NewPublic { id, ja, easy, en };
    visit
        .house()
        .db
        .write(&visit.act("notices.publish"), move |tx| async move { public::publish(&tx, new).await })
        .await?;
    Ok(visit.see_other("/desk/news"))
}

pub(super) async fn withdraw(visit: Visit, Path(id): Path<PublicId>, _: Fields) -> Result<Response, WebError> {
    let act = visit.act("notices.publish");
    visit.house().db.write(&act, move |tx| async move { public::withdraw(&tx, id).await }).await?;
    Ok(visit.see_other("/desk/news"))
}
