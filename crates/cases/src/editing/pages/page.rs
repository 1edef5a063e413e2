//! One page of the form: its heading, its condition, its questions in order.

use super::conditions;
use super::draft::{label, movers};
use super::guide::Said;
use super::parts::{Bench, Sheet, all_but, kept, notation, overtaken, seen, text_field, text_typed};
use super::settings;
use crate::editing::document::{Document, Way, value_of};
use crate::editing::workshop::{self, Refused};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use toml::{Table, Value};
use web::components::{
    Tone, button, button_row, chip_label, disclosure, form, input_text, link_button, page_heading, section,
};
use web::{Fields, Page, Visit, WebError};

/// What of a page has a page of its own.
const ELSEWHERE: [&str; 1] = ["question"];

type Place = Path<(String, String)>;

/// The place of a page in the document, by its key.
pub(super) fn place(bench: &Bench, page: &str) -> Result<String, WebError> {
    bench.document.find("page", page).ok_or(WebError::NotFound)
}

pub(super) async fn page(visit: Visit, Path((key, page)): Place, Query(said): Query<Said>) -> Result<Page, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let path = place(&bench, &page)?;
    let sheet = filled(&visit, &bench, &path);
    Ok(draw(&visit, &bench, &path, &sheet, html! {}, said.is_kept()))
}

fn filled<'a>(visit: &'a Visit, bench: &Bench, path: &str) -> Sheet<'a> {
    let mut sheet = Sheet::new(visit.words());
    let document = &bench.document;
    sheet.set("key", document.string(&format!("{path}.key")));
    conditions::fill(&mut sheet, document, path);
    for item in ["title", "lead"] {
        sheet.set_text(item, document.at(&format!("{path}.{item}")));
    }
    for (rest, message) in bench.wrong_below(path) {
        match rest {
            "" => sheet.say_wrong(if message.contains("title") { "title-ja" } else { "type" }, message),
            "key" | "when" => sheet.say_wrong(rest, message),
            "title" | "lead" => sheet.say_wrong(text_field(rest, message), message),
            _ => {}
        }
    }
    sheet
}

fn draw(visit: &Visit, bench: &Bench, path: &str, sheet: &Sheet<'_>, above: Markup, said: bool) -> Page {
    let words = visit.words();
    let page = bench.document.string(&format!("{path}.key"));
    let href = format!("{}/pages/{page}", bench.base());
    let body = html! {
        (seen(&bench.document, all_but(path, &ELSEWHERE)))
        (notation())
        (sheet.text("title", "見出し", 2))
        p.support-text { "質問が1つだけなら、見出しは要りません。質問の文が見出しになります。" }
        (sheet.text("lead", "見出しの下の文", 2))
        (conditions::draw(bench, path, sheet, "いつも出す"))
        (input_text(words, "key", "短い名前（英字）").hint("ページの場所に使います。").maxlength(40).value(sheet.value("key")).error(sheet.error("key")))
        (button("保存する"))
    };
    let main = html! {
        (above)
        (kept(visit, said, usize::from(!sheet.is_sound())))
        @if !said { (sheet.summary()) }
        (page_heading(&bench.name(), &format!("ページ「{}」", super::draft::heading(bench, path, page)), ""))
        (section("質問", questions(visit, bench, path, &href)))
        (section("ページの見出しと条件", html! { (form(words, href.clone(), visit.form_token(), body)) }))
        (button_row(html! {
            (link_button("住民から見たところ", format!("{}/preview/{page}", bench.base())).outline())
            (link_button("全体へ戻る", bench.base()).outline())
        }))
        (disclosure("このページをなくす", removing(visit, bench, path, &href)))
    };
    bench.page(visit, &format!("ページ「{page}」"), main)
}

