//! How sure the town is of what the page says, and on what it stands.

use super::guide::Said;
use super::parts::{Bench, Sheet, kept, line_typed, only, overtaken, seen};
use crate::editing::document::{Document, Part};
use crate::editing::workshop::{self, Refused};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use toml::{Table, Value};
use web::components::{Choice, button, checkbox, form, page_heading, select, textarea};
use web::{Fields, Page, Visit, WebError};

const fn part() -> Part<'static> {
    only(&["basis", "facts", "measure"])
}

pub(super) async fn page(visit: Visit, Path(key): Path<String>, Query(said): Query<Said>) -> Result<Page, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let sheet = filled(&visit, &bench);
    Ok(draw(&visit, &bench, &sheet, html! {}, said.is_kept()))
}

fn filled<'a>(visit: &'a Visit, bench: &Bench) -> Sheet<'a> {
    let mut sheet = Sheet::new(visit.words());
    let document = &bench.document;
    let verified = document.at("facts.verified").and_then(Value::as_bool) == Some(true);
    sheet.set("verified", if verified { "yes" } else { "" });
    sheet.set("sources", document.strings("facts.sources").join("\n"));
    sheet.set("open", document.string("facts.open"));
    sheet.set("basis", document.string("basis"));
    sheet.set("measure", document.string("measure"));
    for (_, message) in bench.wrong_below("facts") {
        sheet.say_wrong("sources", message);
    }
    for item in ["basis", "measure"] {
        for (_, message) in bench.wrong_below(item) {
            sheet.say_wrong(item, message);
        }
    }
    sheet
}

fn draw(visit: &Visit, bench: &Bench, sheet: &Sheet<'_>, above: Markup, said: bool) -> Page {
    let words = visit.words();
    let area = |name: &'static str, label: &'static str, rows: u8, hint: &'static str| {
        textarea(words, name, label)
            .rows(rows)
            .maxlength(4000)
            .hint(hint)
            .value(sheet.value(name))
            .error(sheet.error(name))
    };
    let measures = visit.house().town.plan.measures.iter().map(|m| {
        let value = if sheet.value("measure").contains('/') { m.path() } else { m.key.clone() };
        Choice::new(value, m.name.clone())
    });
    let body = html! {
        (seen(&bench.document, part()))
        (area("basis", "根拠", 3, "法律・条例・要綱の名前と条。"))
        (select(words, "measure", "計画の施策", measures).value(sheet.value("measure")).error(sheet.error("measure")))
        (checkbox(words, "verified", "ページに書いたことを、下の場所で確かめた", sheet.value("verified") == "yes", None))
        p.support-text { "印を付けないと、住民のページに「確認中」と出ます。" }
        (area("sources", "確かめた場所", 3, "1行に1つ、https:// から。"))
        (area("open", "まだ分からないこと", 3, "職員だけに見えます。"))
        (button("保存する"))
    };
    let main = html! {
        (above)
        (kept(visit, said, usize::from(!sheet.is_sound())))
        @if !said { (sheet.summary()) }
        (page_heading(&bench.name(), "確かめたこと・根拠", ""))
        (form(words, format!("{}/facts", bench.base()), visit.form_token(), body))
    };
    bench.page(visit, "確かめたこと・根拠", main)
}

pub(super) async fn keep(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let (sent, seen) = (fields.clone(), fields.text("seen").to_owned());
    let edit = move |document: &mut Document| put(document, &sent);
    let act = visit.act("手続きの根拠を直す");
    match workshop::change(visit.house(), &act, visit.signed_in()?, &key, Some((part(), &seen)), edit).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/procedures/{key}/draft/facts?kept=1"))),
        Err(Refused::Overtaken) => {
            let bench = Bench::of(&visit, &key).await?;
            let sheet = Sheet::typed(visit.words(), &fields);
            let above = overtaken(visit.words(), &filled(&visit, &bench), &sheet);
            Ok(draw(&visit, &bench, &sheet, above, false).failed().into_response())
        }
        Err(refused) => Err(refused.into()),
    }
}

fn put(document: &mut Document, fields: &Fields) {
    let words = |name: &str| Value::String(fields.text(name).replace("\r\n", "\n"));
    document.put("", "basis", Some(words("basis")));
    document.put("", "measure", Some(words("measure")));
    if document.at("facts").is_none() {
        document.put("", "facts", Some(Value::Table(Table::new())));
    }
    document.put("facts", "verified", Some(Value::Boolean(fields.text("verified") == "yes")));
    let sources = fields.text("sources").lines().map(str::trim).filter(|l| !l.is_empty());
    document.put("facts", "sources", Some(Value::Array(sources.map(|l| Value::String(l.to_owned())).collect())));
    document.put("facts", "open", line_typed(fields, "open"));
}
