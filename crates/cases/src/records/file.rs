//! Attached files of a case; their bytes are blobs.

use crate::forms::{Answer, Answers, FileType};
use crate::records::FileId;
use kernel::id::CaseId;
use store::seal::{open, seal};
use store::{BlobId, Reads, Row, StoreError, Tx, args};

/// An attached file.
#[derive(Debug, Clone)]
pub(crate) struct CaseFile {
    pub id: FileId,
    pub round: i64,
    pub question: String,
    pub blob: BlobId,
    pub name: String,
    pub kind: String,
    pub size: i64,
}

fn read(row: &Row) -> Result<CaseFile, StoreError> {
    Ok(CaseFile {
        id: row.get("id")?,
        round: row.get("round")?,
        question: row.get("question")?,
        blob: row.get("blob")?,
        name: open(row.get("name")?),
        kind: row.get("kind")?,
        size: row.get("size")?,
    })
}

/// The files of a case, oldest first.
pub(crate) async fn of_case(q: &impl Reads, case: CaseId) -> Result<Vec<CaseFile>, StoreError> {
    let sql = "SELECT id, round, question, blob, name, kind, size FROM cases_file WHERE case_id = $1 ORDER BY id";
    q.rows(sql, args![case]).await?.iter().map(read).collect()
}

/// One file of a case.
pub(crate) async fn find(q: &impl Reads, case: CaseId, id: FileId) -> Result<Option<CaseFile>, StoreError> {
    let sql = "SELECT id, round, question, blob, name, kind, size FROM cases_file WHERE case_id = $1 AND id = $2";
    q.row(sql, args![case, id]).await?.map(|r| read(&r)).transpose()
}

/// Writes down the files of a round that were not there before.
pub(crate) async fn insert_new(
    tx: &Tx,
    case: CaseId,
    round: i64,
    answers: &Answers,
) -> Result<Vec<FileId>, StoreError> {
    let known = of_case(tx, case).await?;
    let mut ids = Vec::new();
    for (question, file) in named(answers) {
        let blob: BlobId = file.sha256.parse()?;
        if known.iter().any(|k| k.question == question && k.blob == blob) {
            continue;
        }
        let id: FileId = tx.id();
        tx.execute(
            "INSERT INTO cases_file (id, case_id, round, question, blob, name, kind, size) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                id,
                case,
                round,
                question,
                blob,
                seal(&file.name),
                file.file_type.media_type(),
                i64::try_from(file.bytes).unwrap_or(i64::MAX)
            ],
        )
        .await?;
        ids.push(id);
    }
    Ok(ids)
}

/// The files of all answers with the key of their question.
pub(crate) fn named(answers: &Answers) -> impl Iterator<Item = (&str, &crate::forms::FileRef)> {
    answers.iter().flat_map(|(key, answer)| match answer {
        Answer::Files(files) => files.iter().map(|f| (key.as_str(), f)).collect::<Vec<_>>(),
        _ => Vec::new(),
    })
}

/// Whether it is a photograph that most programs of the office cannot show.
pub(crate) fn is_heic(kind: &str) -> bool {
    kind == FileType::Heic.media_type()
}

/// Whether a browser may show a file of this kind in the page.
pub(crate) fn is_picture(kind: &str) -> bool {
    kind == FileType::Jpeg.media_type() || kind == FileType::Png.media_type()
}
