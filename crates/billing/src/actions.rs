//! What is done with a bill: one transaction each.

use crate::drawer;
use crate::instalment::{self, Fresh, Instalment};
use crate::ledger::{self, About};
use crate::number::{Kind, Number};
use crate::records::{self, Bill, LineId, Payment};
use crate::rules::{self, BillState, Claim, Handed, Posting, Standing};
use crate::year::Income;
use crate::{BillStatus, BillingError, Cash, Channel, NewBill, NewInstalment, Paid, PaymentId, Refund, Taken};
use kernel::id::{BillId, PersonId};
use kernel::{FiscalYear, Yen, office_days};
use store::seal::seal;
use store::{Deed, NewJob, Reads, StoreError, Tx, args};

/// Days until a bill without a day of its own is due.
const DUE_DAYS: i64 = 30;

/// Issues a bill (調定・納入の通知, 地方自治法231条). A due day on which the banks are closed moves to
/// the next open one (地方税法20条の5 and the rules made after it).
///
/// # Errors
/// [`BillingError::Invalid`] when there is nothing to pay or the instalments are not its sum; or the
/// records do not answer.
pub async fn issue(tx: &Tx, new: NewBill) -> Result<BillId, BillingError> {
    let total = rules::total(&new.lines)?;
    let id: BillId = tx.id();
    let deed = Deed::new("billing.issue").about(new.payer).row("billing_bill", id);
    let (number, mut deed) = records::next_number(tx, Kind::Bill, deed).await?;
    let parts = parts(tx, id, number, &new, total)?;
    insert_bill(tx, id, number, &new, &parts).await?;
    for (n, (label, amount)) in (1_i64..).zip(&new.lines) {
        let row: LineId = tx.id();
        let sql = "INSERT INTO billing_line (id, bill, n, label, amount) VALUES ($1, $2, $3, $4, $5)";
        tx.execute(sql, args![row, id, n, seal(label), *amount]).await?;
        deed = deed.row("billing_line", row);
    }
    for part in &parts {
        instalment::insert(tx, part).await?;
        deed = deed.row("billing_instalment", part.id);
    }
    let posting = instalment::claim_of(&parts).issued();
    let about = About { bill: Some(id), issuing: true, ..About::default() };
    tx.record(ledger::post(tx, &posting, about, deed).await?);
    Ok(id)
}

/// The instalments of a new bill: those given, in the order of their days, or one.
fn parts(tx: &Tx, bill: BillId, number: Number, new: &NewBill, total: Yen) -> Result<Vec<Instalment>, BillingError> {
    let today = tx.now().date();
    let mut given = new.instalments.clone();
    let on_terms = new.item.is_some() && !given.is_empty();
    if given.is_empty() {
        let due = new.due.unwrap_or_else(|| tx.now().plus_days(DUE_DAYS).date());
        given.push(NewInstalment { due, amount: total });
    }
    given.sort_by_key(|i| i.due);
    let sum = given.iter().try_fold(Yen::ZERO, |sum, i| sum.checked_add(i.amount));
    let of = u8::try_from(given.len()).ok().filter(|n| *n <= MOST_INSTALMENTS);
    let (Some(of), true) = (of, sum == Some(total) && given.iter().all(|i| i.amount > Yen::ZERO)) else {
        return Err(BillingError::Invalid("instalments"));
    };
    let one = |(n, i): (u8, &NewInstalment)| {
        let income = if on_terms { Income::Term { due: i.due } } else { Income::OnNotice };
        let (due, income_year) = (office_days::shift_due(i.due), income.year(today));
        instalment::fresh(tx, bill, number, &Fresh { n, of, due, income_year, amount: i.amount })
    };
    Ok((1..).zip(&given).map(one).collect())
}

/// No tax of a town is paid in more.
const MOST_INSTALMENTS: u8 = 36;

