//! Holding a question against its schema: as much of JSON Schema as the interface uses.

use super::Wrong;
use schemars::SchemaGenerator;
use schemars::generate::{Contract, SchemaSettings};
use serde_json::Value;

/// Where the schemas of the document stand.
pub(crate) const COMPONENTS: &str = "/components/schemas";

/// For what is asked: complete in itself.
pub(crate) fn of_questions() -> SchemaGenerator {
    settings(Contract::Deserialize).with(|s| s.inline_subschemas = true).into_generator()
}

/// For what is answered: parts by reference into the document.
pub(crate) fn of_answers() -> SchemaGenerator {
    settings(Contract::Serialize).into_generator()
}

fn settings(contract: Contract) -> SchemaSettings {
    SchemaSettings::draft2020_12().with(|s| {
        s.definitions_path = COMPONENTS.into();
        s.meta_schema = None;
        s.contract = contract;
    })
}

/// Whether the schema takes values of a JSON type.
pub(crate) fn takes(schema: &Value, kind: &str) -> bool {
    let inner = schema["anyOf"].as_array().into_iter().flatten().any(|s| takes(s, kind));
    inner
        || match &schema["type"] {
            Value::String(one) => one == kind,
            Value::Array(some) => some.iter().any(|k| k == kind),
            _ => false,
        }
}

/// Finds what does not fit, each with its place.
pub(crate) fn check(schema: &Value, value: &Value, at: &str, found: &mut Vec<Wrong>) {
    if let Some(ways) = schema["anyOf"].as_array() {
        let fits = |way: &Value| {
            let mut found = Vec::new();
            check(way, value, at, &mut found);
            found.is_empty()
        };
        if !ways.iter().any(fits) {
            found.push(Wrong::new(at, "choice"));
        }
        return;
    }
    if !of_type(schema, value) {
        found.push(Wrong::new(at, "type"));
        return;
    }
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        found.push(Wrong::new(at, "choice"));
    }
    match value {
        Value::String(text) => check_text(schema, text, at, found),
        Value::Number(number) => check_number(schema, number.as_f64().unwrap_or_default(), at, found),
        Value::Object(fields) => check_object(schema, fields, at, found),
        _ => {}
    }
}

fn of_type(schema: &Value, value: &Value) -> bool {
    let is = |kind: &str| match (kind, value) {
        ("integer", Value::Number(n)) => n.is_i64() || n.is_u64(),
        ("number", Value::Number(_))
        | ("string", Value::String(_))
        | ("boolean", Value::Bool(_))
        | ("object", Value::Object(_))
        | ("array", Value::Array(_))
        | ("null", Value::Null) => true,
        _ => false,
    };
    match &schema["type"] {
        Value::String(one) => is(one),
        Value::Array(some) => some.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

fn check_text(schema: &Value, text: &str, at: &str, found: &mut Vec<Wrong>) {
    let length = text.chars().count() as u64;
    let short = schema["minLength"].as_u64().is_some_and(|least| length < least);
    let long = schema["maxLength"].as_u64().is_some_and(|most| length > most);
    if short || long {
        found.push(Wrong::new(at, "length"));
    }
    if schema["format"] == "uuid" && (text.len() != 36 || text.parse::<kernel::Uuid>().is_err()) {
        found.push(Wrong::new(at, "format"));
    }
}

fn check_number(schema: &Value, number: f64, at: &str, found: &mut Vec<Wrong>) {
    let low = schema["minimum"].as_f64().is_some_and(|least| number < least);
    let high = schema["maximum"].as_f64().is_some_and(|most| number > most);
    if low || high {
        found.push(Wrong::new(at, "range"));
    }
}

fn check_object(schema: &Value, fields: &serde_json::Map<String, Value>, at: &str, found: &mut Vec<Wrong>) {
    let place = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            found.push(Wrong::new(&place(name), "required"));
        }
    }
    let known = schema["properties"].as_object();
    for (name, value) in fields {
        match known.and_then(|k| k.get(name)) {
            Some(inner) => check(inner, value, &place(name), found),
            // What somebody invented is not repeated back at length.
            None if schema["additionalProperties"] == false => {
                found.push(Wrong::new(&place(&name.chars().take(40).collect::<String>()), "unknown"));
            }
            None => {}
        }
    }
}
