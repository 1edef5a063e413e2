//! The doors of reconciliation.

mod files;
mod show;
mod transit;
mod unmatched;

use crate::bank::BANK;
use futures::future::BoxFuture;
use web::{Access, Routes, Visit, Waiting, WebError};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/desk/billing/files", Access::May(BANK), files::list);
    routes.post("/desk/billing/files", Access::May(BANK), files::lay);
    routes.get("/desk/billing/files/{file}", Access::May(BANK), show::page);
    routes.post("/desk/billing/files/{file}/book", Access::May(BANK), show::book);
    routes.post("/desk/billing/files/{file}/drop", Access::May(BANK), show::take_away);
    routes.get("/desk/billing/unmatched", Access::May(BANK), unmatched::list);
    routes.get("/desk/billing/unmatched/{suspense}", Access::May(BANK), unmatched::page);
    routes.post("/desk/billing/unmatched/{suspense}/settle", Access::May(BANK), unmatched::settle);
    routes.get("/desk/billing/transit", Access::May(BANK), transit::page);
    routes.post("/desk/billing/transit", Access::May(BANK), transit::settle);
}

/// Money of which nobody knows for what it came.
pub(crate) fn open_count(visit: Visit) -> BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move {
        let count = super::records::open_count(&visit.house().db).await?;
        Ok(Waiting { what: "合わなかった入金", count, late: 0 })
    })
}
