//! The words that residents read before they begin.

use super::parts::{Bench, Sheet, kept, line_typed, notation, only, overtaken, seen, text_field, text_typed};
use crate::editing::document::{Document, Part, value_of};
use crate::editing::workshop::{self, Refused};
use crate::forms::{Category, LifeEvent};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use toml::Value;
use web::components::{Choice, button, checkbox_group, form, page_heading, section, select};
use web::texts::plain;
use web::{Fields, Page, Visit, WebError};

const TEXTS: [(&str, &str, u8); 4] = [
    ("title", "手続きの名前", 2),
    ("summary", "何のことか（1文か2文）", 3),
    ("audience", "だれが", 3),
    ("timing", "いつからいつまで", 3),
];
const ITEMS: [&str; 8] = ["title", "summary", "audience", "timing", "bring", "category", "life_events", "keywords"];
/// Empty rows for more things to bring.
const MORE: usize = 2;

/// The address may say that it was just saved.
#[derive(Deserialize, Default)]
pub(super) struct Said {
    #[serde(default)]
    pub(super) kept: String,
}

impl Said {
    pub(super) fn is_kept(&self) -> bool {
        !self.kept.is_empty()
    }
}

const fn part() -> Part<'static> {
    only(&ITEMS)
}

pub(super) async fn page(visit: Visit, Path(key): Path<String>, Query(said): Query<Said>) -> Result<Page, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let sheet = filled(&visit, &bench);
    Ok(draw(&visit, &bench, &sheet, html! {}, said.is_kept()))
}

/// What the document says, in the fields, with what is wrong there.
fn filled<'a>(visit: &'a Visit, bench: &Bench) -> Sheet<'a> {
    let mut sheet = Sheet::new(visit.words());
    let document = &bench.document;
    for (name, _, _) in TEXTS {
        sheet.set_text(name, document.at(name));
        for (_, message) in bench.wrong_below(name) {
            sheet.say_wrong(text_field(name, message), message);
        }
    }
    for n in 0..document.count("bring") {
        let (path, name) = (format!("bring.{n}"), format!("bring-{n}"));
        sheet.set_text(&name, document.at(&path));
        for (_, message) in bench.wrong_below(&path) {
            sheet.say_wrong(text_field(&name, message), message);
        }
    }
    sheet.set("category", document.string("category"));
    sheet.set_all("life_events", document.strings("life_events"));
    sheet.set("keywords", document.strings("keywords").join("、"));
    sheet
}

fn draw(visit: &Visit, bench: &Bench, sheet: &Sheet<'_>, above: Markup, said: bool) -> Page {
    let words = visit.words();
    let things = (0..).take_while(|n| !sheet.all(&format!("bring-{n}-ja")).is_empty()).count();
    let categories = Category::ALL.map(|c| Choice::new(word_of(c.text()), plain(&words.t(c.text()))));
    let events = LifeEvent::ALL.map(|e| Choice::new(word_of(e.text()), plain(&words.t(e.text()))));
    let body = html! {
        (seen(&bench.document, part()))
        (notation())
        @for (name, label, rows) in TEXTS { (section(label, sheet.text(name, label, rows))) }
        (section("要るもの", html! {
            p.support-text { "1つずつ書きます。なくすものは、3つとも空にしてください。" }
            @for n in 0..things + MORE { (sheet.text(&format!("bring-{n}"), &format!("要るもの {}", n + 1), 2)) }
        }))
        (section("さがすときのために", html! {
            (select(words, "category", "一覧の棚", categories).value(sheet.value("category")).error(sheet.error("category")).always_chosen())
            (checkbox_group(words, "life_events", "暮らしのできごと", events).values(sheet.all("life_events")))
            (sheet.line("keywords", "探すときの言葉", "「、」で区切ります。"))
        }))
        (button("保存する"))
    };
    let main = html! {
        (above)
        (kept(visit, said, bench_left(sheet)))
        @if !said { (sheet.summary()) }
        (page_heading(&bench.name(), "案内の文", "3つの言葉を並べて直します。やさしい日本語は、漢字に読みを付けた短い文で。"))
        (form(words, format!("{}/guide", bench.base()), visit.form_token(), body))
    };
    bench.page(visit, "案内の文", main)
}

fn bench_left(sheet: &Sheet<'_>) -> usize {
    usize::from(!sheet.is_sound())
}

/// The word by which a document names a thing of a fixed list, from the key of its text.
fn word_of(text: &str) -> String {
    text.rsplit('-').next().unwrap_or(text).to_owned()
}

pub(super) async fn keep(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let typed = fields.clone();
    let act = visit.act("手続きの案内を直す");
    let seen = fields.text("seen").to_owned();
    let edit = move |document: &mut Document| put(document, &typed);
    match workshop::change(visit.house(), &act, visit.signed_in()?, &key, Some((part(), &seen)), edit).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/procedures/{key}/draft/guide?kept=1"))),
        Err(Refused::Overtaken) => {
            let bench = Bench::of(&visit, &key).await?;
            let sheet = Sheet::typed(visit.words(), &fields);
            let above = overtaken(visit.words(), &filled(&visit, &bench), &sheet);
            Ok(draw(&visit, &bench, &sheet, above, false).failed().into_response())
        }
        Err(refused) => Err(refused.into()),
    }
}

/// Takes what was typed over into the document.
fn put(document: &mut Document, fields: &Fields) {
    for (name, _, _) in TEXTS {
        // A name, a summary and so on must be there, if only empty.
        let value = value_of(&text_typed(fields, name)).unwrap_or_else(|| Value::Table(empty()));
        document.put("", name, Some(value));
    }
    let bring = (0..).map(|n| format!("bring-{n}")).take_while(|n| fields.has(&format!("{n}-ja")));
    let bring = bring.filter_map(|name| value_of(&text_typed(fields, &name))).collect();
    document.put("", "bring", Some(Value::Array(bring)));
    document.put("", "category", line_typed(fields, "category"));
    document.put("", "life_events", Some(list(fields.all("life_events"))));
    let words = fields.text("keywords").split(['、', ',', '\n']).map(str::trim).filter(|w| !w.is_empty());
    document.put("", "keywords", Some(list(words.map(str::to_owned).collect())));
}

/// A text that nobody has written yet.
pub(super) fn empty() -> toml::Table {
    ["ja", "easy", "en"].into_iter().map(|lang| (lang.to_owned(), Value::String(String::new()))).collect()
}

pub(super) fn list(words: Vec<String>) -> Value {
    Value::Array(words.into_iter().map(Value::String).collect())
}
