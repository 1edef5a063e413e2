//! The open interface (`/api/v1`): operations for other programs, declared beside their code.
//!
//! **Who uses it.** A company's programmer, the prefecture, another municipality, a resident with
//! curl. A room opens an operation with [`Routes::api`](crate::Routes::api): method and address,
//! words in Japanese and English, an example, a limit; what may be asked and what is answered is
//! read from the types of the function that does the work. From these declarations come the check
//! of every question, `/openapi.json` (OpenAPI 3.1) and the pages at `/developers`; nothing is
//! written twice.
//!
//! **What holds for every operation.** Questions are checked against the declared schema and every
//! fault is named by its place; every error is a problem (RFC 9457) with a stable address that has
//! a page; answers carry `ETag`, `Cache-Control`, `RateLimit` and the language; a `GET` may be
//! called from any web page (CORS) and knows no cookies. Answers about one person's matter are
//! never kept by anybody (`no-store`).

mod answer;
mod ask;
mod call;
mod document;
mod operation;
mod problem;
mod schema;
mod speech;
mod town;

pub use answer::{Csv, Reply, conditional};
pub use ask::{Ask, Nothing, Pdf};
pub use document::Interface;
pub use operation::{Keep, Operation, Said};
pub use problem::{Kind, Problem, Wrong};
pub use speech::{Spoken, Verified};

pub(crate) use answer::open_to_all;
pub(crate) use ask::language;
pub(crate) use call::door;
pub(crate) use operation::Declared;
pub(crate) use problem::told as problem_told;

use crate::Limit;

/// Questions that are answered from memory or by one look into the records.
pub const READING: Limit = Limit { name: "reading", most: 240, seconds: 60 };
/// Questions for which something must be computed.
pub const COMPUTING: Limit = Limit { name: "computing", most: 60, seconds: 60 };

pub(crate) fn routes(routes: &mut crate::Routes) {
    routes.get("/openapi.json", crate::Access::Public, document::serve);
    town::routes(routes);
}

/// Whether a path belongs to the interface, where every error is a problem and not a page.
pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path.starts_with("/api?")
}
