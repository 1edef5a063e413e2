//! Journeys through the room's public doors, on both databases.

mod assisted;
mod cosign;
mod counted;
mod elsewhere;
mod files;
mod finishing;
mod handing;
mod hostile;
mod living;
mod mandates;
mod once;
mod open;
mod outages;
mod own;
pub(crate) mod people_;
mod texts;
mod walk;
mod way;
