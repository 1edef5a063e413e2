//! 期別: the instalments of a bill as rows, with the numbers under which they are paid.
//!
//! A bill from the time before there were instalments has one all the same: it is told from the bill
//! and written down when something is done with it first.

use crate::number::Number;
use crate::records::{self, Bill};
use crate::rules::{BillState, Claim, InstalmentState, Part, Standing};
use kernel::id::{BillId, PersonId};
use kernel::{Date, FiscalYear, TypedId, Yen};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// 期別: a part of a bill with its own due day.
    InstalmentId,
);

/// One instalment (期別) of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instalment {
    /// Which.
    pub id: InstalmentId,
    /// Of which bill.
    pub bill: BillId,
    /// 第何期, from 1.
    pub n: u8,
    /// Of how many.
    pub of: u8,
    /// Until when, moved off closed days (地方税法20条の5).
    pub due: Date,
    /// What it asked at first.
    pub amount: Yen,
    /// What was taken of it.
    pub paid: Yen,
    /// What is not asked any more (減免).
    pub exempted: Yen,
    /// What was given back after everything had been paid.
    pub refunded: Yen,
    /// 延滞金 that was charged.
    pub arrears: Yen,
    /// What of it was paid.
    pub arrears_paid: Yen,
    /// Where it stands.
    pub state: InstalmentState,
    /// 案件特定キー・納付番号, 20 digits with an unguessable end; empty for a bill of old on which
    /// nothing was done since.
    pub key: String,
    /// 確認番号, 6 digits; empty as the key is.
    pub confirm: String,
    /// The year to which its income belongs (地方自治法施行令142条).
    pub income_year: FiscalYear,
    pub(crate) waived: bool,
    fresh: bool,
}

/// What somebody who pays on a day is asked for an instalment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The instalment.
    pub instalment: Instalment,
    /// 延滞金 up to that day, beyond what is charged already; once it is paid, this is charged.
    pub arrears: Yen,
}

impl Instalment {
    /// What is left to pay, charged interest included.
    pub fn rest(&self) -> Yen {
        self.standing().rest()
    }

    /// Whether there is something left and its day is over.
    pub fn is_late(&self, today: Date) -> bool {
        self.state == BillState::Open && self.due < today
    }

    pub(crate) const fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            total: self.amount,
            paid: self.paid,
            exempted: self.exempted,
            refunded: self.refunded,
            arrears: self.arrears,
            arrears_paid: self.arrears_paid,
        }
    }

    const fn part(&self, days: Vec<(Date, Yen)>) -> Part {
        Part {
            id: self.id,
            due: self.due,
            year: self.income_year,
            standing: self.standing(),
            waived: self.waived,
            days,
        }
    }

    /// The only instalment of a bill on which nothing was done since there are instalments.
    fn of_old(bill: &Bill) -> Self {
        let s = bill.standing;
        Self {
            id: InstalmentId::from_uuid(bill.id.uuid()),
            bill: bill.id,
            n: 1,
            of: 1,
            due: bill.due,
            amount: s.total,
            paid: s.paid,
            exempted: s.exempted,
            refunded: s.refunded,
            arrears: s.arrears,
            arrears_paid: s.arrears_paid,
            state: s.state,
            key: String::new(),
            confirm: String::new(),
            income_year: FiscalYear::of(bill.issued_at.date()),
            waived: false,
            fresh: true,
        }
    }
}

impl Owed {
    /// Everything that is asked on that day.
    pub fn sum(&self) -> Yen {
        self.instalment.rest() + self.arrears
    }
}

/// The number under which an instalment is paid: year and place of its bill, which instalment, and
/// nine digits that nobody can guess; and the six that confirm it.
fn numbers(tx: &Tx, bill: Number, n: u8) -> (String, String) {
    let random = u64::from_be_bytes(tx.random::<8>());
    let key =
        format!("{:02}{:07}{n:02}{:09}", bill.year.0.rem_euclid(100), bill.n % 10_000_000, random % 1_000_000_000);
    let confirm = u64::from_be_bytes(tx.random::<8>()) % 1_000_000;
    (key, format!("{confirm:06}"))
}

/// An instalment of a bill that is being issued.
pub(crate) struct Fresh {
    pub n: u8,
    pub of: u8,
    pub due: Date,
    pub income_year: FiscalYear,
    pub amount: Yen,
}

