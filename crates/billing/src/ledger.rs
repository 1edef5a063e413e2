//! The double-entry ledger: every posting sums to zero, so the whole ledger does.

use crate::rules::{Account, Posting};
use crate::{DrawerId, PaymentId};
use kernel::id::BillId;
use kernel::{FiscalYear, TypedId, Uuid, Yen};
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
}

/// Writes a posting; the deed vouches for each of its lines.
pub(crate) async fn post(tx: &Tx, posting: &Posting, about: About, deed: Deed) -> Result<Deed, StoreError> {
    if !posting.sum().is_zero() {
        return Err(StoreError::Other("a posting does not sum to zero".to_owned()));
    }
    let together: PostingId = tx.id();
    let year = FiscalYear::of(tx.now().date());
    let mut deed = deed;
    for (account, amount) in posting.entries() {
        let row: EntryId = tx.id();
        let (debit, credit) = if amount > Yen::ZERO { (amount, Yen::ZERO) } else { (Yen::ZERO, -amount) };
        tx.execute(
            "INSERT INTO billing_entry (id, posting, account, debit, credit, bill, payment, drawer, fiscal_year, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![row, together, account.key(), debit, credit, about.bill, about.payment, about.drawer, year, tx.now()],
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
