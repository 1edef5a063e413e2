//! What other rooms may know of a bill and of payments, beside where they stand.

use crate::number::Number;
use crate::{Channel, records};
use kernel::id::{BillId, PersonId};
use kernel::{Date, FiscalYear, Moment, Yen};
use store::seal::open;
use store::{Reads, Row, StoreError, args};

/// What a bill is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillFacts {
    /// Who pays.
    pub payer: PersonId,
    /// Its number with a check digit, as on paper.
    pub number: String,
    /// What for, for people.
    pub title: String,
    /// Key of the revenue item in the town's book; without it a fee.
    pub item: Option<String>,
    /// 賦課年度.
    pub levy_year: Option<FiscalYear>,
    /// Key of the desk whose matter it is.
    pub desk: Option<String>,
    /// When it was issued.
    pub issued_at: Moment,
}

/// What a bill is about.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(q: &impl Reads, id: BillId) -> Result<Option<BillFacts>, StoreError> {
    let found = records::find(q, id).await?;
    Ok(found.map(|b| BillFacts {
        payer: b.payer,
        number: b.number,
        title: b.title,
        item: b.item,
        levy_year: b.levy_year,
        desk: b.desk,
        issued_at: b.issued_at,
    }))
}

/// The bill with this number, however it is typed.
///
/// # Errors
/// When the database does not answer.
pub async fn bill_by_number(q: &impl Reads, typed: &str) -> Result<Option<BillId>, StoreError> {
    match typed.parse::<Number>() {
        Ok(number) => Ok(records::by_number(q, number).await?.map(|b| b.id)),
        Err(()) => Ok(None),
    }
}

/// Money that was taken once, or given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidOnce {
    /// Of which bill.
    pub bill: BillId,
    /// What for, for people.
    pub title: String,
    /// By which way.
    pub channel: Channel,
    /// How much.
    pub amount: Yen,
    /// On which day it was paid.
    pub on: Date,
    /// The number of the receipt, of the entry or of the money given back.
    pub number: String,
    /// Money given back.
    pub back: bool,
}

/// What was taken from a payer and given back, newest first, two hundred at most. What only moved from
/// one bill to another (充当) was not paid again.
///
/// # Errors
/// When the database does not answer.
pub async fn payments_of(q: &impl Reads, payer: PersonId) -> Result<Vec<PaidOnce>, StoreError> {
    let sql = "SELECT p.bill, p.kind, p.channel, p.amount, p.receipt, p.paid_on, p.at, b.title FROM billing_payment p \
               JOIN billing_bill b ON b.id = p.bill WHERE b.payer = $1 AND p.kind IN ('payment', 'refund') \
               ORDER BY p.at DESC, p.id DESC LIMIT 200";
    q.rows(sql, args![payer]).await?.iter().map(read).collect()
}

fn read(r: &Row) -> Result<PaidOnce, StoreError> {
    let at: Moment = r.get("at")?;
    Ok(PaidOnce {
        bill: r.get("bill")?,
        title: open(r.get("title")?),
        channel: records::channel(r)?,
        amount: r.get("amount")?,
        on: r.get::<Option<Date>>("paid_on")?.unwrap_or_else(|| at.date()),
        number: r.get("receipt")?,
        back: r.get::<String>("kind")? == "refund",
    })
}
