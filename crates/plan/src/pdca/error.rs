//! Why something was not done.

use approvals::ApprovalError;
use store::StoreError;
use web::WebError;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PdcaError {
    /// Another desk's, or not this officer's turn.
    #[error("not theirs")]
    NotTheirs,
    /// Somebody else was faster, or it has moved on.
    #[error("changed in the meantime")]
    Changed,
    /// What the officer must mend: (field, words).
    #[error("to be mended")]
    Mend(Vec<(&'static str, String)>),
    /// The route of approval refuses.
    #[error(transparent)]
    Approval(#[from] ApprovalError),
    /// The records do not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PdcaError {
    /// One thing to mend.
    pub(crate) fn mend(field: &'static str, words: impl Into<String>) -> Self {
        Self::Mend(vec![(field, words.into())])
    }
}

impl From<PdcaError> for WebError {
    fn from(error: PdcaError) -> Self {
        match error {
            PdcaError::NotTheirs => Self::Forbidden,
            PdcaError::Changed => Self::Changed,
            PdcaError::Mend(_) => Self::Unreadable("incomplete"),
            PdcaError::Approval(error) => error.into(),
            // Two opened the same cycle at once.
            PdcaError::Store(StoreError::Conflict { .. }) => Self::Changed,
            PdcaError::Store(error) => error.into(),
        }
    }
}
