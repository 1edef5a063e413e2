//! A measure in a span, as the plan of that time has it: which desk answers, what it may cost.

use super::calendar::{self, Calendar};
use super::span::Span;
use crate::book::{self, Measure, Plan};
use kernel::fiscal::FiscalYear;
use std::sync::Arc;
use web::{House, SignedIn, WebError};

/// A measure in a span.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) measure: Measure,
    pub(crate) span: Span,
    /// The desk that answers: the plan's, or the secretariat's while the town has named none.
    pub(crate) desk: String,
    /// The plan that holds there.
    pub(crate) plan: Arc<Plan>,
}

impl Place {
    /// Finds the measure and span that an address names.
    pub(crate) async fn find(house: &House, measure: &str, span: &str) -> Result<Self, WebError> {
        let span = Span::parse(span).ok_or(WebError::NotFound)?;
        Self::of(house, measure, span).await?.ok_or(WebError::NotFound)
    }

    /// The measure of a key in a span, where the plan of that time has it.
    pub(crate) async fn of(house: &House, measure: &str, span: Span) -> Result<Option<Self>, store::StoreError> {
        // A plan that was changed since is no reason to judge the year by other words.
        let day = house.now().date().min(span.days().1);
        let plan = book::on(house, day).await?;
        let within = plan.years.0 <= span.year && span.year <= plan.years.1;
        let calendar = calendar::of(house)?;
        Ok(plan.measure(measure).filter(|_| within).map(|m| Self::new(m, span, calendar, plan.clone())))
    }

    /// As the plan has it.
    pub(crate) fn new(measure: &Measure, span: Span, calendar: &Calendar, plan: Arc<Plan>) -> Self {
        let desk = measure.desk.clone().unwrap_or_else(|| calendar.secretariat().to_owned());
        Self { measure: measure.clone(), span, desk, plan }
    }

    /// The name of the measure.
    pub(crate) fn name(&self) -> &str {
        &self.measure.name.ja
    }

    /// Whether they write plan and check: officers of the desk that answers.
    pub(crate) fn may_write(&self, who: &SignedIn) -> bool {
        who.may_at("plan.write", &self.desk)
    }

    /// Whether they add to the log and link voices: besides, officers of the desks that help.
    pub(crate) fn may_help(&self, who: &SignedIn) -> bool {
        self.may_write(who) || self.measure.supporting.iter().any(|d| who.may_at("plan.write", d))
    }

    /// What the plan sets aside for the year.
    pub(crate) fn budget(&self) -> Option<(i64, bool)> {
        let of = |year: FiscalYear| self.measure.budgets.iter().find(|b| b.year == year);
        of(self.span.year).and_then(|b| Some((b.yen?, b.verified)))
    }

    /// The page of the cycle.
    pub(crate) fn path(&self) -> String {
        format!("/desk/plan/pdca/{}/{}", self.measure.key, self.span.key())
    }
}