/// A new instalment, not yet written.
pub(crate) fn fresh(tx: &Tx, bill: BillId, number: Number, new: &Fresh) -> Instalment {
    let (key, confirm) = numbers(tx, number, new.n);
    Instalment {
        id: tx.id(),
        bill,
        n: new.n,
        of: new.of,
        due: new.due,
        amount: new.amount,
        paid: Yen::ZERO,
        exempted: Yen::ZERO,
        refunded: Yen::ZERO,
        arrears: Yen::ZERO,
        arrears_paid: Yen::ZERO,
        state: BillState::Open,
        key,
        confirm,
        income_year: new.income_year,
        waived: false,
        fresh: true,
    }
}

/// The instalments of a bill, in order.
///
/// # Errors
/// When the database does not answer, or there is no such bill.
pub async fn instalments(q: &impl Reads, bill: BillId) -> Result<Vec<Instalment>, StoreError> {
    let found = written(q, bill).await?;
    if !found.is_empty() {
        return Ok(found);
    }
    let bill = records::find(q, bill).await?.ok_or(StoreError::Missing("billing_bill"))?;
    Ok(vec![Instalment::of_old(&bill)])
}

/// The instalment that is paid under this number (20 digits).
///
/// # Errors
/// When the database does not answer.
pub async fn instalment_by_key(q: &impl Reads, key: &str) -> Result<Option<Instalment>, StoreError> {
    let sql = "SELECT * FROM billing_instalment WHERE payment_key = $1";
    q.row(sql, args![key]).await?.as_ref().map(read).transpose()
}

/// The instalment whose number begins like this (16 digits): what a store's bar code has room for.
pub(crate) async fn by_key_start(q: &impl Reads, start: &str) -> Result<Option<Instalment>, StoreError> {
    let (first, last) = (format!("{start:0<20}"), format!("{start:9<20}"));
    let sql =
        "SELECT * FROM billing_instalment WHERE payment_key >= $1 AND payment_key <= $2 ORDER BY payment_key LIMIT 2";
    match q.rows(sql, args![&first, &last]).await?.as_slice() {
        [one] => read(one).map(Some),
        _ => Ok(None),
    }
}

/// An instalment.
///
/// # Errors
/// When the database does not answer.
pub async fn instalment(q: &impl Reads, id: InstalmentId) -> Result<Option<Instalment>, StoreError> {
    if let Some(row) = q.row("SELECT * FROM billing_instalment WHERE id = $1", args![id]).await? {
        return read(&row).map(Some);
    }
    let bill = records::find(q, BillId::from_uuid(id.uuid())).await?;
    Ok(bill.as_ref().map(Instalment::of_old))
}

/// Open instalments that are due between two days (both included), with who pays.
///
/// # Errors
/// When the database does not answer.
pub async fn due_between(q: &impl Reads, first: Date, last: Date) -> Result<Vec<(Instalment, PersonId)>, StoreError> {
    let sql = "SELECT i.*, b.payer FROM billing_instalment i JOIN billing_bill b ON b.id = i.bill \
               WHERE i.state = 'open' AND i.due >= $1 AND i.due <= $2 ORDER BY i.due, i.id";
    q.rows(sql, args![first, last]).await?.iter().map(|r| Ok((read(r)?, r.get("payer")?))).collect()
}

/// What somebody who pays on `day` is asked, by instalment.
///
/// # Errors
/// When the database does not answer, or there is no such bill.
pub async fn owed(q: &impl Reads, bill: BillId, day: Date) -> Result<Vec<Owed>, StoreError> {
    let bill = records::find(q, bill).await?.ok_or(StoreError::Missing("billing_bill"))?;
    let (claim, found) = claim(q, &bill, day).await?;
    let of =
        |instalment: Instalment, part: &Part| Owed { arrears: part.arrears_on(claim.bears_arrears, day), instalment };
    Ok(found.into_iter().zip(&claim.parts).map(|(i, part)| of(i, part)).collect())
}

/// A claim of instalments that were just made.
pub(crate) fn claim_of(new: &[Instalment]) -> Claim {
    Claim { parts: new.iter().map(|i| i.part(Vec::new())).collect(), bears_arrears: false }
}

async fn written(q: &impl Reads, bill: BillId) -> Result<Vec<Instalment>, StoreError> {
    let sql = "SELECT * FROM billing_instalment WHERE bill = $1 ORDER BY n";
    q.rows(sql, args![bill]).await?.iter().map(read).collect()
}

