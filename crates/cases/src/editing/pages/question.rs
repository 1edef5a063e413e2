//! One question: its words, its kind, when it is asked and what is a right answer. The questions
//! within a repeating one are changed on the same kind of page.

use super::conditions;
use super::draft::{label, movers};
use super::guide::{Said, empty};
use super::page::{free_key, has_question, names, way};
use super::parts::{Bench, Sheet, all_but, kept, line_typed, notation, overtaken, seen, text_field, text_typed};
use super::settings;
use crate::editing::document::{Document, value_of};
use crate::editing::workshop::{self, Refused};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use toml::Value;
use web::components::{
    Tone, button, button_row, checkbox, chip_label, disclosure, form, input_text, link_button, page_heading, section,
    textarea,
};
use web::{Fields, Page, Visit, WebError};

const TEXTS: [(&str, &str, u8); 3] =
    [("label", "質問の文", 2), ("hint", "短い説明（質問の下）", 2), ("help", "くわしい説明（開くと出る）", 3)];
/// What of a question has pages of its own.
const ELSEWHERE: [&str; 1] = ["row"];

type Place = Path<(String, String, String)>;
type RowPlace = Path<(String, String, String, String)>;

/// Where a question is: its keys from the procedure on.
#[derive(Clone)]
struct Spot {
    procedure: String,
    page: String,
    question: String,
    row: Option<String>,
}

impl Spot {
    fn of(Path((procedure, page, question)): Place) -> Self {
        Self { procedure, page, question, row: None }
    }

    fn of_row(Path((procedure, page, question, row)): RowPlace) -> Self {
        Self { procedure, page, question, row: Some(row) }
    }

    /// The list in which it stands.
    fn list(&self, document: &Document) -> Option<String> {
        let list = format!("{}.question", document.find("page", &self.page)?);
        match self.row {
            None => Some(list),
            Some(_) => Some(format!("{}.row", document.find(&list, &self.question)?)),
        }
    }

    fn key(&self) -> &str {
        self.row.as_ref().unwrap_or(&self.question)
    }

    fn path(&self, document: &Document) -> Result<String, WebError> {
        let list = self.list(document).ok_or(WebError::NotFound)?;
        document.find(&list, self.key()).ok_or(WebError::NotFound)
    }

    /// The address of its page.
    fn href(&self) -> String {
        let Self { procedure, page, question, row } = self;
        let question = format!("/desk/procedures/{procedure}/draft/pages/{page}/questions/{question}");
        row.as_ref().map_or(question.clone(), |row| format!("{question}/rows/{row}"))
    }

    /// The page from which it was opened.
    fn above(&self) -> String {
        match self.row {
            Some(_) => Self { row: None, ..self.clone() }.href(),
            None => format!("/desk/procedures/{}/draft/pages/{}", self.procedure, self.page),
        }
    }

    fn named(&self, key: &str) -> Self {
        match self.row {
            Some(_) => Self { row: Some(key.to_owned()), ..self.clone() },
            None => Self { question: key.to_owned(), ..self.clone() },
        }
    }
}

pub(super) async fn page(visit: Visit, place: Place, Query(said): Query<Said>) -> Result<Page, WebError> {
    shown(&visit, &Spot::of(place), &said).await
}

pub(super) async fn row(visit: Visit, place: RowPlace, Query(said): Query<Said>) -> Result<Page, WebError> {
    shown(&visit, &Spot::of_row(place), &said).await
}

async fn shown(visit: &Visit, spot: &Spot, said: &Said) -> Result<Page, WebError> {
    let bench = Bench::of(visit, &spot.procedure).await?;
    let path = spot.path(&bench.document)?;
    let sheet = filled(visit, &bench, &path);
    Ok(draw(visit, &bench, spot, &path, &sheet, html! {}, said.is_kept()))
}

