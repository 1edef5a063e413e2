//! papers

pub mod sign;
