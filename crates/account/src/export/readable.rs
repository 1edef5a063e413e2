//! The page for people in the file: one document without script that opens anywhere.

use super::make::file_path;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use web::House;
use web::hold::Chapter;
use web::texts::{Lang, rich};

const STYLE: &str = "body{font-family:sans-serif;line-height:1.7;max-width:50rem;margin:2rem auto;padding:0 1rem}\
dl{display:grid;grid-template-columns:minmax(6rem,12rem) 1fr;gap:.25rem 1rem;margin:0}dt{font-weight:bold}dd{margin:0;white-space:pre-wrap}\
section{border-top:2px solid #333;margin-top:2rem}article{border-top:1px solid #bbb;padding:1rem 0}\
@media (max-width:30rem){dl{grid-template-columns:1fr}}@media print{article{break-inside:avoid}}";

pub(super) fn page(house: &House, lang: Lang, chapters: &[Chapter]) -> Markup {
    let words = house.texts.words(lang);
    let title = words.plain("account-export");
    let made = crate::pages::time_label(lang, house.now());
    let town = &house.town.municipality;
    let town = if lang == Lang::En { &town.en } else { &town.name };
    html! {
        (DOCTYPE)
        html lang=(if lang == Lang::En { "en" } else { "ja" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (rich(&words.t("account-export"))) }
                p { (rich(&words.tf("account-export-made", &[("town", town.clone().into()), ("at", made.into())]))) }
                @if house.demo { p { strong { (words.rich("account-export-demo")) } } }
                nav { ol { @for c in chapters { li { a href=(format!("#{}", c.key)) { (c.title) } "（" (c.records.len()) "）" } } } }
                @for chapter in chapters { (one(chapter)) }
            }
        }
    }
}

fn one(chapter: &Chapter) -> Markup {
    html! {
        section id=(chapter.key) {
            h2 { (chapter.title) }
            @for (place, record) in chapter.records.iter().enumerate() {
                article {
                    @if !record.title.is_empty() { h3 { (record.title) } }
                    dl { @for (_, label, value) in &record.facts { dt { (label) } dd { (value) } } }
                    @if !record.files.is_empty() {
                        ul { @for (n, (name, _)) in record.files.iter().enumerate() {
                            li { a href=(file_path(chapter, place, n, name)) { (name) } }
                        } }
                    }
                }
            }
        }
    }
}
