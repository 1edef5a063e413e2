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
use web::texts::{plain, rich};
use web::{Page, Visit, WebError};

const PAGE: i64 = 20;
/// Readers ask again after this many seconds at the earliest.
const CACHE: &str = "public, max-age=300";

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
    let news = newest(&visit).await?;
    let updated = news.first().map_or(kernel::Moment::from_micros(0), |n| n.published_at);
    let feed = html! {
        feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja" {
            title { (title(&visit)) }
            id { (house.url("/news")) }
            updated { (updated.rfc3339()) }
            author { name { (house.town.municipality.name) } }
            (maud::PreEscaped(format!("<link rel=\"alternate\" href=\"{0}\"/><link rel=\"self\" href=\"{1}\"/>",
                xml(&house.url("/news")), xml(&house.url("/news/feed.atom")))))
            @for notice in &news { (entry(&visit, notice)) }
        }
    };
    let text = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}\n", feed.into_string());
    Ok(web::api::conditional(&headers, "application/atom+xml; charset=utf-8", CACHE, text))
}

fn entry(visit: &Visit, notice: &Public) -> Markup {
    let page = visit.house().url(&format!("/news/{}", notice.id));
    html! {
        entry {
            title { (notice.ja.title) }
            id { "urn:uuid:" (notice.id) }
            updated { (notice.published_at.rfc3339()) }
            published { (notice.published_at.rfc3339()) }
            (maud::PreEscaped(format!("<link rel=\"alternate\" href=\"{}\"/>", xml(&page))))
            content type="text" { (notice.ja.body) }
        }
    }
}

/// `<link>` has an end of its own in XML and none in HTML, so it is written by hand.
fn xml(text: &str) -> String {
    html! { (text) }.into_string()
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
    Ok(web::api::conditional(&headers, "application/feed+json", CACHE, format!("{feed:#}\n")))
}
