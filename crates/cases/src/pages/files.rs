//! Attached files, shown to whoever may see the matter.

use crate::decide::is_of_desk;
use crate::fill;
use crate::pages::mine;
use crate::records::case;
use crate::records::file::{self, CaseFile};
use crate::records::{DraftId, FileId};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use kernel::id::CaseId;
use store::BlobId;
use web::{Visit, WebError};

/// A file as an answer: pictures are shown, everything else is saved; nothing in it can run.
pub(crate) async fn answer(visit: &Visit, blob: &BlobId, kind: &str) -> Result<Response, WebError> {
    let bytes: Bytes = visit.house().blobs.get(blob).await?;
    let place = match kind {
        kind if file::is_picture(kind) => "inline",
        "image/heic" => "attachment; filename=\"tenpu.heic\"",
        _ => "attachment; filename=\"tenpu.pdf\"",
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, place.to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// A file of a draft.
pub(crate) async fn of_draft(visit: Visit, Path((id, blob)): Path<(DraftId, String)>) -> Result<Response, WebError> {
    let draft = fill::open(&visit, id).await?;
    let found = draft.answers.files().find(|f| f.sha256 == blob).ok_or(WebError::NotFound)?;
    let blob: BlobId = blob.parse().map_err(|_| WebError::NotFound)?;
    answer(&visit, &blob, found.file_type.media_type()).await
}

/// A file of the visitor's own case.
pub(crate) async fn of_mine(visit: Visit, Path((id, file)): Path<(CaseId, FileId)>) -> Result<Response, WebError> {
    mine::open(&visit, id).await?;
    let found: CaseFile = file::find(&visit.house().db, id, file).await?.ok_or(WebError::NotFound)?;
    answer(&visit, &found.blob, &found.kind).await
}

/// A file of a case of the officer's desk.
pub(crate) async fn of_desk(visit: Visit, Path((id, file)): Path<(CaseId, FileId)>) -> Result<Response, WebError> {
    let who = visit.signed_in()?;
    let case = case::find(&visit.house().db, id).await?;
    case.filter(|c| is_of_desk(who, &c.desk)).ok_or(WebError::NotFound)?;
    let found = file::find(&visit.house().db, id, file).await?.ok_or(WebError::NotFound)?;
    answer(&visit, &found.blob, &found.kind).await
}
