//! One person's copy of a notice and how far it has come.
//!
//! ```text
//! created ─► sending ─► delivered ──────────────┐   a bounce sends it back to the post
//!    │          │ ▲                             │
//!    │          ▼ │                             ▼
//!    │   failed_temporarily            on_print_batch ─► posted ─► (returned) on_call_list
//!    │          │                             ▲
//!    │          ▼                             │
//!    ├─► failed_permanently ──────────────────┤
//!    ├─► on_call_list ─► called               │
//!    └─► on_print_batch ──────────────────────┘
//! anything ─► opened (read in the inbox)      news only: created ─► ended (the person's wish)
//! ```
//!
//! `failed_permanently` is passed through within one transaction: the row stays with what comes
//! after it, and `last_error` keeps the reason.

use crate::{BatchId, RecipientId};
use kernel::Moment;
use kernel::id::{NoticeId, PersonId};
use store::{Reads, Row, StoreError, Tx, args};
use web::House;

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody has looked at it yet.
    Created,
    /// Handed to a partner, answer outstanding.
    Sending,
    /// A partner took it.
    Delivered,
    /// A partner did not take it now; it is tried again.
    FailedTemporarily,
    /// No channel takes it and no list has it; never kept, see the module.
    FailedPermanently,
    /// It waits for the next letters.
    OnPrintBatch,
    /// The letter was put in the post.
    Posted,
    /// Somebody will call.
    OnCallList,
    /// Told on the telephone.
    Called,
    /// Read in the inbox.
    Opened,
    /// The person has ended mails of this topic; it stands in the inbox.
    Ended,
}

impl State {
    /// All states.
    pub const ALL: [Self; 11] = [
        Self::Created,
        Self::Sending,
        Self::FailedTemporarily,
        Self::FailedPermanently,
        Self::OnPrintBatch,
        Self::OnCallList,
        Self::Delivered,
        Self::Posted,
        Self::Called,
        Self::Opened,
        Self::Ended,
    ];

    /// The word kept in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Sending => "sending",
            Self::Delivered => "delivered",
            Self::FailedTemporarily => "failed_temporarily",
            Self::FailedPermanently => "failed_permanently",
            Self::OnPrintBatch => "on_print_batch",
            Self::Posted => "posted",
            Self::OnCallList => "on_call_list",
            Self::Called => "called",
            Self::Opened => "opened",
            Self::Ended => "ended",
        }
    }

    /// For officers.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Created => "これから送る",
            Self::Sending => "送っている",
            Self::Delivered => "届けた",
            Self::FailedTemporarily => "送りなおす",
            Self::FailedPermanently => "送れなかった",
            Self::OnPrintBatch => "郵送を待っている",
            Self::Posted => "郵送した",
            Self::OnCallList => "電話を待っている",
            Self::Called => "電話で伝えた",
            Self::Opened => "本人が読んだ",
            Self::Ended => "本人がメールを止めている",
        }
    }

    /// Whether the person has been reached, as far as the house can know.
    pub const fn reached(self) -> bool {
        matches!(self, Self::Delivered | Self::Posted | Self::Called | Self::Opened | Self::Ended)
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

impl From<State> for kernel::Value {
    fn from(state: State) -> Self {
        state.as_str().into()
    }
}

impl kernel::FromValue for State {
    fn from_value(value: kernel::Value) -> Option<Self> {
        Self::parse(&String::from_value(value)?)
    }
}

/// A copy together with its text.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Its identifier.
    pub id: RecipientId,
    /// The notice.
    pub notice: NoticeId,
    /// Who is told.
    pub person: PersonId,
    /// How far it has come.
    pub state: State,
    /// By which channel it went or is to go.
    pub channel: Option<String>,
    /// How often a partner was asked to take it.
    pub attempts: i64,
    /// What went wrong last, without personal data.
    pub last_error: Option<String>,
    /// When the person read it in the inbox.
    pub opened_at: Option<Moment>,
    /// When it last changed.
    pub changed_at: Moment,
    /// When it was told.
    pub told_at: Moment,
    /// What it is about.
    pub topic: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Where it goes on; see [`Delivery::leads_to`].
    link: Option<String>,
    link_key: Option<String>,
    /// It must not wait for the post.
    pub urgent: bool,
    version: i64,
}

macro_rules! copies {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.notice, r.person, r.state, r.channel, r.attempts, r.last_error, r.opened_at, r.changed_at, ",
            "r.version, n.created_at, n.topic, n.subject, n.body, n.link, n.link_key, n.urgent ",
            "FROM notices_recipient r JOIN notices_notice n ON n.id = r.notice ",
            $rest
        )
    };
}

