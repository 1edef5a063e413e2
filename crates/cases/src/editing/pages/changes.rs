//! What a version changes, in words: for its writer, for those who decide, and afterwards.

use super::list::working_chip;
use super::parts::name_of;
use crate::editing::difference::{self, Difference};
use crate::editing::document::Document;
use crate::editing::{document_of, is_theirs, workshop};
use crate::records::VersionId;
use crate::records::version::{self, Version};
use crate::say;
use axum::extract::Path;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button_row, description_list, empty_state, link_button, notification_banner, page_heading, section,
    table,
};
use web::texts::Lang;
use web::{Page, Visit, WebError};

pub(super) async fn page(visit: Visit, Path((key, id)): Path<(String, VersionId)>) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let version = version::find(db, id).await?.filter(|v| v.key == key).ok_or(WebError::NotFound)?;
    let document = document_of(&version);
    // Whoever decides on it sees it; a working copy is for those who may change it.
    let theirs = is_theirs(visit.signed_in()?, &document);
    if !theirs && version.approval.is_none() && version.decided_at.is_none() {
        return Err(WebError::NotFound);
    }
    let before = match version.base {
        Some(n) => workshop::one(visit.house(), db, &key, n).await?,
        None => None,
    };
    let reason = match version.approval {
        Some(approval) if version.state == version::State::SentBack => approvals::status(db, approval).await?.reason,
        _ => None,
    };
    let name = name_of(&document);
    let main = html! {
        (page_heading(&name, "違い", &against(&version)))
        @if let Some(reason) = reason {
            (notification_banner(visit.words(), Tone::Warning, "決裁から戻ってきました").body(html! { p { (reason) } }))
        }
        (facts(&visit, &version))
        (section("変わる所", listed(&visit, before.as_ref(), &document)))
        @if theirs { (next(&version)) }
    };
    let one = format!("/desk/procedures/{key}");
    let crumbs = [("手続きを直す", "/desk/procedures"), (&*name, &*one)];
    Ok(visit.page(format!("違い｜{name}")).desk().crumbs(&crumbs).main(main))
}

fn against(version: &Version) -> String {
    match version.base {
        Some(n) => format!("版{n}とくらべています。"),
        None => "新しい手続きです。".to_owned(),
    }
}

fn facts(visit: &Visit, version: &Version) -> Markup {
    let from = version.effective_from.map(|day| say::day(day, Lang::Ja));
    let mut facts = description_list(visit.words()).item("様子", working_chip(version.state));
    if let Some(from) = from {
        facts = facts.item("いつから", html! { (from) });
    }
    if !version.why.is_empty() {
        facts = facts.item("なぜ", html! { (version.why) });
    }
    html! { (facts) }
}

/// What differs, old beside new.
pub(super) fn listed(visit: &Visit, before: Option<&Document>, after: &Document) -> Markup {
    let nothing = Document::of_table(toml::Table::new());
    let found = difference::between(visit.house(), before.unwrap_or(&nothing), after);
    if found.is_empty() {
        return empty_state(Icon::Check, "違いはありません", "直すと、ここに並びます。", html! {});
    }
    let lines = |words: &Option<String>| {
        html! {
            @match words {
                Some(words) => { @for (n, line) in words.lines().enumerate() { @if n > 0 { br; } (line) } }
                None => { span.muted { "（なし）" } }
            }
        }
    };
    let rows = found.iter().map(|Difference { place, before, after }| [html! { (place) }, lines(before), lines(after)]);
    html! { (table("変わる所", ["所", "いま", "直したあと"]).rows(rows).caption_hidden()) }
}

fn next(version: &Version) -> Markup {
    let base = format!("/desk/procedures/{}", version.key);
    button_row(html! {
        @if version.state.is_writable() {
            (link_button("公開へ進む", format!("{base}/draft/publish")))
            (link_button("直すところへ戻る", format!("{base}/draft")).outline())
        } @else {
            (link_button("手続きへ戻る", base).outline())
        }
        @if let Some(approval) = version.approval { (link_button("決裁の様子を見る", format!("/desk/approvals/{approval}")).outline()) }
    })
}
