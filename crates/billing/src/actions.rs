//! What is done with a bill: one transaction each.

use crate::drawer;
use crate::ledger::{self, About};
use crate::number::Kind;
use crate::records::{self, Bill, LineId, Payment};
use crate::rules::{self, BillState, Handed, Posting, Standing};
use crate::{BillStatus, BillingError, Cash, NewBill, Paid, PaymentId, Refund, Taken};
use kernel::id::BillId;
use kernel::{FiscalYear, Yen, office_days};
use store::seal::seal;
use store::{Deed, NewJob, Reads, StoreError, Tx, args};

/// Days until a bill without a day of its own is due.
const DUE_DAYS: i64 = 30;

/// Issues a bill (調定・納入の通知, 地方自治法231条). A due day on which the banks are closed moves to
/// the next open one (地方税法20条の5 and the rules made after it).
///
/// # Errors
/// [`BillingError::Invalid`] when there is nothing to pay; or the records do not answer.
pub async fn issue(tx: &Tx, new: NewBill) -> Result<BillId, BillingError> {
    let total = rules::total(&new.lines)?;
    let (standing, posting) = Standing::issue(total);
    let id: BillId = tx.id();
    let today = tx.now().date();
    let due = office_days::shift_due(new.due.unwrap_or_else(|| tx.now().plus_days(DUE_DAYS).date()));
    let deed = Deed::new("billing.issue").about(new.payer).row("billing_bill", id);
    let (number, mut deed) = records::next_number(tx, Kind::Bill, deed).await?;
    tx.execute(
        "INSERT INTO billing_bill (id, number, payer, title, total, paid, refunded, state, due, fiscal_year, subject_table, \
         subject_id, reference, on_paid, issued_at, desk, version) \
         VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)",
        args![
            id,
            number.to_string(),
            new.payer,
            seal(&new.title),
            total,
            standing.state.as_str(),
            due,
            FiscalYear::of(today),
            new.subject.0,
            new.subject.1,
            new.reference.map(|r| r.to_string()),
            new.on_paid,
            tx.now(),
            new.desk
        ],
    )
    .await?;
    for (n, (label, amount)) in (1_i64..).zip(&new.lines) {
        let row: LineId = tx.id();
        let sql = "INSERT INTO billing_line (id, bill, n, label, amount) VALUES ($1, $2, $3, $4, $5)";
        tx.execute(sql, args![row, id, n, seal(label), *amount]).await?;
        deed = deed.row("billing_line", row);
    }
    tx.record(ledger::post(tx, &posting, About { bill: Some(id), ..About::default() }, deed).await?);
    Ok(id)
}

/// Takes cash at the counter (現金による納付, 地方自治法231条の2), writes it into the ledger and the
/// drawer of the desk, and gives the receipt its number. The drawer opens with its first use.
///
/// # Errors
/// [`BillingError::Changed`] when the bill is paid or the rest is another one,
/// [`BillingError::TooMuch`], [`BillingError::TooLittle`], [`BillingError::ShortOfCash`],
/// [`BillingError::DrawerClosed`].
pub async fn pay_at_counter(tx: &Tx, bill: BillId, cash: Cash) -> Result<Taken, BillingError> {
    let mut bill = records::lock(tx, bill).await?;
    let Cash { amount, tendered, in_part, rest, .. } = cash;
    let (posting, change) = bill.standing.pay(Handed { amount, tendered, in_part, rest })?;
    if bill.standing.state == BillState::Paid {
        bill.paid_at = Some(tx.now());
    }
    let money = Money {
        refund: false,
        amount,
        tendered,
        change,
        in_part,
        desk: &cash.drawer,
        cashier: &cash.cashier,
        reason: None,
    };
    let payment = book(tx, &bill, &posting, &money).await?;
    if bill.standing.state == BillState::Paid {
        let paid = Paid { bill: bill.id, subject: bill.subject_id };
        tx.enqueue(NewJob::new(bill.on_paid.clone(), &paid).key(format!("billing:paid:{}", bill.id)));
    }
    Ok(Taken { payment: payment.id, receipt: payment.receipt, change, rest: bill.standing.rest() })
}

