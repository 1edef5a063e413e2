//! What a letter carries besides its words: an address that opens one matter, as a QR and in letters,
//! a number for whoever calls or writes back, and a form to be filled in by hand.
//!
//! The secret end of such an address is nowhere in the records: it is made from the house's secret and
//! the notice's key at the moment when a mail leaves, a letter is typeset or the person goes on from
//! their inbox.

use crate::notice::{NewNotice, tell};
use crate::recipient::State;
use kernel::id::NoticeId;
use kernel::{Moment, Reference, TypedId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::seal::{open, seal};
use store::{Reads, StoreError, Tx, args};
use web::{House, link_proof};

const PURPOSE: &str = "notices.enclosed";

/// What goes with a notice.
#[derive(Debug, Clone)]
pub struct Enclosure {
    /// From what the end of the address is made; another key gives another address.
    pub key: String,
    /// The number by which an officer finds the matter when the form comes back on paper.
    pub reference: Reference,
    /// The form to be filled in by hand, as the template `_questions.typ` reads it.
    pub reply: Option<Value>,
}

/// The end of the address of this key: 144 bits that only the house can make.
pub fn secret_of(house: &House, key: &str) -> String {
    link_proof(&house.secret, PURPOSE, key)
}

/// As records keep it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) reference: Reference,
    pub(crate) reply: Option<Value>,
}

/// Tells one person, with an enclosure. The notice's link is the address without its secret end.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_enclosed(tx: &Tx, new: NewNotice, enclosure: Enclosure) -> Result<NoticeId, StoreError> {
    let kept = Kept { reference: enclosure.reference, reply: enclosure.reply };
    let kept = serde_json::to_string(&kept).map_err(|e| StoreError::Other(e.to_string()))?;
    let id = tell(tx, new).await?;
    // In the same transaction in which the notice was made and recorded; told twice, it stays as it was.
    let sql = "UPDATE notices_notice SET link_key = $2, enclosure = $3 WHERE id = $1 AND link_key IS NULL";
    tx.execute(sql, args![id, enclosure.key, seal(&kept)]).await?;
    Ok(id)
}

pub(crate) async fn of(q: &impl Reads, notice: NoticeId) -> Result<Option<Kept>, StoreError> {
    let sql = "SELECT enclosure FROM notices_notice WHERE id = $1";
    let kept = q.one::<Option<String>>(sql, args![notice]).await?.flatten().map(open);
    kept.map(|k| serde_json::from_str(&k).map_err(|_| StoreError::Column("enclosure".to_owned()))).transpose()
}

/// How a notice to one person has come along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The key by which it was told.
    pub key: String,
    /// How far.
    pub state: State,
    /// When it last moved.
    pub at: Moment,
}

/// How all notices since a moment have come along whose key begins with `prefix`
/// (`procedures.invite:OFFER:`), which has letters, digits, points and colons only.
///
/// # Errors
/// When the database does not answer.
pub async fn ways(q: &impl Reads, prefix: &str, since: Moment) -> Result<Vec<Way>, StoreError> {
    // Identifiers follow the time at which they were made, so that older notices are not looked at.
    let first = NoticeId::from_uuid(kernel::id::uuid_v7(since, [0; 10]));
    let sql = "SELECT n.key, r.state, r.changed_at FROM notices_notice n JOIN notices_recipient r ON r.notice = n.id \
               WHERE n.id >= $1 AND n.key LIKE $2 ORDER BY n.id";
    let rows = q.rows(sql, args![first, format!("{prefix}%")]).await?;
    rows.iter().map(|r| Ok(Way { key: r.get("key")?, state: r.get("state")?, at: r.get("changed_at")? })).collect()
}
