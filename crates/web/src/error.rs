//! What a page answers when it cannot do what was asked: either the person can mend it, or the
//! house must; nothing personal is ever in the words.

use crate::press::PressError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use store::StoreError;

/// Why a page was not shown.
#[derive(Debug, Clone, thiserror::Error)]
pub enum WebError {
    /// There is no such page, or not for this person (the two are not told apart).
    #[error("not found")]
    NotFound,
    /// The person is known and may not do this.
    #[error("forbidden")]
    Forbidden,
    /// The person must sign in first.
    #[error("sign in first")]
    SignIn,
    /// The form came from elsewhere or its page was open too long.
    #[error("stale form")]
    StaleForm,
    /// What was sent cannot be read.
    #[error("unreadable: {0}")]
    Unreadable(&'static str),
    /// What was sent is too large.
    #[error("too large")]
    TooLarge,
    /// Too many attempts; the number of seconds to wait.
    #[error("too many attempts")]
    TooMany(i64),
    /// Somebody else changed the record in the meantime.
    #[error("changed in the meantime")]
    Changed,
    /// The records do not answer now.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// The records went away while the change was being kept: nobody can say whether it is there.
    #[error("uncertain: {0}")]
    Uncertain(String),
    /// Our mistake.
    #[error("internal: {0}")]
    Internal(String),
}

impl WebError {
    /// The status that says the same to a program.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::StaleForm => StatusCode::FORBIDDEN,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Changed => StatusCode::CONFLICT,
            Self::Unavailable(_) | Self::Uncertain(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The key of its words in the common texts.
    pub const fn text_key(&self) -> &'static str {
        match self {
            Self::NotFound => "error-not-found",
            Self::Forbidden => "error-forbidden",
            Self::SignIn => "error-sign-in",
            Self::StaleForm => "error-stale-form",
            Self::Unreadable(_) => "error-unreadable",
            Self::TooLarge => "error-too-large",
            Self::TooMany(_) => "error-too-many",
            Self::Changed => "error-changed",
            Self::Unavailable(_) | Self::Uncertain(_) => "error-unavailable",
            Self::Internal(_) => "error-internal",
        }
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(why) => Self::Unavailable(why),
            StoreError::Slow => Self::Unavailable("slow".to_owned()),
            StoreError::Uncertain(why) => Self::Uncertain(why),
            StoreError::Missing(_) => Self::NotFound,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<PressError> for WebError {
    fn from(error: PressError) -> Self {
        Self::Internal(error.to_string())
    }
}

/// The words are put around it by the guard of the route, which knows the person's language.
#[derive(Debug, Clone)]
pub(crate) struct Untold(pub(crate) WebError);

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Untold(self));
        response
    }
}
