//! What holds for the house as a whole, whatever room is added: these tests walk the list of rooms.

mod asvs;
mod attack;
mod doors;
mod holding;
mod hostile_corpus;
mod identifier_walk;
mod interface;
mod jobs;
mod open;
mod races;
mod schema;
mod words;

use crate::composition;
use web::Room;

/// All rooms, those of services too.
fn all_rooms() -> Vec<Room> {
    composition::rooms().into_iter().chain(composition::services().into_iter().map(|s| s.room)).collect()
}
