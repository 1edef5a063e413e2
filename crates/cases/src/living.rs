//! The catalogue as it stands now: the files of the town folder with the versions that were
//! published in the browser.
//!
//! It is kept in memory and exchanged whole, so that a page asks the records nothing. A version that
//! is published here is known here with the answer to the officer. On PostgreSQL, where several
//! programs may serve one town, each looks every [`LOOK_SECONDS`] seconds whether there is something
//! new, and a new version is offered by all of them at one moment, [`WAIT_SECONDS`] after it was
//! published: nobody begins a form that the next program does not know yet.

use crate::forms::{self, Catalogue, Procedure};
use crate::records::version::{self, Held};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::Moment;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};
use store::{Db, JobError, StoreError};
use town::{Problem, TownFolder};
use web::House;

/// So often other programs look for what was published.
pub(crate) const LOOK_SECONDS: u64 = 60;
/// Where several programs may serve the town, a version is offered so many seconds after it was published.
const WAIT_SECONDS: i64 = 75;

/// The procedures of the town folder.
pub(crate) struct Files {
    catalogue: Arc<Catalogue>,
    /// The text of each version's file.
    texts: BTreeMap<(String, u32), String>,
}

impl Files {
    pub(crate) fn load(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        let catalogue = Arc::new(Catalogue::load(folder)?);
        let texts = forms::texts_of(folder);
        Ok(Self { catalogue, texts })
    }
}

/// What this program knows of the catalogue.
#[derive(Default)]
struct Living(RwLock<Known>);

#[derive(Default)]
struct Known {
    /// How the records stood when they were read.
    stamp: i64,
    /// The catalogue from each moment on; the first one also holds for all before.
    steps: Vec<(Moment, Arc<Catalogue>)>,
}

impl Living {
    fn at(&self, now: Moment) -> Option<Arc<Catalogue>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let step = known.steps.iter().rev().find(|(from, _)| *from <= now).or(known.steps.first());
        step.map(|(_, catalogue)| catalogue.clone())
    }

    fn stamp(&self) -> Option<i64> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        (!known.steps.is_empty()).then_some(known.stamp)
    }

    /// Takes over what was read, unless something newer has been read meanwhile.
    fn exchange(&self, read: Known) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.steps.is_empty() || read.stamp >= known.stamp {
            *known = read;
        }
    }
}

/// The procedures of this house's town, as they stand now. It costs no query; hold on to it for as
/// long as one page is made.
///
/// # Errors
/// [`StoreError::Missing`] when the house has no such room.
pub fn catalogue(house: &House) -> Result<Arc<Catalogue>, StoreError> {
    let files = files(house)?;
    Ok(house.companion::<Living>().at(house.now()).unwrap_or_else(|| files.clone()))
}

/// The procedures as the files of the town folder have them.
pub(crate) fn files(house: &House) -> Result<&Arc<Catalogue>, StoreError> {
    Ok(&house.shelved::<Files>()?.catalogue)
}

/// The text of a version's file, as it was read when the program began.
pub(crate) fn file_text<'h>(house: &'h House, key: &str, version: u32) -> Result<Option<&'h str>, StoreError> {
    let texts = &house.shelved::<Files>()?.texts;
    Ok(texts.get(&(key.to_owned(), version)).map(String::as_str))
}

/// The moment from which all programs of the town offer what is published now.
pub(crate) fn offered_from(db: &Db, now: Moment) -> Moment {
    if db.is_postgres() { now.plus_seconds(WAIT_SECONDS) } else { now }
}

/// Reads what was published; called before the doors open and after every publication.
pub(crate) async fn refresh(house: House) -> Result<(), StoreError> {
    let files = files(&house)?.clone();
    let stamp = version::stamp(&house.db).await?;
    let held = version::held(&house.db).await?;
    house.companion::<Living>().exchange(Known { stamp, steps: steps(&files, held, house.now()) });
    Ok(())
}

/// Looks whether another program published something.
pub(crate) fn look(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let known = house.companion::<Living>().stamp();
        if house.db.is_postgres() && known != Some(version::stamp(&house.db).await?) {
            refresh(house).await?;
        }
        Ok(())
    }
    .boxed()
}

fn steps(files: &Catalogue, held: Vec<Held>, now: Moment) -> Vec<(Moment, Arc<Catalogue>)> {
    let begins: BTreeSet<Moment> = held.iter().map(|h| h.offered_at).filter(|at| *at > now).collect();
    let read: Vec<(Held, Arc<Procedure>)> =
        held.into_iter().filter_map(|h| Some((read(&h)?, h))).map(|(p, h)| (h, Arc::new(p))).collect();
    let step = |at: Moment| {
        let known = |from_file: bool| -> Vec<Arc<Procedure>> {
            let held = read.iter().filter(|(h, _)| h.offered_at <= at && h.from_file == from_file);
            held.map(|(_, p)| p.clone()).collect()
        };
        (at, Arc::new(files.with(&known(false), &known(true))))
    };
    std::iter::once(now).chain(begins).map(step).collect()
}

/// A published version that no longer reads as it did (the grammar has become stricter) still carries
/// its cases; what is wrong with it is said to those who run the program.
fn read(held: &Held) -> Option<Procedure> {
    let source = town::Source::new(format!("procedures/{}-{}.toml", held.key, held.version), &*held.document);
    let reading = forms::read_anyway(&source);
    if let Some(wrong) = reading.wrong.first() {
        tracing::warn!(procedure = held.key, version = held.version, at = wrong.path, "{}", wrong.message);
    }
    let mut procedure = reading.procedure?;
    (procedure.version, procedure.effective_from) = (held.version, held.effective_from);
    Some(procedure)
}
