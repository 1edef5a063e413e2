//! The officers' pages.

mod absence;
mod act;
mod desk;
mod item;
pub(crate) mod timeline;
pub(crate) mod words;

pub(crate) use desk::to_do as waiting;

use crate::draft::Officer;
use crate::roster;
use crate::routes::RouteBook;
use web::{Access, Routes, Visit, WebError};

const DECIDE: Access = Access::May("approvals.decide");

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/desk/approvals", Access::Staff, desk::page);
    routes.get("/desk/approvals/absence", DECIDE, absence::page);
    routes.post("/desk/approvals/absence", DECIDE, absence::tell);
    routes.post("/desk/approvals/absence/{id}/end", DECIDE, absence::end);
    routes.get("/desk/approvals/{id}", Access::Staff, item::page);
    routes.get("/desk/approvals/{id}/files/{n}", Access::Staff, item::file);
    routes.post("/desk/approvals/{id}/approve", DECIDE, act::approve);
    routes.post("/desk/approvals/{id}/send-back", DECIDE, act::send_back);
    routes.post("/desk/approvals/{id}/agree", DECIDE, act::agree);
    routes.post("/desk/approvals/{id}/object", DECIDE, act::object);
    routes.post("/desk/approvals/{id}/seen", DECIDE, act::seen);
    routes.post("/desk/approvals/{id}/deputise", DECIDE, act::deputise);
    routes.post("/desk/approvals/{id}/review", DECIDE, act::review);
    routes.post("/desk/approvals/{id}/pull-back", Access::Staff, act::pull_back);
}

/// The officer who asks, with the posts of their terms today.
async fn officer(visit: &Visit) -> Result<Officer, WebError> {
    let officer = Officer::of(visit.signed_in()?).ok_or(WebError::Forbidden)?;
    let book = visit.house().shelved::<RouteBook>()?;
    Ok(roster::with_terms(&visit.house().db, book, officer, visit.now().date()).await?)
}
