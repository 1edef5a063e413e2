//! What other systems exported, run by run, with what it replaced; and what was frozen for a case.

use crate::certificates::rules::Kind;
use kernel::id::{AccountId, CaseId, PersonId};
use kernel::{Date, Moment, Value};
use serde_json::Value as Json;
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// A run of an import.
    ImportId,
    /// One record of one person.
    RecordId,
    /// What was frozen for a case.
    FrozenId,
);

/// A record as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub id: RecordId,
    pub person: PersonId,
    pub year: i64,
    /// The facts, as [`crate::certificates::rules`] reads them.
    pub facts: String,
    /// As of when the other system wrote it out.
    pub as_of: Date,
}

fn read(row: &Row) -> Result<Record, StoreError> {
    Ok(Record {
        id: row.get("id")?,
        person: row.get("person")?,
        year: row.get("year")?,
        facts: open(row.get("facts")?),
        as_of: row.get("as_of")?,
    })
}

/// The record of a person that holds now.
pub(crate) async fn current(
    q: &impl Reads,
    person: PersonId,
    kind: Kind,
    year: i64,
) -> Result<Option<Record>, StoreError> {
    let sql = "SELECT id, person, year, facts, as_of FROM certificates_record \
               WHERE person = $1 AND kind = $2 AND year = $3 AND replaced_at IS NULL";
    q.row(sql, args![person, kind.key(), year]).await?.map(|r| read(&r)).transpose()
}

/// All records of a kind that hold now.
pub(crate) async fn all_current(q: &impl Reads, kind: Kind) -> Result<Vec<Record>, StoreError> {
    let sql = "SELECT id, person, year, facts, as_of FROM certificates_record \
               WHERE kind = $1 AND replaced_at IS NULL";
    q.rows(sql, args![kind.key()]).await?.iter().map(read).collect()
}

/// Every record of a person, also those that were replaced: kind, year, as of when, from when, until when.
pub(crate) async fn of_person(q: &impl Reads, person: PersonId) -> Result<Vec<Row>, StoreError> {
    let sql = "SELECT kind, year, facts, as_of, at, replaced_at FROM certificates_record WHERE person = $1 ORDER BY id";
    q.rows(sql, args![person]).await
}

/// A record to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewRecord {
    pub person: PersonId,
    pub kind: Kind,
    pub year: i64,
    pub facts: String,
    pub as_of: Date,
}

/// Writes a record in the place of the one that held; that one stays in the history.
pub(crate) async fn put(
    tx: &Tx,
    source: ImportId,
    new: &NewRecord,
    before: Option<RecordId>,
) -> Result<(), StoreError> {
    let id: RecordId = tx.id();
    let mut deed = Deed::new("certificates.record").about(new.person).row("certificates_record", id);
    if let Some(before) = before {
        let sql = "UPDATE certificates_record SET replaced_at = $2 WHERE id = $1 AND replaced_at IS NULL";
        tx.execute(sql, args![before, tx.now()]).await?;
        deed = deed.row("certificates_record", before);
    }
    tx.execute(
        "INSERT INTO certificates_record (id, person, kind, year, facts, as_of, source, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, new.person, new.kind.key(), new.year, seal(&new.facts), new.as_of, source, tx.now()],
    )
    .await?;
    tx.record(deed.detail(format!("{}の記録を取り込みました", new.kind.record_name())));
    Ok(())
}

/// A run of an import.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub kind: String,
    pub source: String,
    pub as_of: Date,
    pub at: Moment,
    pub read: i64,
    pub added: i64,
    pub changed: i64,
}

pub(crate) async fn runs(q: &impl Reads, limit: i64) -> Result<Vec<Run>, StoreError> {
    let sql = "SELECT kind, source, as_of, at, rows_read, added, changed FROM certificates_import \
               ORDER BY at DESC, id DESC LIMIT $1";
    let run = |row: &Row| {
        Ok(Run {
            kind: row.get("kind")?,
            source: row.get("source")?,
            as_of: row.get("as_of")?,
            at: row.get("at")?,
            read: row.get("rows_read")?,
            added: row.get("added")?,
            changed: row.get("changed")?,
        })
    };
    q.rows(sql, args![limit]).await?.iter().map(run).collect()
}

