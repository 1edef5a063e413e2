//! Problems (RFC 9457): every error of the interface, with an address that says what it means and
//! stays the same. Nothing of what was sent and nothing of the house's inside is in them.

use crate::{Visit, WebError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;
use store::StoreError;

/// The kinds of problems; their names are part of the interface and do not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The body cannot be read at all.
    Unreadable,
    /// There is no such operation.
    UnknownAddress,
    /// The operation is there, what was asked for is not.
    NotFound,
    /// Reference and secret do not belong together.
    NoMatch,
    /// The operation does not know this method.
    Method,
    /// None of the forms asked for can be given.
    NotAcceptable,
    /// The body is too large.
    TooLarge,
    /// The body is sent in another form than the operation reads.
    MediaType,
    /// The question can be read and does not fit what the operation takes.
    Invalid,
    /// Too many questions, or too many wrong tries.
    TooMany,
    /// Our mistake.
    Internal,
    /// The records do not answer now.
    Unavailable,
}

impl Kind {
    /// All, in the order of their status.
    pub const ALL: [Self; 12] = [
        Self::Unreadable,
        Self::UnknownAddress,
        Self::NotFound,
        Self::NoMatch,
        Self::Method,
        Self::NotAcceptable,
        Self::TooLarge,
        Self::MediaType,
        Self::Invalid,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The name in its address, `/developers/problems/{name}`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::UnknownAddress => "unknown-address",
            Self::NotFound => "not-found",
            Self::NoMatch => "no-match",
            Self::Method => "method",
            Self::NotAcceptable => "not-acceptable",
            Self::TooLarge => "too-large",
            Self::MediaType => "media-type",
            Self::Invalid => "invalid",
            Self::TooMany => "too-many",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }

    /// Its status.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::UnknownAddress | Self::NotFound | Self::NoMatch => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The key of its title in the common texts; `-detail` says what happened, `-mend` what to do.
    pub fn text_key(self) -> String {
        format!("problem-{}", self.name())
    }

    /// Its page in this house.
    pub fn path(self) -> String {
        format!("/developers/problems/{}", self.name())
    }
}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    at: String,
    code: &'static str,
}

impl Wrong {
    /// At a parameter or a JSON pointer without its first slash; the code has a text
    /// `problem-wrong-{code}`.
    pub fn new(at: &str, code: &'static str) -> Self {
        Self { at: at.to_owned(), code }
    }
}

/// Why an operation was not done.
#[derive(Debug, Clone)]
pub struct Problem {
    kind: Kind,
    wrong: Vec<Wrong>,
    wait: Option<i64>,
    log: Option<String>,
}

impl Problem {
    /// A problem of a kind.
    pub const fn of(kind: Kind) -> Self {
        Self { kind, wrong: Vec::new(), wait: None, log: None }
    }

    /// A question that does not fit, with every place.
    pub const fn invalid(wrong: Vec<Wrong>) -> Self {
        Self { kind: Kind::Invalid, wrong, wait: None, log: None }
    }

    /// Too many; after so many seconds it may be tried again.
    pub const fn wait(seconds: i64) -> Self {
        Self { kind: Kind::TooMany, wrong: Vec::new(), wait: Some(seconds), log: None }
    }

    /// Our mistake; why is for the log alone.
    pub fn internal(why: impl ToString) -> Self {
        Self { log: Some(why.to_string()), ..Self::of(Kind::Internal) }
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.kind
    }
}

impl From<WebError> for Problem {
    fn from(error: WebError) -> Self {
        let kind = match &error {
            WebError::NotFound | WebError::Forbidden | WebError::SignIn => Kind::NotFound,
            WebError::StaleForm | WebError::Unreadable(_) => Kind::Unreadable,
            WebError::TooLarge => Kind::TooLarge,
            WebError::TooMany(seconds) => return Self::wait(*seconds),
            WebError::Changed | WebError::Unavailable(_) | WebError::Uncertain(_) => Kind::Unavailable,
            WebError::Internal(_) => Kind::Internal,
        };
        let log = matches!(kind, Kind::Unavailable | Kind::Internal).then(|| error.to_string());
        Self { log, ..Self::of(kind) }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        WebError::from(error).into()
    }
}

/// A problem as it is sent.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct Written {
    /// Address of the page about this kind of problem; programs compare it.
    #[schemars(extend("x-ja" = "この問題の説明ページの住所。プログラムはこれで見分けます", "format" = "uri"))]
    r#type: String,
    /// What it is, in the language asked for.
    #[schemars(extend("x-ja" = "何が起きたか（ひとこと）"))]
    title: String,
    /// The status once more.
    #[schemars(range(min = 400, max = 599), extend("x-ja" = "HTTPの状態番号"))]
    status: u16,
    /// What happened and what to do.
    #[schemars(extend("x-ja" = "何が起きて、どうすればよいか"))]
    detail: String,
    /// Where the question does not fit; only with `invalid`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "合わなかったところ（invalid のときだけ）"))]
    errors: Vec<Place>,
}

/// A place in a question that does not fit.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Place {
    /// The parameter, or the place in the body.
    #[schemars(extend("x-ja" = "パラメーターの名前、または本文の中の場所"))]
    at: String,
    /// What is wrong there: required, type, choice, range, length, format, unknown or repeated.
    #[schemars(extend("x-ja" = "何が合わないか（required, type, choice, range, length, format, unknown, repeated）"))]
    code: &'static str,
    /// The same in words.
    #[schemars(extend("x-ja" = "同じことを言葉で"))]
    says: String,
}

fn written(visit: &Visit, problem: &Problem) -> Written {
    let words = visit.words();
    let key = problem.kind.text_key();
    let place =
        |w: &Wrong| Place { at: w.at.clone(), code: w.code, says: words.plain(&format!("problem-wrong-{}", w.code)) };
    Written {
        r#type: visit.house().url(&problem.kind.path()),
        title: words.plain(&key),
        status: problem.kind.status().as_u16(),
        detail: words.plain(&format!("{key}-detail")),
        errors: problem.wrong.iter().map(place).collect(),
    }
}

/// A problem in the words of whoever asked.
pub(crate) fn told(visit: &Visit, problem: &Problem) -> Response {
    if let Some(why) = &problem.log {
        tracing::error!(error = why, "an operation could not be done");
    }
    let body = serde_json::to_string(&written(visit, problem)).unwrap_or_default();
    let media = [
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_LANGUAGE, visit.lang().html()),
    ];
    let mut response = (problem.kind.status(), media, body).into_response();
    if let Some(seconds) = problem.wait
        && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}
