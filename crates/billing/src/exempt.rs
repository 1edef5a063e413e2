//! 減免: what an officer decides not to ask, with the reason (地方税法323条, 367条 and the like for each tax;
//! of interest 326条3項, 369条2項; of other public money the town's ordinance).

use crate::actions::{Held, reason};
use crate::ledger::About;
use crate::overpaid;
use crate::rules::Posting;
use crate::{BillingError, InstalmentId};
use kernel::id::BillId;
use kernel::{Moment, Yen};
use store::seal::{open, seal};
use store::{Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// 減免: a decision not to ask something.
    ExemptionId,
);

/// What is not asked any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exempted {
    /// So much of one instalment.
    Instalment(InstalmentId, Yen),
    /// So much of the bill: what is not paid goes first, from its last instalment on.
    Bill(Yen),
    /// Everything that is not paid.
    Rest,
    /// Interest on an instalment: what was charged, and what would be.
    Arrears(InstalmentId),
}

/// A decision, as recorded.
#[derive(Debug, Clone)]
pub struct Exemption {
    /// Of which instalment.
    pub instalment: Option<InstalmentId>,
    /// Whether it is interest.
    pub of_arrears: bool,
    /// How much is not asked any more.
    pub amount: Yen,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub officer: String,
    /// When.
    pub at: Moment,
}

/// One piece of a decision: the instalment, and how much; none for its interest.
type Piece = (InstalmentId, Option<Yen>);

/// 減免: does not ask something any more. What was paid of it becomes 過誤納金.
///
/// # Errors
/// [`BillingError::TooMuch`] when more is exempted than was asked, [`BillingError::Changed`] when
/// nothing is left to exempt, [`BillingError::Invalid`] without a reason.
pub async fn exempt(tx: &Tx, bill: BillId, what: Exempted, why: &str, officer: &str) -> Result<(), BillingError> {
    let why = reason(why)?;
    let mut held = Held::of(tx, bill, tx.now().date()).await?;
    let (mut deed, mut posting) = (held.deed("billing.exempt"), Posting::default());
    for (instalment, amount) in pieces(&held, what)? {
        let (one, over, sum) = match amount {
            Some(yen) => held.claim.exempt(instalment, yen).map(|(posting, over)| (posting, over, yen))?,
            None => held.claim.waive_arrears(instalment)?,
        };
        posting.join(one);
        let id: ExemptionId = tx.id();
        let kind = if amount.is_some() { "principal" } else { "arrears" };
        let sql = "INSERT INTO billing_exemption (id, bill, instalment, kind, amount, reason, officer_name, at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        tx.execute(sql, args![id, bill, instalment, kind, sum, seal(why), seal(officer), tx.now()]).await?;
        deed = deed.row("billing_exemption", id);
        if over > Yen::ZERO {
            let new = overpaid::New { bill, instalment, payment: None, amount: over };
            deed = deed.row("billing_overpaid", overpaid::insert(tx, &new, None).await?);
        }
    }
    held.close(tx, &posting, About::default(), deed).await?;
    Ok(())
}

fn pieces(held: &Held, what: Exempted) -> Result<Vec<Piece>, BillingError> {
    let open = held.claim.parts.iter().map(|p| (p.id, p.standing.principal()));
    let pieces: Vec<Piece> = match what {
        Exempted::Instalment(id, yen) => vec![(id, Some(yen))],
        Exempted::Arrears(id) => vec![(id, None)],
        Exempted::Rest => open.filter(|(_, yen)| *yen > Yen::ZERO).map(|(id, yen)| (id, Some(yen))).collect(),
        Exempted::Bill(yen) => return spread(held, yen),
    };
    if pieces.is_empty() { Err(BillingError::Changed) } else { Ok(pieces) }
}

/// What is not paid goes first, from the last instalment on; then what is.
fn spread(held: &Held, amount: Yen) -> Result<Vec<Piece>, BillingError> {
    if amount <= Yen::ZERO {
        return Err(BillingError::Invalid("amount"));
    }
    let mut left = amount;
    let mut pieces: Vec<(InstalmentId, Yen)> = held.claim.parts.iter().rev().map(|p| (p.id, Yen::ZERO)).collect();
    for of_paid in [false, true] {
        for (part, piece) in held.claim.parts.iter().rev().zip(&mut pieces) {
            let there = if of_paid { part.standing.paid } else { part.standing.principal() };
            let yen = left.min(there);
            piece.1 += yen;
            left -= yen;
        }
    }
    if left > Yen::ZERO {
        return Err(BillingError::TooMuch);
    }
    Ok(pieces.into_iter().filter(|(_, yen)| *yen > Yen::ZERO).map(|(id, yen)| (id, Some(yen))).collect())
}

/// What was decided about a bill, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn exemptions(q: &impl Reads, bill: BillId) -> Result<Vec<Exemption>, StoreError> {
    let sql = "SELECT * FROM billing_exemption WHERE bill = $1 ORDER BY at, id";
    q.rows(sql, args![bill]).await?.iter().map(read).collect()
}

fn read(r: &Row) -> Result<Exemption, StoreError> {
    Ok(Exemption {
        instalment: r.get("instalment")?,
        of_arrears: r.get::<String>("kind")? == "arrears",
        amount: r.get("amount")?,
        reason: open(r.get("reason")?),
        officer: open(r.get("officer_name")?),
        at: r.get("at")?,
    })
}
