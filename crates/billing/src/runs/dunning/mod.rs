//! 督促: who has not paid by the due day, who gets a letter and who does not and why, and who is taken
//! off because money came in between. One 督促 for an instalment, ever: it is what renews the
//! prescription (地方税法18条の2), and a second one would do nothing but frighten.

pub(crate) mod actions;
pub(crate) mod letters;
pub(crate) mod records;
pub(crate) mod rules;
pub(crate) mod select;
pub(crate) mod send;
#[cfg(test)]
mod tests;

kernel::id_type!(
    /// 督促の一覧: one instalment of one item, gone through once.
    DunningId,
    /// One instalment of one payer.
    DunningLineId,
);
