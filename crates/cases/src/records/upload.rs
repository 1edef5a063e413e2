//! Files that came with a form, from when they are sent until a case names them or nothing does.

use kernel::Moment;
use store::{BlobId, Db, Reads, StoreError, Tx, args};

kernel::id_type!(
    /// A file that was sent.
    UploadId
);

/// A file that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub id: UploadId,
    pub blob: BlobId,
    pub put_at: Moment,
}

/// Writes a file down before it is kept; sent again, it is as new.
pub(crate) async fn note(tx: &Tx, blob: &BlobId) -> Result<(), StoreError> {
    let sql = "INSERT INTO cases_upload (id, blob, put_at) VALUES ($1, $2, $3) \
               ON CONFLICT (blob) DO UPDATE SET put_at = $3";
    let id: UploadId = tx.id();
    tx.execute(sql, args![id, blob, tx.now()]).await.map(|_| ())
}

/// Files sent before a moment, behind the one named, in the order of their ids.
pub(crate) async fn before(
    db: &Db,
    moment: Moment,
    after: Option<UploadId>,
    most: i64,
) -> Result<Vec<Upload>, StoreError> {
    let after = after.unwrap_or_else(|| kernel::TypedId::from_uuid(kernel::Uuid::nil()));
    let sql = "SELECT id, blob, put_at FROM cases_upload WHERE put_at < $1 AND id > $2 ORDER BY id LIMIT $3";
    let rows = db.rows(sql, args![moment, after, most]).await?;
    let read = |row: &store::Row| Ok(Upload { id: row.get("id")?, blob: row.get("blob")?, put_at: row.get("put_at")? });
    rows.iter().map(read).collect()
}

/// Forgets a file unless it was sent again meanwhile; answers whether it was forgotten.
pub(crate) async fn forget(tx: &Tx, one: &Upload) -> Result<bool, StoreError> {
    let sql = "DELETE FROM cases_upload WHERE id = $1 AND put_at = $2";
    Ok(tx.execute(sql, args![one.id, one.put_at]).await? == 1)
}

/// Whether somebody has sent it (again).
pub(crate) async fn is_known(q: &impl Reads, blob: &BlobId) -> Result<bool, StoreError> {
    let id: Option<UploadId> = q.one("SELECT id FROM cases_upload WHERE blob = $1", args![blob]).await?;
    Ok(id.is_some())
}