fn filled<'a>(visit: &'a Visit, bench: &Bench, path: &str) -> Sheet<'a> {
    let mut sheet = Sheet::new(visit.words());
    let document = &bench.document;
    let at = |item: &str| format!("{path}.{item}");
    for (name, _, _) in TEXTS {
        sheet.set_text(name, document.at(&at(name)));
    }
    for item in ["key", "type"] {
        sheet.set(item, document.string(&at(item)));
    }
    conditions::fill(&mut sheet, document, path);
    let required = document.at(&at("required")).and_then(Value::as_bool).unwrap_or(true);
    sheet.set("required", if required { "yes" } else { "" });
    sheet.set("valid", document.string(&at("valid.expr")));
    sheet.set_text("message", document.at(&at("valid.message")));
    settings::fill(&mut sheet, bench, path);
    for (rest, message) in bench.wrong_below(path) {
        let field = match rest {
            "label" | "hint" | "help" | "unit" => text_field(rest, message),
            "valid.message" => text_field("message", message),
            "" if message.contains("選択肢") => "option-0-value".to_owned(),
            "" => "type".to_owned(),
            other => other.to_owned(),
        };
        if !rest.starts_with("options") && !rest.starts_with("row") {
            sheet.say_wrong(field, message);
        }
    }
    sheet
}

fn draw(visit: &Visit, bench: &Bench, spot: &Spot, path: &str, sheet: &Sheet<'_>, above: Markup, said: bool) -> Page {
    let words = visit.words();
    let kind = sheet.value("type").to_owned();
    let title = label(bench, path, spot.key());
    let body = html! {
        (seen(&bench.document, all_but(path, &ELSEWHERE)))
        (notation())
        @for (name, label, rows) in TEXTS { (sheet.text(name, label, rows)) }
        (section("答え", html! {
            (settings::kinds(words, &kind))
            @if let Some(message) = sheet.error("type") { p.error-text { (message) } }
            p.support-text { "種類を変えたら、いちど保存してください。その種類の欄が出ます。" }
            @if kind != "note" { (checkbox(words, "required", "必ず答えてもらう", sheet.value("required") == "yes", None)) }
            (settings::draw(sheet, &kind, spot.row.is_some()))
        }))
        @if spot.row.is_none() {
            (section("出す条件", conditions::draw(bench, path, sheet, "いつも聞く")))
            @if kind != "note" { (section("答えの確かめ", rule(bench, path, sheet))) }
        }
        (input_text(words, "key", "短い名前（英字）").hint("条件と記録に使います。案件がある質問の名前は、変えないほうが前とくらべやすくなります。").maxlength(40).value(sheet.value("key")).error(sheet.error("key")))
        (button("保存する"))
    };
    let main = html! {
        (above)
        (kept(visit, said, usize::from(!sheet.is_sound())))
        @if !said { (sheet.summary()) }
        (page_heading(&bench.name(), &format!("質問「{title}」"), ""))
        (form(words, spot.href(), visit.form_token(), body))
        @if kind == "group" && spot.row.is_none() { (section("くり返す質問", rows(visit, bench, spot, path))) }
        (button_row(html! {
            @if spot.row.is_none() { (link_button("住民から見たところ", format!("{}/preview/{}", bench.base(), spot.page)).outline()) }
            (link_button("ページへ戻る", spot.above()).outline())
        }))
        (disclosure("この質問をなくす", html! {
            (form(words, format!("{}/arrange", spot.href()), visit.form_token(), html! { (button("この質問をなくす").outline().sends("what", "remove")) }))
        }))
    };
    bench.page(visit, &format!("質問「{}」", spot.key()), main)
}

/// What makes an answer right.
fn rule(bench: &Bench, path: &str, sheet: &Sheet<'_>) -> Markup {
    html! {
        (textarea(sheet.words, "valid", "正しい答えの条件").rows(2).maxlength(500).value(sheet.value("valid")).error(sheet.error("valid"))
            .hint("空けると、どの答えも受け取ります。この質問と前の質問、today（今日）が使えます。例: ends >= starts"))
        (names(bench, path.split(".question").next().unwrap_or_default(), Some(path)))
        (sheet.text("message", "正しくないときに出す文", 2))
    }
}

