//! The pages that belong to no service: home, search, display settings, postcodes, the catalogue
//! of components, the files, and the sign of life.

use crate::components::{
    self, Icon, Resource, Tone, card, card_grid, chip_label, empty_state, hero, link_button, page_heading, resource,
    resource_list, search_box, section,
};
use crate::fields::HarmlessFields;
use crate::findable::Findable;
use crate::texts::{Lang, rich};
use crate::visit::display_from;
use crate::{Access, Entry, House, Page, Routes, Visit, WebError, assets, cookies};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;

pub(crate) fn routes(routes: &mut Routes) {
    routes.shared("/", home);
    routes.shared("/search", search);
    routes.post("/settings/display", Access::Public, set_display);
    routes.get("/postcodes/{code}", Access::Public, postcode);
    routes.shared("/design", design);
    routes.get("/assets/{hash}/{name}", Access::Public, asset);
    routes.get("/favicon.ico", Access::Public, favicon);
    routes.get("/robots.txt", Access::Public, robots);
    routes.get("/healthz", Access::Public, health);
    routes.get("/desk", Access::Staff, desk);
}

/// For how many seconds the list of what can be found may be old, as the pages themselves are.
const SECONDS: i64 = 5;

/// What can be found: what residents come for first, the house's own pages after it. Folding all
/// their words is most of a search, so it is done once for everybody.
async fn findable(visit: &Visit) -> Arc<Findable> {
    let (house, lang) = (visit.house(), visit.lang());
    let services = house.services.iter().map(|s| &s.room);
    let all = || Findable::of(services.chain(&house.rooms).flat_map(|r| (r.entries)(house, lang)).collect());
    let key = format!("web.findable.{}", lang.code());
    let Ok(found) = house.remember(key, SECONDS, async { Ok::<_, Infallible>(all()) }).await;
    found
}

async fn home(visit: Visit) -> Page {
    let words = visit.words();
    let greeting = words.tf("home-greeting", &[("town", visit.town_name().into())]);
    let findable = findable(&visit).await;
    let often = findable.all().filter(|e| e.on_home).map(|e| card(&e.title, &e.url).text(&e.summary));
    let main = html! {
        (hero(&greeting, &words.t("home-lead"), search_box(words, "home-q", "/search", &words.t("search-title"), "")))
        (section(&words.t("home-often"), card_grid(often)))
        (section(&words.t("home-help"), help(&visit)))
    };
    visit.page("").home().description(words.plain("home-lead")).main(main)
}

fn help(visit: &Visit) -> Markup {
    let words = visit.words();
    let office = visit.house().town.offices.main_on(visit.now().date());
    let phone = office.map(|o| o.phone.to_string()).unwrap_or_default();
    html! { p { (rich(&words.tf("home-help-text", &[("phone", phone.into())]))) } }
}

fn list<'e>(entries: impl Iterator<Item = &'e Entry>) -> Markup {
    let items: Vec<Resource> = entries.map(|e| resource(&e.title, &e.url).text(&e.summary)).collect();
    resource_list(items)
}

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    q: String,
}

async fn search(visit: Visit, Query(question): Query<Question>) -> Page {
    let words = visit.words();
    let asked: String = question.q.trim().chars().take(100).collect();
    let all = findable(&visit).await;
    let found = all.find(&asked);
    let title = words.t("search-title");
    let main = html! {
        (page_heading("", &title, ""))
        (search_box(words, "q", "/search", &words.t("search-title"), &asked))
        @if asked.is_empty() {
            p { (words.rich("search-empty")) }
        } @else if found.is_empty() {
            (empty_state(Icon::Search, &words.tf("search-none", &[("q", asked.clone().into())]), &words.t("search-none-next"),
                html! { (link_button(words.t("menu-procedures"), "/procedures")) }))
        } @else {
            p role="status" { (rich(&words.tf("search-count", &[("n", found.len().into())]))) }
            (list(found.into_iter()))
        }
    };
    visit.page(title).crumbs(&[]).main(main)
}

