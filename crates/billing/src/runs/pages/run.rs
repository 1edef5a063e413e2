//! `/desk/billing/runs/{run}`: what a file asks before it is issued, how far issuing has come, and the
//! papers.

use super::{by, day_time, item, list, prints};
use crate::BillingError;
use crate::runs::actions::{self, Decided};
use crate::runs::records::{self, Count, Line, Run, Standing, State};
use crate::runs::{RunId, prints as files};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::era::date_label;
use kernel::{Date, Yen, office_days};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;
use web::components::{
    Tone, button, button_row, checkbox, description_list, error_summary, form, input_text, link_button, notice,
    notification_banner, page_heading, pagination, progress_indicator, section, stat_tile, stat_tiles, table,
};
use web::{Fields, Page, Visit, WebError};

/// Lines on one page.
const SHOWN: i64 = 100;
/// Days that a notice must be there before its first due day (地方税法319条の2第3項, 364条9項 and their like).
const BEFORE: i32 = 10;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Shown {
    /// Lines after this place.
    #[serde(default)]
    after: i64,
    /// The very same file was chosen once more.
    again: Option<String>,
}

/// What is shown, read once.
struct View {
    run: Run,
    ready: Count,
    wrong: Count,
    issued: Count,
    stopped: Count,
    days: Vec<(usize, Date, usize, Yen)>,
}

impl View {
    async fn of(visit: &Visit, id: RunId) -> Result<Self, WebError> {
        let db = &visit.house().db;
        let run = records::find(db, id).await?.ok_or(WebError::NotFound)?;
        item(visit, &run.item)?;
        let count = async |standing| records::count(db, id, standing).await;
        let days = if run.state == State::Draft { days(visit, id).await? } else { Vec::new() };
        Ok(Self {
            ready: count(Standing::Ready).await?,
            wrong: count(Standing::Wrong).await?,
            issued: count(Standing::Issued).await?,
            stopped: count(Standing::Stopped).await?,
            days,
            run,
        })
    }
}

/// What each instalment asks of all lines that can be issued.
async fn days(visit: &Visit, id: RunId) -> Result<Vec<(usize, Date, usize, Yen)>, WebError> {
    let mut sums: BTreeMap<(usize, Date), (usize, Yen)> = BTreeMap::new();
    for line in records::lines_after(&visit.house().db, id, Standing::Ready, 0, i64::MAX).await? {
        for ((due, amount), n) in line.asked.instalments.iter().zip(1..) {
            let sum = sums.entry((n, office_days::shift_due(*due))).or_default();
            sum.0 += 1;
            sum.1 += *amount;
        }
    }
    Ok(sums.into_iter().map(|((n, due), (count, sum))| (n, due, count, sum)).collect())
}

pub(super) async fn page(visit: Visit, Path(id): Path<RunId>, Query(shown): Query<Shown>) -> Result<Page, WebError> {
    draw(&visit, id, &shown, &[], &Fields::default()).await
}

async fn draw(
    visit: &Visit,
    id: RunId,
    shown: &Shown,
    wrong: &[(&str, &str)],
    typed: &Fields,
) -> Result<Page, WebError> {
    let view = View::of(visit, id).await?;
    let words = visit.words();
    let run = &view.run;
    let main = html! {
        (error_summary(words, wrong))
        @if shown.again.is_some() {
            (notification_banner(words, Tone::Info, "このファイルは取り込み済みです").announced().body(html! { p { "二度取り込むことはありません。前に取り込んだときの様子を開きました。" } }))
        }
        (page_heading(&run.source, &run.title, ""))
        p { (list::state(run.state)) }
        (tiles(&view))
        (next(visit, &view, wrong, typed))
        @if run.state == State::Issued { (papers(visit, run).await?) }
        (lines(visit, &view, shown).await?)
        (facts(visit, run))
    };
    let page = visit.page(run.title.clone()).desk().crumbs(&[("賦課と納付書", "/desk/billing/runs")]).main(main);
    Ok(if wrong.is_empty() { page } else { page.failed() })
}

fn tiles(view: &View) -> Markup {
    let tile = |label: &str, c: Count| stat_tile(label, c.lines.to_string(), "件").note(c.total.to_string());
    let debit = view.ready.debit + view.issued.debit;
    let mut tiles = vec![stat_tile("ファイル", view.run.lines.to_string(), "件").note(view.run.total.to_string())];
    if view.run.state == State::Draft {
        tiles.push(tile(Standing::Ready.label(), view.ready));
    } else {
        tiles.push(tile(Standing::Issued.label(), view.issued));
    }
    tiles.push(tile(Standing::Wrong.label(), view.wrong));
    if view.stopped.lines > 0 {
        tiles.push(tile(Standing::Stopped.label(), view.stopped));
    }
    tiles.push(stat_tile("口座振替（納付書なし）", debit.to_string(), "件"));
    stat_tiles(tiles)
}

