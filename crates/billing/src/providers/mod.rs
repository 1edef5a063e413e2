//! カード払いの取次: what the town asks of a payment company, whichever it is.
//!
//! No card number ever reaches us: the payer leaves for a page of the company by a link and comes
//! back by one. What was paid is believed only from the company's signed word or its own answer to
//! our question, never from the address by which somebody comes back. A company is a folder here
//! ([`stripe`]); the town names it in `card_provider.toml` and the operator lays its secrets into
//! the folder of keys. Without both, no card is offered.
//!
//! 地方自治法231条の2の3 (指定納付受託者): which company may take money for the town is the mayor's
//! decision; this code does not make it.

mod settings;
#[cfg(any(test, feature = "testing"))]
pub mod stand_in;
pub mod stripe;
#[cfg(test)]
mod tests;

pub use settings::{Settings, provider};

use futures::future::BoxFuture;
use kernel::{Moment, Uuid, Yen};
use web::outside::Outside;
use web::texts::Lang;

/// What one payment of a payer asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Ours; the same order asked for twice is one at the company.
    pub id: Uuid,
    /// How much, in yen.
    pub amount: Yen,
    /// What for, as the company's page shows it: no name, no number of a person.
    pub title: String,
    /// Where the payer comes back to, paid or not.
    pub back: String,
    /// Until when it can be paid there.
    pub until: Moment,
    /// The language of the company's page.
    pub lang: Lang,
}

/// A page of the company that waits for the payer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The company's name for it.
    pub session: String,
    /// Its address.
    pub url: String,
}

/// Where such a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// The payer may still pay.
    Open,
    /// The payer is done, and the money is on its way.
    Pending,
    /// Paid.
    Paid,
    /// It came to nothing: the time is over, or the payment failed.
    Over,
}

/// What the company says of one of its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The company's name for it.
    pub session: String,
    /// The [`Order::id`] that it was made for.
    pub order: Option<Uuid>,
    /// Where it stands.
    pub state: SessionState,
    /// How much, in the smallest unit of the currency (for yen: yen).
    pub amount: i64,
    /// The currency, in small letters.
    pub currency: String,
    /// The company's name for the payment, once there is one.
    pub payment: Option<String>,
}

/// Money to be given back to the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiveBack {
    /// Ours; the same asked for twice is given back once.
    pub id: Uuid,
    /// The company's name for the payment.
    pub payment: String,
    /// How much.
    pub amount: Yen,
}

/// How far money is on its way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackState {
    /// The company has it in hand.
    UnderWay,
    /// Given back.
    Done,
    /// The card took nothing back.
    Failed,
}

/// What the company says of money given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenBack {
    /// The company's name for it.
    pub refund: String,
    /// The [`GiveBack::id`] that it was asked for with, if it was asked for by us.
    pub id: Option<Uuid>,
    /// How far it is.
    pub state: BackState,
    /// How much, in the smallest unit of the currency.
    pub amount: i64,
}

/// Something that the company tells of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The company's name for it: the same told twice is known by it.
    pub id: String,
    /// When it happened, by the company's clock.
    pub at: Moment,
    /// Whether it is about real money.
    pub live: bool,
    /// What happened.
    pub what: Happened,
}

/// What can happen at the company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// One of its pages moved on.
    Session(Session),
    /// Money moved back.
    GivenBack(GivenBack),
    /// The holder of the card disputes the payment with this name.
    Disputed(String),
    /// Something that we do not use; its kind.
    Other(String),
}

/// Why the company's page or answer is not there. The words are for the log and carry no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be reached.
    #[error("the payment company cannot be reached: {0}")]
    Unreached(String),
    /// It answered and refused; its status and its own short code.
    #[error("the payment company refused: {0} {1}")]
    Refused(u16, String),
    /// It answered something that cannot be meant.
    #[error("the payment company's answer cannot be read: {0}")]
    Unreadable(&'static str),
}

/// Why a message is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Forged {
    /// It carries no signature of ours.
    #[error("no signature, or a wrong one")]
    Signature,
    /// It is signed, but too old or from the future: somebody may be sending it again.
    #[error("signed too long ago")]
    Time,
    /// It is signed and says nothing that can be read.
    #[error("cannot be read")]
    Unreadable,
}

/// A payment company.
pub trait Provider: Send + Sync {
    /// Its key in records and addresses.
    fn key(&self) -> &'static str;
    /// Its name for people.
    fn name(&self) -> &'static str;
    /// Whether it moves real money.
    fn is_live(&self) -> bool;
    /// The smallest payment it takes.
    fn least(&self) -> Yen;
    /// Has it make a page on which the payer can pay.
    fn begin<'a>(&'a self, outside: &'a dyn Outside, order: &'a Order) -> Answer<'a, Opened>;
    /// Asks where a page of it stands.
    fn look<'a>(&'a self, outside: &'a dyn Outside, session: &'a str) -> Answer<'a, Session>;
    /// Closes a page, so that nobody can pay there any more; answers where it stands then.
    fn close<'a>(&'a self, outside: &'a dyn Outside, session: &'a str) -> Answer<'a, Session>;
    /// Has it give money back to the card.
    fn give_back<'a>(&'a self, outside: &'a dyn Outside, back: &'a GiveBack) -> Answer<'a, GivenBack>;
    /// The header that carries its signature.
    fn signed_by(&self) -> &'static str;
    /// Reads what somebody sent who says that they are the company.
    ///
    /// # Errors
    /// [`Forged`] when they are not, or say it too late.
    fn hear(&self, signature: &str, body: &[u8], now: Moment) -> Result<Event, Forged>;
}

/// An answer of a company, on its way.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, ProviderError>>;
