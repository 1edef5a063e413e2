//! A cycle on one sheet: what the desk wrote, what was done and what was counted. It is frozen when
//! the cycle is handed in; what is approved and published is that sheet, not what came later.

use super::figures::{self, Counted};
use super::lines;
use super::place::Place;
use super::records::{self, Cycle};
use super::rules::Action;
use kernel::Date;
use serde::{Deserialize, Serialize};
use store::{Reads, StoreError};
use web::House;

/// The sheet of a cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sheet {
    pub(crate) measure: String,
    pub(crate) name: String,
    pub(crate) span: String,
    pub(crate) desk: String,
    /// Version of the plan by which it was written.
    pub(crate) plan: i64,
    pub(crate) aim: String,
    pub(crate) changed: String,
    pub(crate) budget: Option<i64>,
    pub(crate) steps: Vec<SheetStep>,
    pub(crate) done: Vec<SheetDone>,
    pub(crate) figures: Vec<Counted>,
    pub(crate) good: String,
    pub(crate) failed: String,
    /// How many voices were linked; their words stay outside, so that they can be taken back.
    pub(crate) voices: usize,
    pub(crate) action: Option<Action>,
    pub(crate) reason: String,
    pub(crate) next: String,
}

/// A step on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SheetStep {
    pub(crate) words: String,
    pub(crate) owner: String,
    pub(crate) due: Option<Date>,
    pub(crate) done_on: Option<Date>,
}

/// Something done, on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SheetDone {
    pub(crate) day: Date,
    pub(crate) what: lines::What,
    pub(crate) words: String,
    pub(crate) number: Option<i64>,
    pub(crate) unit: String,
}

/// The sheet of a cycle as it stands now, with figures that were counted before.
pub(crate) async fn now(
    q: &impl Reads,
    house: &House,
    place: &Place,
    cycle: &Cycle,
    figures: Vec<Counted>,
) -> Result<Sheet, StoreError> {
    let said = &cycle.said;
    let steps = lines::steps(q, cycle.id).await?.into_iter();
    let done = lines::done(q, &cycle.measure, cycle.span).await?.into_iter().map(|d| d.entry);
    let desk = house.town.organisation.desk(&place.desk).map_or_else(|| place.desk.clone(), |d| d.name.clone());
    Ok(Sheet {
        measure: cycle.measure.clone(),
        name: place.name().to_owned(),
        span: cycle.span.key(),
        desk,
        plan: place.plan.version,
        aim: said.aim.clone(),
        changed: said.changed.clone(),
        budget: said.budget.or(place.budget().map(|(yen, _)| yen)),
        steps: steps.map(|s| SheetStep { words: s.words, owner: s.owner, due: s.due, done_on: s.done_on }).collect(),
        done: done
            .map(|d| SheetDone { day: d.day, what: d.what, words: d.words, number: d.number, unit: d.unit })
            .collect(),
        figures,
        good: said.good.clone(),
        failed: said.failed.clone(),
        voices: lines::voices(q, cycle.id).await?.len(),
        action: said.action,
        reason: said.reason.clone(),
        next: said.next.clone(),
    })
}

/// The sheet that was handed in last.
pub(crate) async fn handed_in(q: &impl Reads, cycle: &Cycle) -> Result<Option<Sheet>, StoreError> {
    let Some((content, _)) = records::sheet(q, cycle.id, cycle.round).await? else { return Ok(None) };
    serde_json::from_str(&content).map(Some).map_err(|_| StoreError::Column("content".to_owned()))
}

/// The sheet that stands for the cycle: the one handed in while it is under way, else as it is now.
pub(crate) async fn of(house: &House, place: &Place, cycle: &Cycle) -> Result<Sheet, StoreError> {
    if !cycle.state.is_open()
        && let Some(sheet) = handed_in(&house.db, cycle).await?
    {
        return Ok(sheet);
    }
    now(&house.db, house, place, cycle, figures::of(house, place).await?).await
}
