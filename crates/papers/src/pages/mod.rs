//! The doors of the room.

mod desk;
mod mine;
mod revoke;
pub(crate) mod verify;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::Date;
use web::texts::Lang;
use web::{Access, Routes};

/// The permission to print papers.
const ISSUE: &str = "papers.issue";
/// The permission to take them back.
const REVOKE: &str = "papers.revoke";
const DESK: Access = Access::May(ISSUE);

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/verify", Access::Public, verify::ask);
    routes.post("/verify", Access::Public, verify::answer);
    routes.get("/v/{code}", Access::Secret, verify::by_code);
    routes.post("/v/{code}", Access::Secret, verify::name);
    routes.get("/papers/town.pem", Access::Public, verify::trust);
    routes.get("/papers/times.pem", Access::Public, verify::times);
    routes.get("/papers/revoked.pem", Access::Public, verify::revoked);
    crate::open::routes(routes);

    routes.get("/my/papers", Access::SignedIn, mine::list);
    routes.get("/my/papers/{file}", Access::SignedIn, mine::file);

    routes.get("/desk/papers", DESK, desk::list);
    routes.post("/desk/papers", DESK, desk::search);
    routes.get("/desk/papers/{id}", DESK, desk::show);
    routes.post("/desk/papers/{id}/print", DESK, desk::print);
    routes.post("/desk/papers/{id}/revoke", Access::May(REVOKE), revoke::revoke);
    routes.post("/desk/papers/{id}/agree", Access::May(REVOKE), revoke::agree);
}

/// A day in the reader's language.
fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::En => date.strftime("%-d %B %Y").to_string(),
        _ => kernel::era::date_label(date),
    }
}

/// A file that is never kept on the way; the name says nothing about the person.
fn pdf(bytes: impl IntoResponse, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
    ];
    (headers, bytes).into_response()
}
