//! The way of a proposal: what was done by whom, and whose turn comes.

use super::words;
use crate::draft::Party;
use crate::records::{self, Decision, Review, StepId};
use crate::routes::StepKind;
use crate::rules::{Place, Seat, State};
use kernel::id::ApprovalId;
use maud::{Markup, html};
use town::Town;
use web::components::{Event, Tone, event, timeline};
use web::{Visit, WebError};

/// The way of a proposal so far and to come, for the page of the record that is decided on.
///
/// # Errors
/// When the records do not answer, or there is no such approval.
pub async fn progress(visit: &Visit, id: ApprovalId) -> Result<Markup, WebError> {
    let db = &visit.house().db;
    let record = records::find(db, id).await?.ok_or(WebError::NotFound)?;
    let seats = records::seats(db, id, record.round).await?;
    let decisions = records::decisions(db, id).await?;
    let reviews = records::reviews(db, id).await?;
    Ok(way(&visit.house().town, record.state, &seats, &decisions, &reviews))
}

/// The same from rows at hand.
pub(crate) fn way(
    town: &Town,
    state: State,
    seats: &[(StepId, Seat)],
    decisions: &[Decision],
    reviews: &[Review],
) -> Markup {
    let done = decisions.iter().map(|d| past(town, d));
    let seen = reviews.iter().filter_map(reviewed);
    let to_come = seats.iter().filter(|_| state == State::Open).filter_map(|(_, seat)| coming(town, seat));
    let owed = reviews.iter().filter(|r| r.reviewed.is_none()).map(|r| {
        event("これから", format!("後閲（{}）", r.absent_name))
            .who(words::post(town, &r.duty.post))
            .tone(Tone::Progress)
    });
    timeline(done.chain(seen).chain(to_come).chain(owed).collect::<Vec<_>>())
}

fn past(town: &Town, decision: &Decision) -> Event {
    let post = decision.post.as_ref().map(|p| words::post(town, p));
    let who = [post, Some(decision.name.clone())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let title = match &decision.absent_name {
        Some(absent) => format!("{}（代決: {absent}の不在）", words::verb(&decision.verb)),
        None => words::verb(&decision.verb).to_owned(),
    };
    event(words::when(decision.at), title)
        .datetime(decision.at.rfc3339())
        .who(who)
        .tone(words::verb_tone(&decision.verb))
        .body(html! { @if let Some(said) = &decision.words { p { (said) } } })
}

fn reviewed(review: &Review) -> Option<Event> {
    let (at, by) = review.reviewed.as_ref()?;
    let body = html! { @if let Some(said) = &review.words { p { (said) } } };
    Some(event(words::when(*at), "後閲").datetime(at.rfc3339()).who(by).tone(Tone::Success).body(body))
}

fn coming(town: &Town, seat: &Seat) -> Option<Event> {
    let (when, tone) = match seat.place {
        Place::Open => ("いまここ", Tone::Progress),
        Place::Waiting => ("これから", Tone::Neutral),
        Place::Filled(Party { .. }) | Place::Dropped => return None,
    };
    let title = match seat.kind {
        StepKind::Circulate => "供覧（待ちません）",
        other => other.label(),
    };
    Some(event(when, title).who(words::post(town, &seat.post)).tone(tone))
}
