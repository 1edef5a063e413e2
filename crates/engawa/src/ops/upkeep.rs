//! What the program does of itself so that records are safe: copies by the clock, drills, figures
//! every hour, a question to the mail server; and telling the officer when something failed.

use super::copies::{self, Live};
use super::instruments::Instruments;
use super::runs::{self, Run, Runs, Work};
use super::{SEE, condition, samples};
use crate::settings::{TimeOfDay, Upkeep};
use crate::storage;
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::{Moment, id::PersonId};
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use store::{Act, DatabaseUrl, Job, JobError, StoreError, Tx};
use web::House;

/// Kinds of the jobs behind the buttons of the page.
pub(crate) const BACKUP: &str = "ops.backup";
/// See [`BACKUP`].
pub(crate) const DRILL: &str = "ops.drill";
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// The mail server is asked this often.
const MAIL_EVERY: i64 = 600;
const MAIL_LIMIT: Duration = Duration::from_secs(10);

/// Once a minute: whatever is due.
pub(crate) fn round(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        ask_mail(&house).await;
        sample(&house).await?;
        let upkeep = Instruments::of(&house).upkeep.clone();
        if upkeep.to.is_none() {
            return Ok(());
        }
        let copies = runs::of(&house.db, Work::Backup).await?;
        if backup_is_due(&copies, upkeep.times.backup_at, house.now()) {
            backup(&house).await?;
        }
        let copies = runs::of(&house.db, Work::Backup).await?;
        let drills = runs::of(&house.db, Work::Drill).await?;
        if drill_is_due(&drills, &copies, upkeep.times.drill_days.into(), house.now()) {
            drill(&house).await?;
        }
        Ok(())
    }
    .boxed()
}

/// A copy is due when none was begun since the last time of day at which one should be; after a
/// failure again every hour.
fn backup_is_due(copies: &Runs, at: TimeOfDay, now: Moment) -> bool {
    let today = Moment::at(now.date(), at.hour.into(), at.minute.into());
    let should = if today <= now { today } else { today.plus_days(-1) };
    copies.last.as_ref().is_none_or(|last| last.began < should || (!last.good && last.ended.plus_seconds(HOUR) <= now))
}

/// A drill is due when there is a copy that none was made with, and the last drill is long ago;
/// after a failure again with the next copy.
fn drill_is_due(drills: &Runs, copies: &Runs, days: i64, now: Moment) -> bool {
    let Some(copy) = copies.good.as_ref().filter(|_| days > 0) else { return false };
    match &drills.last {
        None => true,
        Some(last) if last.began >= copy.ended => false,
        Some(last) => !last.good || now.seconds_since(last.began) >= days * DAY - HOUR,
    }
}

async fn ask_mail(house: &House) {
    let instruments = Instruments::of(house);
    let known = instruments.mail_answer().map(|(at, _)| at);
    let Some(sender) = house.sender("email").filter(|_| !house.demo) else { return };
    if known.is_some_and(|at| house.now().seconds_since(at) < MAIL_EVERY) {
        return;
    }
    let answer = match tokio::time::timeout(MAIL_LIMIT, sender.answers()).await {
        Ok(answer) => answer.map_err(|e| e.to_string()),
        Err(_) => Err("no answer in time".to_owned()),
    };
    instruments.heard((house.now(), answer));
}

/// Once an hour: how much room there is, and how many sign-ins were refused.
async fn sample(house: &House) -> Result<(), StoreError> {
    let now = house.now();
    if samples::last(&house.db).await?.is_some_and(|at| now.seconds_since(at) < HOUR) {
        return Ok(());
    }
    let instruments = Instruments::of(house);
    let refused = ["/sign-in", "/sign-in/passkey/finish"].iter().map(|p| instruments.traffic.refused(p)).sum::<u64>();
    let new = refused.saturating_sub(instruments.refused.swap(refused, Relaxed));
    let mut figures = vec![(samples::REFUSED, whole(new)), (samples::DATABASE, house.db.condition().await?.bytes)];
    figures.extend(condition::disk(&house.data).map(|d| (samples::DISK_FREE, whole(d.free))));
    let act = Act::system("ops", now);
    house.db.write(&act, move |tx| async move { samples::write(&tx, &figures).await }).await
}

fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The job behind 「いま控えを取る」.
pub(crate) fn backup_job(house: House, _: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move { Ok(backup(&house).await?) }.boxed()
}

/// The job behind 「いま戻す練習をする」.
pub(crate) fn drill_job(house: House, _: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move { Ok(drill(&house).await?) }.boxed()
}

/// Takes a copy and writes down how it went. One that is under way is enough.
pub(crate) async fn backup(house: &House) -> Result<(), StoreError> {
    let instruments = Instruments::of(house);
    let Ok(_busy) = instruments.busy.try_lock() else { return Ok(()) };
    let began = house.now();
    let run = match taken(house, &instruments.upkeep).await {
        Ok(taken) => Run {
            words: format!(
                "{} 行、ファイル {} 個の控えを取りました。古い控え {} 個を片づけました。",
                taken.manifest.all_rows(),
                taken.manifest.blobs,
                taken.rotated.sets
            ),
            copy: Some(taken.set.to_string()),
            head: Some(taken.manifest.journal_seq),
            bytes: Some(whole(taken.manifest.bytes)),
            ..started(Work::Backup, began, house)
        },
        Err(why) => failed(Work::Backup, began, house, &why),
    };
    write(house, run).await
}

async fn taken(house: &House, upkeep: &Upkeep) -> Result<copies::Taken, String> {
    let vault = storage::vault(upkeep.to.as_deref().unwrap_or_default()).map_err(|e| e.to_string())?;
    copies::take(&live(house), &vault, Some(upkeep.times.backup_keep)).await.map_err(|e| e.to_string())
}

fn live(house: &House) -> Live<'_> {
    Live { db: &house.db, blobs: &house.blobs, data: &house.data, clock: house.clock.clone() }
}

/// Tries the newest copy and writes down what it proved.
pub(crate) async fn drill(house: &House) -> Result<(), StoreError> {
    let instruments = Instruments::of(house);
    let Ok(_busy) = instruments.busy.try_lock() else { return Ok(()) };
    let began = house.now();
    let run = match drilled(house, &instruments.upkeep).await {
        Ok(drilled) => proof(&drilled, started(Work::Drill, began, house)),
        Err(why) => failed(Work::Drill, began, house, &why),
    };
    write(house, run).await
}

async fn drilled(house: &House, upkeep: &Upkeep) -> Result<copies::Drilled, String> {
    let vault = storage::vault(upkeep.to.as_deref().unwrap_or_default()).map_err(|e| e.to_string())?;
    let url = upkeep.live.clone().unwrap_or_else(|| DatabaseUrl::Sqlite(house.data.join("engawa.sqlite")));
    copies::drill(&live(house), &url, &vault, None).await.map_err(|e| e.to_string())
}

fn proof(drilled: &copies::Drilled, run: Run) -> Run {
    let good = drilled.holds();
    let ended = if good {
        "すべて、控えを取ったときのままです。"
    } else {
        "合わないところがあります。"
    };
    let mut words = format!(
        "{} に戻し、{:.1} 秒で確かめました。記録 {} 件、{} 行、ファイル {} 個。{ended}",
        drilled.engine,
        drilled.took.as_secs_f64(),
        drilled.verdict.entries,
        drilled.verdict.rows,
        drilled.verdict.blobs
    );
    for finding in drilled.verdict.findings.iter().take(10) {
        words.push_str(&format!("\n{finding}"));
    }
    let head = Some(drilled.manifest.journal_seq);
    Run { good, words, copy: Some(drilled.set.to_string()), head, ..run }
}

fn started(work: Work, began: Moment, house: &House) -> Run {
    Run { work, began, ended: house.now(), good: true, words: String::new(), copy: None, head: None, bytes: None }
}

