//! `/desk/plan/advice`: the measures that an adviser from outside sees, until a day, and their
//! opinions. The secretariat reads the opinions here.

use super::forms::{Errors, text};
use super::opinions::{self, Opinion};
use super::people::{self, Seat};
use super::tasks::{self, Task};
use super::{ADVISER, CIO, STEER, meetings};
use crate::book::{self, Measure};
use crate::counting;
use crate::pdca;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::era;
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use std::sync::Arc;
use web::components::{
    Choice, Icon, Tone, blockquote, button, chip_label, empty_state, error_summary, form, notice, page_heading,
    resource, resource_list, section, select, table, textarea,
};
use web::{Fields, Page, Visit, WebError};

/// The longest opinion.
const LONGEST: usize = 4000;

/// As who the visitor comes.
enum Comes {
    Adviser(Box<Seat>),
    Reader,
}

/// Whether the visitor reads all opinions.
fn reads(visit: &Visit) -> bool {
    visit.may(STEER) || visit.may(CIO)
}

/// Access is asked anew at every page: whose term is over is not let in, whatever was open before.
async fn comes(visit: &Visit, measure: &str) -> Result<Comes, WebError> {
    let me = visit.signed_in()?.account;
    if visit.may(ADVISER)
        && let Some(seat) = people::advises(visit.house(), me, measure, visit.now().date()).await?
    {
        return Ok(Comes::Adviser(Box::new(seat)));
    }
    if reads(visit) { Ok(Comes::Reader) } else { Err(WebError::Forbidden) }
}

pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    let (house, today) = (visit.house(), visit.now().date());
    let me = visit.signed_in()?.account;
    let seats = if visit.may(ADVISER) { people::advice_of(house, me, today).await? } else { Vec::new() };
    if seats.is_empty() && !reads(&visit) {
        return Err(WebError::Forbidden);
    }
    let plan = book::on(house, today).await?;
    let seen = |m: &&Measure| reads(&visit) || seats.iter().any(|s| s.measures.contains(&m.key));
    let mut lines = Vec::new();
    for measure in plan.measures.iter().filter(seen) {
        let given = opinions::on(&house.db, &measure.key).await?;
        let line = resource(measure.name.ja.clone(), format!("/desk/plan/advice/{}", measure.key));
        lines.push(match given.first() {
            Some(last) => line.meta(format!("さいごの意見: {}", era::date_label(last.day))),
            None => line.meta("意見は、まだありません"),
        });
    }
    let main = html! {
        (page_heading("計画", "外からの助言", "助言する施策です。数字ややることを見て、意見を書けます。意見は、その年度の振り返りといっしょに公開されます。"))
        @for seat in &seats { (until(seat)) }
        @if lines.is_empty() {
            (empty_state(Icon::Speech, "助言する施策は、まだありません", "事務局が「推進する人」で決めると、ここに並びます。", html! {}))
        } @else { (resource_list(lines)) }
    };
    Ok(visit.page("外からの助言").desk().main(main))
}

fn until(seat: &Seat) -> Markup {
    let Some(last) = seat.until else { return html! {} };
    notice(Tone::Info, html! { p { "見られるのは" (era::date_label(last)) "までです。見たページは記録に残ります。" } })
}

pub(super) async fn one(visit: Visit, Path(measure): Path<String>) -> Result<Page, WebError> {
    draw(&visit, &measure, &Fields::default(), &Errors::default()).await
}

