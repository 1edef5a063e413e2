//! `/desk/plan/tasks`: what I promised to do, and what others did.

use super::{Step, Task, TaskId, TaskState, Worked, load_of, records};
use crate::steering::forms::{Errors, day, shown, text};
use crate::steering::names::{Names, choosable};
use crate::steering::{CIO, STEER};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::id::AccountId;
use kernel::{Date, era};
use maud::{Markup, Render, html};
use serde::Deserialize;
use web::components::{
    Choice, Icon, MenuItem, Tone, button, chip_label, date_input, description_list, disclosure, empty_state,
    error_summary, event, form, page_heading, radio_group, resource, resource_list, section, select, table, tabs,
    textarea, timeline,
};
use web::{Fields, Page, Visit, Waiting, WebError};

/// The longest sentence about a task.
const LONGEST: usize = 500;

/// What waits for the officer who asks.
pub(crate) fn waiting(visit: Visit) -> futures::future::BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move {
        let me = visit.signed_in()?.account;
        let (count, late) = load_of(&visit.house().db, me, visit.now().date()).await?;
        Ok(Waiting { what: "計画のやること", count, late })
    })
}

/// Whether the visitor looks after everybody's tasks.
fn sees_all(visit: &Visit) -> bool {
    visit.may(STEER) || visit.may(CIO)
}

/// Which tasks are asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// `all`, `late` or `ended`; mine without a word.
    #[serde(default)]
    of: String,
}

pub(crate) async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let main = html! {
        (page_heading("計画", "やること", "会議やKPT、年度の振り返りで決まった、期限のある仕事です。"))
        @if sees_all(&visit) { (views(&visit, &asked.of)) }
        @if asked.of.is_empty() || !sees_all(&visit) { (mine(&visit).await?) } @else { (others(&visit, &asked.of).await?) }
    };
    Ok(visit.page("やること").desk().crumbs(&[("計画", "/desk/plan")]).main(main))
}

fn views(visit: &Visit, of: &str) -> Markup {
    let item = |label: &str, of: &str| {
        MenuItem::new(
            label,
            if of.is_empty() { "/desk/plan/tasks".to_owned() } else { format!("/desk/plan/tasks?of={of}") },
        )
    };
    let items = [item("わたしの", ""), item("全員の", "all"), item("期限を過ぎた", "late"), item("終わった", "ended")];
    let current = if of.is_empty() { "/desk/plan/tasks".to_owned() } else { format!("/desk/plan/tasks?of={of}") };
    tabs(visit.words(), "どのやること", &items, &current)
}

async fn mine(visit: &Visit) -> Result<Markup, WebError> {
    let (db, me, today) = (&visit.house().db, visit.signed_in()?.account, visit.now().date());
    let open = records::open_of(db, me).await?;
    let ended = records::ended_of(db, me).await?;
    let line = |t: &Task| {
        resource(&t.title, format!("/desk/plan/tasks/{}", t.id))
            .text(about(visit, t))
            .meta(when_words(t))
            .status(chip(t, today))
    };
    Ok(html! {
        @if open.is_empty() {
            (empty_state(Icon::Check, "いま、あなたのやることはありません", "会議やKPTで担当に決まると、ここに期限の近い順に並び、メールでも知らせます。", html! {}))
        } @else {
            (section(&format!("これからやること（{}件）", open.len()), resource_list(open.iter().map(line))))
        }
        @if !ended.is_empty() { (section("終わったもの", resource_list(ended.iter().map(line)))) }
    })
}

async fn others(visit: &Visit, of: &str) -> Result<Markup, WebError> {
    let (db, today) = (&visit.house().db, visit.now().date());
    let mut tasks = records::all(db, of != "ended").await?;
    if of == "late" {
        tasks.retain(|t| t.is_late(today));
    }
    if tasks.is_empty() {
        let said = if of == "late" {
            "期限を過ぎたものはありません"
        } else {
            "やることは、まだありません"
        };
        return Ok(empty_state(Icon::Check, said, "会議の決定やKPTのカードから加えられます。", html! {}));
    }
    let names = Names::read(db).await?;
    let rows = tasks.iter().map(|t| {
        [
            html! { a href=(format!("/desk/plan/tasks/{}", t.id)) { (t.title) } },
            html! { (measure(visit, t)) },
            html! { (names.of(t.owner)) },
            html! { (era::date_label(t.due)) },
            chip(t, today),
        ]
    });
    Ok(html! { (table("やること", ["やること", "施策", "担当", "期限", "様子"]).rows(rows).caption_hidden().dense()) })
}

fn measure(visit: &Visit, task: &Task) -> String {
    let found = task.measure.as_deref().and_then(|key| visit.house().town.plan.measure(key));
    found.map(|m| m.name.clone()).unwrap_or_default()
}

