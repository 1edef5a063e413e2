//! The doors of the tax desk.

mod dunning;
mod dunnings;
mod list;
mod prints;
mod run;

use super::PERMISSION;
use super::dunning::{records as lists, rules, select};
use crate::book::{Book, Item};
use futures::future::BoxFuture;
use kernel::era;
use store::StoreError;
use web::{Access, Routes, Visit, Waiting, WebError};

pub(crate) fn routes(r: &mut Routes) {
    let may = Access::May(PERMISSION);
    r.get("/desk/billing/runs", may, list::page);
    r.post("/desk/billing/runs", may, list::take);
    r.get("/desk/billing/runs/{run}", may, run::page);
    r.post("/desk/billing/runs/{run}/go", may, run::go);
    r.post("/desk/billing/runs/{run}/print", may, run::print);
    r.post("/desk/billing/runs/{run}/give-up", may, run::give_up);
    r.get("/desk/billing/prints/{print}", may, prints::file);
    r.post("/desk/billing/prints/{print}/posted", may, prints::posted);
    r.get("/desk/billing/dunning", may, dunnings::page);
    r.post("/desk/billing/dunning", may, dunnings::make);
    r.get("/desk/billing/dunning/{dunning}", may, dunning::page);
    r.post("/desk/billing/dunning/{dunning}/leave-out", may, dunning::leave_out);
    r.post("/desk/billing/dunning/{dunning}/go", may, dunning::go);
    r.post("/desk/billing/dunning/{dunning}/posted", may, dunning::posted);
}

fn book(visit: &Visit) -> Result<&Book, StoreError> {
    crate::book(visit.house())
}

/// Whether an item is one that this officer's desk levies.
fn deals_with(visit: &Visit, item: &Item) -> bool {
    visit.account().is_some_and(|who| who.may_for(PERMISSION, item.desk.as_deref()))
}

/// The item of a record, if this officer's desk levies it.
fn item<'v>(visit: &'v Visit, key: &str) -> Result<&'v Item, WebError> {
    book(visit)?.item(key).filter(|i| deals_with(visit, i)).ok_or(WebError::NotFound)
}

fn by(visit: &Visit) -> Result<String, WebError> {
    Ok(visit.signed_in()?.name.clone())
}

/// Where an item comes from that nobody has confirmed for this town.
fn unsure(verified: bool) -> maud::Markup {
    use web::components::{Tone, chip_label};
    maud::html! { @if !verified { " " (chip_label(Tone::Warning, "確認中")) } }
}

fn day_time(at: kernel::Moment) -> String {
    let civil = at.civil();
    format!("{} {}:{:02}", era::date_label(at.date()), civil.hour(), civil.minute())
}

/// Instalments of this officer's items whose day is over and for which no letter was made.
pub(crate) fn dunning_waits(visit: Visit) -> BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move {
        let today = visit.now().date();
        let (mut count, mut late) = (0, 0);
        let within = book(&visit)?.dunning.as_ref().map_or(rules::WITHIN_DAYS, |d| d.within_days);
        for group in select::groups(&visit.house().db, today).await? {
            if item(&visit, &group.item).is_err() || group.waiting == 0 {
                continue;
            }
            count += 1;
            late += i64::from(rules::last_on(group.due, within) < today);
        }
        let open = lists::newest(&visit.house().db, 50).await?;
        count += i64::try_from(open.iter().filter(|d| d.state == lists::State::Printed).count()).unwrap_or(0);
        Ok(Waiting { what: "督促を確かめる期別", count, late })
    })
}