/// Gives money back at the counter (還付): never more than was taken. What was paid in part is owed
/// again; a bill that was paid in full asks less from then on.
///
/// # Errors
/// [`BillingError::Changed`] when another sum can be given back than the officer saw,
/// [`BillingError::TooMuch`], [`BillingError::Invalid`] without a reason, [`BillingError::DrawerClosed`].
pub async fn refund(tx: &Tx, bill: BillId, refund: Refund) -> Result<Taken, BillingError> {
    let reason = reason(&refund.reason)?;
    let mut bill = records::lock(tx, bill).await?;
    let posting = bill.standing.refund(refund.amount, refund.refundable)?;
    let money = Money {
        refund: true,
        amount: refund.amount,
        tendered: Yen::ZERO,
        change: Yen::ZERO,
        in_part: false,
        desk: &refund.drawer,
        cashier: &refund.cashier,
        reason: Some(reason),
    };
    let payment = book(tx, &bill, &posting, &money).await?;
    Ok(Taken { payment: payment.id, receipt: payment.receipt, change: Yen::ZERO, rest: bill.standing.rest() })
}

/// Takes a bill back on which nothing is paid.
///
/// # Errors
/// [`BillingError::Changed`] when something is paid, or the bill is void already;
/// [`BillingError::Invalid`] without a reason.
pub async fn void(tx: &Tx, bill: BillId, why: &str) -> Result<(), BillingError> {
    let why = reason(why)?;
    let mut bill = records::lock(tx, bill).await?;
    let posting = bill.standing.void()?;
    bill.void_reason = Some(why.to_owned());
    records::save(tx, &bill).await?;
    let deed = Deed::new("billing.void").about(bill.payer).row("billing_bill", bill.id);
    tx.record(ledger::post(tx, &posting, About { bill: Some(bill.id), ..About::default() }, deed).await?);
    Ok(())
}

pub(crate) fn reason(text: &str) -> Result<&str, BillingError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 500 { Err(BillingError::Invalid("reason")) } else { Ok(text) }
}

/// Money that goes through a drawer.
struct Money<'a> {
    refund: bool,
    amount: Yen,
    tendered: Yen,
    change: Yen,
    in_part: bool,
    desk: &'a str,
    cashier: &'a str,
    reason: Option<&'a str>,
}

async fn book(tx: &Tx, bill: &Bill, posting: &Posting, money: &Money<'_>) -> Result<Payment, BillingError> {
    let drawer = drawer::take(tx, money.desk, money.cashier).await?;
    let id: PaymentId = tx.id();
    let (kind, deed) = match money.refund {
        true => (Kind::Refund, Deed::new("billing.refund")),
        false => (Kind::Receipt, Deed::new("billing.pay")),
    };
    let deed =
        deed.about(bill.payer).row("billing_bill", bill.id).row("billing_drawer", drawer.id).row("billing_payment", id);
    let (number, deed) = records::next_number(tx, kind, deed).await?;
    let payment = Payment {
        id,
        bill: bill.id,
        refund: money.refund,
        amount: money.amount,
        tendered: money.tendered,
        change: money.change,
        in_part: money.in_part,
        receipt: number.to_string(),
        drawer: drawer.id,
        cashier: money.cashier.to_owned(),
        reason: money.reason.map(str::to_owned),
        at: tx.now(),
    };
    records::insert_payment(tx, &payment).await?;
    records::save(tx, bill).await?;
    let about = About { bill: Some(bill.id), payment: Some(id), drawer: Some(drawer.id) };
    tx.record(ledger::post(tx, posting, about, deed).await?);
    Ok(payment)
}

/// Where a bill stands.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such bill.
pub async fn status(q: &impl Reads, bill: BillId) -> Result<BillStatus, StoreError> {
    let bill = records::find(q, bill).await?.ok_or(StoreError::Missing("billing_bill"))?;
    let Standing { state, total, paid, .. } = bill.standing;
    Ok(BillStatus { id: bill.id, number: bill.number, state, total, paid, rest: bill.standing.rest(), due: bill.due })
}
