//! `engawa backup`: a copy of everything, while the office works.

use crate::command_line::Place;
use crate::failure::Failure;
use crate::house::Records;
use crate::ops::copies::{self, Live};
use crate::{say, storage};
use std::path::Path;
use store::backup::Manifest;

pub(crate) async fn run(place: &Place, dest: Option<&Path>) -> Result<(), Failure> {
    let records = Records::open_existing(place).await?;
    let copied = match dest {
        Some(dest) => to_folder(&records, dest).await,
        None => to_vault(&records, place).await,
    };
    records.db.close().await;
    let (manifest, dest) = copied?;
    let rows = manifest.all_rows();
    say::line(&format!(
        "控えを {dest} に取りました（{rows} 行、ファイル {} 個）。鍵も入っています。しまう場所に気をつけてください",
        manifest.blobs
    ));
    say::line(&format!("Backed up to {dest}: {rows} rows, {} files, and the keys. Keep it safe.", manifest.blobs));
    Ok(())
}

async fn to_folder(records: &Records, dest: &Path) -> Result<(Manifest, String), Failure> {
    let Records { db, blobs, data, clock, .. } = records;
    let manifest = store::backup::take(db, blobs, data, dest, clock.now()).await?;
    Ok((manifest, dest.display().to_string()))
}

/// Old copies are let go by the program that serves, so that two do not let go at once.
async fn to_vault(records: &Records, place: &Place) -> Result<(Manifest, String), Failure> {
    let Some(to) = &place.keeping.backup_to else {
        return Err(Failure::cannot(
            "控えの場所がありません（フォルダーを書くか、ENGAWA_BACKUP_TO を決めてください）",
            "no place for the copy: name a folder or set ENGAWA_BACKUP_TO",
        ));
    };
    let vault = storage::vault(to)?;
    let taken = copies::take(&live(records), &vault, None).await?;
    Ok((taken.manifest, format!("{to} {}", taken.set)))
}

/// Open records as a copy needs them.
pub(crate) fn live(records: &Records) -> Live<'_> {
    Live { db: &records.db, blobs: &records.blobs, data: &records.data, clock: records.clock.clone() }
}
