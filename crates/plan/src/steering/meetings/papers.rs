//! Papers of a meeting: PDF files, told by their content.

use super::{ItemId, MeetingId, PaperId, take};
use store::seal::{open, seal};
use store::{BlobId, Deed, Reads, Row, StoreError, Tx, args};
use web::{Upload, WebError};

/// A paper.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    pub(crate) id: PaperId,
    pub(crate) meeting: MeetingId,
    pub(crate) item: Option<ItemId>,
    pub(crate) name: String,
    pub(crate) size: i64,
    pub(crate) blob: BlobId,
}

/// Why a file is not taken, in words.
pub(super) fn refused(upload: &Upload) -> Option<&'static str> {
    if !upload.bytes.starts_with(b"%PDF-") {
        return Some("資料はPDFのファイルにしてください");
    }
    match web::pdf::screen(&upload.bytes) {
        Ok(()) => None,
        Err(web::pdf::Fault::Broken) => Some("このPDFは壊れていて、読めません。もう一度保存しなおしてください"),
        Err(web::pdf::Fault::Active) => {
            Some("このPDFには、動くしかけや別のファイルが入っています。印刷用に保存しなおしてください")
        }
    }
}

/// Lays a paper on the table; its content is on disk already.
pub(super) async fn lay(
    tx: &Tx,
    meeting: MeetingId,
    item: Option<ItemId>,
    name: &str,
    size: i64,
    blob: &BlobId,
) -> Result<PaperId, WebError> {
    take(tx, meeting).await?;
    let id: PaperId = tx.id();
    let sql = "INSERT INTO plan_paper (id, meeting, item, name, size, blob, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.execute(sql, args![id, meeting, item, seal(name), size, blob.as_str(), tx.now()]).await?;
    tx.record(Deed::new("plan.paper").row("plan_paper", id).row("plan_meeting", meeting));
    Ok(id)
}

fn read(r: &Row) -> Result<Paper, StoreError> {
    let blob: String = r.get("blob")?;
    Ok(Paper {
        id: r.get("id")?,
        meeting: r.get("meeting")?,
        item: r.get("item")?,
        name: open(r.get("name")?),
        size: r.get("size")?,
        blob: blob.parse().map_err(|_| StoreError::Column("blob".to_owned()))?,
    })
}

/// The papers of a meeting, in the order they were laid.
pub(super) async fn of(q: &impl Reads, meeting: MeetingId) -> Result<Vec<Paper>, StoreError> {
    q.rows("SELECT * FROM plan_paper WHERE meeting = $1 ORDER BY id", args![meeting]).await?.iter().map(read).collect()
}

/// The papers on items about a measure, the newest first.
pub(crate) async fn for_measure(q: &impl Reads, measure: &str) -> Result<Vec<Paper>, StoreError> {
    let sql = "SELECT p.* FROM plan_paper p JOIN plan_item i ON i.id = p.item WHERE i.measure = $1 ORDER BY p.id DESC LIMIT 50";
    q.rows(sql, args![measure]).await?.iter().map(read).collect()
}

/// One paper of a meeting.
pub(super) async fn find(q: &impl Reads, meeting: MeetingId, id: PaperId) -> Result<Option<Paper>, StoreError> {
    let sql = "SELECT * FROM plan_paper WHERE id = $1 AND meeting = $2";
    q.row(sql, args![id, meeting]).await?.map(|r| read(&r)).transpose()
}
