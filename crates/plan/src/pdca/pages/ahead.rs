//! What is next for whoever looks at a cycle: one thing on top, the others quietly below.

use super::cycle::{Held, Refused};
use super::questions::{self, Question};
use super::{Open, of};
use crate::pdca::moving;
use crate::pdca::rules::{Event, State};
use crate::pdca::writing::LONGEST;
use maud::{Markup, html};
use web::components::{
    Tone, button, button_row, disclosure, error_summary, form, link_button, notice, progress_indicator, section,
    textarea,
};
use web::{Visit, WebError};

/// The box of what is next.
pub(super) fn next(visit: &Visit, open: &Open, held: &Held, refused: &Refused) -> Result<Markup, WebError> {
    let who = visit.signed_in()?;
    let state = open.cycle.state;
    let can = |event: Event| state.after(event).is_some() && moving::may(who, &open.place, event);
    let body = html! {
        (error_summary(visit.words(), &refused.wrong))
        @match state {
            State::Planning if can(Event::Start) => (write_plan(visit, open, held)),
            State::Running | State::Checking if open.place.may_write(who) => (look_back(visit, open, held)),
            _ => (waits_for(visit, open, &can, refused)),
        }
        (backwards(visit, open, &can, refused))
    };
    Ok(section("次にすること", body))
}

/// A form of one turn: a text, if it asks for one, and a button.
fn turn(
    visit: &Visit,
    open: &Open,
    event: Event,
    label: &str,
    text: Option<(&str, &str)>,
    refused: &Refused,
) -> Markup {
    let typed = if refused.event == Some(event) { refused.words.as_str() } else { "" };
    let pressed = button(label.to_owned()).sends("event", event.as_str());
    let pressed = if matches!(event, Event::SendBack) { pressed.danger() } else { pressed };
    let pressed = if matches!(event, Event::Replan | Event::TakeBack) { pressed.outline() } else { pressed };
    form(
        visit.words(),
        open.path("/turn"),
        visit.form_token(),
        html! {
            (open.version())
            @if let Some((label, hint)) = text {
                (textarea(visit.words(), event.field(), label).hint(hint).rows(3).maxlength(LONGEST).value(typed)
                    .error(of(&refused.wrong, event.field())))
            }
            (button_row(html! { (pressed) }))
        },
    )
    .into_markup()
}

/// So that a form can stand where markup is asked for.
trait IntoMarkup {
    fn into_markup(self) -> Markup;
}

impl IntoMarkup for web::components::Form<'_> {
    fn into_markup(self) -> Markup {
        html! { (self) }
    }
}

fn progress(open: &Open, held: &Held) -> (questions::Left, Markup) {
    let left = questions::left(open.cycle.state, &open.cycle.said, &open.place, !held.steps.is_empty());
    let said = format!("{}つのうち{}つは、もう入っています", left.all, left.filled);
    let label = if left.minutes == 0 {
        "書くことは、そろいました".to_owned()
    } else {
        format!("あと約{}分", left.minutes)
    };
    let bar = progress_indicator("left", &label, &said, left.filled, left.all);
    (left, bar)
}

fn write_plan(visit: &Visit, open: &Open, held: &Held) -> Markup {
    let (left, bar) = progress(open, held);
    let first = questions::of_part(true, &open.cycle.said)
        .into_iter()
        .find(|q| *q != Question::Budget && !q.is_filled(&open.cycle.said, &open.place));
    html! {
        (bar)
        (already(&[
            (open.place.budget().is_some(), "予算（計画から）".to_owned()),
            (!open.cycle.carried && !open.cycle.said.aim.is_empty(), "目ざすこと（前の年度の「次に目ざすこと」から）".to_owned()),
            (!held.steps.is_empty(), format!("すること {}件", held.steps.len())),
            (!held.sheet.figures.is_empty(), format!("数字 {}件", held.sheet.figures.len())),
        ]))
        @if let Some(question) = first {
            p { "次の質問: " (question.asked()) }
            (button_row(html! { (link_button("答える", open.path(&format!("/q/{}", question.key())))) }))
        } @else if held.steps.is_empty() {
            (button_row(html! { (link_button("することを書く", open.path("/steps"))) }))
        }
        @if left.minutes == 0 {
            p { "読み直してよければ、この計画で始めます。始めたあとも、わけを書けば直せます。" }
            (turn(visit, open, Event::Start, "この計画で始める", None, &Refused::default()))
        }
    }
}

