//! The page of a cycle: where it stands, what is next, and the four parts.

use super::questions::{self, Question};
use super::{Open, ahead, parts, question};
use crate::pdca::lines::{self, Step, Voice};
use crate::pdca::records::{self, Turned};
use crate::pdca::rules::{Action, Event, State};
use crate::pdca::sheet::{self, Sheet};
use crate::pdca::{calendar, words};
use crate::steering::{meetings, opinions};
use axum::extract::{Path, Query};
use kernel::TypedId;
use kernel::era::date_label;
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Icon, Step as Stage, Tone, button_row, description_list, event, link_button, notification_banner, page_heading,
    section, step_navigation, timeline,
};
use web::{Page, Visit, WebError};

#[derive(Deserialize, Default)]
pub(super) struct Came {
    saved: Option<String>,
}

pub(super) async fn page(
    visit: Visit,
    Path((measure, span)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Page, WebError> {
    let open = Open::find(&visit, &measure, &span).await?;
    show(&visit, &open, came.saved.is_some(), &Refused::default()).await
}

/// What a cycle holds besides its answers.
pub(super) struct Held {
    pub(super) sheet: Sheet,
    pub(super) steps: Vec<Step>,
    pub(super) voices: Vec<Voice>,
    pub(super) turns: Vec<Turned>,
    /// What headquarters and advisers said of it: who and when, and the words.
    pub(super) heard: Vec<(String, String)>,
}

impl Held {
    async fn of(visit: &Visit, open: &Open) -> Result<Self, WebError> {
        let db = &visit.house().db;
        let mut steps = lines::steps(db, open.cycle.id).await?;
        if let Some(before) =
            open.before.as_ref().filter(|b| !open.cycle.carried && b.said.action != Some(Action::Stop))
        {
            // What is taken over as soon as the desk writes.
            let left = lines::steps(db, before.id).await?.into_iter().filter(|s| s.done_on.is_none());
            steps.extend(left.map(|s| Step { due: None, origin: lines::Origin::Before, ..s }));
        }
        Ok(Self {
            sheet: sheet::of(visit.house(), &open.place, &open.cycle).await?,
            steps,
            voices: lines::voices(db, open.cycle.id).await?,
            turns: records::turns(db, open.cycle.id).await?,
            heard: heard(db, open).await?,
        })
    }
}

/// What the approved minutes and the advisers say, so that nobody copies it from elsewhere.
async fn heard(db: &store::Db, open: &Open) -> Result<Vec<(String, String)>, WebError> {
    let mut all = Vec::new();
    if let Some((_, at, minutes)) = meetings::discussed(db, open.cycle.id.uuid()).await? {
        all.push((format!("本部会議（{}）", date_label(at.date())), minutes));
    }
    for opinion in opinions::of(db, &open.place.measure.key, open.place.span.year).await? {
        all.push((format!("{}（{}）", opinion.name, date_label(opinion.day)), opinion.text));
    }
    Ok(all)
}

/// A turn that was not taken: what was typed, and what stood in the way.
#[derive(Default)]
pub(super) struct Refused {
    pub(super) event: Option<Event>,
    pub(super) words: String,
    pub(super) wrong: Vec<(&'static str, String)>,
}

/// Draws the page.
pub(super) async fn show(visit: &Visit, open: &Open, saved: bool, refused: &Refused) -> Result<Page, WebError> {
    let held = Held::of(visit, open).await?;
    let calendar = calendar::of(visit.house())?;
    let writes = open.cycle.state.is_open() && open.place.may_write(visit.signed_in()?);
    let helps = open.cycle.state.is_open() && open.place.may_help(visit.signed_in()?);
    let main = html! {
        @if saved { (notification_banner(visit.words(), Tone::Success, "保存しました").announced()) }
        (page_heading(&open.place.span.to_string(), open.place.name(), ""))
        p { (parts::state_chip(open.cycle.state, open.cycle.version > 0)) }
        (step_navigation(visit.words(), &stages(open.cycle.state)))
        (about(visit, open))
        (ahead::next(visit, open, &held, refused)?)
        @if !held.heard.is_empty() {
            (section("本部会議と、外部の専門家の言葉", html! {
                @for (who, words) in &held.heard { h3 { (who) } p { (words) } }
            }))
        }
        (section("計画（Plan）", plan(visit, open, &held, writes)))
        (section("したこと（Do）", done(open, &held, helps)))
        (section("振り返り（Check）", check(visit, open, &held, writes, helps)))
        (section("これから（Action）", action(visit, open, writes)))
        @if !held.turns.is_empty() { (section("これまでの流れ", history(&held))) }
        (parts::unconfirmed(calendar))
    };
    let page = visit.page(open.above()).desk().crumbs(&[("計画の振り返り", "/desk/plan/pdca")]).main(main);
    Ok(if refused.wrong.is_empty() { page } else { page.failed() })
}

/// The way as people tell it, in five words.
fn stages(state: State) -> Vec<Stage> {
    let at = match state {
        State::Planning => 0,
        State::Running => 1,
        State::Checking => 2,
        State::Submitted | State::Reviewed | State::Discussed | State::Advised | State::Deciding => 3,
        State::Approved => 4,
        State::Published => 5,
    };
    Stage::list(["計画", "取組", "振り返り", "確認と決裁", "公表"], at)
}

fn about(visit: &Visit, open: &Open) -> Markup {
    let organisation = &visit.house().town.organisation;
    let desk = |key: &str| organisation.desk(key).map_or_else(|| key.to_owned(), |d| d.name.clone());
    let due = calendar::of(visit.house()).ok().and_then(|c| c.due(open.place.span, open.cycle.state));
    let helping = open.place.measure.supporting.iter().map(|d| desk(d)).collect::<Vec<_>>().join("、");
    let list = description_list(visit.words()).item(
        "担当",
        html! {
            (desk(&open.place.desk))
            @if open.place.measure.desk.is_none() { " " span.support-text { "担当の窓口が決まるまで、事務局が受け持ちます" } }
        },
    );
    let list = if helping.is_empty() { list } else { list.item("手伝う窓口", html! { (helping) }) };
    let over = open.cycle.state == State::Published;
    let list =
        if over { list } else { list.item("いまの期限", html! { (parts::due_words(due, visit.now().date())) }) };
    html! { (list) }
}

/// An answer with the way to change it, for whoever may.
fn answers(visit: &Visit, open: &Open, asked: &[Question], writes: bool) -> Markup {
    let said = &open.cycle.said;
    let list = asked.iter().fold(description_list(visit.words()), |list, question| {
        let value = match question {
            Question::Aim => lines_of(&said.aim),
            Question::Changed => lines_of(&said.changed),
            Question::Budget => question::budget_line(open),
            Question::Good => lines_of(&said.good),
            Question::Failed => lines_of(&said.failed),
            Question::Next => lines_of(&said.next),
            Question::Action => html! {
                @match said.action { Some(action) => { strong { (action.label()) } (lines_of(&said.reason)) }, None => (lines_of("")) }
            },
        };
        if writes {
            list.item_with_change(question.name(), value, open.path(&format!("/q/{}", question.key())))
        } else {
            list.item(question.name(), value)
        }
    });
    html! { (list) }
}

fn lines_of(text: &str) -> Markup {
    html! {
        @if text.is_empty() { span.support-text { "まだ書いていません" } }
        @for line in text.lines() { p { (line) } }
    }
}

fn plan(visit: &Visit, open: &Open, held: &Held, writes: bool) -> Markup {
    let asked = questions::of_part(true, &open.cycle.said);
    let may_answer = writes && open.cycle.state == State::Planning;
    html! {
        (answers(visit, open, &asked, may_answer))
        h3 { "すること" }
        @if held.steps.is_empty() { p.support-text { "まだありません。だれが、いつまでに、何をするかを書きます。" } }
        @else { ul { @for step in &held.steps { li { (step_line(step)) } } } }
        @if writes { (button_row(html! { (link_button("することを書く・終わったら印をつける", open.path("/steps")).outline()) })) }
    }
}

pub(super) fn step_line(step: &Step) -> Markup {
    html! {
        strong { (step.words) }
        @if !step.owner.is_empty() { "　" (step.owner) }
        "　" (words::step_state(step.due, step.done_on))
        @if !step.origin.label().is_empty() { "　" span.support-text { (step.origin.label()) } }
    }
}

fn done(open: &Open, held: &Held, helps: bool) -> Markup {
    html! {
        @if held.sheet.done.is_empty() {
            p.support-text { "記録はまだありません。出来事があったときに、日付と一行だけ書いておくと、振り返りで思い出さなくてすみます。" }
        } @else {
            ul { @for d in &held.sheet.done {
                li { (date_label(d.day)) "　" (d.what.label()) "　" (d.words) (words::count(d.number, &d.unit)) }
            } }
        }
        @if helps { (button_row(html! { (link_button("したことを書く", open.path("/log")).outline()) })) }
    }
}

fn check(visit: &Visit, open: &Open, held: &Held, writes: bool, helps: bool) -> Markup {
    let frozen = !open.cycle.state.is_open();
    let caption = if frozen {
        "提出した日の数字（あとから変わりません）"
    } else {
        "いまの数字（記録から数えています）"
    };
    let asked = [Question::Good, Question::Failed];
    let may_answer = writes && open.cycle.state != State::Planning;
    html! {
        (parts::figures_table(visit, caption, &held.sheet.figures))
        (answers(visit, open, &asked, may_answer))
        h3 { "町民の声" }
        @if held.voices.is_empty() { p.support-text { "まだありません（なくてもかまいません）。" } }
        @else { ul { @for voice in &held.voices {
            li { "「" (voice.words) "」　" span.support-text { (lines::heard_words(&voice.heard)) } }
        } } }
        @if helps { (button_row(html! { (link_button("声を加える", open.path("/voices")).outline()) })) }
    }
}

fn action(visit: &Visit, open: &Open, writes: bool) -> Markup {
    let asked: Vec<Question> = questions::of_part(false, &open.cycle.said)
        .into_iter()
        .filter(|q| matches!(q, Question::Action | Question::Next))
        .collect();
    html! {
        (answers(visit, open, &asked, writes && open.cycle.state != State::Planning))
        (button_row(html! { (link_button("A4に印刷する", open.path("/sheet")).outline().icon(Icon::Print)) }))
    }
}

fn history(held: &Held) -> Markup {
    timeline(held.turns.iter().map(|turn| {
        let body = html! { @for line in turn.words.lines() { p { (line) } } };
        event(date_label(turn.at.date()), turn.event.label()).datetime(turn.at.rfc3339()).who(&turn.name).body(body)
    }))
}
