//! What is asked and answered, field by field, from the schemas.

use super::said;
use crate::Visit;
use crate::components::table;
use crate::texts::plain;
use maud::{Markup, html};
use serde_json::Value;

/// One line of a table of fields.
struct Field {
    name: String,
    kind: String,
    required: bool,
    ja: String,
    en: String,
}

pub(super) fn question(visit: &Visit, id: &str) -> Markup {
    let words = visit.words();
    let interface = visit.house().interface();
    let (Some(schema), body) = (interface.question(id), interface.body(id)) else { return html! {} };
    if body == Some("application/pdf") {
        return html! { p { (words.rich("developers-body-file")) } };
    }
    let mut fields = Vec::new();
    collect(visit, schema, &Value::Null, "", 0, &mut fields);
    html! {
        @if let Some(media) = body { p { (words.tf("developers-body", &[("media", media.into())])) } }
        @if fields.is_empty() { p { (words.rich("developers-ask-none")) } } @else { (list(visit, &fields, true)) }
    }
}

pub(super) fn answer(visit: &Visit, id: &str) -> Markup {
    let (schema, parts) = visit.house().interface().answer(id);
    let mut fields = Vec::new();
    collect(visit, &schema, &parts, "", 0, &mut fields);
    if fields.is_empty() {
        return html! { p { (visit.words().rich("developers-answer-none")) } };
    }
    list(visit, &fields, false)
}

fn list(visit: &Visit, fields: &[Field], asked: bool) -> Markup {
    let words = visit.words();
    let heading = plain(&words.t(if asked { "developers-ask" } else { "developers-answer" }));
    let head = ["developers-name", "developers-kind", "developers-meaning"].map(|k| words.t(k));
    let rows = fields.iter().map(|f| {
        [
            html! { code lang="en" { (f.name) } },
            html! { (f.kind) @if asked && f.required { " " strong { (words.rich("developers-required")) } } },
            said(visit, &f.ja, &f.en),
        ]
    });
    html! { (table(heading, head).caption_hidden().dense().rows(rows)) }
}

/// How deep fields of fields are listed; what lies deeper stands in the document.
const DEEPEST: usize = 3;

fn collect(visit: &Visit, schema: &Value, parts: &Value, before: &str, depth: usize, into: &mut Vec<Field>) {
    let schema = resolved(schema, parts);
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, own) in schema["properties"].as_object().into_iter().flatten() {
        let text = |key: &str| own[key].as_str().unwrap_or_default().to_owned();
        into.push(Field {
            name: format!("{before}{name}"),
            kind: kind(visit, own, parts),
            required: required.contains(&name.as_str()),
            ja: text("x-ja"),
            en: text("description"),
        });
        if depth < DEEPEST && !is_spoken(own, parts) {
            let (inner, mark) = match &resolved(own, parts)["items"] {
                Value::Null => (own, "."),
                items => (items, "[]."),
            };
            collect(visit, inner, parts, &format!("{before}{name}{mark}"), depth + 1, into);
        }
    }
}

/// A text in the town's languages: said in one line, whatever it is about.
fn is_spoken(schema: &Value, parts: &Value) -> bool {
    let fields = resolved(schema, parts)["properties"].as_object();
    fields.is_some_and(|f| f.keys().eq(["easy", "en", "ja"]))
}

/// The schema itself, or the one that it refers to, `null` left out.
fn resolved<'s>(schema: &'s Value, parts: &'s Value) -> &'s Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return &parts[name];
    }
    let ways = schema["anyOf"].as_array().into_iter().flatten();
    match ways.filter(|w| w["type"] != "null").collect::<Vec<_>>().as_slice() {
        [one] => resolved(one, parts),
        _ => schema,
    }
}

fn kind(visit: &Visit, schema: &Value, parts: &Value) -> String {
    let words = visit.words();
    let own = resolved(schema, parts);
    if is_spoken(own, parts) {
        return plain(&words.t("developers-type-spoken"));
    }
    let kinds: Vec<&str> = match &own["type"] {
        Value::String(one) => vec![one],
        Value::Array(some) => some.iter().filter_map(Value::as_str).filter(|k| *k != "null").collect(),
        _ => vec!["any"],
    };
    let named: Vec<String> = kinds.iter().map(|k| plain(&words.t(&format!("developers-type-{k}")))).collect();
    let mut said = named.join(" / ");
    if let Some(choices) = own["enum"].as_array() {
        let choices: Vec<&str> = choices.iter().filter_map(Value::as_str).collect();
        said = choices.join(" / ");
    }
    if let (Some(least), Some(most)) = (own["minimum"].as_i64(), own["maximum"].as_i64()) {
        said.push_str(&format!(" {least}–{most}"));
    }
    if let Some(format) =
        own["format"].as_str().filter(|f| !f.starts_with("int") && !f.starts_with("uint") && *f != "double")
    {
        said.push_str(&format!("（{format}）"));
    }
    said
}
