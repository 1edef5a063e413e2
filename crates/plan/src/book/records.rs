//! Changes of the plan on record, from draft to version.

use super::fold::{Change, Says, Version};
use kernel::id::{AccountId, ApprovalId};
use kernel::{Date, Moment};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use store::{Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// A change of the plan.
    ChangeId,
);

/// Where a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Being written.
    Draft,
    /// On its way through approval.
    Open,
    /// Sent back or withdrawn; may be sent again.
    SentBack,
    /// Decided: it is a version.
    Decided,
    /// Given up by its drafter.
    GivenUp,
}

impl State {
    const ALL: [Self; 5] = [Self::Draft, Self::Open, Self::SentBack, Self::Decided, Self::GivenUp];

    const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::SentBack => "sent_back",
            Self::Decided => "decided",
            Self::GivenUp => "given_up",
        }
    }

    /// Whether its words can still be changed.
    pub(super) const fn is_writable(self) -> bool {
        matches!(self, Self::Draft | Self::SentBack)
    }
}

/// A change of one measure.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    pub(super) id: ChangeId,
    /// Its version, once decided.
    pub(super) n: Option<i64>,
    pub(super) measure: String,
    pub(super) state: State,
    /// The last version that its drafter had before their eyes.
    pub(super) seen: i64,
    pub(super) from: Date,
    pub(super) why: String,
    /// The changed parts as they were.
    pub(super) before: Change,
    pub(super) change: Change,
    pub(super) drafter: Option<AccountId>,
    pub(super) approval: Option<ApprovalId>,
    pub(super) round: i64,
    pub(super) decided_at: Option<Moment>,
    /// Grows with each change of the row.
    pub(super) version: i64,
}

fn unreadable(what: &str) -> StoreError {
    StoreError::Other(format!("plan_version: {what} cannot be read"))
}

fn read<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, StoreError> {
    serde_json::from_str(&row.get::<String>(column)?).map_err(|_| unreadable(column))
}

fn written<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| unreadable("a change"))
}

fn proposal(row: &Row) -> Result<Proposal, StoreError> {
    let word: String = row.get("state")?;
    let state = State::ALL.into_iter().find(|s| s.word() == word).ok_or_else(|| unreadable("state"))?;
    Ok(Proposal {
        id: row.get("id")?,
        n: row.get("n")?,
        measure: row.get("measure")?,
        state,
        seen: row.get("seen")?,
        from: row.get("from_day")?,
        why: row.get("why")?,
        before: read(row, "before")?,
        change: read(row, "change")?,
        drafter: row.get("drafter")?,
        approval: row.get("approval")?,
        round: row.get("round")?,
        decided_at: row.get("decided_at")?,
        version: row.get("version")?,
    })
}

/// The versions that were decided, by number.
pub(super) async fn decided(q: &impl Reads) -> Result<Vec<Version>, StoreError> {
    let sql = "SELECT n, measure, from_day, change FROM plan_version WHERE n IS NOT NULL ORDER BY n";
    let rows = q.rows(sql, args![]).await?;
    rows.iter().map(version).collect()
}

fn version(row: &Row) -> Result<Version, StoreError> {
    let says = match row.get::<Option<String>>("measure")? {
        Some(measure) => Says::One(measure, Box::new(read(row, "change")?)),
        None => Says::All(read(row, "change")?),
    };
    Ok(Version { n: row.get("n")?, from: row.get("from_day")?, says })
}

/// The decided changes with why, the newest first; the first version is not among them.
pub(super) async fn history(q: &impl Reads) -> Result<Vec<Proposal>, StoreError> {
    let sql = "SELECT * FROM plan_version WHERE n IS NOT NULL AND measure IS NOT NULL ORDER BY n DESC";
    q.rows(sql, args![]).await?.iter().map(proposal).collect()
}

/// What is being written or on its way, the oldest first.
pub(super) async fn unfinished(q: &impl Reads) -> Result<Vec<Proposal>, StoreError> {
    let sql = "SELECT * FROM plan_version WHERE state IN ('draft', 'open', 'sent_back') ORDER BY id";
    q.rows(sql, args![]).await?.iter().map(proposal).collect()
}

pub(super) async fn find(q: &impl Reads, id: ChangeId) -> Result<Option<Proposal>, StoreError> {
    let sql = "SELECT * FROM plan_version WHERE id = $1 AND measure IS NOT NULL";
    q.row(sql, args![id]).await?.as_ref().map(proposal).transpose()
}

/// The change of a measure that is on its way through approval.
pub(super) async fn in_approval(q: &impl Reads, measure: &str) -> Result<Option<ChangeId>, StoreError> {
    q.one("SELECT id FROM plan_version WHERE in_approval = $1", args![measure]).await
}

pub(super) async fn insert(tx: &Tx, p: &Proposal) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO plan_version (id, measure, state, seen, from_day, why, before, change, drafter, round, \
         created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
        args![
            p.id,
            &p.measure,
            p.state.word(),
            p.seen,
            p.from,
            &p.why,
            written(&p.before)?,
            written(&p.change)?,
            p.drafter,
            p.round,
            tx.now()
        ],
    )
    .await?;
    Ok(())
}

/// Writes a change back; answers whether it still was as it had been read. Only one change of a
/// measure can be on its way: a second one is a conflict of the column `in_approval`.
pub(super) async fn update(tx: &Tx, p: &Proposal) -> Result<bool, StoreError> {
    let on_its_way = (p.state == State::Open).then_some(p.measure.as_str());
    let rows = tx
        .execute(
            "UPDATE plan_version SET n = $3, state = $4, in_approval = $5, seen = $6, from_day = $7, why = $8, \
             before = $9, change = $10, approval = $11, round = $12, decided_at = $13, version = version + 1 \
             WHERE id = $1 AND version = $2",
            args![
                p.id,
                p.version,
                p.n,
                p.state.word(),
                on_its_way,
                p.seen,
                p.from,
                &p.why,
                written(&p.before)?,
                written(&p.change)?,
                p.approval,
                p.round,
                p.decided_at
            ],
        )
        .await?;
    Ok(rows == 1)
}

/// Puts the first version on record, if it is not yet.
pub(super) async fn keep_first(
    tx: &Tx,
    from: Date,
    measures: &BTreeMap<String, Change>,
) -> Result<Option<ChangeId>, StoreError> {
    let id: ChangeId = tx.id();
    let rows = tx
        .execute(
            "INSERT INTO plan_version (id, n, state, seen, from_day, why, before, change, round, created_at, \
             decided_at, version) VALUES ($1, 1, $2, 0, $3, '', '{}', $4, 0, $5, $5, 1) ON CONFLICT (n) DO NOTHING",
            args![id, State::Decided.word(), from, written(measures)?, tx.now()],
        )
        .await?;
    Ok((rows == 1).then_some(id))
}
