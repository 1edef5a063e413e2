//! The table of invitations.

use super::{InvitationId, MOST_TRIES};
use crate::forms::Answers;
use crate::records::DraftId;
use kernel::id::{AccountId, CaseId, PersonId};
use kernel::{Date, Moment, Reference, Uuid};
use store::seal::{open, seal};
use store::{Channel, Reads, Row, StoreError, Tx, args};

/// An invitation as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Invitation {
    pub id: InvitationId,
    pub source: Uuid,
    pub procedure: String,
    pub procedure_version: u32,
    pub person: PersonId,
    pub reference: Reference,
    /// From what the address is made, besides the house's secret.
    pub nonce: String,
    /// Keyed digest of the birth date.
    pub birth_proof: Option<String>,
    pub answers: Answers,
    pub tries: i64,
    pub draft: Option<DraftId>,
    pub invited_at: Moment,
    pub opened_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub expires_at: Moment,
    pub version: i64,
}

impl Invitation {
    /// From what the end of the address is made.
    pub(crate) fn key(&self) -> String {
        format!("{}:{}", self.id, self.nonce)
    }

    /// Whether the address opens the form at `now`.
    pub(crate) fn is_open(&self, now: Moment) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }

    /// The last day on which it does.
    pub(crate) fn last_day(&self) -> Date {
        self.expires_at.plus_seconds(-1).date()
    }

    pub(crate) const fn is_worn_out(&self) -> bool {
        self.tries >= MOST_TRIES
    }
}

macro_rules! invitations {
    ($rest:literal) => {
        concat!(
            "SELECT id, source, procedure, procedure_version, person, reference, nonce, birth_proof, document, tries, draft, ",
            "invited_at, opened_at, ended_at, expires_at, version FROM cases_invitation ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<Invitation, StoreError> {
    let version: i64 = row.get("procedure_version")?;
    let document = open(row.get("document")?);
    Ok(Invitation {
        id: row.get("id")?,
        source: row.get("source")?,
        procedure: row.get("procedure")?,
        procedure_version: u32::try_from(version).unwrap_or_default(),
        person: row.get("person")?,
        reference: row.get("reference")?,
        nonce: row.get("nonce")?,
        birth_proof: row.get("birth_proof")?,
        answers: Answers::from_json(&document).map_err(|_| StoreError::Column("document".to_owned()))?,
        tries: row.get("tries")?,
        draft: row.get("draft")?,
        invited_at: row.get("invited_at")?,
        opened_at: row.get("opened_at")?,
        ended_at: row.get("ended_at")?,
        expires_at: row.get("expires_at")?,
        version: row.get("version")?,
    })
}

pub(crate) async fn find(q: &impl Reads, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
    q.row(invitations!("WHERE id = $1"), args![id]).await?.map(|r| read(&r)).transpose()
}

pub(crate) async fn by_digest(q: &impl Reads, digest: &str) -> Result<Option<Invitation>, StoreError> {
    q.row(invitations!("WHERE digest = $1"), args![digest]).await?.map(|r| read(&r)).transpose()
}

pub(crate) async fn by_reference(q: &impl Reads, reference: Reference) -> Result<Option<Invitation>, StoreError> {
    q.row(invitations!("WHERE reference = $1"), args![reference]).await?.map(|r| read(&r)).transpose()
}

pub(crate) async fn of_draft(q: &impl Reads, draft: DraftId) -> Result<Option<Invitation>, StoreError> {
    q.row(invitations!("WHERE draft = $1"), args![draft]).await?.map(|r| read(&r)).transpose()
}

pub(crate) async fn insert(tx: &Tx, new: &Invitation, digest: &str) -> Result<(), StoreError> {
    let document = new.answers.to_json().map_err(|e| StoreError::Other(e.to_string()))?;
    tx.execute(
        "INSERT INTO cases_invitation (id, source, procedure, procedure_version, person, reference, digest, nonce, \
         birth_proof, document, tries, draft, invited_at, opened_at, ended_at, expires_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $14, $15, 1)",
        args![
            new.id,
            new.source,
            &new.procedure,
            i64::from(new.procedure_version),
            new.person,
            new.reference,
            digest,
            &new.nonce,
            new.birth_proof.clone(),
            seal(&document),
            new.draft,
            new.invited_at,
            new.opened_at,
            new.ended_at,
            new.expires_at
        ],
    )
    .await?;
    Ok(())
}

/// Counts one attempt before it is looked at; answers `false` when there were too many.
pub(crate) async fn count_try(tx: &Tx, id: InvitationId) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_invitation SET tries = tries + 1 WHERE id = $1 AND tries < $2";
    Ok(tx.execute(sql, args![id, MOST_TRIES]).await? == 1)
}

/// The draft that the invitation opens now, if nobody else gave it another one in the meantime.
pub(crate) async fn give_draft(tx: &Tx, seen: &Invitation, draft: DraftId) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_invitation SET draft = $3, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.execute(sql, args![seen.id, seen.version, draft]).await? == 1)
}