async fn set_display(visit: Visit, HarmlessFields(form): HarmlessFields) -> Response {
    let lang = Lang::from_code(form.text("lang")).unwrap_or(visit.lang());
    let now = visit.display();
    let or = |name: &str, present: &str| if form.has(name) { form.text(name).to_owned() } else { present.to_owned() };
    let display = display_from(
        &or("size", now.size.code()),
        &or("contrast", if now.high_contrast { "high" } else { "normal" }),
        &or("furigana", if now.furigana { "on" } else { "off" }),
    );
    visit.set_cookie(cookies::view_cookie(lang, display, visit.secure()));
    visit.see_other(form.text("return"))
}

async fn postcode(State(house): State<House>, Path(code): Path<String>) -> Response {
    let areas = house.town.postcodes.find(&code);
    let found: Vec<serde_json::Value> = areas
        .iter()
        .map(|a| serde_json::json!({ "prefecture": a.prefecture, "city": a.city, "town": a.town }))
        .collect();
    ([(header::CONTENT_TYPE, "application/json")], serde_json::Value::from(found).to_string()).into_response()
}

async fn design(visit: Visit) -> Page {
    let main = components::catalogue(&visit.house().texts, visit.lang());
    visit.page(visit.t("menu-design")).crumbs(&[]).main(main)
}

async fn asset(Path((hash, name)): Path<(String, String)>) -> Response {
    match assets::find(&hash, &name) {
        Some(a) => ([(header::CONTENT_TYPE, a.content_type), (header::CACHE_CONTROL, a.cache_control)], a.bytes)
            .into_response(),
        None => WebError::NotFound.into_response(),
    }
}

async fn favicon() -> Response {
    let mark = assets::href("favicon.svg").and_then(|h| {
        let mut parts = h.split('/').skip(2).map(str::to_owned);
        assets::find(&parts.next()?, &parts.next()?)
    });
    match mark {
        Some(a) => {
            ([(header::CONTENT_TYPE, a.content_type), (header::CACHE_CONTROL, "public, max-age=86400")], a.bytes)
                .into_response()
        }
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

async fn robots(State(house): State<House>) -> Response {
    let text =
        if house.demo { "User-agent: *\nDisallow: /\n" } else { "User-agent: *\nDisallow: /my/\nDisallow: /desk/\n" };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

async fn health(State(house): State<House>) -> Response {
    match house.db.ping().await {
        Ok(()) => "ok\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response(),
    }
}

/// The officers' first page: what waits for this officer, then all their places.
async fn desk(visit: Visit) -> Result<Page, WebError> {
    let mut waiting = Vec::new();
    let all: Vec<&crate::Today> = visit.house().all_rooms().flat_map(|r| r.today).collect();
    // What most officers open first stands highest in the house.
    for place in all.into_iter().rev().filter(|t| visit.may(t.permission)) {
        let found = (place.waiting)(visit.clone()).await?;
        if found.count > 0 {
            waiting.push((place.path, found));
        }
    }
    waiting.sort_by_key(|(_, w)| w.late == 0);
    let links: Vec<Resource> =
        visit.house().desk_links().filter(|l| visit.may(l.permission)).map(|l| resource(l.label, l.path)).collect();
    let main = html! {
        (page_heading("", "今日の仕事", ""))
        @if waiting.is_empty() {
            (empty_state(Icon::Check, "いま、待っている仕事はありません", "届くと、ここに並びます。", html! {}))
        } @else {
            (resource_list(waiting.iter().map(|(path, w)| waits(path, w))))
        }
        (section("仕事の場所", resource_list(links)))
    };
    Ok(visit.page("今日の仕事").desk().main(main))
}

fn waits(path: &str, waiting: &crate::Waiting) -> Resource {
    let line = resource(format!("{}　{}件", waiting.what, waiting.count), path);
    match waiting.late {
        0 => line,
        late => line.status(chip_label(Tone::Error, &format!("期限を過ぎたもの {late}件"))),
    }
}
