//! 手続きの版: procedures as they are written and published in the browser.

use crate::records::VersionId;
use kernel::id::{AccountId, ApprovalId};
use kernel::{Date, Moment};
use store::{Reads, Row, StoreError, Tx, args};

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// The working copy.
    Draft,
    /// On its way through approval.
    Open,
    /// Sent back or called back; may be changed and sent again.
    SentBack,
    /// Published: it holds from its day.
    Published,
    /// Published, but taken back before its day came.
    Withdrawn,
    /// Thrown away.
    GivenUp,
}

impl State {
    const ALL: [Self; 6] = [Self::Draft, Self::Open, Self::SentBack, Self::Published, Self::Withdrawn, Self::GivenUp];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::SentBack => "sent_back",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::GivenUp => "given_up",
        }
    }

    /// Whether its words can still be changed.
    pub(crate) const fn is_writable(self) -> bool {
        matches!(self, Self::Draft | Self::SentBack)
    }

    /// Whether it is the one working copy of its procedure.
    const fn is_working(self) -> bool {
        matches!(self, Self::Draft | Self::SentBack | Self::Open)
    }
}

/// A version on record.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub id: VersionId,
    pub key: String,
    /// Its number; a working copy has the one that is likely.
    pub version: u32,
    /// Whether it is a file of the town folder, kept because cases rest on it.
    pub from_file: bool,
    pub state: State,
    /// The version from which it was made.
    pub base: Option<u32>,
    pub effective_from: Option<Date>,
    /// The TOML document.
    pub document: String,
    pub why: String,
    pub drafter: Option<AccountId>,
    pub approval: Option<ApprovalId>,
    pub round: i64,
    pub created_at: Moment,
    pub changed_by: Option<AccountId>,
    pub changed_at: Moment,
    pub decided_at: Option<Moment>,
    pub offered_at: Option<Moment>,
    /// Grows with each change of the row.
    pub revision: i64,
}

/// A version that holds, as the catalogue takes it over.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub key: String,
    pub version: u32,
    pub from_file: bool,
    pub effective_from: Date,
    pub document: String,
    pub offered_at: Moment,
}

macro_rules! versions {
    ($rest:literal) => {
        concat!("SELECT * FROM cases_procedure_version ", $rest)
    };
}

fn number(row: &Row, column: &str) -> Result<Option<u32>, StoreError> {
    Ok(row.get::<Option<i64>>(column)?.and_then(|n| u32::try_from(n).ok()))
}

fn read(row: &Row) -> Result<Version, StoreError> {
    let word: String = row.get("state")?;
    let unknown = || StoreError::Other("cases_procedure_version: state cannot be read".to_owned());
    Ok(Version {
        id: row.get("id")?,
        key: row.get("key")?,
        version: number(row, "version")?.unwrap_or_default(),
        from_file: row.get::<String>("origin")? == FILE,
        state: State::ALL.into_iter().find(|s| s.word() == word).ok_or_else(unknown)?,
        base: number(row, "base")?,
        effective_from: row.get("effective_from")?,
        document: row.get("document")?,
        why: row.get("why")?,
        drafter: row.get("drafter")?,
        approval: row.get("approval")?,
        round: row.get("round")?,
        created_at: row.get("created_at")?,
        changed_by: row.get("changed_by")?,
        changed_at: row.get("changed_at")?,
        decided_at: row.get("decided_at")?,
        offered_at: row.get("offered_at")?,
        revision: row.get("revision")?,
    })
}

const FILE: &str = "file";
const BROWSER: &str = "browser";

/// A number that grows with everything that is published or taken back.
pub(crate) async fn stamp(q: &impl Reads) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(revision), 0) AS bigint) FROM cases_procedure_version \
               WHERE state IN ('published', 'withdrawn')";
    Ok(q.one(sql, args![]).await?.unwrap_or(0))
}

/// Every version that is published.
pub(crate) async fn held(q: &impl Reads) -> Result<Vec<Held>, StoreError> {
    let sql = "SELECT key, version, origin, effective_from, document, offered_at FROM cases_procedure_version \
               WHERE state = 'published' ORDER BY key, version";
    let held = |row: &Row| {
        Ok(Held {
            key: row.get("key")?,
            version: number(row, "version")?.unwrap_or_default(),
            from_file: row.get::<String>("origin")? == FILE,
            effective_from: row.get("effective_from")?,
            document: row.get("document")?,
            offered_at: row.get("offered_at")?,
        })
    };
    q.rows(sql, args![]).await?.iter().map(held).collect()
}

