//! The officers' pages.

pub(super) mod calls;
pub(super) mod list;
pub(super) mod offer;

use super::PERMISSION;
use super::offers::{self, Offer};
use super::{OfferId, actions::Refused};
use kernel::{Moment, era};
use web::{Visit, WebError};

/// The offer, for an officer of its desk.
async fn open(visit: &Visit, id: OfferId) -> Result<Offer, WebError> {
    let offer = offers::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    if visit.signed_in()?.may_at(PERMISSION, &offer.desk) { Ok(offer) } else { Err(WebError::NotFound) }
}

fn day(at: Moment) -> String {
    era::date_label(at.date())
}

/// Names of wards, as the town's folder has them.
fn wards(visit: &Visit, keys: &[String]) -> String {
    let town = &visit.house().town;
    let named = |key: &String| town.wards.get(key).map_or_else(|| key.clone(), town::Ward::label);
    if keys.is_empty() { "町の全域".to_owned() } else { keys.iter().map(named).collect::<Vec<_>>().join("、") }
}

/// What an officer can mend, in words; everything else as an error.
fn told(refused: Refused) -> Result<&'static str, WebError> {
    match refused {
        Refused::Words(words) => Ok(words),
        Refused::Changed => Err(WebError::Changed),
        Refused::Web(error) => Err(error),
    }
}
