//! 引継ぎ: an office passes from one to another on a day, and with it what is open.

use super::actions::{Refusal, keep_an_administrator};
use super::rules;
use super::tell::{self, News};
use kernel::id::AccountId;
use kernel::{Date, Moment, TypedId};
use people::grants::{self, NewGrant};
use people::{GrantId, Holder, PeopleError};
use serde::{Deserialize, Serialize};
use store::{Act, Deed, Job, JobError, NewJob, StoreError, Tx};
use web::House;
use web::hold::{Handing, OpenWork};

/// The job that gives open work to the successor on the day.
pub(crate) const HAND_ON: &str = "account.hand_on";

/// An office to be handed over.
#[derive(Debug, Clone)]
pub(crate) struct Passing {
    pub(crate) grant: GrantId,
    pub(crate) to: Holder,
    /// The successor's first day.
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    /// What the successor should know.
    pub(crate) note: Option<String>,
    /// Whether open work goes over, too.
    pub(crate) work: bool,
}

#[derive(Serialize, Deserialize)]
struct Asked {
    old: GrantId,
    new: GrantId,
}

/// Ends the term of the one, begins that of the other, tells both.
///
/// # Errors
/// [`Refusal::Own`] when somebody would take over an office themselves,
/// [`Refusal::LastAdministrator`] when the successor of the last one has not set up the account.
pub(crate) async fn pass(tx: &Tx, house: &House, passing: Passing) -> Result<GrantId, Refusal> {
    if rules::is_own(&tx.act().actor, passing.to) {
        return Err(Refusal::Own);
    }
    let Passing { grant, to, from, until, note, work } = passing;
    let old = grants::find(tx, grant).await?.ok_or(PeopleError::Missing)?;
    if old.holder == to {
        return Err(PeopleError::Overlaps.into());
    }
    if old.term.until.is_some_and(|last| last.tomorrow().is_ok_and(|next| from > next)) {
        return Err(PeopleError::Backwards.into());
    }
    let people::Grant { role, desk, ward, position, deputy, .. } = old.clone();
    NewGrant { holder: to, role, desk, ward, position, deputy, from, until }.check(&house.town)?;
    let new = grants::hand_over(tx, grant, to, from, until, note.as_deref()).await?;
    if rules::is_administrators(&house.town, &old) {
        keep_an_administrator(tx, house, from.max(tx.now().date())).await?;
    }
    let ended = grants::find(tx, grant).await?.ok_or(PeopleError::Missing)?;
    let begun = grants::find(tx, new).await?.ok_or(PeopleError::Missing)?;
    tell::term(tx, house, &ended, News::HandedOver).await?;
    tell::term(tx, house, &begun, News::TakenOver).await?;
    if work {
        let job = NewJob::new(HAND_ON, &Asked { old: grant, new }).key(format!("{HAND_ON}:{new}"));
        tx.enqueue(job.after(Moment::start_of(from).max(tx.now())));
    }
    Ok(new)
}

/// On the successor's first day: every room gives over what the predecessor has open. Does nothing
/// when the hand-over was taken back in the meantime.
pub(crate) async fn hand_on(house: House, job: Job) -> Result<(), JobError> {
    let asked: Asked = job.payload()?;
    let (old, new) = (grants::find(&house.db, asked.old).await?, grants::find(&house.db, asked.new).await?);
    let (Some(old), Some(new)) = (old, new) else { return Ok(()) };
    let (Holder::Account(from), Holder::Account(to)) = (old.holder, new.holder) else { return Ok(()) };
    if !new.term.holds_on(house.now().date()) {
        return Ok(());
    }
    let handing = Handing { from, to, desk: old.desk };
    let passes: Vec<_> = house.all_rooms().filter_map(|r| r.in_hand?.pass_on).collect();
    let act = Act::system("account.hand_on", house.now());
    house
        .db
        .write(&act, move |tx| async move {
            let mut passed = 0;
            for pass_on in passes {
                passed += pass_on(tx.clone(), handing.clone()).await?;
            }
            tx.record(
                Deed::new("account.hand_on").raw_row("people_grant", asked.new.uuid()).detail(format!("{passed}件")),
            );
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

/// What an officer has open, by kind.
pub(crate) async fn open_work(
    house: &House,
    account: AccountId,
) -> Result<Vec<(&'static str, Vec<OpenWork>)>, StoreError> {
    let mut all = Vec::new();
    for in_hand in house.all_rooms().filter_map(|r| r.in_hand) {
        all.push((in_hand.title, (in_hand.list)(house.clone(), account).await?));
    }
    Ok(all)
}
