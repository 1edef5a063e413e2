//! What becomes of a Try: taken with an owner and a day, or left; and whether it worked, which the
//! next board about the same asks.

use super::actions::{BoardError, keep};
use super::live::Hub;
use super::records::{self, Card};
use super::rules::{Decision, Outcome, Refusal, Side, Stage};
use super::{BoardId, CardId};
use kernel::Date;
use kernel::id::AccountId;
use store::{Act, Reads, StoreError, Tx};
use web::House;

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

/// Decides about a Try, as the facilitator saw it.
pub(super) async fn decide(
    house: &House,
    act: &Act,
    (board, card, version): (BoardId, CardId, i64),
    who: AccountId,
    choice: Choice,
) -> Result<(), BoardError> {
    let work = move |tx: Tx| async move {
        records::beat(&tx, board).await?;
        let board = records::board(&tx, board).await?.ok_or(StoreError::Missing("plan_board"))?;
        if board.facilitator != who {
            return Err(Refusal::NotFacilitator.into());
        }
        let card = records::card(&tx, board.id, card).await?.ok_or(StoreError::Missing("plan_card"))?;
        if board.stage != Stage::Decide || card.side != Side::Try {
            return Err(Refusal::OtherStep.into());
        }
        let (decision, owner, due) = match choice {
            Choice::Take { owner, due } => (Decision::Taken, Some(owner), Some(due)),
            Choice::Leave => (Decision::Left, None, None),
        };
        let decided = Card { version, decision: Some(decision), owner, due, ..card };
        keep(&tx, &decided, "plan.try_decide").await
    };
    house.db.write(act, work).await?;
    house.companion::<Hub>().wake(board);
    Ok(())
}

/// The Tries that the last board about the same took.
pub(super) async fn carried(q: &impl Reads, previous: Option<BoardId>) -> Result<Vec<Card>, StoreError> {
    let Some(previous) = previous else { return Ok(Vec::new()) };
    let cards = records::cards(q, previous).await?;
    Ok(cards.into_iter().filter(|c| c.decision == Some(Decision::Taken)).collect())
}

/// Says whether a Try of the last board worked; those who sit together now say it through their
/// facilitator.
pub(super) async fn judge(
    house: &House,
    act: &Act,
    (board, card, version): (BoardId, CardId, i64),
    who: AccountId,
    outcome: Outcome,
) -> Result<(), BoardError> {
    let work = move |tx: Tx| async move {
        records::beat(&tx, board).await?;
        let board = records::board(&tx, board).await?.ok_or(StoreError::Missing("plan_board"))?;
        if board.facilitator != who {
            return Err(Refusal::NotFacilitator.into());
        }
        if board.stage == Stage::Closed {
            return Err(Refusal::OtherStep.into());
        }
        let carried = carried(&tx, board.previous).await?;
        let card = carried.into_iter().find(|c| c.id == card).ok_or(StoreError::Missing("plan_card"))?;
        keep(&tx, &Card { version, outcome: Some(outcome), ..card }, "plan.try_judge").await
    };
    house.db.write(act, work).await?;
    house.companion::<Hub>().wake(board);
    Ok(())
}