/// The bill with its instalments, as of a day on which money is taken.
pub(crate) async fn claim(q: &impl Reads, bill: &Bill, day: Date) -> Result<(Claim, Vec<Instalment>), StoreError> {
    let mut found = written(q, bill.id).await?;
    if found.is_empty() {
        found.push(Instalment::of_old(bill));
    }
    let mut parts = Vec::new();
    for i in &found {
        let late = bill.bears_arrears && i.due < day;
        let days = if late { days(q, i.id).await? } else { Vec::new() };
        parts.push(i.part(days));
    }
    Ok((Claim { parts, bears_arrears: bill.bears_arrears }, found))
}

/// What was taken of the amount itself, by the day of its payment: what the ledger says. What was
/// exempted after it had been paid is no payment any more.
async fn days(q: &impl Reads, id: InstalmentId) -> Result<Vec<(Date, Yen)>, StoreError> {
    let sql = "SELECT on_day, CAST(SUM(credit - debit) AS bigint) AS yen FROM billing_entry \
               WHERE instalment = $1 AND account = 'receivable' AND payment IS NOT NULL AND on_day IS NOT NULL \
               GROUP BY on_day";
    q.rows(sql, args![id]).await?.iter().map(|r| Ok((r.get("on_day")?, r.get("yen")?))).collect()
}

/// Writes what became of the instalments; the deed vouches for those that changed.
pub(crate) async fn save(
    tx: &Tx,
    bill: &Bill,
    claim: &Claim,
    before: &[Instalment],
    deed: Deed,
) -> Result<Deed, StoreError> {
    let mut deed = deed;
    for (part, was) in claim.parts.iter().zip(before) {
        if !was.fresh && part.standing == was.standing() && part.waived == was.waived {
            continue;
        }
        if was.fresh {
            let number: Number = bill.number.parse().map_err(|()| StoreError::Column("number".to_owned()))?;
            let (key, confirm) = numbers(tx, number, was.n);
            insert(tx, &Instalment { key, confirm, ..was.clone() }).await?;
        }
        update(tx, part).await?;
        deed = deed.row("billing_instalment", part.id);
    }
    Ok(deed)
}

/// Writes a new instalment.
pub(crate) async fn insert(tx: &Tx, i: &Instalment) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_instalment (id, bill, n, parts, due, income_year, amount, paid, exempted, refunded, arrears, \
         arrears_paid, arrears_waived, state, payment_key, confirm) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        args![
            i.id,
            i.bill,
            i64::from(i.n),
            i64::from(i.of),
            i.due,
            i.income_year,
            i.amount,
            i.paid,
            i.exempted,
            i.refunded,
            i.arrears,
            i.arrears_paid,
            i.waived,
            i.state.as_str(),
            &i.key,
            &i.confirm
        ],
    )
    .await?;
    Ok(())
}

async fn update(tx: &Tx, part: &Part) -> Result<(), StoreError> {
    let s = part.standing;
    let sql = "UPDATE billing_instalment SET paid = $2, exempted = $3, refunded = $4, arrears = $5, arrears_paid = $6, \
               arrears_waived = $7, state = $8 WHERE id = $1";
    let state = s.state.as_str();
    tx.execute(sql, args![part.id, s.paid, s.exempted, s.refunded, s.arrears, s.arrears_paid, part.waived, state])
        .await?;
    Ok(())
}

fn read(r: &Row) -> Result<Instalment, StoreError> {
    let small =
        |column: &'static str| u8::try_from(r.get::<i64>(column)?).map_err(|_| StoreError::Column(column.to_owned()));
    Ok(Instalment {
        id: r.get("id")?,
        bill: r.get("bill")?,
        n: small("n")?,
        of: small("parts")?,
        due: r.get("due")?,
        amount: r.get("amount")?,
        paid: r.get("paid")?,
        exempted: r.get("exempted")?,
        refunded: r.get("refunded")?,
        arrears: r.get("arrears")?,
        arrears_paid: r.get("arrears_paid")?,
        state: records::state(r)?,
        key: r.get("payment_key")?,
        confirm: r.get("confirm")?,
        income_year: r.get("income_year")?,
        waived: r.get("arrears_waived")?,
        fresh: false,
    })
}
