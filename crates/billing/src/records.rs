//! Bills and payments as rows.

use crate::number::{Kind, Number};
use crate::rules::{BillState, Standing};
use crate::{DrawerId, PaymentId};
use kernel::id::{BillId, PersonId};
use kernel::{Date, FiscalYear, Moment, Uuid, Yen};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// One line of a bill.
    LineId,
    /// The numbers of one kind in one year.
    CounterId,
);

/// A bill as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Bill {
    pub id: BillId,
    pub number: String,
    pub payer: PersonId,
    pub title: String,
    pub standing: Standing,
    pub due: Date,
    pub subject_id: Uuid,
    pub reference: Option<String>,
    pub desk: Option<String>,
    pub on_paid: String,
    pub issued_at: Moment,
    pub paid_at: Option<Moment>,
    pub void_reason: Option<String>,
}

/// Money taken or given back.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub id: PaymentId,
    pub bill: BillId,
    pub refund: bool,
    pub amount: Yen,
    pub tendered: Yen,
    pub change: Yen,
    pub in_part: bool,
    pub receipt: String,
    pub drawer: DrawerId,
    pub cashier: String,
    pub reason: Option<String>,
    pub at: Moment,
}

/// A bill.
pub(crate) async fn find(q: &impl Reads, id: BillId) -> Result<Option<Bill>, StoreError> {
    q.row("SELECT * FROM billing_bill WHERE id = $1", args![id]).await?.as_ref().map(bill).transpose()
}

/// A bill to be changed: whoever comes second waits here and then sees what the first did.
pub(crate) async fn lock(tx: &Tx, id: BillId) -> Result<Bill, StoreError> {
    if tx.execute("UPDATE billing_bill SET version = version + 1 WHERE id = $1", args![id]).await? != 1 {
        return Err(StoreError::Missing("billing_bill"));
    }
    find(tx, id).await?.ok_or(StoreError::Missing("billing_bill"))
}

/// Writes where the bill stands now.
pub(crate) async fn save(tx: &Tx, bill: &Bill) -> Result<(), StoreError> {
    let Standing { state, paid, refunded, .. } = bill.standing;
    let sql = "UPDATE billing_bill SET state = $2, paid = $3, refunded = $4, paid_at = $5, void_reason = $6, \
               voided_at = $7 WHERE id = $1";
    let voided_at = (state == BillState::Void).then_some(tx.now());
    let reason = bill.void_reason.as_deref().map(seal);
    tx.execute(sql, args![bill.id, state.as_str(), paid, refunded, bill.paid_at, reason, voided_at]).await?;
    Ok(())
}

/// The bills of a payer, newest first.
pub(crate) async fn of_payer(q: &impl Reads, payer: PersonId) -> Result<Vec<Bill>, StoreError> {
    let sql = "SELECT * FROM billing_bill WHERE payer = $1 ORDER BY issued_at DESC, id DESC LIMIT 200";
    q.rows(sql, args![payer]).await?.iter().map(bill).collect()
}

/// The bill with a number.
pub(crate) async fn by_number(q: &impl Reads, number: Number) -> Result<Option<Bill>, StoreError> {
    let sql = "SELECT * FROM billing_bill WHERE number = $1";
    q.row(sql, args![number.to_string()]).await?.as_ref().map(bill).transpose()
}

/// The bill to which a receipt belongs.
pub(crate) async fn by_receipt(q: &impl Reads, number: Number) -> Result<Option<Bill>, StoreError> {
    let sql = "SELECT b.* FROM billing_bill b JOIN billing_payment p ON p.bill = b.id WHERE p.receipt = $1";
    q.row(sql, args![number.to_string()]).await?.as_ref().map(bill).transpose()
}

/// The bills of the matter with a reference number.
pub(crate) async fn by_reference(q: &impl Reads, reference: &str) -> Result<Vec<Bill>, StoreError> {
    let sql = "SELECT * FROM billing_bill WHERE reference = $1 ORDER BY id DESC LIMIT 50";
    q.rows(sql, args![reference]).await?.iter().map(bill).collect()
}

/// The oldest bills that are not paid.
pub(crate) async fn unpaid(q: &impl Reads, limit: i64) -> Result<Vec<Bill>, StoreError> {
    let sql = "SELECT * FROM billing_bill WHERE state = 'open' ORDER BY due, id LIMIT $1";
    q.rows(sql, args![limit]).await?.iter().map(bill).collect()
}

/// The oldest bills of a desk's matters that are not paid.
pub(crate) async fn unpaid_of(q: &impl Reads, desk: &str, limit: i64) -> Result<Vec<Bill>, StoreError> {
    let sql = "SELECT * FROM billing_bill WHERE state = 'open' AND desk = $2 ORDER BY due, id LIMIT $1";
    q.rows(sql, args![limit, desk]).await?.iter().map(bill).collect()
}

