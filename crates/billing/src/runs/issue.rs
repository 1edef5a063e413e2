//! Issuing: bill after bill, some in each transaction, so that the counter goes on meanwhile. A line
//! and its bill are one transaction: wherever the program stops, the next time it goes on behind the
//! last line that has its bill.

use super::actions::put;
use super::records::{self, Line, Run, Standing, State};
use super::{RunId, prints};
use crate::book::Item;
use crate::{BillingError, NewBill, NewInstalment};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::era;
use serde::{Deserialize, Serialize};
use store::{Act, Deed, Job, JobError, NewJob, StoreError, Tx};
use web::House;

/// The job.
pub(super) const ISSUE: &str = "billing.run_issue";
/// Bills issued in one transaction.
const AT_ONCE: i64 = 40;

#[derive(Debug, Serialize, Deserialize)]
struct Issue {
    run: RunId,
    /// Whether the papers are made at once.
    print: bool,
}

pub(super) fn job(run: RunId, print: bool) -> NewJob {
    NewJob::new(ISSUE, &Issue { run, print }).key(format!("{ISSUE}:{run}"))
}

/// Issues what is left; run again, it goes on where it stopped.
pub(super) fn run(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Issue { run, print } = job.payload()?;
        let act = Act::system("billing", house.now());
        loop {
            let inside = house.clone();
            let more = house.db.write(&act, move |tx| async move { some(&tx, &inside, run, print).await });
            if !more.await.map_err(|e| JobError::Retry(e.to_string()))? {
                return Ok(());
            }
        }
    }
    .boxed()
}

/// Issues some; answers whether any may be left.
pub(super) async fn some(tx: &Tx, house: &House, id: RunId, print: bool) -> Result<bool, BillingError> {
    let Some(run) = records::find(tx, id).await?.filter(|r| r.state == State::Issuing) else {
        return Ok(false);
    };
    let lines = records::to_issue(tx, id, AT_ONCE).await?;
    if lines.is_empty() {
        if print {
            prints::order(tx, run.id).await?;
        }
        put(tx, Run { state: State::Issued, issued_at: Some(tx.now()), ..run }, "billing.run_issued").await?;
        return Ok(false);
    }
    let book = crate::book(house)?;
    let item = book.item(&run.item).ok_or(StoreError::Missing("item"))?;
    let mut deed = Deed::new("billing.run_issue").row("billing_run", run.id);
    for line in &lines {
        one(tx, &run, item, line).await?;
        deed = deed.row("billing_run_line", line.id);
    }
    tx.record(deed);
    Ok(true)
}

/// The bill of a line. Who died between the check and now is not billed.
async fn one(tx: &Tx, run: &Run, item: &Item, line: &Line) -> Result<(), BillingError> {
    let stop = async |why: &str| records::done(tx, line.id, Standing::Stopped, None, Some(why)).await;
    let payer = match line.person {
        Some(person) => people::find(tx, person).await?,
        None => None,
    };
    let Some(payer) = payer else {
        stop("宛名番号の人が、台帳にいなくなりました").await?;
        return Ok(());
    };
    if let Some(day) = payer.deceased {
        let day = era::date_label(day);
        stop(&format!("確かめたあとに死亡の記録が入りました（{day}）。相続人の代表の宛名番号にしてください")).await?;
        return Ok(());
    }
    let instalments = line.asked.instalments.iter().map(|(due, amount)| NewInstalment { due: *due, amount: *amount });
    let new = NewBill::new(payer.id, &run.title, line.asked.parts.clone(), ("billing_run_line", line.id.0))
        .levied(item, run.year)
        .in_instalments(instalments.collect());
    let bill = crate::issue(tx, new).await?;
    if !records::done(tx, line.id, Standing::Issued, Some(bill), None).await? {
        // Somebody else issued it: the whole portion is undone and done again.
        return Err(BillingError::Changed);
    }
    Ok(())
}
