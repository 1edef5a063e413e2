//! People: who lives in the town, who else has to do with it, how each wants to be reached, who
//! may come in, who holds which office until when, and who may act for whom.
//!
//! **Who uses it.** Every room that has to do with a person. There are no screens here: the pages
//! over these records are in `account` (settings, the officers' search) and in the services.
//!
//! **The law.** 住民基本台帳法 fixes what the resident register holds (第7条) and who may see it;
//! 個人情報の保護に関する法律 asks that reading is for a purpose: [`look`] writes each reading into
//! the journal, and the person sees the entry. Names and readings stay exactly as received
//! (戸籍法13条, 行政事務標準文字).
//!
//! **Data and for how long.** Persons and households as long as the register has them and five
//! years after (住民基本台帳法施行令34条 asks 150 years of the register itself, which stays the
//! source: what is here is a copy for the town's matters). Contacts, accounts, grants and mandates
//! as the retention of each table in [`SCHEMA`] says.
//!
//! | question | module |
//! |---|---|
//! | who is it, where do they live | [`person`](Person), [`household`](Household) |
//! | may I see the record, how is it found | [`look`], [`search`], [`snapshot()`] |
//! | how do they want to be reached | [`contacts`] |
//! | who may come in | [`accounts`] |
//! | who holds which office, until when | [`grants`] |
//! | who may act for whom | [`mandates`], [`offers`] |
//! | how fresh is what we know | [`register`] |
//! | whom does a rule of the town find | [`selection`] |

pub mod accounts;
pub mod contacts;
mod error;
pub mod grants;
mod household;
mod looking;
pub mod mandates;
pub mod offers;
mod person;
pub mod register;
mod schema;
pub mod selection;
mod snapshot;

pub use accounts::{Account, AccountKind, NewAccount};
pub use contacts::{Contact, ContactChannel, Language, Reach};
pub use error::PeopleError;
pub use grants::{Grant, GrantId, Holder, NewGrant, Rights, grants_on, permissions_of};
pub use household::{Household, add_household, household, members, set_head};
pub use looking::{Listed, look, search};
pub use mandates::{Mandate, MandateId, MandateKind, NewMandate};
pub use offers::{NewOffer, Offer, OfferId};
pub use person::{
    Facts, Person, PersonKind, Sex, add, add_outside, amend, by_name_and_birth, by_number, find, find_many,
};
pub use register::{Answer, ImportedRegister, RegisterSource};
pub use schema::{SCHEMA, check};
pub use snapshot::{Frozen, snapshot};

#[cfg(test)]
mod tests;
