//! `/plan/{measure}`: one promise, its figures, its steps, its money, and who answers for it.

use super::{chart, cycle, say};
use crate::book::{self, Above, Measure, Plan};
use crate::counting::{self, Standing, mark};
use crate::pdca;
use axum::extract::Path;
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use town::Desk;
use web::components::{description_list, disclosure, page_heading, section, stat_tiles, table};
use web::texts::{plain, rich};
use web::{Page, Visit, WebError};

pub(super) async fn page(visit: Visit, Path(key): Path<String>) -> Result<Page, WebError> {
    let words = visit.words();
    let lang = visit.lang();
    let house = visit.house();
    let plan = book::on(house, visit.now().date()).await?;
    let measure = plan.measure(&key).ok_or(WebError::NotFound)?;
    let year = this_year(&plan, FiscalYear::of(visit.now().date()));
    let standing = counting::standing(house, &plan, measure, year).await?.for_public();
    let cycles = pdca::for_public(&house.db, &measure.key).await?;
    let pillar = plan.pillars.iter().find(|p| p.key == measure.pillar);
    let above = pillar.map_or("", |p| say::said(&p.name, lang));
    let title = say::said(&measure.name, lang).to_owned();
    let main = html! {
        (page_heading(above, &title, say::said(&measure.aim, lang)))
        (say::exact(&measure.name, lang))
        @if !(measure.verified && measure.aim_verified) { p { (say::unconfirmed(words)) " " (words.rich("plan-public-measure-unconfirmed")) } }
        (section(&words.t("plan-public-figures"), html! {
            @if standing.rows.is_empty() { p { (words.rich("plan-public-no-figures")) } }
            @else { p { (mark(words, standing.state)) @if let Some(share) = standing.share { " " (rich(&words.tf("plan-public-share", &[("n", percent(share).into())]))) } } }
            @for row in &standing.rows { (chart::whole(words, row, &plan, year)) }
            p.support-text { (words.rich("plan-public-delay")) }
            (disclosure(&words.t("plan-public-rules"), counting::rules(words)))
        }))
        (section(&words.t("plan-public-felt"), felt(&visit, &standing, year)))
        (cycle::all(words, &cycles))
        (milestones(&visit, measure))
        (budget(&visit, measure))
        (section(&words.t("plan-public-desk"), desks(&visit, measure)))
        (answers(&visit, &book::answered_by(house, measure)?))
        (section(&words.t("plan-public-voice"), voice(&visit, book::desk_of(house, measure))))
    };
    let crumb = words.t("plan-public-title");
    Ok(visit
        .page(plain(&title))
        .description(plain(say::said(&measure.aim, lang)))
        .crumbs(&[(&crumb, "/plan")])
        .main(main))
}

/// A share of the way in whole per cent, never beyond its ends.
fn percent(share: f64) -> String {
    format!("{:.0}", share.clamp(0.0, 1.0) * 100.0)
}

/// The fiscal year of today, or the plan's first or last.
pub(super) fn this_year(plan: &Plan, year: FiscalYear) -> FiscalYear {
    FiscalYear(year.0.clamp(plan.years.0.0, plan.years.1.0))
}

/// 「便利になりましたか」: the answers to the one question after each matter, of the town as a whole.
fn felt(visit: &Visit, standing: &Standing, year: FiscalYear) -> Markup {
    let words = visit.words();
    let shown = |row| Some(chart::this_year(words, row, chart::year_point(row, year)?));
    let tiles: Vec<_> = standing.felt.iter().filter_map(shown).collect();
    html! {
        p { (words.rich("plan-public-felt-text")) }
        @if tiles.is_empty() { p { (words.rich("plan-public-few-yet")) } } @else { (stat_tiles(tiles)) }
    }
}

