//! The letters of a list: looked at once more, some in each transaction, then typeset file by file.
//! Done again, it goes on where it stopped. Once they are in the post, the fee (督促手数料) is billed
//! where the town's ordinance has one.

use super::actions::put;
use super::records::{self, Dunning, Line, Standing, State};
use super::{DunningId, letters, select};
use crate::runs::prints::{self, Kind, Pile, Print};
use crate::{BillingError, NewBill};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::Yen;
use serde::{Deserialize, Serialize};
use store::{Act, Deed, Job, JobError, NewJob, Reads, StoreError, Tx, args};
use web::House;

/// The job.
pub(in crate::runs) const SEND: &str = "billing.dunning_make";
/// The job that bills the fee.
pub(in crate::runs) const FEES: &str = "billing.dunning_fees";
/// Lines looked at in one transaction.
const AT_ONCE: i64 = 100;

#[derive(Debug, Serialize, Deserialize)]
struct Of {
    dunning: DunningId,
}

pub(super) fn job(dunning: DunningId) -> NewJob {
    NewJob::new(SEND, &Of { dunning }).key(format!("{SEND}:{dunning}"))
}

pub(super) fn fees(dunning: DunningId) -> NewJob {
    NewJob::new(FEES, &Of { dunning }).key(format!("{FEES}:{dunning}"))
}

/// Makes the letters.
pub(in crate::runs) fn run(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Of { dunning } = job.payload()?;
        let act = Act::system("billing", house.now());
        while house.db.write(&act, move |tx| async move { some(&tx, dunning).await }).await.map_err(later)? {}
        print(&house, dunning).await?;
        house.db.write(&act, move |tx| async move { printed(&tx, dunning).await }).await.map_err(later)?;
        Ok(())
    }
    .boxed()
}

fn later(error: BillingError) -> JobError {
    JobError::Retry(error.to_string())
}

/// Looks at some once more: who has paid in between is taken off; answers whether any may be left.
pub(super) async fn some(tx: &Tx, id: DunningId) -> Result<bool, BillingError> {
    let Some(dunning) = records::find(tx, id).await?.filter(|d| d.state == State::Making) else {
        return Ok(false);
    };
    let lines = records::next(tx, id, Standing::Listed, AT_ONCE).await?;
    if lines.is_empty() {
        return Ok(false);
    }
    let page = records::last_page(tx, id).await? + 1;
    let mut deed = Deed::new("billing.dunning_letters").row("billing_dunning", id);
    for line in lines {
        let now = select::look(tx, (line.bill, line.instalment, line.payer), tx.now().date(), Some(dunning.id)).await?;
        match now.verdict {
            Ok(()) => records::set_made(tx, &line, page, (now.rest, now.arrears)).await?,
            Err(why) => {
                let why = format!("一覧を作ったあとに、{}", why.in_words());
                records::set(tx, line.id, (Standing::Listed, Standing::Withdrawn), Some(&why)).await?
            }
        };
        deed = deed.row("billing_dunning_line", line.id);
    }
    tx.record(deed);
    Ok(true)
}

/// Typesets every file that is not there yet.
async fn print(house: &House, id: DunningId) -> Result<(), JobError> {
    let dunning = records::find(&house.db, id).await?.ok_or_else(|| JobError::Fail("no such list".to_owned()))?;
    let lines = records::lines(&house.db, id).await?;
    let there = prints::of(&house.db, id.0).await?;
    for page in 1..=records::last_page(&house.db, id).await? {
        let of_page: Vec<&Line> = lines.iter().filter(|l| l.page == Some(page)).collect();
        for kind in [Kind::Dunning, Kind::DunningSlip] {
            if of_page.is_empty() || there.iter().any(|p| p.kind == kind && p.n == page) {
                continue;
            }
            let pile = match kind {
                Kind::DunningSlip => letters::slips(house, &dunning, &of_page).await?,
                _ => letters::letters(house, &dunning, &of_page).await?,
            };
            one(house, &dunning, kind, page, pile).await?;
        }
    }
    Ok(())
}

async fn one(house: &House, dunning: &Dunning, kind: Kind, page: i64, pile: Pile) -> Result<(), JobError> {
    let set = prints::typeset(house, pile).await?;
    let (act, id) = (Act::system("billing", house.now()), dunning.id);
    let written = house.db.write(&act, move |tx| async move {
        let mut deed = Deed::new("billing.dunning_unprinted");
        for (line, why) in &set.without {
            let line = super::DunningLineId(*line);
            records::set(&tx, line, (Standing::Made, Standing::LeftOut), Some(why)).await?;
            deed = deed.row("billing_dunning_line", line);
        }
        if !set.without.is_empty() {
            tx.record(deed);
        }
        let Some(file) = set.file else { return Ok(()) };
        let papers = i64::try_from(set.papers.len()).unwrap_or(i64::MAX);
        let made_at = tx.now();
        let print = Print { id: tx.id(), source: id.0, kind, n: page, papers, file, made_at, posted_at: None };
        prints::keep(&tx, &print, (page, page)).await?;
        Ok::<_, StoreError>(())
    });
    Ok(written.await?)
}

async fn printed(tx: &Tx, id: DunningId) -> Result<(), BillingError> {
    match records::find(tx, id).await?.filter(|d| d.state == State::Making) {
        Some(dunning) => put(tx, &Dunning { state: State::Printed, ..dunning }, "billing.dunning_printed", None).await,
        None => Ok(()),
    }
}

/// Bills the fee of every letter that is in the post, some in each transaction.
pub(in crate::runs) fn bill_fees(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Of { dunning } = job.payload()?;
        let act = Act::system("billing", house.now());
        while house.db.write(&act, move |tx| async move { some_fees(&tx, dunning).await }).await.map_err(later)? {}
        Ok(())
    }
    .boxed()
}

async fn some_fees(tx: &Tx, id: DunningId) -> Result<bool, BillingError> {
    let Some(dunning) = records::find(tx, id).await?.filter(|d| d.fee > Yen::ZERO) else { return Ok(false) };
    let sql = "SELECT id, payer FROM billing_dunning_line WHERE dunning = $1 AND state = 'posted' AND fee_bill IS NULL \
               ORDER BY place LIMIT 40";
    let rows = tx.rows(sql, args![id]).await?;
    let mut deed = Deed::new("billing.dunning_fee");
    for row in &rows {
        let line: super::DunningLineId = row.get("id")?;
        let title = format!("督促手数料（{}）", dunning.title);
        let new = NewBill::new(
            row.get("payer")?,
            &title,
            vec![("督促手数料".to_owned(), dunning.fee)],
            ("billing_dunning_line", line.0),
        );
        let bill = crate::issue(tx, new).await?;
        let done = "UPDATE billing_dunning_line SET fee_bill = $2 WHERE id = $1 AND fee_bill IS NULL";
        if tx.execute(done, args![line, bill]).await? != 1 {
            return Err(BillingError::Changed);
        }
        deed = deed.row("billing_dunning_line", line);
    }
    if !rows.is_empty() {
        tx.record(deed);
    }
    Ok(!rows.is_empty())
}
