//! The plan and its figures as data for everybody.

use super::opened;
use crate::book::{self, Measure, Plan, Use, Words as Named};
use crate::open;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::fiscal::FiscalYear;
use serde::Deserialize;
use serde_json::{Value, json};
use web::components::{page_heading, resource, resource_list, section};
use web::texts::{Lang, plain, rich, with_reading};
use web::{Page, Visit, WebError};

pub(super) const JSON: &str = "application/json";
pub(super) const CSV: &str = "text/csv; charset=utf-8";

#[derive(Deserialize)]
pub(super) struct Wanted {
    year: Option<i16>,
}

impl Wanted {
    fn year(&self) -> Option<FiscalYear> {
        self.year.filter(|y| (2000..2100).contains(y)).map(FiscalYear)
    }
}

/// The files, and what may be done with them.
pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    let words = visit.words();
    let file = |key: &str, href: &str| {
        resource(words.t(&format!("plan-public-file-{key}")), href)
            .text(words.t(&format!("plan-public-file-{key}-text")))
    };
    let licence = visit.house().town.settings.licence.as_ref();
    let title = words.t("plan-public-data");
    let main = maud::html! {
        (page_heading("", &title, &words.t("plan-public-data-lead")))
        (resource_list([
            file("csv", "/plan/figures.csv"),
            file("json", "/plan/figures.json"),
            file("plan", "/plan/plan.json"),
            file("dcat", "/plan/dcat.json"),
            file("atom", "/plan/feed.atom"),
            file("api", "/developers"),
        ]))
        (section(&words.t("plan-public-licence"), maud::html! {
            @if let Some(licence) = licence {
                p { a href=(licence.url) { (licence.name) } @if !licence.verified { " " (super::say::unconfirmed(words)) } }
                @if !licence.verified { p { (words.rich("plan-public-licence-unconfirmed")) } }
            } @else { p { (rich(&words.t("plan-public-licence-none"))) } }
            p { (words.rich("plan-public-closed-only")) }
        }))
    };
    let crumb = words.t("plan-public-title");
    Ok(visit.page(plain(&title)).crumbs(&[(&crumb, "/plan")]).main(main))
}

/// The figures of the open interface with the measures that use them.
pub(super) async fn csv(visit: Visit, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Result<Response, WebError> {
    let today = visit.now().date();
    let plan = book::on(visit.house(), today).await?;
    let figures = open::of_year(visit.house(), today, wanted.year()).await?;
    Ok(opened(&headers, CSV, table(&plan, &figures)))
}

fn table(plan: &Plan, figures: &open::Figures) -> String {
    let mut text = open::line(&[&open::HEAD[..], &["measures", "target"]].concat());
    let year = FiscalYear(figures.year);
    for item in &figures.items {
        let measures = users(plan, &item.key);
        let keys: Vec<&str> = measures.iter().map(|(m, _)| m.key.as_str()).collect();
        let target = measures.first().and_then(|(_, u)| u.targets.get(&year)).map(f64::to_string).unwrap_or_default();
        for mut cells in open::lines(figures, item) {
            // The target is the year's, so it stands in the line of the year.
            let of_year = cells.get(3).is_some_and(|period| period.contains('/'));
            cells.extend([keys.join(" "), if of_year { target.clone() } else { String::new() }]);
            text.push_str(&open::line(&cells));
        }
    }
    text
}

/// The measures that use a figure, and how.
fn users<'p>(plan: &'p Plan, key: &str) -> Vec<(&'p Measure, &'p Use)> {
    let used = |m: &'p Measure| m.indicators.iter().find(|u| u.key == key).map(|u| (m, u));
    plan.measures.iter().filter_map(used).collect()
}

pub(super) async fn figures_json(
    visit: Visit,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let today = visit.now().date();
    let plan = book::on(visit.house(), today).await?;
    let figures = open::of_year(visit.house(), today, wanted.year()).await?;
    let measures = plan
        .measures
        .iter()
        .map(|m| json!({ "key": m.key, "figures": m.indicators.iter().map(usage).collect::<Vec<_>>() }));
    let mut all = serde_json::to_value(&*figures).map_err(|e| WebError::Internal(e.to_string()))?;
    all["measures"] = measures.collect();
    Ok(opened(&headers, JSON, format!("{all:#}\n")))
}

pub(super) async fn plan_json(visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let house = visit.house();
    let plan = book::on(house, visit.now().date()).await?;
    Ok(opened(&headers, JSON, format!("{:#}\n", told(house, &plan))))
}

fn told(house: &web::House, plan: &Plan) -> Value {
    let skeleton = &house.town.plan;
    let licence = house.town.settings.licence.as_ref();
    json!({
        "title": skeleton.title,
        "vision": skeleton.vision,
        "policy": skeleton.policy,
        "source": skeleton.source,
        "version": plan.version,
        "valid_from": plan.from.to_string(),
        "years": { "first": plan.years.0.0, "last": plan.years.1.0 },
        "licence": { "value": licence.map(|l| &l.name), "url": licence.map(|l| &l.url), "verified": licence.is_some_and(|l| l.verified) },
        "pillars": plan.pillars.iter().map(|p| json!({ "key": p.key, "name": three(&p.name) })).collect::<Vec<_>>(),
        "measures": plan.measures.iter().map(|m| measure(house, m)).collect::<Vec<_>>(),
    })
}

fn measure(house: &web::House, m: &Measure) -> Value {
    let desk = |key: &String| {
        let name = house.town.organisation.desk(key).map(town::Desk::full_name);
        json!({ "key": key, "name": name })
    };
    json!({
        "key": m.key,
        "pillar": m.pillar,
        "name": three(&m.name),
        "aim": three(&m.aim),
        "page": house.url(&format!("/plan/{}", m.key)),
        "desk": m.desk.as_ref().map(desk),
        "supporting": m.supporting.iter().map(desk).collect::<Vec<_>>(),
        "milestones": m.milestones.iter().map(|s| json!({ "year": s.year.0, "text": three(&s.text), "verified": s.verified })).collect::<Vec<_>>(),
        "budgets": m.budgets.iter().map(|b| json!({ "year": b.year.0, "yen": b.yen, "verified": b.verified })).collect::<Vec<_>>(),
        "figures": m.indicators.iter().map(usage).collect::<Vec<_>>(),
        "answers": m.answers.iter().map(|(plan, item)| json!({ "plan": plan, "item": item })).collect::<Vec<_>>(),
        "verified": m.verified,
    })
}

/// How a measure uses a figure.
fn usage(u: &Use) -> Value {
    let direction = match u.direction {
        book::Direction::Up => "up",
        book::Direction::Down => "down",
    };
    json!({
        "key": u.key,
        "starts_when": u.starts_when.as_ref().map(three),
        "direction": direction,
        "baseline": u.baseline,
        "baseline_year": u.baseline_year.map(|y| y.0),
        "targets": u.targets.iter().map(|(y, t)| json!({ "year": y.0, "value": t })).collect::<Vec<_>>(),
        "verified": u.verified,
    })
}

fn three(words: &Named) -> Value {
    let easy = words.easy.as_deref().map(with_reading);
    json!({ Lang::Ja.code(): plain(&words.ja), Lang::Easy.code(): easy, Lang::En.code(): words.en })
}
