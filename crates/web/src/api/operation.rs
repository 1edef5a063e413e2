//! What a room says of an operation.

use super::ask::Ask;
use super::{Kind, Reply};
use crate::{Access, Limit};
use axum::http::Method;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

/// Words in Japanese and English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl Said {
    /// In both languages.
    pub const fn new(ja: &'static str, en: &'static str) -> Self {
        Self { ja, en }
    }

    /// In the reader's language; やさしい日本語 is Japanese here.
    pub const fn of(self, lang: crate::texts::Lang) -> &'static str {
        match lang {
            crate::texts::Lang::En => self.en,
            _ => self.ja,
        }
    }
}

/// How long somebody may keep an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Anybody, for so many seconds; asked again with `If-None-Match` it costs nothing.
    Seconds(u32),
    /// Nobody: it is about one person's matter.
    Never,
}

/// One operation of the open interface.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `GET` or `POST`.
    pub method: Method,
    /// The address with its `{placeholders}`.
    pub path: &'static str,
    /// Its stable name (`listProcedures`), also in the address of its page.
    pub id: &'static str,
    /// Who may ask: anybody, or whoever holds a secret that the question carries.
    pub access: Access,
    /// What it is, in a few words.
    pub summary: Said,
    /// What there is to know.
    pub about: Said,
    /// How often one network address may ask.
    pub rate: Limit,
    /// How often one network address may be wrong, where that is counted besides.
    pub tries: Option<Limit>,
    /// How long an answer may be kept.
    pub keep: Keep,
    /// An example of a question: parameters, or the body.
    pub example: Value,
    /// Problems that this operation has besides those that all have.
    pub problems: &'static [Kind],
    /// Where its answers lead: (operation, parameter, JSON pointer into the answer).
    pub leads: &'static [(&'static str, &'static str, &'static str)],
    /// Since when it is no longer to be used and from when it may be missing (first of both days,
    /// in Japan), as `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) say.
    pub deprecated: Option<(kernel::Date, kernel::Date)>,
}

impl Operation {
    /// A question whose parameters stand in the address.
    pub const fn get(path: &'static str, id: &'static str, summary: Said) -> Self {
        Self::new(Method::GET, path, id, summary)
    }

    /// A question that is sent in the body: what must not stand in an address, or a file.
    pub fn post(path: &'static str, id: &'static str, summary: Said) -> Self {
        Self::new(Method::POST, path, id, summary).keep(Keep::Never)
    }

    const fn new(method: Method, path: &'static str, id: &'static str, summary: Said) -> Self {
        Self {
            method,
            path,
            id,
            access: Access::Public,
            summary,
            about: Said::new("", ""),
            rate: super::READING,
            tries: None,
            keep: Keep::Seconds(300),
            example: Value::Null,
            problems: &[],
            leads: &[],
            deprecated: None,
        }
    }

    /// What there is to know about it.
    #[must_use]
    pub fn about(mut self, ja: &'static str, en: &'static str) -> Self {
        self.about = Said::new(ja, en);
        self
    }

    /// Only for whoever holds the secret that the question carries.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.access = Access::Secret;
        self
    }

    /// How often one network address may ask.
    #[must_use]
    pub fn rate(mut self, limit: Limit) -> Self {
        self.rate = limit;
        self
    }

    /// How often one network address may be wrong; the work itself counts it.
    #[must_use]
    pub fn tries(mut self, limit: Limit) -> Self {
        self.tries = Some(limit);
        self
    }

    /// How long answers may be kept.
    #[must_use]
    pub fn keep(mut self, keep: Keep) -> Self {
        self.keep = keep;
        self
    }

    /// An example of a question.
    #[must_use]
    pub fn example(mut self, question: Value) -> Self {
        self.example = question;
        self
    }

    /// Problems besides those that every operation has.
    #[must_use]
    pub fn problems(mut self, kinds: &'static [Kind]) -> Self {
        self.problems = kinds;
        self
    }

    /// Where its answers lead.
    #[must_use]
    pub fn leads(mut self, to: &'static [(&'static str, &'static str, &'static str)]) -> Self {
        self.leads = to;
        self
    }

    /// No longer to be used since the first day, missing from the second.
    #[must_use]
    pub fn deprecated(mut self, since: kernel::Date, until: kernel::Date) -> Self {
        self.deprecated = Some((since, until));
        self
    }

    /// All its problems, in the order of their status.
    pub fn all_problems(&self) -> Vec<Kind> {
        let mut kinds = vec![Kind::NotAcceptable, Kind::Invalid, Kind::TooMany, Kind::Internal, Kind::Unavailable];
        if self.method == Method::POST {
            kinds.extend([Kind::Unreadable, Kind::TooLarge, Kind::MediaType]);
        }
        if self.path.contains('{') {
            kinds.push(Kind::NotFound);
        }
        kinds.extend(self.problems);
        kinds.sort_by_key(|k| k.status());
        kinds.dedup();
        kinds
    }
}

/// Writes a schema into a document.
pub(crate) type WriteSchema = fn(&mut SchemaGenerator) -> Schema;

/// An operation with all that its code says.
#[derive(Debug, Clone)]
pub(crate) struct Declared {
    pub(crate) operation: Operation,
    /// The schema of the question, complete in itself.
    pub(crate) question: Value,
    /// How a body is sent, if there is one.
    pub(crate) body: Option<&'static str>,
    pub(crate) answer_media: &'static str,
    pub(crate) answer: WriteSchema,
    /// An example of the answer, as people read it.
    pub(crate) answer_example: String,
}

impl Declared {
    pub(crate) fn new<A: Ask, R: Reply>(operation: Operation, example: R) -> Self {
        let answer_example = example.into_sample().unwrap_or_default();
        Self {
            question: A::schema(),
            body: if operation.method == Method::POST { Some(A::MEDIA) } else { None },
            answer_media: R::MEDIA,
            answer: R::schema,
            answer_example,
            operation,
        }
    }

    /// The names of the placeholders in the address.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &'static str> {
        self.operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }

    /// The address of the example.
    pub(crate) fn example_path(&self) -> String {
        let mut path = self.operation.path.to_owned();
        let mut query = Vec::new();
        for (name, value) in self.operation.example.as_object().into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let value = super::ask::percent(&value);
            let place = format!("{{{name}}}");
            if path.contains(&place) {
                path = path.replace(&place, &value);
            } else if self.body.is_none() {
                query.push(format!("{name}={value}"));
            }
        }
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }
}