fn failed(work: Work, began: Moment, house: &House, why: &str) -> Run {
    Run { good: false, words: why.to_owned(), ..started(work, began, house) }
}

/// Writes down how a time went; a failure is told to the officers who can do something.
pub(crate) async fn write(house: &House, run: Run) -> Result<(), StoreError> {
    if !run.good {
        tracing::error!(work = run.work.key(), why = run.words, "work that keeps the records safe failed");
    }
    let officers = if run.good { Vec::new() } else { officers(house).await? };
    let words = house.texts.words(web::texts::Lang::Ja);
    let subject = words.plain(&format!("desk-ops-failed-{}", run.work.key()));
    let body = format!("{}\n\n{}", words.plain("desk-ops-failed-lead"), run.words);
    let act = Act::system("ops", house.now());
    house
        .db
        .write(&act, move |tx| async move {
            tell(&tx, &run, subject, body, &officers).await?;
            runs::write(&tx, run).await
        })
        .await
}

/// Once a day for each kind of work: who has heard it need not hear it every hour.
async fn tell(tx: &Tx, run: &Run, subject: String, body: String, officers: &[PersonId]) -> Result<(), StoreError> {
    if officers.is_empty() {
        return Ok(());
    }
    let circular = notices::NewCircular {
        key: format!("ops.failed:{}:{}", run.work.key(), tx.now().date()),
        topic: "ops.failed",
        subject,
        body,
        link: Some("/ops".to_owned()),
        urgent: false,
    };
    notices::tell_many(tx, circular, officers).await.map(|_| ())
}

/// Who may see the page today.
async fn officers(house: &House) -> Result<Vec<PersonId>, StoreError> {
    let all = people::grants::officers_on(&house.db, house.now().date()).await?;
    let may = |grants: &[people::Grant]| {
        people::grants::permissions_of(&house.town, grants).permissions.iter().any(|p| p == SEE)
    };
    Ok(all.into_iter().filter(|(_, grants)| may(grants)).filter_map(|(account, _)| account.person).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::testing::MORNING;

    const HALF_PAST_TWO: TimeOfDay = TimeOfDay { hour: 2, minute: 30 };

    fn runs(hours_ago: i64, good: bool) -> Runs {
        let at = MORNING.plus_seconds(-hours_ago * HOUR);
        let run = Run {
            work: Work::Backup,
            began: at,
            ended: at,
            good,
            words: String::new(),
            copy: None,
            head: None,
            bytes: None,
        };
        Runs { good: good.then(|| run.clone()), last: Some(run) }
    }

    #[test]
    fn a_copy_is_taken_once_a_day_at_the_first_start_and_again_an_hour_after_a_failure() {
        // Nine in the morning: the last time of day was half past two.
        let due = |r: Runs| backup_is_due(&r, HALF_PAST_TWO, MORNING);
        assert!(due(Runs::default()));
        assert!(!due(runs(6, true)) && due(runs(7, true)));
        assert!(due(runs(1, false)) && !due(runs(0, false)));
        let at_two = MORNING.plus_seconds(-7 * HOUR);
        assert!(!backup_is_due(&runs(20, true), HALF_PAST_TWO, at_two), "yesterday's is enough until half past two");
    }

    #[test]
    fn a_drill_follows_a_copy_every_week_and_after_a_failure_the_next_copy() {
        let due = |drills: Runs, copy: Runs| drill_is_due(&drills, &copy, 7, MORNING);
        assert!(!due(Runs::default(), Runs::default()), "nothing to try");
        assert!(due(Runs::default(), runs(1, true)));
        assert!(!due(runs(24, true), runs(1, true)));
        assert!(due(runs(7 * 24, true), runs(1, true)));
        assert!(due(runs(24, false), runs(1, true)));
        assert!(!due(runs(1, false), runs(24, true)), "the same copy would fail again");
        assert!(!drill_is_due(&Runs::default(), &runs(1, true), 0, MORNING), "switched off");
    }
}
