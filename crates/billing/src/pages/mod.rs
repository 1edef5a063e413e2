//! The room's doors.

mod bill;
mod decide;
mod desk;
mod drawer;
mod mine;

use crate::records::{self, Bill};
use crate::rules::{BillState, Standing};
use futures::future::BoxFuture;
use kernel::Date;
use kernel::id::BillId;
use maud::Markup;
use web::components::{Tone, chip_label};
use web::{Access, Routes, Visit, Waiting, WebError};

const COUNTER: Access = Access::May("billing.counter");
const DECIDE: Access = Access::May("billing.decide");

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/my/bills", Access::SignedIn, mine::list);
    routes.get("/my/bills/{id}", Access::SignedIn, mine::show);
    routes.get("/desk/billing", Access::Staff, desk::page);
    routes.get("/desk/billing/drawer", COUNTER, drawer::page);
    routes.post("/desk/billing/drawer/open", COUNTER, drawer::open);
    routes.post("/desk/billing/drawer/close", COUNTER, drawer::close);
    routes.get("/desk/billing/payments/{payment}/receipt", COUNTER, bill::receipt);
    routes.get("/desk/billing/{id}", Access::Staff, bill::page);
    routes.post("/desk/billing/{id}/pay", COUNTER, bill::pay);
    routes.post("/desk/billing/{id}/refund", COUNTER, bill::refund);
    routes.post("/desk/billing/{id}/void", COUNTER, bill::void);
    routes.post("/desk/billing/{id}/exempt", DECIDE, decide::exempt);
    routes.post("/desk/billing/{id}/agree", DECIDE, decide::agree);
    routes.post("/desk/billing/{id}/end-agreement", DECIDE, decide::end_agreement);
    crate::bank::pages::routes(routes);
    crate::debit::routes(routes);
    crate::reconcile::routes(routes);
    crate::refunds::routes(routes);
    crate::runs::routes(routes);
}

/// Officers who take money or may look.
fn may_see(visit: &Visit) -> Result<(), WebError> {
    if visit.may("billing.counter") { Ok(()) } else { visit.require("billing.see") }
}

/// Whether this bill is one that the officer deals with: cashiers take money for every desk, others
/// look at the bills of their own.
fn sees(visit: &Visit, bill: &Bill) -> bool {
    let holds = |permission| visit.account().is_some_and(|w| w.may_for(permission, bill.desk.as_deref()));
    holds("billing.counter") || holds("billing.see")
}

/// The bill, if the officer deals with it.
async fn seen(visit: &Visit, id: BillId) -> Result<Bill, WebError> {
    may_see(visit)?;
    records::find(&visit.house().db, id).await?.filter(|b| sees(visit, b)).ok_or(WebError::NotFound)
}

/// The desk whose drawer this officer uses: the one named, if it is theirs, else their first.
fn drawer_desk(visit: &Visit, named: &str) -> Result<String, WebError> {
    let desks = &visit.signed_in()?.staff.as_ref().ok_or(WebError::Forbidden)?.desks;
    if named.is_empty() {
        return desks.first().cloned().ok_or(WebError::Forbidden);
    }
    desks.iter().find(|d| *d == named).cloned().ok_or(WebError::Forbidden)
}

/// Days of the officer's drawers that nobody closed.
pub(crate) fn not_closed(visit: Visit) -> BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move {
        let mut count = 0;
        let desks = visit.signed_in()?.staff.as_ref().map(|s| s.desks.clone()).unwrap_or_default();
        for desk in desks {
            let open = crate::drawer::forgotten(&visit.house().db, &desk, visit.now().date()).await?;
            count += i64::try_from(open.len()).unwrap_or(i64::MAX);
        }
        Ok(Waiting { what: "現金をまだ締めていない日", count, late: count })
    })
}

fn desk_name<'a>(visit: &'a Visit, key: &'a str) -> &'a str {
    visit.house().town.organisation.desk(key).map_or(key, |d| d.name.as_str())
}

/// The key of the words for where a bill stands, and their tone.
fn state(standing: &Standing, due: Date, today: Date) -> (&'static str, Tone) {
    match standing.state {
        BillState::Open if !standing.paid.is_zero() => ("billing-state-part", Tone::Progress),
        BillState::Open if due < today => ("billing-state-open", Tone::Warning),
        BillState::Open => ("billing-state-open", Tone::Info),
        BillState::Paid => ("billing-state-paid", Tone::Success),
        BillState::Void => ("billing-state-void", Tone::Neutral),
        BillState::Refunded => ("billing-state-refunded", Tone::Neutral),
        BillState::Exempt => ("billing-state-exempt", Tone::Neutral),
    }
}

fn state_chip(visit: &Visit, standing: &Standing, due: Date) -> Markup {
    let (key, tone) = state(standing, due, visit.now().date());
    chip_label(tone, &visit.t(key))
}
