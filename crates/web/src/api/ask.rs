//! Reading a question: from the address for `GET`, from the body for `POST`.

use super::schema::{self, check, takes};
use super::{Declared, Kind, Problem, Wrong};
use crate::texts::Lang;
use axum::RequestExt as _;
use axum::body::Bytes;
use axum::extract::{Query, RawPathParams, Request};
use axum::http::header;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The largest question in JSON.
const JSON_LIMIT: usize = 16 * 1024;
/// The parameter that every operation has.
pub(crate) const LANG: &str = "lang";

/// What can be asked.
pub trait Ask: Sized + Send + 'static {
    /// How a body is sent.
    const MEDIA: &'static str;
    /// The schema, complete in itself.
    fn schema() -> Value;
    /// From the parameters of an address, or a body in JSON that fits the schema.
    fn from_value(value: Value) -> Option<Self>;
    /// From the body.
    fn from_body(schema: &Value, bytes: Bytes) -> Result<Self, Problem>;
    /// The largest body.
    const LIMIT: usize;
}

impl<A: DeserializeOwned + JsonSchema + Send + 'static> Ask for A {
    const MEDIA: &'static str = "application/json";
    const LIMIT: usize = JSON_LIMIT;

    fn schema() -> Value {
        let mut schema = schema::of_questions().into_root_schema_for::<A>().to_value();
        if let Some(fields) = schema.as_object_mut() {
            fields.remove("title");
            fields.remove("description");
        }
        schema
    }

    fn from_value(value: Value) -> Option<Self> {
        serde_json::from_value(value).ok()
    }

    fn from_body(schema: &Value, bytes: Bytes) -> Result<Self, Problem> {
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| Problem::of(Kind::Unreadable))?;
        let mut wrong = Vec::new();
        check(schema, &value, "", &mut wrong);
        fitting(wrong)?;
        Self::from_value(value).ok_or_else(|| Problem::invalid(vec![Wrong::new("", "format")]))
    }
}

/// A question without parameters.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A file sent as the body.
#[derive(Debug, Clone)]
pub struct Pdf(pub Bytes);

impl Ask for Pdf {
    const MEDIA: &'static str = "application/pdf";
    const LIMIT: usize = crate::FILE_LIMIT;

    fn schema() -> Value {
        json!({ "type": "string", "contentMediaType": "application/pdf" })
    }

    fn from_value(_: Value) -> Option<Self> {
        None
    }

    fn from_body(_: &Value, bytes: Bytes) -> Result<Self, Problem> {
        Ok(Self(bytes))
    }
}

fn fitting(wrong: Vec<Wrong>) -> Result<(), Problem> {
    if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid(wrong)) }
}

/// Reads the question of a request.
pub(crate) async fn read<A: Ask>(declared: &Declared, mut request: Request) -> Result<A, Problem> {
    let mut fields = parameters(declared, &mut request).await?;
    let Some(media) = declared.body else {
        check_parameters(&declared.question, &fields)?;
        fields.remove(LANG);
        return A::from_value(Value::Object(fields)).ok_or_else(|| Problem::invalid(vec![Wrong::new("", "format")]));
    };
    check_parameters(&json!({ "additionalProperties": false }), &fields)?;
    if !sent_as(&request, media) {
        return Err(Problem::of(Kind::MediaType));
    }
    let bytes = axum::body::to_bytes(request.into_body(), A::LIMIT).await.map_err(too_large)?;
    A::from_body(&declared.question, bytes)
}

fn too_large(error: axum::Error) -> Problem {
    use std::error::Error as _;
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.to_string().contains("length limit") {
            return Problem::of(Kind::TooLarge);
        }
        cause = inner.source();
    }
    Problem::of(Kind::Unreadable)
}

fn sent_as(request: &Request, media: &str) -> bool {
    let sent = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = sent.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case(media)
}

/// The parameters of the address, each in the type that the schema asks for.
async fn parameters(declared: &Declared, request: &mut Request) -> Result<Map<String, Value>, Problem> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    if declared.operation.path.contains('{') {
        // A part that is no UTF-8 leads nowhere.
        let path: RawPathParams = request.extract_parts().await.map_err(|_| Problem::of(Kind::NotFound))?;
        pairs.extend(path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
    let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    pairs.extend(query.map_err(|_| Problem::of(Kind::Unreadable))?.0);
    let mut fields = Map::new();
    for (name, text) in pairs {
        let value = typed(&declared.question["properties"][&name], text);
        if fields.insert(name.clone(), value).is_some() {
            return Err(Problem::invalid(vec![Wrong::new(&name, "repeated")]));
        }
    }
    Ok(fields)
}

fn typed(schema: &Value, text: String) -> Value {
    let integer = takes(schema, "integer").then(|| text.parse::<i64>().ok().map(Value::from));
    let yes_or_no = takes(schema, "boolean").then(|| text.parse::<bool>().ok().map(Value::from));
    integer.flatten().or(yes_or_no.flatten()).unwrap_or(Value::String(text))
}

/// Parameters have names of their own; the language is known to all operations.
fn check_parameters(schema: &Value, fields: &Map<String, Value>) -> Result<(), Problem> {
    let mut wrong = Vec::new();
    let mut own = fields.clone();
    if let Some(Value::String(lang)) = own.remove(LANG)
        && Lang::from_code(&lang).is_none()
    {
        wrong.push(Wrong::new(LANG, "choice"));
    }
    let mut strict = schema.clone();
    strict["additionalProperties"] = Value::Bool(false);
    check(&strict, &Value::Object(own), "", &mut wrong);
    fitting(wrong)
}

/// The language asked for: by the parameter, by the header, else Japanese.
pub(crate) fn language(headers: &axum::http::HeaderMap) -> Lang {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut ranked: Vec<(f32, Lang)> = wanted.split(',').filter_map(preference).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.first().map_or(Lang::Ja, |(_, lang)| *lang)
}

fn preference(part: &str) -> Option<(f32, Lang)> {
    let mut pieces = part.split(';').map(str::trim);
    let tag = pieces.next()?.to_ascii_lowercase();
    let weight = pieces.find_map(|p| p.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
    let lang = match tag.as_str() {
        "ja-x-easy" => Lang::Easy,
        _ if tag == "ja" || tag.starts_with("ja-") => Lang::Ja,
        _ if tag == "en" || tag.starts_with("en-") => Lang::En,
        _ => return None,
    };
    (weight > 0.0).then_some((weight, lang))
}

/// Percent-encodes what stands in an address.
pub(crate) fn percent(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
