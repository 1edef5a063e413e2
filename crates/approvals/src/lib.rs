//! approvals (signatures; the room follows)
mod draft;
mod rules;
mod routes;

pub use draft::{Attachment, Decided, Draft, Officer, Outcome, Party, Post, Revision, TextDigest};
pub use routes::{RouteBook, check};
pub use rules::{Refusal, State};

use kernel::Moment;
use kernel::id::ApprovalId;
use store::{Reads, StoreError, Tx};

/// Why a proposal could not be put on its way or decided.
#[derive(Debug, thiserror::Error)]
pub enum ApprovalError {
    /// The town has no route for this kind and amount today.
    #[error("no route for {0}")]
    NoRoute(String),
    /// By this route the drafter would decide in the end; another officer must draft.
    #[error("the drafter would decide on their own draft")]
    OwnDecision,
    /// The proposal has moved on in the meantime.
    #[error("changed in the meantime")]
    Changed,
    /// The officer may not do this.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// The records.
    #[error(transparent)]
    Store(#[from] StoreError),
}

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
    /// When it ended.
    pub decided_at: Option<Moment>,
    /// Why it was sent back or withdrawn.
    pub reason: Option<String>,
    /// Whose turn it is, as 窓口 職, for people.
    pub waiting_for: Vec<String>,
}

/// Puts a draft on its way.
///
/// # Errors
/// [`ApprovalError::NoRoute`], [`ApprovalError::OwnDecision`], or the records do not answer.
pub async fn start(_tx: &Tx, _routes: &RouteBook, _draft: Draft) -> Result<ApprovalId, ApprovalError> {
    Err(StoreError::Missing("approvals").into())
}

/// Puts a proposal that was sent back or withdrawn on its way again, in new words.
///
/// # Errors
/// As [`start`]; [`ApprovalError::Changed`] when it is not with the drafter.
pub async fn resubmit(_tx: &Tx, _routes: &RouteBook, _id: ApprovalId, _revision: Revision) -> Result<(), ApprovalError> {
    Err(StoreError::Missing("approvals").into())
}

/// Where a proposal stands.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such approval.
pub async fn status(_q: &impl Reads, _id: ApprovalId) -> Result<Status, StoreError> {
    Err(StoreError::Missing("approvals"))
}

/// The room.
pub const fn room() -> web::Room {
    web::Room { key: "approvals", ..web::Room::EMPTY }
}
