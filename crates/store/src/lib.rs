//! The ground under every record: one database (a SQLite file or PostgreSQL), the journal that
//! proves it, the jobs that follow a change, the blobs beside it, and search over it.
//!
//! A change is one transaction: records, journal entries and jobs are written together or not at
//! all, and what is acknowledged is on disk. No other crate names the database driver.

pub mod act;
pub mod backup;
pub mod blobs;
mod condition;
mod db;
mod entropy;
mod error;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod meters;
mod migrate;
pub mod queue;
mod reads;
mod row;
mod scratch;
pub mod seal;
mod search;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod tx;
mod writer;

pub use act::{Act, Actor, Channel};
pub use blobs::{BlobId, Blobs};
pub use condition::Condition;
pub use db::{DatabaseUrl, Db};
pub use entropy::{Entropy, SystemEntropy};
pub use error::StoreError;
pub use jobs::{Job, JobError, NewJob};
pub use journal::Deed;
pub use migrate::{Migration, RoomSchema};
pub use reads::Reads;
pub use row::Row;
pub use scratch::Scratch;
pub use tx::Tx;

/// Tables: what they hold, for how long, and whether the journal vouches for them.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Name with the room's prefix.
    pub name: &'static str,
    /// The journal keeps a digest of each row; rows change only together with a [`Deed`].
    pub journaled: bool,
    /// The text column that names a blob whose bytes the journal vouches for too.
    pub blob: Option<&'static str>,
    /// How long rows are kept.
    pub retention: Retention,
}

/// How long rows of a table are kept, and on what ground.
#[derive(Debug, Clone, Copy)]
pub enum Retention {
    /// Full fiscal years after the matter is closed.
    Years(u8, &'static str),
    /// Until the stated need ends.
    WhileNeeded(&'static str),
    /// Without end.
    Forever(&'static str),
}

/// Builds the arguments of a statement: `args![id, "text", now]`.
#[macro_export]
macro_rules! args {
    ($($x:expr),* $(,)?) => { vec![$(::kernel::Value::from($x)),*] };
}
