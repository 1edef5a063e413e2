//! The second pillar of the plan: the services that hold the community together (地域).
//!
//! Who uses them: families, learners, ward offices, farmers and shops, and everybody who helps a
//! neighbour. Its folders, one for each bullet of the plan, are to be `family`, `learning`,
//! `wards`, `voice`, `business`, `farming`, `inclusion` and `mutual_aid`; each keeps its own
//! tables, pages, texts and indicators, as `docs/architecture.md` shows for a room. No folder is
//! open yet: until then the plan shows these measures as not begun.

use web::Service;

/// The services of this pillar, in the order of the plan.
pub fn services() -> Vec<Service> {
    vec![]
}
