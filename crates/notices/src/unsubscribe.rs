//! Ending mails of a topic: a person's own wish, kept until they take it back.

use crate::RecipientId;
use crate::recipient::Delivery;
use kernel::Uuid;
use kernel::id::PersonId;
use store::{Deed, Reads, StoreError, Tx, args};

/// Whether the person has ended mails of `topic`.
pub(crate) async fn has_ended(q: &impl Reads, person: PersonId, topic: &str) -> Result<bool, StoreError> {
    if !crate::may_be_ended(topic) {
        return Ok(false);
    }
    let sql = "SELECT id FROM notices_unsubscribe WHERE person = $1 AND topic = $2";
    Ok(q.one::<Uuid>(sql, args![person, topic]).await?.is_some())
}

/// Ends mails of the topic of a copy; ending twice is ending once.
pub(crate) async fn end(tx: &Tx, copy: RecipientId) -> Result<(), StoreError> {
    let copy = Delivery::find(tx, copy).await?.ok_or(StoreError::Missing("notices_recipient"))?;
    if !crate::may_be_ended(&copy.topic) {
        return Err(StoreError::Missing("notices_unsubscribe"));
    }
    let id: RecipientId = tx.id();
    let made = tx
        .execute(
            "INSERT INTO notices_unsubscribe (id, person, topic, ended_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (person, topic) DO NOTHING",
            args![id, copy.person, copy.topic, tx.now()],
        )
        .await?;
    if made == 1 {
        tx.record(Deed::new("notices.end").about(copy.person));
    }
    Ok(())
}

/// Takes the wish back.
pub(crate) async fn resume(tx: &Tx, copy: RecipientId) -> Result<(), StoreError> {
    let copy = Delivery::find(tx, copy).await?.ok_or(StoreError::Missing("notices_recipient"))?;
    let sql = "DELETE FROM notices_unsubscribe WHERE person = $1 AND topic = $2";
    if tx.execute(sql, args![copy.person, copy.topic]).await? == 1 {
        tx.record(Deed::new("notices.resume").about(copy.person));
    }
    Ok(())
}
