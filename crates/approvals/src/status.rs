//! What other rooms may know of a proposal.

use crate::draft::Post;
use crate::records;
use crate::rules::{Place, State};
use kernel::Moment;
use kernel::id::ApprovalId;
use store::{Reads, StoreError};

/// A proposal as other rooms see it.
#[derive(Debug, Clone)]
pub struct Status {
    /// The approval.
    pub id: ApprovalId,
    /// Where it stands.
    pub state: State,
    /// Which round, from 1.
    pub round: i64,
    /// 文書番号, once approved.
    pub number: Option<String>,
    /// When it was put on its way first.
    pub started_at: Moment,
    /// When it ended.
    pub decided_at: Option<Moment>,
    /// Why it was sent back or withdrawn.
    pub reason: Option<String>,
    /// The posts whose turn it is.
    pub waiting_for: Vec<Post>,
}

/// Where a proposal stands.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such approval.
pub async fn status(q: &impl Reads, id: ApprovalId) -> Result<Status, StoreError> {
    let record = records::find(q, id).await?.ok_or(StoreError::Missing("approvals_approval"))?;
    let seats = records::seats(q, id, record.round).await?;
    let open = seats.into_iter().filter(|(_, seat)| seat.place == Place::Open && record.state == State::Open);
    Ok(Status {
        id,
        state: record.state,
        round: record.round,
        number: record.number,
        started_at: record.started_at,
        decided_at: record.decided_at,
        reason: record.reason,
        waiting_for: open.map(|(_, seat)| seat.post).collect(),
    })
}
