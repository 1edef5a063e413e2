//! What was handed in, for the chief information officer and the secretariat.

use super::{of, parts, together};
use crate::pdca::calendar;
use crate::pdca::duties::{self, Duty};
use crate::pdca::rules::{Event, State};
use axum::extract::Query;
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Choice, Icon, Tone, button_row, empty_state, error_summary, link_button, notification_banner, page_heading,
    resource, resource_list, section,
};
use web::{Page, Visit, WebError};

/// The stages after the desk, in their order, with what is done there.
const STAGES: [(State, &str); 6] = [
    (State::Submitted, "最高情報責任者が確認する"),
    (State::Reviewed, "本部会議で話し合う"),
    (State::Discussed, "外部の専門家の助言を受ける"),
    (State::Advised, "起案して決裁に回す"),
    (State::Deciding, "決裁中"),
    (State::Approved, "公表する"),
];

/// What several turns at once came to.
#[derive(Deserialize, Default)]
pub(super) struct Told {
    #[serde(default)]
    pub(super) done: u32,
    #[serde(default)]
    pub(super) passed_by: u32,
    #[serde(skip)]
    pub(super) wrong: Vec<(&'static str, String)>,
    #[serde(skip)]
    pub(super) event: Option<Event>,
}

pub(super) async fn page(visit: Visit, Query(told): Query<Told>) -> Result<Page, WebError> {
    show(&visit, &told).await
}

pub(super) async fn show(visit: &Visit, told: &Told) -> Result<Page, WebError> {
    if !visit.may("plan.review") && !visit.may("plan.steer") {
        return Err(WebError::Forbidden);
    }
    let calendar = calendar::of(visit.house())?;
    let all = duties::all(visit.house()).await?;
    let waiting: Vec<&Duty> = all.iter().filter(|d| STAGES.iter().any(|(s, _)| *s == d.state)).collect();
    let title = "確認・決裁・公表";
    let main = html! {
        (error_summary(visit.words(), &told.wrong))
        (outcome(visit, told))
        (page_heading("計画の振り返り", title, "窓口が提出した振り返りを、段階ごとに並べています。"))
        (button_row(html! { (link_button("期限を過ぎているもの", "/desk/plan/pdca/late").outline()) }))
        @if waiting.is_empty() {
            (empty_state(Icon::Check, "提出された振り返りは、まだありません", "窓口が提出すると、ここに並びます。", html! {}))
        }
        @for (state, what) in STAGES {
            @let here: Vec<&Duty> = waiting.iter().copied().filter(|d| d.state == state).collect();
            @if !here.is_empty() {
                (section(&format!("{what}（{}件）", here.len()), html! {
                    (list(visit, &here, calendar.remind_days()))
                    (together::offer(visit, state, &choices(&here), wrong_here(told, state)))
                }))
            }
        }
        (parts::unconfirmed(calendar))
    };
    let page = visit.page(title).desk().crumbs(&[("計画の振り返り", "/desk/plan/pdca")]).main(main);
    Ok(if told.wrong.is_empty() { page } else { page.failed() })
}

fn outcome(visit: &Visit, told: &Told) -> Markup {
    html! {
        @if told.done > 0 {
            (notification_banner(visit.words(), Tone::Success, format!("{}件を進めました", told.done)).announced())
        }
        @if told.passed_by > 0 {
            (notification_banner(visit.words(), Tone::Warning, format!("{}件は、その間に様子が変わったので進めていません", told.passed_by)))
        }
    }
}

fn wrong_here(told: &Told, state: State) -> Option<&str> {
    let event = told.event.filter(|e| together::event_of(state) == Some(*e))?;
    of(&told.wrong, event.field())
}

/// The lines of a stage as choices: label, and what the form names it by.
fn choices(duties: &[&Duty]) -> Vec<(Choice, String)> {
    let one = |d: &&Duty| {
        let version = d.cycle.as_ref().map_or(0, |c| c.version);
        let value = format!("{}/{}/{version}", d.place.measure.key, d.place.span.key());
        (Choice::new(value.clone(), format!("{}（{}）", d.place.name(), d.place.span)), value)
    };
    duties.iter().map(one).collect()
}

fn list(visit: &Visit, duties: &[&Duty], soon: i64) -> Markup {
    let today = visit.now().date();
    let action = |d: &Duty| {
        let said = d.cycle.as_ref().map(|c| &c.said);
        said.and_then(|s| s.action.map(|a| format!("これから: {}", a.label()))).unwrap_or_default()
    };
    resource_list(duties.iter().map(|d| {
        resource(format!("{}（{}）", d.place.name(), d.place.span), d.place.path())
            .text(action(d))
            .meta(parts::due_words(d.due, today))
            .status(parts::due_chip(d, today, soon))
    }))
}
