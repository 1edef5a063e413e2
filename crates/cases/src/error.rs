//! Why something was not done to a case.

use crate::forms::Missing;
use crate::rules::NotNow;
use kernel::id::CaseId;
use people::PeopleError;
use store::{JobError, StoreError};
use web::WebError;

/// Why something was not done to a case.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// There is no such case, draft or procedure.
    #[error("no such matter")]
    Missing,
    /// Somebody else changed it in the meantime.
    #[error("changed in the meantime")]
    Changed,
    /// It cannot be done while the case stands where it stands.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// The form cannot be handed in yet.
    #[error("the form is not complete")]
    Incomplete(Vec<Missing>),
    /// The same household, person or thing has a matter of this kind already: this one.
    #[error("handed in before")]
    Again(CaseId),
    /// Another person has to sign first.
    #[error("a signature is missing")]
    Unsigned,
    /// Words that an officer must mend: the key of a text of this room.
    #[error("{0}")]
    Words(&'static str),
    /// Another room refused.
    #[error("{0}")]
    Refused(String),
    /// The records do not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PeopleError> for CaseError {
    fn from(error: PeopleError) -> Self {
        Self::Store(error.into_store())
    }
}

impl From<CaseError> for WebError {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Missing => Self::NotFound,
            CaseError::Changed | CaseError::NotNow(_) | CaseError::Again(_) | CaseError::Unsigned => Self::Changed,
            CaseError::Incomplete(_) | CaseError::Words(_) => Self::Unreadable("incomplete"),
            CaseError::Refused(why) => Self::Internal(why),
            CaseError::Store(error) => error.into(),
        }
    }
}

impl From<CaseError> for JobError {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Changed | CaseError::Store(_) => Self::Retry(error.to_string()),
            other => Self::Fail(other.to_string()),
        }
    }
}
