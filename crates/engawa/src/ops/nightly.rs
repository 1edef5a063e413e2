//! What the program does for itself at night.

use super::runs::{Run, Work};
use super::upkeep;
use futures::FutureExt;
use futures::future::BoxFuture;
use store::journal::{HeadsFile, Verdict, verify};
use store::keys::KeyFolder;
use store::{Act, Job, JobError, NewJob, StoreError, jobs};
use web::House;

/// Kind of the job that verifies the journal.
pub(crate) const VERIFY: &str = "ops.verify";
/// Jobs that were done stay readable for this long.
const KEEP_DONE_DAYS: i64 = 60;
/// Between one and five o'clock in Japan few people are about.
const NIGHT: std::ops::Range<i8> = 1..5;

/// Once a night: asks for a verification, forgets old jobs.
pub(crate) fn round(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let now = house.now();
        if !NIGHT.contains(&now.civil().hour()) {
            return Ok(());
        }
        let night = now.date().to_string();
        let act = Act::system("ops", now);
        house
            .db
            .write(&act, move |tx| async move {
                jobs::forget_done(&tx, now.plus_days(-KEEP_DONE_DAYS)).await?;
                tx.enqueue(NewJob::new(VERIFY, &()).key(format!("{VERIFY}:{night}")));
                Ok::<_, StoreError>(())
            })
            .await?;
        Ok(())
    }
    .boxed()
}

/// Verifies the journal and writes down how it went.
pub(crate) fn verify_job(house: House, _: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let began = house.now();
        let key = KeyFolder::in_folder(&house.data)?.journal()?.verifying();
        let verdict = verify(&house.db, &house.blobs, &HeadsFile::in_folder(&house.data), &key).await?;
        let head = Some(i64::try_from(verdict.entries).unwrap_or(i64::MAX));
        let (good, words) = (verdict.holds(), in_words(&verdict));
        let run = Run { work: Work::Verify, began, ended: house.now(), good, words, copy: None, head, bytes: None };
        Ok(upkeep::write(&house, run).await?)
    }
    .boxed()
}

fn in_words(verdict: &Verdict) -> String {
    let Verdict { entries, rows, blobs, findings, .. } = verdict;
    let looked_at = format!("{entries} 件の記録、{rows} 行、ファイル {blobs} 個");
    if findings.is_empty() {
        return format!("{looked_at}。書かれたときのままです。");
    }
    let first: Vec<String> = findings.iter().take(20).map(ToString::to_string).collect();
    format!("{looked_at}。合わないところが {} 件あります。\n{}", findings.len(), first.join("\n"))
}
