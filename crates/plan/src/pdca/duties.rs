//! Whose turn it is, by when, and who is late.

use super::calendar::{self, Calendar};
use super::place::Place;
use super::records::{self, Cycle};
use super::rules::{State, Turn};
use super::span::Span;
use crate::book;
use kernel::Date;
use std::collections::HashMap;
use store::StoreError;
use web::{House, SignedIn, Waiting};

/// A plan may be written this many days before its span begins.
const AHEAD: i64 = 60;

/// What has to be done next for a measure in a span.
#[derive(Debug, Clone)]
pub(crate) struct Duty {
    pub(crate) place: Place,
    /// Nothing where nobody has opened it yet.
    pub(crate) cycle: Option<Cycle>,
    pub(crate) state: State,
    pub(crate) due: Option<Date>,
}

impl Duty {
    /// Days until the deadline; negative when it has passed.
    pub(crate) fn days_left(&self, today: Date) -> Option<i64> {
        Some(days_between(today, self.due?))
    }

    /// Whether the deadline has passed.
    pub(crate) fn is_late(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }

    /// Whether it waits for this officer.
    pub(crate) fn waits_for(&self, who: &SignedIn) -> bool {
        match self.state.turn() {
            Turn::Desk => self.place.may_write(who),
            Turn::Cio => who.may("plan.review"),
            Turn::Secretariat => who.may("plan.steer"),
            // Those on the route find it among their approvals.
            Turn::Route | Turn::Nobody => false,
        }
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Everything that has begun: each measure of the plan in each span of the calendar, the published
/// ones too.
pub(crate) async fn all(house: &House) -> Result<Vec<Duty>, StoreError> {
    let today = house.now().date();
    let calendar = calendar::of(house)?;
    let mut cycles: HashMap<(String, Span), Cycle> =
        records::all(&house.db).await?.into_iter().map(|c| ((c.measure.clone(), c.span), c)).collect();
    let mut duties = Vec::new();
    for span in calendar.spans().into_iter().filter(|s| days_between(today, s.days().0) <= AHEAD) {
        let plan = book::on(house, today.min(span.days().1)).await?;
        for measure in &plan.measures {
            let place = Place::new(measure, span, calendar, plan.clone());
            let cycle = cycles.remove(&(measure.key.clone(), span));
            duties.push(duty(calendar, place, cycle));
        }
    }
    Ok(duties)
}

fn duty(calendar: &Calendar, place: Place, cycle: Option<Cycle>) -> Duty {
    let state = cycle.as_ref().map_or(State::Planning, |c| c.state);
    Duty { due: calendar.due(place.span, state), place, cycle, state }
}

/// What this officer should see today: what waits for them and is due soon, or late.
pub(crate) async fn due_soon(house: &House, who: &SignedIn) -> Result<Vec<Duty>, StoreError> {
    let today = house.now().date();
    let soon = calendar::of(house)?.remind_days();
    let mut duties = all(house).await?;
    // What was handed in waits at once; a desk is reminded when its deadline comes near.
    let pressing = |d: &Duty| d.state.turn() != Turn::Desk || d.days_left(today).is_some_and(|n| n <= soon);
    duties.retain(|d| d.waits_for(who) && pressing(d));
    Ok(duties)
}

/// The same as a number for the first page of the day.
pub(crate) async fn waiting(
    house: &House,
    who: &SignedIn,
    what: &'static str,
    turn: Turn,
) -> Result<Waiting, StoreError> {
    let today = house.now().date();
    let mut waiting = Waiting { what, ..Waiting::default() };
    for duty in due_soon(house, who).await?.iter().filter(|d| d.state.turn() == turn) {
        waiting.count += 1;
        waiting.late += i64::from(duty.is_late(today));
    }
    Ok(waiting)
}