async fn insert_bill(
    tx: &Tx,
    id: BillId,
    number: Number,
    new: &NewBill,
    parts: &[Instalment],
) -> Result<(), BillingError> {
    let first = parts.first().ok_or(BillingError::Invalid("instalments"))?;
    tx.execute(
        "INSERT INTO billing_bill (id, number, payer, title, total, paid, refunded, state, due, fiscal_year, subject_table, \
         subject_id, reference, on_paid, issued_at, desk, version, item, levy_year, arrears_rule, exempted, arrears, \
         arrears_paid) \
         VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15, $16, $17, 0, 0, 0)",
        args![
            id,
            number.to_string(),
            new.payer,
            seal(&new.title),
            parts.iter().map(|p| p.amount).sum::<Yen>(),
            BillState::Open.as_str(),
            first.due,
            FiscalYear::of(tx.now().date()),
            new.subject.0,
            new.subject.1,
            new.reference.map(|r| r.to_string()),
            new.on_paid.unwrap_or_default(),
            tx.now(),
            new.desk.clone(),
            new.item.clone(),
            new.levy_year,
            new.arrears.as_str()
        ],
    )
    .await?;
    Ok(())
}

/// A bill that is being changed: whoever comes second waits, and then sees what the first did.
pub(crate) struct Held {
    pub bill: Bill,
    pub claim: Claim,
    before: Vec<Instalment>,
}

impl Held {
    /// Takes hold of a bill, as of a day on which money is taken.
    pub async fn of(tx: &Tx, bill: BillId, day: kernel::Date) -> Result<Self, StoreError> {
        let bill = records::lock(tx, bill).await?;
        let (claim, before) = instalment::claim(tx, &bill, day).await?;
        Ok(Self { bill, claim, before })
    }

    /// A deed about the bill, which it names.
    pub fn deed(&self, act: &'static str) -> Deed {
        Deed::new(act).about(self.bill.payer).row("billing_bill", self.bill.id)
    }

    /// Writes what became of it, books it, and tells whoever issued it once nothing is left.
    pub async fn close(mut self, tx: &Tx, posting: &Posting, about: About, deed: Deed) -> Result<Bill, BillingError> {
        let was = self.bill.standing.state;
        self.bill.standing = self.claim.standing();
        self.bill.due = next_due(&self.claim).unwrap_or(self.bill.due);
        let now = self.bill.standing.state;
        let over = was == BillState::Open && matches!(now, BillState::Paid | BillState::Exempt);
        if over {
            self.bill.paid_at = Some(tx.now());
        }
        records::save(tx, &self.bill).await?;
        let deed = instalment::save(tx, &self.bill, &self.claim, &self.before, deed).await?;
        let about = About { bill: Some(self.bill.id), ..about };
        tx.record(ledger::post(tx, posting, about, deed).await?);
        if over && !self.bill.on_paid.is_empty() {
            let paid = Paid { bill: self.bill.id, subject: self.bill.subject_id };
            tx.enqueue(NewJob::new(self.bill.on_paid.clone(), &paid).key(format!("billing:paid:{}", self.bill.id)));
        }
        Ok(self.bill)
    }
}

/// The day of the first instalment that is open.
fn next_due(claim: &Claim) -> Option<kernel::Date> {
    claim.parts.iter().filter(|p| p.standing.state == BillState::Open).map(|p| p.due).min()
}

/// Takes cash at the counter (現金による納付, 地方自治法231条の2), writes it into the ledger and the
/// drawer of the desk, and gives the receipt its number. The drawer opens with its first use. Cash
/// fills the instalments in the order of their due days unless one is named.
///
/// # Errors
/// [`BillingError::Changed`] when the bill is paid or the rest is another one,
/// [`BillingError::TooMuch`], [`BillingError::TooLittle`], [`BillingError::ShortOfCash`],
/// [`BillingError::DrawerClosed`].
pub async fn pay_at_counter(tx: &Tx, bill: BillId, cash: Cash) -> Result<Taken, BillingError> {
    let today = tx.now().date();
    let mut held = Held::of(tx, bill, today).await?;
    let Cash { amount, tendered, in_part, rest, instalment, .. } = cash;
    let (taking, change) = held.claim.pay(Handed { amount, tendered, in_part, rest }, instalment, today)?;
    let money = Money {
        amount,
        tendered,
        change,
        in_part,
        instalment,
        arrears: taking.arrears,
        ..Money::at(&cash.drawer, &cash.cashier)
    };
    let (payment, bill) = book(tx, held, &taking.posting, &money).await?;
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
    let today = tx.now().date();
    let mut held = Held::of(tx, bill, today).await?;
    let posting = held.claim.refund(refund.amount, refund.refundable, today)?;
    let money = Money {
        refund: true,
        amount: refund.amount,
        reason: Some(reason),
        ..Money::at(&refund.drawer, &refund.cashier)
    };
    let (payment, bill) = book(tx, held, &posting, &money).await?;
    Ok(Taken { payment: payment.id, receipt: payment.receipt, change: Yen::ZERO, rest: bill.standing.rest() })
}

