//! The third pillar of the plan: the services by which the office itself works (役場).
//!
//! Who uses them: the people who work for the town. Its folders, one for each bullet of the plan,
//! are to be `documents`, `meetings`, `workstyle`, `devices`, `expertise` and `security`; each
//! keeps its own tables, pages, texts and indicators, as `docs/architecture.md` shows for a room.
//! No folder is open yet: until then the plan shows these measures as not begun.

use web::Service;

/// The services of this pillar, in the order of the plan.
pub fn services() -> Vec<Service> {
    vec![]
}