/// What the officer does next.
fn next(visit: &Visit, view: &View, wrong: &[(&str, &str)], typed: &Fields) -> Markup {
    let run = &view.run;
    match run.state {
        State::Reading => html! {
            (notice(Tone::Warning, html! { p { "読み込みが終わっていません。しばらくしても変わらないときは、取りやめて、もう一度取り込んでください。だれにも請求されていません。" } }))
            (stop(visit, run))
        },
        State::Draft => html! {
            (section("期別の合計", sums(view)))
            (section("発行する", html! { (soon(visit, view)) (deciding(visit, view, wrong, typed)) }))
            (stop(visit, run))
        },
        State::Issuing => {
            let all = view.ready.lines + view.issued.lines + view.stopped.lines;
            let done = view.issued.lines + view.stopped.lines;
            let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
            html! {
                (progress_indicator("issuing", "発行の進み具合", &format!("{done}件 / {all}件"), small(done), small(all)))
                p { "少しずつ発行しています。そのあいだも窓口の仕事は続けられます。途中で止まっても、続きから発行します。" }
                p { (link_button("いまの様子を見る", format!("/desk/billing/runs/{}", run.id)).outline()) }
            }
        }
        State::Issued => html! {},
        State::GivenUp => {
            html! { p { "取りやめました。だれにも請求されていません。同じファイルを、もう一度取り込めます。" } }
        }
    }
}

fn sums(view: &View) -> Markup {
    let rows = view.days.iter().map(|(n, due, count, sum)| {
        [html! { "第" (n) "期" }, html! { (date_label(*due)) }, html! { (count) "件" }, html! { (sum) }]
    });
    let all: Yen = view.days.iter().map(|(_, _, _, sum)| *sum).sum();
    html! {
        (table("期別の合計", ["期別", "納期限", "件数", "額"]).rows(rows.collect::<Vec<_>>()).numeric([2, 3]).caption_hidden()
            .foot([html! { "合計" }, html! {}, html! {}, html! { (all) }]))
    }
}

/// Whether the notices can be there in time.
fn soon(visit: &Visit, view: &View) -> Markup {
    let first = view.days.iter().map(|(_, due, ..)| *due).min();
    let days = first.map(|due| (due - visit.now().date()).get_days());
    match days {
        Some(days) if days < BEFORE => notice(
            Tone::Warning,
            html! { p { "最初の納期限まで" (days.max(0)) "日です。通知書は、納期限の10日前までに届ける決まりです（地方税法319条の2第3項、364条9項など）。" } },
        ),
        _ => html! {},
    }
}

fn deciding(visit: &Visit, view: &View, wrong: &[(&str, &str)], typed: &Fields) -> Markup {
    let (words, run) = (visit.words(), &view.run);
    let error = |field: &str| wrong.iter().find(|(name, _)| *name == field).map(|(_, said)| *said);
    if view.ready.lines == 0 {
        return html! { p { "発行できる行がありません。直したファイルを、もう一度取り込んでください。" } };
    }
    let without = format!("直すところがある{}件を除いて発行する", view.wrong.lines);
    let body = html! {
        input type="hidden" name="version" value=(run.version);
        (input_text(words, "decision", "調定の決裁番号").value(typed.text("decision")).required(true).maxlength(100).error(error("decision"))
            .hint("調定の決裁が終わってから発行します（地方自治法231条、施行令154条）。"))
        @if view.wrong.lines > 0 { (checkbox(words, "without_wrong", &without, typed.has("without_wrong"), error("without_wrong"))) }
        (button_row(html! { (button(format!("{}件を発行する", view.ready.lines))) }))
    };
    html! { (form(words, format!("/desk/billing/runs/{}/go", run.id), visit.form_token(), body)) }
}

fn stop(visit: &Visit, run: &Run) -> Markup {
    let body = html! {
        input type="hidden" name="version" value=(run.version);
        (button("このファイルを取りやめる").outline())
    };
    html! { (form(visit.words(), format!("/desk/billing/runs/{}/give-up", run.id), visit.form_token(), body)) }
}

async fn papers(visit: &Visit, run: &Run) -> Result<Markup, WebError> {
    let db = &visit.house().db;
    let there = files::of(db, run.id.0).await?;
    let done = files::is_printed(db, run.id).await?;
    let without = records::unprinted(db, run.id).await?;
    Ok(html! {
        (section("通知書と納付書", html! {
            @if !done {
                p { "紙面がまだそろっていません。作っているあいだは、少し待って、開きなおしてください。" }
                (form(visit.words(), format!("/desk/billing/runs/{}/print", run.id), visit.form_token(), html! { (button("紙面を作る").outline()) }))
            }
            @if !there.is_empty() { (prints::table_of(visit, &there)) }
        }))
        @if !without.is_empty() { (section("印刷できなかった方", told(&without, |l| l.unprinted.as_deref()))) }
    })
}

