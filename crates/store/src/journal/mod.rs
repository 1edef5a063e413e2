//! The journal: who did what, when, by which channel, for what purpose, to whose record, with a
//! digest of each record as the change left it; each entry seals the one before it.
//!
//! Personal detail lives beside the chain (only its salted digest is in it), so that a lawful
//! erasure keeps the chain whole.

mod canon;
mod heads;
mod verify;

#[cfg(feature = "testing")]
pub(crate) use heads::read_head;
pub use heads::{HeadsFile, keep_heads};
pub use verify::{Finding, Verdict, verify};

use crate::{Db, Reads, StoreError, Tx, args, db::Engine};
use kernel::id::PersonId;
use kernel::{Moment, TypedId, Uuid, Value};
use sqlx::{AssertSqlSafe, SqlSafeStr};

/// The last entry of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number, counted from 1.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// What is to be written in the journal about one change.
#[derive(Debug, Clone)]
pub struct Deed {
    act: &'static str,
    subject: Option<PersonId>,
    rows: Vec<(&'static str, Uuid)>,
    detail: Option<String>,
}

impl Deed {
    /// A deed named `room.verb`, for example `case.submit`.
    pub fn new(act: &'static str) -> Self {
        Self { act, subject: None, rows: Vec::new(), detail: None }
    }

    /// Whose record it concerns; that person can see the entry.
    #[must_use]
    pub fn about(mut self, person: impl Into<Option<PersonId>>) -> Self {
        self.subject = person.into();
        self
    }

    /// A row that the deed changed; its digest after the change goes into the chain.
    #[must_use]
    pub fn row(mut self, table: &'static str, id: impl TypedId) -> Self {
        self.rows.push((table, id.uuid()));
        self
    }

    /// The same for a row whose identifier has no type of its own.
    #[must_use]
    pub fn raw_row(mut self, table: &'static str, id: Uuid) -> Self {
        self.rows.push((table, id));
        self
    }

    /// Words for people about this deed; kept beside the chain.
    #[must_use]
    pub fn detail(mut self, detail: impl std::fmt::Display) -> Self {
        self.detail = Some(detail.to_string());
        self
    }
}

/// One entry as people read it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// `system:PART`, `anonymous` or `account:ID`.
    pub actor: String,
    /// By which channel.
    pub channel: String,
    /// For what purpose.
    pub purpose: String,
    /// The deed.
    pub act: String,
    /// Words about it, unless erased.
    pub detail: Option<String>,
}

const ENTRY: &str = "SELECT j.seq, j.at, j.actor, j.channel, j.purpose, j.act, d.detail FROM store_journal j \
     LEFT JOIN store_journal_detail d ON d.seq = j.seq";

/// The newest entries about a person, before `before` (a sequence number) if given.
///
/// # Errors
/// When the database does not answer.
pub async fn about(
    q: &impl Reads,
    person: PersonId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>, StoreError> {
    let sql = const_format(ENTRY, " WHERE j.subject = $1 AND j.seq < $2 ORDER BY j.seq DESC LIMIT $3");
    entries(q, sql, args![person, before.unwrap_or(i64::MAX), limit]).await
}

/// The entries that changed a row, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_row(q: &impl Reads, table: &'static str, id: Uuid) -> Result<Vec<Entry>, StoreError> {
    let sql = const_format(
        ENTRY,
        " WHERE j.seq IN (SELECT seq FROM store_journal_row WHERE table_name = $1 AND row_id = $2) ORDER BY j.seq",
    );
    entries(q, sql, args![table, id]).await
}

/// Two fixed texts joined once and kept for the life of the program.
fn const_format(a: &'static str, b: &'static str) -> &'static str {
    use std::collections::BTreeMap;
    use std::sync::Mutex;
    static JOINED: Mutex<BTreeMap<(&str, &str), &'static str>> = Mutex::new(BTreeMap::new());
    let mut joined = JOINED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    joined.entry((a, b)).or_insert_with(|| Box::leak(format!("{a}{b}").into_boxed_str()))
}

async fn entries(q: &impl Reads, sql: &'static str, args: Vec<Value>) -> Result<Vec<Entry>, StoreError> {
    let rows = q.rows(sql, args).await?;
    rows.iter()
        .map(|r| {
            Ok(Entry {
                seq: r.get("seq")?,
                at: r.get("at")?,
                actor: r.get("actor")?,
                channel: r.get("channel")?,
                purpose: r.get("purpose")?,
                act: r.get("act")?,
                detail: r.get("detail")?,
            })
        })
        .collect()
}

/// The last entry, if there is any.
pub(crate) async fn head(q: &impl Reads) -> Result<Option<Head>, StoreError> {
    let row = q.row("SELECT seq, hash FROM store_journal_head WHERE id = 1", vec![]).await?;
    row.map(|r| Ok(Head { seq: r.get("seq")?, hash: r.get("hash")? })).transpose()
}

