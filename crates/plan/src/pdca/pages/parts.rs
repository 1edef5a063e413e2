//! What several pages show: states, deadlines, figures.

use super::Open;
use crate::counting;
use crate::pdca::calendar::Calendar;
use crate::pdca::duties::Duty;
use crate::pdca::figures::{self, Counted};
use crate::pdca::rules::{State, Turn};
use kernel::Date;
use kernel::era::date_label;
use maud::{Markup, html};
use web::components::{Tone, chip_label, disclosure, notice, section, table};
use web::{Visit, WebError};

/// The mark of what the town has not confirmed.
pub(super) fn unconfirmed_chip() -> Markup {
    chip_label(Tone::Warning, "未確認")
}

/// What the town says of deadlines that are not confirmed.
pub(super) fn unconfirmed(calendar: &Calendar) -> Markup {
    html! {
        @if let Some(note) = calendar.unconfirmed() {
            (notice(Tone::Warning, html! { p { (unconfirmed_chip()) " " (note) } }))
        }
    }
}

/// Where a cycle stands.
pub(super) fn state_chip(state: State, opened: bool) -> Markup {
    let tone = match state.turn() {
        Turn::Desk => Tone::Progress,
        Turn::Nobody => Tone::Success,
        Turn::Cio | Turn::Secretariat | Turn::Route => Tone::Info,
    };
    if opened { chip_label(tone, state.label()) } else { chip_label(Tone::Neutral, "まだ始めていません") }
}

/// By when, and how much of it is left.
pub(super) fn due_words(due: Option<Date>, today: Date) -> String {
    let Some(due) = due else { return "期限は決まっていません".to_owned() };
    let left = today.until(due).map_or(0, |span| span.get_days());
    let left = match left {
        0 => "今日まで".to_owned(),
        1.. => format!("あと{left}日"),
        _ => format!("{}日過ぎています", -left),
    };
    format!("{}（{left}）", date_label(due))
}

/// A chip for what is late, or due within the days of the reminder.
pub(super) fn due_chip(duty: &Duty, today: Date, soon: i64) -> Markup {
    html! {
        @if duty.is_late(today) { (chip_label(Tone::Error, "期限を過ぎています")) }
        @else if duty.days_left(today).is_some_and(|n| n <= soon) { (chip_label(Tone::Warning, "期限が近づいています")) }
    }
}

/// Figures as a table, each with its way of counting.
pub(super) fn figures_table(visit: &Visit, caption: &str, figures: &[Counted]) -> Markup {
    if figures.is_empty() {
        return html! { p.support-text { "この施策には、数える数字がまだありません。計画に指標が加わると、ここに自動で入ります。" } };
    }
    let rows = figures.iter().map(|f| {
        [
            html! { (f.title) },
            html! { @match &f.starts_when { Some(when) => (when), None => (f.written().unwrap_or_else(|| "記録がありません".to_owned())) } },
            html! { (f.target_written().unwrap_or_else(|| "―".to_owned())) @if f.target.is_some() && !f.verified { " " (unconfirmed_chip()) } },
            html! { (counting::mark(visit.words(), f.state())) },
            html! { (f.n) "件から" },
        ]
    });
    let list = table(caption, ["数字", "結果", "目標", "計画の道のりと比べて", "もとの記録"])
        .rows(rows)
        .numeric([1, 2])
        .dense();
    html! {
        (list)
        (disclosure("数え方", html! {
            @for f in figures.iter().filter(|f| f.starts_when.is_none()) {
                p {
                    strong { (f.title) } "　" (f.meaning) " "
                    @for line in f.computed.lines().filter(|line| *line != f.meaning && *line != f.title) { (line) " " }
                    "（" (date_label(f.from)) "から" (date_label(f.until)) "まで）"
                }
            }
        }))
    }
}

/// The figures beside a question: nobody has to look them up.
pub(super) async fn counted_so_far(visit: &Visit, open: &Open) -> Result<Markup, WebError> {
    let figures = figures::of(visit.house(), &open.place).await?;
    Ok(section("もう入っている数字", figures_table(visit, "数字（書き写さなくて大丈夫です）", &figures)))
}
