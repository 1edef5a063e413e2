//! PDCA: for each measure and fiscal year one cycle of plan, do, check and action.

use web::Routes;

pub(crate) fn routes(_routes: &mut Routes) {}
