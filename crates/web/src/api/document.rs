//! `/openapi.json`: the declarations of all rooms as one document (OpenAPI 3.1).

use super::answer::{conditional, open_to_all};
use super::operation::Declared;
use super::problem::Written;
use super::schema::{COMPONENTS, of_answers};
use super::{Keep, Kind, Operation};
use crate::{Room, Visit};
use axum::http::HeaderMap;
use axum::response::Response;
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The version of the interface; the first number is that of the addresses, `/api/v1`.
pub(crate) const VERSION: &str = "1.0.0";

/// All operations of a house.
#[derive(Debug)]
pub struct Interface {
    operations: Vec<Arc<Declared>>,
}

impl Interface {
    /// What the rooms declare, in their order.
    pub fn of<'r>(rooms: impl Iterator<Item = &'r Room>) -> Self {
        Self { operations: crate::routes(rooms).operations().to_vec() }
    }

    /// The declarations.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().map(|d| &d.operation)
    }

    fn named(&self, id: &str) -> Option<&Declared> {
        self.operations.iter().find(|d| d.operation.id == id).map(AsRef::as_ref)
    }

    /// How the body of a question is sent, if it has one.
    pub(crate) fn body(&self, id: &str) -> Option<&'static str> {
        self.named(id)?.body
    }

    /// The schema of a question.
    pub(crate) fn question(&self, id: &str) -> Option<&Value> {
        self.named(id).map(|d| &d.question)
    }

    /// The schema of an answer, and the parts that it refers to.
    pub(crate) fn answer(&self, id: &str) -> (Value, Value) {
        let mut generator = of_answers();
        let schema = self.named(id).map(|d| (d.answer)(&mut generator).to_value()).unwrap_or_default();
        (schema, Value::Object(generator.take_definitions(true)))
    }

    /// By the operation's name: the address of an example, and an example of the answer.
    pub fn example(&self, id: &str) -> Option<(String, String)> {
        let declared = self.named(id)?;
        Some((declared.example_path(), declared.answer_example.clone()))
    }

    /// The document for a house at `server` (`/` where the house is not known).
    pub fn document(&self, server: &str) -> Value {
        let mut generator = of_answers();
        let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
        for declared in &self.operations {
            let method = declared.operation.method.as_str().to_ascii_lowercase();
            let said = operation(declared, &mut generator);
            paths.entry(declared.operation.path).or_default().insert(method, said);
        }
        generator.subschema_for::<Written>();
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Engawa",
                "summary": "The open interface of the town office",
                "description": ABOUT,
                "version": VERSION,
            },
            "externalDocs": { "url": "/developers", "description": "For developers, in Japanese and English" },
            "servers": [{ "url": server }],
            "paths": paths,
            "components": { "schemas": generator.take_definitions(true), "headers": headers() },
        })
    }
}

const ABOUT: &str = "Questions are checked against the schemas below. Every error is a problem (RFC 9457) whose \
    `type` is the address of a page about it. Within `/api/v1` things are only added: unknown fields must be passed \
    over. What is to go away is announced at least six months before by the headers Deprecation (RFC 9745) and \
    Sunset (RFC 8594).";

fn operation(declared: &Declared, generator: &mut SchemaGenerator) -> Value {
    let of = &declared.operation;
    let mut said = json!({
        "operationId": of.id,
        "summary": of.summary.en,
        "x-summary-ja": of.summary.ja,
        "description": of.about.en,
        "x-description-ja": of.about.ja,
        "externalDocs": { "url": format!("/developers/operations/{}", of.id) },
        "parameters": parameters(declared),
        "responses": responses(declared, generator),
    });
    if let Some(media) = declared.body {
        let mut content = json!({ "schema": declared.question });
        if !of.example.is_null() {
            content["example"] = of.example.clone();
        }
        said["requestBody"] = json!({ "required": true, "content": { media: content } });
    }
    if of.deprecated.is_some() {
        said["deprecated"] = json!(true);
    }
    said
}

fn parameters(declared: &Declared) -> Value {
    let mut list = Vec::new();
    if declared.body.is_none() {
        let required: Vec<&Value> = declared.question["required"].as_array().into_iter().flatten().collect();
        for (name, schema) in declared.question["properties"].as_object().into_iter().flatten() {
            let in_path = declared.placeholders().any(|p| p == name);
            list.push(parameter(name, schema, in_path, required.iter().any(|r| *r == name), declared));
        }
    }
    list.push(json!({
        "name": super::ask::LANG,
        "in": "query",
        "description": "Language of titles and problems; without it `Accept-Language` decides, then Japanese.",
        "x-ja": "見出しと問題の言葉。ないときは Accept-Language、それもなければ日本語",
        "schema": { "type": "string", "enum": ["ja", "easy", "en"] },
    }));
    Value::Array(list)
}

fn parameter(name: &str, schema: &Value, in_path: bool, required: bool, declared: &Declared) -> Value {
    let mut schema = schema.clone();
    let fields = schema.as_object_mut();
    let (description, ja) = fields.map(|f| (f.remove("description"), f.remove("x-ja"))).unwrap_or_default();
    let mut said = json!({
        "name": name,
        "in": if in_path { "path" } else { "query" },
        "required": in_path || required,
        "description": description,
        "x-ja": ja,
        "schema": not_null(schema),
    });
    if let Some(example) = declared.operation.example.get(name) {
        said["example"] = example.clone();
    }
    said
}

