//! 収納 by other ways than cash at the counter: what banks, stores and providers tell us they took,
//! and what they then hand over.

use crate::actions::Held;
use crate::ledger::{self, About};
use crate::number::Kind;
use crate::overpaid;
use crate::records::{self, Payment};
use crate::rules::{Account, BillState, Posting, Taking};
use crate::{BillingError, Channel, InstalmentId, PaymentId, instalment};
use kernel::{Date, Yen};
use store::seal::seal;
use store::{Deed, Reads, StoreError, Tx, args};

kernel::id_type!(
    /// 払込み: money that others took for the town, handed over.
    SettlementId,
);

/// News that somebody paid.
#[derive(Debug, Clone)]
pub struct Received {
    /// What they paid.
    pub instalment: InstalmentId,
    /// By which way.
    pub channel: Channel,
    /// How much.
    pub amount: Yen,
    /// On which day (領収日): interest and the year of the books follow it.
    pub paid_on: Date,
    /// Where the news came from, once for each payment: `zengin:FILEDIGEST:LINE`, `stripe:evt_…`.
    pub source: String,
    /// What else was said.
    pub note: Option<String>,
}

/// What was booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The payment.
    pub payment: PaymentId,
    /// This news was booked before: nothing changed.
    pub again: bool,
    /// What of it was owed, interest included.
    pub taken: Yen,
    /// What was not owed and is 過誤納金 now.
    pub over: Yen,
    /// What is left of the instalment.
    pub rest: Yen,
}

/// Books what somebody paid towards an instalment by another way than cash at the counter. What is
/// more than is owed becomes 過誤納金, for whoever pays twice too; the same news twice changes
/// nothing.
///
/// # Errors
/// [`BillingError::Invalid`] for an amount below one yen, cash, a day to come, an unknown instalment,
/// or news that was booked before of another payment.
pub async fn receive(tx: &Tx, r: Received) -> Result<Booked, BillingError> {
    if r.amount <= Yen::ZERO || r.amount > crate::rules::LARGEST {
        return Err(BillingError::Invalid("amount"));
    }
    if r.channel == Channel::Counter {
        return Err(BillingError::Invalid("channel"));
    }
    check_news(tx, r.paid_on, &r.source)?;
    take(tx, &r, r.channel.account(), How::News).await
}

/// Money is not taken on a day to come, and news says where it comes from.
fn check_news(tx: &Tx, day: Date, source: &str) -> Result<(), BillingError> {
    if day > tx.now().date() {
        return Err(BillingError::Invalid("paid_on"));
    }
    if source.trim().is_empty() || source.len() > 300 { Err(BillingError::Invalid("source")) } else { Ok(()) }
}

/// From where money is booked to an instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// It came in.
    News,
    /// It lay among what nobody knew for what.
    Suspense,
    /// It was 過誤納金 of the payer (充当, 地方税法17条の2).
    Offset,
}

/// Books money from an account to an instalment.
pub(crate) async fn take(tx: &Tx, r: &Received, money: Account, how: How) -> Result<Booked, BillingError> {
    let found = instalment::instalment(tx, r.instalment).await?.ok_or(BillingError::Invalid("instalment"))?;
    let mut held = Held::of(tx, found.bill, r.paid_on).await?;
    // Only now: whoever brought the same news first has let go of the bill.
    if let Some(before) = records::by_source(tx, &r.source).await? {
        return again(tx, r, &before).await;
    }
    let taking = held.claim.receive(r.instalment, r.amount, r.paid_on, money)?;
    let (payment, deed) = write(tx, &held, r, &taking, how).await?;
    let deed = match taking.over {
        Yen::ZERO => deed,
        over => {
            let new =
                overpaid::New { bill: held.bill.id, instalment: r.instalment, payment: Some(payment), amount: over };
            deed.row("billing_overpaid", overpaid::insert(tx, &new, Some(r.channel)).await?)
        }
    };
    let rest = held.claim.asked(Some(r.instalment), r.paid_on);
    let channel = (how == How::News).then_some(r.channel);
    let about = About { payment: Some(payment), channel, day: Some(r.paid_on), ..About::default() };
    held.close(tx, &taking.posting, about, deed).await?;
    Ok(Booked { payment, again: false, taken: taking.taken, over: taking.over, rest })
}

