//! Card payments, money given back and what the company told, as rows.

use billing::{InstalmentId, PaymentId};
use kernel::id::{BillId, PersonId};
use kernel::{Moment, Yen};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// One payment by card, from the wish to its end.
    CardId,
    /// Money given back to a card.
    BackId,
    /// Something that the company told.
    EventId,
);

/// Where a card payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// The company is being asked for its page.
    Asked,
    /// Its page waits for the payer.
    Open,
    /// Paid and booked.
    Paid,
    /// Nothing was paid.
    Over,
    /// Money came that is not what was asked: an officer looks.
    Wrong,
}

impl State {
    const ALL: [Self; 5] = [Self::Asked, Self::Open, Self::Paid, Self::Over, Self::Wrong];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Over => "over",
            Self::Wrong => "wrong",
        }
    }
}

/// A card payment.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub id: CardId,
    pub provider: String,
    pub bill: BillId,
    pub instalment: InstalmentId,
    pub by: Option<PersonId>,
    pub amount: Yen,
    pub state: State,
    pub session: Option<String>,
    pub url: Option<String>,
    pub payment: Option<String>,
    pub paid: Option<Yen>,
    pub over: Option<Yen>,
    pub booked: Option<PaymentId>,
    pub trouble: Option<String>,
    pub until: Moment,
    pub created_at: Moment,
    pub changed_at: Moment,
}

fn card(r: &Row) -> Result<Card, StoreError> {
    let word: String = r.get("state")?;
    let state = State::ALL.into_iter().find(|s| s.as_str() == word);
    Ok(Card {
        id: r.get("id")?,
        provider: r.get("provider")?,
        bill: r.get("bill")?,
        instalment: r.get("instalment")?,
        by: r.get("by_person")?,
        amount: r.get("amount")?,
        state: state.ok_or_else(|| StoreError::Column("state".to_owned()))?,
        session: r.get("session")?,
        url: r.get("url")?,
        payment: r.get("payment")?,
        paid: r.get("paid")?,
        over: r.get("over")?,
        booked: r.get("booked")?,
        trouble: r.get("trouble")?,
        until: r.get("until")?,
        created_at: r.get("created_at")?,
        changed_at: r.get("changed_at")?,
    })
}

pub(crate) async fn find(q: &impl Reads, id: CardId) -> Result<Option<Card>, StoreError> {
    q.row("SELECT * FROM payments_card WHERE id = $1", args![id]).await?.as_ref().map(card).transpose()
}

/// The card payment that waits for this instalment.
pub(crate) async fn open_for(q: &impl Reads, instalment: InstalmentId) -> Result<Option<Card>, StoreError> {
    let sql = "SELECT * FROM payments_card WHERE open_for = $1";
    q.row(sql, args![instalment.to_string()]).await?.as_ref().map(card).transpose()
}

/// The card payment with the company's name for it.
pub(crate) async fn by_payment(q: &impl Reads, payment: &str) -> Result<Option<Card>, StoreError> {
    let sql = "SELECT * FROM payments_card WHERE payment = $1";
    q.row(sql, args![payment]).await?.as_ref().map(card).transpose()
}

/// Those that wait, unchanged since `before`, the longest waiting first.
pub(crate) async fn waiting(q: &impl Reads, before: Moment, limit: i64) -> Result<Vec<Card>, StoreError> {
    let sql = "SELECT * FROM payments_card WHERE state IN ('asked', 'open') AND changed_at < $1 ORDER BY changed_at, id LIMIT $2";
    q.rows(sql, args![before, limit]).await?.iter().map(card).collect()
}

/// The newest, or those alone that an officer must look at.
pub(crate) async fn newest(q: &impl Reads, care: bool, limit: i64) -> Result<Vec<Card>, StoreError> {
    let all = "SELECT * FROM payments_card WHERE state IN ('paid', 'wrong') ORDER BY created_at DESC, id DESC LIMIT $1";
    let cared = "SELECT * FROM payments_card WHERE trouble IS NOT NULL AND state IN ('paid', 'wrong') \
                 ORDER BY created_at DESC, id DESC LIMIT $1";
    q.rows(if care { cared } else { all }, args![limit]).await?.iter().map(card).collect()
}

/// How many an officer must look at.
pub(crate) async fn troubled(q: &impl Reads) -> Result<i64, StoreError> {
    let sql =
        "SELECT CAST(COUNT(*) AS bigint) FROM payments_card WHERE trouble IS NOT NULL AND state IN ('paid', 'wrong')";
    Ok(q.one(sql, args![]).await?.unwrap_or_default())
}

/// A card payment to be changed: whoever comes second waits here and sees what the first did. The
/// journal vouches for it, whether more than its version changes or not.
pub(crate) async fn lock(tx: &Tx, id: CardId, deed: &'static str) -> Result<Option<Card>, StoreError> {
    let sql = "UPDATE payments_card SET version = version + 1, changed_at = $2 WHERE id = $1";
    if tx.execute(sql, args![id, tx.now()]).await? == 0 {
        return Ok(None);
    }
    let found = find(tx, id).await?;
    tx.record(Deed::new(deed).about(found.as_ref().and_then(|c| c.by)).row("payments_card", id));
    Ok(found)
}

