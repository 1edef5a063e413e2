//! billing (signatures; the room follows)

use kernel::id::{BillId, PersonId};
use kernel::{Date, Uuid, Yen};
use serde::{Deserialize, Serialize};
use store::{Reads, StoreError, Tx};

/// A bill to be issued.
#[derive(Debug, Clone)]
pub struct NewBill {
    /// Who pays.
    pub payer: PersonId,
    /// What for, for people.
    pub title: String,
    /// The lines: what, and how much.
    pub lines: Vec<(String, Yen)>,
    /// Until when; moved to an open day of banks. Without it the bill is due on the spot.
    pub due: Option<Date>,
    /// The record that is paid for: its table and row.
    pub subject: (&'static str, Uuid),
    /// The kind of job that is told [`Paid`].
    pub on_paid: &'static str,
}

/// What the job named in [`NewBill::on_paid`] is given, once the bill is paid in full.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Paid {
    /// The bill.
    pub bill: BillId,
    /// The row that was paid for.
    pub subject: Uuid,
}

/// What the payer handed over at the counter.
#[derive(Debug, Clone)]
pub struct Cash {
    /// What is paid towards the bill.
    pub amount: Yen,
    /// What was handed over.
    pub tendered: Yen,
    /// Whether less than the rest of the bill is taken, because the payer asked for it.
    pub in_part: bool,
    /// Key of the drawer (the desk that takes the cash).
    pub drawer: String,
    /// The cashier's name, kept with the receipt.
    pub cashier: String,
}

kernel::id_type!(
    /// 収納: one payment.
    PaymentId,
);

/// A payment that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The payment.
    pub payment: PaymentId,
    /// The number of its receipt.
    pub receipt: String,
    /// おつり.
    pub change: Yen,
    /// What is left to pay.
    pub rest: Yen,
}

/// Where a bill stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillState {
    /// 未納: not paid, or paid in part.
    Open,
    /// 納付済み.
    Paid,
    /// 取り消された before anything was paid.
    Void,
}

/// A bill as other rooms see it.
#[derive(Debug, Clone)]
pub struct BillStatus {
    /// The bill.
    pub id: BillId,
    /// Its number with check digits, as on paper.
    pub number: String,
    /// Where it stands.
    pub state: BillState,
    /// What it asks.
    pub total: Yen,
    /// What was paid, refunds taken off.
    pub paid: Yen,
    /// Until when.
    pub due: Date,
}

/// Why money was not booked.
#[derive(Debug, thiserror::Error)]
pub enum BillingError {
    /// What was asked makes no sense: no lines, an amount below one yen.
    #[error("invalid: {0}")]
    Invalid(&'static str),
    /// More than the rest of the bill.
    #[error("more than is owed")]
    TooMuch,
    /// Less than the rest of the bill, and nobody asked to pay in part.
    #[error("less than is owed")]
    TooLittle,
    /// Less cash than the amount to be paid.
    #[error("not enough cash")]
    ShortOfCash,
    /// The bill has moved on in the meantime.
    #[error("changed in the meantime")]
    Changed,
    /// The records.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Issues a bill.
///
/// # Errors
/// [`BillingError::Invalid`], or the records do not answer.
pub async fn issue(_tx: &Tx, _bill: NewBill) -> Result<BillId, BillingError> {
    Err(StoreError::Missing("billing").into())
}

/// Takes cash at the counter.
///
/// # Errors
/// See [`BillingError`].
pub async fn pay_at_counter(_tx: &Tx, _bill: BillId, _cash: Cash) -> Result<Taken, BillingError> {
    Err(StoreError::Missing("billing").into())
}

/// Takes a bill back before anything was paid.
///
/// # Errors
/// [`BillingError::Changed`] when it is paid or void already.
pub async fn void(_tx: &Tx, _bill: BillId, _reason: &str) -> Result<(), BillingError> {
    Err(StoreError::Missing("billing").into())
}

/// Where a bill stands.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such bill.
pub async fn status(_q: &impl Reads, _bill: BillId) -> Result<BillStatus, StoreError> {
    Err(StoreError::Missing("billing"))
}

/// What the receipt of a payment prints, for the template `cash_receipt`.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such payment.
pub async fn receipt_data(_q: &impl Reads, _payment: PaymentId) -> Result<serde_json::Value, StoreError> {
    Err(StoreError::Missing("billing"))
}

/// The room.
pub const fn room() -> web::Room {
    web::Room { key: "billing", ..web::Room::EMPTY }
}
