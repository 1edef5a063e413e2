//! One item: what was said, what was decided, who does what until when.

use super::super::items::{self, NewDecision, Promised, Written};
use super::super::records::{self, Decision, Item};
use super::super::{DecisionId, ItemId, Meeting, MeetingId};
use super::one::draw as draw_meeting;
use super::{CRUMBS, found, written};
use crate::steering::forms::{Errors, day, shown, text};
use crate::steering::names::choosable;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::id::AccountId;
use maud::{Markup, html};
use web::components::{
    Choice, Tone, button, button_row, date_input, error_summary, form, input_text, link_button, notification_banner,
    page_heading, section, select, textarea,
};
use web::{Fields, Page, Visit, WebError};

/// The longest minutes of one item.
const LONGEST: usize = 20_000;

pub(crate) async fn add(visit: Visit, Path(id): Path<MeetingId>, fields: Fields) -> Result<Response, WebError> {
    let (meeting, standing) = found(&visit, id).await?;
    if !standing.writes {
        return Err(WebError::Forbidden);
    }
    if fields.text("waiting") == "yes" {
        let act = visit.act("会議の議題を加える");
        visit.house().db.write(&act, move |tx| async move { items::add_waiting(&tx, id).await }).await?;
        return Ok(visit.see_other(&format!("/desk/plan/meetings/{id}")));
    }
    let mut errors = Errors::default();
    let title = text(&fields, "topic", 100, &mut errors);
    let measure = measure(&visit, &fields);
    if !errors.is_empty() {
        return Ok(draw_meeting(&visit, &meeting, standing, &errors).await?.into_response());
    }
    let act = visit.act("会議の議題を加える");
    let add = move |tx| async move { items::add(&tx, id, &title, measure.as_deref()).await };
    visit.house().db.write(&act, add).await?;
    Ok(visit.see_other(&format!("/desk/plan/meetings/{id}")))
}

fn measure(visit: &Visit, fields: &Fields) -> Option<String> {
    visit.house().town.plan.measures.iter().find(|m| m.key == fields.text("measure")).map(|m| m.key.clone())
}

async fn item_of(visit: &Visit, id: MeetingId, item: ItemId) -> Result<(Meeting, Item), WebError> {
    let meeting = written(visit, id).await?;
    let item = records::find_item(&visit.house().db, id, item).await?.ok_or(WebError::NotFound)?;
    Ok((meeting, item))
}

pub(crate) async fn page(visit: Visit, Path((id, item)): Path<(MeetingId, ItemId)>) -> Result<Page, WebError> {
    let (meeting, item) = item_of(&visit, id, item).await?;
    draw(&visit, &meeting, &item, &Fields::default(), &Errors::default(), None).await
}

/// The page of an item. `clash` is what somebody else wrote while the visitor was typing.
async fn draw(
    visit: &Visit,
    meeting: &Meeting,
    item: &Item,
    typed: &Fields,
    errors: &Errors,
    clash: Option<&str>,
) -> Result<Page, WebError> {
    let w = visit.words();
    let decisions = records::decisions(&visit.house().db, meeting.id).await?;
    let mine: Vec<&Decision> = decisions.iter().filter(|d| d.item == item.id && !d.withdrawn).collect();
    let path = format!("/desk/plan/meetings/{}", meeting.id);
    let main = html! {
        (error_summary(w, &errors.0))
        (page_heading(&meeting.title, &format!("{}. {}", item.n, item.title), ""))
        @if let Some(theirs) = clash { (clashed(visit, theirs)) }
        @if meeting.is_open() {
            (section("議事", minutes(visit, meeting, item, typed)))
            (section("決まったこと", html! {
                @if mine.is_empty() { p { "まだありません。" } }
                @for decision in &mine { (decided(visit, meeting, decision)) }
                (deciding(visit, meeting, item, typed, errors).await?)
            }))
        } @else {
            p.minutes { (item.minutes) }
            @for decision in &mine { p { strong { "決定: " } (decision.text) } }
        }
        p { (link_button("会議にもどる", &path).text()) }
    };
    let page = visit.page(item.title.clone()).desk().crumbs(&CRUMBS).main(main);
    Ok(match (clash, errors.is_empty()) {
        (Some(_), _) => page.status(StatusCode::CONFLICT),
        (None, true) => page,
        (None, false) => page.failed(),
    })
}

/// Two wrote at once: nothing was overwritten, and the second sees both.
fn clashed(visit: &Visit, theirs: &str) -> Markup {
    let banner = notification_banner(visit.words(), Tone::Warning, "ほかの人が先に書きました");
    html! {
        (banner.body(html! {
            p { "あなたの文は、まだ記録していません。いまの記録と見くらべて、下のあなたの文を直し、もう一度「議事を記録する」を押してください。" }
            p { strong { "いまの記録" } }
            p.minutes { (theirs) }
        }).announced())
    }
}

fn minutes(visit: &Visit, meeting: &Meeting, item: &Item, typed: &Fields) -> Markup {
    let w = visit.words();
    let value = |name: &str, known: &str| if typed.has(name) { typed.text(name).to_owned() } else { known.to_owned() };
    let measures = visit.house().town.plan.measures.iter().map(|m| Choice::new(m.key.clone(), m.name.clone()));
    let body = html! {
        input type="hidden" name="version" value=(item.version);
        (input_text(w, "title", "議題").value(value("title", &item.title)).maxlength(100).required(true))
        (select(w, "measure", "どの施策のことですか", measures).value(value("measure", item.measure.as_deref().unwrap_or_default())).required(false))
        (textarea(w, "minutes", "話したこと").hint("住民の名前や事情は書かず、受付番号で書いてください").rows(10).maxlength(LONGEST).value(value("minutes", &item.minutes)).required(false))
        (button("議事を記録する"))
    };
    html! { (form(w, format!("/desk/plan/meetings/{}/items/{}", meeting.id, item.id), visit.form_token(), body)) }
}

