//! The running count of the town as a whole, in which every resident has a part.

use crate::book::{Direction, Measure, Plan, Use};
use crate::counting::{self, UseStanding};
use kernel::fiscal::FiscalYear;
use std::collections::BTreeMap;
use store::StoreError;
use web::House;

/// What every procedure is counted by.
const KEY: &str = "cases.received";

/// Everything that came in, as everybody may see it; nothing in a house where nobody counts it.
pub(super) async fn received(house: &House, plan: &Plan, year: FiscalYear) -> Result<Option<UseStanding>, StoreError> {
    let Some(measure) = plan.measures.first() else { return Ok(None) };
    let alone = Measure { indicators: vec![usage()], ..measure.clone() };
    let standing = counting::standing(house, plan, &alone, year).await?.for_public();
    Ok(standing.rows.into_iter().next().filter(|row| !row.years.is_empty()))
}

fn usage() -> Use {
    Use {
        key: KEY.to_owned(),
        title: None,
        starts_when: None,
        direction: Direction::Up,
        baseline: None,
        baseline_year: None,
        targets: BTreeMap::new(),
        verified: true,
    }
}
