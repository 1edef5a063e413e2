//! What may be done with a bill, and what it means in the books. Pure.

mod claim;
mod posting;

pub(crate) use claim::{Claim, Handed, Part, Taking};
pub(crate) use posting::{Account, Posting, Tag};

use crate::BillingError;
use kernel::Yen;

/// Where a bill stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillState {
    /// 未納: not paid, or paid in part.
    Open,
    /// 納付済み.
    Paid,
    /// 取り消された before anything was paid, or after all of it was given back.
    Void,
    /// 還付済み: paid once, all given back.
    Refunded,
    /// 減免: nothing was paid and nothing is asked any more.
    Exempt,
}

impl BillState {
    pub(crate) const ALL: [Self; 5] = [Self::Open, Self::Paid, Self::Void, Self::Refunded, Self::Exempt];

    /// The word kept in records.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Void => "void",
            Self::Refunded => "refunded",
            Self::Exempt => "exempt",
        }
    }
}

/// Where an instalment stands: as a bill does.
pub type InstalmentState = BillState;

/// The money of a bill, or of one of its instalments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: BillState,
    pub total: Yen,
    /// What was taken of it, what was given back taken off.
    pub paid: Yen,
    /// 減免: what is not asked any more.
    pub exempted: Yen,
    /// What was given back after it had been paid in full.
    pub refunded: Yen,
    /// 延滞金 that was charged.
    pub arrears: Yen,
    /// What of it was paid.
    pub arrears_paid: Yen,
}

impl Standing {
    /// Nothing of it is paid yet.
    #[cfg(test)]
    pub const fn new(total: Yen) -> Self {
        Self {
            state: BillState::Open,
            total,
            paid: Yen::ZERO,
            exempted: Yen::ZERO,
            refunded: Yen::ZERO,
            arrears: Yen::ZERO,
            arrears_paid: Yen::ZERO,
        }
    }

    /// What is left of the amount itself (本税・本料).
    pub fn principal(&self) -> Yen {
        match self.state {
            BillState::Void => Yen::ZERO,
            _ => self.total - self.paid - self.exempted - self.refunded,
        }
    }

    /// What is left to pay, charged interest included.
    pub fn rest(&self) -> Yen {
        match self.state {
            BillState::Void => Yen::ZERO,
            _ => self.principal() + self.arrears - self.arrears_paid,
        }
    }

    /// What can be given back at the counter.
    pub fn refundable(&self) -> Yen {
        match self.state {
            BillState::Open | BillState::Paid => self.paid,
            BillState::Void | BillState::Refunded | BillState::Exempt => Yen::ZERO,
        }
    }

    /// Where it stands by its sums.
    fn settled(mut self) -> Self {
        if self.state == BillState::Void {
            return self;
        }
        self.state = if self.rest() > Yen::ZERO {
            BillState::Open
        } else if !self.paid.is_zero() {
            BillState::Paid
        } else if self.refunded.is_zero() {
            BillState::Exempt
        } else {
            BillState::Refunded
        };
        self
    }
}

/// What a bill asks in all.
pub(crate) fn total(lines: &[(String, Yen)]) -> Result<Yen, BillingError> {
    if lines.is_empty() || lines.iter().any(|(label, amount)| label.trim().is_empty() || *amount < Yen::ZERO) {
        return Err(BillingError::Invalid("lines"));
    }
    let sum = lines.iter().try_fold(Yen::ZERO, |sum, (_, amount)| sum.checked_add(*amount));
    match sum {
        Some(total) if total > Yen::ZERO && total <= LARGEST => Ok(total),
        _ => Err(BillingError::Invalid("total")),
    }
}

/// Nothing that a town asks of one person costs more (one thousand million yen).
pub(crate) const LARGEST: Yen = Yen(1_000_000_000);

#[cfg(test)]
#[path = "rules_tests.rs"]
pub(crate) mod tests;
