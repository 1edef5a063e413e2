//! A bill to be issued, as other rooms ask for it.

use crate::book::{Item, Rule};
use kernel::id::PersonId;
use kernel::{Date, FiscalYear, Reference, Uuid, Yen};

/// A bill to be issued: begun with [`NewBill::new`], the rest as it is needed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NewBill {
    /// Who pays.
    pub payer: PersonId,
    /// What for, for people.
    pub title: String,
    /// The lines: what, and how much.
    pub lines: Vec<(String, Yen)>,
    /// Until when; moved to an open day of banks. Without it, thirty days from now.
    pub due: Option<Date>,
    /// The record that is paid for: its table and row.
    pub subject: (&'static str, Uuid),
    /// Key of the desk whose matter it is: its officers see the bill, as cashiers do.
    pub desk: Option<String>,
    /// The number by which the payer knows the matter.
    pub reference: Option<Reference>,
    /// The kind of job that is told [`crate::Paid`]; without it nobody is.
    pub on_paid: Option<&'static str>,
    /// Key of the revenue item in the town's book; without it a fee.
    pub item: Option<String>,
    /// 賦課年度: the year for which it is levied.
    pub levy_year: Option<FiscalYear>,
    /// 期別; none: one, due on `due`.
    pub instalments: Vec<NewInstalment>,
    /// By which rule late payment costs more.
    pub arrears: Rule,
}

/// One instalment (期別) of a bill to be issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewInstalment {
    /// Until when, as the ordinance sets it; moved off closed days when the bill is issued.
    pub due: Date,
    /// How much.
    pub amount: Yen,
}

impl NewBill {
    /// A fee (手数料) to be paid once within thirty days, about which nobody is told.
    pub fn new(
        payer: PersonId,
        title: impl Into<String>,
        lines: Vec<(String, Yen)>,
        subject: (&'static str, Uuid),
    ) -> Self {
        Self {
            payer,
            title: title.into(),
            lines,
            due: None,
            subject,
            desk: None,
            reference: None,
            on_paid: None,
            item: None,
            levy_year: None,
            instalments: Vec::new(),
            arrears: Rule::None,
        }
    }

    /// Due on this day.
    pub fn due(self, day: Date) -> Self {
        Self { due: Some(day), ..self }
    }

    /// A matter of this desk.
    pub fn desk(self, key: impl Into<String>) -> Self {
        Self { desk: Some(key.into()), ..self }
    }

    /// The number by which the payer knows the matter.
    pub fn reference(self, reference: Reference) -> Self {
        Self { reference: Some(reference), ..self }
    }

    /// The kind of job that is told once, when nothing is left to pay.
    pub fn on_paid(self, kind: &'static str) -> Self {
        Self { on_paid: Some(kind), ..self }
    }

    /// What the town levies (an item of its book) for a year: its desk sees it, and its rule for
    /// late payment holds.
    pub fn levied(self, item: &Item, year: FiscalYear) -> Self {
        let desk = self.desk.or_else(|| item.desk.clone());
        Self { item: Some(item.key.clone()), levy_year: Some(year), arrears: item.arrears, desk, ..self }
    }

    /// To be paid in these instalments.
    pub fn in_instalments(self, instalments: Vec<NewInstalment>) -> Self {
        Self { instalments, ..self }
    }
}
