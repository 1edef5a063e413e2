//! `/plan/versions`: every text of the plan that holds, held or will hold, and why it was changed.

use crate::book::fold::{self, Change, Part};
use crate::book::records::{self, Proposal};
use crate::book::show::Teller;
use crate::book::{self, Measure, Plan};
use axum::extract::Path;
use kernel::Date;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, chip_label, description_list, disclosure, page_heading, resource, resource_list, section,
};
use web::texts::{Arg, rich};
use web::{Page, Visit, WebError};

fn teller(visit: &Visit) -> Teller<'_> {
    Teller { house: visit.house(), lang: visit.lang() }
}

fn number(n: i64) -> Arg<'static> {
    Arg::from(n.to_string())
}

pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    let today = visit.now().date();
    let (db, first) = (&visit.house().db, book::first(visit.house())?);
    let (history, versions) = (records::history(db).await?, records::decided(db).await?);
    let now = fold::on(&first, &versions, today).version;
    let title = visit.t("plan-versions-title");
    let changes = history.iter().filter_map(|p| Some(row(&visit, &first, p, p.n?, now, today)));
    let start = resource(visit.tf("plan-versions-n", &[("n", number(1))]), "/plan/versions/1")
        .icon(Icon::Document)
        .text(visit.t("plan-versions-first"))
        .meta(since(&visit, first.from))
        .status(chip(&visit, 1, first.from, now, today));
    let main = html! {
        (page_heading(&visit.t("plan-above-over"), &title, &visit.t("plan-versions-lead")))
        (resource_list(changes.chain([start])))
    };
    Ok(visit.page(title).crumbs(&[(&visit.t("plan-above-over"), "/plan")]).main(main))
}

fn since(visit: &Visit, day: Date) -> String {
    visit.tf("plan-versions-from", &[("day", Arg::from(teller(visit).day(day)))])
}

/// Whether a version is the newest that holds, is still to come, or has had later ones.
fn chip(visit: &Visit, n: i64, from: Date, now: i64, today: Date) -> Markup {
    if n == now {
        chip_label(Tone::Success, &visit.t("plan-versions-now"))
    } else if from > today {
        chip_label(Tone::Info, &visit.t("plan-versions-coming"))
    } else {
        chip_label(Tone::Neutral, &visit.t("plan-versions-past"))
    }
}

fn row(visit: &Visit, first: &Plan, p: &Proposal, n: i64, now: i64, today: Date) -> web::components::Resource {
    let parts: Vec<String> = p.change.parts().into_iter().map(|part| teller(visit).part_name(part)).collect();
    let text = visit.tf(
        "plan-versions-changed",
        &[("measure", Arg::from(name(visit, first, &p.measure))), ("parts", Arg::from(parts.join(visit_comma(visit))))],
    );
    resource(visit.tf("plan-versions-n", &[("n", number(n))]), format!("/plan/versions/{n}"))
        .icon(Icon::Document)
        .text(text)
        .meta(since(visit, p.from))
        .status(chip(visit, n, p.from, now, today))
}

fn visit_comma(visit: &Visit) -> &'static str {
    if visit.lang() == web::texts::Lang::En { ", " } else { "、" }
}

fn name(visit: &Visit, plan: &Plan, key: &str) -> String {
    plan.measure(key).map_or_else(|| key.to_owned(), |m| m.name.said(visit.lang()).to_owned())
}

pub(super) async fn one(visit: Visit, Path(n): Path<i64>) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let first = book::first(visit.house())?;
    let versions = records::decided(db).await?;
    let found = versions.iter().find(|v| v.n == n);
    let plan = match found {
        Some(version) => fold::at(&first, &versions, version),
        None if n == 1 => first.clone(),
        None => return Err(WebError::NotFound),
    };
    let proposal = records::history(db).await?.into_iter().find(|p| p.n == Some(n));
    let document = match proposal.as_ref().and_then(|p| p.approval) {
        Some(id) => approvals::status(db, id).await?.number,
        None => None,
    };
    let title = visit.tf("plan-versions-n", &[("n", number(n))]);
    let main = html! {
        (page_heading(&visit.t("plan-versions-title"), &title, &since(&visit, plan.from)))
        @match &proposal {
            Some(p) => { (what_changed(&visit, &first, p, document.as_deref())) }
            None => { p { (rich(&visit.t("plan-versions-first"))) } }
        }
        (section(&visit.t("plan-versions-whole"), whole(&visit, &plan, proposal.as_ref().map(|p| p.measure.as_str()))))
    };
    let (over, list) = (visit.t("plan-above-over"), visit.t("plan-versions-title"));
    Ok(visit.page(title).crumbs(&[(&over, "/plan"), (&list, "/plan/versions")]).main(main))
}

fn what_changed(visit: &Visit, first: &Plan, p: &Proposal, document: Option<&str>) -> Markup {
    let teller = teller(visit);
    let mut facts = description_list(visit.words()).item(
        visit.t("plan-versions-measure"),
        html! { a href=(format!("/plan/{}", p.measure)) { (rich(&name(visit, first, &p.measure))) } },
    );
    facts = facts.item(visit.t("plan-versions-why"), html! { p.prose { (p.why) } });
    if let Some(day) = p.decided_at {
        let number = document.map(|d| format!(" {d}")).unwrap_or_default();
        facts = facts.item(visit.t("plan-versions-decided"), html! { (teller.day(day.date())) (number) });
    }
    section(&visit.t("plan-book-changes"), html! { (facts) (teller.side_by_side(&p.before, &p.change)) })
}

/// The whole text, measure by measure; the changed one is open.
fn whole(visit: &Visit, plan: &Plan, changed: Option<&str>) -> Markup {
    html! {
        @for pillar in &plan.pillars {
            h3 { (rich(pillar.name.said(visit.lang()))) }
            @for measure in plan.measures.iter().filter(|m| m.pillar == pillar.key) {
                @if changed == Some(measure.key.as_str()) {
                    h4 { (rich(measure.name.said(visit.lang()))) }
                    (text(visit, measure))
                } @else {
                    (disclosure(measure.name.said(visit.lang()), text(visit, measure)))
                }
            }
        }
    }
}

fn text(visit: &Visit, measure: &Measure) -> Markup {
    let (teller, all) = (teller(visit), Change::whole(measure));
    let list = Part::ALL.into_iter().fold(description_list(visit.words()), |list, part| {
        list.item(teller.part_name(part), teller.list(&teller.lines(part, &all)))
    });
    html! { (list) }
}
