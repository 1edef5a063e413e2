//! The resident register (住民基本台帳): what it says of a person, and how fresh that is.
//!
//! The register itself is another system. What it says comes as a file ([`import()`], layout in
//! `docs/register-import.md`) or, later, over a line; whoever asks says which by handing in a
//! [`RegisterSource`]. The answer always tells how fresh it is, so that no page has to pretend.

mod entry;
mod import;
mod reading;

pub use entry::Entry;
pub use import::{Options, Report, import};
pub use reading::{Register, read};

use crate::{Person, find};
use futures::future::BoxFuture;
use kernel::id::PersonId;
use kernel::{FromValue, Moment};
use serde::Deserialize;
use std::collections::HashMap;
use store::{Db, Reads, StoreError, args};
use town::{Problem, TownFolder};

/// What a source of facts says, and how far it can be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// As the source has it now.
    Fresh(T),
    /// As the source had it then; it may have changed.
    StaleSince(T, Moment),
    /// The source does not answer.
    Unavailable,
}

impl<T> Answer<T> {
    /// What was said, however fresh.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Fresh(x) | Self::StaleSince(x, _) => Some(x),
            Self::Unavailable => None,
        }
    }
}

/// Where the town's facts about residents come from.
pub trait RegisterSource: Send + Sync {
    /// What the register says of a person; `None` in it when the register does not know them.
    fn person<'a>(&'a self, db: &'a Db, id: PersonId, now: Moment) -> BoxFuture<'a, Answer<Option<Person>>>;
}

/// The copy of the register in our own tables, as the last import left it.
#[derive(Debug, Clone, Copy)]
pub struct ImportedRegister {
    /// After so many days without an import the copy is stale.
    pub stale_after_days: i64,
}

impl Default for ImportedRegister {
    fn default() -> Self {
        Self { stale_after_days: Settings::default().stale_after_days }
    }
}

impl ImportedRegister {
    /// As the town's `register.toml` says, or the default.
    ///
    /// # Errors
    /// When the file is wrong.
    pub fn of_town(folder: &TownFolder) -> Result<Self, Problem> {
        settings(folder).map(|s| Self { stale_after_days: s.stale_after_days })
    }

    async fn ask(self, db: &Db, id: PersonId, now: Moment) -> Result<Answer<Option<Person>>, StoreError> {
        let person = find(db, id).await?;
        let limit = now.plus_days(-self.stale_after_days);
        Ok(match (last_import(db).await?, person) {
            (Some(as_of), person) if as_of >= limit => Answer::Fresh(person),
            (Some(as_of), person) => Answer::StaleSince(person, as_of),
            (None, Some(person)) => {
                let since = person.changed_at;
                Answer::StaleSince(Some(person), since)
            }
            (None, None) => Answer::Unavailable,
        })
    }
}

impl RegisterSource for ImportedRegister {
    fn person<'a>(&'a self, db: &'a Db, id: PersonId, now: Moment) -> BoxFuture<'a, Answer<Option<Person>>> {
        Box::pin(async move { self.ask(db, id, now).await.unwrap_or(Answer::Unavailable) })
    }
}

/// As of when our copy of the register is, if there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn last_import(q: &impl Reads) -> Result<Option<Moment>, StoreError> {
    let as_of: Option<Option<i64>> = q.one("SELECT MAX(as_of) FROM people_import", args![]).await?;
    Ok(as_of.flatten().and_then(|m| Moment::from_value(m.into())))
}

/// Everybody's number in the register (宛名番号), for files of other systems that name people by it.
///
/// # Errors
/// When the database does not answer.
pub async fn numbers(q: &impl Reads) -> Result<HashMap<String, PersonId>, StoreError> {
    let rows =
        q.rows("SELECT id, register_number FROM people_person WHERE register_number IS NOT NULL", vec![]).await?;
    rows.iter().map(|r| Ok((r.get("register_number")?, r.get("id")?))).collect()
}

/// `register.toml` of a town folder.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    pub(crate) stale_after_days: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { stale_after_days: 3 }
    }
}

const FILE: &str = "register.toml";

pub(crate) fn settings(folder: &TownFolder) -> Result<Settings, Problem> {
    if !folder.has(FILE) {
        return Ok(Settings::default());
    }
    let settings: Settings = folder.toml(FILE)?;
    if !(1..=366).contains(&settings.stale_after_days) {
        return Err(Problem::of_file(FILE, "stale_after_days は 1 から 366 までの日数で書いてください"));
    }
    Ok(settings)
}