fn about(visit: &Visit, task: &Task) -> String {
    let measure = measure(visit, task);
    if measure.is_empty() { task.origin.label().to_owned() } else { format!("{measure}　{}", task.origin.label()) }
}

fn when_words(task: &Task) -> String {
    match task.ended_at {
        Some(at) => format!("{}に終わり", era::date_label(at.date())),
        None => format!("{}まで", era::date_label(task.due)),
    }
}

/// The state of a task as a chip.
pub(crate) fn chip(task: &Task, today: Date) -> Markup {
    match task.state {
        TaskState::Open if task.is_late(today) => chip_label(Tone::Error, "期限を過ぎています"),
        TaskState::Open => chip_label(Tone::Progress, "これから"),
        TaskState::Done(Worked::Yes) => chip_label(Tone::Success, Worked::Yes.label()),
        TaskState::Done(worked) => chip_label(Tone::Warning, worked.label()),
        TaskState::Dropped => chip_label(Tone::Neutral, "やめた"),
    }
}

/// The task, if it is the visitor's or they look after all.
async fn found(visit: &Visit, id: TaskId) -> Result<Task, WebError> {
    let task = records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    if task.owner == visit.signed_in()?.account || sees_all(visit) { Ok(task) } else { Err(WebError::NotFound) }
}

pub(crate) async fn one(visit: Visit, Path(id): Path<TaskId>) -> Result<Page, WebError> {
    let task = found(&visit, id).await?;
    draw(&visit, &task, &Fields::default(), &Errors::default()).await
}

async fn draw(visit: &Visit, task: &Task, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let (db, w) = (&visit.house().db, visit.words());
    let names = Names::read(db).await?;
    let mut facts = description_list(w)
        .item("担当", html! { (names.of(task.owner)) })
        .item("期限", html! { (era::date_label(task.due)) })
        .item("もと", html! { (task.origin.label()) });
    if task.measure.is_some() {
        facts = facts.item("施策", html! { (measure(visit, task)) });
    }
    if let Some(words) = &task.words {
        facts = facts.item("結果", html! { (words) });
    }
    let steps = records::steps(db, task.id).await?;
    let main = html! {
        (error_summary(w, &errors.0))
        (page_heading("やること", &task.title, ""))
        p { (chip(task, visit.now().date())) }
        (facts)
        @if task.is_open() { (changes(visit, task, typed, errors).await?) }
        (section("これまで", timeline(steps.iter().map(|s| step(s, &names)))))
    };
    let crumbs = [("計画", "/desk/plan"), ("やること", "/desk/plan/tasks")];
    let page = visit.page(task.title.clone()).desk().crumbs(&crumbs).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn step(step: &Step, names: &Names) -> web::components::Event {
    let title = match step.what.as_str() {
        "opened" => format!("{}の担当に決まりました（{}まで）", names.of(step.owner), era::date_label(step.due)),
        "moved" => format!("期限を{}に変えました", era::date_label(step.due)),
        "passed" => format!("{}に渡しました", names.of(step.owner)),
        "done" => "終わりました".to_owned(),
        _ => "やめました".to_owned(),
    };
    let told = event(era::date_label(step.at.date()), title).datetime(step.at.rfc3339());
    let told = match step.actor {
        Some(actor) => told.who(names.of(actor)),
        None => told,
    };
    match &step.words {
        Some(words) => told.body(html! { p { (words) } }),
        None => told,
    }
}

async fn changes(visit: &Visit, task: &Task, typed: &Fields, errors: &Errors) -> Result<Markup, WebError> {
    let w = visit.words();
    let form = |what: &str, body: Markup| {
        let version = html! { input type="hidden" name="version" value=(task.version); (body) };
        form(w, format!("/desk/plan/tasks/{}/{what}", task.id), visit.form_token(), version).render()
    };
    let worked = Worked::ALL.map(|v| Choice::new(v.as_str(), v.label()));
    let open_if = |what: &str, words: &str, body: Markup| {
        if errors.of(what).is_some() { section(words, body) } else { disclosure(words, body) }
    };
    Ok(html! {
        (section("終わったら", form("done", html! {
            (radio_group(w, "worked", "やってみて、どうでしたか", worked).value(typed.text("worked")).required(true).error(errors.of("worked")))
            (textarea(w, "words", "ひとこと").hint("何をして、どうなったか。次に同じことをする人のために一文で。").rows(3).maxlength(LONGEST).value(typed.text("words")).required(true).error(errors.of("words")))
            (button("終わったことにする"))
        })))
        (open_if("due", "期限を変える", form("move", html! {
            (date_input(w, "due", "新しい期限").value(shown(typed, "due", Some(task.due))).required(true).error(errors.of("due")))
            (textarea(w, "why-move", "変える理由").rows(2).maxlength(LONGEST).value(typed.text("why-move")).required(true).error(errors.of("why-move")))
            (button("期限を変える").outline())
        })))
        (open_if("to", "ほかの人に渡す", form("pass", successor(visit, task, typed, errors).await?)))
        @if sees_all(visit) {
            (open_if("why-drop", "やめる", form("drop", html! {
                (textarea(w, "why-drop", "やめる理由").rows(2).maxlength(LONGEST).value(typed.text("why-drop")).required(true).error(errors.of("why-drop")))
                (button("やめることにする").danger().outline())
            })))
        }
    })
}

async fn successor(visit: &Visit, task: &Task, typed: &Fields, errors: &Errors) -> Result<Markup, WebError> {
    let (w, house) = (visit.words(), visit.house());
    let officers = choosable(&house.db, &house.town, visit.now().date()).await?;
    let choices =
        officers.into_iter().filter(|(id, _)| *id != task.owner).map(|(id, name)| Choice::new(id.to_string(), name));
    Ok(html! {
        (select(w, "to", "次の担当", choices).hint("本人にメールで知らせます。先に話しておいてください。").value(typed.text("to")).required(true).error(errors.of("to")))
        (button("渡す").outline())
    })
}

fn version(fields: &Fields) -> Result<i64, WebError> {
    fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))
}

