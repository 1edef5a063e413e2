//! Requests to the bank as rows.

use super::{DebitId, RunId};
use crate::InstalmentId;
use crate::bank::AccountId;
use crate::formats::zengin::debit::DebitResult;
use kernel::id::PersonId;
use kernel::{Date, Moment, Yen};
use store::seal::{open, seal};
use store::{BlobId, Reads, Row, StoreError, Tx, args};

/// A request for one day.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub id: RunId,
    pub day: Date,
    pub file: BlobId,
    pub lines: i64,
    pub total: Yen,
    /// Made with codes that the bank has not given.
    pub specimen: bool,
    /// Taken back before it went to the bank.
    pub cancelled: bool,
    pub made_at: Moment,
    pub made_name: String,
    pub version: i64,
}

/// One amount of a request.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub id: DebitId,
    pub n: i64,
    pub day: Date,
    pub instalment: InstalmentId,
    pub account: AccountId,
    pub person: PersonId,
    pub customer: String,
    pub amount: Yen,
    pub result: Option<DebitResult>,
}

pub(crate) async fn insert_run(tx: &Tx, run: &Run) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_debit_run (id, day, file, lines, total, specimen, state, made_at, made_name, version) \
         VALUES ($1, $2, $3, $4, $5, $6, 'made', $7, $8, 1)",
        args![run.id, run.day, &run.file, run.lines, run.total, run.specimen, run.made_at, seal(&run.made_name)],
    )
    .await?;
    Ok(())
}

pub(crate) async fn insert(tx: &Tx, run: RunId, a: &Asked) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_debit (id, run, n, day, instalment, account, person, customer, amount, state, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked', 1)",
        args![a.id, run, a.n, a.day, a.instalment, a.account, a.person, &a.customer, a.amount],
    )
    .await?;
    Ok(())
}

/// Takes a request back; `false` when somebody was first.
pub(crate) async fn cancel(tx: &Tx, run: RunId, version: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE billing_debit_run SET state = 'cancelled', version = version + 1 \
               WHERE id = $1 AND version = $2 AND state = 'made'";
    if tx.execute(sql, args![run, version]).await? != 1 {
        return Ok(false);
    }
    tx.execute("UPDATE billing_debit SET state = 'cancelled', version = version + 1 WHERE run = $1", args![run])
        .await?;
    Ok(true)
}

/// Writes what the bank answered.
pub(crate) async fn answer(tx: &Tx, id: DebitId, result: DebitResult) -> Result<(), StoreError> {
    let sql = "UPDATE billing_debit SET state = 'answered', result = $2, answered_at = $3, version = version + 1 WHERE id = $1";
    tx.execute(sql, args![id, result.code().to_string(), tx.now()]).await?;
    Ok(())
}

pub(crate) async fn find_run(q: &impl Reads, id: RunId) -> Result<Option<Run>, StoreError> {
    q.row("SELECT * FROM billing_debit_run WHERE id = $1", args![id]).await?.as_ref().map(run).transpose()
}

/// The newest requests.
pub(crate) async fn runs(q: &impl Reads, limit: i64) -> Result<Vec<Run>, StoreError> {
    let sql = "SELECT * FROM billing_debit_run ORDER BY made_at DESC, id DESC LIMIT $1";
    q.rows(sql, args![limit]).await?.iter().map(run).collect()
}

/// The amounts of a request, in the order of the file.
pub(crate) async fn of_run(q: &impl Reads, id: RunId) -> Result<Vec<Asked>, StoreError> {
    q.rows("SELECT * FROM billing_debit WHERE run = $1 ORDER BY n", args![id]).await?.iter().map(asked).collect()
}

/// What was asked under a customer's number for a day.
pub(crate) async fn asked_for(q: &impl Reads, customer: &str, day: Date) -> Result<Option<Asked>, StoreError> {
    let sql = "SELECT * FROM billing_debit WHERE customer = $1 AND day = $2 AND state <> 'cancelled'";
    q.row(sql, args![customer, day]).await?.as_ref().map(asked).transpose()
}

/// Whether an instalment is asked for on a day already.
pub(crate) async fn is_asked(q: &impl Reads, instalment: InstalmentId, day: Date) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM billing_debit WHERE instalment = $1 AND day = $2 AND state <> 'cancelled'";
    Ok(q.row(sql, args![instalment, day]).await?.is_some())
}

/// Days from `from` on at which something is due: how many instalments are open, and how much.
pub(crate) async fn days(q: &impl Reads, from: Date, limit: i64) -> Result<Vec<(Date, i64, Yen)>, StoreError> {
    let sql = "SELECT due, CAST(COUNT(*) AS bigint) AS n, CAST(SUM(amount - paid - exempted - refunded) AS bigint) AS yen \
               FROM billing_instalment WHERE state = 'open' AND due >= $1 GROUP BY due ORDER BY due LIMIT $2";
    let rows = q.rows(sql, args![from, limit]).await?;
    rows.iter().map(|r| Ok((r.get("due")?, r.get("n")?, r.get("yen")?))).collect()
}

fn run(r: &Row) -> Result<Run, StoreError> {
    Ok(Run {
        id: r.get("id")?,
        day: r.get("day")?,
        file: r.get("file")?,
        lines: r.get("lines")?,
        total: r.get("total")?,
        specimen: r.get("specimen")?,
        cancelled: r.get::<String>("state")? == "cancelled",
        made_at: r.get("made_at")?,
        made_name: open(r.get("made_name")?),
        version: r.get("version")?,
    })
}

fn asked(r: &Row) -> Result<Asked, StoreError> {
    let result: Option<String> = r.get("result")?;
    Ok(Asked {
        id: r.get("id")?,
        n: r.get("n")?,
        day: r.get("day")?,
        instalment: r.get("instalment")?,
        account: r.get("account")?,
        person: r.get("person")?,
        customer: r.get("customer")?,
        amount: r.get("amount")?,
        result: result.and_then(|code| DebitResult::of_code(code.chars().next()?)),
    })
}