pub(crate) async fn find(q: &impl Reads, id: VersionId) -> Result<Option<Version>, StoreError> {
    q.row(versions!("WHERE id = $1"), args![id]).await?.as_ref().map(read).transpose()
}

/// The working copy of a procedure.
pub(crate) async fn working(q: &impl Reads, key: &str) -> Result<Option<Version>, StoreError> {
    q.row(versions!("WHERE working = $1"), args![key]).await?.as_ref().map(read).transpose()
}

/// All working copies.
pub(crate) async fn all_working(q: &impl Reads) -> Result<Vec<Version>, StoreError> {
    q.rows(versions!("WHERE working IS NOT NULL ORDER BY key"), args![]).await?.iter().map(read).collect()
}

/// What was published or taken back of a procedure, the newest first.
pub(crate) async fn history(q: &impl Reads, key: &str) -> Result<Vec<Version>, StoreError> {
    let sql = versions!("WHERE key = $1 AND state IN ('published', 'withdrawn') ORDER BY version DESC, id DESC");
    q.rows(sql, args![key]).await?.iter().map(read).collect()
}

/// The highest number that a version of a procedure on record ever had.
pub(crate) async fn last_number(q: &impl Reads, key: &str) -> Result<u32, StoreError> {
    let sql = "SELECT MAX(version) FROM cases_procedure_version WHERE key = $1 AND state IN ('published', 'withdrawn')";
    let last: Option<Option<i64>> = q.one(sql, args![key]).await?;
    Ok(last.flatten().and_then(|n| u32::try_from(n).ok()).unwrap_or(0))
}

fn marks(v: &Version) -> (Option<&str>, Option<String>) {
    let held = (v.state == State::Published).then(|| format!("{}/{}", v.key, v.version));
    (v.state.is_working().then_some(v.key.as_str()), held)
}

/// Puts a version on record. A second working copy of one procedure is a conflict of the column
/// `working`, a second version of one number one of `held`.
pub(crate) async fn insert(tx: &Tx, v: &Version) -> Result<(), StoreError> {
    let (working, held) = marks(v);
    tx.execute(
        "INSERT INTO cases_procedure_version (id, key, version, origin, state, working, held, base, effective_from, \
         document, digest, why, drafter, approval, round, created_at, changed_by, changed_at, decided_at, offered_at, \
         revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
         $20, 1)",
        args![
            v.id,
            &v.key,
            i64::from(v.version),
            if v.from_file { FILE } else { BROWSER },
            v.state.word(),
            working,
            held,
            v.base.map(i64::from),
            v.effective_from,
            &v.document,
            digest(&v.document),
            &v.why,
            v.drafter,
            v.approval,
            v.round,
            v.created_at,
            v.changed_by,
            v.changed_at,
            v.decided_at,
            v.offered_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes a version back; answers whether it still was as it had been read.
pub(crate) async fn update(tx: &Tx, v: &Version) -> Result<bool, StoreError> {
    let (working, held) = marks(v);
    let rows = tx
        .execute(
            "UPDATE cases_procedure_version SET version = $3, state = $4, working = $5, held = $6, effective_from = $7, \
             document = $8, digest = $9, why = $10, approval = $11, round = $12, changed_by = $13, changed_at = $14, \
             decided_at = $15, offered_at = $16, base = $17, revision = revision + 1 WHERE id = $1 AND revision = $2",
            args![
                v.id,
                v.revision,
                i64::from(v.version),
                v.state.word(),
                working,
                held,
                v.effective_from,
                &v.document,
                digest(&v.document),
                &v.why,
                v.approval,
                v.round,
                v.changed_by,
                v.changed_at,
                v.decided_at,
                v.offered_at,
                v.base.map(i64::from)
            ],
        )
        .await?;
    Ok(rows == 1)
}

/// The digest of a document, by which two officers know whether they speak of the same text.
pub(crate) fn digest(document: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(document.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
