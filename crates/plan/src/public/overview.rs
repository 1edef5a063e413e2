//! `/plan`: what the town promised, in plain words, and how far it is.

use super::{chart, live, say};
use crate::book::{self, Measure, Pillar, Plan};
use crate::counting::{self, PillarStanding, State, UseStanding, mark};
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use store::StoreError;
use web::components::{
    Icon, Resource, button_row, description_list, disclosure, link_button, page_heading, resource, resource_list,
    section, stat_tiles,
};
use web::texts::{Lang, rich};
use web::{House, Page, Visit, WebError};

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    let words = visit.words();
    let house = visit.house();
    let plan = book::on(house, visit.now().date()).await?;
    let year = super::measure::this_year(&plan, FiscalYear::of(visit.now().date()));
    let live = live::received(house, &plan, year).await?;
    let standings = standings(house, &plan, year).await?;
    let title = words.t("plan-public-title");
    let main = html! {
        (page_heading(&visit.house().town.plan.title, &title, &words.t("plan-public-lead")))
        (vision(&visit, &plan))
        (section(&words.t("plan-public-now"), html! {
            (running(&visit, live.as_ref(), year))
            (together(&visit, &standings))
        }))
        @for pillar in &plan.pillars { (pillar_of(&visit, pillar, &standings)) }
        (section(&words.t("plan-public-more"), more(&visit, &plan)))
        (section(&words.t("plan-public-voice"), super::measure::voice(&visit, None)))
    };
    Ok(visit.page(title).description(words.plain("plan-public-entry")).crumbs(&[]).main(main))
}

/// The guiding words are the town's own and stay Japanese.
fn vision(visit: &Visit, plan: &Plan) -> Markup {
    let words = visit.words();
    let skeleton = &visit.house().town.plan;
    let (first, last) = plan.years;
    let period = words
        .tf("plan-public-years", &[("from", say::year(words, first).into()), ("to", say::year(words, last).into())]);
    let facts = description_list(words)
        .item(words.t("plan-public-vision"), html! { span lang="ja" { (skeleton.vision) } })
        .item(words.t("plan-public-period"), rich(&period))
        .item(
            words.t("plan-public-size"),
            rich(&words.tf(
                "plan-public-counted",
                &[("pillars", plan.pillars.len().into()), ("measures", plan.measures.len().into())],
            )),
        );
    html! {
        (facts)
        @if let Some(policy) = &skeleton.policy {
            (disclosure(&words.t("plan-public-policy"), html! { p lang="ja" { (policy) } }))
        }
    }
}

/// How each measure stands, by its key, as everybody may see it.
type Standings<'p> = Vec<(&'p Measure, State)>;

async fn standings<'p>(house: &House, plan: &'p Plan, year: FiscalYear) -> Result<Standings<'p>, StoreError> {
    let mut all = Vec::new();
    for measure in &plan.measures {
        all.push((measure, counting::standing(house, plan, measure, year).await?.for_public().state));
    }
    Ok(all)
}

/// What came in since the year began: the one figure in which every resident has a part.
fn running(visit: &Visit, live: Option<&UseStanding>, year: FiscalYear) -> Markup {
    let words = visit.words();
    let Some(live) = live else { return html! {} };
    html! {
        @if let Some(point) = chart::year_point(live, year) {
            (stat_tiles([chart::this_year(words, live, point)]))
            p.support-text { (words.rich("plan-public-delay")) }
        } @else { p { (words.rich("plan-public-few-yet")) } }
    }
}

/// How many measures stand how, in words, shape and colour.
fn together(visit: &Visit, standings: &Standings<'_>) -> Markup {
    let words = visit.words();
    let pillar = PillarStanding::of(standings.iter().map(|(_, state)| *state));
    html! {
        p { (rich(&words.tf("plan-public-together", &[("n", standings.len().into())]))) }
        ul.plan-states {
            @for (state, n) in pillar.counts { li { (mark(words, state)) " " (rich(&words.tf("plan-public-of", &[("n", n.into())]))) } }
        }
        (disclosure(&words.t("plan-public-rules"), counting::rules(words)))
    }
}

fn pillar_of(visit: &Visit, pillar: &Pillar, standings: &Standings<'_>) -> Markup {
    let lang = visit.lang();
    let skeleton = visit.house().town.plan.pillar(&pillar.key);
    let told = skeleton.filter(|_| lang == Lang::Ja);
    let own = |(m, _): &&(&Measure, State)| m.pillar == pillar.key;
    let state = PillarStanding::of(standings.iter().filter(own).map(|(_, state)| *state)).state;
    let lines = standings.iter().filter(own).map(|(m, state)| line(visit, m, *state));
    section(
        say::said(&pillar.name, lang),
        html! {
            (say::exact(&pillar.name, lang))
            @if let Some(headline) = told.and_then(|p| p.headline.as_ref()) { p { strong { (headline) } } }
            @if let Some(text) = told.and_then(|p| p.text.as_ref()) { p { (text) } }
            p { (mark(visit.words(), state)) }
            (resource_list(lines))
        },
    )
}

fn line(visit: &Visit, measure: &Measure, state: State) -> Resource {
    let lang = visit.lang();
    let exact = if say::said(&measure.name, lang) == measure.name.ja {
        String::new()
    } else {
        format!("「{}」", measure.name.ja)
    };
    resource(say::said(&measure.name, lang), format!("/plan/{}", measure.key))
        .text(say::said(&measure.aim, lang))
        .meta(exact)
        .status(mark(visit.words(), state))
}

fn more(visit: &Visit, plan: &Plan) -> Markup {
    let words = visit.words();
    let year = FiscalYear::of(visit.now().date()).0.clamp(plan.years.0.0, plan.years.1.0);
    button_row(html! {
        (link_button(words.t("plan-public-report"), format!("/plan/report/{year}.pdf")).outline().icon(Icon::Document))
        (link_button(words.t("plan-public-data"), "/plan/data").outline())
        (link_button(words.t("plan-public-above"), "/plan/above").outline())
        (link_button(words.t("plan-public-versions"), "/plan/versions").text())
        (link_button(words.t("plan-public-feed"), "/plan/feed.atom").text())
    })
}
