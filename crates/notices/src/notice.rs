//! What is told: one text, kept once, for one person or many.

use crate::deliver::{Deliver, Spread};
use kernel::Moment;
use kernel::id::{NoticeId, PersonId};
use store::{Deed, NewJob, Reads, Row, StoreError, Tx, args};

/// Something to tell one person.
#[derive(Debug, Clone)]
pub struct NewNotice {
    /// A second notice with the same key is not made: `cases.received:CASE`.
    pub key: String,
    /// What it is about, `room.what`. Topics that begin with `news.` may be ended by the
    /// recipient; all others are official and may not.
    pub topic: &'static str,
    /// Who is told.
    pub person: PersonId,
    /// The subject, in the recipient's language.
    pub subject: String,
    /// The text, in the recipient's language; paragraphs are parted by an empty line.
    pub body: String,
    /// A page of this house where it goes on, beginning with `/`.
    pub link: Option<String>,
    /// It must not wait for the post: whom no mail reaches is called.
    pub urgent: bool,
}

/// Something to tell many people, in one text.
#[derive(Debug, Clone)]
pub struct NewCircular {
    /// A second one with the same key is not made.
    pub key: String,
    /// What it is about, as in [`NewNotice::topic`].
    pub topic: &'static str,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// A page of this house where it goes on.
    pub link: Option<String>,
    /// It must not wait for the post.
    pub urgent: bool,
}

/// What was told, as the officers see it who sent it.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) id: NoticeId,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) urgent: bool,
    /// How many people it was for.
    pub(crate) recipients: i64,
    pub(crate) told_at: Moment,
}

impl Told {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            subject: row.get("subject")?,
            body: row.get("body")?,
            urgent: row.get("urgent")?,
            recipients: row.get("recipients")?,
            told_at: row.get("created_at")?,
        })
    }

    /// The notices before `before`, newest first.
    pub(crate) async fn before(q: &impl Reads, before: NoticeId, limit: i64) -> Result<Vec<Self>, StoreError> {
        let sql = "SELECT id, subject, body, urgent, recipients, created_at FROM notices_notice WHERE id < $1 \
                   ORDER BY id DESC LIMIT $2";
        q.rows(sql, args![before, limit]).await?.iter().map(Self::read).collect()
    }

    /// One of them.
    pub(crate) async fn find(q: &impl Reads, id: NoticeId) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT id, subject, body, urgent, recipients, created_at FROM notices_notice WHERE id = $1";
        q.row(sql, args![id]).await?.map(|row| Self::read(&row)).transpose()
    }
}

/// Whether a recipient may end mails of this topic: news may be ended, what belongs to a matter
/// or a duty may not.
pub fn may_be_ended(topic: &str) -> bool {
    topic.starts_with("news.")
}

/// Tells one person. The text stands in the inbox at once; the channel is chosen by a job after
/// the commit. The same key again answers the notice that was made first.
///
/// # Errors
/// When the database does not answer.
pub async fn tell(tx: &Tx, new: NewNotice) -> Result<NoticeId, StoreError> {
    let NewNotice { key, topic, person, subject, body, link, urgent } = new;
    let circular = NewCircular { key, topic, subject, body, link, urgent };
    let (id, fresh) = keep(tx, circular, 1).await?;
    if fresh {
        let recipient = address_to(tx, id, person).await?;
        tx.enqueue(Deliver::job(recipient));
        tx.record(Deed::new("notices.tell").about(person).row("notices_notice", id));
    }
    Ok(id)
}

/// Tells many people the same; a person named twice is told once.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_many(tx: &Tx, new: NewCircular, people: &[PersonId]) -> Result<NoticeId, StoreError> {
    let mut people = people.to_vec();
    people.sort_unstable();
    people.dedup();
    let (id, fresh) = keep(tx, new, i64::try_from(people.len()).unwrap_or(i64::MAX)).await?;
    if fresh {
        for person in people {
            address_to(tx, id, person).await?;
        }
        tx.enqueue(NewJob::new(Spread::KIND, &Spread { notice: id, after: None }).key(format!("notices.spread:{id}")));
        tx.record(Deed::new("notices.tell").row("notices_notice", id));
    }
    Ok(id)
}

/// The notice with this key, and whether it was made now.
async fn keep(tx: &Tx, new: NewCircular, recipients: i64) -> Result<(NoticeId, bool), StoreError> {
    let id: NoticeId = tx.id();
    let made = tx
        .execute(
            "INSERT INTO notices_notice (id, key, topic, subject, body, link, urgent, recipients, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key) DO NOTHING",
            args![id, &new.key, new.topic, new.subject, new.body, new.link, new.urgent, recipients, tx.now()],
        )
        .await?;
    if made == 1 {
        return Ok((id, true));
    }
    let first = tx.one("SELECT id FROM notices_notice WHERE key = $1", args![new.key]).await?;
    Ok((first.ok_or(StoreError::Missing("notices_notice"))?, false))
}

async fn address_to(tx: &Tx, notice: NoticeId, person: PersonId) -> Result<crate::RecipientId, StoreError> {
    let id: crate::RecipientId = tx.id();
    tx.execute(
        "INSERT INTO notices_recipient (id, notice, person, state, attempts, changed_at, version) \
         VALUES ($1, $2, $3, 'created', 0, $4, 0)",
        args![id, notice, person, tx.now()],
    )
    .await?;
    Ok(id)
}
