//! 代理: who may act for whom, in which matters, from when until when, and on what evidence.

use crate::PeopleError;
use crate::person::word;
use kernel::id::PersonId;
use kernel::{Date, FromValue, Value};
use serde::{Deserialize, Serialize};
use store::{Deed, Reads, Row, StoreError, Tx, args};
use town::Period;

kernel::id_type!(
    /// 代理の一件 (one mandate).
    MandateId,
);

/// The scope of a mandate for every matter.
pub const ALL_MATTERS: &str = "all";

/// On what a mandate rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandateKind {
    /// The principal asked on the screen and the agent agreed.
    Named,
    /// 委任状: a paper that an officer saw.
    Paper,
    /// 法定代理人 (成年後見人, 親権者 …): by law, not by the principal's wish, so an officer alone ends it.
    Guardian,
}

word!(MandateKind { Named = "named", Paper = "paper", Guardian = "guardian" });

/// One mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// The mandate.
    pub id: MandateId,
    /// 本人: for whom.
    pub principal: PersonId,
    /// 代理人: who acts.
    pub agent: PersonId,
    /// [`ALL_MATTERS`] or the keys of procedures, parted by blanks.
    pub scope: String,
    /// On what it rests.
    pub kind: MandateKind,
    /// First and last day.
    pub term: Period,
    /// What an officer saw (委任状, 登記事項証明書 …).
    pub evidence: String,
    /// Counts changes.
    pub version: i64,
}

/// A mandate to be written down.
#[derive(Debug, Clone)]
pub struct NewMandate {
    /// 本人.
    pub principal: PersonId,
    /// 代理人.
    pub agent: PersonId,
    /// [`ALL_MATTERS`] or the keys of procedures, parted by blanks.
    pub scope: String,
    /// On what it rests.
    pub kind: MandateKind,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Option<Date>,
    /// What an officer saw.
    pub evidence: String,
}

impl Mandate {
    /// Whether it is for the matter `key` of a procedure.
    pub fn covers(&self, key: &str) -> bool {
        self.scope == ALL_MATTERS || self.scope.split_whitespace().any(|k| k == key)
    }
}

/// Writes down a mandate.
///
/// # Errors
/// [`PeopleError::SamePerson`], [`PeopleError::Backwards`].
pub async fn give(tx: &Tx, new: &NewMandate) -> Result<MandateId, PeopleError> {
    if new.principal == new.agent {
        return Err(PeopleError::SamePerson);
    }
    if new.until.is_some_and(|until| until < new.from) {
        return Err(PeopleError::Backwards);
    }
    let id: MandateId = tx.id();
    tx.execute(
        "INSERT INTO people_mandate (id, principal, agent, scope, starts, ends, evidence, version, changed_at, kind) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)",
        args![id, new.principal, new.agent, &new.scope, new.from, new.until, &new.evidence, tx.now(), new.kind],
    )
    .await?;
    tx.record(Deed::new("people.mandate").about(new.principal).row("people_mandate", id));
    tx.record(Deed::new("people.mandate_held").about(new.agent).row("people_mandate", id));
    Ok(id)
}

/// Ends a mandate with `last` as its last day; the principal may do so at any time.
///
/// # Errors
/// [`PeopleError::Missing`], [`PeopleError::Changed`].
pub async fn end(tx: &Tx, id: MandateId, last: Date) -> Result<(), PeopleError> {
    let known = find(tx, id).await?.ok_or(PeopleError::Missing)?;
    let sql =
        "UPDATE people_mandate SET ends = $2, version = version + 1, changed_at = $3 WHERE id = $1 AND version = $4";
    if tx.execute(sql, args![id, last, tx.now(), known.version]).await? != 1 {
        return Err(PeopleError::Changed);
    }
    tx.record(Deed::new("people.mandate_held_end").about(known.agent).row("people_mandate", id));
    tx.record(Deed::new("people.mandate_end").about(known.principal).row("people_mandate", id));
    Ok(())
}

/// One mandate.
///
/// # Errors
/// When the database does not answer.
pub async fn find(q: &impl Reads, id: MandateId) -> Result<Option<Mandate>, StoreError> {
    q.row("SELECT * FROM people_mandate WHERE id = $1", args![id]).await?.map(|r| read(&r)).transpose()
}

/// For whom `agent` may act on `day`.
///
/// # Errors
/// When the database does not answer.
pub async fn of_agent(q: &impl Reads, agent: PersonId, day: Date) -> Result<Vec<Mandate>, StoreError> {
    let sql =
        "SELECT * FROM people_mandate WHERE agent = $1 AND starts <= $2 AND (ends IS NULL OR ends >= $2) ORDER BY id";
    q.rows(sql, args![agent, day]).await?.iter().map(read).collect()
}

/// Who may act for `principal` on `day`.
///
/// # Errors
/// When the database does not answer.
pub async fn of_principal(q: &impl Reads, principal: PersonId, day: Date) -> Result<Vec<Mandate>, StoreError> {
    let sql = "SELECT * FROM people_mandate WHERE principal = $1 AND starts <= $2 AND (ends IS NULL OR ends >= $2) ORDER BY id";
    q.rows(sql, args![principal, day]).await?.iter().map(read).collect()
}

/// All mandates that a person ever gave or held, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn all_of(q: &impl Reads, person: PersonId) -> Result<Vec<Mandate>, StoreError> {
    let sql = "SELECT * FROM people_mandate WHERE principal = $1 OR agent = $1 ORDER BY id DESC";
    q.rows(sql, args![person]).await?.iter().map(read).collect()
}

/// The mandate by which `agent` may act for `principal` in the matter `scope` on `day`.
///
/// # Errors
/// When the database does not answer.
pub async fn for_matter(
    q: &impl Reads,
    agent: PersonId,
    principal: PersonId,
    scope: &str,
    day: Date,
) -> Result<Option<Mandate>, StoreError> {
    let all = of_agent(q, agent, day).await?;
    Ok(all.into_iter().find(|m| m.principal == principal && m.covers(scope)))
}

fn read(r: &Row) -> Result<Mandate, StoreError> {
    Ok(Mandate {
        id: r.get("id")?,
        principal: r.get("principal")?,
        agent: r.get("agent")?,
        scope: r.get("scope")?,
        // The first mandates were all entered from a paper.
        kind: r.get::<Option<MandateKind>>("kind")?.unwrap_or(MandateKind::Paper),
        term: Period { from: r.get("starts")?, until: r.get("ends")? },
        evidence: r.get("evidence")?,
        version: r.get("version")?,
    })
}
