//! 過誤納金: what was paid and is not owed. It is given back (地方税法17条) or used for what the same payer
//! owes elsewhere (充当, 17条の2); never more than remains of it.

use crate::actions::reason;
use crate::drawer;
use crate::ledger::{self, About};
use crate::number::Kind;
use crate::receive::{self, Booked, How, Received};
use crate::records::{self, Payment};
use crate::rules::{Account, Posting, Tag};
use crate::{BillingError, Channel, InstalmentId, PaymentId, instalment};
use kernel::id::{BillId, PersonId};
use kernel::{Date, Moment, Yen};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// 過誤納金: money that was paid and is not owed.
    OverpaidId,
);

/// Money that is to be given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overpaid {
    /// Which.
    pub id: OverpaidId,
    /// Of which bill.
    pub bill: BillId,
    /// Its number.
    pub number: String,
    /// Whose money it is.
    pub payer: PersonId,
    /// Of which instalment.
    pub instalment: InstalmentId,
    /// The way by which it came; none when an exemption made it.
    pub channel: Option<Channel>,
    /// How much there was.
    pub amount: Yen,
    /// What was given back or used since.
    pub given: Yen,
    /// Since when.
    pub at: Moment,
}

impl Overpaid {
    /// What remains.
    pub fn rest(&self) -> Yen {
        self.amount - self.given
    }
}

/// How money is given back.
#[derive(Debug, Clone)]
pub enum GiveBack {
    /// By transfer (総合振込); where the news of it comes from, once for each.
    Transfer {
        /// On which day.
        on: Date,
        /// `transfer:FILEDIGEST:LINE`.
        source: String,
    },
    /// To the card that paid, through the payment company; where the wish comes from, once for each.
    Card {
        /// On which day.
        on: Date,
        /// `card-back:ID`.
        source: String,
    },
    /// In cash at the counter.
    Counter {
        /// Key of the desk whose drawer gives it.
        drawer: String,
        /// The cashier's name.
        cashier: String,
    },
}

pub(crate) struct New {
    pub bill: BillId,
    pub instalment: InstalmentId,
    pub payment: Option<PaymentId>,
    pub amount: Yen,
}

pub(crate) async fn insert(tx: &Tx, new: &New, channel: Option<Channel>) -> Result<OverpaidId, StoreError> {
    let id: OverpaidId = tx.id();
    let sql = "INSERT INTO billing_overpaid (id, bill, instalment, payment, channel, amount, given, state, at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, 0, 'open', $7, 1)";
    let channel = channel.map(Channel::as_str);
    tx.execute(sql, args![id, new.bill, new.instalment, new.payment, channel, new.amount, tx.now()]).await?;
    Ok(id)
}

/// What is to be given back, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn overpaid(q: &impl Reads) -> Result<Vec<Overpaid>, StoreError> {
    let sql = "SELECT o.*, b.payer, b.number FROM billing_overpaid o JOIN billing_bill b ON b.id = o.bill \
               WHERE o.state = 'open' ORDER BY o.at, o.id LIMIT 2000";
    q.rows(sql, args![]).await?.iter().map(read).collect()
}

/// What was overpaid on a bill.
///
/// # Errors
/// When the database does not answer.
pub async fn overpaid_of(q: &impl Reads, bill: BillId) -> Result<Vec<Overpaid>, StoreError> {
    let sql = "SELECT o.*, b.payer, b.number FROM billing_overpaid o JOIN billing_bill b ON b.id = o.bill \
               WHERE o.bill = $1 ORDER BY o.at, o.id";
    q.rows(sql, args![bill]).await?.iter().map(read).collect()
}

fn read(r: &Row) -> Result<Overpaid, StoreError> {
    Ok(Overpaid {
        id: r.get("id")?,
        bill: r.get("bill")?,
        number: r.get("number")?,
        payer: r.get("payer")?,
        instalment: r.get("instalment")?,
        channel: r.get::<Option<String>>("channel")?.as_deref().and_then(Channel::of),
        amount: r.get("amount")?,
        given: r.get("given")?,
        at: r.get("at")?,
    })
}

/// Whoever comes second waits here; what was given is only ever what remained.
async fn use_up(tx: &Tx, id: OverpaidId, amount: Yen) -> Result<Overpaid, BillingError> {
    if amount <= Yen::ZERO {
        return Err(BillingError::Invalid("amount"));
    }
    tx.execute("UPDATE billing_overpaid SET version = version + 1 WHERE id = $1", args![id]).await?;
    let sql =
        "SELECT o.*, b.payer, b.number FROM billing_overpaid o JOIN billing_bill b ON b.id = o.bill WHERE o.id = $1";
    let row = tx.row(sql, args![id]).await?.ok_or(StoreError::Missing("billing_overpaid"))?;
    let found = read(&row)?;
    if amount > found.rest() {
        return Err(BillingError::TooMuch);
    }
    let state = if amount == found.rest() { "done" } else { "open" };
    let sql = "UPDATE billing_overpaid SET given = given + $2, state = $3 WHERE id = $1";
    tx.execute(sql, args![id, amount, state]).await?;
    Ok(Overpaid { given: found.given + amount, ..found })
}

