//! Counting: the figures behind the plan, how they are kept, and what they say of a measure.
//!
//! **Who uses it.** The public page and the report read [`standing()`] and [`PillarStanding`]; at
//! `/desk/plan` officers see every figure by month and fiscal year, its groups, its definition and
//! its history, count a month again, and enter what is counted outside the house.
//!
//! **Where figures come from.** Every room declares what it can count ([`web::Indicator`]). A month
//! is closed five days after its end ([`close`]): figure, parts, groups and definition are written
//! down once and never changed. Counting again writes a new row beside the old one, with its reason
//! ([`correct`]). The running month is counted live and may be half a minute old ([`ledger()`]).
//! What is counted elsewhere (a survey, statistics) is entered with its source and approved
//! ([`outside`]).
//!
//! **How a measure stands.** [`course`] holds a figure against the line from last year's target to
//! this year's; [`forecast`] carries the months on to the plan's last year; [`standing()`] rolls up.
//! The rules are said in the same words on the page ([`rules`]).
//!
//! **Data and for how long.** Definitions and snapshots for good: they are what the town said of
//! itself. No row names a person; groups are kept as counted and shown only as
//! [`crate::disclosure`] allows.

mod close;
mod correct;
mod course;
mod forecast;
mod groups;
mod ledger;
mod outside;
mod pages;
mod records;
mod rollup;
mod standing;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use close::close;
pub(crate) use close::{ROUND, closes_on};
pub(crate) use course::{State, mark};
pub(crate) use forecast::Forecast;
pub(crate) use groups::{Groups, Names, of_year as groups_of_year};
pub(crate) use ledger::{Ledger, Month, Series, closed, declared, ledger};
pub(crate) use outside::JOB;
pub(crate) use pages::{COUNT, PERMISSION};
pub(crate) use records::TABLES;
pub(crate) use standing::{
    PillarStanding, Point, RULES, Standing, UseStanding, YearPoint, rules, settled, standing, unit,
};

use web::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    pages::routes(routes);
}
