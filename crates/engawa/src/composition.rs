//! Which rooms the house has, from the lowest floor up. The list is written out, so that it can
//! be read; adding a service changes its pillar's list, not this one.

use store::RoomSchema;
use web::{Room, Service};

/// The capabilities, in the order of their floors.
pub fn rooms() -> Vec<Room> {
    vec![
        notices::room(),
        papers::room(),
        approvals::room(),
        billing::room(),
        account::room(),
        cases::room(),
        plan::room(),
        crate::ops::room(),
    ]
}

/// The services of the three pillars of the plan.
pub fn services() -> Vec<Service> {
    [residents::services(), community::services(), office::services()].concat()
}

/// The schemas of all rooms, in the order in which their tables are made.
pub fn schemas() -> Vec<RoomSchema> {
    let (rooms, services) = (rooms(), services());
    let all = rooms.iter().chain(services.iter().map(|s| &s.room));
    std::iter::once(people::SCHEMA).chain(all.map(Room::schema)).collect()
}
