//! The officers' pages of the yearly review.

mod ahead;
mod cycle;
mod list;
mod log;
mod move_on;
mod parts;
mod print;
mod question;
mod questions;
mod review;
mod steps;
mod together;
mod voices;

pub(crate) use print::handed_in;

use super::duties;
use super::error::PdcaError;
use super::place::Place;
use super::records::{self, Cycle, CycleId};
use super::rules::{State, Turn};
use super::writing::Seen;
use futures::future::BoxFuture;
use kernel::{TypedId, Uuid};
use maud::{Markup, html};
use web::{Access, Fields, Routes, Visit, Waiting, WebError};

const SEE: Access = Access::May("plan.see");
const WRITE: Access = Access::May("plan.write");

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/desk/plan/pdca", SEE, list::mine);
    // For the secretariat and the chief information officer: either permission, asked in the page.
    routes.get("/desk/plan/pdca/late", Access::Staff, list::late);
    routes.get("/desk/plan/pdca/review", Access::Staff, review::page);
    routes.post("/desk/plan/pdca/review", Access::May("plan.steer"), together::go);
    routes.get("/desk/plan/pdca/{measure}/{year}", SEE, cycle::page);
    routes.get("/desk/plan/pdca/{measure}/{year}/sheet", SEE, print::page);
    routes.get("/desk/plan/pdca/{measure}/{year}/q/{question}", WRITE, question::page);
    routes.post("/desk/plan/pdca/{measure}/{year}/q/{question}", WRITE, question::save);
    routes.get("/desk/plan/pdca/{measure}/{year}/steps", WRITE, steps::page);
    routes.post("/desk/plan/pdca/{measure}/{year}/steps", WRITE, steps::save);
    routes.get("/desk/plan/pdca/{measure}/{year}/log", WRITE, log::page);
    routes.post("/desk/plan/pdca/{measure}/{year}/log", WRITE, log::save);
    routes.get("/desk/plan/pdca/{measure}/{year}/voices", WRITE, voices::page);
    routes.post("/desk/plan/pdca/{measure}/{year}/voices", WRITE, voices::save);
    // Who may take which turn is asked in the page: each turn has its own.
    routes.post("/desk/plan/pdca/{measure}/{year}/turn", Access::Staff, move_on::go);
}

/// What waits for whoever asks, in one turn of the way.
pub(super) fn waiting(visit: Visit, what: &'static str, turn: Turn) -> BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move { Ok(duties::waiting(visit.house(), visit.signed_in()?, what, turn).await?) })
}

/// A measure in a span, its cycle and the one before.
struct Open {
    place: Place,
    /// In version 0 nobody has opened it yet; it shows what would be there.
    cycle: Cycle,
    before: Option<Cycle>,
}

impl Open {
    async fn find(visit: &Visit, measure: &str, span: &str) -> Result<Self, WebError> {
        let db = &visit.house().db;
        let place = Place::find(visit.house(), measure, span).await?;
        let before = records::before(db, &place.measure.key, place.span).await?;
        let cycle = records::find(db, &place.measure.key, place.span).await?;
        let mut cycle = cycle.unwrap_or_else(|| not_opened(&place));
        if let Some(before) = before.as_ref().filter(|_| !cycle.carried && cycle.said.aim.is_empty()) {
            cycle.said.aim.clone_from(&before.said.next);
        }
        Ok(Self { place, cycle, before })
    }

    /// The same for whoever writes there (or helps, where `help` says so).
    async fn to_write(visit: &Visit, measure: &str, span: &str, help: bool) -> Result<Self, WebError> {
        let open = Self::find(visit, measure, span).await?;
        let who = visit.signed_in()?;
        let may = if help { open.place.may_help(who) } else { open.place.may_write(who) };
        if !may {
            return Err(WebError::Forbidden);
        }
        if open.cycle.state.is_open() { Ok(open) } else { Err(WebError::Changed) }
    }

    fn seen(&self, fields: &Fields) -> Result<Seen, WebError> {
        let version = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
        Ok(Seen { place: self.place.clone(), version })
    }

    fn path(&self, rest: &str) -> String {
        format!("{}{rest}", self.place.path())
    }

    /// The hidden field that says what was on the screen.
    fn version(&self) -> Markup {
        html! { input type="hidden" name="version" value=(self.cycle.version); }
    }

    /// The line above the heading.
    fn above(&self) -> String {
        format!("{}　{}", self.place.name(), self.place.span)
    }

    fn crumbs(&self) -> [(String, String); 2] {
        [
            ("計画の振り返り".to_owned(), "/desk/plan/pdca".to_owned()),
            (format!("{}（{}）", self.place.name(), self.place.span), self.place.path()),
        ]
    }
}

/// What a cycle would be if somebody opened it now.
fn not_opened(place: &Place) -> Cycle {
    Cycle {
        id: CycleId::from_uuid(Uuid::nil()),
        measure: place.measure.key.clone(),
        span: place.span,
        state: State::Planning,
        carried: false,
        said: records::Said::default(),
        round: 0,
        approval: None,
        published_at: None,
        version: 0,
    }
}

/// What must be mended, or the error that no page can mend.
fn to_mend(error: PdcaError) -> Result<Vec<(&'static str, String)>, WebError> {
    match error {
        PdcaError::Mend(wrong) => Ok(wrong),
        other => Err(other.into()),
    }
}

/// The words for one field.
fn of<'w>(wrong: &'w [(&'static str, String)], field: &str) -> Option<&'w str> {
    wrong.iter().find(|(name, _)| *name == field).map(|(_, words)| words.as_str())
}