/// A parameter is there or not; it is never `null`.
fn not_null(mut schema: Value) -> Value {
    if let Some(kinds) = schema["type"].as_array() {
        let kinds: Vec<&Value> = kinds.iter().filter(|k| *k != "null").collect();
        if let [one] = kinds.as_slice() {
            schema["type"] = (*one).clone();
        }
    }
    if let Some(ways) = schema["anyOf"].as_array()
        && let Some(one) = ways.iter().find(|w| w["type"] != "null")
    {
        return one.clone();
    }
    if let Some(choices) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        choices.retain(|c| !c.is_null());
    }
    if let Some(fields) = schema.as_object_mut() {
        fields.remove("default");
    }
    schema
}

fn responses(declared: &Declared, generator: &mut SchemaGenerator) -> Value {
    let of = &declared.operation;
    let mut content = json!({ "schema": (declared.answer)(generator) });
    content["example"] = match serde_json::from_str::<Value>(&declared.answer_example) {
        Ok(example) if declared.answer_media == "application/json" => example,
        _ => json!(declared.answer_example),
    };
    let mut done = json!({
        "description": "Done",
        "headers": carried(of, &["Content-Language", "Cache-Control"]),
        "content": { declared.answer_media: content },
    });
    if !of.leads.is_empty() {
        done["links"] = links(of);
    }
    let mut all = json!({ "200": done });
    if let Keep::Seconds(_) = of.keep {
        all["200"]["headers"]["ETag"] = reference("ETag");
        all["304"] = json!({ "description": "Not changed since the answer named by If-None-Match", "headers": carried(of, &["ETag"]) });
    }
    for (status, kinds) in by_status(&of.all_problems()) {
        all[status.to_string()] = problem(of, status, &kinds);
    }
    all
}

fn by_status(kinds: &[Kind]) -> BTreeMap<u16, Vec<Kind>> {
    let mut by: BTreeMap<u16, Vec<Kind>> = BTreeMap::new();
    for kind in kinds {
        by.entry(kind.status().as_u16()).or_default().push(*kind);
    }
    by
}

fn problem(of: &Operation, status: u16, kinds: &[Kind]) -> Value {
    let names: Vec<&str> = kinds.iter().map(|k| k.name()).collect();
    let pages: Vec<String> = kinds.iter().map(|k| format!("[{}]({})", k.name(), k.path())).collect();
    let mut said = json!({
        "description": format!("Problem: {}", pages.join(", ")),
        "headers": carried(of, &["Content-Language"]),
        "content": { "application/problem+json": { "schema": { "$ref": format!("#{COMPONENTS}/Problem") } } },
        "x-problems": names,
    });
    if status == 429 {
        said["headers"]["Retry-After"] = reference("Retry-After");
    }
    said
}

fn carried(_: &Operation, more: &[&str]) -> Value {
    let names = ["RateLimit", "RateLimit-Policy"].iter().chain(more);
    names.map(|name| ((*name).to_owned(), reference(name))).collect::<Map<String, Value>>().into()
}

fn reference(header: &str) -> Value {
    json!({ "$ref": format!("#/components/headers/{header}") })
}

fn links(of: &Operation) -> Value {
    let link = |(id, parameter, pointer): &(&str, &str, &str)| {
        let value = format!("$response.body#{pointer}");
        ((*id).to_owned(), json!({ "operationId": id, "parameters": { *parameter: value } }))
    };
    of.leads.iter().map(link).collect::<Map<String, Value>>().into()
}

fn headers() -> Value {
    let header =
        |description: &str, schema: Value| json!({ "description": description, "required": true, "schema": schema });
    json!({
        "ETag": header("Mark of this answer, for If-None-Match", json!({ "type": "string", "minLength": 4 })),
        "Cache-Control": header("How long it may be kept", json!({ "type": "string" })),
        "Content-Language": header("Language of titles and problems", json!({ "type": "string", "enum": ["ja", "en"] })),
        "RateLimit": header(
            "What is left: `\"name\";r=remaining;t=seconds` (IETF draft ratelimit-headers)", json!({ "type": "string" })),
        "RateLimit-Policy": header("The limits: `\"name\";q=questions;w=seconds`", json!({ "type": "string" })),
        "Retry-After": header("Seconds to wait", json!({ "type": "string", "pattern": "^[0-9]+$" })),
    })
}

pub(crate) async fn serve(visit: Visit, headers: HeaderMap) -> Response {
    let house = visit.house();
    let mut document = house.interface().document(&house.base_url);
    document["info"]["contact"] = contact(&visit);
    let mut response = conditional(&headers, "application/json", "public, max-age=300", format!("{document:#}\n"));
    open_to_all(response.headers_mut());
    response
}

fn contact(visit: &Visit) -> Value {
    let town = &visit.house().town;
    let office = town.offices.main_on(visit.now().date());
    let mut contact = json!({ "name": office.map_or(town.municipality.full_name(), |o| o.name.clone()) });
    if let Some(email) = office.and_then(|o| o.email.as_ref()) {
        contact["email"] = json!(email);
    }
    contact["url"] = json!(visit.house().url("/developers"));
    contact
}
