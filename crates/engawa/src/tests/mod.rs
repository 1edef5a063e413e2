//! What holds for the house as a whole, whatever room is added: these tests walk the list of rooms.

mod asvs;
mod attack;
mod doors;
mod holding;
mod hostile_corpus;
mod identifier_walk;
mod interface;
mod jobs;
mod missing_sign;
mod one_subject;
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

/// Compares a derived file of `docs/` with what it must be, or writes it for `cargo xtask docs`.
fn checked_in(name: &str, text: &str, why: &str) {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    #[expect(clippy::disallowed_methods, reason = "the switch of `cargo xtask docs`")]
    if std::env::var("ENGAWA_UPDATE").is_ok() {
        std::fs::write(&path, text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(known == text, "docs/{name} {why}: read the change, then `cargo xtask docs`");
}
