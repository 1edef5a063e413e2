//! Messages get lost: now and then we ask the company ourselves where its pages stand.

use super::begin::give_up;
use super::learn;
use super::records::{self, State};
use billing::BillingError;
use billing::providers::{ProviderError, provider};
use store::{Act, JobError};
use web::House;

/// What has waited so long is asked about (seconds).
const PATIENCE: i64 = 600;
const AT_ONCE: i64 = 50;

/// Asks about every payment that waits.
pub(crate) async fn ask(house: House) -> Result<(), JobError> {
    let before = house.now().plus_seconds(-PATIENCE);
    let waiting = records::waiting(&house.db, before, AT_ONCE).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let Some(company) = provider(&house) else { return Ok(()) };
    let act = Act::system("payments", house.now());
    let failed = |e: BillingError| JobError::Retry(e.to_string());
    for card in waiting {
        let Some(session) = card.session.as_deref().filter(|_| card.state == State::Open) else {
            give_up(&house, &act, card.id, "no answer").await.map_err(failed)?;
            continue;
        };
        match company.look(house.outside.as_ref(), session).await {
            Ok(seen) => learn(&house, &act, company.key(), seen).await.map(|_| ()).map_err(failed)?,
            // The next round asks again.
            Err(ProviderError::Unreached(why)) => return Err(JobError::Retry(why)),
            Err(error) => tracing::warn!(%error, "the payment company does not say where a page stands"),
        }
    }
    Ok(())
}
