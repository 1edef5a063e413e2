//! What may be done with a bill, and what it means in the books. Pure.

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
}

impl BillState {
    pub(crate) const ALL: [Self; 4] = [Self::Open, Self::Paid, Self::Void, Self::Refunded];

    /// The word kept in records.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Void => "void",
            Self::Refunded => "refunded",
        }
    }
}

/// The money of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: BillState,
    pub total: Yen,
    /// What was taken, what was given back taken off.
    pub paid: Yen,
    /// What was given back after the bill had been paid in full.
    pub refunded: Yen,
}

/// 勘定: the accounts of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Account {
    /// 収入未済: what is billed and not yet paid.
    Receivable,
    /// 収入（調定額）.
    Revenue,
    /// 現金（窓口）.
    Cash,
    /// 払込金: handed from the drawer to the treasurer.
    Deposit,
    /// 現金過不足: what a count of the drawer found too much or too little.
    OverShort,
}

impl Account {
    pub const ALL: [Self; 5] = [Self::Receivable, Self::Revenue, Self::Cash, Self::Deposit, Self::OverShort];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Receivable => "receivable",
            Self::Revenue => "revenue",
            Self::Cash => "cash",
            Self::Deposit => "deposit",
            Self::OverShort => "over_short",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Receivable => "収入未済",
            Self::Revenue => "収入（調定）",
            Self::Cash => "現金（窓口）",
            Self::Deposit => "払込金",
            Self::OverShort => "現金過不足",
        }
    }
}

/// 仕訳: amounts by account, debit positive and credit negative; they always sum to zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Posting(Vec<(Account, Yen)>);

impl Posting {
    /// From the debit account to the credit account.
    pub fn of(debit: Account, credit: Account, amount: Yen) -> Self {
        Self(vec![(debit, amount), (credit, -amount)])
    }

    /// 締め: what the drawer took leaves the cash account; what was counted goes to the treasurer;
    /// the difference is shown for what it is.
    pub fn closing(takings: Yen, counted: Yen) -> Self {
        Self(vec![(Account::Deposit, counted), (Account::Cash, -takings), (Account::OverShort, takings - counted)])
    }

    /// The entries that are not nothing.
    pub fn entries(&self) -> impl Iterator<Item = (Account, Yen)> + '_ {
        self.0.iter().copied().filter(|(_, amount)| !amount.is_zero())
    }

    /// Zero, unless the program is wrong.
    pub fn sum(&self) -> Yen {
        self.0.iter().map(|(_, amount)| *amount).sum()
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

/// Nothing at a counter of a town costs more (one thousand million yen).
const LARGEST: Yen = Yen(1_000_000_000);

/// What is handed over at the counter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handed {
    pub amount: Yen,
    pub tendered: Yen,
    pub in_part: bool,
    /// What was left to pay when the payer was told.
    pub rest: Yen,
}

impl Standing {
    /// A new bill and its 調定.
    pub fn issue(total: Yen) -> (Self, Posting) {
        let standing = Self { state: BillState::Open, total, paid: Yen::ZERO, refunded: Yen::ZERO };
        (standing, Posting::of(Account::Receivable, Account::Revenue, total))
    }

    /// What is left to pay.
    pub fn rest(&self) -> Yen {
        if self.state == BillState::Open { self.total - self.paid } else { Yen::ZERO }
    }

    /// 収納; answers the change to be given.
    pub fn pay(&mut self, handed: Handed) -> Result<(Posting, Yen), BillingError> {
        // Somebody else took money, or the same form was sent twice.
        if self.state != BillState::Open || handed.rest != self.rest() {
            return Err(BillingError::Changed);
        }
        if handed.amount <= Yen::ZERO {
            return Err(BillingError::Invalid("amount"));
        }
        if handed.amount > self.rest() {
            return Err(BillingError::TooMuch);
        }
        if handed.amount < self.rest() && !handed.in_part {
            return Err(BillingError::TooLittle);
        }
        let change = handed.tendered.checked_sub(handed.amount).ok_or(BillingError::Invalid("tendered"))?;
        if change < Yen::ZERO {
            return Err(BillingError::ShortOfCash);
        }
        self.paid += handed.amount;
        if self.paid == self.total {
            self.state = BillState::Paid;
        }
        Ok((Posting::of(Account::Cash, Account::Receivable, handed.amount), change))
    }

    /// What can be given back.
    pub fn refundable(&self) -> Yen {
        match self.state {
            BillState::Open | BillState::Paid => self.paid,
            BillState::Void | BillState::Refunded => Yen::ZERO,
        }
    }

    /// 還付. Of a bill not yet paid in full the payment is undone and is owed again; of a paid one
    /// the revenue is reduced (調定減額).
    pub fn refund(&mut self, amount: Yen, refundable: Yen) -> Result<Posting, BillingError> {
        if refundable != self.refundable() || self.refundable().is_zero() {
            return Err(BillingError::Changed);
        }
        if amount <= Yen::ZERO {
            return Err(BillingError::Invalid("amount"));
        }
        if amount > self.refundable() {
            return Err(BillingError::TooMuch);
        }
        self.paid -= amount;
        if self.state == BillState::Open {
            return Ok(Posting::of(Account::Receivable, Account::Cash, amount));
        }
        self.refunded += amount;
        if self.paid.is_zero() {
            self.state = BillState::Refunded;
        }
        Ok(Posting::of(Account::Revenue, Account::Cash, amount))
    }

    /// 取消し of a bill on which nothing is paid.
    pub fn void(&mut self) -> Result<Posting, BillingError> {
        if self.state != BillState::Open || !self.paid.is_zero() {
            return Err(BillingError::Changed);
        }
        self.state = BillState::Void;
        Ok(Posting::of(Account::Revenue, Account::Receivable, self.total))
    }

    /// What the ledger must say of this bill: (収入未済, 収入, 現金 taken), debit positive.
    #[cfg(test)]
    pub fn books(&self) -> (Yen, Yen, Yen) {
        match self.state {
            BillState::Open => (self.total - self.paid, -self.total, self.paid),
            BillState::Paid | BillState::Refunded => (Yen::ZERO, self.refunded - self.total, self.paid),
            BillState::Void => (Yen::ZERO, Yen::ZERO, Yen::ZERO),
        }
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
pub(crate) mod tests;
