//! Officers are told by mail; where the town has no mails, or somebody no address, the first page of
//! the day tells them.

use kernel::id::AccountId;
use store::JobError;
use web::House;
use web::send::{Outgoing, SendError};

/// Mails an officer; `key` is the same on every attempt.
pub(crate) async fn officer(
    house: &House,
    account: AccountId,
    subject: String,
    text: String,
    key: String,
) -> Result<(), JobError> {
    let Some(sender) = house.sender("email") else { return Ok(()) };
    let Some(account) = people::accounts::find(&house.db, account).await? else { return Ok(()) };
    let open = account.state == people::accounts::AccountState::Active;
    let Some(email) = account.email.filter(|_| open) else { return Ok(()) };
    let mail =
        Outgoing { to: email.envelope(), name: None, subject, text: web::texts::plain(&text), unsubscribe: None, key };
    match sender.send(mail).await {
        Ok(_) | Err(SendError::Never(_)) => Ok(()),
        Err(SendError::Later(why)) => Err(JobError::Retry(why)),
    }
}
