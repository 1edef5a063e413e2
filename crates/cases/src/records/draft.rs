//! 下書き: a form on its way to being handed in. It belongs to an account, to one browser, or to
//! the officer who fills it in for somebody; nobody else can open it.

use crate::forms::Answers;
use crate::records::{DraftId, file};
use kernel::id::{AccountId, PersonId};
use kernel::{Moment, Reference, TypedId, Uuid};
use people::MandateId;
use std::collections::HashSet;
use store::seal::{open, seal};
use store::{BlobId, Channel, Db, Reads, Row, StoreError, Tx, args};

/// Wrong second answers before a resume code is closed.
pub(crate) const MOST_TRIES: i64 = 5;

/// A draft as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub id: DraftId,
    pub procedure: String,
    pub procedure_version: u32,
    pub account: Option<AccountId>,
    /// Digest of the token of the one browser that may open it.
    pub browser: Option<String>,
    pub helper: Option<AccountId>,
    pub person: Option<PersonId>,
    /// The mandate by which somebody fills it in for the person.
    pub mandate: Option<MandateId>,
    pub channel: Channel,
    pub identity_check: Option<String>,
    /// The number that a paper twin bears before it is handed in.
    pub reference: Option<Reference>,
    pub resume_proof: Option<String>,
    pub answers: Answers,
    /// Questions that were filled from the register and not looked at yet.
    pub prefilled: Vec<String>,
    /// The page last sent.
    pub page: String,
    /// How the register stood when it was begun, unless it answered.
    pub register: Option<String>,
    /// Where its owner wants to be reminded.
    pub email: Option<String>,
    /// The language in which it was put down.
    pub lang: Option<String>,
    pub version: i64,
    pub updated_at: Moment,
    pub expires_at: Moment,
}

