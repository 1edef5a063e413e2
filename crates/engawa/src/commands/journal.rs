//! `engawa journal verify`: proves that nothing was changed behind the journal's back.

use crate::command_line::{Journal, Place};
use crate::failure::Failure;
use crate::house::Records;
use crate::say;
use store::journal::{HeadsFile, Verdict, verify};

pub(crate) async fn run(place: &Place, what: &Journal) -> Result<(), Failure> {
    match what {
        Journal::Verify => {
            let records = Records::open_existing(place).await?;
            let verdict = judge(&records).await;
            records.db.close().await;
            report(&verdict?)
        }
    }
}

/// The verdict on open records.
pub(crate) async fn judge(records: &Records) -> Result<Verdict, Failure> {
    let key = records.keys.journal()?.verifying();
    let heads = HeadsFile::in_folder(&records.data);
    Ok(verify(&records.db, &records.blobs, &heads, &key).await?)
}

/// Says what was found.
pub(crate) fn report(verdict: &Verdict) -> Result<(), Failure> {
    let Verdict { entries, rows, blobs, heads, unsigned, findings } = verdict;
    say::line(&format!(
        "{entries} entries, {rows} rows, {blobs} files, {heads} signed heads ({unsigned} entries not signed yet)"
    ));
    if verdict.holds() {
        say::line("記録は、書かれたときのままです。");
        say::line("Nothing was changed.");
        return Ok(());
    }
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Err(Failure::not_in_order(
        format!("{}\n記録と合わないところが {} 件あります", lines.join("\n"), findings.len()),
        format!("{} finding(s): the records are not as the journal says", findings.len()),
    ))
}