fn questions(visit: &Visit, bench: &Bench, path: &str, href: &str) -> Markup {
    let list = format!("{path}.question");
    let keys = bench.document.keys(&list);
    let add = html! { (form(visit.words(), format!("{href}/questions"), visit.form_token(), html! {
        (settings::kinds(visit.words(), ""))
        (button("質問を足す").outline())
    })) };
    html! {
        ol.form-pages { @for (at, key) in keys.iter().enumerate() {
            @let place = format!("{list}.{at}");
            @let wrong = bench.wrong_below(&place).len();
            li {
                p.form-page-title {
                    a href=(format!("{href}/questions/{key}")) { (label(bench, &place, key)) }
                    @if wrong > 0 { " " (chip_label(Tone::Warning, &format!("直すところ {wrong}"))) }
                }
                (movers(visit, &format!("{href}/questions/{key}/arrange"), key, at, keys.len()))
            }
        } }
        @if keys.is_empty() { p { "このページには、まだ質問がありません。" } (add) }
        @else { (disclosure("このページに質問を足す", add)) }
    }
}

fn removing(visit: &Visit, bench: &Bench, path: &str, href: &str) -> Markup {
    let count = bench.document.count(&format!("{path}.question"));
    html! {
        p { "ページと、その中の質問" (count) "つをなくします。" }
        (form(visit.words(), format!("{href}/arrange"), visit.form_token(), html! { (button("このページをなくす").outline().sends("what", "remove")) }))
    }
}

/// The questions that a condition may look at, by the names that it uses.
pub(super) fn names(bench: &Bench, path: &str, upto: Option<&str>) -> Markup {
    let mut rows = Vec::new();
    'pages: for page in 0..bench.document.count("page") {
        let here = format!("page.{page}");
        if here == path && upto.is_none() {
            break;
        }
        for at in 0..bench.document.count(&format!("{here}.question")) {
            let place = format!("{here}.question.{at}");
            rows.push(name(bench, &place));
            if upto == Some(&place) {
                break 'pages;
            }
        }
        if here == path {
            break;
        }
    }
    let body = html! {
        @if rows.is_empty() { p { "これより前に質問がないので、条件は書けません。" } }
        @else {
            dl.condition-names { @for (key, label, values) in rows {
                dt { code { (key) } }
                dd { (label) @if !values.is_empty() { br; small { (values) } } }
            } }
            p.support-text { "例: " code { "key == \"value\"" } "（選んだもの）、" code { "\"value\" in key" } "（いくつか選ぶ）、" code { "count >= 2" } "、" code { "age(birth, today) < 18" } "、" code { "key != null" } "（答えた）。" code { "&&" } "（かつ）、" code { "||" } "（または）、" code { "!" } "（でない）でつなげます。" }
        }
    };
    disclosure("条件に使える質問と書き方", body)
}

fn name(bench: &Bench, place: &str) -> (String, String, String) {
    let key = bench.document.string(&format!("{place}.key")).to_owned();
    let options = (0..bench.document.count(&format!("{place}.options"))).map(|n| {
        let at = format!("{place}.options.{n}");
        let value = bench.document.string(&format!("{at}.value"));
        format!("\"{value}\" {}", web::texts::plain(&bench.document.text(&format!("{at}.label")).ja))
    });
    let values = options.collect::<Vec<_>>().join("、");
    (key.clone(), label(bench, place, &key), values)
}