fn rows(visit: &Visit, bench: &Bench, spot: &Spot, path: &str) -> Markup {
    let list = format!("{path}.row");
    let keys = bench.document.keys(&list);
    html! {
        ol.form-pages { @for (at, key) in keys.iter().enumerate() {
            @let place = format!("{list}.{at}");
            @let wrong = bench.wrong_below(&place).len();
            li {
                p.form-page-title {
                    a href=(format!("{}/rows/{key}", spot.href())) { (label(bench, &place, key)) }
                    @if wrong > 0 { " " (chip_label(Tone::Warning, &format!("直すところ {wrong}"))) }
                }
                (movers(visit, &format!("{}/rows/{key}/arrange", spot.href()), key, at, keys.len()))
            }
        } }
        (form(visit.words(), format!("{}/rows", spot.href()), visit.form_token(), html! {
            (settings::kinds(visit.words(), ""))
            (button("くり返す質問を足す").outline())
        }))
    }
}

pub(super) async fn keep(visit: Visit, place: Place, fields: Fields) -> Result<Response, WebError> {
    kept_at(&visit, &Spot::of(place), &fields).await
}

pub(super) async fn keep_row(visit: Visit, place: RowPlace, fields: Fields) -> Result<Response, WebError> {
    kept_at(&visit, &Spot::of_row(place), &fields).await
}

async fn kept_at(visit: &Visit, spot: &Spot, fields: &Fields) -> Result<Response, WebError> {
    let bench = Bench::of(visit, &spot.procedure).await?;
    let path = spot.path(&bench.document)?;
    let mut sheet = Sheet::typed(visit.words(), fields);
    let key = fields.text("key").to_owned();
    if let Some(message) = wrong_key(&bench.document, spot, &key) {
        sheet.say_wrong("key", message);
    }
    settings::check(fields, &mut sheet);
    let when = conditions::typed(fields, &bench.document, &path, &mut sheet);
    if !sheet.is_sound() {
        return Ok(draw(visit, &bench, spot, &path, &sheet, html! {}, false).failed().into_response());
    }
    let (sent, print, at) = (fields.clone(), fields.text("seen").to_owned(), path.clone());
    let edit = move |document: &mut Document| put(document, &at, &sent, when);
    let part = all_but(&path, &ELSEWHERE);
    let act = visit.act("質問を直す");
    match workshop::change(visit.house(), &act, visit.signed_in()?, &spot.procedure, Some((part, &print)), edit).await {
        Ok(()) => Ok(visit.see_other(&format!("{}?kept=1", spot.named(&key).href()))),
        Err(Refused::Overtaken) => {
            let bench = Bench::of(visit, &spot.procedure).await?;
            let path = spot.path(&bench.document)?;
            let above = overtaken(visit.words(), &filled(visit, &bench, &path), &sheet);
            Ok(draw(visit, &bench, spot, &path, &sheet, above, false).failed().into_response())
        }
        Err(refused) => Err(refused.into()),
    }
}

fn wrong_key(document: &Document, spot: &Spot, new: &str) -> Option<String> {
    if let Some(message) = crate::forms::wrong_key(new) {
        return Some(message);
    }
    let taken = match spot.row {
        Some(_) => spot.list(document).is_some_and(|list| document.keys(&list).contains(&new)),
        None => has_question(document, new),
    };
    (new != spot.key() && taken).then(|| format!("「{new}」という質問があります。ほかの名前にしてください"))
}