async fn again(visit: &Visit, task: &Task, fields: &Fields, errors: &Errors) -> Result<Response, WebError> {
    Ok(draw(visit, task, fields, errors).await?.into_response())
}

fn back(visit: &Visit, id: TaskId) -> Response {
    visit.see_other(&format!("/desk/plan/tasks/{id}"))
}

pub(crate) async fn done(visit: Visit, Path(id): Path<TaskId>, fields: Fields) -> Result<Response, WebError> {
    let task = found(&visit, id).await?;
    let (mut errors, version) = (Errors::default(), version(&fields)?);
    let worked = Worked::parse(fields.text("worked"));
    if worked.is_none() {
        errors.add("worked", "どうだったかを選んでください");
    }
    let words = text(&fields, "words", LONGEST, &mut errors);
    let (Some(worked), true) = (worked, errors.is_empty()) else { return again(&visit, &task, &fields, &errors).await };
    let act = visit.act("やることを終える");
    visit
        .house()
        .db
        .write(&act, move |tx| async move { super::finish(&tx, id, version, worked, &words).await })
        .await?;
    Ok(back(&visit, id))
}

pub(crate) async fn move_due(visit: Visit, Path(id): Path<TaskId>, fields: Fields) -> Result<Response, WebError> {
    let task = found(&visit, id).await?;
    let (mut errors, version) = (Errors::default(), version(&fields)?);
    let due = day(&fields, "due", &mut errors);
    if due.is_some_and(|d| d < visit.now().date()) {
        errors.add("due", "これからの日を入れてください");
    }
    let why = text(&fields, "why-move", LONGEST, &mut errors);
    let (Some(due), true) = (due, errors.is_empty()) else { return again(&visit, &task, &fields, &errors).await };
    let act = visit.act("やることの期限を変える");
    visit.house().db.write(&act, move |tx| async move { super::move_due(&tx, id, version, due, &why).await }).await?;
    Ok(back(&visit, id))
}

pub(crate) async fn pass(visit: Visit, Path(id): Path<TaskId>, fields: Fields) -> Result<Response, WebError> {
    let task = found(&visit, id).await?;
    let (mut errors, version, house) = (Errors::default(), version(&fields)?, visit.house());
    let to: Option<AccountId> = fields.text("to").parse().ok();
    let officers = choosable(&house.db, &house.town, visit.now().date()).await?;
    let Some(to) = to.filter(|to| *to != task.owner && officers.iter().any(|(id, _)| id == to)) else {
        errors.add("to", "次の担当を選んでください");
        return again(&visit, &task, &fields, &errors).await;
    };
    let act = visit.act("やることを渡す");
    house.db.write(&act, move |tx| async move { super::pass(&tx, id, version, to, None).await }).await?;
    Ok(if sees_all(&visit) { back(&visit, id) } else { visit.see_other("/desk/plan/tasks") })
}

pub(crate) async fn drop_it(visit: Visit, Path(id): Path<TaskId>, fields: Fields) -> Result<Response, WebError> {
    let task = found(&visit, id).await?;
    if !sees_all(&visit) {
        return Err(WebError::Forbidden);
    }
    let (mut errors, version) = (Errors::default(), version(&fields)?);
    let why = text(&fields, "why-drop", LONGEST, &mut errors);
    if !errors.is_empty() {
        return again(&visit, &task, &fields, &errors).await;
    }
    let act = visit.act("やることをやめる");
    visit.house().db.write(&act, move |tx| async move { super::drop_task(&tx, id, version, &why).await }).await?;
    Ok(back(&visit, id))
}
