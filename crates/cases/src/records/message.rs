//! What was said about a case: requests for correction by question, notes of the desk, and the
//! answer to 「便利になりましたか」.

use crate::forms::{Convenience, Effort, Satisfaction};
use crate::records::{FeedbackId, MessageId};
use kernel::Moment;
use kernel::id::{AccountId, CaseId};
use store::seal::{open, seal};
use store::{Channel, Reads, Row, StoreError, Tx, args};

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The desk asks to correct one question.
    Correction,
    /// A note of the desk for the desk.
    Note,
}

impl Kind {
    const fn key(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Note => "note",
        }
    }
}

/// Something said about a case.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub round: i64,
    pub is_note: bool,
    /// Key of the question; empty when it is about none.
    pub question: String,
    pub words: String,
    pub author: Option<AccountId>,
    pub at: Moment,
}

fn read(row: &Row) -> Result<Message, StoreError> {
    let kind: String = row.get("kind")?;
    Ok(Message {
        round: row.get("round")?,
        is_note: kind == Kind::Note.key(),
        question: row.get("question")?,
        words: open(row.get("words")?),
        author: row.get("author")?,
        at: row.get("at")?,
    })
}

/// All messages of a case, oldest first.
pub(crate) async fn of_case(q: &impl Reads, case: CaseId) -> Result<Vec<Message>, StoreError> {
    let sql = "SELECT round, kind, question, words, author, at FROM cases_message WHERE case_id = $1 ORDER BY id";
    q.rows(sql, args![case]).await?.iter().map(read).collect()
}

/// What the applicant is asked to correct in this round.
pub(crate) async fn asked(q: &impl Reads, case: CaseId, round: i64) -> Result<Vec<Message>, StoreError> {
    let all = of_case(q, case).await?;
    Ok(all.into_iter().filter(|m| !m.is_note && m.round == round).collect())
}

pub(crate) async fn insert(
    tx: &Tx,
    case: CaseId,
    round: i64,
    kind: Kind,
    question: &str,
    words: &str,
) -> Result<MessageId, StoreError> {
    let id: MessageId = tx.id();
    tx.execute(
        "INSERT INTO cases_message (id, case_id, round, kind, question, words, author, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, case, round, kind.key(), question, seal(words), tx.act().actor.account(), tx.now()],
    )
    .await?;
    Ok(id)
}

/// The answer to 「便利になりましたか」 for a case, if there is one.
pub(crate) async fn feedback(q: &impl Reads, case: CaseId) -> Result<Option<Satisfaction>, StoreError> {
    let row = q.row("SELECT answer, effort, comment FROM cases_feedback WHERE case_id = $1", args![case]).await?;
    row.map(|r| {
        let answer: Option<String> = r.get("answer")?;
        let comment: Option<String> = r.get("comment")?;
        let effort: Option<String> = r.get("effort")?;
        Ok(Satisfaction {
            answer: answer.as_deref().and_then(Convenience::from_key),
            effort: effort.as_deref().and_then(Effort::from_key),
            comment: comment.map(open),
        })
    })
    .transpose()
}

/// Writes down an answer; a second one replaces nothing and answers `None`.
pub(crate) async fn insert_feedback(
    tx: &Tx,
    case: CaseId,
    said: &Satisfaction,
    channel: Channel,
) -> Result<Option<FeedbackId>, StoreError> {
    let id: FeedbackId = tx.id();
    let made = tx
        .execute(
            "INSERT INTO cases_feedback (id, case_id, answer, comment, channel, at, effort) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (case_id) DO NOTHING",
            args![
                id,
                case,
                said.answer.map(Convenience::key),
                said.comment.as_deref().map(seal),
                channel,
                tx.now(),
                said.effort.map(Effort::key)
            ],
        )
        .await?;
    Ok((made == 1).then_some(id))
}
