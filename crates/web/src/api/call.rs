//! The way of one call: counted, its form agreed, its question read, done, answered.

use super::answer::{self, carry};
use super::ask::{self, Ask};
use super::{Declared, Kind, Problem, Reply};
use crate::{House, Left, Visit, WebError, guard};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use futures::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// The door of an operation.
pub(crate) fn door<A, R, F>(declared: Arc<Declared>, work: fn(Visit, A) -> F) -> MethodRouter<House>
where
    A: Ask,
    R: Reply,
    F: Future<Output = Result<R, Problem>> + Send + 'static,
{
    let get = declared.operation.method == Method::GET;
    let handler = move |request: Request| {
        let declared = declared.clone();
        async move { answered(&declared, work, request).await }
    };
    if get { on(MethodFilter::GET, handler).options(preflight) } else { on(MethodFilter::POST, handler) }
}

async fn answered<A, R, F>(declared: &Declared, work: fn(Visit, A) -> F, request: Request) -> Response
where
    A: Ask,
    R: Reply,
    F: Future<Output = Result<R, Problem>> + Send + 'static,
{
    let Some(house) = request.extensions().get::<House>().cloned() else {
        return WebError::Internal("no house".to_owned()).into_response();
    };
    let visit = Visit::of_program(house, request.headers(), request.uri(), guard::peer(&request));
    let left = visit.house().limits().take(declared.operation.rate, visit.peer(), visit.now());
    let done = match within(left) {
        Ok(()) => done(declared, work, &visit, request).await,
        Err(problem) => Err(problem),
    };
    let mut response = done.unwrap_or_else(|problem| super::problem_told(&visit, &problem));
    carry(declared, Some(left), response.headers_mut());
    guard::security_headers(response.headers_mut(), visit.secure());
    response
}

const fn within(left: Left) -> Result<(), Problem> {
    if left.within { Ok(()) } else { Err(Problem::wait(left.reset)) }
}

async fn done<A, R, F>(
    declared: &Declared,
    work: fn(Visit, A) -> F,
    visit: &Visit,
    request: Request,
) -> Result<Response, Problem>
where
    A: Ask,
    R: Reply,
    F: Future<Output = Result<R, Problem>> + Send + 'static,
{
    let headers = request.headers().clone();
    if !answer::takes(&headers, R::MEDIA) {
        return Err(Problem::of(Kind::NotAcceptable));
    }
    let question: A = ask::read(declared, request).await?;
    let working = AssertUnwindSafe(work(visit.clone(), question)).catch_unwind();
    let reply = working.await.map_err(|_| Problem::internal("an operation panicked"))??;
    answer::send(declared, visit, &headers, reply)
}

/// A browser asks before it lets a page of another site send a header of its own.
async fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "if-none-match, accept-language"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
        (header::ALLOW, "GET, HEAD, OPTIONS"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
