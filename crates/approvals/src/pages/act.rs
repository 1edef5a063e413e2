//! What is done with a button: one address each, and a page that says what happened.

use super::item::{self, Wrong};
use super::officer;
use crate::ApprovalError;
use crate::actions::{self, Sitting, Verb};
use crate::draft::{Party, TextDigest};
use crate::records::ReviewId;
use crate::records::StepId;
use crate::roster;
use crate::routes::RouteBook;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::ApprovalId;
use web::{Fields, Visit, WebError};

/// The longest reason or opinion, in characters.
const LONGEST: usize = 2000;

pub(super) async fn approve(visit: Visit, Path(id): Path<ApprovalId>, form: Fields) -> Result<Response, WebError> {
    in_own_name(visit, id, form, Verb::Approve, None).await
}

pub(super) async fn send_back(visit: Visit, Path(id): Path<ApprovalId>, form: Fields) -> Result<Response, WebError> {
    in_own_name(visit, id, form, Verb::SendBack, Some("差し戻す理由を書いてください")).await
}

pub(super) async fn agree(visit: Visit, Path(id): Path<ApprovalId>, form: Fields) -> Result<Response, WebError> {
    in_own_name(visit, id, form, Verb::Agree, None).await
}

pub(super) async fn object(visit: Visit, Path(id): Path<ApprovalId>, form: Fields) -> Result<Response, WebError> {
    in_own_name(visit, id, form, Verb::Object, Some("異議の理由を書いてください")).await
}

pub(super) async fn seen(visit: Visit, Path(id): Path<ApprovalId>, form: Fields) -> Result<Response, WebError> {
    in_own_name(visit, id, form, Verb::Seen, None).await
}

async fn in_own_name(
    visit: Visit,
    id: ApprovalId,
    form: Fields,
    verb: Verb,
    asks: Option<&'static str>,
) -> Result<Response, WebError> {
    let words = form.text("words");
    let errors = wrong_words("words", words, asks);
    if !errors.is_empty() {
        return Ok(item::mend(&visit, id, &Wrong { errors, typed: words.to_owned() }).await?.into_response());
    }
    let sitting = sitting(&visit, &form, words, None).await?;
    decide(visit, id, verb, sitting, verb.as_str()).await
}

fn wrong_words(field: &'static str, words: &str, asks: Option<&'static str>) -> Vec<(&'static str, &'static str)> {
    match asks {
        Some(ask) if words.is_empty() => vec![(field, ask)],
        _ if words.chars().count() > LONGEST => vec![(field, "2000字までで書いてください")],
        _ => Vec::new(),
    }
}

async fn sitting(visit: &Visit, form: &Fields, words: &str, absent: Option<Party>) -> Result<Sitting, WebError> {
    let seat: StepId = form.text("seat").parse().map_err(|_| WebError::Unreadable("seat"))?;
    let digest = TextDigest::from_hex(form.text("text")).ok_or(WebError::Unreadable("text"))?;
    Ok(Sitting { officer: officer(visit).await?, seat, digest, words: words.to_owned(), absent })
}

/// 代決.
pub(super) async fn deputise(visit: Visit, Path(id): Path<ApprovalId>, form: Fields) -> Result<Response, WebError> {
    let reason = form.text("reason");
    let mut errors = wrong_words("reason", reason, Some("代わりに決める理由を書いてください"));
    let verb = [Verb::Approve, Verb::SendBack, Verb::Agree, Verb::Object]
        .into_iter()
        .find(|v| v.as_str() == form.text("verb"));
    let verb = verb.ok_or(WebError::Unreadable("verb"))?;
    let absent = absent(&visit, form.text("absent")).await?;
    if absent.is_none() {
        errors.insert(0, ("absent", "いないのはだれかを選んでください"));
    }
    if !errors.is_empty() {
        return Ok(item::mend(&visit, id, &Wrong { errors, typed: reason.to_owned() }).await?.into_response());
    }
    let sitting = sitting(&visit, &form, reason, absent).await?;
    decide(visit, id, verb, sitting, "deputise").await
}

/// The officer whom the form names, among those known to the town.
async fn absent(visit: &Visit, value: &str) -> Result<Option<Party>, WebError> {
    let Ok(key) = value.parse::<kernel::Uuid>() else { return Ok(None) };
    let day = visit.now().date();
    let db = &visit.house().db;
    let officers = people::grants::officers_on(db, day).await?;
    let by_terms = officers.into_iter().map(|(a, _)| Party { account: Some(a.id), person: a.person });
    let by_absence = roster::absences(db, day).await?.into_iter().map(|a| a.party);
    Ok(by_terms.chain(by_absence).find(|p| p.key() == Some(key)))
}

async fn decide(visit: Visit, id: ApprovalId, verb: Verb, sitting: Sitting, said: &str) -> Result<Response, WebError> {
    let house = visit.house().clone();
    let purpose = visit.act("決裁");
    let outcome = visit.house().db.write(&purpose, move |tx| async move {
        actions::decide(&tx, house.shelved::<RouteBook>()?, id, verb, sitting).await
    });
    answer(&visit, id, outcome.await, said).await
}

/// 後閲.
pub(super) async fn review(visit: Visit, Path(id): Path<ApprovalId>, form: Fields) -> Result<Response, WebError> {
    let row: ReviewId = form.text("review").parse().map_err(|_| WebError::Unreadable("review"))?;
    let (officer, words) = (officer(&visit).await?, cut(form.text("words")));
    let house = visit.house().clone();
    let purpose = visit.act("後閲");
    let outcome = visit.house().db.write(&purpose, move |tx| async move {
        actions::review(&tx, house.shelved::<RouteBook>()?, row, officer, words).await.map(|_| ())
    });
    answer(&visit, id, outcome.await, "review").await
}

/// 引上げ.
pub(super) async fn pull_back(visit: Visit, Path(id): Path<ApprovalId>, form: Fields) -> Result<Response, WebError> {
    let (officer, words) = (officer(&visit).await?, cut(form.text("words")));
    let house = visit.house().clone();
    let purpose = visit.act("引上げ");
    let outcome = visit.house().db.write(&purpose, move |tx| async move {
        actions::pull_back(&tx, house.shelved::<RouteBook>()?, id, officer, words).await
    });
    answer(&visit, id, outcome.await, "pull_back").await
}

fn cut(words: &str) -> String {
    words.chars().take(LONGEST).collect()
}

/// On to the page that says what happened; who came second sees what the first did.
async fn answer(
    visit: &Visit,
    id: ApprovalId,
    outcome: Result<(), ApprovalError>,
    said: &str,
) -> Result<Response, WebError> {
    match outcome {
        Ok(()) => Ok(visit.see_other(&format!("/desk/approvals/{id}?done={said}"))),
        Err(ApprovalError::Changed) => Ok(item::overtaken(visit, id).await?.into_response()),
        Err(e) => Err(e.into()),
    }
}
