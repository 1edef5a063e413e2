//! The officers' pages of figures.

mod figure;
mod outside;
mod recount;

use crate::disclosure::Shown;
use crate::page::number;
use web::{Access, Permission, Routes};

/// Counting closed months again, entering what is counted outside.
pub(crate) const COUNT: &str = "plan.count";

/// What roles of the town can carry.
pub(crate) const PERMISSION: Permission =
    Permission { key: COUNT, meaning: "終わった月の数字を数え直し、外で数えた数字を入れる" };

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/desk/plan/figures/{indicator}", Access::May("plan.see"), figure::page);
    routes.get("/desk/plan/figures/{indicator}/{month}/recount", Access::May(COUNT), recount::page);
    routes.post("/desk/plan/figures/{indicator}/{month}/recount", Access::May(COUNT), recount::keep);
    routes.get("/desk/plan/outside", Access::May(COUNT), outside::page);
    routes.post("/desk/plan/outside", Access::May(COUNT), outside::enter);
}

/// A group's value, or that it is withheld.
fn shown(row: &Shown, unit: &str) -> String {
    match (row.withheld, row.value) {
        (true, _) => "伏せています".to_owned(),
        (false, None) => "―".to_owned(),
        (false, Some(_)) => format!("{}{unit}", number(row.value)),
    }
}