/// Lines with what is to be done about them.
async fn lines(visit: &Visit, view: &View, shown: &Shown) -> Result<Markup, WebError> {
    let (db, id) = (&visit.house().db, view.run.id);
    let wrong = records::lines_after(db, id, Standing::Wrong, shown.after, SHOWN).await?;
    let stopped = records::lines_after(db, id, Standing::Stopped, 0, SHOWN).await?;
    let noted = if view.run.state == State::Draft { records::noted(db, id, SHOWN).await? } else { Vec::new() };
    let path = format!("/desk/billing/runs/{id}");
    let full = i64::try_from(wrong.len()).unwrap_or(0) == SHOWN;
    let more = wrong.last().filter(|_| full).map(|l| format!("{path}?after={}", l.place));
    let back = (shown.after > 0).then_some(path.as_str());
    Ok(html! {
        @if !stopped.is_empty() { (section("確かめたあとに変わり、発行しなかった行", told(&stopped, |l| l.why.as_deref()))) }
        @if view.wrong.lines > 0 {
            (section("直すところがある行", html! {
                p { "税の仕組みで直し、その行だけのファイルを作って取り込んでください。" }
                (told(&wrong, |l| l.why.as_deref()))
                (pagination(visit.words(), back, more.as_deref()))
            }))
        }
        @if !noted.is_empty() { (section("気をつけて見る行", told(&noted, |l| l.note.as_deref()))) }
    })
}

fn told(lines: &[Line], what: fn(&Line) -> Option<&str>) -> Markup {
    let rows = lines.iter().map(|l| {
        let name = if l.name.is_empty() { l.number.as_str() } else { l.name.as_str() };
        [
            html! { (l.place) "行目" },
            html! { (l.notice) },
            html! { (name) },
            html! { (l.asked.total) },
            html! { (what(l).unwrap_or_default()) },
        ]
    });
    let head = ["場所", "通知番号", "氏名", "税額", "理由"];
    html! { (table("行と理由", head).rows(rows.collect::<Vec<_>>()).numeric([3]).caption_hidden().dense()) }
}

fn facts(visit: &Visit, run: &Run) -> Markup {
    let list = description_list(visit.words())
        .item("取り込んだ人", html! { (run.made_name) "　" (day_time(run.made_at)) })
        .item("ファイル", html! { (run.source) });
    let list = match (&run.decision, &run.issued_name) {
        (Some(decision), Some(name)) => {
            list.item("調定の決裁番号", html! { (decision) }).item("発行した人", html! { (name) })
        }
        _ => list,
    };
    let list = match run.notice_on {
        Some(day) => list.item("通知の日", html! { (date_label(day)) }),
        None => list,
    };
    section("記録", html! { (list) })
}

pub(super) async fn go(visit: Visit, Path(id): Path<RunId>, fields: Fields) -> Result<Response, WebError> {
    let run = records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    item(&visit, &run.item)?;
    let decided = Decided {
        version: fields.text("version").parse().map_err(|_| WebError::Changed)?,
        decision: fields.text("decision").to_owned(),
        without_wrong: fields.has("without_wrong"),
        print: true,
        by: by(&visit)?,
    };
    let act = visit.act("billing");
    let done = visit.house().db.write(&act, move |tx| async move { actions::go(&tx, id, decided).await }).await;
    let wrong = match done {
        Ok(()) => return Ok(visit.see_other(&format!("/desk/billing/runs/{id}"))),
        Err(BillingError::Invalid("decision")) => ("decision", "決裁番号を100字までで書いてください"),
        Err(BillingError::Invalid("without_wrong")) => {
            ("without_wrong", "直すところがある行を除いてよいか確かめて、印を付けてください")
        }
        Err(other) => return Err(other.into()),
    };
    Ok(draw(&visit, id, &Shown::default(), &[wrong], &fields).await?.into_response())
}

pub(super) async fn print(visit: Visit, Path(id): Path<RunId>, _: Fields) -> Result<Response, WebError> {
    let run = records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    item(&visit, &run.item)?;
    let act = visit.act("billing");
    visit.house().db.write(&act, move |tx| async move { actions::print(&tx, id).await }).await?;
    Ok(visit.see_other(&format!("/desk/billing/runs/{id}")))
}

pub(super) async fn give_up(visit: Visit, Path(id): Path<RunId>, fields: Fields) -> Result<Response, WebError> {
    let run = records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    item(&visit, &run.item)?;
    let version = fields.text("version").parse().map_err(|_| WebError::Changed)?;
    let act = visit.act("billing");
    visit.house().db.write(&act, move |tx| async move { actions::give_up(&tx, id, version).await }).await?;
    Ok(visit.see_other(&format!("/desk/billing/runs/{id}")))
}
