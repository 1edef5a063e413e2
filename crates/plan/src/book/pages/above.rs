//! `/plan/above`: which of ours answers which item of the plans above, and what nothing answers.

use crate::book::show::Teller;
use crate::book::{self, Above, Counterpart, Counterparts, Level};
use axum::extract::Path;
use maud::{Markup, html};
use web::components::{Icon, empty_state, page_heading, resource, resource_list, section, table};
use web::texts::{Arg, rich};
use web::{Page, Visit, WebError};

fn teller(visit: &Visit) -> Teller<'_> {
    Teller { house: visit.house(), lang: visit.lang() }
}

pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    let plan = book::on(visit.house(), visit.now().date()).await?;
    let all = book::counterparts(visit.house(), &plan)?;
    let title = visit.t("plan-above-title");
    let main = html! {
        (page_heading(&visit.t("plan-above-over"), &title, &visit.t("plan-above-lead")))
        @if all.is_empty() {
            (empty_state(Icon::Mountain, &visit.t("plan-above-none"), &visit.t("plan-above-none-text"), html! {}))
        }
        @for level in [Level::Nation, Level::Prefecture, Level::Town] {
            @let of_level: Vec<_> = all.iter().filter(|c| c.above.level == level).collect();
            @if !of_level.is_empty() {
                (section(&visit.t(level_key(level)), resource_list(of_level.into_iter().map(|c| row(&visit, c)))))
            }
        }
    };
    Ok(visit.page(title).crumbs(&[(&visit.t("plan-above-over"), "/plan")]).main(main))
}

const fn level_key(level: Level) -> &'static str {
    match level {
        Level::Nation => "plan-above-nation",
        Level::Prefecture => "plan-above-prefecture",
        Level::Town => "plan-above-town",
    }
}

fn row(visit: &Visit, one: &Counterparts<'_>) -> web::components::Resource {
    let link = format!("/plan/above/{}", one.above.key);
    let row = resource(one.above.name.said(visit.lang()), link).icon(Icon::Mountain).text(answered(visit, one));
    if one.above.verified && !one.items.is_empty() { row } else { row.status(teller(visit).unconfirmed()) }
}

/// How many of its items have a counterpart, in one sentence.
fn answered(visit: &Visit, one: &Counterparts<'_>) -> String {
    if one.items.is_empty() {
        return visit.t("plan-above-unknown-items");
    }
    let number = |n: usize| Arg::from(n.to_string());
    let (all, gaps) = (one.items.len(), one.gaps());
    let key = if gaps == 0 { "plan-above-all-answered" } else { "plan-above-some-answered" };
    visit.tf(key, &[("all", number(all)), ("answered", number(all - gaps)), ("gaps", number(gaps))])
}

pub(super) async fn one(visit: Visit, Path(key): Path<String>) -> Result<Page, WebError> {
    let plan = book::on(visit.house(), visit.now().date()).await?;
    let all = book::counterparts(visit.house(), &plan)?;
    let found = all.iter().find(|c| c.above.key == key).ok_or(WebError::NotFound)?;
    let title = found.above.name.said(visit.lang()).to_owned();
    let main = html! {
        (page_heading(&visit.t(level_key(found.above.level)), &title, &answered(&visit, found)))
        (facts(&visit, found.above))
        @if found.items.is_empty() {
            (empty_state(Icon::Mountain, &visit.t("plan-above-unknown-items"), &visit.t("plan-above-unknown-text"), html! {}))
        } @else {
            (section(&visit.t("plan-above-answers"), html! {
                p.support-text { (rich(&visit.t("plan-above-proposal"))) }
                (items(&visit, found))
            }))
        }
    };
    let over = visit.t("plan-above-over");
    let list = visit.t("plan-above-title");
    Ok(visit.page(web::texts::plain(&title)).crumbs(&[(&over, "/plan"), (&list, "/plan/above")]).main(main))
}

fn facts(visit: &Visit, above: &Above) -> Markup {
    let teller = teller(visit);
    let (from, until) = (above.years.0.map(|y| teller.year(y)), above.years.1.map(|y| teller.year(y)));
    let years = (from.is_some() || until.is_some())
        .then(|| format!("{}〜{}", from.unwrap_or_default(), until.unwrap_or_default()));
    html! {
        @if let Some(note) = &above.note { p { (rich(note.said(visit.lang()))) } }
        @if let Some(years) = years { p { (rich(&visit.tf("plan-above-years", &[("years", Arg::from(years))]))) } }
        p.support-text {
            @if let Some(source) = &above.source { (rich(&visit.tf("plan-above-source", &[("source", Arg::from(source.as_str()))]))) }
            @if !above.verified { " " (teller.unconfirmed()) }
        }
    }
}

fn items(visit: &Visit, one: &Counterparts<'_>) -> Markup {
    let head = [visit.t("plan-above-item"), visit.t("plan-above-ours")];
    let rows = one.items.iter().map(|found| [item(visit, found), ours(visit, found)]);
    html! { (table(visit.t("plan-above-answers"), head).rows(rows).caption_hidden()) }
}

fn item(visit: &Visit, found: &Counterpart<'_>) -> Markup {
    html! {
        (found.item.mark) (rich(found.item.name.said(visit.lang())))
        @if !found.item.verified { " " (teller(visit).unconfirmed()) }
        @if let Some(source) = &found.item.source { p.support-text { (rich(&visit.tf("plan-above-source", &[("source", Arg::from(source.as_str()))]))) } }
    }
}

fn ours(visit: &Visit, found: &Counterpart<'_>) -> Markup {
    html! {
        @if found.measures.is_empty() {
            strong { (rich(&visit.t("plan-above-gap"))) }
        } @else {
            ul { @for measure in &found.measures {
                li { a href=(format!("/plan/{}", measure.key)) { (rich(measure.name.said(visit.lang()))) } }
            } }
        }
        @if let Some(note) = &found.item.note { p.support-text { (rich(note.said(visit.lang()))) } }
    }
}
