//! News for everybody: the list, one piece, and the feeds to subscribe to.

use super::day;
use crate::PublicId;
use crate::public::{self, Public};
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{TypedId, Uuid};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use web::components::{Icon, button_row, empty_state, link_button, page_heading, pagination, resource, resource_list};
use web::feed::{self, Feed, FeedEntry};
use web::texts::{plain, rich};
use web::{Page, Visit, WebError};

const PAGE: i64 = 20;

#[derive(Deserialize)]
pub(super) struct Before {
    before: Option<PublicId>,
}

pub(super) async fn list(visit: Visit, Query(from): Query<Before>) -> Result<Page, WebError> {
    let words = visit.words();
    let before = from.before.unwrap_or(PublicId::from_uuid(Uuid::max()));
    let found = public::open(&visit.house().db, before, PAGE + 1).await?;
    let shown = usize::try_from(PAGE).unwrap_or(0);
    let older = found.get(shown).and(found.get(shown - 1)).map(|n| format!("/news?before={}", n.id));
    let lines = found.iter().take(shown).map(|n| {
        let (own, _) = n.words(visit.lang());
        resource(&own.title, format!("/news/{}", n.id)).meta(day(n.published_at.date(), visit.lang()))
    });
    let title = words.t("notices-news");
    let main = html! {
        (page_heading("", &title, &words.t("notices-news-lead")))
        @if found.is_empty() {
            (empty_state(Icon::Bell, &words.t("notices-news-empty"), &words.t("notices-news-empty-text"), html! {}))
        } @else { (resource_list(lines)) }
        (pagination(words, from.before.map(|_| "/news"), older.as_deref()))
        (feeds(&visit))
    };
    Ok(visit.page(title).description(words.plain("notices-news-lead")).crumbs(&[]).main(main))
}

fn feeds(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        p.support-text { (words.rich("notices-news-feeds")) }
        ul {
            li { a href="/news/feed.atom" { (words.rich("notices-news-atom")) } }
            li { a href="/news/feed.json" { (words.rich("notices-news-json")) } }
        }
    }
}

pub(super) async fn one(visit: Visit, Path(id): Path<PublicId>) -> Result<Page, WebError> {
    let words = visit.words();
    let notice = public::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    let (own, spoken) = notice.words(visit.lang());
    let lang = (!spoken).then_some("ja");
    let main = html! {
        (page_heading(&day(notice.published_at.date(), visit.lang()), &own.title, ""))
        @if !spoken { p.support-text { (words.rich("notices-news-japanese")) } }
        div lang=[lang] { @for part in own.body.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) { p { (rich(part)) } } }
        (button_row(html! { (link_button(words.t("notices-news-all"), "/news").outline()) }))
    };
    let list = words.t("notices-news");
    Ok(visit.page(plain(&own.title)).crumbs(&[(&list, "/news")]).main(main))
}

async fn newest(visit: &Visit) -> Result<Vec<Public>, WebError> {
    Ok(public::open(&visit.house().db, PublicId::from_uuid(Uuid::max()), PAGE).await?)
}

fn title(visit: &Visit) -> String {
    let town = &visit.house().town.municipality.name;
    format!("{town} {}", visit.house().texts.words(web::texts::Lang::Ja).plain("notices-news"))
}

/// Atom (RFC 4287).
pub(super) async fn atom(visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let house = visit.house();
    let entry = |n: Public| FeedEntry {
        id: format!("urn:uuid:{}", n.id),
        page: house.url(&format!("/news/{}", n.id)),
        title: n.ja.title,
        text: n.ja.body,
        at: n.published_at,
    };
    let feed = Feed {
        title: title(&visit),
        page: house.url("/news"),
        own: house.url("/news/feed.atom"),
        author: house.town.municipality.name.clone(),
        entries: newest(&visit).await?.into_iter().map(entry).collect(),
    };
    Ok(web::api::conditional(&headers, feed::ATOM, feed::CACHE, feed.atom()))
}

/// JSON Feed 1.1.
pub(super) async fn json_feed(visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let house = visit.house();
    let item = |n: &Public| {
        json!({
            "id": format!("urn:uuid:{}", n.id),
            "url": house.url(&format!("/news/{}", n.id)),
            "title": n.ja.title,
            "content_text": n.ja.body,
            "date_published": n.published_at.rfc3339(),
        })
    };
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title(&visit),
        "language": "ja",
        "home_page_url": house.url("/news"),
        "feed_url": house.url("/news/feed.json"),
        "authors": [{ "name": house.town.municipality.name }],
        "items": newest(&visit).await?.iter().map(item).collect::<Vec<_>>(),
    });
    Ok(web::api::conditional(&headers, "application/feed+json", feed::CACHE, format!("{feed:#}\n")))
}
