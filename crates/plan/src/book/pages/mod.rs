//! The pages of the plan as data: what everybody reads, and how officers change it.

mod above;
mod change;
mod desk;
mod form;
mod versions;

use web::{Access, Routes};

const EDIT: Access = Access::May("plan.edit");

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/plan/above", Access::Public, above::list);
    routes.get("/plan/above/{plan}", Access::Public, above::one);
    routes.get("/plan/versions", Access::Public, versions::list);
    routes.get("/plan/versions/{n}", Access::Public, versions::one);
    routes.get("/desk/plan/book", EDIT, desk::page);
    routes.get("/desk/plan/book/{measure}", EDIT, form::new);
    routes.post("/desk/plan/book/{measure}", EDIT, form::keep_new);
    routes.get("/desk/plan/book/changes/{id}", Access::Staff, change::page);
    routes.get("/desk/plan/book/changes/{id}/edit", EDIT, form::again);
    routes.post("/desk/plan/book/changes/{id}/edit", EDIT, form::keep_again);
    routes.post("/desk/plan/book/changes/{id}/send", EDIT, change::send);
    routes.post("/desk/plan/book/changes/{id}/give-up", EDIT, change::give_up);
}
