//! Making a file of transfers, and booking it once the bank has done it.

use super::records::{self, Amount, Run, RunState};
use super::{TransferId, TransferRunId};
use crate::bank::records::Account;
use crate::debit::actions::NotMade;
use crate::debit::wire;
use crate::{BillingError, GiveBack, Overpaid, OverpaidId, bank, give_back, overpaid};
use kernel::{Date, TypedId, Uuid, Yen};
use store::{Act, BlobId, Deed, Reads, StoreError, Tx};
use web::House;

/// What is to be given back, and how it can be.
pub(crate) struct Due {
    pub what: Overpaid,
    /// The account to which it can be sent.
    pub account: Option<Account>,
    /// It lies in a file that the bank has not done yet.
    pub under_way: bool,
}

/// Everything that is to be given back, the oldest first.
pub(crate) async fn due(q: &impl Reads) -> Result<Vec<Due>, StoreError> {
    let under_way = records::under_way(q).await?;
    let mut found = Vec::new();
    for what in overpaid(q).await? {
        let account = bank::account_for_refund(q, what.payer).await?;
        found.push(Due { under_way: under_way.contains(&what.id), account, what });
    }
    Ok(found)
}

type Chosen = Vec<(Amount, Account)>;

async fn collect(q: &impl Reads, chosen: &[OverpaidId]) -> Result<Chosen, StoreError> {
    let mut found = Vec::new();
    for due in due(q).await? {
        let Some(account) = due.account.filter(|_| !due.under_way && chosen.contains(&due.what.id)) else { continue };
        let amount = Amount {
            id: TransferId::from_uuid(Uuid::nil()),
            n: i64::try_from(found.len()).unwrap_or(i64::MAX).saturating_add(1),
            overpaid: due.what.id,
            account: account.id,
            person: due.what.payer,
            amount: due.what.rest(),
        };
        found.push((amount, account));
    }
    Ok(found)
}

/// What an officer wants sent.
pub(crate) struct Wanted {
    pub chosen: Vec<OverpaidId>,
    /// 取組日.
    pub day: Date,
    pub officer: String,
}

/// Makes a file of transfers (総合振込).
///
/// # Errors
/// [`NotMade`]; [`BillingError::Changed`] when something was given back in the meantime.
pub(crate) async fn make(house: &House, act: &Act, wanted: Wanted) -> Result<TransferRunId, NotMade> {
    let found = collect(&house.db, &wanted.chosen).await?;
    if found.is_empty() {
        return Err(NotMade::Nothing);
    }
    let codes = &crate::book(house)?.codes;
    let (header, real) = wire::header(codes, &codes.transferor, wanted.day)?;
    let file = house.blobs.put(wire::transfers(header, &found)?).await?;
    let done = house.db.write(act, move |tx| async move { write(&tx, wanted, found, file, real).await });
    match done.await {
        Err(BillingError::Store(StoreError::Conflict { .. })) => Err(BillingError::Changed.into()),
        other => Ok(other?),
    }
}

async fn write(
    tx: &Tx,
    wanted: Wanted,
    found: Chosen,
    file: BlobId,
    real: bool,
) -> Result<TransferRunId, BillingError> {
    let now = collect(tx, &wanted.chosen).await?;
    let key = |(a, at): &(Amount, Account)| (a.overpaid, a.amount, at.id, at.version);
    if now.iter().map(key).ne(found.iter().map(key)) {
        return Err(BillingError::Changed);
    }
    let rows: Vec<Amount> = found.into_iter().map(|(a, _)| Amount { id: tx.id(), ..a }).collect();
    let run = Run {
        id: tx.id(),
        day: wanted.day,
        file,
        lines: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        total: rows.iter().map(|a| a.amount).sum::<Yen>(),
        specimen: !real,
        state: RunState::Made,
        made_at: tx.now(),
        made_name: wanted.officer,
        version: 1,
    };
    records::insert(tx, &run, &rows).await?;
    tx.record(named(Deed::new("billing.transfer_make"), run.id, &rows));
    Ok(run.id)
}

fn named(deed: Deed, run: TransferRunId, rows: &[Amount]) -> Deed {
    let deed = deed.row("billing_transfer_run", run);
    rows.iter().fold(deed, |deed, a| deed.row("billing_transfer", a.id))
}

/// The bank has done it: every amount is booked as given back.
///
/// # Errors
/// [`BillingError::Changed`] when somebody was first; [`BillingError::TooMuch`] when one of them was
/// given back by another way: nothing is booked then.
pub(crate) async fn sent(tx: &Tx, id: TransferRunId, version: i64) -> Result<(), BillingError> {
    let run = records::find(tx, id).await?.ok_or(StoreError::Missing("billing_transfer_run"))?;
    if run.day > tx.now().date() {
        return Err(BillingError::Invalid("day"));
    }
    if !records::move_on(tx, id, version, RunState::Sent).await? {
        return Err(BillingError::Changed);
    }
    let rows = records::of_run(tx, id).await?;
    for row in &rows {
        let how = GiveBack::Transfer { on: run.day, source: format!("transfer:{}", row.id) };
        give_back(tx, row.overpaid, row.amount, how, "過誤納金の還付（総合振込）").await?;
    }
    tx.record(named(Deed::new("billing.transfer_sent"), id, &rows));
    Ok(())
}

/// Takes a file back that has not gone to the bank.
///
/// # Errors
/// [`BillingError::Changed`] when somebody was first.
pub(crate) async fn cancel(tx: &Tx, id: TransferRunId, version: i64) -> Result<(), BillingError> {
    if !records::move_on(tx, id, version, RunState::Cancelled).await? {
        return Err(BillingError::Changed);
    }
    let rows = records::of_run(tx, id).await?;
    tx.record(named(Deed::new("billing.transfer_cancel"), id, &rows));
    Ok(())
}

/// Writes into the journal that the file was fetched.
///
/// # Errors
/// When the records do not answer.
pub(crate) async fn fetch(tx: &Tx, id: TransferRunId) -> Result<Run, StoreError> {
    let run = records::find(tx, id).await?.ok_or(StoreError::Missing("billing_transfer_run"))?;
    tx.record(Deed::new("billing.transfer_fetch").row("billing_transfer_run", id).detail(format!("{}件", run.lines)));
    Ok(run)
}
