//! Papers: laid by the secretariat, read by whoever is invited, and by advisers on their measures.

use super::super::papers::{find, lay as lay_paper, refused};
use super::super::{ItemId, MeetingId, PaperId, records};
use super::found;
use super::one::draw;
use crate::steering::forms::Errors;
use crate::steering::people;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use web::{Fields, Visit, WebError};

pub(crate) async fn lay(visit: Visit, Path(id): Path<MeetingId>, fields: Fields) -> Result<Response, WebError> {
    let (meeting, standing) = found(&visit, id).await?;
    if !standing.writes {
        return Err(WebError::Forbidden);
    }
    let (house, mut errors) = (visit.house(), Errors::default());
    let item: Option<ItemId> = fields.text("item").parse().ok();
    if let Some(item) = item {
        records::find_item(&house.db, id, item).await?.ok_or(WebError::NotFound)?;
    }
    let files = fields.files("file");
    match files.first() {
        None => errors.add("file", "ファイルを選んでください"),
        Some(upload) => refused(upload).into_iter().for_each(|why| errors.add("file", why)),
    }
    let (Some(upload), true) = (files.first(), errors.is_empty()) else {
        return Ok(draw(&visit, &meeting, standing, &errors).await?.into_response());
    };
    if !meeting.is_open() {
        return Err(WebError::Changed);
    }
    let name = if upload.file_name.is_empty() { "資料.pdf".to_owned() } else { upload.file_name.clone() };
    let size = i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX);
    let blob = house.blobs.put(upload.bytes.clone()).await?;
    let act = visit.act("会議の資料を加える");
    house.db.write(&act, move |tx| async move { lay_paper(&tx, id, item, &name, size, &blob).await }).await?;
    Ok(visit.see_other(&format!("/desk/plan/meetings/{id}")))
}

pub(crate) async fn get(visit: Visit, Path((id, paper)): Path<(MeetingId, PaperId)>) -> Result<Response, WebError> {
    let paper = find(&visit.house().db, id, paper).await?.ok_or(WebError::NotFound)?;
    if let Err(refused) = found(&visit, id).await {
        advised(&visit, id, paper.item, &paper.name).await?.then_some(()).ok_or(refused)?;
    }
    let bytes = visit.house().blobs.get(&paper.blob).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"shiryo.pdf\""),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    Ok((headers, bytes).into_response())
}

/// Whether the paper is about a measure on which the visitor advises today; that they opened it is
/// written down.
async fn advised(visit: &Visit, id: MeetingId, item: Option<ItemId>, name: &str) -> Result<bool, WebError> {
    if !visit.may(crate::steering::ADVISER) {
        return Ok(false);
    }
    let Some(item) = item else { return Ok(false) };
    let item = records::find_item(&visit.house().db, id, item).await?;
    let Some(measure) = item.and_then(|i| i.measure) else { return Ok(false) };
    let me = visit.signed_in()?.account;
    let Some(seat) = people::advises(visit.house(), me, &measure, visit.now().date()).await? else { return Ok(false) };
    let what = format!("資料「{name}」");
    let act = visit.act("助言");
    let note = move |tx| async move { people::opened(&tx, seat.id, &measure, &what).await };
    visit.house().db.write(&act, note).await?;
    Ok(true)
}
