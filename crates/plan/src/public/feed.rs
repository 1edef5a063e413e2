//! `/plan/feed.atom`: what changed in the plan: versions, and months that were closed.

use crate::book;
use crate::counting::closes_on;
use crate::pdca::{self, Publication};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{Date, Moment};
use web::feed::{self, Feed, FeedEntry};
use web::{House, Visit, WebError};

/// So many months are told.
const MONTHS: usize = 12;
/// So many publications are told.
const REVIEWS: i64 = 40;

pub(super) async fn atom(visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let house = visit.house();
    let today = visit.now().date();
    let plan = book::on(house, today).await?;
    let mut entries = closed_months(house, plan.from, today);
    entries.push(first(house, &plan));
    entries.extend(book::changes(house).await?.into_iter().map(|c| change(house, &plan, c)));
    let reviews = pdca::publications(&house.db, REVIEWS).await?;
    entries.extend(reviews.into_iter().map(|p| review(house, p)));
    entries.sort_by_key(|e| std::cmp::Reverse(e.at));
    let feed = Feed {
        title: format!("{}の動き", house.town.plan.title),
        page: house.url("/plan"),
        own: house.url("/plan/feed.atom"),
        author: house.town.municipality.name.clone(),
        entries,
    };
    Ok(web::api::conditional(&headers, feed::ATOM, feed::CACHE, feed.atom()))
}

/// An identifier (RFC 4151) that no change of address touches.
fn tag(house: &House, what: &str) -> String {
    format!("tag:{},2026:plan/{what}", house.town.settings.mail_from)
}

/// The plan begins.
fn first(house: &House, plan: &book::Plan) -> FeedEntry {
    let from = house.town.plan.from;
    FeedEntry {
        id: tag(house, "version/1"),
        title: format!("{}が始まりました", house.town.plan.title),
        text: format!("{}から、{}の取組を進めています。", kernel::era::date_label(from), plan.measures.len()),
        page: house.url("/plan/versions/1"),
        at: Moment::start_of(from),
    }
}

fn change(house: &House, plan: &book::Plan, change: book::Decided) -> FeedEntry {
    let name = plan.measure(&change.measure).map_or("", |m| m.name.ja.as_str());
    FeedEntry {
        id: tag(house, &format!("version/{}", change.n)),
        title: format!("計画を変えました（版{}）：{name}", change.n),
        text: format!("{}から変わります。{}", kernel::era::date_label(change.from), change.why),
        page: house.url(&format!("/plan/versions/{}", change.n)),
        at: change.at,
    }
}

fn review(house: &House, review: Publication) -> FeedEntry {
    let Publication { measure, name, span, at } = review;
    FeedEntry {
        id: tag(house, &format!("review/{measure}/{span}")),
        title: format!("「{name}」{span}の振り返りを公表しました"),
        text: "したこと、うまくいかなかったこと、これからすることを、計画のページに載せました。".to_owned(),
        page: house.url(&format!("/plan/{measure}")),
        at,
    }
}

/// The months of the plan that are closed, the newest first.
fn closed_months(house: &House, from: Date, today: Date) -> Vec<FeedEntry> {
    let mut entries = Vec::new();
    let mut next = today.first_of_month();
    while let Some(last) = next.yesterday().ok().filter(|last| *last >= from && entries.len() < MONTHS) {
        next = last.first_of_month();
        if closes_on(last) > today {
            continue;
        }
        let named = format!("{}年{}月", last.year(), last.month());
        entries.push(FeedEntry {
            id: tag(house, &format!("month/{}", last.strftime("%Y-%m"))),
            title: format!("{named}の数字が出ました"),
            text: format!("{named}に数えた数字を、計画のページとデータに加えました。"),
            page: house.url("/plan"),
            at: Moment::start_of(closes_on(last)),
        });
    }
    entries
}
