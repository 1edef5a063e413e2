//! What a room says of itself. Plain values: the list of rooms can be read.

use crate::{House, Routes, Visit, WebError};
use futures::future::BoxFuture;
use kernel::{Date, Moment};
use std::any::Any;
use store::{Job, JobError, Migration, RoomSchema, StoreError, Table};
use town::{Problem, TownFolder};

/// A thing that a room read from the town folder; the shelf finds it again by its type.
pub type Shelved = Box<dyn Any + Send + Sync>;
/// Reads such a thing, or says all that is wrong in the folder.
pub type OpenShelf = fn(&TownFolder) -> Result<Shelved, Vec<Problem>>;

/// Reads what a room keeps in memory.
pub type Ready = fn(House) -> BoxFuture<'static, Result<(), StoreError>>;

/// A text in the three languages of the house.
#[derive(Debug, Clone, Copy)]
pub struct Title {
    /// Japanese.
    pub ja: &'static str,
    /// やさしい日本語.
    pub easy: &'static str,
    /// English.
    pub en: &'static str,
}

/// A capability or a service: its tables, pages, work and texts under one key.
#[derive(Clone)]
pub struct Room {
    /// Prefix of its tables, permissions, jobs and texts.
    pub key: &'static str,
    /// The steps of its schema.
    pub migrations: &'static [Migration],
    /// Its tables and how long rows are kept.
    pub tables: &'static [Table],
    /// Opens its doors.
    pub routes: fn(&mut Routes),
    /// The kinds of jobs that it does.
    pub jobs: &'static [JobKind],
    /// What it does of itself now and then.
    pub rounds: &'static [Round],
    /// The permissions that its routes ask for.
    pub permissions: &'static [Permission],
    /// What it can count for the plan.
    pub indicators: &'static [Indicator],
    /// What it can tell those who keep the program running, without a person in it.
    pub gauges: &'static [Gauge],
    /// Its texts, Fluent in three languages.
    pub texts: crate::texts::RoomTexts,
    /// Finds what is wrong in its part of a town folder.
    pub check: fn(&TownFolder) -> Vec<Problem>,
    /// Reads its part of a town folder into memory, once; pages find it by type in the shelf.
    pub shelf: Option<OpenShelf>,
    /// Reads what it keeps in memory out of the records, before the doors open.
    pub ready: Option<Ready>,
    /// Its places in the officers' menu.
    pub desk_links: &'static [DeskLink],
    /// What may wait for an officer here, for the first page of the day.
    pub today: &'static [Today],
    /// What people can find from the home page and by search.
    pub entries: fn(&House, crate::texts::Lang) -> Vec<Entry>,
    /// What officers have open here, for whoever takes an office over.
    pub in_hand: Option<crate::hold::InHand>,
    /// What it gives a person who asks for everything about them.
    pub export: crate::hold::Export,
}

impl Room {
    /// A room with nothing in it but its key, to be filled by struct update.
    pub const EMPTY: Self = Self {
        key: "",
        migrations: &[],
        tables: &[],
        routes: |_| {},
        jobs: &[],
        rounds: &[],
        permissions: &[],
        indicators: &[],
        gauges: &[],
        texts: crate::texts::RoomTexts { ja: "", easy: "", en: "" },
        check: |_| Vec::new(),
        shelf: None,
        ready: None,
        desk_links: &[],
        today: &[],
        entries: |_, _| Vec::new(),
        in_hand: None,
        export: crate::hold::Export::NoPersonalData,
    };

    /// Its part of the database schema.
    pub const fn schema(&self) -> RoomSchema {
        RoomSchema { room: self.key, migrations: self.migrations, tables: self.tables }
    }
}

/// A room that realises one of the plan's measures.
#[derive(Clone)]
pub struct Service {
    /// Key of the measure in the town's plan.
    pub measure: &'static str,
    /// Its name for people.
    pub title: Title,
    /// The room.
    pub room: Room,
}

/// Who does a kind of job, and how.
#[derive(Clone, Copy)]
pub struct JobKind {
    /// `room.verb`.
    pub kind: &'static str,
    /// Does one; called again after a failure, so it must be idempotent.
    pub run: fn(House, Job) -> BoxFuture<'static, Result<(), JobError>>,
}

/// Something that a room does of itself now and then (deadlines, reminders, clearing out).
#[derive(Clone, Copy)]
pub struct Round {
    /// `room.verb`.
    pub name: &'static str,
    /// Pause between two rounds.
    pub every_seconds: u64,
    /// Does one round; idempotent.
    pub run: fn(House) -> BoxFuture<'static, Result<(), JobError>>,
}

/// A permission that roles of the town can carry.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// `room.verb`.
    pub key: &'static str,
    /// What it allows, in Japanese, for the officer who hands out roles.
    pub meaning: &'static str,
}

/// Values of a label and their numbers.
pub type Counts = Vec<(String, i64)>;