fn bill(r: &Row) -> Result<Bill, StoreError> {
    let word: String = r.get("state")?;
    let state = BillState::ALL.into_iter().find(|s| s.as_str() == word);
    let state = state.ok_or_else(|| StoreError::Column("state".to_owned()))?;
    Ok(Bill {
        id: r.get("id")?,
        number: r.get("number")?,
        payer: r.get("payer")?,
        title: open(r.get("title")?),
        standing: Standing { state, total: r.get("total")?, paid: r.get("paid")?, refunded: r.get("refunded")? },
        due: r.get("due")?,
        subject_id: r.get("subject_id")?,
        reference: r.get("reference")?,
        desk: r.get("desk")?,
        on_paid: r.get("on_paid")?,
        issued_at: r.get("issued_at")?,
        paid_at: r.get("paid_at")?,
        void_reason: r.get::<Option<String>>("void_reason")?.map(open),
    })
}

/// What a bill is made of: label and amount, in order.
pub(crate) async fn lines(q: &impl Reads, bill: BillId) -> Result<Vec<(String, Yen)>, StoreError> {
    let sql = "SELECT label, amount FROM billing_line WHERE bill = $1 ORDER BY n";
    q.rows(sql, args![bill]).await?.iter().map(|r| Ok((open(r.get("label")?), r.get("amount")?))).collect()
}

/// Payments of a bill, oldest first.
pub(crate) async fn payments(q: &impl Reads, bill: BillId) -> Result<Vec<Payment>, StoreError> {
    let sql = "SELECT * FROM billing_payment WHERE bill = $1 ORDER BY at, id";
    q.rows(sql, args![bill]).await?.iter().map(payment).collect()
}

/// Payments through a drawer on its day, newest first.
pub(crate) async fn through(q: &impl Reads, drawer: DrawerId) -> Result<Vec<Payment>, StoreError> {
    let sql = "SELECT * FROM billing_payment WHERE drawer = $1 ORDER BY at DESC, id DESC";
    q.rows(sql, args![drawer]).await?.iter().map(payment).collect()
}

/// A payment.
pub(crate) async fn find_payment(q: &impl Reads, id: PaymentId) -> Result<Option<Payment>, StoreError> {
    q.row("SELECT * FROM billing_payment WHERE id = $1", args![id]).await?.as_ref().map(payment).transpose()
}

fn payment(r: &Row) -> Result<Payment, StoreError> {
    Ok(Payment {
        id: r.get("id")?,
        bill: r.get("bill")?,
        refund: r.get::<String>("kind")? == "refund",
        amount: r.get("amount")?,
        tendered: r.get("tendered")?,
        change: r.get("change")?,
        in_part: r.get("in_part")?,
        receipt: r.get("receipt")?,
        drawer: r.get("drawer")?,
        cashier: open(r.get("cashier_name")?),
        reason: r.get::<Option<String>>("reason")?.map(open),
        at: r.get("at")?,
    })
}

/// Writes a payment.
pub(crate) async fn insert_payment(tx: &Tx, p: &Payment) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_payment (id, bill, kind, channel, amount, tendered, change, in_part, receipt, drawer, \
         cashier_account, cashier_name, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            p.id,
            p.bill,
            if p.refund { "refund" } else { "payment" },
            COUNTER,
            p.amount,
            p.tendered,
            p.change,
            p.in_part,
            &p.receipt,
            p.drawer,
            tx.act().actor.account(),
            seal(&p.cashier),
            p.reason.as_deref().map(seal),
            p.at
        ],
    )
    .await?;
    Ok(())
}

/// The channel of money handed over at a counter.
const COUNTER: &str = "counter";

/// The next number of a kind in the present fiscal year: none is left out, none is given twice.
pub(crate) async fn next_number(tx: &Tx, kind: Kind, deed: Deed) -> Result<(Number, Deed), StoreError> {
    let year = FiscalYear::of(tx.now().date());
    let row = tx
        .row(
            "INSERT INTO billing_counter (id, kind, year, last) VALUES ($1, $2, $3, 1) \
             ON CONFLICT (kind, year) DO UPDATE SET last = billing_counter.last + 1 RETURNING id, last",
            args![tx.id::<CounterId>(), kind.as_str(), year],
        )
        .await?
        .ok_or(StoreError::Missing("billing_counter"))?;
    let n = u32::try_from(row.get::<i64>("last")?).map_err(|_| StoreError::Column("last".to_owned()))?;
    Ok((Number { kind, year, n }, deed.row("billing_counter", row.get::<CounterId>("id")?)))
}
