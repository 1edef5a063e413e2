//! `engawa backup`: a copy of everything, while the office works.

use crate::command_line::Place;
use crate::failure::Failure;
use crate::house::Records;
use crate::say;
use std::path::Path;

pub(crate) async fn run(place: &Place, dest: &Path) -> Result<(), Failure> {
    let records = Records::open_existing(place).await?;
    let copied = store::backup::backup(&records.db, &records.blobs, &records.data, dest, records.clock.now()).await;
    records.db.close().await;
    let manifest = copied?;
    let rows: u64 = manifest.rows.values().sum();
    let dest = dest.display();
    say::line(&format!(
        "控えを {dest} に取りました（{rows} 行、ファイル {} 個）。鍵も入っています。しまう場所に気をつけてください",
        manifest.blobs
    ));
    say::line(&format!("Backed up to {dest}: {rows} rows, {} files, and the keys. Keep it safe.", manifest.blobs));
    Ok(())
}