fn milestones(visit: &Visit, measure: &Measure) -> Markup {
    let words = visit.words();
    if measure.milestones.is_empty() {
        return html! {};
    }
    let rows = measure.milestones.iter().map(|m| {
        [
            rich(&say::year(words, m.year)),
            html! { (say::spoken(&m.text, visit.lang())) @if !m.verified { " " (say::unconfirmed(words)) } },
        ]
    });
    let head = [words.t("plan-public-when"), words.t("plan-public-step")];
    let title = words.t("plan-public-steps");
    section(&title, html! { (table(&title, head).caption_hidden().rows(rows)) })
}

fn budget(visit: &Visit, measure: &Measure) -> Markup {
    let words = visit.words();
    if measure.budgets.is_empty() {
        return html! {};
    }
    let title = words.t("plan-public-budget");
    let known: Vec<_> = measure.budgets.iter().filter_map(|b| Some((b, b.yen?))).collect();
    if known.is_empty() {
        return section(&title, html! { p { (words.rich("plan-public-no-budget")) } });
    }
    let rows = known.into_iter().map(|(b, yen)| {
        [
            rich(&say::year(words, b.year)),
            html! { (visit.yen(kernel::Yen(yen))) @if !b.verified { " " (say::unconfirmed(words)) } },
        ]
    });
    let head = [words.t("plan-public-when"), words.t("plan-public-yen")];
    section(&title, html! { (table(&title, head).caption_hidden().rows(rows)) })
}

/// What of the plans above it answers.
fn answers(visit: &Visit, answered: &[(&Above, &book::Item)]) -> Markup {
    let words = visit.words();
    let lang = visit.lang();
    if answered.is_empty() {
        return html! {};
    }
    section(
        &words.t("plan-public-answers"),
        html! {
            ul {
                @for (above, item) in answered {
                    li {
                        (say::spoken(&above.name, lang)) " " (item.mark) " " (say::spoken(&item.name, lang))
                        @if !item.verified { " " (say::unconfirmed(words)) }
                    }
                }
            }
            p { a href="/plan/above" { (words.rich("plan-public-answers-all")) } }
        },
    )
}

fn desks(visit: &Visit, measure: &Measure) -> Markup {
    let words = visit.words();
    let named = |desk: &Desk| html! { (desk_name(visit, desk)) @if !desk.verified { " " (say::unconfirmed(words)) } };
    let organisation = &visit.house().town.organisation;
    let supporting: Vec<&Desk> = measure.supporting.iter().filter_map(|k| organisation.desk(k)).collect();
    let Some(desk) = book::desk_of(visit.house(), measure) else {
        return html! { p { (words.rich("plan-public-no-desk")) } };
    };
    let mut list = description_list(words).item(words.t("plan-public-answers-for"), named(desk));
    if !supporting.is_empty() {
        list = list
            .item(words.t("plan-public-supporting"), html! { ul { @for desk in supporting { li { (named(desk)) } } } });
    }
    html! { (list) }
}

fn desk_name(visit: &Visit, desk: &Desk) -> Markup {
    let lang = visit.lang();
    let full = desk.full_name();
    rich(say::of_three(lang, &full, desk.easy.as_deref(), desk.en.as_deref()))
}

/// How to be heard: telephone and counter of the desk, or of the office.
pub(super) fn voice(visit: &Visit, desk: Option<&Desk>) -> Markup {
    let words = visit.words();
    let town = &visit.house().town;
    let help = town.organisation.desk(&town.settings.help_desk);
    let desk = desk.filter(|d| d.phone.is_some()).or(help);
    let office = town.offices.main_on(visit.now().date());
    let phone = desk.and_then(|d| d.phone.clone()).map(|p| p.to_string());
    let phone = phone.or_else(|| office.map(|o| o.phone.to_string())).unwrap_or_default();
    let name = desk.map_or_else(String::new, |d| {
        let full = d.full_name();
        say::of_three(visit.lang(), &full, d.easy.as_deref(), d.en.as_deref()).to_owned()
    });
    html! { p { (rich(&words.tf("plan-public-voice-text", &[("desk", name.into()), ("phone", phone.into())]))) } }
}
