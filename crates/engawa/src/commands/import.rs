//! `engawa import`: data from other systems.

use crate::command_line::{Import, Place};
use crate::failure::Failure;
use crate::house::Records;
use crate::say;
use std::path::Path;
use town::postcodes::NATIONAL;
use town::{Postcodes, TownFolder};

pub(crate) async fn run(place: &Place, what: &Import) -> Result<(), Failure> {
    match what {
        Import::Register { file, dry_run } => register(place, file, *dry_run).await,
        Import::Postcodes { file } => postcodes(place, file),
    }
}

async fn register(place: &Place, file: &Path, dry_run: bool) -> Result<(), Failure> {
    let _ = (Records::open(place).await?, file, dry_run);
    Ok(())
}

fn postcodes(place: &Place, file: &Path) -> Result<(), Failure> {
    let folder = TownFolder::open(&place.town)?;
    let bytes = std::fs::read(file).map_err(|e| Failure::file(file, &e))?;
    let table = Postcodes::import_national(&bytes)?;
    let path = folder.root().join(NATIONAL);
    let write = || -> std::io::Result<()> {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let fresh = path.with_extension("new");
        std::fs::write(&fresh, table.to_csv().map_err(std::io::Error::other)?)?;
        std::fs::rename(&fresh, &path)
    };
    write().map_err(|e| Failure::file(&path, &e))?;
    say::line(&format!("郵便番号 {} 件を {} に入れました", table.len(), path.display()));
    say::line("Restart the program to use them.");
    Ok(())
}
