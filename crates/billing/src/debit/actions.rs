//! Asking the bank, and taking the request back: one transaction each.

use super::records::{self, Asked, Run};
use super::wire::{self, NoFile};
use super::{DebitId, RunId};
use crate::bank::records::Account;
use crate::{BillingError, bank};
use kernel::{Date, TypedId, Uuid, Yen};
use store::{BlobId, Deed, Reads, StoreError, Tx};
use web::House;

/// Why no request was made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotMade {
    /// Nothing is open, due on that day, drawn from an account and not asked for yet.
    #[error("nothing to ask for")]
    Nothing,
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] NoFile),
    /// The books.
    #[error(transparent)]
    Billing(#[from] BillingError),
}

impl From<StoreError> for NotMade {
    fn from(error: StoreError) -> Self {
        Self::Billing(error.into())
    }
}

/// What is to be asked for a day: open, due then, drawn from an account, not asked for yet.
pub(crate) async fn collect(q: &impl Reads, day: Date) -> Result<Vec<(Asked, Account)>, StoreError> {
    let mut found = Vec::new();
    for (instalment, person) in crate::due_between(q, day, day).await? {
        let item = crate::status(q, instalment.bill).await?.item;
        let Some(account) = bank::account_for(q, person, item.as_deref().unwrap_or(bank::FEE)).await? else { continue };
        if instalment.rest() <= Yen::ZERO || records::is_asked(q, instalment.id, day).await? {
            continue;
        }
        let asked = Asked {
            id: DebitId::from_uuid(Uuid::nil()),
            n: i64::try_from(found.len()).unwrap_or(i64::MAX).saturating_add(1),
            day,
            instalment: instalment.id,
            account: account.id,
            person,
            customer: instalment.key.clone(),
            amount: instalment.rest(),
            result: None,
        };
        found.push((asked, account));
    }
    Ok(found)
}

/// Makes the request for a day. What it holds is read once more in the transaction: whoever paid in
/// the meantime is not asked.
///
/// # Errors
/// [`NotMade`]; [`BillingError::Changed`] when somebody asked or paid in the meantime.
pub(crate) async fn make(house: &House, act: &store::Act, day: Date, officer: String) -> Result<RunId, NotMade> {
    let found = collect(&house.db, day).await?;
    if found.is_empty() {
        return Err(NotMade::Nothing);
    }
    let codes = &crate::book(house)?.codes;
    let (header, real) = wire::header(codes, &codes.consignor, day)?;
    let file = house.blobs.put(wire::request(header, &found)?).await?;
    let done = house.db.write(act, move |tx| async move { write(&tx, found, Made { day, file, real, officer }).await });
    match done.await {
        // Two officers at once: the second one's rows are there already.
        Err(BillingError::Store(StoreError::Conflict { .. })) => Err(BillingError::Changed.into()),
        other => Ok(other?),
    }
}

struct Made {
    day: Date,
    file: BlobId,
    real: bool,
    officer: String,
}

async fn write(tx: &Tx, found: Vec<(Asked, Account)>, made: Made) -> Result<RunId, BillingError> {
    let now = collect(tx, made.day).await?;
    let same = |(a, at): &(Asked, Account), (b, bt): &(Asked, Account)| {
        (a.instalment, a.amount, at.id, at.version) == (b.instalment, b.amount, bt.id, bt.version)
    };
    if now.len() != found.len() || !now.iter().zip(&found).all(|(a, b)| same(a, b)) {
        return Err(BillingError::Changed);
    }
    let id: RunId = tx.id();
    let mut deed = Deed::new("billing.debit_make").row("billing_debit_run", id);
    let total = found.iter().map(|(a, _)| a.amount).sum();
    let run = Run {
        id,
        day: made.day,
        file: made.file,
        lines: i64::try_from(found.len()).unwrap_or(i64::MAX),
        total,
        specimen: !made.real,
        cancelled: false,
        made_at: tx.now(),
        made_name: made.officer,
        version: 1,
    };
    records::insert_run(tx, &run).await?;
    for (asked, _) in found {
        let asked = Asked { id: tx.id(), ..asked };
        records::insert(tx, id, &asked).await?;
        deed = deed.row("billing_debit", asked.id);
    }
    tx.record(deed);
    Ok(id)
}

/// Takes a request back that has not gone to the bank.
///
/// # Errors
/// [`BillingError::Changed`] when somebody was first, or the bank has answered.
pub(crate) async fn cancel(tx: &Tx, id: RunId, version: i64) -> Result<(), BillingError> {
    let rows = records::of_run(tx, id).await?;
    if rows.iter().any(|row| row.result.is_some()) || !records::cancel(tx, id, version).await? {
        return Err(BillingError::Changed);
    }
    let deed = Deed::new("billing.debit_cancel").row("billing_debit_run", id);
    tx.record(rows.iter().fold(deed, |deed, row| deed.row("billing_debit", row.id)));
    Ok(())
}

/// Writes into the journal that the file was fetched.
///
/// # Errors
/// When the records do not answer.
pub(crate) async fn fetch(tx: &Tx, id: RunId) -> Result<Run, StoreError> {
    let run = records::find_run(tx, id).await?.ok_or(StoreError::Missing("billing_debit_run"))?;
    tx.record(Deed::new("billing.debit_fetch").row("billing_debit_run", id).detail(format!("{}件", run.lines)));
    Ok(run)
}
