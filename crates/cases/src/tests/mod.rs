//! Journeys through the room's public doors, on both databases.

mod assisted;
mod hostile;
mod people_;
mod walk;
mod way;
