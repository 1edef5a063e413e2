//! 仕訳: amounts by account that always sum to zero.

use crate::InstalmentId;
use kernel::{FiscalYear, Yen};

/// 勘定: the accounts of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Account {
    /// 収入未済: what is billed and not yet paid.
    Receivable,
    /// 延滞金の未収: charged and not yet paid.
    ArrearsReceivable,
    /// 収入（調定額）.
    Revenue,
    /// 延滞金.
    ArrearsRevenue,
    /// 現金（窓口）.
    Cash,
    /// 未着金: what others took for the town and have not handed over.
    InTransit,
    /// 払込金: with the treasurer.
    Deposit,
    /// 現金過不足: what a count of the drawer found too much or too little.
    OverShort,
    /// 過誤納金: paid, and not owed.
    Overpaid,
    /// 仮受金: came in, and nobody knows for what.
    Suspense,
    /// 収納の手数料: what others keep for taking money.
    Cost,
}

impl Account {
    pub const ALL: [Self; 11] = [
        Self::Receivable,
        Self::ArrearsReceivable,
        Self::Revenue,
        Self::ArrearsRevenue,
        Self::Cash,
        Self::InTransit,
        Self::Deposit,
        Self::OverShort,
        Self::Overpaid,
        Self::Suspense,
        Self::Cost,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Receivable => "receivable",
            Self::ArrearsReceivable => "arrears_receivable",
            Self::Revenue => "revenue",
            Self::ArrearsRevenue => "arrears_revenue",
            Self::Cash => "cash",
            Self::InTransit => "in_transit",
            Self::Deposit => "deposit",
            Self::OverShort => "over_short",
            Self::Overpaid => "overpaid",
            Self::Suspense => "suspense",
            Self::Cost => "cost",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Receivable => "収入未済",
            Self::ArrearsReceivable => "延滞金の未収",
            Self::Revenue => "収入（調定）",
            Self::ArrearsRevenue => "延滞金",
            Self::Cash => "現金（窓口）",
            Self::InTransit => "未着金",
            Self::Deposit => "払込金",
            Self::OverShort => "現金過不足",
            Self::Overpaid => "過誤納金",
            Self::Suspense => "仮受金",
            Self::Cost => "収納の手数料",
        }
    }
}

/// Whose money an entry is: the instalment, and the year to which its income belongs; interest
/// belongs to the year in which it comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub instalment: InstalmentId,
    pub year: Option<FiscalYear>,
}

/// One line: debit positive, credit negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub account: Account,
    pub amount: Yen,
    pub tag: Option<Tag>,
}

/// 仕訳: amounts by account, debit positive and credit negative; they always sum to zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Posting(Vec<Line>);

impl Posting {
    /// From the debit account to the credit account.
    pub fn of(debit: Account, credit: Account, amount: Yen) -> Self {
        let mut posting = Self::default();
        posting.add(debit, credit, amount, None);
        posting
    }

    /// Adds a pair; the year of both is that of the tag, so that each year's books balance too.
    pub fn add(&mut self, debit: Account, credit: Account, amount: Yen, tag: Option<Tag>) {
        if !amount.is_zero() {
            self.0.push(Line { account: debit, amount, tag });
            self.0.push(Line { account: credit, amount: -amount, tag });
        }
    }

    /// Both as one.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// 締め: what the drawer took leaves the cash account; what was counted goes to the treasurer;
    /// the difference is shown for what it is.
    pub fn closing(takings: Yen, counted: Yen) -> Self {
        let line = |account, amount| Line { account, amount, tag: None };
        Self(vec![
            line(Account::Deposit, counted),
            line(Account::Cash, -takings),
            line(Account::OverShort, takings - counted),
        ])
    }

    /// 払込み: what others took for the town arrives, less what they keep for it.
    pub fn settlement(arrived: Yen, fee: Yen) -> Self {
        let mut posting = Self::of(Account::Deposit, Account::InTransit, arrived);
        posting.add(Account::Cost, Account::InTransit, fee, None);
        posting
    }

    /// The lines that are not nothing.
    pub fn lines(&self) -> impl Iterator<Item = Line> + '_ {
        self.0.iter().copied().filter(|line| !line.amount.is_zero())
    }

    /// The balance of an account.
    #[cfg(test)]
    pub fn balance(&self, account: Account) -> Yen {
        self.lines().filter(|l| l.account == account).map(|l| l.amount).sum()
    }

    /// Zero, unless the program is wrong.
    pub fn sum(&self) -> Yen {
        self.0.iter().map(|line| line.amount).sum()
    }
}