/// Writes the deeds of a transaction at the end of the chain.
pub(crate) async fn append(tx: &Tx, deeds: Vec<Deed>) -> Result<Option<Head>, StoreError> {
    if deeds.is_empty() {
        return Ok(None);
    }
    let mut head = locked_head(tx).await?;
    for deed in deeds {
        head = append_one(tx, &head, deed).await?;
    }
    tx.execute(
        "INSERT INTO store_journal_head (id, seq, hash) VALUES (1, $1, $2) \
         ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        args![head.seq, head.hash.clone()],
    )
    .await?;
    Ok(Some(head))
}

/// On PostgreSQL the head's row is the lock; an empty chain is locked by making the row.
async fn locked_head(tx: &Tx) -> Result<Head, StoreError> {
    if matches!(tx.db().0.engine, Engine::Postgres(_)) {
        tx.execute(
            "INSERT INTO store_journal_head (id, seq, hash) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING",
            args![canon::GENESIS.to_vec()],
        )
        .await?;
        let row = tx.row("SELECT seq, hash FROM store_journal_head WHERE id = 1 FOR UPDATE", vec![]).await?;
        let row = row.ok_or(StoreError::Missing("store_journal_head"))?;
        return Ok(Head { seq: row.get("seq")?, hash: row.get("hash")? });
    }
    Ok(head(tx).await?.unwrap_or(Head { seq: 0, hash: canon::GENESIS.to_vec() }))
}

async fn append_one(tx: &Tx, head: &Head, deed: Deed) -> Result<Head, StoreError> {
    let seq = head.seq + 1;
    let mut rows = Vec::with_capacity(deed.rows.len());
    for (table, id) in &deed.rows {
        rows.push(canon::RowDigest { table: (*table).to_owned(), id: *id, digest: row_digest(tx, table, *id).await? });
    }
    let salt: [u8; 16] = tx.random();
    let act = tx.act();
    let entry = canon::Link {
        seq,
        at: act.at,
        actor: act.actor.as_text(),
        channel: act.channel.as_str().to_owned(),
        purpose: act.purpose.clone(),
        subject: deed.subject.map(TypedId::uuid),
        act: deed.act.to_owned(),
        detail_digest: deed.detail.as_deref().map(|d| canon::detail_digest(&salt, d)),
        prev: head.hash.clone(),
    };
    let hash = entry.hash(&rows);
    insert(tx, &entry, &hash).await?;
    for (place, row) in (0i64..).zip(rows) {
        tx.execute(
            "INSERT INTO store_journal_row (seq, place, table_name, row_id, digest) VALUES ($1, $2, $3, $4, $5)",
            args![seq, place, row.table, row.id, row.digest],
        )
        .await?;
    }
    if let Some(detail) = deed.detail {
        tx.execute(
            "INSERT INTO store_journal_detail (seq, salt, detail) VALUES ($1, $2, $3)",
            args![seq, salt.to_vec(), crate::seal::seal(&detail)],
        )
        .await?;
    }
    Ok(Head { seq, hash })
}

async fn insert(tx: &Tx, e: &canon::Link, hash: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO store_journal (seq, at, actor, channel, purpose, subject, act, detail_digest, prev, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            e.seq,
            e.at,
            e.actor.clone(),
            e.channel.clone(),
            e.purpose.clone(),
            e.subject,
            e.act.clone(),
            e.detail_digest.clone(),
            e.prev.clone(),
            hash.to_vec()
        ],
    )
    .await?;
    Ok(())
}

async fn row_digest(tx: &Tx, table: &'static str, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    let known = tx.db().0.tables.get().is_none_or(|t| t.get(table).is_some_and(|t| t.journaled));
    if !known {
        return Err(StoreError::Other(format!("{table} is not declared as a journaled table")));
    }
    let sql = const_format_row(table);
    let row = tx.rows_of(AssertSqlSafe(sql).into_sql_str(), args![id]).await?;
    Ok(row.first().map(canon::row_digest))
}

/// Table names come from the program's own declarations, never from outside.
pub(crate) fn const_format_row(table: &str) -> String {
    format!("SELECT * FROM {table} WHERE id = $1")
}

/// Removes the personal detail of entries about `person` older than `before`, as the law's
/// retention asks; the chain stays whole because it holds only salted digests.
///
/// # Errors
/// When the database does not answer.
pub async fn erase_details(tx: &Tx, person: PersonId, before: Moment) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM store_journal_detail WHERE seq IN \
         (SELECT seq FROM store_journal WHERE subject = $1 AND at < $2)",
        args![person, before],
    )
    .await
}

/// Whether the chain has any entry; a fresh database has none.
///
/// # Errors
/// When the database does not answer.
pub async fn is_empty(db: &Db) -> Result<bool, StoreError> {
    Ok(head(db).await?.is_none_or(|h| h.seq == 0))
}