/// 還付: gives 過誤納金 back; never more than remains. The same transfer twice changes nothing.
///
/// # Errors
/// [`BillingError::TooMuch`], [`BillingError::Invalid`], [`BillingError::DrawerClosed`].
pub async fn give_back(
    tx: &Tx,
    id: OverpaidId,
    amount: Yen,
    how: GiveBack,
    why: &str,
) -> Result<PaymentId, BillingError> {
    let why = reason(why)?;
    let (drawer, cashier, on, source, channel) = match how {
        GiveBack::Transfer { on, source } => (None, String::new(), Some(on), Some(source), Channel::Transfer),
        GiveBack::Card { on, source } => (None, String::new(), Some(on), Some(source), Channel::Card),
        GiveBack::Counter { drawer, cashier } => {
            (Some(drawer::take(tx, &drawer, &cashier).await?.id), cashier, None, None, Channel::Counter)
        }
    };
    // The row is the lock: who comes second with the same transfer sees it here.
    tx.execute("UPDATE billing_overpaid SET version = version + 1 WHERE id = $1", args![id]).await?;
    if let Some(before) = booked_before(tx, source.as_deref()).await? {
        tx.record(Deed::new("billing.give_back_again").row("billing_overpaid", id));
        return Ok(before);
    }
    let found = use_up(tx, id, amount).await?;
    let payment: PaymentId = tx.id();
    let deed = Deed::new("billing.give_back").about(found.payer).row("billing_overpaid", id);
    let deed = deed.row("billing_payment", payment);
    let deed = drawer.iter().fold(deed, |deed, drawer| deed.row("billing_drawer", *drawer));
    let (number, deed) = records::next_number(tx, Kind::Refund, deed).await?;
    let row = Payment {
        id: payment,
        bill: found.bill,
        refund: true,
        offset: false,
        channel,
        instalment: Some(found.instalment),
        paid_on: on,
        source,
        note: None,
        arrears: Yen::ZERO,
        over: amount,
        amount,
        tendered: Yen::ZERO,
        change: Yen::ZERO,
        in_part: false,
        receipt: number.to_string(),
        drawer,
        cashier,
        reason: Some(why.to_owned()),
        at: tx.now(),
    };
    records::insert_payment(tx, &row).await?;
    book_back(tx, &found, &row, deed).await?;
    Ok(payment)
}

/// The books of money that was given back.
async fn book_back(tx: &Tx, found: &Overpaid, row: &Payment, deed: Deed) -> Result<(), StoreError> {
    let mut posting = Posting::default();
    let tag = Some(Tag { instalment: found.instalment, year: None });
    posting.add(Account::Overpaid, row.channel.account(), row.amount, tag);
    let about = About {
        bill: Some(found.bill),
        payment: Some(row.id),
        drawer: row.drawer,
        channel: Some(row.channel),
        day: row.paid_on,
        ..About::default()
    };
    tx.record(ledger::post(tx, &posting, about, deed).await?);
    Ok(())
}

async fn booked_before(tx: &Tx, source: Option<&str>) -> Result<Option<PaymentId>, StoreError> {
    match source {
        Some(source) => Ok(records::by_source(tx, source).await?.map(|p| p.id)),
        None => Ok(None),
    }
}

/// 充当: uses 過誤納金 for another instalment of the same payer, never more than is owed there
/// (地方税法17条の2).
///
/// # Errors
/// [`BillingError::TooMuch`] when less remains or less is owed; [`BillingError::Invalid`] when the
/// instalment is another person's.
pub async fn offset(tx: &Tx, id: OverpaidId, to: InstalmentId, amount: Yen) -> Result<Booked, BillingError> {
    let today = tx.now().date();
    let other = instalment::instalment(tx, to).await?.ok_or(BillingError::Invalid("instalment"))?;
    let bill = records::find(tx, other.bill).await?.ok_or(BillingError::Invalid("instalment"))?;
    let found = use_up(tx, id, amount).await?;
    if bill.payer != found.payer {
        return Err(BillingError::Invalid("instalment"));
    }
    let received = Received {
        instalment: to,
        channel: found.channel.unwrap_or(Channel::Transfer),
        amount,
        paid_on: today,
        source: format!("offset:{id}:{}", found.given),
        note: None,
    };
    let booked = receive::take(tx, &received, Account::Overpaid, How::Offset).await?;
    if !booked.over.is_zero() {
        return Err(BillingError::TooMuch);
    }
    tx.record(Deed::new("billing.offset").about(found.payer).row("billing_overpaid", id));
    Ok(booked)
}