/// The newest day as of which a kind was exported.
pub(crate) async fn newest(q: &impl Reads, kind: Kind) -> Result<Option<Date>, StoreError> {
    let sql = "SELECT MAX(as_of) FROM certificates_import WHERE kind = $1";
    Ok(q.one::<Option<Date>>(sql, args![kind.key()]).await?.flatten())
}

/// What a run did.
pub(crate) struct Counted {
    pub read: i64,
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
}

pub(crate) async fn write_run(
    tx: &Tx,
    id: ImportId,
    kind: Kind,
    file: (&str, &[u8], Date),
    account: Option<AccountId>,
    counted: &Counted,
) -> Result<(), StoreError> {
    let (source, digest, as_of) = file;
    let Counted { read, added, changed, unchanged } = *counted;
    tx.execute(
        "INSERT INTO certificates_import (id, kind, source, digest, as_of, at, account, rows_read, added, changed, unchanged) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![id, kind.key(), source, digest.to_vec(), as_of, tx.now(), account, read, added, changed, unchanged],
    )
    .await?;
    let said = format!("{}：追加{added} 変更{changed} 同じ{unchanged}", kind.record_name());
    tx.record(Deed::new("certificates.import").row("certificates_import", id).detail(said));
    Ok(())
}

/// What a paper rests on besides the person's own record: frozen for its case.
#[derive(Debug, Clone)]
pub(crate) struct Frozen {
    /// `{facts, as_of, source}` of an imported record, or an officer's finding as `facts`.
    pub document: Json,
    pub at: Moment,
    pub version: i64,
}

pub(crate) async fn frozen(q: &impl Reads, case: CaseId) -> Result<Option<Frozen>, StoreError> {
    let sql = "SELECT document, at, version FROM certificates_frozen WHERE case_id = $1";
    let Some(row) = q.row(sql, args![case]).await? else { return Ok(None) };
    let document = serde_json::from_str(&open(row.get("document")?));
    let document = document.map_err(|_| StoreError::Column("document".to_owned()))?;
    Ok(Some(Frozen { document, at: row.get("at")?, version: row.get("version")? }))
}

/// Freezes a document for a case; while nothing is decided a newer one takes its place.
pub(crate) async fn freeze(tx: &Tx, case: CaseId, kind: Kind, document: &Json, said: &str) -> Result<(), StoreError> {
    let row = tx
        .row(
            "INSERT INTO certificates_frozen (id, case_id, kind, document, at, version) VALUES ($1, $2, $3, $4, $5, 1) \
             ON CONFLICT (case_id) DO UPDATE SET document = excluded.document, at = excluded.at, \
             version = certificates_frozen.version + 1 RETURNING id",
            args![tx.id::<FrozenId>(), case, kind.key(), seal(&document.to_string()), tx.now()],
        )
        .await?
        .ok_or(StoreError::Missing("certificates_frozen"))?;
    let id: FrozenId = row.get("id")?;
    tx.record(Deed::new("certificates.freeze").row("certificates_frozen", id).detail(said.to_owned()));
    Ok(())
}

/// Counts a paper that was made, for the plan: which kind, by which way, whether an officer decided.
pub(crate) async fn count_issued(tx: &Tx, case: &cases::Case, kind: Kind) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO certificates_issued (id, case_id, kind, channel, automatic, asked_at, issued_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id) DO NOTHING",
        args![
            kernel::id::uuid_v7(tx.now(), tx.random()),
            Value::from(case.id),
            kind.key(),
            case.channel,
            case.officer.is_none(),
            case.submitted_at,
            tx.now()
        ],
    )
    .await?;
    Ok(())
}
