//! 仮受金: money that came in, and nobody knows for what. It waits until an officer finds out, or gives
//! it back to whoever sent it.

use crate::actions::reason;
use crate::ledger::{self, About};
use crate::receive::{self, Booked, How, Received};
use crate::records;
use crate::rules::{Account, Posting};
use crate::{BillingError, Channel, InstalmentId};
use kernel::{Date, Moment, Yen};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// 仮受金: money of which nobody knows for what it came.
    SuspenseId,
);

/// Money of which nobody knows for what it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspense {
    /// Which.
    pub id: SuspenseId,
    /// By which way.
    pub channel: Channel,
    /// How much.
    pub amount: Yen,
    /// On which day.
    pub paid_on: Date,
    /// Where the news came from.
    pub source: String,
    /// What was said with it, and why it fits nothing.
    pub note: Option<String>,
    /// What became of it.
    pub state: SuspenseState,
    /// The instalment for which it turned out to be.
    pub instalment: Option<InstalmentId>,
    /// Why, and who decided.
    pub reason: Option<String>,
    /// Since when.
    pub at: Moment,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuspenseState {
    /// Nobody knows yet.
    Open,
    /// It was booked to an instalment.
    Settled,
    /// It was given back to whoever sent it.
    Returned,
}

impl SuspenseState {
    const ALL: [Self; 3] = [Self::Open, Self::Settled, Self::Returned];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Settled => "settled",
            Self::Returned => "returned",
        }
    }
}

/// What an officer found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was for this instalment.
    For(InstalmentId),
    /// It goes back to whoever sent it.
    GoesBack,
}

/// Takes in money of which nobody knows for what it came. The same news twice changes nothing.
///
/// # Errors
/// [`BillingError::Invalid`] for cash, an amount below one yen, or news booked before with another one.
pub async fn into_suspense(
    tx: &Tx,
    channel: Channel,
    amount: Yen,
    paid_on: Date,
    source: String,
    note: Option<String>,
) -> Result<SuspenseId, BillingError> {
    if amount <= Yen::ZERO || paid_on > tx.now().date() {
        return Err(BillingError::Invalid("amount"));
    }
    if channel == Channel::Counter {
        return Err(BillingError::Invalid("channel"));
    }
    let id: SuspenseId = tx.id();
    let sql = "INSERT INTO billing_suspense (id, channel, amount, paid_on, source, note, state, at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, 1) ON CONFLICT (source) DO NOTHING";
    let values = args![id, channel.as_str(), amount, paid_on, source.clone(), note.as_deref().map(seal), tx.now()];
    if tx.execute(sql, values).await? == 0 {
        let row = tx.row("SELECT * FROM billing_suspense WHERE source = $1", args![source]).await?;
        let before = read(&row.ok_or(StoreError::Missing("billing_suspense"))?)?;
        let same = before.amount == amount && before.channel == channel;
        return if same { Ok(before.id) } else { Err(BillingError::Invalid("source")) };
    }
    let deed = Deed::new("billing.suspense").row("billing_suspense", id);
    let about = About { channel: Some(channel), day: Some(paid_on), ..About::default() };
    let posting = Posting::of(channel.account(), Account::Suspense, amount);
    tx.record(ledger::post(tx, &posting, about, deed).await?);
    Ok(id)
}

/// What nobody knows for what it came, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn suspense(q: &impl Reads) -> Result<Vec<Suspense>, StoreError> {
    let sql = "SELECT * FROM billing_suspense WHERE state = 'open' ORDER BY at, id LIMIT 2000";
    q.rows(sql, args![]).await?.iter().map(read).collect()
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn find_suspense(q: &impl Reads, id: SuspenseId) -> Result<Option<Suspense>, StoreError> {
    q.row("SELECT * FROM billing_suspense WHERE id = $1", args![id]).await?.as_ref().map(read).transpose()
}

fn read(r: &Row) -> Result<Suspense, StoreError> {
    let word: String = r.get("state")?;
    let state = SuspenseState::ALL.into_iter().find(|s| s.as_str() == word);
    Ok(Suspense {
        id: r.get("id")?,
        channel: records::channel(r)?,
        amount: r.get("amount")?,
        paid_on: r.get("paid_on")?,
        source: r.get("source")?,
        note: r.get::<Option<String>>("note")?.map(open),
        state: state.ok_or_else(|| StoreError::Column("state".to_owned()))?,
        instalment: r.get("instalment")?,
        reason: r.get::<Option<String>>("reason")?.map(open),
        at: r.get("at")?,
    })
}

/// Books what an officer found out, with the reason: the money goes to an instalment as of the day
/// on which it was paid (what is more becomes 過誤納金), or back to whoever sent it.
///
/// # Errors
/// [`BillingError::Changed`] when it is settled already; [`BillingError::Invalid`] without a reason.
pub async fn settle_suspense(
    tx: &Tx,
    id: SuspenseId,
    outcome: Outcome,
    why: &str,
    officer: &str,
) -> Result<Option<Booked>, BillingError> {
    let why = reason(why)?;
    let (state, to) = match outcome {
        Outcome::For(instalment) => (SuspenseState::Settled, Some(instalment)),
        Outcome::GoesBack => (SuspenseState::Returned, None),
    };
    let sql = "UPDATE billing_suspense SET state = $2, instalment = $3, reason = $4, settled_name = $5, settled_at = $6, \
               version = version + 1 WHERE id = $1 AND state = 'open'";
    if tx.execute(sql, args![id, state.as_str(), to, seal(why), seal(officer), tx.now()]).await? != 1 {
        return Err(BillingError::Changed);
    }
    let found = find_suspense(tx, id).await?.ok_or(StoreError::Missing("billing_suspense"))?;
    let deed = Deed::new("billing.settle_suspense").row("billing_suspense", id);
    let Some(instalment) = to else {
        let posting = Posting::of(Account::Suspense, Account::Deposit, found.amount);
        tx.record(ledger::post(tx, &posting, About::default(), deed).await?);
        return Ok(None);
    };
    tx.record(deed);
    let (channel, amount, paid_on) = (found.channel, found.amount, found.paid_on);
    let received =
        Received { instalment, channel, amount, paid_on, source: format!("suspense:{id}"), note: found.note };
    receive::take(tx, &received, Account::Suspense, How::Suspense).await.map(Some)
}
