//! 職員と役割: who works for the town, in which office, from when until when.
//!
//! **Who uses it.** Officers with `account.staff` (in most towns one or two of 総務) at `/desk/staff`.
//! The very first officer of a town is made on the command line (`engawa officer add`), every other
//! one in the browser. Who is invited opens `/set-up/…` from the mail, or types the printed code at
//! `/set-up`, and decides on a password.
//!
//! **Which rules.** Offices are terms with a first and a last day; nothing is switched on or off. In
//! [`rules`]: nobody gives or lengthens a term of their own, and the town never loses the last
//! officer who can give terms. Every change is journaled, and the person concerned is told.
//!
//! **引継ぎ.** One page ends an office and begins the successor's; what the predecessor has open is
//! listed by the rooms themselves (`web::hold::InHand`) and goes over on the day.
//!
//! **Data.** Accounts and terms are in `people`; here are the invitations (gone thirty days after they
//! end) and the day on which each account last signed in.

mod actions;
mod hand_over;
mod invite;
mod last;
mod pages;
mod rules;
mod tell;

pub use actions::{NewOfficer, Office, Refusal, rescue};
pub(crate) use hand_over::{HAND_ON, hand_on};
pub use invite::{Delivery, Invited};
pub(crate) use invite::{MAIL as INVITE_MAIL, clear, send as send_invitation};
pub(crate) use last::seen_today;
pub(crate) use pages::routes;
pub(crate) use rules::{STAFF, office_title};
pub(crate) use tell::{TELL, tell};
