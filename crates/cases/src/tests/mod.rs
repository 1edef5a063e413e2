//! Journeys through the room's public doors, on both databases.

mod assisted;
mod hostile;
mod people_;
mod texts;
mod walk;
mod way;
