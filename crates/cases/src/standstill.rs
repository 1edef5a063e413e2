//! A paper that cannot be made: what the officer of its case reads, and how it is tried again from there.
//!
//! What is in the way is written down where papers are made (`papers::Waiting`): a character that no font
//! has, a partner that does not answer. Here it stands on the case, for the officer with what to do, for
//! the applicant with what is true.

use crate::automatic::{self, EXAMINE, Examine};
use crate::decide;
use crate::error::CaseError;
use crate::outcome;
use crate::records::case::Case;
use crate::rules::{NotNow, State};
use kernel::Moment;
use papers::Waiting;
use store::{Act, Deed, NewJob, Reads, StoreError, Tx, jobs};
use web::{House, SignedIn};

/// What keeps the paper of a case from being made.
#[derive(Debug, Clone)]
pub(crate) struct Standstill {
    /// Why, if it is known.
    pub waiting: Option<Waiting>,
    /// Whether it is being tried right now.
    pub under_way: bool,
}

impl Standstill {
    /// The part of the applicant's texts that says it; `None` while nothing is wrong.
    pub(crate) fn text(&self) -> Option<&'static str> {
        match &self.waiting {
            Some(waiting) if waiting.is_for_a_glyph() => Some("standstill-glyph"),
            Some(_) => Some("standstill"),
            None => None,
        }
    }
}

/// The row for which a paper is made.
const fn subject(case: &Case) -> (&'static str, kernel::Uuid) {
    ("cases_case", case.id.0)
}

/// What keeps the paper of a case from being made, if anything does.
pub(crate) async fn of(
    q: &impl Reads,
    house: &House,
    case: &Case,
    now: Moment,
) -> Result<Option<Standstill>, CaseError> {
    let issuing = case.state == State::Issuing;
    if !issuing && !automatic::is_open(case.state) {
        return Ok(None);
    }
    let waiting = papers::waiting_for(q, subject(case)).await?;
    let key = match (&waiting, issuing) {
        (_, true) => outcome::paper_job(house, case)?.0,
        (Some(waiting), false) => examination(case, waiting),
        (None, false) => return Ok(None),
    };
    let under_way = jobs::is_under_way(q, &key, now).await?;
    Ok(Some(Standstill { waiting, under_way }).filter(|s| s.waiting.is_some() || !s.under_way))
}

/// The key of the next examination: pressed twice, it is one.
fn examination(case: &Case, waiting: &Waiting) -> String {
    format!("{EXAMINE}:{}:{}:again:{}", case.id, case.round, waiting.tries)
}

/// An officer has the paper tried again: the font is there now, or the fault is mended.
pub(crate) async fn again(house: &House, act: &Act, who: &SignedIn, seen: decide::Seen) -> Result<(), CaseError> {
    let (who, inside) = (who.clone(), house.clone());
    house
        .db
        .write(act, move |tx| async move {
            let case = decide::open(&tx, &who, seen).await?;
            match case.state {
                State::Issuing => {
                    let (key, job) = outcome::paper_job(&inside, &case)?;
                    if !jobs::again(&tx, &key).await? {
                        tx.enqueue(job);
                    }
                }
                state if automatic::is_open(state) => {
                    let waiting = papers::waiting_for(&tx, subject(&case)).await?.ok_or(CaseError::Changed)?;
                    let job = NewJob::new(EXAMINE, &Examine { case: case.id, round: case.round });
                    tx.enqueue(job.key(examination(&case, &waiting)));
                }
                from => return Err(NotNow { from }.into()),
            }
            tx.record(Deed::new("cases.paper_again").row("cases_case", case.id).detail("書類をもう一度ためしました"));
            Ok(())
        })
        .await
}

/// Nobody wants the paper any more.
pub(crate) async fn forget(tx: &Tx, case: &Case) -> Result<(), StoreError> {
    papers::release(tx, subject(case)).await
}