/// Writes a new one that reserves its instalment; `false` when somebody was first.
pub(crate) async fn reserve(tx: &Tx, card: &Card) -> Result<bool, StoreError> {
    let sql = "INSERT INTO payments_card (id, provider, bill, instalment, open_for, by_person, amount, state, until, created_at, \
               changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 1) ON CONFLICT (open_for) DO NOTHING";
    let made = tx
        .execute(
            sql,
            args![
                card.id,
                card.provider.clone(),
                card.bill,
                card.instalment,
                card.instalment.to_string(),
                card.by,
                card.amount,
                card.state.as_str(),
                card.until,
                card.created_at
            ],
        )
        .await?;
    Ok(made == 1)
}

/// Writes where it stands; it holds its instalment as long as somebody can still pay.
pub(crate) async fn save(tx: &Tx, card: &Card) -> Result<(), StoreError> {
    let holds = matches!(card.state, State::Asked | State::Open).then(|| card.instalment.to_string());
    let sql = "UPDATE payments_card SET state = $2, open_for = $3, session = $4, url = $5, payment = $6, paid = $7, over = $8, \
               booked = $9, trouble = $10, changed_at = $11 WHERE id = $1";
    tx.execute(
        sql,
        args![
            card.id,
            card.state.as_str(),
            holds,
            card.session.clone(),
            card.url.clone(),
            card.payment.clone(),
            card.paid,
            card.over,
            card.booked,
            card.trouble.clone(),
            tx.now()
        ],
    )
    .await?;
    Ok(())
}

/// Writes down what the company told; `false` when it told this before.
pub(crate) async fn note_event(tx: &Tx, provider: &str, name: &str) -> Result<bool, StoreError> {
    let sql = "INSERT INTO payments_event (id, provider, name, outcome, at) VALUES ($1, $2, $3, 'heard', $4) \
               ON CONFLICT (provider, name) DO NOTHING";
    Ok(tx.execute(sql, args![tx.id::<EventId>(), provider, name, tx.now()]).await? == 1)
}

/// What became of it.
pub(crate) async fn conclude_event(
    tx: &Tx,
    provider: &str,
    name: &str,
    outcome: &'static str,
) -> Result<(), StoreError> {
    let sql = "UPDATE payments_event SET outcome = $3 WHERE provider = $1 AND name = $2";
    tx.execute(sql, args![provider, name, outcome]).await?;
    Ok(())
}

/// How far money is on its way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BackState {
    Asked,
    Done,
    Failed,
}

impl BackState {
    const ALL: [Self; 3] = [Self::Asked, Self::Done, Self::Failed];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// Money given back to a card.
#[derive(Debug, Clone)]
pub(crate) struct Back {
    pub id: BackId,
    pub card: CardId,
    pub amount: Yen,
    pub reason: String,
    pub officer: String,
    pub state: BackState,
    pub asked_at: Moment,
}

fn back(r: &Row) -> Result<Back, StoreError> {
    let word: String = r.get("state")?;
    let state = BackState::ALL.into_iter().find(|s| s.as_str() == word);
    Ok(Back {
        id: r.get("id")?,
        card: r.get("card")?,
        amount: r.get("amount")?,
        reason: open(r.get("reason")?),
        officer: open(r.get("officer_name")?),
        state: state.ok_or_else(|| StoreError::Column("state".to_owned()))?,
        asked_at: r.get("asked_at")?,
    })
}

pub(crate) async fn backs(q: &impl Reads, card: CardId) -> Result<Vec<Back>, StoreError> {
    let sql = "SELECT * FROM payments_refund WHERE card = $1 ORDER BY asked_at, id";
    q.rows(sql, args![card]).await?.iter().map(back).collect()
}

pub(crate) async fn find_back(q: &impl Reads, id: BackId) -> Result<Option<Back>, StoreError> {
    q.row("SELECT * FROM payments_refund WHERE id = $1", args![id]).await?.as_ref().map(back).transpose()
}

/// Money on its way back, to be changed; the journal vouches for it.
pub(crate) async fn lock_back(tx: &Tx, id: BackId) -> Result<Option<Back>, StoreError> {
    let sql = "UPDATE payments_refund SET version = version + 1, changed_at = $2 WHERE id = $1";
    if tx.execute(sql, args![id, tx.now()]).await? == 0 {
        return Ok(None);
    }
    tx.record(Deed::new("payments.give_back").row("payments_refund", id));
    tx.row("SELECT * FROM payments_refund WHERE id = $1", args![id]).await?.as_ref().map(back).transpose()
}

pub(crate) async fn insert_back(tx: &Tx, back: &Back) -> Result<(), StoreError> {
    let sql = "INSERT INTO payments_refund (id, card, amount, reason, officer_name, state, asked_at, changed_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1)";
    let (reason, officer) = (seal(&back.reason), seal(&back.officer));
    tx.execute(sql, args![back.id, back.card, back.amount, reason, officer, back.state.as_str(), back.asked_at])
        .await?;
    Ok(())
}

pub(crate) async fn save_back(tx: &Tx, id: BackId, state: BackState, refund: Option<&str>) -> Result<(), StoreError> {
    let sql = "UPDATE payments_refund SET state = $2, refund = COALESCE($3, refund), changed_at = $4 WHERE id = $1";
    tx.execute(sql, args![id, state.as_str(), refund, tx.now()]).await?;
    Ok(())
}
