//! What everybody sees of the plan: pages, the yearly report, open data and a feed.

use web::Routes;

pub(crate) fn routes(_routes: &mut Routes) {}
