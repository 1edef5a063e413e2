//! How far notices have come, for the officers who sent them.

use super::{day_time, name_of, named, paragraphs, state_chip};
use crate::notice::Told;
use crate::reach::channel_label;
use crate::recipient::{self, Delivery};
use crate::{RecipientId, State, deliver};
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::id::NoticeId;
use kernel::{TypedId, Uuid};
use maud::{Markup, html};
use serde::Deserialize;
use store::StoreError;
use web::components::{
    Icon, StatTile, button, empty_state, form, link_button, page_heading, pagination, resource, resource_list, section,
    stat_tile, stat_tiles, table,
};
use web::{Fields, Page, Visit, WebError};

const PAGE: i64 = 50;

#[derive(Deserialize)]
pub(super) struct Before {
    before: Option<NoticeId>,
}

pub(super) async fn list(visit: Visit, Query(from): Query<Before>) -> Result<Page, WebError> {
    let before = from.before.unwrap_or(NoticeId::from_uuid(Uuid::max()));
    let notices = Told::before(&visit.house().db, before, PAGE + 1).await?;
    let shown = usize::try_from(PAGE).unwrap_or(0);
    let older = notices.get(shown).and(notices.get(shown - 1)).map(|n| format!("/desk/notices?before={}", n.id));
    let lines = notices.iter().take(shown).map(|n| {
        resource(&n.subject, format!("/desk/notices/{}", n.id)).meta(format!(
            "{}　{}人",
            day_time(n.told_at),
            n.recipients
        ))
    });
    let main = html! {
        (page_heading("", "お知らせの届き方", "町から出したお知らせが、だれにどう届いたかを確かめます。"))
        (links())
        @if notices.is_empty() {
            (empty_state(Icon::Letter, "お知らせはまだありません", "手続きが進むと、ここに並びます。", html! {}))
        } @else { (resource_list(lines)) }
        (pagination(visit.words(), from.before.map(|_| "/desk/notices"), older.as_deref()))
    };
    Ok(visit.page("お知らせの届き方").desk().main(main))
}

fn links() -> Markup {
    html! { div.button-row {
        (link_button("郵送する手紙", "/desk/notices/post").outline().icon(Icon::Print))
        (link_button("電話をかける方", "/desk/notices/calls").outline().icon(Icon::Phone))
    } }
}

#[derive(Deserialize)]
pub(super) struct After {
    after: Option<RecipientId>,
}

pub(super) async fn show(visit: Visit, Path(id): Path<NoticeId>, Query(from): Query<After>) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let notice = Told::find(db, id).await?.ok_or(WebError::NotFound)?;
    let after = from.after.unwrap_or(RecipientId::from_uuid(Uuid::nil()));
    let copies = Delivery::of_notice(db, id, after, PAGE + 1).await?;
    let shown = usize::try_from(PAGE).unwrap_or(0);
    let path = format!("/desk/notices/{id}");
    let more = copies.get(shown).and(copies.get(shown - 1)).map(|c| format!("{path}?after={}", c.id));
    let copies = named(db, copies.into_iter().take(shown).collect()).await?;
    let main = html! {
        (page_heading(&day_time(notice.told_at), &notice.subject, if notice.urgent { "急ぎのお知らせ" } else { "" }))
        (section("届いた人・届いていない人", summary(&recipient::states_of(db, id).await?, notice.recipients)))
        (section("送った文", paragraphs(&notice.body)))
        (section("ひとりひとりの届き方", people(&visit, &copies)))
        (pagination(visit.words(), from.after.map(|_| path.as_str()), more.as_deref()))
    };
    Ok(visit.page(notice.subject).desk().crumbs(&[("お知らせの届き方", "/desk/notices")]).main(main))
}

fn summary(counts: &[(State, i64)], all: i64) -> Markup {
    let of = |state| counts.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n);
    let reached: i64 = counts.iter().filter(|(s, _)| s.reached()).map(|(_, n)| n).sum();
    let tile = |label: &str, n: i64| -> StatTile { stat_tile(label, n.to_string(), "人") };
    let post = of(State::OnPrintBatch);
    let call = of(State::OnCallList);
    stat_tiles([
        tile("全員", all),
        tile("届いた", reached),
        tile("郵送を待っている", post).href("/desk/notices/post"),
        tile("電話を待っている", call).href("/desk/notices/calls"),
        tile("送っている途中", all - reached - post - call),
    ])
}

fn people(visit: &Visit, copies: &[(Delivery, String)]) -> Markup {
    let rows = copies.iter().map(|(copy, name)| {
        [
            html! { (name) },
            state_chip(copy.state),
            html! { (copy.channel.as_deref().map_or("", channel_label)) },
            html! { (day_time(copy.changed_at)) },
            html! { @if let Some(error) = &copy.last_error { (reason(error)) } (bounce_button(visit, copy, name)) },
        ]
    });
    let head = ["宛先", "いまの状態", "伝え方", "変わった日時", "メモ"];
    html! { (table("ひとりひとりの届き方", head).caption_hidden().dense().rows(rows)) }
}

/// Why it did not go the first way, for officers.
fn reason(error: &str) -> String {
    match error {
        "bounced" => "メールが戻ってきた".to_owned(),
        "letter came back" => "手紙が戻ってきた".to_owned(),
        "no address" => "住所がわからない".to_owned(),
        "no glyph" => "名前の字を印刷できない".to_owned(),
        "no answer for a day" => "1日たっても送れなかった".to_owned(),
        code => format!("メールを送れなかった（{code}）"),
    }
}

/// For a mail or a letter that came back.
fn bounce_button(visit: &Visit, copy: &Delivery, name: &str) -> Markup {
    let label = match (copy.state, copy.channel.as_deref()) {
        (State::Delivered, Some("email")) => "メールが戻ってきた",
        (State::Posted, _) => "手紙が戻ってきた",
        _ => return html! {},
    };
    let to = format!("/desk/notices/{}/bounced/{}", copy.notice, copy.id);
    html! { (form(visit.words(), to, visit.form_token(), html! { (button(label).text().small().about(name)) })) }
}

pub(super) async fn bounced(
    visit: Visit,
    Path((notice, copy)): Path<(NoticeId, RecipientId)>,
    _: Fields,
) -> Result<Response, WebError> {
    let act = visit.act("notices");
    let change = move |tx| async move {
        let found = Delivery::find(&tx, copy).await?.filter(|c| c.notice == notice);
        let found = found.ok_or(StoreError::Missing("notices_recipient"))?;
        crate::post::returned(&tx, found).await?;
        deliver::bounced(&tx, copy).await
    };
    visit.house().db.write(&act, change).await?;
    Ok(visit.see_other(&format!("/desk/notices/{notice}")))
}

/// The name for the page of one copy.
pub(super) async fn heading(visit: &Visit, copy: &Delivery) -> Result<String, StoreError> {
    Ok(format!("{} 様", name_of(&visit.house().db, copy.person).await?))
}
