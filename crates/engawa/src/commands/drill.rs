//! `engawa drill`: the newest copy restored into a scratch database, proved, and thrown away.

use super::backup::live;
use crate::command_line::Place;
use crate::failure::Failure;
use crate::house::Records;
use crate::ops::copies::{self, Drilled};
use crate::{say, storage};

pub(crate) async fn run(place: &Place) -> Result<(), Failure> {
    let Some(to) = &place.keeping.backup_to else {
        return Err(Failure::cannot(
            "控えの場所がありません（ENGAWA_BACKUP_TO を決めてください）",
            "no place of copies: set ENGAWA_BACKUP_TO",
        ));
    };
    let vault = storage::vault(to)?;
    let records = Records::open_existing(place).await?;
    let drilled = copies::drill(&live(&records), &place.database(), &vault, None).await;
    records.db.close().await;
    report(&drilled?)
}

fn report(drilled: &Drilled) -> Result<(), Failure> {
    let Drilled { set, manifest, verdict, engine, took } = drilled;
    say::line(&format!(
        "{set}: restored into {engine} and proved in {:.1} s: {} entries up to {}, {} rows, {} files, {} signed heads",
        took.as_secs_f64(),
        verdict.entries,
        manifest.journal_seq,
        verdict.rows,
        verdict.blobs,
        verdict.heads
    ));
    if drilled.holds() {
        say::line("この控えから、もとどおりに戻せます。");
        say::line("The town can be restored from this copy.");
        return Ok(());
    }
    let lines: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
    Err(Failure::not_in_order(
        format!("{}\nこの控えは、記録と合わないところがあります", lines.join("\n")),
        format!("{} finding(s): the copy is not as the journal says", verdict.findings.len()),
    ))
}
