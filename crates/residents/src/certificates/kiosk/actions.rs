//! What happens at the screen in the lobby.

use super::records::{self, Kiosk, KioskId, Known, Sitting};
use super::rules;
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::{AccountId, PersonId};
use sha2::{Digest, Sha256};
use store::{Act, JobError, StoreError};
use web::{House, Visit};

/// What of a number or secret is kept. It is bound to the house, so that a list of all numbers of
/// eight digits helps nobody.
fn digest(house: &House, what: &str, value: &str) -> Vec<u8> {
    Sha256::digest(web::link_proof(&house.secret, what, value)).to_vec()
}

/// Starts a screen and gives the number that is typed at it.
pub(super) async fn start(house: &House, act: &Act, place: String, by: AccountId) -> Result<u32, StoreError> {
    let number = rules::number(house.db.random());
    let kept = digest(house, "kiosk.open", &number.to_string());
    let ends = act.at.plus_seconds(rules::KIOSK_SECONDS);
    house.db.write(act, move |tx| async move { records::start(&tx, &place, &kept, by, ends).await }).await?;
    Ok(number)
}

/// The number was typed at the screen: from now on its browser is known by its own mark.
pub(super) async fn open(visit: &Visit, act: &Act, number: u32) -> Result<bool, StoreError> {
    let house = visit.house();
    let (old, new) = (digest(house, "kiosk.open", &number.to_string()), mark(visit));
    let not_before = act.at.plus_seconds(-rules::PASS_SECONDS);
    let opened = house.db.write(act, move |tx| async move { records::opened(&tx, &old, &new, not_before).await });
    opened.await
}

/// What stands for the browser of a screen in the records.
fn mark(visit: &Visit) -> Vec<u8> {
    digest(visit.house(), "kiosk", &visit.browser_mark())
}

/// The screen whose browser this is.
pub(super) async fn kiosk_of(visit: &Visit) -> Result<Option<Kiosk>, StoreError> {
    records::kiosk_with(&visit.house().db, &mark(visit), visit.now()).await
}

/// Ends a screen.
pub(super) async fn end_kiosk(house: &House, act: &Act, id: KioskId) -> Result<(), StoreError> {
    house.db.write(act, move |tx| async move { records::end_kiosk(&tx, id).await }).await
}

/// Gives a number out for somebody; the older one of the same person ends.
pub(super) async fn give(house: &House, act: &Act, who: Known) -> Result<u32, StoreError> {
    let number = rules::number(house.db.random());
    let kept = digest(house, "kiosk.pass", &number.to_string());
    let ends = act.at.plus_seconds(rules::PASS_SECONDS);
    let by = act.actor.account();
    house.db.write(act, move |tx| async move { records::give(&tx, &kept, &who, by, ends).await }).await?;
    Ok(number)
}

/// Somebody typed their number; whether it was one that held.
pub(super) async fn sit_down(house: &House, act: &Act, kiosk: KioskId, number: u32) -> Result<bool, StoreError> {
    let pass = digest(house, "kiosk.pass", &number.to_string());
    let sat = house.db.write(act, move |tx| async move {
        let Some(who) = records::take(&tx, &pass).await? else { return Ok::<_, StoreError>(false) };
        records::sit_down(&tx, kiosk, &who).await?;
        Ok(true)
    });
    sat.await
}

/// The sitting that goes on at this screen.
pub(super) async fn sitting_of(visit: &Visit, kiosk: KioskId) -> Result<Option<Sitting>, StoreError> {
    let found = records::sitting(&visit.house().db, kiosk).await?;
    Ok(found.filter(|s| rules::goes_on(s.started_at, s.seen_at, visit.now())))
}

/// Somebody pressed something.
pub(super) async fn touch(house: &House, act: &Act, sitting: &Sitting) -> Result<(), StoreError> {
    let id = sitting.id;
    house.db.write(act, move |tx| async move { records::touch(&tx, id).await }).await
}

/// The person leaves.
pub(super) async fn stand_up(house: &House, act: &Act, sitting: &Sitting) -> Result<(), StoreError> {
    let (id, person): (_, PersonId) = (sitting.id, sitting.who.person);
    house.db.write(act, move |tx| async move { records::stand_up(&tx, id, person).await }).await
}

/// Forgets what ended a month ago.
pub(crate) fn clear(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let act = Act::system("certificates", house.now());
        let before = house.now().plus_days(-30);
        house.db.write(&act, move |tx| async move { records::forget(&tx, before).await }).await?;
        Ok(())
    }
    .boxed()
}
