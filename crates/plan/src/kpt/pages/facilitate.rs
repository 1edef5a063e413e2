//! What the facilitator does: the next step, the time, the last Tries, handing over.

use super::super::actions::{self, Lead};
use super::super::decide::{self, Carried};
use super::super::records::{Board, Card};
use super::super::rules::{Outcome, Stage};
use super::super::{BoardId, CardId};
use super::board::{Seen, apart, draw};
use super::{Errors, as_choices, chosen, colleagues, found, path, refusal};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::era;
use maud::{Markup, html};
use web::components::{Choice, Tone, button, button_row, chip_label, disclosure, form, select};
use web::{Fields, Visit, WebError};

const MINUTES: [i64; 6] = [3, 5, 10, 15, 20, 30];

pub(super) fn minutes() -> impl Iterator<Item = Choice> {
    MINUTES.into_iter().map(|m| Choice::new(m.to_string(), format!("{m}分")))
}

/// The facilitator's tools.
pub(super) async fn tools(visit: &Visit, board: &Board) -> Result<Markup, WebError> {
    if board.stage == Stage::Closed {
        return Ok(html! {});
    }
    let colleagues = colleagues(visit).await?;
    Ok(apart(
        "f-lead",
        "進行役の操作",
        html! {
            (steps(visit, board))
            @if board.stage.has_time() { (time_box(visit, board)) }
            (disclosure("進行役をほかの人にたのむ", hand_over_form(visit, board, &as_choices(&colleagues))))
        },
    ))
}

fn steps(visit: &Visit, board: &Board) -> Markup {
    let next = board.stage.next(board.votes_each);
    let body = html! {
        (version(board))
        (button_row(html! {
            @if let Some(next) = next.filter(|n| *n != Stage::Closed) {
                (button(format!("次へ：{}", next.said())).sends("to", next.as_str()))
            }
            @if board.stage == Stage::Group { (button("書く段階にもどす").outline().sends("to", Stage::Write.as_str())) }
            (button("このボードを終わりにする").outline().sends("to", Stage::Closed.as_str()))
        }))
        @if board.stage == Stage::Vote || board.stage == Stage::Write && board.anonymous {
            p.support-text { "次へ進むと、" @if board.stage == Stage::Vote { "票を数えたあと、だれの票かをたどる印" } @else { "カードを直すための印" } "を消します。あとから元には戻せません。" }
        }
    };
    html! { (form(visit.words(), format!("{}/step", path(board.id)), visit.form_token(), body)) }
}

fn version(board: &Board) -> Markup {
    html! { input type="hidden" name="version" value=(board.version); }
}

fn time_box(visit: &Visit, board: &Board) -> Markup {
    let label = if board.until.is_some() { "時間を延ばす" } else { "時間を決める" };
    let body = html! {
        (version(board))
        (select(visit.words(), "minutes", label, minutes()).always_chosen().value("5"))
        (button_row(html! {
            (button(label).outline())
            @if board.until.is_some() { (button("時間の区切りをなくす").text().sends("none", "yes")) }
        }))
    };
    html! { (form(visit.words(), format!("{}/time", path(board.id)), visit.form_token(), body)) }
}

fn hand_over_form(visit: &Visit, board: &Board, people: &[Choice]) -> Markup {
    let body = html! {
        (version(board))
        (select(visit.words(), "to", "たのむ人", people.iter().cloned()).hint("たのんだあとは、その人だけが進められます"))
        (button("進行役をたのむ").outline())
    };
    html! { (form(visit.words(), format!("{}/hand-over", path(board.id)), visit.form_token(), body)) }
}

/// What the last board about the same took, and whether it worked.
pub(super) fn last_tries(visit: &Visit, seen: &Seen, leads: bool) -> Markup {
    if seen.carried.is_empty() {
        return html! {};
    }
    let asks = leads && seen.board.stage != Stage::Closed;
    apart(
        "last-tries",
        "前回「次に試すこと」に決めたこと",
        html! {
                ul.kpt-last {
                    @for one in &seen.carried {
                    li {
                        p.kpt-words { (super::super::face::lines(&one.card.words)) }
                        p.kpt-meta {
                            @if let Some(owner) = one.card.owner { span { (seen.names.get(owner)) } }
                            @if let Some(due) = one.card.due { span { (era::date_label(due)) "まで" } }
                            (outcome(one))
                        }
                        @if let Some(words) = one.outcome().1 { p { (words) } }
                        @if asks && one.is_open() { (ask(visit, &seen.board, &one.card)) }
                    }
                }
            }
        },
    )
}

