//! The one door through which personal text and blobs go into the database.
//!
//! Plain at first: encryption at rest will come here without touching any room.

/// What is written for `text`.
pub fn seal(text: &str) -> String {
    text.to_owned()
}

/// What was sealed.
pub fn open(sealed: String) -> String {
    sealed
}