impl Delivery {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            notice: row.get("notice")?,
            person: row.get("person")?,
            state: row.get("state")?,
            channel: row.get("channel")?,
            attempts: row.get("attempts")?,
            last_error: row.get("last_error")?,
            opened_at: row.get("opened_at")?,
            changed_at: row.get("changed_at")?,
            told_at: row.get("created_at")?,
            topic: row.get("topic")?,
            subject: row.get("subject")?,
            body: row.get("body")?,
            link: row.get("link")?,
            link_key: row.get("link_key")?,
            urgent: row.get("urgent")?,
            version: row.get("version")?,
        })
    }

    /// The page of this house where it goes on, with its secret end where it has one.
    pub(crate) fn leads_to(&self, house: &House) -> Option<String> {
        let link = self.link.as_deref()?;
        Some(match &self.link_key {
            Some(key) => format!("{link}/{}", crate::enclosure::secret_of(house, key)),
            None => link.to_owned(),
        })
    }

    /// The copy, if it is there.
    pub(crate) async fn find(q: &impl Reads, id: RecipientId) -> Result<Option<Self>, StoreError> {
        q.row(copies!("WHERE r.id = $1"), args![id]).await?.map(|r| Self::read(&r)).transpose()
    }

    /// A person's copies, newest first, before `before`.
    pub(crate) async fn of_person(
        q: &impl Reads,
        person: PersonId,
        before: RecipientId,
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let sql = copies!("WHERE r.person = $1 AND r.id < $2 ORDER BY r.id DESC LIMIT $3");
        list(q.rows(sql, args![person, before, limit]).await?)
    }

    /// The copies of a notice, after `after`.
    pub(crate) async fn of_notice(
        q: &impl Reads,
        notice: NoticeId,
        after: RecipientId,
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let sql = copies!("WHERE r.notice = $1 AND r.id > $2 ORDER BY r.id LIMIT $3");
        list(q.rows(sql, args![notice, after, limit]).await?)
    }

    /// The copies in a state that belong to no batch, oldest first.
    pub(crate) async fn waiting(q: &impl Reads, state: State, limit: i64) -> Result<Vec<Self>, StoreError> {
        let sql = copies!("WHERE r.state = $1 AND r.batch IS NULL ORDER BY r.id LIMIT $2");
        list(q.rows(sql, args![state, limit]).await?)
    }

    /// Moves it to `next`, unless somebody else has moved it since it was read.
    pub(crate) async fn go(&self, tx: &Tx, next: State, with: Change<'_>) -> Result<bool, StoreError> {
        let changed = tx
            .execute(
                "UPDATE notices_recipient SET state = $3, channel = COALESCE($4, channel), last_error = $5, \
                 partner_key = COALESCE($6, partner_key), attempts = attempts + $7, batch = NULL, changed_at = $8, \
                 version = version + 1 WHERE id = $1 AND version = $2",
                args![
                    self.id,
                    self.version,
                    next,
                    with.channel,
                    with.error,
                    with.partner_key,
                    i64::from(next == State::Sending),
                    tx.now()
                ],
            )
            .await?;
        Ok(changed == 1)
    }

    /// Takes it into a batch of letters, unless somebody has moved it since it was read.
    pub(crate) async fn join(&self, tx: &Tx, batch: BatchId) -> Result<bool, StoreError> {
        let sql = "UPDATE notices_recipient SET batch = $3, changed_at = $4, version = version + 1 \
                   WHERE id = $1 AND version = $2 AND state = 'on_print_batch'";
        Ok(tx.execute(sql, args![self.id, self.version, batch, tx.now()]).await? == 1)
    }
}

fn list(rows: Vec<Row>) -> Result<Vec<Delivery>, StoreError> {
    rows.iter().map(Delivery::read).collect()
}

/// What else changes with a state.
#[derive(Debug, Default)]
pub(crate) struct Change<'a> {
    pub(crate) channel: Option<&'a str>,
    pub(crate) error: Option<&'a str>,
    pub(crate) partner_key: Option<&'a str>,
}

/// How many messages of a person were not opened yet.
///
/// # Errors
/// When the database does not answer.
pub async fn unread(q: &impl Reads, person: PersonId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM notices_recipient WHERE person = $1 AND opened_at IS NULL";
    Ok(q.one(sql, args![person]).await?.unwrap_or(0))
}

/// The person has read it in the inbox: whatever was still to be tried is not needed any more.
/// Answers the copy.
pub(crate) async fn open(tx: &Tx, id: RecipientId, person: PersonId) -> Result<Delivery, StoreError> {
    let copy = Delivery::find(tx, id).await?.filter(|c| c.person == person);
    let copy = copy.ok_or(StoreError::Missing("notices_recipient"))?;
    tx.execute(
        "UPDATE notices_recipient SET state = 'opened', opened_at = $2, changed_at = $2, \
         version = version + 1 WHERE id = $1 AND opened_at IS NULL",
        args![id, tx.now()],
    )
    .await?;
    Ok(copy)
}

/// How many copies of a notice are in each state.
pub(crate) async fn states_of(q: &impl Reads, notice: NoticeId) -> Result<Vec<(State, i64)>, StoreError> {
    let sql = "SELECT state, CAST(COUNT(*) AS bigint) AS n FROM notices_recipient WHERE notice = $1 GROUP BY state";
    q.rows(sql, args![notice]).await?.iter().map(|r| Ok((r.get("state")?, r.get("n")?))).collect()
}

/// How many copies in a state belong to no batch.
pub(crate) async fn count_waiting(q: &impl Reads, state: State) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM notices_recipient WHERE state = $1 AND batch IS NULL";
    Ok(q.one(sql, args![state]).await?.unwrap_or(0))
}
