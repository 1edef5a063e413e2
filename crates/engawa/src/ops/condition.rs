//! How everything is now, read from where it is.

use super::instruments::{Instruments, MailAnswer};
use super::runs::{self, Runs, Work};
use super::samples::{self, Sample};
use kernel::Moment;
use papers::Seal;
use std::path::Path;
use std::sync::atomic::Ordering::Relaxed;
use store::{StoreError, queue};
use web::{Gauge, House};

/// The disk of the data folder, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Disk {
    pub(crate) free: u64,
    pub(crate) size: u64,
}

/// How people reach the town.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// Over TLS.
    Encrypted,
    /// From this machine alone: to try it out.
    Local,
    /// Over the network, for everybody on the way to read.
    Plain,
}

impl Door {
    /// What the address says under which people reach the town.
    pub(crate) fn of(base_url: &str) -> Self {
        let (scheme, rest) = base_url.split_once("://").unwrap_or_default();
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        match (scheme, host) {
            ("https", _) => Self::Encrypted,
            ("http", "localhost" | "127.0.0.1") => Self::Local,
            _ => Self::Plain,
        }
    }
}

/// What a room counts now.
pub(crate) type Counted = (Gauge, Vec<(String, i64)>);

/// How everything is.
pub(crate) struct Condition {
    pub(crate) at: Moment,
    pub(crate) jobs: Vec<queue::Waiting>,
    pub(crate) oldest_due: Option<Moment>,
    pub(crate) database: Option<store::Condition>,
    pub(crate) disk: Option<Disk>,
    pub(crate) free: Vec<Sample>,
    pub(crate) refused: Vec<Sample>,
    pub(crate) certificate_ends: Option<Moment>,
    pub(crate) runs: Vec<(Work, Runs)>,
    pub(crate) has_mail: bool,
    pub(crate) mail: Option<MailAnswer>,
    pub(crate) copies_set: bool,
    pub(crate) drill_days: i64,
    pub(crate) demo: bool,
    pub(crate) stranger: bool,
    pub(crate) door: Door,
}

/// Reads it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn condition(house: &House) -> Result<Condition, StoreError> {
    let (db, now, instruments) = (&house.db, house.now(), Instruments::of(house));
    let mut all_runs = Vec::new();
    for work in Work::ALL {
        all_runs.push((work, runs::of(db, work).await?));
    }
    let month = now.plus_days(-30);
    Ok(Condition {
        at: now,
        jobs: queue::by_kind(db).await?,
        oldest_due: queue::oldest_due(db, now).await?,
        database: db.condition().await.ok(),
        disk: disk(&house.data),
        free: samples::since(db, samples::DISK_FREE, month).await?,
        refused: samples::since(db, samples::REFUSED, month).await?,
        certificate_ends: certificate_ends(house),
        runs: all_runs,
        has_mail: house.sender("email").is_some(),
        mail: instruments.mail_answer(),
        copies_set: instruments.upkeep.to.is_some(),
        drill_days: instruments.upkeep.times.drill_days.into(),
        demo: house.demo,
        stranger: instruments.stranger.load(Relaxed),
        door: Door::of(&house.base_url),
    })
}

impl Condition {
    /// How the times of a work went.
    pub(crate) fn of(&self, work: Work) -> Option<&Runs> {
        self.runs.iter().find(|(w, _)| *w == work).map(|(_, runs)| runs)
    }

    /// Jobs in a state.
    pub(crate) fn jobs_in(&self, state: &str) -> i64 {
        self.jobs.iter().filter(|w| w.state == state).map(|w| w.count).sum()
    }
}

/// What the rooms count now.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn gauges(house: &House) -> Result<Vec<Counted>, StoreError> {
    let mut all = Vec::new();
    for gauge in house.all_rooms().flat_map(|r| r.gauges) {
        all.push((*gauge, (gauge.count)(house.db.clone(), house.now()).await?));
    }
    Ok(all)
}

/// The disk that holds `folder`.
pub(crate) fn disk(folder: &Path) -> Option<Disk> {
    let stat = rustix::fs::statvfs(folder).ok()?;
    // What is kept for root is not ours.
    Some(Disk { free: stat.f_bavail * stat.f_frsize, size: stat.f_blocks * stat.f_frsize })
}

/// When the certificate ends with which papers are signed; none while no paper was ever signed.
fn certificate_ends(house: &House) -> Option<Moment> {
    let signed_ever = house.data.join("keys/town-signing.pem").exists();
    let seal = match house.shelf.get::<Seal>() {
        Some(seal) => seal.clone(),
        None if signed_ever => Seal::of(house).ok()?,
        None => return None,
    };
    Some(seal.ends())
}
