//! What the program does for itself at night.

use super::marks::{mark, set_mark};
use futures::FutureExt;
use futures::future::BoxFuture;
use store::journal::{HeadsFile, Verdict, verify};
use store::keys::KeyFolder;
use store::{Act, Job, JobError, NewJob, StoreError, jobs};
use web::House;

/// Kind of the job that verifies the journal.
pub(crate) const VERIFY: &str = "ops.verify";
/// Key of the mark that says how it went.
pub(crate) const VERDICT: &str = "verdict";
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
        let key = KeyFolder::in_folder(&house.data)?.journal()?.verifying();
        let verdict = verify(&house.db, &house.blobs, &HeadsFile::in_folder(&house.data), &key).await?;
        if !verdict.holds() {
            tracing::error!(findings = verdict.findings.len(), "the records are not as the journal says");
        }
        let words = in_words(&verdict);
        let act = Act::system("ops", house.now());
        house.db.write(&act, move |tx| async move { set_mark(&tx, VERDICT, &words).await }).await?;
        Ok(())
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

/// The last verification, if there was one.
pub(crate) async fn last(q: &impl store::Reads) -> Result<Option<super::marks::Mark>, StoreError> {
    mark(q, VERDICT).await
}
