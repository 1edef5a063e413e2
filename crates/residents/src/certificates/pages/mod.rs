//! The doors of the service.

mod case;
mod guide;
mod records;

use crate::certificates::kiosk;
use web::{Access, Routes};

/// The permission to import what other systems exported.
pub(crate) const RECORDS: &str = "certificates.records";

pub(super) fn routes(r: &mut Routes) {
    r.shared("/certificates", guide::list);
    r.shared("/certificates/{key}", guide::one);
    let desk = Access::May("cases.desk");
    r.get("/desk/certificates/cases/{case}", desk, case::page);
    r.post("/desk/certificates/cases/{case}/again", desk, case::again);
    r.post("/desk/certificates/cases/{case}/finding", desk, case::finding);
    let records = Access::May(RECORDS);
    r.get("/desk/certificates/records", records, records::page);
    r.post("/desk/certificates/records", records, records::take);
    kiosk::routes(r);
}
