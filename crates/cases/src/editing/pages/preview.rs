//! How residents will see it: the page of the procedure and each page of questions, in three languages.

use super::draft::{heading, label};
use super::parts::Bench;
use crate::forms::{Inputs, Procedure, Question};
use crate::pages::question::{Drawing, Held, page_body, page_steps};
use crate::say;
use axum::extract::Path;
use maud::{Markup, html};
use std::collections::HashMap;
use web::components::{
    MenuItem, Tone, button, button_row, description_list, link_button, notice, page_heading, section, tabs,
};
use web::texts::{Lang, Words, rich};
use web::{Page, Visit, WebError};

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

/// The resident's page within the officer's, in its language.
fn framed(lang: Lang, body: Markup) -> Markup {
    html! { div.preview lang=(if lang == Lang::En { "en" } else { "ja" }) { (body) } }
}

/// How the service of procedures draws the page that people read before they begin. It stands above
/// this room and lends its own, so that officers see what residents will see.
#[derive(Debug, Clone, Copy)]
pub struct GuidePage(pub fn(&Visit, &Procedure) -> Markup);

fn unreadable(bench: &Bench) -> Markup {
    html! {
        (notice(Tone::Warning, html! {
            p { "まだ見られません。先にここを直してください。" }
            ul { @for w in bench.reading.wrong.iter().take(5) { li { a href=(super::draft::place_of(bench, w)) { (super::draft::say_place(bench, &w.path)) } "：" (w.message) } } }
        }))
    }
}

/// The page that residents read before they begin.
pub(super) async fn guide(visit: Visit, Path(key): Path<String>) -> Result<Page, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let lang = visit.lang();
    let base = format!("{}/preview", bench.base());
    let main = html! {
        (page_heading(&bench.name(), "住民から見たところ", "枠の中が、住民のページそのものです。枠の中のリンクは、いま公開している版へ行きます。"))
        (languages(visit.words(), &base, lang))
        @match &bench.reading.procedure {
            None => (unreadable(&bench)),
            Some(procedure) => {
                (framed(lang, procedure_page(&visit, procedure)))
                (pages(&bench, procedure, lang))
            }
        }
        (button_row(html! { (link_button("試しに答えてみる", format!("{}/trial", bench.base()))) (link_button("全体へ戻る", bench.base()).outline()) }))
    };
    Ok(bench.page(&visit, "住民から見たところ", main))
}

/// The page as the service draws it; in a house without the service its words alone.
fn procedure_page(visit: &Visit, procedure: &Procedure) -> Markup {
    if let Ok(GuidePage(page)) = visit.house().shelved::<GuidePage>() {
        return page(visit, procedure);
    }
    let (guide, lang) = (&procedure.guide, visit.lang());
    html! {
        (page_heading("", say::text(&guide.title, lang), say::text(&guide.summary, lang)))
        (description_list(visit.words())
            .item(visit.t("cases-for"), rich(say::text(&guide.audience, lang)))
            .item(visit.t("cases-time"), rich(say::text(&guide.timing, lang)))
            .item(visit.t("cases-bring"), html! { ul { @for thing in &guide.bring { li { (rich(say::text(thing, lang))) } } } }))
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
pub(super) async fn page(visit: Visit, Path((key, page)): Path<(String, String)>) -> Result<Page, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let lang = visit.lang();
    let base = format!("{}/preview/{page}", bench.base());
    let path = super::page::place(&bench, &page)?;
    let procedure = bench.reading.procedure.as_ref();
    let drawn = procedure.and_then(|p| questions(&visit, p, &page));
    let main = html! {
        (page_heading(&bench.name(), &heading(&bench, &path, &page), "枠の中が、住民のページそのものです。条件で出ない質問も、全部出しています。"))
        (languages(visit.words(), &base, lang))
        @match drawn { Some(drawn) => (framed(lang, drawn)), None => (unreadable(&bench)) }
        (conditions(&bench, &path))
        (button_row(html! {
            (link_button("このページを直す", format!("{}/pages/{page}", bench.base())))
            (link_button("ほかのページを見る", format!("{}/preview?lang={}", bench.base(), code(lang))).outline())
        }))
    };
    Ok(bench.page(&visit, "住民から見たところ", main))
}

/// The page as it is drawn for residents; its buttons stand outside any form and do nothing.
fn questions(visit: &Visit, procedure: &Procedure, key: &str) -> Option<Markup> {
    let words = visit.words();
    let form = &procedure.matter()?.form;
    let at = form.pages.iter().position(|page| page.key == key)?;
    let page = &form.pages[at];
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
    let all: Vec<&Question> = page.questions.iter().collect();
    Some(html! {
        (page_steps(words, (at + 1, form.pages.len())))
        div.form {
            (page_body(&drawing, say::text(&procedure.guide.title, words.lang), page, &all))
            (button_row(html! { (button(words.t("cases-next-page"))) (button(words.t("cases-stop")).outline()) }))
        }
    })
}

/// When the page and its questions are shown, below the frame.
fn conditions(bench: &Bench, path: &str) -> Markup {
    let document = &bench.document;
    let list = format!("{path}.question");
    let questions = document.keys(&list).into_iter().enumerate().map(|(n, key)| {
        let place = format!("{list}.{n}");
        (label(bench, &place, key), place)
    });
    let all = std::iter::once(("このページ".to_owned(), path.to_owned())).chain(questions);
    let all: Vec<(String, Markup)> =
        all.filter_map(|(what, place)| Some((what, super::conditions::said(document, &place)?))).collect();
    html! {
        @if !all.is_empty() {
            (section("出す条件", html! { dl.condition-names { @for (what, when) in all { dt { (what) } dd { (when) } } } }))
        }
    }
}
