//! What was asked of the second person, and the signature that came.

use crate::cosign::{Signature, Way};
use crate::records::DraftId;
use crate::records::case::NewCase;
use kernel::Moment;
use kernel::id::{AccountId, CaseId};
use store::seal::{open, seal};
use store::{Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// A request for the second signature.
    CosignId,
    /// 署名: the second signature of a matter.
    SignatureId,
);

/// Wrong secrets before the address is closed.
const MOST_TRIES: i64 = 5;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Nobody has answered yet.
    Asked,
    /// The second person does not agree.
    Declined,
    /// Nobody answered in time.
    Expired,
}

impl State {
    const fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }

    fn from_key(key: &str) -> Self {
        match key {
            "asked" => Self::Asked,
            "declined" => Self::Declined,
            _ => Self::Expired,
        }
    }
}

/// A request as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub id: CosignId,
    pub draft: DraftId,
    /// What the applicant calls the second person.
    pub name: String,
    pub email: Option<String>,
    /// The language in which the applicant asked.
    pub lang: String,
    /// Keyed digest of the secret.
    pub proof: String,
    /// Digest of the answers that are to be signed.
    pub digest: String,
    pub state: State,
    /// What was said when it was declined.
    pub words: Option<String>,
    pub asked_at: Moment,
    pub expires_at: Moment,
}

macro_rules! requests {
    ($rest:literal) => {
        concat!(
            "SELECT id, draft, name, email, lang, proof, digest, state, words, asked_at, expires_at FROM cases_cosign ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<Request, StoreError> {
    Ok(Request {
        id: row.get("id")?,
        draft: row.get("draft")?,
        name: open(row.get("name")?),
        email: row.get::<Option<String>>("email")?.map(open),
        lang: row.get("lang")?,
        proof: row.get("proof")?,
        digest: row.get("digest")?,
        state: State::from_key(&row.get::<String>("state")?),
        words: row.get::<Option<String>>("words")?.map(open),
        asked_at: row.get("asked_at")?,
        expires_at: row.get("expires_at")?,
    })
}

pub(crate) async fn find(q: &impl Reads, id: CosignId) -> Result<Option<Request>, StoreError> {
    q.row(requests!("WHERE id = $1"), args![id]).await?.map(|r| read(&r)).transpose()
}

/// The request of a draft, however it stands.
pub(crate) async fn of_draft(q: &impl Reads, draft: DraftId) -> Result<Option<Request>, StoreError> {
    q.row(requests!("WHERE draft = $1"), args![draft]).await?.map(|r| read(&r)).transpose()
}

/// Requests that nobody has answered since `before` and that were not repeated yet.
pub(crate) async fn unanswered(q: &impl Reads, before: Moment) -> Result<Vec<Request>, StoreError> {
    let sql = requests!("WHERE state = 'asked' AND asked_at < $1 AND reminded_at IS NULL ORDER BY asked_at LIMIT 100");
    q.rows(sql, args![before]).await?.iter().map(read).collect()
}

/// Requests whose time is over.
pub(crate) async fn overdue(q: &impl Reads, now: Moment) -> Result<Vec<Request>, StoreError> {
    let sql = requests!("WHERE state = 'asked' AND expires_at <= $1 ORDER BY expires_at LIMIT 100");
    q.rows(sql, args![now]).await?.iter().map(read).collect()
}

/// Writes a request down in the place of an earlier one.
pub(crate) async fn put(tx: &Tx, request: &Request) -> Result<(), StoreError> {
    remove(tx, request.draft).await?;
    tx.execute(
        "INSERT INTO cases_cosign (id, draft, name, email, lang, proof, tries, digest, state, asked_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10)",
        args![
            request.id,
            request.draft,
            seal(&request.name),
            request.email.as_deref().map(seal),
            &request.lang,
            &request.proof,
            &request.digest,
            request.state.key(),
            request.asked_at,
            request.expires_at
        ],
    )
    .await?;
    Ok(())
}

/// Takes the request of a draft back.
pub(crate) async fn remove(tx: &Tx, draft: DraftId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM cases_cosign WHERE draft = $1", args![draft]).await?;
    Ok(())
}

/// Removes requests whose draft is gone.
pub(crate) async fn remove_orphans(tx: &Tx) -> Result<(), StoreError> {
    tx.execute("DELETE FROM cases_cosign WHERE draft NOT IN (SELECT id FROM cases_draft)", args![]).await?;
    Ok(())
}

/// Counts one attempt; answers `false` when there were too many.
pub(crate) async fn count_try(tx: &Tx, id: CosignId) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_cosign SET tries = tries + 1 WHERE id = $1 AND tries < $2";
    Ok(tx.execute(sql, args![id, MOST_TRIES]).await? == 1)
}

/// The right secret was given: the attempts begin anew.
pub(crate) async fn forget_tries(tx: &Tx, id: CosignId) -> Result<(), StoreError> {
    tx.execute("UPDATE cases_cosign SET tries = 0 WHERE id = $1", args![id]).await?;
    Ok(())
}

/// Ends a request that nobody has answered; answers whether it still was.
pub(crate) async fn end(tx: &Tx, id: CosignId, state: State, words: Option<&str>) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_cosign SET state = $2, words = $3 WHERE id = $1 AND state = 'asked'";
    Ok(tx.execute(sql, args![id, state.key(), words.map(seal)]).await? == 1)
}

/// Notes that the request was repeated.
pub(crate) async fn set_reminded(tx: &Tx, id: CosignId) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_cosign SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL";
    Ok(tx.execute(sql, args![id, tx.now()]).await? == 1)
}

/// Uses the request up; answers whether it still waited for these answers.
pub(crate) async fn use_up(tx: &Tx, id: CosignId, digest: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM cases_cosign WHERE id = $1 AND digest = $2 AND state = 'asked' AND expires_at > $3";
    Ok(tx.execute(sql, args![id, digest, tx.now()]).await? == 1)
}

/// The second signature of a case.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub name: String,
    pub way: Way,
    pub check: Option<String>,
    pub helper: Option<AccountId>,
    /// Why it was handed in without one.
    pub reason: Option<String>,
    pub at: Moment,
}

pub(crate) async fn signature_of(q: &impl Reads, case: CaseId) -> Result<Option<Signed>, StoreError> {
    let sql = "SELECT name, way, identity_check, helper, reason, at FROM cases_signature WHERE case_id = $1";
    let row = q.row(sql, args![case]).await?;
    row.map(|r| {
        Ok(Signed {
            name: open(r.get("name")?),
            way: Way::from_key(&r.get::<String>("way")?),
            check: r.get("identity_check")?,
            helper: r.get("helper")?,
            reason: r.get::<Option<String>>("reason")?.map(open),
            at: r.get("at")?,
        })
    })
    .transpose()
}

pub(crate) async fn insert_signature(tx: &Tx, case: &NewCase, s: &Signature) -> Result<SignatureId, StoreError> {
    let id: SignatureId = tx.id();
    tx.execute(
        "INSERT INTO cases_signature (id, case_id, name, way, identity_check, helper, digest, reason, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            id,
            case.id,
            seal(&s.name),
            s.way.key(),
            s.check.clone(),
            s.helper,
            &s.digest,
            s.reason.as_deref().map(seal),
            tx.now()
        ],
    )
    .await?;
    Ok(id)
}
