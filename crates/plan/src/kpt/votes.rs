//! Votes: secret, so many each, counted once when voting ends, then forgotten.

use super::marks::Hand;
use super::records::Board;
use super::rules::Refusal;
use super::{BoardId, CardId};
use crate::kpt::actions::BoardError;
use kernel::TypedId;
use kernel::Uuid;
use store::{Reads, StoreError, Tx, args};

/// The secret with which the marks of a board's votes are made, while there is one.
async fn secret(q: &impl Reads, board: BoardId) -> Result<Option<Vec<u8>>, StoreError> {
    let row = q.row("SELECT secret FROM plan_board_pulse WHERE id = $1", args![board]).await?;
    Ok(row.map(|r| r.get("secret")).transpose()?.flatten())
}

/// The cards for which this person voted.
pub(super) async fn of(q: &impl Reads, board: BoardId, hand: &Hand) -> Result<Vec<CardId>, StoreError> {
    let Some(secret) = secret(q, board).await? else { return Ok(Vec::new()) };
    let voter = hand.on_vote(board, &secret);
    let rows = q.rows("SELECT card FROM plan_vote WHERE board = $1 AND voter = $2 ORDER BY id", args![board, voter]);
    rows.await?.iter().map(|r| r.get("card")).collect()
}

/// How many votes were given on a board so far.
pub(super) async fn cast(q: &impl Reads, board: BoardId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM plan_vote WHERE board = $1";
    Ok(q.one(sql, args![board]).await?.unwrap_or(0))
}

/// Gives a vote to a card. A second one for the same card changes nothing; one too many is refused.
/// The caller has entered the board, so that no two of them count at the same time.
pub(super) async fn give(tx: &Tx, board: &Board, card: CardId, hand: &Hand) -> Result<(), BoardError> {
    let secret = secret(tx, board.id).await?.ok_or(Refusal::OtherStep)?;
    let voter = hand.on_vote(board.id, &secret);
    // Random throughout: an identifier of the usual kind would tell when somebody voted.
    let id = Uuid::from_bytes(tx.random());
    tx.execute(
        "INSERT INTO plan_vote (id, board, card, voter) VALUES ($1, $2, $3, $4) ON CONFLICT (card, voter) DO NOTHING",
        args![id, board.id, card, voter.clone()],
    )
    .await?;
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM plan_vote WHERE board = $1 AND voter = $2";
    let given: i64 = tx.one(sql, args![board.id, voter]).await?.unwrap_or(0);
    if given > board.votes_each { Err(Refusal::NoVotesLeft.into()) } else { Ok(()) }
}

/// Takes a vote back.
pub(super) async fn take_back(tx: &Tx, board: &Board, card: CardId, hand: &Hand) -> Result<(), BoardError> {
    let secret = secret(tx, board.id).await?.ok_or(Refusal::OtherStep)?;
    let voter = hand.on_vote(board.id, &secret);
    tx.execute("DELETE FROM plan_vote WHERE card = $1 AND voter = $2", args![card, voter]).await?;
    Ok(())
}

/// Counts the votes onto the cards and forgets who gave them, for good: the marks go, and the secret
/// without which nobody can make them again.
pub(super) async fn settle(tx: &Tx, board: BoardId) -> Result<Vec<CardId>, StoreError> {
    let sql = "SELECT card, CAST(COUNT(*) AS bigint) AS n FROM plan_vote WHERE board = $1 GROUP BY card";
    let mut counted = Vec::new();
    for row in tx.rows(sql, args![board]).await? {
        let (card, n): (CardId, i64) = (row.get("card")?, row.get("n")?);
        let sql = "UPDATE plan_card SET votes = $2, version = version + 1 WHERE id = $1";
        tx.execute(sql, args![card, n]).await?;
        counted.push(card);
    }
    tx.execute("DELETE FROM plan_vote WHERE board = $1", args![board]).await?;
    tx.execute("UPDATE plan_board_pulse SET secret = NULL WHERE id = $1", args![board.uuid()]).await?;
    Ok(counted)
}
