//! Bills and payments as rows.

use crate::book::Rule;
use crate::number::{Kind, Number};
use crate::rules::{BillState, Standing};
use crate::{Channel, DrawerId, InstalmentId, PaymentId};
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
    /// Key of the revenue item in the town's book; none for a fee.
    pub item: Option<String>,
    /// 賦課年度.
    pub levy_year: Option<FiscalYear>,
    /// Whether paying late costs more.
    pub bears_arrears: bool,
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
    pub channel: Channel,
    /// The instalment, where one was named.
    pub instalment: Option<InstalmentId>,
    /// The day on which it was paid, where it was not paid here.
    pub paid_on: Option<Date>,
    /// Where the news of it came from; no two payments come from the same.
    pub source: Option<String>,
    pub note: Option<String>,
    /// Out of 過誤納金, not a payment of its own.
    pub offset: bool,
    /// What of it was interest, and what was not owed.
    pub arrears: Yen,
    pub over: Yen,
    pub amount: Yen,
    pub tendered: Yen,
    pub change: Yen,
    pub in_part: bool,
    pub receipt: String,
    /// The drawer, of money at a counter.
    pub drawer: Option<DrawerId>,
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
    let s = bill.standing;
    let sql = "UPDATE billing_bill SET state = $2, paid = $3, refunded = $4, paid_at = $5, void_reason = $6, \
               voided_at = $7, exempted = $8, arrears = $9, arrears_paid = $10, due = $11 WHERE id = $1";
    let voided_at = (s.state == BillState::Void).then_some(tx.now());
    let reason = bill.void_reason.as_deref().map(seal);
    tx.execute(
        sql,
        args![
            bill.id,
            s.state.as_str(),
            s.paid,
            s.refunded,
            bill.paid_at,
            reason,
            voided_at,
            s.exempted,
            s.arrears,
            s.arrears_paid,
            bill.due
        ],
    )
    .await?;
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

/// The state of a bill or an instalment.
pub(crate) fn state(r: &Row) -> Result<BillState, StoreError> {
    let word: String = r.get("state")?;
    let state = BillState::ALL.into_iter().find(|s| s.as_str() == word);
    state.ok_or_else(|| StoreError::Column("state".to_owned()))
}

/// The money of a bill; what was added to the table later is nothing in older rows.
fn standing(r: &Row) -> Result<Standing, StoreError> {
    let later = |column| Ok::<Yen, StoreError>(r.get::<Option<Yen>>(column)?.unwrap_or_default());
    Ok(Standing {
        state: state(r)?,
        total: r.get("total")?,
        paid: r.get("paid")?,
        refunded: r.get("refunded")?,
        exempted: later("exempted")?,
        arrears: later("arrears")?,
        arrears_paid: later("arrears_paid")?,
    })
}

fn bill(r: &Row) -> Result<Bill, StoreError> {
    Ok(Bill {
        id: r.get("id")?,
        number: r.get("number")?,
        payer: r.get("payer")?,
        title: open(r.get("title")?),
        standing: standing(r)?,
        due: r.get("due")?,
        subject_id: r.get("subject_id")?,
        reference: r.get("reference")?,
        desk: r.get("desk")?,
        on_paid: r.get("on_paid")?,
        item: r.get("item")?,
        levy_year: r.get("levy_year")?,
        bears_arrears: r.get::<Option<String>>("arrears_rule")?.as_deref() == Some(Rule::Tax.as_str()),
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

/// The payment of which the news came from this source.
pub(crate) async fn by_source(q: &impl Reads, source: &str) -> Result<Option<Payment>, StoreError> {
    q.row("SELECT * FROM billing_payment WHERE source = $1", args![source]).await?.as_ref().map(payment).transpose()
}

/// The channel of a row.
pub(crate) fn channel(r: &Row) -> Result<Channel, StoreError> {
    Channel::of(&r.get::<String>("channel")?).ok_or_else(|| StoreError::Column("channel".to_owned()))
}

fn payment(r: &Row) -> Result<Payment, StoreError> {
    let kind: String = r.get("kind")?;
    Ok(Payment {
        id: r.get("id")?,
        bill: r.get("bill")?,
        refund: kind == "refund",
        offset: kind == "offset",
        channel: channel(r)?,
        instalment: r.get("instalment")?,
        paid_on: r.get("paid_on")?,
        source: r.get("source")?,
        note: r.get::<Option<String>>("note")?.map(open),
        arrears: r.get::<Option<Yen>>("arrears")?.unwrap_or_default(),
        over: r.get::<Option<Yen>>("over")?.unwrap_or_default(),
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

impl Payment {
    const fn kind(&self) -> &'static str {
        match (self.refund, self.offset) {
            (true, _) => "refund",
            (false, true) => "offset",
            (false, false) => "payment",
        }
    }
}

/// Writes a payment.
pub(crate) async fn insert_payment(tx: &Tx, p: &Payment) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_payment (id, bill, kind, channel, amount, tendered, change, in_part, receipt, drawer, \
         cashier_account, cashier_name, reason, at, instalment, paid_on, arrears, over, source, note) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        args![
            p.id,
            p.bill,
            p.kind(),
            p.channel.as_str(),
            p.amount,
            p.tendered,
            p.change,
            p.in_part,
            &p.receipt,
            p.drawer,
            tx.act().actor.account(),
            seal(&p.cashier),
            p.reason.as_deref().map(seal),
            p.at,
            p.instalment,
            p.paid_on,
            p.arrears,
            p.over,
            p.source.clone(),
            p.note.as_deref().map(seal)
        ],
    )
    .await?;
    Ok(())
}

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