async fn write(tx: &Tx, held: &Held, r: &Received, taking: &Taking, how: How) -> Result<(PaymentId, Deed), StoreError> {
    let id: PaymentId = tx.id();
    let deed = held.deed("billing.receive").row("billing_payment", id);
    let (number, deed) = records::next_number(tx, Kind::Taken, deed).await?;
    let payment = Payment {
        id,
        bill: held.bill.id,
        refund: false,
        offset: how == How::Offset,
        channel: r.channel,
        instalment: Some(r.instalment),
        paid_on: Some(r.paid_on),
        source: Some(r.source.clone()),
        note: r.note.clone(),
        arrears: taking.arrears,
        over: taking.over,
        amount: r.amount,
        tendered: Yen::ZERO,
        change: Yen::ZERO,
        in_part: held.bill.standing.state == BillState::Open && held.claim.standing().state == BillState::Open,
        receipt: number.to_string(),
        drawer: None,
        cashier: String::new(),
        reason: None,
        at: tx.now(),
    };
    records::insert_payment(tx, &payment).await?;
    Ok((id, deed))
}

async fn again(tx: &Tx, r: &Received, before: &Payment) -> Result<Booked, BillingError> {
    if before.instalment != Some(r.instalment) || before.amount != r.amount || before.channel != r.channel {
        return Err(BillingError::Invalid("source"));
    }
    let rest = instalment::instalment(tx, r.instalment).await?.map_or(Yen::ZERO, |i| i.rest());
    // The bill was taken hold of, which the journal is told.
    tx.record(Deed::new("billing.receive_again").row("billing_bill", before.bill));
    Ok(Booked { payment: before.id, again: true, taken: before.amount - before.over, over: before.over, rest })
}

/// 払込み: what a bank, a store or a provider hands over of what it took.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// What was taken by which way.
    pub channel: Channel,
    /// What arrived in the town's account.
    pub amount: Yen,
    /// What they kept for their work.
    pub fee: Yen,
    /// On which day.
    pub on: Date,
    /// Where the news came from, once for each.
    pub source: String,
    /// What else was said.
    pub note: Option<String>,
}

/// Books what was handed over: 未着金 becomes 払込金, what they kept is a cost. The same news twice
/// changes nothing; answers whether it was new.
///
/// # Errors
/// [`BillingError::Invalid`] for cash or a transfer (which are in nobody else's hands), for amounts
/// that make no sense, or for news that was booked before with other amounts.
pub async fn settle(tx: &Tx, s: Settlement) -> Result<bool, BillingError> {
    let whole = s.amount.checked_add(s.fee).filter(|_| s.amount >= Yen::ZERO && s.fee >= Yen::ZERO);
    if whole.is_none_or(|yen| yen <= Yen::ZERO) {
        return Err(BillingError::Invalid("amount"));
    }
    if s.channel.account() != Account::InTransit {
        return Err(BillingError::Invalid("channel"));
    }
    check_news(tx, s.on, &s.source)?;
    let id: SettlementId = tx.id();
    let sql = "INSERT INTO billing_settlement (id, channel, amount, fee, on_day, source, note, at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (source) DO NOTHING";
    let note = s.note.as_deref().map(seal);
    let values = args![id, s.channel.as_str(), s.amount, s.fee, s.on, s.source.clone(), note, tx.now()];
    if tx.execute(sql, values).await? == 0 {
        return settled_before(tx, &s).await;
    }
    let about = About { channel: Some(s.channel), day: Some(s.on), ..About::default() };
    let deed = Deed::new("billing.settle").row("billing_settlement", id);
    tx.record(ledger::post(tx, &Posting::settlement(s.amount, s.fee), about, deed).await?);
    Ok(true)
}

async fn settled_before(tx: &Tx, s: &Settlement) -> Result<bool, BillingError> {
    let sql = "SELECT id FROM billing_settlement WHERE source = $1 AND channel = $2 AND amount = $3 AND fee = $4";
    let same = tx.row(sql, args![s.source.clone(), s.channel.as_str(), s.amount, s.fee]).await?;
    if same.is_some() { Ok(false) } else { Err(BillingError::Invalid("source")) }
}
