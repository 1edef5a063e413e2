//! A cycle on a sheet of A4, for the council and for the meeting.

use super::{Open, parts};
use crate::pdca::records;
use crate::pdca::rules::{Action, Event};
use crate::pdca::sheet::{self, Sheet};
use crate::pdca::words;
use axum::extract::Path;
use kernel::era::date_label;
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use web::components::{
    button_row, description_list, disclosure, link_button, page_heading, print_button, section, table,
};
use web::{Page, Visit, WebError};

pub(super) async fn page(visit: Visit, Path((measure, span)): Path<(String, String)>) -> Result<Page, WebError> {
    let open = Open::find(&visit, &measure, &span).await?;
    let sheet = sheet::of(visit.house(), &open.place, &open.cycle).await?;
    let turns = records::turns(&visit.house().db, open.cycle.id).await?;
    let said = turns.iter().filter(|t| matches!(t.event, Event::Review | Event::Discuss | Event::Advise));
    let opinions = said.filter(|t| !t.words.is_empty());
    let state = format!("{}（{}）", open.cycle.state.label(), date_label(visit.now().date()));
    let main = html! {
        (button_row(html! { (print_button(visit.words())) (link_button("戻る", open.place.path()).text()) }))
        (page_heading(&format!("計画と振り返り　{}", open.place.span), &sheet.name, ""))
        (head(&visit, &sheet, &state))
        (section("計画", plan(&sheet)))
        (section("したこと", done(&sheet)))
        (section("数字", parts::figures_table(&visit, "数字", &sheet.figures)))
        (section("振り返り", look_back(&visit, &sheet)))
        @for turn in opinions {
            (section(turn.event.label(), html! { p.support-text { (date_label(turn.at.date())) } (paragraphs(&turn.words)) }))
        }
    };
    let crumbs = open.crumbs();
    let crumbs: Vec<(&str, &str)> = crumbs.iter().map(|(n, p)| (n.as_str(), p.as_str())).collect();
    Ok(visit.page(open.above()).desk().crumbs(&crumbs).main(main))
}

/// What a desk handed in about a measure for this year and the last: what an adviser from outside
/// speaks about before it is published.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn handed_in(visit: &Visit, measure: &str) -> Result<Markup, WebError> {
    let (db, year) = (&visit.house().db, FiscalYear::of(visit.now().date()));
    let mut sheets = Vec::new();
    for cycle in records::of_measure(db, measure).await?.into_iter().filter(|c| c.span.year >= year.previous()) {
        if let Some(sheet) = sheet::handed_in(db, &cycle).await? {
            sheets.push((format!("{}（{}）", cycle.span, cycle.state.label()), sheet));
        }
    }
    Ok(section(
        "計画と振り返り",
        html! {
            @if sheets.is_empty() { p { "担当の課から出た計画と振り返りは、まだありません。出ると、ここで読めます。" } }
            @for (title, sheet) in &sheets {
                (disclosure(title, html! { h3 { "計画" } (plan(sheet)) h3 { "したこと" } (done(sheet)) h3 { "振り返り" } (look_back(visit, sheet)) }))
            }
        },
    ))
}

fn head(visit: &Visit, sheet: &Sheet, state: &str) -> Markup {
    let list = description_list(visit.words())
        .item("担当", html! { (sheet.desk) })
        .item("様子", html! { (state) })
        .item("予算", html! { (words::budget(sheet.budget)) });
    html! { (list) }
}

fn plan(sheet: &Sheet) -> Markup {
    let rows = sheet
        .steps
        .iter()
        .map(|s| [html! { (s.words) }, html! { (s.owner) }, html! { (words::step_state(s.due, s.done_on)) }]);
    html! {
        (paragraphs(&sheet.aim))
        @if !sheet.changed.is_empty() { h3 { "前の年度から変わったこと" } (paragraphs(&sheet.changed)) }
        @if !sheet.steps.is_empty() {
            (table("すること", ["すること", "だれが", "いつ"]).rows(rows).dense())
        }
    }
}

fn done(sheet: &Sheet) -> Markup {
    html! {
        @if sheet.done.is_empty() { p { "記録はありません。" } }
        ul { @for d in &sheet.done {
            li { (date_label(d.day)) "　" (d.what.label()) "　" (d.words) (words::count(d.number, &d.unit)) }
        } }
    }
}

fn look_back(visit: &Visit, sheet: &Sheet) -> Markup {
    let list = description_list(visit.words())
        .item("よかったこと", paragraphs(&sheet.good))
        .item("うまくいかなかったこと", paragraphs(&sheet.failed))
        .item(
            "これから",
            html! { strong { (sheet.action.map_or("まだ決めていません", Action::label)) } (paragraphs(&sheet.reason)) },
        );
    let list = if sheet.next.is_empty() { list } else { list.item("次に目ざすこと", paragraphs(&sheet.next)) };
    html! { (list) }
}

fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.lines() { p { (line) } } }
}
