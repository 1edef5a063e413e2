//! The page kit and the declarations of the house: how a door is opened and guarded, what a page
//! looks like, what a service says of itself, and the state handed to every page and job.

mod access;
pub mod api;
pub mod assets;
pub mod components;
mod cookies;
mod developers;
mod error;
pub mod feed;
mod fields;
mod findable;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod guard;
pub mod hold;
mod home;
mod house;
pub mod layout;
mod limits;
mod memo;
pub mod outside;
mod page;
pub mod pdf;
pub mod press;
mod proxies;
mod routes;
pub mod send;
mod service;
mod shared;
pub mod texts;
mod token;
mod told;
mod visit;

pub use access::{Access, Assurance, Right, SignedIn, Staff};
pub use error::WebError;
pub use fields::{FILE_LIMIT, Fields, UPLOAD_LIMIT, Upload};
pub use house::{House, Parts, Sessions, Shelf};
pub use limits::{Left, Limit};
pub use page::Page;
pub use proxies::{FORWARDED, Proxies, Range};
pub use routes::{Route, Routes};
pub use service::{
    CountCuts, Counts, Cut, DeskLink, Entry, Figure, Gauge, Indicator, JobKind, OpenShelf, Period, Permission, Ready,
    Room, Round, Service, Shelved, Split, SplitBy, Title, Today, Waiting, Yearly,
};
pub use token::{link_holds, link_proof};
pub use visit::{Visit, is_own_path};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler as _;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// All routes of a house's rooms, and the kit's own.
pub fn routes<'r>(rooms: impl Iterator<Item = &'r Room>) -> Routes {
    let mut routes = Routes::default();
    home::routes(&mut routes);
    api::routes(&mut routes);
    developers::routes(&mut routes);
    for room in rooms {
        (room.routes)(&mut routes);
    }
    routes
}

/// The whole web side of a house, ready to be served.
pub fn app(house: House) -> Router {
    let routes = routes(house.all_rooms());
    let compressible = DefaultPredicate::new().and(NotForContentType::const_new("application/pdf"));
    let (inner, secure) = (house.clone(), house.is_secure());
    routes
        .into_router()
        .method_not_allowed_fallback(
            other_method.layer(axum::middleware::from_fn(|r, n| guard::admit(Access::Public, r, n))),
        )
        .fallback(
            axum::routing::any(nowhere).layer(axum::middleware::from_fn(|r, n| guard::admit(Access::Public, r, n))),
        )
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .layer(CompressionLayer::new().compress_when(compressible))
        .layer(CatchPanicLayer::custom(move |_: Box<dyn std::any::Any + Send>| {
            tracing::error!("a page panicked");
            let said = "申し訳ありません。表示できませんでした。\n";
            let mut answer = (StatusCode::INTERNAL_SERVER_ERROR, said).into_response();
            guard::security_headers(answer.headers_mut(), secure);
            answer
        }))
        .layer(axum::middleware::from_fn(move |mut request: Request, next: Next| {
            request.extensions_mut().insert(inner.clone());
            next.run(request)
        }))
        .with_state(house)
}

/// A method that the address does not know; the guard puts a page around it.
async fn other_method() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}

async fn nowhere() -> Response {
    WebError::NotFound.into_response()
}
