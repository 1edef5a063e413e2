//! `engawa restore`: a backup back into empty records, proved by the journal.

use super::journal;
use crate::command_line::Place;
use crate::failure::Failure;
use crate::house::{DataLock, Records};
use crate::{say, storage};
use std::path::Path;
use store::StoreError;
use store::backup::{Manifest, SetName};

pub(crate) async fn run(place: &Place, from: &str, set: Option<SetName>) -> Result<(), Failure> {
    let _lock = DataLock::take(place)?;
    let records = Records::open(place).await?;
    let outcome = restore(&records, from, set).await;
    records.db.close().await;
    outcome
}

async fn restore(records: &Records, from: &str, set: Option<SetName>) -> Result<(), Failure> {
    let Records { db, blobs, data, clock, .. } = records;
    let manifest = match Path::new(from).join("manifest.json").exists() {
        true => store::backup::restore(db, blobs, data, Path::new(from), clock.now()).await?,
        false => of_many(records, from, set).await?,
    };
    let rows = manifest.all_rows();
    say::line(&format!(
        "{rows} 行とファイル {} 個を戻しました / restored {rows} rows and {} files",
        manifest.blobs, manifest.blobs
    ));
    journal::report(&journal::judge(records).await?)
}

async fn of_many(records: &Records, from: &str, set: Option<SetName>) -> Result<Manifest, Failure> {
    if !from.contains("://") && !Path::new(from).join("sets").is_dir() {
        return Err(Failure::cannot(format!("{from} に控えがありません"), format!("there is no copy in {from}")));
    }
    let vault = storage::vault(from)?;
    let set = match set {
        Some(set) => set,
        None => vault.sets().await?.into_iter().next().ok_or(StoreError::Missing("copy"))?,
    };
    say::line(&format!("控え {set} を戻します / restoring the copy {set}"));
    let Records { db, blobs, data, clock, .. } = records;
    Ok(vault.restore(&set, db, Some(blobs), data, clock.now()).await?)
}
