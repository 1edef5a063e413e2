//! What a room holds for somebody: the open work of an officer, so that an office can be handed over,
//! and everything about a person, so that they can take it home.

use crate::House;
use crate::texts::Lang;
use futures::future::BoxFuture;
use kernel::id::{AccountId, PersonId};
use store::{BlobId, StoreError, Tx};

/// How a room tells of an officer's open work.
#[derive(Clone, Copy)]
pub struct InHand {
    /// What the work is called, in Japanese: 「担当している案件」.
    pub title: &'static str,
    /// What the officer has open now.
    pub list: ListOpen,
    /// Gives it to the successor; answers how many. `None` where the work belongs to the office
    /// itself and so follows whoever holds it.
    pub pass_on: Option<PassOn>,
}

/// Lists what an officer has open.
pub type ListOpen = fn(House, AccountId) -> Told<OpenWork>;

/// Gives what a room holds about a person, in their language.
pub type Give = fn(House, PersonId, Lang) -> Told<Chapter>;

/// Some things that a room tells, or why it cannot.
pub type Told<T> = BoxFuture<'static, Result<Vec<T>, StoreError>>;

/// Gives open work to a successor.
pub type PassOn = fn(Tx, Handing) -> BoxFuture<'static, Result<u64, StoreError>>;

/// One thing that an officer has open; it names no resident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenWork {
    /// Number and kind of the matter.
    pub title: String,
    /// Where it is.
    pub path: String,
}

/// An office passing from one to another.
#[derive(Debug, Clone)]
pub struct Handing {
    /// Who leaves it.
    pub from: AccountId,
    /// Who takes it.
    pub to: AccountId,
    /// Of which desk; all desks where the office belongs to none.
    pub desk: Option<String>,
}

/// What a room gives a person who asks for everything that the town holds about them.
#[derive(Clone, Copy)]
pub enum Export {
    /// The room has no tables, or none that could name a person.
    NoPersonalData,
    /// It names people, but this is why it is left out.
    LeftOut(&'static str),
    /// What it holds about a person, in their language.
    Given(Give),
}

/// A part of what the town holds about a person: one heading in the readable page, one list in the
/// file for programs.
#[derive(Debug, Clone, Default)]
pub struct Chapter {
    /// Its name in the file for programs: `cases`.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The records, newest first.
    pub records: Vec<Record>,
}

/// One record: its facts and the files that belong to it.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// What it is, in words.
    pub title: String,
    /// Name for programs, name for people, value.
    pub facts: Vec<(String, String, String)>,
    /// Names of files and where their content is.
    pub files: Vec<(String, BlobId)>,
}

impl Chapter {
    /// A chapter without records.
    pub fn new(key: &'static str, title: impl Into<String>) -> Self {
        Self { key, title: title.into(), records: Vec::new() }
    }
}

impl Record {
    /// A record without facts.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// One more fact; one without a value is left out.
    #[must_use]
    pub fn fact(mut self, key: impl Into<String>, label: impl Into<String>, value: impl ToString) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.facts.push((key.into(), label.into(), value));
        }
        self
    }

    /// One more file.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, blob: BlobId) -> Self {
        self.files.push((name.into(), blob));
        self
    }
}
