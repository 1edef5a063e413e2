//! How residents will see it: the page of the procedure and each page of questions, in three languages.

use super::draft::heading;
use super::parts::Bench;
use crate::forms::{Inputs, Procedure, TownMatter};
use crate::pages::question::{Drawing, Held};
use crate::say;
use axum::extract::{Path, Query};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;
use web::components::{MenuItem, Tone, button_row, description_list, link_button, notice, page_heading, section, tabs};
use web::texts::{Lang, Words, rich};
use web::{Page, Visit, WebError};

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    lang: String,
}

impl Asked {
    fn lang(&self) -> Lang {
        match self.lang.as_str() {
            "easy" => Lang::Easy,
            "en" => Lang::En,
            _ => Lang::Ja,
        }
    }
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "ja",
        Lang::Easy => "easy",
        Lang::En => "en",
    }
}

fn languages(words: Words<'_>, base: &str, lang: Lang) -> Markup {
    let items = [("日本語", "ja"), ("やさしい日本語", "easy"), ("English", "en")];
    let items = items.map(|(label, code)| MenuItem::new(label, format!("{base}?lang={code}")));
    tabs(words, "見る言葉", &items, &format!("{base}?lang={}", code(lang)))
}

/// A piece of the resident's page, marked as what it is and in its language.
fn framed(lang: Lang, body: Markup) -> Markup {
    html! { div.preview lang=(if lang == Lang::En { "en" } else { "ja" }) { (body) } }
}

fn unreadable(bench: &Bench) -> Markup {
    html! {
        (notice(Tone::Warning, html! {
            p { "まだ見られません。先にここを直してください。" }
            ul { @for w in bench.reading.wrong.iter().take(5) { li { a href=(super::draft::place_of(bench, w)) { (super::draft::say_place(bench, &w.path)) } "：" (w.message) } } }
        }))
    }
}

/// The page that residents read before they begin.
pub(super) async fn guide(visit: Visit, Path(key): Path<String>, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let lang = asked.lang();
    let base = format!("{}/preview", bench.base());
    let main = html! {
        (page_heading(&bench.name(), "住民から見たところ", "見本です。ここから申請はできません。"))
        (languages(visit.words(), &base, lang))
        @match &bench.reading.procedure {
            None => (unreadable(&bench)),
            Some(procedure) => {
                (framed(lang, procedure_page(&visit, procedure, lang)))
                (pages(&bench, procedure, lang))
            }
        }
        (button_row(html! { (link_button("試しに答えてみる", format!("{}/trial", bench.base()))) (link_button("全体へ戻る", bench.base()).outline()) }))
    };
    Ok(bench.page(&visit, "住民から見たところ", main))
}

fn procedure_page(visit: &Visit, procedure: &Procedure, lang: Lang) -> Markup {
    let words = visit.house().texts.words(lang);
    let guide = &procedure.guide;
    html! {
        h2 { (rich(say::text(&guide.title, lang))) }
        p { (rich(say::text(&guide.summary, lang))) }
        (description_list(words)
            .item(words.t("cases-for"), rich(say::text(&guide.audience, lang)))
            .item(words.t("cases-time"), rich(say::text(&guide.timing, lang)))
            .item(words.t("cases-bring"), html! { ul { @for thing in &guide.bring { li { (rich(say::text(thing, lang))) } } } }))
        @match (procedure.matter(), procedure.elsewhere()) {
            (Some(matter), _) => (ours(visit, words, matter)),
            (None, Some(elsewhere)) => {
                p { (rich(say::text(&elsewhere.who, lang))) "　" (elsewhere.phone) }
                @if let Some(place) = &elsewhere.place { p { (rich(say::text(place, lang))) } }
            }
            (None, None) => {}
        }
        @if !procedure.facts.verified { p { (web::components::chip_label(Tone::Warning, &words.t("cases-unconfirmed"))) } }
    }
}

fn ours(visit: &Visit, words: Words<'_>, matter: &TownMatter) -> Markup {
    let lang = words.lang;
    let due = visit.house().town.calendar.main().add_open_days(visit.now().date(), matter.processing_days);
    let days = words
        .tf("cases-days", &[("days", matter.processing_days.into()), ("due", say::day_and_weekday(due, lang).into())]);
    let fee = matter.fee.as_ref().map(|f| {
        let known = visit.house().town.fees.on(&f.key, visit.now().date());
        known.map_or_else(|| f.key.clone(), |fee| fee.name.clone())
    });
    html! {
        (description_list(words)
            .item(words.t("cases-answer-by"), rich(&days))
            .item(words.t("cases-fee"), html! { @match &fee { Some(fee) => (fee), None => (words.rich("cases-fee-none")) } }))
        @if let Some(why) = &matter.in_person { (notice(Tone::Warning, html! { p { (rich(say::text(why, lang))) } })) }
        p { (rich(say::text(&matter.after, lang))) }
    }
}

fn pages(bench: &Bench, procedure: &Procedure, lang: Lang) -> Markup {
    let Some(matter) = procedure.matter() else { return html! {} };
    section(
        "質問のページ",
        html! {
            ol { @for (at, page) in matter.form.pages.iter().enumerate() {
                li { a href=(format!("{}/preview/{}?lang={}", bench.base(), page.key, code(lang))) { (heading(bench, &format!("page.{at}"), &page.key)) } }
            } }
        },
    )
}

/// One page of questions, all of them, whatever their conditions say.
pub(super) async fn page(
    visit: Visit,
    Path((key, page)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Page, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let lang = asked.lang();
    let base = format!("{}/preview/{page}", bench.base());
    let path = super::page::place(&bench, &page)?;
    let procedure = bench.reading.procedure.as_ref();
    let drawn =
        procedure.and_then(|p| p.matter()).and_then(|m| m.form.page(&page).map(|page| questions(&visit, page, lang)));
    let main = html! {
        (page_heading(&bench.name(), &heading(&bench, &path, &page), "住民から見たところの見本です。条件で出ない質問も、全部出しています。"))
        (languages(visit.words(), &base, lang))
        @match drawn { Some(drawn) => (framed(lang, drawn)), None => (unreadable(&bench)) }
        (button_row(html! {
            (link_button("このページを直す", format!("{}/pages/{page}", bench.base())))
            (link_button("ほかのページを見る", format!("{}/preview?lang={}", bench.base(), code(lang))).outline())
        }))
    };
    Ok(bench.page(&visit, "住民から見たところ", main))
}

fn questions(visit: &Visit, page: &crate::forms::Page, lang: Lang) -> Markup {
    let words = visit.house().texts.words(lang);
    let drawing = Drawing {
        words,
        held: Held::Kept(Inputs::default()),
        errors: &[],
        household: &super::trial::household(),
        prefilled: &[],
        files: Vec::new(),
        more_rows: HashMap::new(),
        own: false,
    };
    let lead = page.lead.as_ref().map(|l| say::text(l, lang)).unwrap_or_default();
    html! {
        @if let Some(title) = &page.title { h2 { (rich(say::text(title, lang))) } }
        @if !lead.is_empty() { p { (rich(lead)) } }
        @for question in &page.questions {
            (drawing.question(question, false))
            @if let Some(when) = &question.when { p.support-text lang="ja" { "出す条件: " code { (when.source()) } } }
        }
    }
}
