//! What stands on the command line, one file each.

pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod drill;
pub(crate) mod import;
pub(crate) mod journal;
pub(crate) mod officer;
pub(crate) mod restore;
pub(crate) mod serve;
pub(crate) mod verify;
