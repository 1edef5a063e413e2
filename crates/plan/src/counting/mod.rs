//! Figures: what a room declares it can count, kept by month with the definition it was counted by,
//! rolled up from indicator to measure to pillar, and looked ahead to the target year.

use web::Routes;

pub(crate) fn routes(_routes: &mut Routes) {}