fn look_back(visit: &Visit, open: &Open, held: &Held) -> Markup {
    let (left, bar) = progress(open, held);
    let first =
        questions::of_part(false, &open.cycle.said).into_iter().find(|q| !q.is_filled(&open.cycle.said, &open.place));
    let over = open.place.span.days().1 < visit.now().date();
    html! {
        @if open.cycle.state == State::Running {
            p { "取り組んでいる間は、したことを一行ずつ書いておくだけで足ります。振り返りは、最初の答えを保存したときに始まります。" }
        }
        (bar)
        (already(&[
            (!held.sheet.figures.is_empty(), format!("数字 {}件", held.sheet.figures.len())),
            (!held.sheet.done.is_empty(), format!("したこと {}件", held.sheet.done.len())),
            (held.steps.iter().any(|s| s.done_on.is_some()), format!("終わったこと {}件", held.steps.iter().filter(|s| s.done_on.is_some()).count())),
        ]))
        @if let Some(question) = first {
            p { "次の質問: " (question.asked()) }
            (button_row(html! {
                (link_button("答える", open.path(&format!("/q/{}", question.key()))))
                (link_button("したことを書く", open.path("/log")).outline())
            }))
        }
        @if left.minutes == 0 && open.cycle.state == State::Checking {
            @if !over {
                (notice(Tone::Warning, html! { p { "まだ期間の途中です。いま提出すると、数字は今日までのものに固まります。" } }))
            }
            p { "提出すると、数字がその日のものに固まり、最高情報責任者に回ります。" }
            (turn(visit, open, Event::Submit, "提出する", None, &Refused::default()))
        }
    }
}

/// What is in already, so that nobody writes it again.
fn already(items: &[(bool, String)]) -> Markup {
    let there: Vec<&String> = items.iter().filter(|(there, _)| *there).map(|(_, words)| words).collect();
    html! {
        @if !there.is_empty() {
            p { "もう入っているもの" }
            ul { @for words in there { li { (words) } } }
        }
    }
}

/// The one thing that moves it on, for whoever's turn it is; else whom it waits for.
fn waits_for(visit: &Visit, open: &Open, can: &dyn Fn(Event) -> bool, refused: &Refused) -> Markup {
    let forward = |event, label: &str, text| turn(visit, open, event, label, text, refused);
    let remark = ("窓口への一言（なくてもかまいません）", "窓口と事務局が読みます。公表はしません。");
    html! {
        @if can(Event::Review) {
            p { "下の振り返りを読み、よければ本部会議に進めます。" }
            (forward(Event::Review, "確認しました", Some(remark)))
        } @else if can(Event::Discuss) {
            (forward(Event::Discuss, "本部会議の結果を記録する", Some(("本部会議で話し合ったこと", "いつの会議か、何が決まったかを書きます。"))))
        } @else if can(Event::Advise) {
            (forward(Event::Advise, "外部の助言を記録する", Some(("外部の専門家の助言", "どなたからの、どんな助言かを書きます。"))))
        } @else if can(Event::Propose) {
            p { "振り返りの全文と、これまでの意見が起案の本文に入ります。書き写すものはありません。" }
            (forward(Event::Propose, "決裁に回す", None))
        } @else if can(Event::Publish) {
            p { "決裁が終わりました。公表すると、だれでも町の計画のページで読めます。職員の名前と、10件に満たない数字は出ません。" }
            (forward(Event::Publish, "公表する", None))
        } @else {
            p { (open.cycle.state.label()) "。あなたがすることは、いまはありません。" }
        }
        @if open.cycle.state == State::Deciding && let Some(approval) = open.cycle.approval {
            (button_row(html! { (link_button("決裁の様子を見る", format!("/desk/approvals/{approval}")).outline()) }))
        }
    }
}

/// The ways back, each with a reason; nothing that was written is lost.
fn backwards(visit: &Visit, open: &Open, can: &dyn Fn(Event) -> bool, refused: &Refused) -> Markup {
    let back = |event: Event, title: &str, label: &str, ask: &str, hint: &str| {
        let form = turn(visit, open, event, label, Some((ask, hint)), refused);
        html! { @if can(event) { (disclosure(title, form)) } }
    };
    let kept = "書いたものは、そのまま残ります。";
    html! {
        (back(Event::SendBack, "窓口に差し戻す", "差し戻す", "差し戻す理由", "何を直せばよいかを書きます。書いたものは、そのまま残ります。"))
        (back(Event::TakeBack, "提出を取りやめて直す", "手もとに戻す", "戻す理由", kept))
        (back(Event::Replan, "計画を書き直す", "計画を書き直す", "書き直す理由", kept))
    }
}
