//! カード払い: the payer leaves for the company's page by a link and comes back by one; what was paid is
//! believed from the company alone.
//!
//! **What always holds.** One open page for one instalment, for the sum that is asked now; another sum
//! closes the old page first. A payment is booked once, whichever way we hear of it (a signed message,
//! our own question, both, twice). What was paid by another way meanwhile becomes an overpayment and is
//! given back. A sum or currency that we did not ask for is never taken for the bill: it goes to 仮受金
//! and an officer looks. Money goes back only as far as it came.
//!
//! A message that never comes is no loss: a round asks the company where each open page stands.

pub(super) mod back;
mod begin;
mod hear;
pub(super) mod records;
pub(super) mod rounds;

pub(super) use begin::{Begun, Wish, begin};
pub(super) use hear::{hear, learn};
pub(super) use records::{Card, CardId, State};

use web::{House, link_holds, link_proof};

const PURPOSE: &str = "payments.card";

/// The address at which the payer waits and to which they come back. Whoever has it sees what is paid
/// and how much, nobody's name.
pub(super) fn address(house: &House, id: CardId) -> String {
    format!("/payments/card/{id}/{}", link_proof(&house.secret, PURPOSE, &id.to_string()))
}

/// Whether the end of the address was made by this house.
pub(super) fn is_ours(house: &House, id: CardId, proof: &str) -> bool {
    link_holds(&house.secret, PURPOSE, &id.to_string(), proof)
}
