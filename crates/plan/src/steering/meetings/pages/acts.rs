//! Inviting, writing down who came, approving, calling off.

use super::super::{
    Attendance, Came, MeetingId, attend as write_attendance, call_off as call, invite as send, minutes,
};
use super::one::draw;
use super::{found, written};
use crate::steering::bodies::Steering;
use crate::steering::forms::{Errors, maybe_text, text};
use crate::steering::people::members;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use web::{Fields, Visit, WebError};

fn back(visit: &Visit, id: MeetingId) -> Response {
    visit.see_other(&format!("/desk/plan/meetings/{id}"))
}

fn version(fields: &Fields) -> Result<i64, WebError> {
    fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))
}

pub(crate) async fn invite(visit: Visit, Path(id): Path<MeetingId>, _: Fields) -> Result<Response, WebError> {
    written(&visit, id).await?;
    visit.house().db.write(&visit.act("会議の案内"), move |tx| async move { send(&tx, id).await }).await?;
    Ok(back(&visit, id))
}

pub(crate) async fn attend(visit: Visit, Path(id): Path<MeetingId>, fields: Fields) -> Result<Response, WebError> {
    let meeting = written(&visit, id).await?;
    let mut all: Vec<Attendance> = Vec::new();
    for held in members(visit.house(), &meeting.body, meeting.day).await? {
        let came = Came::parse(fields.text(&format!("came-{}", held.holder)));
        if let Some(came) = came.filter(|_| all.iter().all(|a| a.member != held.holder)) {
            all.push(Attendance { member: held.holder, name: held.name, office: held.title, came });
        }
    }
    let mut errors = Errors::default();
    let guests = maybe_text(&fields, "guests", 300, &mut errors);
    if !errors.is_empty() {
        let (meeting, standing) = found(&visit, id).await?;
        return Ok(draw(&visit, &meeting, standing, &errors).await?.into_response());
    }
    let act = visit.act("会議の出欠を記録する");
    let write = move |tx| async move { write_attendance(&tx, id, &all, guests.as_deref()).await };
    visit.house().db.write(&act, write).await?;
    Ok(back(&visit, id))
}

pub(crate) async fn approve(visit: Visit, Path(id): Path<MeetingId>, fields: Fields) -> Result<Response, WebError> {
    let (meeting, standing) = found(&visit, id).await?;
    if !standing.approves {
        return Err(WebError::Forbidden);
    }
    let (mut errors, version) = (Errors::default(), version(&fields)?);
    if fields.text("sure") != "yes" {
        errors.add("sure", "議事・決定・出欠を確かめてください");
    }
    if meeting.day > visit.now().date() {
        errors.add("sure", "会議のあとに確定してください");
    }
    if !errors.is_empty() {
        return Ok(draw(&visit, &meeting, standing, &errors).await?.into_response());
    }
    let steering = Steering::of(visit.house()).await?;
    let body = steering.body(&meeting.body).map(|b| b.title.clone()).unwrap_or_default();
    let (account, name) = (visit.signed_in()?.account, visit.signed_in()?.name.clone());
    let act = visit.act("議事録を確定する");
    let approve = move |tx| async move { minutes::approve(&tx, id, version, &body, (account, &name)).await };
    visit.house().db.write(&act, approve).await?;
    Ok(back(&visit, id))
}

pub(crate) async fn call_off(visit: Visit, Path(id): Path<MeetingId>, fields: Fields) -> Result<Response, WebError> {
    written(&visit, id).await?;
    let (mut errors, version) = (Errors::default(), version(&fields)?);
    let why = text(&fields, "why", 200, &mut errors);
    if !errors.is_empty() {
        let (meeting, standing) = found(&visit, id).await?;
        return Ok(draw(&visit, &meeting, standing, &errors).await?.into_response());
    }
    let act = visit.act("会議を取りやめる");
    visit.house().db.write(&act, move |tx| async move { call(&tx, id, version, &why).await }).await?;
    Ok(back(&visit, id))
}