async fn draw(visit: &Visit, key: &str, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let comes = comes(visit, key).await?;
    let plan = book::on(visit.house(), visit.now().date()).await?;
    let measure = plan.measure(key).ok_or(WebError::NotFound)?;
    if let Comes::Adviser(seat) = &comes {
        opened(visit, seat, key).await?;
    }
    let given = opinions::on(&visit.house().db, key).await?;
    let main = html! {
        (error_summary(visit.words(), &errors.0))
        (page_heading("外からの助言", &measure.name.ja, &measure.aim.ja))
        @if let Comes::Adviser(seat) = &comes { (until(seat)) }
        (figures(visit, &plan, measure).await?)
        (facts(visit, measure).await?)
        (pdca::handed_in(visit, key).await?)
        (section("意見", html! {
            @if given.is_empty() { p { "意見は、まだありません。" } }
            @for opinion in &given { (told(opinion)) }
        }))
        @if let Comes::Adviser(_) = &comes { (section("意見を書く", writing(visit, key, &plan, typed, errors))) }
    };
    let page = visit.page(measure.name.ja.clone()).desk().crumbs(&[("外からの助言", "/desk/plan/advice")]).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

/// What an adviser opened is written down before it is shown.
async fn opened(visit: &Visit, seat: &Seat, measure: &str) -> Result<(), WebError> {
    let (seat, measure) = (seat.id, measure.to_owned());
    let note = move |tx| async move { people::opened(&tx, seat, &measure, "施策のページ").await };
    Ok(visit.house().db.write(&visit.act("助言"), note).await?)
}

/// The figures of the measure, as everybody sees them.
async fn figures(visit: &Visit, plan: &book::Plan, measure: &Measure) -> Result<Markup, WebError> {
    let (w, year) = (visit.words(), FiscalYear::of(visit.now().date()));
    let standing = counting::standing(visit.house(), plan, measure, year).await?;
    let rows = standing.rows.iter().chain(&standing.felt).map(|row| {
        let target = row.target.map(|t| format!("{t}{}", row.unit)).unwrap_or_default();
        [html! { (row.title.ja) }, html! { (latest(row)) }, html! { (target) }, counting::mark(w, row.state)]
    });
    Ok(section(
        "数字",
        html! {
            p { (counting::mark(w, standing.state)) }
            (table("数字", ["何を数えるか", "いちばん新しい月", "今年度の目標", "様子"]).rows(rows).caption_hidden().dense())
        },
    ))
}

fn latest(row: &counting::UseStanding) -> String {
    if let Some(words) = &row.starts_when {
        return words.ja.clone();
    }
    match &row.latest {
        Some(point) if point.withheld => "少ないため、出していません".to_owned(),
        Some(point) => match point.value {
            Some(value) => format!("{}月 {value:.1}{}（{}件から）", point.month.month(), row.unit, point.n),
            None => "まだありません".to_owned(),
        },
        None => "まだありません".to_owned(),
    }
}

/// Milestones, tasks and papers of the measure.
async fn facts(visit: &Visit, measure: &Measure) -> Result<Markup, WebError> {
    let (db, today) = (&visit.house().db, visit.now().date());
    let tasks = tasks::for_measure(db, &measure.key).await?;
    let papers = meetings::papers_for_measure(db, &measure.key).await?;
    let task =
        |t: &Task| html! { li { (t.title) "（" (era::date_label(t.due)) "まで） " (tasks::pages::chip(t, today)) } };
    Ok(html! {
        @if !measure.milestones.is_empty() {
            (section("年度ごとの区切り", html! { ul {
                @for m in &measure.milestones { li { (m.year.label()) "　" (m.text.ja) @if !m.verified { " " (chip_label(Tone::Warning, "町で確認中")) } } }
            } }))
        }
        (section("やること", html! {
            @if tasks.is_empty() { p { "この施策のやることは、まだありません。" } } @else { ul { @for t in &tasks { (task(t)) } } }
        }))
        @if !papers.is_empty() {
            (section("会議の資料", html! { ul { @for p in &papers {
                li { a href=(format!("/desk/plan/meetings/{}/papers/{}", p.meeting, p.id)) { (p.name) } }
            } } }))
        }
    })
}

fn told(opinion: &Opinion) -> Markup {
    let source = format!("{}　{}（{}）", opinion.year.label(), opinion.name, era::date_label(opinion.day));
    blockquote(html! { p.minutes { (opinion.text) } }, &source)
}

fn writing(visit: &Visit, key: &str, plan: &Arc<book::Plan>, typed: &Fields, errors: &Errors) -> Markup {
    let (w, this) = (visit.words(), FiscalYear::of(visit.now().date()));
    let years = [this, this.previous()].into_iter().filter(|y| *y >= plan.years.0 && *y <= plan.years.1);
    let choices = years.map(|y| Choice::new(y.0.to_string(), y.label()));
    let body = html! {
        (select(w, "year", "どの年度のことですか", choices).always_chosen().value(typed.text("year")).required(true).error(errors.of("year")))
        (textarea(w, "text", "意見").hint("よいところ、直したほうがよいところ、その理由。前に書いた同じ年度の意見は、新しいものに置きかわります。").rows(8).maxlength(LONGEST).value(typed.text("text")).required(true).error(errors.of("text")))
        (button("意見を出す"))
    };
    html! { (form(w, format!("/desk/plan/advice/{key}"), visit.form_token(), body)) }
}

pub(super) async fn give(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let Comes::Adviser(_) = comes(&visit, &key).await? else { return Err(WebError::Forbidden) };
    let plan = book::on(visit.house(), visit.now().date()).await?;
    plan.measure(&key).ok_or(WebError::NotFound)?;
    let mut errors = Errors::default();
    let said = text(&fields, "text", LONGEST, &mut errors);
    let this = FiscalYear::of(visit.now().date());
    let year = fields.text("year").parse().map(FiscalYear).ok().filter(|y| [this, this.previous()].contains(y));
    if year.is_none() {
        errors.add("year", "年度を選んでください");
    }
    let (Some(year), true) = (year, errors.is_empty()) else {
        return Ok(draw(&visit, &key, &fields, &errors).await?.into_response());
    };
    let (account, name) = (visit.signed_in()?.account, visit.signed_in()?.name.clone());
    let (act, path) = (visit.act("助言"), format!("/desk/plan/advice/{key}"));
    let give = move |tx| async move { opinions::give(&tx, &key, year, (account, &name), &said).await };
    visit.house().db.write(&act, give).await?;
    Ok(visit.see_other(&path))
}