/// A count of the present for those who keep the program running. It names states and kinds,
/// never a person; it is read at most a few times a minute, so a count of a large table is fair.
#[derive(Clone, Copy)]
pub struct Gauge {
    /// `engawa_room_what`.
    pub name: &'static str,
    /// What is counted, in one English sentence.
    pub help: &'static str,
    /// The name of what tells the counts apart (`state`, `kind`); empty when there is one count.
    pub label: &'static str,
    /// Counts: the label's value (empty when there is no label) and the number.
    pub count: fn(store::Db, Moment) -> BoxFuture<'static, Result<Counts, StoreError>>,
}

/// Something that a room can count from its own records.
#[derive(Clone, Copy)]
pub struct Indicator {
    /// `room.what`.
    pub key: &'static str,
    /// Its name.
    pub title: Title,
    /// What it means and what it leaves out.
    pub meaning: Title,
    /// The unit, in Japanese (件, 日, %…).
    pub unit: &'static str,
    /// How it is computed, in one sentence.
    pub computed: &'static str,
    /// The first day for which the records say it; `None`: as far back as there are records.
    pub since: Option<Date>,
    /// How the figures of months become the figure of a year.
    pub yearly: Yearly,
    /// Counts.
    pub count: fn(store::Db, Period) -> BoxFuture<'static, Result<Figure, StoreError>>,
    /// Counts the same apart, where that makes sense.
    pub split: Option<SplitBy>,
}

/// How the figures of months become the figure of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yearly {
    /// The months are added.
    Sum,
    /// A share: what it is true of and the whole are added, then divided anew.
    Share,
    /// Neither works (a median): the whole stretch is counted from the records again.
    Recount,
}

/// By what a figure is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Split {
    /// By procedure.
    Procedure,
    /// By the ward (行政区) in which the person lived at the time.
    Ward,
    /// By the person's age at the time, in bands.
    AgeBand,
}

impl Split {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Procedure, Self::Ward, Self::AgeBand];

    /// The word kept in records and addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Ward => "ward",
            Self::AgeBand => "age",
        }
    }
}

/// What a figure can be counted apart by, and how.
#[derive(Clone, Copy)]
pub struct SplitBy {
    /// By what.
    pub by: &'static [Split],
    /// Counts each group; records that belong to no group are left out.
    pub count: CountCuts,
}

/// One group of a split.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// Key of the procedure, the ward or the age band.
    pub key: String,
    /// What was counted in it.
    pub figure: Figure,
}

/// Counts by a split.
pub type CountCuts = fn(store::Db, Period, Split) -> BoxFuture<'static, Result<Vec<Cut>, StoreError>>;

/// A stretch of days, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Period {
    /// The moments from the first (included) to the end of the last day (excluded).
    pub fn moments(self) -> (Moment, Moment) {
        (Moment::start_of(self.first), Moment::start_of(self.last).plus_days(1))
    }
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figure {
    /// The value in the indicator's unit; `None` when there is nothing to tell it from.
    pub value: Option<f64>,
    /// From how many records it was told.
    pub n: i64,
    /// Of how many of them a share is true; months are added up by it without losing anything.
    pub hits: Option<i64>,
    /// The same by part (channel, answer, …): key and count.
    pub parts: Vec<(String, i64)>,
}

impl Figure {
    /// A count of records.
    pub fn count(n: i64) -> Self {
        Self { value: Some(exact(n)), n, ..Self::default() }
    }

    /// The share of `hits` in `n`, in percent with one decimal; nothing where there is no record.
    pub fn share(hits: i64, n: i64) -> Self {
        let value = (n > 0).then(|| (exact(hits) * 1000.0 / exact(n)).round() / 10.0);
        Self { value, n, hits: Some(hits), parts: Vec::new() }
    }

    /// A level (days, a median) told from `n` records.
    pub const fn level(value: Option<f64>, n: i64) -> Self {
        Self { value, n, hits: None, parts: Vec::new() }
    }

    /// With its parts.
    #[must_use]
    pub fn with_parts(self, parts: Vec<(String, i64)>) -> Self {
        Self { parts, ..self }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a town are far below 2^52")]
const fn exact(n: i64) -> f64 {
    n as f64
}

/// A place in the officers' menu.
#[derive(Debug, Clone, Copy)]
pub struct DeskLink {
    /// Who sees it.
    pub permission: &'static str,
    /// Its name, in Japanese.
    pub label: &'static str,
    /// Where it is.
    pub path: &'static str,
    /// Its drawing.
    pub icon: crate::components::Icon,
}

/// A place where work may wait for an officer.
#[derive(Clone, Copy)]
pub struct Today {
    /// Who sees it.
    pub permission: &'static str,
    /// Where it is done.
    pub path: &'static str,
    /// What waits there now for the officer who asks.
    pub waiting: fn(Visit) -> BoxFuture<'static, Result<Waiting, WebError>>,
}

/// Work that waits.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// What it is, in Japanese: 受付.
    pub what: &'static str,
    /// How many; with none it is not shown.
    pub count: i64,
    /// How many of them are late.
    pub late: i64,
}

/// Something that people can find from the home page and by search.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name in the person's language.
    pub title: String,
    /// One sentence about it.
    pub summary: String,
    /// Where it is.
    pub url: String,
    /// More words by which people look for it.
    pub words: Vec<String>,
    /// Whether the home page shows it without a search.
    pub on_home: bool,
}