/// Takes a bill back on which nothing is paid.
///
/// # Errors
/// [`BillingError::Changed`] when something is paid, or the bill is void already;
/// [`BillingError::Invalid`] without a reason.
pub async fn void(tx: &Tx, bill: BillId, why: &str) -> Result<(), BillingError> {
    let why = reason(why)?;
    let mut held = Held::of(tx, bill, tx.now().date()).await?;
    let posting = held.claim.void()?;
    held.bill.void_reason = Some(why.to_owned());
    let deed = held.deed("billing.void");
    held.close(tx, &posting, About::default(), deed).await?;
    Ok(())
}

pub(crate) fn reason(text: &str) -> Result<&str, BillingError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 500 { Err(BillingError::Invalid("reason")) } else { Ok(text) }
}

/// Money that goes through a drawer.
#[derive(Default)]
pub(crate) struct Money<'a> {
    pub refund: bool,
    pub amount: Yen,
    pub tendered: Yen,
    pub change: Yen,
    pub in_part: bool,
    pub instalment: Option<crate::InstalmentId>,
    pub arrears: Yen,
    pub desk: &'a str,
    pub cashier: &'a str,
    pub reason: Option<&'a str>,
}

impl<'a> Money<'a> {
    pub fn at(desk: &'a str, cashier: &'a str) -> Self {
        Self { desk, cashier, ..Self::default() }
    }
}

/// Writes cash that was taken or given: the drawer, the payment, the bill and the books.
pub(crate) async fn book(
    tx: &Tx,
    held: Held,
    posting: &Posting,
    money: &Money<'_>,
) -> Result<(Payment, Bill), BillingError> {
    let drawer = drawer::take(tx, money.desk, money.cashier).await?;
    let id: PaymentId = tx.id();
    let (kind, act) = if money.refund { (Kind::Refund, "billing.refund") } else { (Kind::Receipt, "billing.pay") };
    let deed = held.deed(act).row("billing_drawer", drawer.id).row("billing_payment", id);
    let (number, deed) = records::next_number(tx, kind, deed).await?;
    let payment = Payment {
        id,
        bill: held.bill.id,
        refund: money.refund,
        channel: Channel::Counter,
        instalment: money.instalment,
        paid_on: None,
        source: None,
        note: None,
        offset: false,
        arrears: money.arrears,
        over: Yen::ZERO,
        amount: money.amount,
        tendered: money.tendered,
        change: money.change,
        in_part: money.in_part,
        receipt: number.to_string(),
        drawer: Some(drawer.id),
        cashier: money.cashier.to_owned(),
        reason: money.reason.map(str::to_owned),
        at: tx.now(),
    };
    records::insert_payment(tx, &payment).await?;
    let about =
        About { payment: Some(id), drawer: Some(drawer.id), channel: Some(Channel::Counter), ..About::default() };
    let bill = held.close(tx, posting, about, deed).await?;
    Ok((payment, bill))
}

/// Where a bill stands.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such bill.
pub async fn status(q: &impl Reads, bill: BillId) -> Result<BillStatus, StoreError> {
    let bill = records::find(q, bill).await?.ok_or(StoreError::Missing("billing_bill"))?;
    Ok(status_of(bill))
}

/// The bills of a person, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn bills_of(q: &impl Reads, payer: PersonId) -> Result<Vec<BillStatus>, StoreError> {
    Ok(records::of_payer(q, payer).await?.into_iter().map(status_of).collect())
}

fn status_of(bill: Bill) -> BillStatus {
    let Standing { state, total, paid, .. } = bill.standing;
    BillStatus {
        id: bill.id,
        number: bill.number,
        payer: bill.payer,
        title: bill.title,
        item: bill.item,
        levy_year: bill.levy_year,
        state,
        total,
        paid,
        rest: bill.standing.rest(),
        due: bill.due,
    }
}
