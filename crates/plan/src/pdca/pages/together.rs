//! One turn for several measures at once: a meeting of headquarters discusses all of them in an
//! evening, and nobody should write the same sentence twenty times.

use super::review;
use crate::pdca::error::PdcaError;
use crate::pdca::moving;
use crate::pdca::place::Place;
use crate::pdca::rules::{Event, State};
use crate::pdca::writing::{LONGEST, Seen};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::components::{Choice, button, button_row, checkbox_group, form, textarea};
use web::{Fields, Visit, WebError};

/// What the secretariat does with everything in a stage: the turn, its button, what is asked.
const fn turn_of(state: State) -> Option<(Event, &'static str, Option<&'static str>)> {
    Some(match state {
        State::Reviewed => (
            Event::Discuss,
            "選んだものの結果を記録する",
            Some("本部会議で話し合ったこと（いつの会議か、何が決まったか）"),
        ),
        State::Discussed => {
            (Event::Advise, "選んだものの助言を記録する", Some("外部の専門家の助言（どなたからの、どんな助言か）"))
        }
        State::Advised => (Event::Propose, "選んだものを決裁に回す", None),
        State::Approved => (Event::Publish, "選んだものを公表する", None),
        _ => return None,
    })
}

/// The field that names what is chosen; another for each stage on the page.
const fn cycles_of(event: Event) -> &'static str {
    match event {
        Event::Discuss => "cycle-discuss",
        Event::Advise => "cycle-advise",
        Event::Propose => "cycle-propose",
        _ => "cycle-publish",
    }
}

/// The form below a stage of which several wait.
pub(super) fn offer(visit: &Visit, state: State, waiting: &[(Choice, String)], wrong: Option<&str>) -> Markup {
    let Some((event, label, asks)) = turn_of(state).filter(|_| visit.may("plan.steer") && waiting.len() > 1) else {
        return html! {};
    };
    let words = visit.words();
    let choices = waiting.iter().map(|(choice, _)| choice.clone());
    let all = waiting.iter().map(|(_, value)| value.clone());
    let body = html! {
        input type="hidden" name="event" value=(event.as_str());
        (checkbox_group(words, cycles_of(event), "まとめて進めるもの", choices).values(all))
        @if let Some(asks) = asks {
            (textarea(words, event.field(), asks).required(true).rows(3).maxlength(LONGEST).error(wrong))
        }
        (button_row(html! { (button(label).outline()) }))
    };
    html! { (form(words, "/desk/plan/pdca/review", visit.form_token(), body)) }
}

pub(super) async fn go(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let event = Event::parse(fields.text("event")).ok_or(WebError::Unreadable("event"))?;
    if !matches!(event, Event::Discuss | Event::Advise | Event::Propose | Event::Publish) {
        return Err(WebError::Unreadable("event"));
    }
    let (mut done, mut passed_by) = (0, 0);
    for chosen in fields.all(cycles_of(event)) {
        match one(&visit, event, &chosen, fields.text(event.field())).await {
            Ok(()) => done += 1,
            Err(PdcaError::Changed) => passed_by += 1,
            Err(PdcaError::Mend(wrong)) => {
                let told = review::Told { done, passed_by, wrong, event: Some(event) };
                return Ok(review::show(&visit, &told).await?.into_response());
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.see_other(&format!("/desk/plan/pdca/review?done={done}&passed_by={passed_by}")))
}

/// Moves one of them; each is a change of its own.
async fn one(visit: &Visit, event: Event, chosen: &str, said: &str) -> Result<(), PdcaError> {
    let seen = read(visit, chosen).await?.ok_or(PdcaError::Changed)?;
    let (act, who) = (visit.act("plan.pdca"), visit.account().ok_or(PdcaError::NotTheirs)?);
    moving::go(visit.house(), &act, who, seen, event, said.to_owned()).await
}

/// `measure/span/version`, as the form names it.
async fn read(visit: &Visit, chosen: &str) -> Result<Option<Seen>, PdcaError> {
    let mut parts = chosen.split('/');
    let (Some(measure), Some(span), Some(version)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Some(span), Ok(version)) = (crate::pdca::Span::parse(span), version.parse()) else { return Ok(None) };
    let place = Place::of(visit.house(), measure, span).await?;
    Ok(place.map(|place| Seen { place, version }))
}

/// The turn that the secretariat takes in a stage.
pub(super) fn event_of(state: State) -> Option<Event> {
    turn_of(state).map(|(event, ..)| event)
}
