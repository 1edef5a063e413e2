//! `/desk/plan/meetings`: what is to come, what was decided.

mod acts;
mod frame;
mod item;
mod one;
mod paper;

pub(crate) use acts::{approve, attend, call_off, invite};
pub(crate) use frame::{amend, ask_new, create, edit};
pub(crate) use item::{add, decide, page as item_page, withdraw, write};
pub(crate) use one::page as one_page;
pub(crate) use paper::{get as paper, lay};

use super::records;
use super::{Meeting, MeetingId, MeetingState, Standing, standing, waiting_items};
use crate::steering::bodies::Steering;
use crate::steering::{STEER, TAKE_PART};
use kernel::era;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button_row, chip_label, disclosure, empty_state, link_button, page_heading, resource, resource_list,
    section,
};
use web::{Page, Visit, Waiting, WebError};

/// What waits for the officer who asks: meetings to which they are invited.
pub(crate) fn waiting(visit: Visit) -> futures::future::BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move {
        let me = visit.signed_in()?.account;
        let coming = records::upcoming_of(visit.house(), me, visit.now().date()).await?;
        Ok(Waiting { what: "これからの会議", count: i64::try_from(coming.len()).unwrap_or(i64::MAX), late: 0 })
    })
}

pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let (db, today) = (&visit.house().db, visit.now().date());
    let steering = Steering::of(visit.house()).await?;
    let coming = mine(&visit, records::from(db, today).await?).await?;
    let past = mine(&visit, records::before(db, today).await?).await?;
    if coming.is_empty() && past.is_empty() && !visit.may(TAKE_PART) && !visit.may(STEER) {
        return Err(WebError::Forbidden);
    }
    let line = |m: &Meeting| {
        let body = steering.body(&m.body).map_or("", |b| b.title.as_str());
        resource(&m.title, format!("/desk/plan/meetings/{}", m.id)).text(body).meta(m.when()).status(chip(m, today))
    };
    let main = html! {
        (page_heading("計画", "会議", "本部と作業部会の会議です。議題、資料、決まったこと、やることが、ここにそろいます。"))
        @if visit.may(STEER) { (button_row(html! { (link_button("会議を開く", "/desk/plan/meetings/new").icon(Icon::Calendar)) })) }
        @if coming.is_empty() && past.is_empty() {
            (empty_state(Icon::Calendar, "会議は、まだありません", "事務局が会議を開くと、出る人のところに並びます。", html! {}))
        }
        @if !coming.is_empty() { (section("これから", resource_list(coming.iter().map(line)))) }
        @if !past.is_empty() { (section("これまで", resource_list(past.iter().map(line)))) }
        @if visit.may(STEER) { (pending(&visit, &steering).await?) }
    };
    Ok(visit.page("会議").desk().crumbs(&[("計画", "/desk/plan")]).main(main))
}

/// Those that the visitor may see.
async fn mine(visit: &Visit, all: Vec<Meeting>) -> Result<Vec<Meeting>, WebError> {
    let mut found = Vec::new();
    for meeting in all {
        if standing(visit, &meeting.body, meeting.day).await?.is_some() {
            found.push(meeting);
        }
    }
    Ok(found)
}

/// What the next meeting of each body begins with.
async fn pending(visit: &Visit, steering: &Steering) -> Result<Markup, WebError> {
    let mut parts = Vec::new();
    for body in &steering.body {
        let items = waiting_items(&visit.house().db, &body.key).await?;
        if !items.is_empty() {
            parts.push((body, items));
        }
    }
    Ok(html! {
        @if !parts.is_empty() {
            (section("次の会議を待っているもの", html! {
                @for (body, items) in &parts {
                    (disclosure(&format!("{}　{}件", body.title, items.len()), html! {
                        ul {
                            @for item in items {
                                li {
                                    a href=(item.path) { (item.title) }
                                    @if let Some(due) = item.due { "（" (era::date_label(due)) "まで）" }
                                    @if let Some(key) = &item.measure { "　" (measure_name(visit, key)) }
                                }
                            }
                        }
                    }))
                }
            }))
        }
    })
}

fn chip(meeting: &Meeting, today: kernel::Date) -> Markup {
    match meeting.state {
        MeetingState::Approved => chip_label(Tone::Success, "議事録を確定した"),
        MeetingState::CalledOff => chip_label(Tone::Neutral, "取りやめ"),
        MeetingState::Open if meeting.day < today => chip_label(Tone::Warning, "議事録を書いています"),
        MeetingState::Open if meeting.invited_at.is_some() => chip_label(Tone::Info, "案内した"),
        MeetingState::Open => chip_label(Tone::Progress, "準備中"),
    }
}

fn measure_name<'v>(visit: &'v Visit, key: &'v str) -> &'v str {
    visit.house().town.plan.measure(key).map_or(key, |m| &m.name)
}

/// The meeting with what the visitor may do; whoever is no member does not find it.
async fn found(visit: &Visit, id: MeetingId) -> Result<(Meeting, Standing), WebError> {
    let meeting = records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    let standing = standing(visit, &meeting.body, meeting.day).await?.ok_or(WebError::NotFound)?;
    Ok((meeting, standing))
}

/// The same for whoever keeps the minutes.
async fn written(visit: &Visit, id: MeetingId) -> Result<Meeting, WebError> {
    let (meeting, standing) = found(visit, id).await?;
    if standing.writes { Ok(meeting) } else { Err(WebError::Forbidden) }
}

const CRUMBS: [(&str, &str); 2] = [("計画", "/desk/plan"), ("会議", "/desk/plan/meetings")];
