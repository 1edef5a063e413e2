//! `engawa restore`: a backup back into empty records, proved by the journal.

use super::journal;
use crate::command_line::Place;
use crate::failure::Failure;
use crate::house::{DataLock, Records};
use crate::say;
use std::path::Path;

pub(crate) async fn run(place: &Place, from: &Path) -> Result<(), Failure> {
    let _lock = DataLock::take(place)?;
    let records = Records::open(place).await?;
    let outcome = restore(&records, from).await;
    records.db.close().await;
    outcome
}

async fn restore(records: &Records, from: &Path) -> Result<(), Failure> {
    let manifest =
        store::backup::restore(&records.db, &records.blobs, &records.data, from, records.clock.now()).await?;
    let rows: u64 = manifest.rows.values().sum();
    say::line(&format!(
        "{rows} 行とファイル {} 個を戻しました / restored {rows} rows and {} files",
        manifest.blobs, manifest.blobs
    ));
    journal::report(&journal::judge(records).await?)
}
