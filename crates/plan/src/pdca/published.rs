//! What everybody may read of a cycle: the sheet that was approved, without the names of officers and
//! without small groups.

use super::figures::Counted;
use super::lines::What;
use super::records::{self, Cycle};
use super::rules::{Action, State};
use super::sheet::{self, Sheet};
use super::span::Span;
use crate::disclosure::SMALLEST;
use crate::steering::opinions::{self, Opinion};
use kernel::{Date, Moment};
use store::{Reads, StoreError};

/// A published cycle.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PublishedCycle {
    pub(crate) span: Span,
    pub(crate) published_at: Moment,
    pub(crate) aim: String,
    /// Steps that were done, then those that were not: words and the day on which they were done.
    pub(crate) steps: Vec<(String, Option<Date>)>,
    /// What was done: day, kind, words with the number where it is no small group.
    pub(crate) done: Vec<(Date, What, String)>,
    /// Figures as they were frozen; those of small groups are left out.
    pub(crate) figures: Vec<Counted>,
    pub(crate) good: String,
    pub(crate) failed: String,
    pub(crate) action: Option<Action>,
    pub(crate) reason: String,
    /// What is next.
    pub(crate) next: String,
    /// What advisers from outside think of the year.
    pub(crate) opinions: Vec<Opinion>,
}

/// That a cycle was published, for feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Publication {
    pub(crate) measure: String,
    /// The measure's name when it was handed in.
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) at: Moment,
}

/// The published cycles of a measure, newest first.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn for_public(q: &impl Reads, measure: &str) -> Result<Vec<PublishedCycle>, StoreError> {
    let mut published = Vec::new();
    for cycle in records::of_measure(q, measure).await?.into_iter().filter(|c| c.state == State::Published) {
        if let (Some(at), Some(sheet)) = (cycle.published_at, sheet::handed_in(q, &cycle).await?) {
            let opinions = opinions::of(q, measure, cycle.span.year).await?;
            published.push(PublishedCycle { opinions, ..of(&cycle, at, sheet) });
        }
    }
    Ok(published)
}

/// The newest publications.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn publications(q: &impl Reads, limit: i64) -> Result<Vec<Publication>, StoreError> {
    let mut list = Vec::new();
    for cycle in records::published(q, limit).await? {
        if let (Some(at), Some(sheet)) = (cycle.published_at, sheet::handed_in(q, &cycle).await?) {
            list.push(Publication { measure: cycle.measure, name: sheet.name, span: cycle.span, at });
        }
    }
    Ok(list)
}

fn of(cycle: &Cycle, published_at: Moment, sheet: Sheet) -> PublishedCycle {
    let mut steps: Vec<(String, Option<Date>)> = sheet.steps.into_iter().map(|s| (s.words, s.done_on)).collect();
    steps.sort_by_key(|(_, done_on)| (done_on.is_none(), *done_on));
    let done = sheet.done.into_iter().map(|d| {
        let count = super::words::count(d.number.filter(|n| !small_group(*n, &d.unit)), &d.unit);
        (d.day, d.what, format!("{}{count}", d.words))
    });
    PublishedCycle {
        span: cycle.span,
        published_at,
        aim: sheet.aim,
        steps,
        done: done.collect(),
        figures: sheet.figures.into_iter().filter(|f| !f.withheld).collect(),
        good: sheet.good,
        failed: sheet.failed,
        action: sheet.action,
        reason: sheet.reason,
        next: sheet.next,
        opinions: Vec::new(),
    }
}

/// Whether a number counts a few people.
fn small_group(n: i64, unit: &str) -> bool {
    let people = ["人", "名", "世帯"].iter().any(|p| unit.contains(p));
    people && (1..SMALLEST).contains(&n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_people_are_not_counted_in_public() {
        assert!(small_group(8, "人") && small_group(1, "世帯"));
        assert!(!small_group(10, "人") && !small_group(0, "人") && !small_group(3, "回"));
    }
}