/// The person has opened it: what was tried before does not count any more.
pub(crate) async fn note_opened(tx: &Tx, id: InvitationId) -> Result<(), StoreError> {
    let sql = "UPDATE cases_invitation SET tries = 0, opened_at = COALESCE(opened_at, $2) WHERE id = $1";
    tx.execute(sql, args![id, tx.now()]).await?;
    Ok(())
}

pub(crate) async fn end(tx: &Tx, id: InvitationId) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_invitation SET ended_at = $2, version = version + 1 WHERE id = $1 AND ended_at IS NULL";
    Ok(tx.execute(sql, args![id, tx.now()]).await? == 1)
}

/// Hands a draft that no officer holds to whoever has just opened the invitation.
pub(crate) async fn hand_draft(
    tx: &Tx,
    id: DraftId,
    browser: Option<String>,
    account: Option<AccountId>,
) -> Result<bool, StoreError> {
    let sql =
        "UPDATE cases_draft SET browser = $2, account = $3, version = version + 1 WHERE id = $1 AND helper IS NULL";
    Ok(tx.execute(sql, args![id, browser, account]).await? == 1)
}

/// Takes a draft that the person began into the hands of the officer who holds their reply.
pub(crate) async fn take_draft(
    tx: &Tx,
    id: DraftId,
    helper: AccountId,
    channel: Channel,
    check: &str,
) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_draft SET helper = $2, channel = $3, identity_check = $4, version = version + 1 \
               WHERE id = $1 AND helper IS NULL";
    Ok(tx.execute(sql, args![id, helper, channel, check]).await? == 1)
}

/// How an invitation has come along.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The invitation.
    pub id: InvitationId,
    /// Who was invited.
    pub person: PersonId,
    /// Its number.
    pub reference: Reference,
    /// Key of the procedure.
    pub procedure: String,
    /// When.
    pub invited_at: Moment,
    /// When the person first opened the form.
    pub opened_at: Option<Moment>,
    /// Until when the address opens it.
    pub expires_at: Moment,
    /// Whether it was ended without an answer.
    pub ended: bool,
    /// The case that it became, by which way, and when.
    pub case: Option<(CaseId, Channel, Moment)>,
}

macro_rules! progress {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.person, i.reference, i.procedure, i.invited_at, i.opened_at, i.expires_at, i.ended_at, ",
            "c.id AS case_id, c.channel, c.submitted_at ",
            "FROM cases_invitation i LEFT JOIN cases_case c ON c.reference = i.reference ",
            $rest
        )
    };
}

fn progress(row: &Row) -> Result<Progress, StoreError> {
    let case = match row.get::<Option<CaseId>>("case_id")? {
        Some(case) => Some((case, row.get("channel")?, row.get("submitted_at")?)),
        None => None,
    };
    Ok(Progress {
        id: row.get("id")?,
        person: row.get("person")?,
        reference: row.get("reference")?,
        procedure: row.get("procedure")?,
        invited_at: row.get("invited_at")?,
        opened_at: row.get("opened_at")?,
        expires_at: row.get("expires_at")?,
        ended: row.get::<Option<Moment>>("ended_at")?.is_some(),
        case,
    })
}

/// How all invitations of an offer have come along.
///
/// # Errors
/// When the database does not answer.
pub async fn of_source(q: &impl Reads, source: Uuid) -> Result<Vec<Progress>, StoreError> {
    q.rows(progress!("WHERE i.source = $1 ORDER BY i.id"), args![source]).await?.iter().map(progress).collect()
}

/// The invitations of a person, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(q: &impl Reads, person: PersonId) -> Result<Vec<Progress>, StoreError> {
    q.rows(progress!("WHERE i.person = $1 ORDER BY i.id DESC"), args![person]).await?.iter().map(progress).collect()
}
