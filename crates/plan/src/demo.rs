//! The plan's part of the demo, on the people of `demo/accounts.toml`.

use crate::{kpt, pdca, steering};
use ::people::accounts;
use kernel::Email;
use kernel::id::AccountId;
use store::StoreError;
use web::{House, WebError};

/// The account of one of the demo's officers, where it is.
pub(crate) async fn officer(house: &House, key: &str) -> Result<Option<AccountId>, StoreError> {
    let Ok(email) = format!("{key}@demo.example").parse::<Email>() else { return Ok(None) };
    let account = accounts::by_email(&house.db, &email).await?;
    Ok(account.map(|a| a.id))
}

/// What was before the last weeks: desks wrote their plans and one of them closed a board.
///
/// # Errors
/// When the database does not answer.
pub async fn play_before(house: &House) -> Result<(), WebError> {
    pdca::demo::play(house).await?;
    Ok(kpt::demo::play_first(house).await?)
}

/// What stands open today: who steers, meetings, tasks, an opinion, and the next board.
///
/// # Errors
/// When the database does not answer.
pub async fn play_today(house: &House) -> Result<(), WebError> {
    steering::demo::play(house).await?;
    Ok(kpt::demo::play_next(house).await?)
}
