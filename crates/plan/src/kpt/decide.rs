//! What becomes of a Try: taken as a task with an owner and a day, or left; and whether it worked,
//! which the next board about the same asks.

use super::actions::{BoardError, change, keep};
use super::records::{self, About, Board, Card};
use super::rules::{Decision, Outcome, Refusal, Side, Stage};
use super::{BoardId, CardId};
use crate::pdca;
use crate::steering::tasks::{self, NewTask, Origin, Task, TaskState, Worked};
use kernel::fiscal::FiscalYear;
use kernel::id::AccountId;
use kernel::{Date, TypedId};
use store::{Act, Reads, StoreError, Tx};
use web::{House, WebError};

/// What was decided about a Try.
#[derive(Debug, Clone, Copy)]
pub(super) enum Choice {
    /// Somebody does it by a day.
    Take {
        /// Who sees to it.
        owner: AccountId,
        /// By when.
        due: Date,
    },
    /// Not this time.
    Leave,
}

/// Begins what only the facilitator does with a card.
async fn lead(tx: &Tx, board: BoardId, who: AccountId) -> Result<Board, BoardError> {
    records::beat(tx, board).await?;
    let board = records::board(tx, board).await?.ok_or(StoreError::Missing("plan_board"))?;
    if board.facilitator == who { Ok(board) } else { Err(Refusal::NotFacilitator.into()) }
}

/// Decides about a Try, as the facilitator saw it. One that was taken is a task, and lives there.
pub(super) async fn decide(
    house: &House,
    act: &Act,
    (board, card, version): (BoardId, CardId, i64),
    who: AccountId,
    choice: Choice,
) -> Result<(), BoardError> {
    let work = move |tx: Tx| async move {
        let board = lead(&tx, board, who).await?;
        let card = records::card(&tx, board.id, card).await?.ok_or(StoreError::Missing("plan_card"))?;
        if board.stage != Stage::Decide || card.side != Side::Try {
            return Err(Refusal::OtherStep.into());
        }
        if card.decision == Some(Decision::Taken) {
            return Err(Refusal::Changed.into());
        }
        let (decision, owner, due) = match choice {
            Choice::Take { owner, due } => (Decision::Taken, Some(owner), Some(due)),
            Choice::Leave => (Decision::Left, None, None),
        };
        let decided = Card { version, decision: Some(decision), owner, due, ..card };
        keep(&tx, &decided, "plan.try_decide").await?;
        if let Choice::Take { owner, due } = choice {
            follow(&tx, &board, &decided, owner, due).await?;
        }
        Ok(())
    };
    change(house, board, act, work).await
}

/// What follows when a Try is taken: a task, and on the board of a measure a step of the plan that is
/// written next.
async fn follow(tx: &Tx, board: &Board, card: &Card, owner: AccountId, due: Date) -> Result<(), StoreError> {
    let about = match &board.about {
        About::Measure(key) => Some(key.clone()),
        About::Team(_) | About::Project(_) => None,
    };
    let title = card.words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(measure) = &about {
        let next = FiscalYear::of(tx.now().date()).next();
        pdca::take_step(tx, measure, next, &title, Origin::Kpt(card.id.uuid())).await?;
    }
    let new = NewTask { title, about, owner, due, origin: Origin::Kpt(card.id.uuid()) };
    tasks::open(tx, new).await.map(|_| ())
}

/// A Try that the last board about the same took, and the task that it became.
#[derive(Debug, Clone)]
pub(super) struct Carried {
    pub(super) card: Card,
    pub(super) task: Option<Task>,
}

impl Carried {
    /// How it went, and what the owner said of it.
    pub(super) fn outcome(&self) -> (Option<Outcome>, Option<&str>) {
        let words = self.task.as_ref().and_then(|t| t.words.as_deref());
        let ended = self.task.as_ref().and_then(|t| match t.state {
            TaskState::Open => None,
            TaskState::Done(Worked::Yes) => Some(Outcome::Worked),
            TaskState::Done(Worked::Partly) => Some(Outcome::Partly),
            TaskState::Done(Worked::No) => Some(Outcome::Failed),
            TaskState::Dropped => Some(Outcome::Dropped),
        });
        (ended.or(self.card.outcome), words)
    }

    /// Whether it still has to be asked.
    pub(super) fn is_open(&self) -> bool {
        self.task.as_ref().is_some_and(Task::is_open)
    }
}

/// The Tries that the last board about the same took.
pub(super) async fn carried(q: &impl Reads, previous: Option<BoardId>) -> Result<Vec<Carried>, StoreError> {
    let Some(previous) = previous else { return Ok(Vec::new()) };
    let cards = records::cards(q, previous).await?;
    let mut carried = Vec::new();
    for card in cards.into_iter().filter(|c| c.decision == Some(Decision::Taken)) {
        let task = task(q, card.id).await?;
        carried.push(Carried { card, task });
    }
    Ok(carried)
}

/// The task that a Try became.
pub(super) async fn task(q: &impl Reads, card: CardId) -> Result<Option<Task>, StoreError> {
    Ok(tasks::of(q, Origin::Kpt(card.uuid())).await?.into_iter().next())
}

/// Says whether a Try of the last board worked: those who sit together now, through their
/// facilitator. It ends the task, unless it has not been done yet.
pub(super) async fn judge(
    house: &House,
    act: &Act,
    (board, card, version): (BoardId, CardId, i64),
    who: AccountId,
    outcome: Outcome,
) -> Result<(), BoardError> {
    let work = move |tx: Tx| async move {
        let board = lead(&tx, board, who).await?;
        if board.stage == Stage::Closed {
            return Err(Refusal::OtherStep.into());
        }
        let carried = carried(&tx, board.previous).await?.into_iter().find(|c| c.card.id == card);
        let Carried { card, task } = carried.ok_or(StoreError::Missing("plan_card"))?;
        let task = task.filter(Task::is_open).ok_or(Refusal::Changed)?;
        keep(&tx, &Card { version, outcome: Some(outcome), ..card }, "plan.try_judge").await?;
        let worked = match outcome {
            Outcome::Worked => Worked::Yes,
            Outcome::Partly => Worked::Partly,
            Outcome::Failed => Worked::No,
            Outcome::NotYet | Outcome::Dropped => return Ok(()),
        };
        let words = format!("「{}」で確かめました", board.title);
        tasks::finish(&tx, task.id, task.version, worked, &words).await.map_err(changed)
    };
    change(house, board, act, work).await
}

/// A task tells in words of pages why it was not changed.
fn changed(error: WebError) -> BoardError {
    match error {
        WebError::Changed => Refusal::Changed.into(),
        other => StoreError::Other(other.to_string()).into(),
    }
}
