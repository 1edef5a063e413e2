//! The pages of boards. Each works with forms and a plain reload; the script adds what others do.

mod act;
mod board;
mod card;
mod facilitate;
mod guide;
mod list;
mod new;
mod print;

use super::actions::BoardError;
use super::records::{self, Board};
use super::rules::Refusal;
use super::{BoardId, MAY};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Moment;
use kernel::id::AccountId;
use serde_json::{Value, json};
use web::components::Choice;
use web::{Routes, Visit, WebError};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/desk/plan/boards", MAY, list::page);
    routes.post("/desk/plan/boards", MAY, new::open);
    routes.get("/desk/plan/boards/new", MAY, new::page);
    routes.get("/desk/plan/boards/guide", MAY, guide::page);
    routes.get("/desk/plan/boards/{id}", MAY, board::page);
    routes.get("/desk/plan/boards/{id}/print", MAY, print::page);
    routes.post("/desk/plan/boards/{id}/cards", MAY, act::write);
    routes.post("/desk/plan/boards/{id}/group", MAY, act::group);
    routes.post("/desk/plan/boards/{id}/vote", MAY, act::vote);
    routes.post("/desk/plan/boards/{id}/step", MAY, facilitate::step);
    routes.post("/desk/plan/boards/{id}/time", MAY, facilitate::time);
    routes.post("/desk/plan/boards/{id}/hand-over", MAY, facilitate::hand_over);
    routes.post("/desk/plan/boards/{id}/tries/{card}", MAY, facilitate::judge);
    routes.get("/desk/plan/boards/{id}/cards/{card}", MAY, card::page);
    routes.post("/desk/plan/boards/{id}/cards/{card}/amend", MAY, card::amend);
    routes.post("/desk/plan/boards/{id}/cards/{card}/link", MAY, card::link);
    routes.post("/desk/plan/boards/{id}/cards/{card}/decide", MAY, card::decide);
}

/// Fields and what is wrong with them.
type Errors = Vec<(&'static str, String)>;

fn of<'e>(errors: &'e Errors, name: &str) -> Option<&'e str> {
    errors.iter().find(|(n, _)| *n == name).map(|(_, e)| e.as_str())
}

async fn found(visit: &Visit, id: BoardId) -> Result<Board, WebError> {
    records::board(&visit.house().db, id).await?.ok_or(WebError::NotFound)
}

fn path(board: BoardId) -> String {
    format!("/desk/plan/boards/{board}")
}

/// Whether the form was sent by our script, which wants to stay on the page.
fn by_script(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.starts_with("application/json"))
}

/// What our script is told.
fn told(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// What our script is told when something was not done.
fn not_done(words: &str) -> Response {
    told(StatusCode::UNPROCESSABLE_ENTITY, &json!({ "message": words }))
}

/// The rule that stood in the way, or the fault.
fn refusal(error: BoardError) -> Result<Refusal, WebError> {
    match error {
        BoardError::Refused(refusal) => Ok(refusal),
        BoardError::Store(e) => Err(e.into()),
    }
}

/// The hour of a moment: 14:05.
fn hour(at: Moment) -> String {
    at.civil().strftime("%H:%M").to_string()
}

/// Those who take part in boards today: identifier and name.
async fn colleagues(visit: &Visit) -> Result<Vec<(AccountId, String)>, WebError> {
    let house = visit.house();
    let officers = people::grants::officers_on(&house.db, visit.now().date()).await?;
    let may = |grants: &[people::Grant]| {
        people::permissions_of(&house.town, grants).permissions.iter().any(|p| p == super::BOARD)
    };
    Ok(officers.into_iter().filter(|(_, grants)| may(grants)).map(|(a, _)| (a.id, a.name)).collect())
}

fn as_choices(people: &[(AccountId, String)]) -> Vec<Choice> {
    people.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect()
}

/// The colleague who was chosen.
fn chosen(people: &[(AccountId, String)], value: &str) -> Option<AccountId> {
    people.iter().map(|(id, _)| *id).find(|id| id.to_string() == value)
}
