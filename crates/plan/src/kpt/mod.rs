//! KPT: boards on which a team writes what to keep, what is a problem and what to try.

use web::Routes;

pub(crate) fn routes(_routes: &mut Routes) {}
