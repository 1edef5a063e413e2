//! What was handed in, for the chief information officer and the secretariat.

use super::parts;
use crate::pdca::calendar;
use crate::pdca::duties::{self, Duty};
use crate::pdca::rules::State;
use maud::{Markup, html};
use web::components::{Icon, button_row, empty_state, link_button, page_heading, resource, resource_list, section};
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

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    if !visit.may("plan.review") && !visit.may("plan.steer") {
        return Err(WebError::Forbidden);
    }
    let calendar = calendar::of(visit.house())?;
    let all = duties::all(visit.house()).await?;
    let waiting: Vec<&Duty> = all.iter().filter(|d| STAGES.iter().any(|(s, _)| *s == d.state)).collect();
    let title = "確認・決裁・公表";
    let main = html! {
        (page_heading("計画の振り返り", title, "窓口が提出した振り返りを、段階ごとに並べています。"))
        (button_row(html! { (link_button("期限を過ぎているもの", "/desk/plan/pdca/late").outline()) }))
        @if waiting.is_empty() {
            (empty_state(Icon::Check, "提出された振り返りは、まだありません", "窓口が提出すると、ここに並びます。", html! {}))
        }
        @for (state, what) in STAGES {
            @let here: Vec<&Duty> = waiting.iter().copied().filter(|d| d.state == state).collect();
            @if !here.is_empty() { (section(&format!("{what}（{}件）", here.len()), list(&visit, &here, calendar.remind_days()))) }
        }
        (parts::unconfirmed(calendar))
    };
    Ok(visit.page(title).desk().crumbs(&[("計画の振り返り", "/desk/plan/pdca")]).main(main))
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