/// Takes what was typed over into the document.
fn put(document: &mut Document, path: &str, fields: &Fields, when: Option<Value>) {
    let kind = settings::kind_typed(fields);
    let words = |name: &str| Value::String(fields.text(name).to_owned());
    document.put(path, "key", Some(words("key")));
    document.put(path, "type", Some(Value::String(kind.to_owned())));
    let label = value_of(&text_typed(fields, "label")).unwrap_or_else(|| Value::Table(empty()));
    document.put(path, "label", Some(label));
    for item in ["hint", "help"] {
        document.put(path, item, value_of(&text_typed(fields, item)));
    }
    // Written only where it is changed, and then where it differs from what is usual.
    let optional = kind != "note" && fields.text("required") != "yes";
    let was = document.at(&format!("{path}.required")).and_then(Value::as_bool).unwrap_or(true);
    if was == optional || kind == "note" {
        document.put(path, "required", optional.then_some(Value::Boolean(false)));
    }
    document.put(path, "when", when);
    let rule = rule_typed(document, path, fields).filter(|_| kind != "note");
    document.put(path, "valid", rule);
    settings::put(document, path, fields, kind);
}

fn rule_typed(document: &Document, path: &str, fields: &Fields) -> Option<Value> {
    let expr = line_typed(fields, "valid")?;
    let message = value_of(&text_typed(fields, "message")).unwrap_or_else(|| Value::Table(empty()));
    let mut rule = document.table(&format!("{path}.valid"));
    rule.insert("expr".to_owned(), expr);
    rule.insert("message".to_owned(), message);
    Some(Value::Table(rule))
}

/// A new question at the end of a page.
pub(super) async fn add(
    visit: Visit,
    Path((procedure, page)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let bench = Bench::of(&visit, &procedure).await?;
    let kind = settings::kind_typed(&fields);
    let key = free_key(&bench.document, "question_", has_question);
    let spot = Spot { procedure: procedure.clone(), page: page.clone(), question: key.clone(), row: None };
    let edit = move |document: &mut Document| {
        if let Some(path) = document.find("page", &page) {
            document.append(&path, "question", settings::new(&key, kind));
        }
    };
    let act = visit.act("質問を足す");
    workshop::change(visit.house(), &act, visit.signed_in()?, &procedure, None, edit).await?;
    Ok(visit.see_other(&spot.href()))
}

/// A new question within a repeating one.
pub(super) async fn add_row(visit: Visit, place: Place, fields: Fields) -> Result<Response, WebError> {
    let mut spot = Spot::of(place);
    let bench = Bench::of(&visit, &spot.procedure).await?;
    let path = spot.path(&bench.document)?;
    let kind = settings::kind_typed(&fields);
    let list = format!("{path}.row");
    let key = free_key(&bench.document, "row_", |d, name| d.keys(&list).contains(&name));
    let new = key.clone();
    let edit = move |document: &mut Document| document.append(&path, "row", settings::new(&new, kind));
    let act = visit.act("くり返す質問を足す");
    workshop::change(visit.house(), &act, visit.signed_in()?, &spot.procedure, None, edit).await?;
    spot.row = Some(key);
    Ok(visit.see_other(&spot.href()))
}

pub(super) async fn arrange(visit: Visit, place: Place, fields: Fields) -> Result<Response, WebError> {
    arranged(&visit, Spot::of(place), &fields).await
}

pub(super) async fn arrange_row(visit: Visit, place: RowPlace, fields: Fields) -> Result<Response, WebError> {
    arranged(&visit, Spot::of_row(place), &fields).await
}

/// Moves a question or takes it out.
async fn arranged(visit: &Visit, spot: Spot, fields: &Fields) -> Result<Response, WebError> {
    let (way, remove) = (way(fields), fields.text("what") == "remove");
    let (above, procedure) = (spot.above(), spot.procedure.clone());
    let edit = move |document: &mut Document| {
        let Some(list) = spot.list(document) else { return };
        match way {
            Some(way) => document.shift(&list, spot.key(), way),
            None if remove => document.remove(&list, spot.key()),
            None => {}
        }
    };
    let act = visit.act("質問を並べる");
    workshop::change(visit.house(), &act, visit.signed_in()?, &procedure, None, edit).await?;
    Ok(visit.see_other(&above))
}
