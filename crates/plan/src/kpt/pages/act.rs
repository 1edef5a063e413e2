//! What everybody at a board does: write, group, vote.

use super::super::actions::{self, BoardError, NewCard};
use super::super::marks::Hand;
use super::super::rules::{self, LONGEST_CARD, LONGEST_TITLE, Side};
use super::super::{BoardId, CardId, votes};
use super::{Errors, board, by_script, found, not_done, path, refusal, told};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use web::{Fields, Visit, WebError};

/// What is wrong with a card, if anything.
pub(super) fn card_of(fields: &Fields) -> Result<(Side, String), Errors> {
    let mut errors = Errors::new();
    let side = Side::parse(fields.text("side"));
    if side.is_none() {
        errors.push(("side", "どれかひとつを選んでください".to_owned()));
    }
    let words = rules::words(fields.text("words"), LONGEST_CARD);
    if words.is_none() {
        let wrong = match fields.text("words") {
            "" => "ひとこと書いてください".to_owned(),
            _ => format!("長すぎます。{LONGEST_CARD}文字までにするか、カードを分けてください"),
        };
        errors.push(("words", wrong));
    }
    match (side, words) {
        (Some(side), Some(words)) => Ok((side, words)),
        _ => Err(errors),
    }
}

pub(super) async fn write(
    visit: Visit,
    Path(id): Path<BoardId>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let board = found(&visit, id).await?;
    let errors = match card_of(&fields) {
        Ok((side, words)) => {
            let once = fields.text("once").chars().take(64).collect();
            let new = NewCard { side, words, once };
            let act = actions::act(&visit, &board);
            match actions::write(visit.house(), &act, id, Hand::of(&visit)?, new).await {
                Ok(card) if by_script(&headers) => return Ok(told(StatusCode::OK, &json!({ "card": card }))),
                Ok(_) => return Ok(visit.see_other(&format!("{}?side={}", path(id), side.as_str()))),
                Err(e) => vec![("words", refusal(e)?.said().to_owned())],
            }
        }
        Err(errors) => errors,
    };
    if by_script(&headers) {
        let words: Vec<&str> = errors.iter().map(|(_, words)| words.as_str()).collect();
        return Ok(not_done(&words.join("　")));
    }
    Ok(board::draw(&visit, id, &fields, &errors).await?.into_response())
}

pub(super) async fn group(
    visit: Visit,
    Path(id): Path<BoardId>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let board = found(&visit, id).await?;
    let picked: Vec<(CardId, i64)> = fields.all("card").iter().filter_map(|value| seen(value)).collect();
    let typed = match fields.text("new") {
        "" => fields.text("heading"),
        new => new,
    };
    let heading = if fields.has("out") { Some(String::new()) } else { rules::words(typed, LONGEST_TITLE) };
    let error = match heading {
        _ if picked.is_empty() => ("card", "まとめるカードを選んでください"),
        None => ("new", "見出しを選ぶか、短く書いてください"),
        Some(heading) => {
            let act = actions::act(&visit, &board);
            match actions::group(visit.house(), &act, id, picked, heading).await {
                Ok(()) if by_script(&headers) => return Ok(told(StatusCode::OK, &json!({}))),
                Ok(()) => return Ok(visit.see_other(&path(id))),
                Err(e) => ("card", refusal(e)?.said()),
            }
        }
    };
    if by_script(&headers) {
        return Ok(not_done(error.1));
    }
    Ok(board::draw(&visit, id, &fields, &vec![(error.0, error.1.to_owned())]).await?.into_response())
}

/// A card and the version in which it was seen.
fn seen(value: &str) -> Option<(CardId, i64)> {
    let (card, version) = value.split_once('.')?;
    Some((card.parse().ok()?, version.parse().ok()?))
}

pub(super) async fn vote(
    visit: Visit,
    Path(id): Path<BoardId>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let board = found(&visit, id).await?;
    let (on, card) = match fields.text("on") {
        "" => (false, fields.text("off")),
        card => (true, card),
    };
    let card: CardId = card.parse().map_err(|_| WebError::NotFound)?;
    let hand = Hand::of(&visit)?;
    // Not even on a board with names is it written down who voted.
    let act = store::Act { actor: store::Actor::Anonymous, ..visit.act("plan.board") };
    let refused = match actions::vote(visit.house(), &act, id, card, hand.clone(), on).await {
        Ok(()) => None,
        Err(BoardError::Refused(refused)) => Some(refused),
        Err(e) => return Err(e.into()),
    };
    if !by_script(&headers) {
        let Some(refused) = refused else { return Ok(visit.see_other(&format!("{}#card-{card}", path(id)))) };
        let errors = vec![("votes", refused.said().to_owned())];
        return Ok(board::draw(&visit, id, &fields, &errors).await?.into_response());
    }
    let voted = votes::of(&visit.house().db, id, &hand).await?;
    let left = board.votes_each - i64::try_from(voted.len()).unwrap_or(0);
    Ok(match refused {
        Some(refused) => not_done(refused.said()),
        None => told(StatusCode::OK, &json!({ "voted": voted, "left": left })),
    })
}
