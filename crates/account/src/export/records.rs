//! The row of one export.

use kernel::Moment;
use kernel::id::{AccountId, PersonId};
use store::{BlobId, Reads, Row, StoreError, Tx, args};
use web::texts::Lang;

kernel::id_type!(
    /// One export of a person's records.
    ExportId,
);

/// An export as recorded.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) id: ExportId,
    pub(super) person: PersonId,
    pub(super) lang: Lang,
    pub(super) blob: Option<BlobId>,
    pub(super) size: i64,
    pub(super) asked_at: Moment,
    pub(super) expires_at: Moment,
}

fn read(row: &Row) -> Result<Made, StoreError> {
    Ok(Made {
        id: row.get("id")?,
        person: row.get("person")?,
        lang: Lang::from_code(&row.get::<String>("lang")?).unwrap_or_default(),
        blob: row.get("blob")?,
        size: row.get("size")?,
        asked_at: row.get("asked_at")?,
        expires_at: row.get("expires_at")?,
    })
}

pub(super) async fn insert(
    tx: &Tx,
    person: PersonId,
    account: AccountId,
    lang: Lang,
    expires_at: Moment,
) -> Result<ExportId, StoreError> {
    let id: ExportId = tx.id();
    let sql = "INSERT INTO account_export (id, person, account, lang, size, asked_at, expires_at) VALUES ($1, $2, $3, $4, 0, $5, $6)";
    tx.execute(sql, args![id, person, account, lang.code(), tx.now(), expires_at]).await?;
    Ok(id)
}

pub(super) async fn find(q: &impl Reads, id: ExportId, now: Moment) -> Result<Option<Made>, StoreError> {
    let sql = "SELECT * FROM account_export WHERE id = $1 AND expires_at > $2";
    q.row(sql, args![id, now]).await?.map(|r| read(&r)).transpose()
}

/// The exports of a person that can be fetched or are being made, newest first.
pub(super) async fn of_person(q: &impl Reads, person: PersonId, now: Moment) -> Result<Vec<Made>, StoreError> {
    let sql = "SELECT * FROM account_export WHERE person = $1 AND expires_at > $2 ORDER BY id DESC LIMIT 10";
    q.rows(sql, args![person, now]).await?.iter().map(read).collect()
}

/// Names the finished file; false when it was there already.
pub(super) async fn finish(tx: &Tx, id: ExportId, blob: &BlobId, size: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE account_export SET blob = $2, size = $3 WHERE id = $1 AND blob IS NULL";
    Ok(tx.execute(sql, args![id, blob, size]).await? == 1)
}

/// The exports whose time is over.
pub(super) async fn over(q: &impl Reads, now: Moment) -> Result<Vec<Made>, StoreError> {
    let sql = "SELECT * FROM account_export WHERE expires_at <= $1 ORDER BY id LIMIT 100";
    q.rows(sql, args![now]).await?.iter().map(read).collect()
}

pub(super) async fn remove(tx: &Tx, id: ExportId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM account_export WHERE id = $1", args![id]).await.map(|_| ())
}
