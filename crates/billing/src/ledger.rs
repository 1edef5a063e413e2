//! The double-entry ledger: every posting sums to zero, so the whole ledger does.

use crate::rules::{Account, Posting};
use crate::{Channel, DrawerId, PaymentId, year};
use kernel::id::BillId;
use kernel::{Date, FiscalYear, TypedId, Uuid, Yen};
use store::{Deed, Reads, StoreError, Tx, args};

kernel::id_type!(
    /// One line of one posting.
    EntryId,
    /// Lines that belong together and sum to zero.
    PostingId,
);

/// What a posting is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct About {
    pub bill: Option<BillId>,
    pub payment: Option<PaymentId>,
    pub drawer: Option<DrawerId>,
    pub channel: Option<Channel>,
    /// The day on which money moved, where that is not today.
    pub day: Option<Date>,
    /// The bill is being written: its income is booked in its own year, whatever the day.
    pub issuing: bool,
}

/// Writes a posting; the deed vouches for each of its lines.
pub(crate) async fn post(tx: &Tx, posting: &Posting, about: About, deed: Deed) -> Result<Deed, StoreError> {
    if !posting.sum().is_zero() {
        return Err(StoreError::Other("a posting does not sum to zero".to_owned()));
    }
    let together: PostingId = tx.id();
    let day = about.day.unwrap_or_else(|| tx.now().date());
    let channel = about.channel.map(Channel::as_str);
    let mut deed = deed;
    for line in posting.lines() {
        let row: EntryId = tx.id();
        let (debit, credit) =
            if line.amount > Yen::ZERO { (line.amount, Yen::ZERO) } else { (Yen::ZERO, -line.amount) };
        let year = match line.tag.and_then(|tag| tag.year) {
            Some(year) if about.issuing => year,
            Some(year) => year::books_of(year, day),
            None => FiscalYear::of(day),
        };
        tx.execute(
            "INSERT INTO billing_entry (id, posting, account, debit, credit, bill, payment, drawer, fiscal_year, at, \
             instalment, channel, on_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            args![
                row,
                together,
                line.account.key(),
                debit,
                credit,
                about.bill,
                about.payment,
                about.drawer,
                year,
                tx.now(),
                line.tag.map(|tag| tag.instalment),
                channel,
                day
            ],
        )
        .await?;
        deed = deed.row("billing_entry", row);
    }
    Ok(deed)
}

/// The sum over the whole ledger, debit positive: zero, or the books are wrong.
///
/// # Errors
/// When the database does not answer.
pub async fn ledger_sum(q: &impl Reads) -> Result<Yen, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(debit - credit), 0) AS bigint) FROM billing_entry";
    Ok(q.one(sql, args![]).await?.unwrap_or_default())
}

/// Postings whose lines do not sum to zero: none, or the books are wrong.
///
/// # Errors
/// When the database does not answer.
pub async fn unbalanced(q: &impl Reads) -> Result<Vec<Uuid>, StoreError> {
    let sql = "SELECT posting FROM billing_entry GROUP BY posting HAVING SUM(debit) <> SUM(credit)";
    q.rows(sql, args![]).await?.iter().map(|r| r.get("posting")).collect()
}

/// The balance of each account, debit positive: of one bill, of one day's drawer, or of all.
pub(crate) async fn balances(q: &impl Reads, about: About) -> Result<Vec<(Account, Yen)>, StoreError> {
    let sql = "SELECT account, CAST(SUM(debit - credit) AS bigint) AS balance FROM billing_entry \
               WHERE ($1 OR bill = $2) AND ($3 OR drawer = $4) GROUP BY account";
    let nil = Uuid::nil();
    let bill = about.bill.map_or(nil, TypedId::uuid);
    let drawer = about.drawer.map_or(nil, TypedId::uuid);
    let rows = q.rows(sql, args![about.bill.is_none(), bill, about.drawer.is_none(), drawer]).await?;
    let mut found = Vec::new();
    for row in rows {
        let key: String = row.get("account")?;
        let account = Account::ALL.into_iter().find(|a| a.key() == key);
        found.push((account.ok_or_else(|| StoreError::Column("account".to_owned()))?, row.get("balance")?));
    }
    found.sort();
    Ok(found)
}

/// What others took for the town and have not handed over, by channel.
///
/// # Errors
/// When the database does not answer.
pub async fn in_transit(q: &impl Reads) -> Result<Vec<(Channel, Yen)>, StoreError> {
    let sql = "SELECT channel, CAST(SUM(debit - credit) AS bigint) AS balance FROM billing_entry \
               WHERE account = 'in_transit' AND channel IS NOT NULL GROUP BY channel ORDER BY channel";
    let mut found = Vec::new();
    for row in q.rows(sql, args![]).await? {
        let channel = Channel::of(&row.get::<String>("channel")?);
        found.push((channel.ok_or_else(|| StoreError::Column("channel".to_owned()))?, row.get("balance")?));
    }
    Ok(found)
}
