//! How a person is reached, as the people's room knows it.

use kernel::id::PersonId;
use store::{Reads, StoreError};
use web::texts::Lang;

/// By which way a person wants to be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Nothing said: by mail if there is an address, else by post.
    #[default]
    Email,
    Post,
    Call,
}

/// What is needed to reach somebody.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach {
    pub(crate) name: String,
    pub(crate) kana: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) postcode: String,
    pub(crate) address: Vec<String>,
    pub(crate) wish: Wish,
    pub(crate) lang: Lang,
}

/// What the records know; a person who is not there can be reached by nobody's channel.
pub(crate) async fn of(_q: &impl Reads, _person: PersonId) -> Result<Option<Reach>, StoreError> {
    Ok(None)
}
