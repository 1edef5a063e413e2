//! What a script sends: JSON with the page's token in a header.

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::de::DeserializeOwned;
use web::{Visit, WebError};

const LIMIT: usize = 64 * 1024;

/// A JSON body that came from a page of this house.
pub(crate) struct Json(Bytes);

impl Json {
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, WebError> {
        serde_json::from_slice(&self.0).map_err(|_| WebError::Unreadable("json"))
    }
}

impl<S: Send + Sync> FromRequest<S> for Json {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &S) -> Result<Self, WebError> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or_else(|| WebError::Internal("no guard".to_owned()))?;
        let (parts, body) = request.into_parts();
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !visit.token_holds(text("x-engawa-token")) {
            return Err(WebError::StaleForm);
        }
        if !text(header::CONTENT_TYPE.as_str()).starts_with("application/json") {
            return Err(WebError::Unreadable("content type"));
        }
        let body = to_bytes(body, LIMIT).await.map_err(|_| WebError::TooLarge)?;
        Ok(Self(body))
    }
}
