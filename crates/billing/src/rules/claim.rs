//! 債権: a bill with its instalments, and what money, exemptions and refunds do to it.

use super::{Account, BillState, Posting, Standing, Tag};
use crate::arrears::{Rates, arrears_of_parts};
use crate::{BillingError, InstalmentId};
use kernel::{Date, FiscalYear, Yen};

/// One instalment (期別).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub id: InstalmentId,
    pub due: Date,
    /// To which year its income belongs.
    pub year: FiscalYear,
    pub standing: Standing,
    /// No interest is charged on it (延滞金の減免).
    pub waived: bool,
    /// What was taken of the amount itself, by the day on which it was paid; what was given back
    /// and is owed again is negative.
    pub days: Vec<(Date, Yen)>,
}

/// A bill with its instalments, in the order of their due days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    pub parts: Vec<Part>,
    /// Whether paying late costs more.
    pub bears_arrears: bool,
}

/// What is handed over at the counter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handed {
    pub amount: Yen,
    pub tendered: Yen,
    pub in_part: bool,
    /// What was left to pay when the payer was told.
    pub rest: Yen,
}

/// What money became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Taking {
    pub posting: Posting,
    /// What of it was owed, interest included.
    pub taken: Yen,
    /// What of that was interest.
    pub arrears: Yen,
    /// What was not owed.
    pub over: Yen,
}

impl Part {
    fn tag(&self) -> Option<Tag> {
        Some(Tag { instalment: self.id, year: Some(self.year) })
    }

    /// Interest is income of the year in which it comes in.
    fn interest(&self) -> Option<Tag> {
        Some(Tag { instalment: self.id, year: None })
    }

    /// 延滞金 that is not charged yet and would be if the rest were paid on `day`.
    pub fn arrears_on(&self, bears: bool, day: Date) -> Yen {
        if !bears || self.waived || day <= self.due || self.standing.state == BillState::Void {
            return Yen::ZERO;
        }
        let mut days = self.days.clone();
        if self.standing.principal() > Yen::ZERO {
            days.push((day, self.standing.principal()));
        }
        let asked = self.standing.total - self.standing.exempted - self.standing.refunded;
        let all = arrears_of_parts(Rates::national(), asked, self.due, &days);
        Yen::ZERO.max(all - self.standing.arrears)
    }

    /// Takes what it can of `amount`, the amount itself before the interest.
    fn take(&mut self, amount: Yen, day: Date, bears: bool, money: Account, taking: &mut Taking) -> Yen {
        let principal = amount.min(self.standing.principal());
        if principal > Yen::ZERO {
            let charged = if principal == self.standing.principal() { self.arrears_on(bears, day) } else { Yen::ZERO };
            self.standing.paid += principal;
            self.days.push((day, principal));
            taking.posting.add(money, Account::Receivable, principal, self.tag());
            self.charge(charged, &mut taking.posting);
        }
        let interest = (amount - principal).min(self.standing.arrears - self.standing.arrears_paid);
        self.standing.arrears_paid += interest;
        taking.posting.add(money, Account::ArrearsReceivable, interest, self.interest());
        taking.taken += principal + interest;
        taking.arrears += interest;
        self.standing = self.standing.settled();
        amount - principal - interest
    }

    fn charge(&mut self, amount: Yen, posting: &mut Posting) {
        self.standing.arrears += amount;
        posting.add(Account::ArrearsReceivable, Account::ArrearsRevenue, amount, self.interest());
    }
}

impl Claim {
    /// 調定: what was billed becomes owed.
    pub fn issued(&self) -> Posting {
        let mut posting = Posting::default();
        for part in &self.parts {
            posting.add(Account::Receivable, Account::Revenue, part.standing.total, part.tag());
        }
        posting
    }

    /// The sums over the instalments.
    pub fn standing(&self) -> Standing {
        let sum = |of: fn(&Standing) -> Yen| self.parts.iter().map(|p| of(&p.standing)).sum::<Yen>();
        let void = self.parts.iter().all(|p| p.standing.state == BillState::Void);
        let standing = Standing {
            state: if void { BillState::Void } else { BillState::Open },
            total: sum(|s| s.total),
            paid: sum(|s| s.paid),
            exempted: sum(|s| s.exempted),
            refunded: sum(|s| s.refunded),
            arrears: sum(|s| s.arrears),
            arrears_paid: sum(|s| s.arrears_paid),
        };
        standing.settled()
    }

    fn part(&mut self, id: InstalmentId) -> Result<&mut Part, BillingError> {
        self.parts.iter_mut().find(|p| p.id == id).ok_or(BillingError::Invalid("instalment"))
    }