macro_rules! drafts {
    ($rest:literal) => {
        concat!(
            "SELECT id, procedure, procedure_version, account, browser, helper, person, mandate, channel, identity_check, reference, ",
            "resume_proof, document, prefilled, page, register, email, lang, version, updated_at, expires_at ",
            "FROM cases_draft ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<Draft, StoreError> {
    let version: i64 = row.get("procedure_version")?;
    let document = open(row.get("document")?);
    let prefilled: String = row.get("prefilled")?;
    Ok(Draft {
        id: row.get("id")?,
        procedure: row.get("procedure")?,
        procedure_version: u32::try_from(version).unwrap_or_default(),
        account: row.get("account")?,
        browser: row.get("browser")?,
        helper: row.get("helper")?,
        person: row.get("person")?,
        mandate: row.get("mandate")?,
        channel: row.get("channel")?,
        identity_check: row.get("identity_check")?,
        reference: row.get("reference")?,
        resume_proof: row.get("resume_proof")?,
        answers: Answers::from_json(&document).map_err(|_| StoreError::Column("document".to_owned()))?,
        prefilled: prefilled.split_whitespace().map(str::to_owned).collect(),
        page: row.get("page")?,
        register: row.get("register")?,
        email: row.get::<Option<String>>("email")?.map(open),
        lang: row.get("lang")?,
        version: row.get("version")?,
        updated_at: row.get("updated_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// The draft, unless its time is over.
pub(crate) async fn find(q: &impl Reads, id: DraftId, now: Moment) -> Result<Option<Draft>, StoreError> {
    q.row(drafts!("WHERE id = $1 AND expires_at > $2"), args![id, now]).await?.map(|r| read(&r)).transpose()
}

pub(crate) async fn by_reference(
    q: &impl Reads,
    reference: Reference,
    now: Moment,
) -> Result<Option<Draft>, StoreError> {
    let sql = drafts!("WHERE reference = $1 AND expires_at > $2");
    q.row(sql, args![reference, now]).await?.map(|r| read(&r)).transpose()
}

pub(crate) async fn by_resume_code(q: &impl Reads, code: &str, now: Moment) -> Result<Option<Draft>, StoreError> {
    let sql = drafts!("WHERE resume_code = $1 AND expires_at > $2");
    q.row(sql, args![code, now]).await?.map(|r| read(&r)).transpose()
}

/// Drafts of an account, the last one touched first.
pub(crate) async fn of_account(q: &impl Reads, account: AccountId, now: Moment) -> Result<Vec<Draft>, StoreError> {
    let sql = drafts!("WHERE account = $1 AND helper IS NULL AND expires_at > $2 ORDER BY updated_at DESC LIMIT 50");
    q.rows(sql, args![account, now]).await?.iter().map(read).collect()
}

/// Drafts about a person, whoever fills them in, the last one touched first.
pub(crate) async fn of_person(q: &impl Reads, person: PersonId, now: Moment) -> Result<Vec<Draft>, StoreError> {
    let sql = drafts!("WHERE person = $1 AND expires_at > $2 ORDER BY updated_at DESC");
    q.rows(sql, args![person, now]).await?.iter().map(read).collect()
}

/// Drafts that an officer has begun for somebody.
pub(crate) async fn of_helper(q: &impl Reads, helper: AccountId, now: Moment) -> Result<Vec<Draft>, StoreError> {
    let sql = drafts!("WHERE helper = $1 AND expires_at > $2 ORDER BY updated_at DESC LIMIT 50");
    q.rows(sql, args![helper, now]).await?.iter().map(read).collect()
}

/// Drafts that nobody has touched since `before`, whose owner can be reached and was not reminded yet.
pub(crate) async fn forgotten(q: &impl Reads, before: Moment, now: Moment) -> Result<Vec<Draft>, StoreError> {
    let sql = drafts!(
        "WHERE updated_at < $1 AND expires_at > $2 AND reminded_at IS NULL AND helper IS NULL \
         AND (person IS NOT NULL OR account IS NOT NULL OR email IS NOT NULL) \
         ORDER BY updated_at LIMIT 100"
    );
    q.rows(sql, args![before, now]).await?.iter().map(read).collect()
}

pub(crate) async fn insert(tx: &Tx, draft: &Draft) -> Result<(), StoreError> {
    let document = document(&draft.answers)?;
    tx.execute(
        "INSERT INTO cases_draft (id, procedure, procedure_version, account, browser, helper, person, channel, \
         identity_check, reference, resume_tries, document, prefilled, page, version, created_at, updated_at, expires_at, mandate, register) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, 1, $14, $14, $15, $16, $17)",
        args![
            draft.id,
            &draft.procedure,
            i64::from(draft.procedure_version),
            draft.account,
            draft.browser.clone(),
            draft.helper,
            draft.person,
            draft.channel,
            draft.identity_check.clone(),
            draft.reference,
            document,
            draft.prefilled.join(" "),
            &draft.page,
            tx.now(),
            draft.expires_at,
            draft.mandate,
            draft.register.clone()
        ],
    )
    .await?;
    Ok(())
}

fn document(answers: &Answers) -> Result<String, StoreError> {
    answers.to_json().map(|text| seal(&text)).map_err(|e| StoreError::Other(e.to_string()))
}

/// Keeps the answers, if nobody else wrote since the draft was read; answers whether it did.
pub(crate) async fn save(tx: &Tx, draft: &Draft) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE cases_draft SET document = $3, prefilled = $4, page = $5, updated_at = $6, expires_at = $7, \
             version = version + 1 WHERE id = $1 AND version = $2",
            args![
                draft.id,
                draft.version,
                document(&draft.answers)?,
                draft.prefilled.join(" "),
                &draft.page,
                tx.now(),
                draft.expires_at
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Keeps the address to which one reminder goes.
pub(crate) async fn set_email(tx: &Tx, id: DraftId, email: &str, lang: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE cases_draft SET email = $2, lang = $3 WHERE id = $1", args![id, seal(email), lang]).await?;
    Ok(())
}

/// Whether its owner was reminded, or does not want to be.
pub(crate) async fn is_quiet(q: &impl Reads, id: DraftId) -> Result<bool, StoreError> {
    let sql = "SELECT reminded_at FROM cases_draft WHERE id = $1";
    let at: Option<Option<Moment>> = q.one(sql, args![id]).await?;
    Ok(at.flatten().is_some())
}

/// Gives the draft a code by which it can be opened on another device.
pub(crate) async fn set_resume(tx: &Tx, id: DraftId, code: &str, proof: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE cases_draft SET resume_code = $2, resume_proof = $3, resume_tries = 0, version = version + 1 WHERE id = $1",
        args![id, code, proof],
    )
    .await?;
    Ok(())
}

/// Counts one attempt; answers `false` when there were too many. Counting before looking keeps
/// two attempts at once from being one.
pub(crate) async fn count_try(tx: &Tx, id: DraftId) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE cases_draft SET resume_tries = resume_tries + 1 WHERE id = $1 AND resume_tries < $2",
            args![id, MOST_TRIES],
        )
        .await?;
    Ok(changed == 1)
}

/// Hands the draft to another browser; the code can be used again.
pub(crate) async fn move_to(tx: &Tx, id: DraftId, browser: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE cases_draft SET browser = $2, resume_tries = 0, version = version + 1 WHERE id = $1",
        args![id, browser],
    )
    .await?;
    Ok(())
}

/// Gives a draft a number, or answers the one that it has.
pub(crate) async fn give_number(tx: &Tx, id: DraftId, fresh: Reference) -> Result<Reference, StoreError> {
    let sql = "UPDATE cases_draft SET reference = COALESCE(reference, $2) WHERE id = $1 RETURNING reference";
    tx.one(sql, args![id, fresh]).await?.ok_or(StoreError::Missing("cases_draft"))
}

/// Takes a draft that somebody brought to the counter into an officer's hands; answers whether
/// nobody else has it.
pub(crate) async fn bring_to_counter(tx: &Tx, id: DraftId, helper: AccountId, check: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_draft SET helper = $2, channel = $3, identity_check = $4, version = version + 1 \
               WHERE id = $1 AND helper IS NULL";
    Ok(tx.execute(sql, args![id, helper, Channel::Counter, check]).await? == 1)
}

/// Takes a draft that lay on paper into an officer's hands.
pub(crate) async fn take_over(tx: &Tx, id: DraftId, helper: AccountId) -> Result<(), StoreError> {
    tx.execute("UPDATE cases_draft SET helper = $2 WHERE id = $1", args![id, helper]).await?;
    Ok(())
}

/// The files that drafts hold.
pub(crate) async fn files(db: &Db) -> Result<HashSet<BlobId>, StoreError> {
    let mut found = HashSet::new();
    let mut after = DraftId::from_uuid(Uuid::nil());
    loop {
        let sql = "SELECT id, document FROM cases_draft WHERE id > $1 ORDER BY id LIMIT 500";
        let rows = db.rows(sql, args![after]).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.get("id")?;
        for row in &rows {
            let answers = Answers::from_json(&open(row.get("document")?));
            let answers = answers.map_err(|_| StoreError::Column("document".to_owned()))?;
            found.extend(file::named(&answers).filter_map(|(_, file)| file.sha256.parse().ok()));
        }
    }
}

/// Removes the draft if it still is as read; answers whether it was.
pub(crate) async fn remove(tx: &Tx, id: DraftId, version: i64) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM cases_draft WHERE id = $1 AND version = $2", args![id, version]).await? == 1)
}

/// Removes the draft with this number if its time is over.
pub(crate) async fn remove_by_reference(tx: &Tx, reference: Reference) -> Result<(), StoreError> {
    tx.execute("DELETE FROM cases_draft WHERE reference = $1 AND expires_at <= $2", args![reference, tx.now()]).await?;
    Ok(())
}

/// Removes the drafts whose time is over.
pub(crate) async fn remove_expired(tx: &Tx) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM cases_draft WHERE expires_at <= $1", args![tx.now()]).await
}

/// Keeps the draft at least until then.
pub(crate) async fn keep_until(tx: &Tx, id: DraftId, until: Moment) -> Result<(), StoreError> {
    tx.execute("UPDATE cases_draft SET expires_at = $2 WHERE id = $1 AND expires_at < $2", args![id, until]).await?;
    Ok(())
}

/// Notes that the draft was recalled to its owner.
pub(crate) async fn set_reminded(tx: &Tx, id: DraftId) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_draft SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL";
    Ok(tx.execute(sql, args![id, tx.now()]).await? == 1)
}