fn decided(visit: &Visit, meeting: &Meeting, decision: &Decision) -> Markup {
    let path = format!("/desk/plan/meetings/{}/decisions/{}/withdraw", meeting.id, decision.id);
    html! {
        div.decision {
            p { strong { "決定: " } (decision.text) }
            @if let Some(task) = &decision.task_words { p { "やること: " (task) } }
            (form(visit.words(), path, visit.form_token(), html! { (button("書きまちがいなので取り下げる").text().small().about(decision.text.clone())) }))
        }
    }
}

async fn deciding(
    visit: &Visit,
    meeting: &Meeting,
    item: &Item,
    typed: &Fields,
    errors: &Errors,
) -> Result<Markup, WebError> {
    let (w, house) = (visit.words(), visit.house());
    let officers = choosable(&house.db, &house.town, visit.now().date()).await?;
    let choices = officers.into_iter().map(|(id, name)| Choice::new(id.to_string(), name));
    let body = html! {
        (textarea(w, "decision", "決まったこと").rows(2).maxlength(500).value(typed.text("decision")).required(true).error(errors.of("decision")))
        (select(w, "owner", "だれがやりますか", choices).hint("選ぶと、その人の「やること」になり、メールで知らせます").value(typed.text("owner")).required(false).error(errors.of("owner")))
        (input_text(w, "task", "何をしますか").hint("空けておくと、決まったことの文になります").value(typed.text("task")).maxlength(200).required(false).error(errors.of("task")))
        (date_input(w, "due", "いつまでに").value(shown(typed, "due", None)).required(false).error(errors.of("due")))
        (button_row(html! { (button("決定を記録する")) }))
    };
    Ok(
        html! { (form(w, format!("/desk/plan/meetings/{}/items/{}/decisions", meeting.id, item.id), visit.form_token(), body)) },
    )
}

pub(crate) async fn write(
    visit: Visit,
    Path((id, item)): Path<(MeetingId, ItemId)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (meeting, known) = item_of(&visit, id, item).await?;
    let version: i64 = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    let mut errors = Errors::default();
    let title = text(&fields, "title", 100, &mut errors);
    let minutes: String = fields.text("minutes").chars().take(LONGEST).collect();
    if !errors.is_empty() {
        return Ok(draw(&visit, &meeting, &known, &fields, &errors, None).await?.into_response());
    }
    let new = Written { title, measure: measure(&visit, &fields), minutes };
    let act = visit.act("議事を書く");
    let write = move |tx| async move { items::write(&tx, id, item, version, &new).await };
    match visit.house().db.write(&act, write).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/plan/meetings/{id}/items/{item}"))),
        Err(WebError::Changed) => {
            let (meeting, now) = item_of(&visit, id, item).await?;
            if !meeting.is_open() {
                return Err(WebError::Changed);
            }
            Ok(draw(&visit, &meeting, &now, &fields, &Errors::default(), Some(&now.minutes)).await?.into_response())
        }
        Err(other) => Err(other),
    }
}

pub(crate) async fn decide(
    visit: Visit,
    Path((id, item)): Path<(MeetingId, ItemId)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (meeting, known) = item_of(&visit, id, item).await?;
    let mut errors = Errors::default();
    let said = text(&fields, "decision", 500, &mut errors);
    let task = promised(&visit, &fields, &said, &mut errors).await?;
    if !errors.is_empty() {
        return Ok(draw(&visit, &meeting, &known, &fields, &errors, None).await?.into_response());
    }
    let new = NewDecision { text: said, task };
    let act = visit.act("会議の決定を記録する");
    visit.house().db.write(&act, move |tx| async move { items::decide(&tx, id, item, new).await }).await?;
    Ok(visit.see_other(&format!("/desk/plan/meetings/{id}/items/{item}")))
}

/// What follows the decision, if somebody was named for it.
async fn promised(
    visit: &Visit,
    fields: &Fields,
    said: &str,
    errors: &mut Errors,
) -> Result<Option<Promised>, WebError> {
    let (owner, title) = (fields.text("owner"), fields.text("task"));
    if owner.is_empty() {
        if !title.is_empty() {
            errors.add("owner", "だれがやるかを選んでください");
        }
        return Ok(None);
    }
    let (house, today) = (visit.house(), visit.now().date());
    let owner: Option<AccountId> = owner.parse().ok();
    let officers = choosable(&house.db, &house.town, today).await?;
    let owner = officers.into_iter().find(|(id, _)| Some(*id) == owner);
    if owner.is_none() {
        errors.add("owner", "だれがやるかを選んでください");
    }
    if title.chars().count() > 200 {
        errors.add("task", "200字までで書いてください");
    }
    let due = day(fields, "due", errors);
    if due.is_some_and(|d| d < today) {
        errors.add("due", "これからの日を入れてください");
    }
    let title = if title.is_empty() { said.chars().take(200).collect() } else { title.to_owned() };
    Ok(owner.zip(due).map(|((owner, owner_name), due)| Promised { title, owner, owner_name, due }))
}

pub(crate) async fn withdraw(
    visit: Visit,
    Path((id, decision)): Path<(MeetingId, DecisionId)>,
    _: Fields,
) -> Result<Response, WebError> {
    written(&visit, id).await?;
    let act = visit.act("会議の決定を取り下げる");
    visit.house().db.write(&act, move |tx| async move { items::withdraw(&tx, id, decision).await }).await?;
    Ok(visit.see_other(&format!("/desk/plan/meetings/{id}")))
}
