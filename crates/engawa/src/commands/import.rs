//! `engawa import`: data from other systems.

use crate::command_line::{Import, Place};
use crate::failure::Failure;
use crate::house::Records;
use crate::say;
use people::PeopleError;
use people::register::{Options, Register, Report};
use std::path::Path;
use store::Act;
use town::postcodes::NATIONAL;
use town::{Postcodes, Problem, Town, TownFolder};

pub(crate) async fn run(place: &Place, what: &Import) -> Result<(), Failure> {
    match what {
        Import::Register { file, dry_run, whole } => {
            let source = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            register(place, file, Options { source, whole: *whole, dry_run: *dry_run, as_of: None }).await
        }
        Import::Postcodes { file } => postcodes(place, file),
    }
}

async fn register(place: &Place, file: &Path, options: Options) -> Result<(), Failure> {
    let bytes = std::fs::read(file).map_err(|e| Failure::file(file, &e))?;
    let town = Town::load(&TownFolder::open(&place.town)?)?;
    let register = people::register::read(&options.source, &bytes, &town.wards).map_err(untaken)?;
    let records = Records::open(place).await?;
    let outcome = take_over(&records, register, options.clone()).await;
    records.db.close().await;
    report(&outcome?, options.dry_run);
    Ok(())
}

/// One wrong line, and nothing of the file is taken.
fn untaken(problems: Vec<Problem>) -> Failure {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Failure::not_in_order(
        format!("{}\n直すところがあるので、このファイルは取り込みませんでした", lines.join("\n")),
        format!("{} mistake(s): nothing of the file was taken", problems.len()),
    )
}

async fn take_over(records: &Records, register: Register, options: Options) -> Result<Report, Failure> {
    let act = Act::system("import", records.clock.now());
    let report = people::register::import(&records.db, &act, register, options).await;
    let report = report.map_err(PeopleError::into_store)?;
    records.sign_head().await?;
    Ok(report)
}

fn report(report: &Report, dry_run: bool) {
    let Report { read, added, changed, unchanged, missing, ignored, .. } = report;
    let missing = missing.len();
    let first =
        if dry_run { "書き込まずに調べました / only looked" } else { "取り込みました / imported" };
    say::line(&format!("{first}: {read} 行"));
    say::line(&format!("  追加 {added} · 変更 {changed} · 同じ {unchanged} · 見当たらない {missing}"));
    say::line(&format!("  added {added}, changed {changed}, same {unchanged}, missing {missing}"));
    if !ignored.is_empty() {
        say::line(&format!("  読まなかった列 / columns not read: {}", ignored.join(", ")));
    }
}

fn postcodes(place: &Place, file: &Path) -> Result<(), Failure> {
    let folder = TownFolder::open(&place.town)?;
    let bytes = std::fs::read(file).map_err(|e| Failure::file(file, &e))?;
    let table = Postcodes::import_national(&bytes).map_err(untaken)?;
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
