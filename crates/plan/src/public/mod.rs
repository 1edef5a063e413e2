//! What everybody sees of the plan: pages, the yearly report, open data, a feed, and the answer to
//! the yearly questions of country and prefecture.
//!
//! **Who uses it.** A resident who wants to know what the town promised and whether it came; a
//! councillor with the report in print; a journalist or programmer with the data; the planning desk
//! that has to answer the country once a year. Nobody types a figure: they come from the records of
//! the services, and where nothing is counted yet the page says so.
//!
//! **Pages.** `/plan`, `/plan/{measure}`, `/plan/report/{year}.pdf`, `/plan/data` with
//! `figures.csv`, `figures.json`, `plan.json`, `dcat.json`, `feed.atom`; `/desk/plan/return`.
//!
//! **Small groups.** Closed months follow [`crate::disclosure`]. Of the running month only the
//! count of the town as a whole is shown: that one more came in says nothing of whom.

mod chart;
mod cycle;
mod data;
mod dcat;
mod feed;
mod live;
mod measure;
mod overview;
mod report;
mod returns;
mod returns_desk;
mod say;
mod sheet;
#[cfg(test)]
mod tests;

use axum::http::HeaderMap;
use axum::response::Response;
use web::texts::Lang;
use web::{Access, Entry, House, Routes};

pub(crate) use returns::check;

/// Open data of closed months hardly change.
const CACHE: &str = "public, max-age=600";

pub(crate) fn routes(routes: &mut Routes) {
    routes.shared("/plan", overview::page);
    routes.shared("/plan/{measure}", measure::page);
    routes.shared("/plan/data", data::page);
    routes.get("/plan/figures.csv", Access::Public, data::csv);
    routes.get("/plan/figures.json", Access::Public, data::figures_json);
    routes.get("/plan/plan.json", Access::Public, data::plan_json);
    routes.get("/plan/dcat.json", Access::Public, dcat::file);
    routes.get("/plan/feed.atom", Access::Public, feed::atom);
    routes.get("/plan/report/{file}", Access::Public, report::file);
    routes.get("/desk/plan/return", Access::May("plan.see"), returns_desk::all);
    routes.get("/desk/plan/return/{list}/{file}", Access::May("plan.see"), returns_desk::one);
}

/// What the home page and the search know of the plan.
pub(crate) fn entries(house: &House, lang: Lang) -> Vec<Entry> {
    let words = house.texts.words(lang);
    let more =
        ["計画", "DX", "DX計画", "進み具合", "目標", "数字", "指標", "予算", "報告", "けいかく", "plan", "figures"];
    let whole = Entry {
        title: words.plain("plan-public-title"),
        summary: words.plain("plan-public-entry"),
        url: "/plan".to_owned(),
        words: more.map(str::to_owned).to_vec(),
        on_home: true,
    };
    let measure = |m: &town::Measure| Entry {
        title: say::of_three(lang, &m.name, m.easy.as_deref(), m.en.as_deref()).to_owned(),
        summary: words.plain("plan-public-entry-measure"),
        url: format!("/plan/{}", m.key),
        words: vec![m.name.clone()],
        on_home: false,
    };
    std::iter::once(whole).chain(house.town.plan.measures.iter().map(measure)).collect()
}

/// A file of open data, answered only once to whoever has it already.
fn opened(headers: &HeaderMap, media: &'static str, text: String) -> Response {
    web::api::conditional(headers, media, CACHE, text)
}
