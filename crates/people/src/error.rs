//! Why a change to the people's records was refused.

use store::StoreError;

/// Why a change was refused: the person at the screen can mend all but [`PeopleError::Store`].
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// Another account has this e-mail address.
    #[error("another account has this address")]
    EmailTaken,
    /// Another person has this number of the register.
    #[error("another person has this register number")]
    NumberTaken,
    /// A term ends before it begins.
    #[error("the term ends before it begins")]
    Backwards,
    /// The same holder has the same office in these days already.
    #[error("the holder has this office in these days already")]
    Overlaps,
    /// The term is longer than the town's rule allows.
    #[error("the term is longer than the rule allows")]
    TooLong,
    /// The town has no such role, desk, ward or position.
    #[error("the town has no {0}")]
    Unknown(&'static str),
    /// Nobody may be given a mandate for themselves.
    #[error("a mandate needs two people")]
    SamePerson,
    /// Somebody else changed the record in the meantime.
    #[error("changed in the meantime")]
    Changed,
    /// There is no such record.
    #[error("no such record")]
    Missing,
    /// The records do not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PeopleError {
    /// The store's error; what a caller cannot mend is a missing or a conflicting record there.
    pub fn into_store(self) -> StoreError {
        match self {
            Self::Store(error) => error,
            Self::Missing => StoreError::Missing("people"),
            other => StoreError::Other(other.to_string()),
        }
    }
}