pub(super) async fn keep(visit: Visit, Path((key, page)): Place, fields: Fields) -> Result<Response, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let path = place(&bench, &page)?;
    let mut sheet = Sheet::typed(visit.words(), &fields);
    let new = fields.text("key").to_owned();
    if let Some(message) = wrong_page_key(&bench, &page, &new) {
        sheet.say_wrong("key", message);
    }
    let when = conditions::typed(&fields, &bench.document, &path, &mut sheet);
    if !sheet.is_sound() {
        return Ok(draw(&visit, &bench, &path, &sheet, html! {}, false).failed().into_response());
    }
    let (sent, print, at) = (fields.clone(), fields.text("seen").to_owned(), path.clone());
    let edit = move |document: &mut Document| {
        document.put(&at, "key", Some(Value::String(sent.text("key").to_owned())));
        for item in ["title", "lead"] {
            document.put(&at, item, value_of(&text_typed(&sent, item)));
        }
        document.put(&at, "when", when);
    };
    let part = all_but(&path, &ELSEWHERE);
    let act = visit.act("質問のページを直す");
    match workshop::change(visit.house(), &act, visit.signed_in()?, &key, Some((part, &print)), edit).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/procedures/{key}/draft/pages/{new}?kept=1"))),
        Err(Refused::Overtaken) => {
            let bench = Bench::of(&visit, &key).await?;
            let path = place(&bench, &page)?;
            let above = overtaken(visit.words(), &filled(&visit, &bench, &path), &sheet);
            Ok(draw(&visit, &bench, &path, &sheet, above, false).failed().into_response())
        }
        Err(refused) => Err(refused.into()),
    }
}

fn wrong_page_key(bench: &Bench, old: &str, new: &str) -> Option<String> {
    if let Some(message) = crate::forms::wrong_key(new) {
        return Some(message);
    }
    if crate::RESERVED.contains(&new) {
        return Some(format!("「{new}」はページの名前に使えません。別の名前にしてください"));
    }
    let taken = new != old && bench.document.keys("page").contains(&new);
    taken.then(|| format!("「{new}」というページがあります。ほかの名前にしてください"))
}

/// A name that nothing in a list has yet.
pub(super) fn free_key(document: &Document, stem: &str, taken: impl Fn(&Document, &str) -> bool) -> String {
    let names = (1..).map(|n: u32| format!("{stem}{n}"));
    names.into_iter().find(|name| !taken(document, name)).unwrap_or_default()
}

/// Whether any question of the form has this key.
pub(super) fn has_question(document: &Document, key: &str) -> bool {
    (0..document.count("page")).any(|n| document.keys(&format!("page.{n}.question")).contains(&key))
}

/// A new page with one question, behind the one that was chosen.
pub(super) async fn add(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let (kind, after) = (settings::kind_typed(&fields), fields.text("after").to_owned());
    let page = free_key(&bench.document, "page_", |d, name| d.find("page", name).is_some());
    let question = free_key(&bench.document, "question_", has_question);
    let (new_page, new_question) = (page.clone(), question.clone());
    let edit = move |document: &mut Document| {
        let mut table = Table::new();
        table.insert("key".to_owned(), Value::String(new_page.clone()));
        let first = Value::Table(settings::new(&new_question, kind));
        table.insert("question".to_owned(), Value::Array(vec![first]));
        document.append("", "page", table);
        let place = document.keys("page").iter().position(|k| *k == after);
        let behind = document.count("page").saturating_sub(place.map_or(1, |at| at + 2));
        for _ in 0..place.map_or(0, |_| behind) {
            document.shift("page", &new_page, Way::Up);
        }
    };
    let act = visit.act("質問のページを足す");
    workshop::change(visit.house(), &act, visit.signed_in()?, &key, None, edit).await?;
    Ok(visit.see_other(&format!("/desk/procedures/{key}/draft/pages/{page}/questions/{question}")))
}

/// Which way, from a button.
pub(super) fn way(fields: &Fields) -> Option<Way> {
    match fields.text("what") {
        "up" => Some(Way::Up),
        "down" => Some(Way::Down),
        _ => None,
    }
}

/// Moves the page or takes it out.
pub(super) async fn arrange(visit: Visit, Path((key, page)): Place, fields: Fields) -> Result<Response, WebError> {
    let way = way(&fields);
    let remove = fields.text("what") == "remove";
    let edit = move |document: &mut Document| match way {
        Some(way) => document.shift("page", &page, way),
        None if remove => document.remove("page", &page),
        None => {}
    };
    let act = visit.act("質問のページを並べる");
    workshop::change(visit.house(), &act, visit.signed_in()?, &key, None, edit).await?;
    Ok(visit.see_other(&format!("/desk/procedures/{key}/draft#pages")))
}
