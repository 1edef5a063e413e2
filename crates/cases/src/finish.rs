//! The applicant's own ends of a matter: taking it back, and the one question afterwards.

use crate::decide::{advance, write};
use crate::error::CaseError;
use crate::forms::Satisfaction;
use crate::outcome;
use crate::records::case;
use crate::records::message;
use crate::rules::Event;
use crate::standstill;
use billing::BillingError;
use kernel::id::CaseId;
use store::{Act, Channel, Deed};
use web::House;

/// 取り下げ: possible until a decision is proposed, and again while the fee is not paid; then the
/// bill goes with it. `told` says how an officer was told of it.
pub(crate) async fn withdraw(
    house: &House,
    act: &Act,
    id: CaseId,
    version: i64,
    told: Option<String>,
) -> Result<(), CaseError> {
    let inside = house.clone();
    house
        .db
        .write(act, move |tx| async move {
            let mut case = case::find(&tx, id).await?.ok_or(CaseError::Missing)?;
            if case.version != version {
                return Err(CaseError::Changed);
            }
            advance(&mut case, Event::Withdraw, tx.now())?;
            case.waiting_since = None;
            standstill::forget(&tx, &case).await?;
            if let Some(bill) = case.bill {
                billing::void(&tx, bill, "申請の取り下げ").await.map_err(paid_already)?;
            }
            let how = told.map(|told| format!("（{told}）")).unwrap_or_default();
            write(&tx, &case, "cases.withdraw", &format!("申請が取り下げられました{how}")).await?;
            outcome::tell_the_end(&tx, &inside, &case).await
        })
        .await
}

fn paid_already(error: BillingError) -> CaseError {
    match error {
        BillingError::Store(error) => CaseError::Store(error),
        _ => CaseError::Changed,
    }
}

/// Keeps the answer to 「便利になりましたか」, given by any channel; the first one counts.
pub(crate) async fn feedback(
    house: &House,
    act: &Act,
    id: CaseId,
    said: Satisfaction,
    channel: Channel,
) -> Result<(), CaseError> {
    house
        .db
        .write(&act.by(channel), move |tx| async move {
            if let Some(row) = message::insert_feedback(&tx, id, &said, channel).await? {
                tx.record(Deed::new("cases.feedback").row("cases_feedback", row));
            }
            Ok(())
        })
        .await
}