    fn chosen(&self, one: Option<InstalmentId>) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |p| one.is_none_or(|id| p.id == id))
    }

    /// What somebody who pays everything (or one instalment) on `day` is asked.
    pub fn asked(&self, one: Option<InstalmentId>, day: Date) -> Yen {
        self.chosen(one).map(|p| p.standing.rest() + p.arrears_on(self.bears_arrears, day)).sum()
    }

    /// 収納 at the counter, of one instalment or of all by their due days; answers the change.
    pub fn pay(&mut self, handed: Handed, one: Option<InstalmentId>, day: Date) -> Result<(Taking, Yen), BillingError> {
        let asked = self.asked(one, day);
        // Somebody else took money, or the same form was sent twice.
        if asked.is_zero() || handed.rest != asked {
            return Err(BillingError::Changed);
        }
        if handed.amount <= Yen::ZERO {
            return Err(BillingError::Invalid("amount"));
        }
        if handed.amount > asked {
            return Err(BillingError::TooMuch);
        }
        if handed.amount < asked && !handed.in_part {
            return Err(BillingError::TooLittle);
        }
        let change = handed.tendered.checked_sub(handed.amount).ok_or(BillingError::Invalid("tendered"))?;
        if change < Yen::ZERO {
            return Err(BillingError::ShortOfCash);
        }
        let mut taking = Taking::default();
        let mut left = handed.amount;
        let bears = self.bears_arrears;
        for part in self.parts.iter_mut().filter(|p| one.is_none_or(|id| p.id == id)) {
            left = part.take(left, day, bears, Account::Cash, &mut taking);
        }
        // In part, interest is charged only on what is paid off, so nothing can be left over.
        if left.is_zero() { Ok((taking, change)) } else { Err(BillingError::TooMuch) }
    }

    /// What came in for one instalment by another way, or out of 仮受金 or 過誤納金: what is owed is
    /// taken, the rest is 過誤納金.
    pub fn receive(
        &mut self,
        one: InstalmentId,
        amount: Yen,
        day: Date,
        money: Account,
    ) -> Result<Taking, BillingError> {
        let bears = self.bears_arrears;
        let part = self.part(one)?;
        let mut taking = Taking::default();
        taking.over = part.take(amount, day, bears, money, &mut taking);
        taking.posting.add(money, Account::Overpaid, taking.over, part.tag());
        Ok(taking)
    }

    /// 還付 at the counter. Of a bill not yet paid in full the payment is undone, from the last
    /// instalment on, and is owed again; of a paid one the revenue is reduced (調定減額).
    pub fn refund(&mut self, amount: Yen, refundable: Yen, day: Date) -> Result<Posting, BillingError> {
        let standing = self.standing();
        if refundable != standing.refundable() || standing.refundable().is_zero() {
            return Err(BillingError::Changed);
        }
        if amount <= Yen::ZERO {
            return Err(BillingError::Invalid("amount"));
        }
        if amount > standing.refundable() {
            return Err(BillingError::TooMuch);
        }
        let open = standing.state == BillState::Open;
        let (mut posting, mut left) = (Posting::default(), amount);
        for part in self.parts.iter_mut().rev() {
            let back = left.min(part.standing.paid);
            left -= back;
            part.standing.paid -= back;
            if open {
                part.days.push((day, -back));
                posting.add(Account::Receivable, Account::Cash, back, part.tag());
            } else {
                part.standing.refunded += back;
                posting.add(Account::Revenue, Account::Cash, back, part.tag());
            }
            part.standing = part.standing.settled();
        }
        Ok(posting)
    }

    /// 減免 of an instalment: what is not paid is not asked any more; what is paid becomes 過誤納金,
    /// which is answered.
    pub fn exempt(&mut self, one: InstalmentId, amount: Yen) -> Result<(Posting, Yen), BillingError> {
        let bears = self.bears_arrears;
        let part = self.part(one)?;
        if amount <= Yen::ZERO || part.standing.state == BillState::Void {
            return Err(BillingError::Invalid("amount"));
        }
        let open = part.standing.principal();
        if amount > open + part.standing.paid {
            return Err(BillingError::TooMuch);
        }
        let unpaid = amount.min(open);
        let over = amount - unpaid;
        part.standing.exempted += amount;
        part.standing.paid -= over;
        let mut posting = Posting::default();
        posting.add(Account::Revenue, Account::Receivable, unpaid, part.tag());
        posting.add(Account::Revenue, Account::Overpaid, over, part.tag());
        if unpaid == open && unpaid > Yen::ZERO {
            let last = part.days.iter().filter(|(_, yen)| *yen > Yen::ZERO).map(|(day, _)| *day).max();
            let charged = last.map_or(Yen::ZERO, |last| part.arrears_on(bears, last));
            part.charge(charged, &mut posting);
        }
        part.standing = part.standing.settled();
        Ok((posting, over))
    }

    /// 延滞金の減免: none is charged on the instalment any more; what was paid of it becomes 過誤納金,
    /// which is answered with what is waived.
    pub fn waive_arrears(&mut self, one: InstalmentId) -> Result<(Posting, Yen, Yen), BillingError> {
        let part = self.part(one)?;
        if part.waived || part.standing.state == BillState::Void {
            return Err(BillingError::Changed);
        }
        let (all, over) = (part.standing.arrears, part.standing.arrears_paid);
        part.waived = true;
        part.standing.arrears = Yen::ZERO;
        part.standing.arrears_paid = Yen::ZERO;
        let mut posting = Posting::default();
        posting.add(Account::ArrearsRevenue, Account::ArrearsReceivable, all - over, part.interest());
        posting.add(Account::ArrearsRevenue, Account::Overpaid, over, part.interest());
        part.standing = part.standing.settled();
        Ok((posting, over, all))
    }

    /// 取消し of a bill on which nothing is paid.
    pub fn void(&mut self) -> Result<Posting, BillingError> {
        let standing = self.standing();
        if standing.state != BillState::Open || !standing.paid.is_zero() || !standing.arrears.is_zero() {
            return Err(BillingError::Changed);
        }
        let mut posting = Posting::default();
        for part in &mut self.parts {
            posting.add(Account::Revenue, Account::Receivable, part.standing.principal(), part.tag());
            part.standing.state = BillState::Void;
        }
        Ok(posting)
    }
}
