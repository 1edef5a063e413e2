//! The call list: people whom somebody tells by voice, and what came of each call.

use crate::recipient::{Change, Delivery, State};
use crate::{CallId, RecipientId};
use kernel::Moment;
use store::{Deed, Reads, StoreError, Tx, args};

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The person knows.
    Told,
    /// Nobody answered; it is tried again.
    Again,
    /// The telephone is no way to this person: a letter.
    Unreachable,
}

impl Outcome {
    pub(crate) const ALL: [Self; 3] = [Self::Told, Self::Again, Self::Unreachable];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Again => "again",
            Self::Unreachable => "unreachable",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Told => "伝えた",
            Self::Again => "出なかった。またかける",
            Self::Unreachable => "電話では伝えられない。手紙にする",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.as_str() == word)
    }

    /// Whoever has no address stays on the list: somebody must find them.
    const fn next(self, has_address: bool) -> State {
        match self {
            Self::Told => State::Called,
            Self::Unreachable if has_address => State::OnPrintBatch,
            Self::Again | Self::Unreachable => State::OnCallList,
        }
    }
}

/// One call that was made.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) outcome: Outcome,
    pub(crate) note: Option<String>,
    pub(crate) at: Moment,
}

/// Writes down what came of a call. Answers whether the copy was still on the list.
pub(crate) async fn note(tx: &Tx, id: RecipientId, outcome: Outcome, note: Option<String>) -> Result<bool, StoreError> {
    let copy = Delivery::find(tx, id).await?.ok_or(StoreError::Missing("notices_recipient"))?;
    if copy.state != State::OnCallList {
        return Ok(false);
    }
    let has_address =
        crate::reach::of(tx, copy.person).await?.is_some_and(|r| crate::reach::letter_address(&r).is_some());
    let next = outcome.next(has_address);
    let change = Change { channel: Some(crate::reach::channel(next)), ..Change::default() };
    if !copy.go(tx, next, change).await? {
        return Ok(false);
    }
    let call: CallId = tx.id();
    tx.execute(
        "INSERT INTO notices_call (id, recipient, outcome, note, called_at) VALUES ($1, $2, $3, $4, $5)",
        args![call, id, outcome.as_str(), note, tx.now()],
    )
    .await?;
    tx.record(Deed::new("notices.call").about(copy.person).row("notices_call", call));
    Ok(true)
}

/// The calls for a copy, oldest first.
pub(crate) async fn made(q: &impl Reads, id: RecipientId) -> Result<Vec<Call>, StoreError> {
    let sql = "SELECT outcome, note, called_at FROM notices_call WHERE recipient = $1 ORDER BY id";
    let rows = q.rows(sql, args![id]).await?;
    rows.iter()
        .map(|r| {
            let word: String = r.get("outcome")?;
            let outcome = Outcome::parse(&word).ok_or_else(|| StoreError::Column("outcome".to_owned()))?;
            Ok(Call { outcome, note: r.get("note")?, at: r.get("called_at")? })
        })
        .collect()
}