pub(super) fn outcome(one: &Carried) -> Markup {
    let (outcome, _) = one.outcome();
    let tone = match outcome {
        Some(Outcome::Worked) => Tone::Success,
        Some(Outcome::Partly) => Tone::Progress,
        Some(Outcome::Failed) => Tone::Warning,
        Some(Outcome::NotYet | Outcome::Dropped) | None => Tone::Neutral,
    };
    chip_label(tone, outcome.map_or("結果は、まだです", Outcome::said))
}

fn ask(visit: &Visit, board: &Board, card: &Card) -> Markup {
    let about = super::super::face::beginning(card);
    html! {
        form.kpt-judge method="post" action=(format!("{}/tries/{}", path(board.id), card.id)) {
            (visit.form_token())
            input type="hidden" name="version" value=(card.version);
            @for outcome in Outcome::ASKED {
                (button(outcome.said()).outline().small().sends("outcome", outcome.as_str()).about(about.clone()))
            }
        }
    }
}

fn seen_version(fields: &Fields) -> Result<i64, WebError> {
    fields.text("version").parse().map_err(|_| WebError::Changed)
}

/// The facilitator's deed; a rule that stood in the way is told on the board.
async fn steer(visit: &Visit, id: BoardId, fields: &Fields, lead: Lead) -> Result<Response, WebError> {
    found(visit, id).await?;
    let (who, version) = (visit.signed_in()?.account, seen_version(fields)?);
    match actions::steer(visit.house(), &visit.act("plan.board"), (id, version), who, lead).await {
        Ok(()) => Ok(visit.see_other(&path(id))),
        Err(e @ actions::BoardError::Refused(super::super::rules::Refusal::NotFacilitator)) => Err(e.into()),
        Err(e) => {
            let errors: Errors = vec![("lead", refusal(e)?.said().to_owned())];
            Ok(draw(visit, id, &Fields::default(), &errors).await?.into_response())
        }
    }
}

pub(super) async fn step(visit: Visit, Path(id): Path<BoardId>, fields: Fields) -> Result<Response, WebError> {
    let to = Stage::parse(fields.text("to")).ok_or(WebError::Changed)?;
    steer(&visit, id, &fields, Lead::To(to)).await
}

pub(super) async fn time(visit: Visit, Path(id): Path<BoardId>, fields: Fields) -> Result<Response, WebError> {
    let lead = match fields.has("none") {
        true => Lead::NoTime,
        false => Lead::Time(fields.text("minutes").parse().map_err(|_| WebError::Changed)?),
    };
    steer(&visit, id, &fields, lead).await
}

pub(super) async fn hand_over(visit: Visit, Path(id): Path<BoardId>, fields: Fields) -> Result<Response, WebError> {
    match chosen(&colleagues(&visit).await?, fields.text("to")) {
        Some(to) => steer(&visit, id, &fields, Lead::HandOver(to)).await,
        None => {
            found(&visit, id).await?;
            let errors: Errors = vec![("to", "たのむ人を選んでください".to_owned())];
            Ok(draw(&visit, id, &fields, &errors).await?.into_response())
        }
    }
}

pub(super) async fn judge(
    visit: Visit,
    Path((id, card)): Path<(BoardId, CardId)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let asked = Outcome::parse(fields.text("outcome")).filter(|o| Outcome::ASKED.contains(o));
    let outcome = asked.ok_or(WebError::Changed)?;
    let (who, version) = (visit.signed_in()?.account, seen_version(&fields)?);
    decide::judge(visit.house(), &visit.act("plan.board"), (id, card, version), who, outcome).await?;
    Ok(visit.see_other(&path(id)))
}
