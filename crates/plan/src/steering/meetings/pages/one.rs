//! `/desk/plan/meetings/{meeting}`: one meeting on one page.

use super::super::minutes::{DIGEST_OF, hold};
use super::super::records::{self, Decision, Item, ItemKind};
use super::super::waiting::{open_tasks, path_of, waiting_for};
use super::super::{Came, Meeting, MeetingId, MeetingState, Paper, Standing, papers};
use super::{CRUMBS, chip, found, measure_name};
use crate::steering::bodies::{Body, Steering};
use crate::steering::names::Names;
use crate::steering::people::members;
use crate::steering::tasks::{self, Origin, Task};
use axum::extract::Path;
use kernel::{TypedId, era};
use maud::{Markup, html};
use web::components::{
    Choice, Icon, Tone, button, button_row, checkbox, description_list, disclosure, error_summary, file_upload, form,
    input_text, link_button, notice, page_heading, radio_group, section, select, table, textarea,
};
use web::{Page, Visit, WebError};

use crate::steering::forms::Errors;

pub(crate) async fn page(visit: Visit, Path(id): Path<MeetingId>) -> Result<Page, WebError> {
    let (meeting, standing) = found(&visit, id).await?;
    draw(&visit, &meeting, standing, &Errors::default()).await
}

/// The page, with what is wrong in one of its forms.
pub(super) async fn draw(
    visit: &Visit,
    meeting: &Meeting,
    standing: Standing,
    errors: &Errors,
) -> Result<Page, WebError> {
    let steering = Steering::of(visit.house()).await?;
    let body = steering.body(&meeting.body);
    let title = body.map_or("", |b| b.title.as_str());
    let main = html! {
        (error_summary(visit.words(), &errors.0))
        (page_heading(title, &meeting.title, ""))
        p { (chip(meeting, visit.now().date())) }
        (facts(visit, meeting))
        (buttons(visit, meeting, standing))
        @if meeting.state == MeetingState::Approved { (frozen(visit, meeting, body).await?) }
        (section("議題", agenda(visit, meeting, standing, errors).await?))
        (section("資料", papers_part(visit, meeting, standing, errors).await?))
        (section("出た人", attendance(visit, meeting, standing).await?))
        @if meeting.is_open() && standing.approves { (section("議事録の確定", approval(visit, meeting, errors))) }
        @if meeting.is_open() && standing.writes { (calling_off(visit, meeting, errors)) }
    };
    let page = visit.page(meeting.title.clone()).desk().crumbs(&CRUMBS).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn facts(visit: &Visit, meeting: &Meeting) -> Markup {
    let mut list = description_list(visit.words()).item("とき", html! { (meeting.when()) });
    if let Some(place) = &meeting.place {
        list = list.item("ところ", html! { (place) });
    }
    if let Some(link) = &meeting.link {
        list = list.item("オンライン", html! { a href=(link) rel="noreferrer" { "入口をひらく" } });
    }
    if let Some(why) = &meeting.why {
        list = list.item("取りやめた理由", html! { (why) });
    }
    html! { (list) }
}

fn path(meeting: &Meeting) -> String {
    format!("/desk/plan/meetings/{}", meeting.id)
}

fn buttons(visit: &Visit, meeting: &Meeting, standing: Standing) -> Markup {
    if !meeting.is_open() || !standing.writes {
        return html! {};
    }
    let again = meeting.invited_at.is_some();
    let words = if again { "もう一度案内する" } else { "出る人に案内する" };
    let sent =
        meeting.invited_at.map(|at| format!("{}に案内しました。", era::date_label(at.date()))).unwrap_or_default();
    html! {
        @if again { p.support-text { (sent) } }
        (form(visit.words(), format!("{}/invite", path(meeting)), visit.form_token(), button_row(html! {
            @if again { (button(words).outline()) } @else { (button(words)) }
            (link_button("日時と場所を変える", format!("{}/when", path(meeting))).text())
        })))
    }
}

async fn frozen(visit: &Visit, meeting: &Meeting, body: Option<&Body>) -> Result<Markup, WebError> {
    let db = &visit.house().db;
    let Some(minutes) = records::minutes(db, meeting.id).await? else { return Ok(html! {}) };
    let holds = hold(db, meeting, body.map_or("", |b| &b.title)).await?;
    Ok(html! {
        @if holds {
            (notice(Tone::Success, html! {
                p { (era::date_label(minutes.at.date())) "に" (minutes.approver_name) "が議事録を確定しました。このあとは、だれも変えられません。" }
            }))
        } @else {
            (notice(Tone::Error, html! { p { "確定した議事録と、いまの記録が違います。情報の窓口に知らせてください。" } }))
        }
        (disclosure("確定した文と、その印", html! {
            pre.minutes { (minutes.text) }
            p.support-text { (DIGEST_OF) ": " code { (minutes.digest) } }
        }))
    })
}

async fn agenda(visit: &Visit, meeting: &Meeting, standing: Standing, errors: &Errors) -> Result<Markup, WebError> {
    let db = &visit.house().db;
    let items = records::items(db, meeting.id).await?;
    let decisions = records::decisions(db, meeting.id).await?;
    let tasks = tasks::of(db, Origin::Meeting(meeting.id.uuid())).await?;
    let mut parts = Vec::new();
    for item in &items {
        parts.push(one(visit, meeting, item, &decisions, &tasks).await?);
    }
    Ok(html! {
        @if items.is_empty() { p { "議題は、まだありません。" } }
        ol.agenda { @for (item, part) in items.iter().zip(&parts) { li value=(item.n) { (part) @if standing.writes && meeting.is_open() { p { a href=(format!("{}/items/{}", path(meeting), item.id)) { "議事と決定を書く" span.visually-hidden { "（" (item.title) "）" } } } } } } }
        @if meeting.is_open() && standing.writes {
            (came_since(visit, meeting).await?)
            (adding(visit, meeting, errors))
        }
    })
}

/// What came to wait for this body since the meeting was called.
async fn came_since(visit: &Visit, meeting: &Meeting) -> Result<Markup, WebError> {
    let waiting = waiting_for(&visit.house().db, &meeting.body).await?;
    if waiting.is_empty() {
        return Ok(html! {});
    }
    let body = html! {
        p { "会議を開くと決めたあとに来たもの" }
        ul { @for one in &waiting { li { (one.title) } } }
        (button("議題に加える").outline().sends("waiting", "yes"))
    };
    Ok(html! { (form(visit.words(), format!("{}/items", path(meeting)), visit.form_token(), body)) })
}

async fn one(
    visit: &Visit,
    meeting: &Meeting,
    item: &Item,
    decisions: &[Decision],
    tasks: &[Task],
) -> Result<Markup, WebError> {
    let db = &visit.house().db;
    let papers: Vec<Paper> =
        papers::of(db, meeting.id).await?.into_iter().filter(|p| p.item == Some(item.id)).collect();
    let promised = if item.kind == ItemKind::Tasks && meeting.is_open() {
        open_tasks(db, &meeting.body).await?
    } else {
        Vec::new()
    };
    let names = Names::read(db).await?;
    let forward = if item.kind == ItemKind::Waiting { path_of(db, item.id).await? } else { None };
    let today = visit.now().date();
    Ok(html! {
        strong { (item.title) }
        @if let Some(key) = &item.measure { span.support-text { "　" (measure_name(visit, key)) } }
        @if let Some(path) = forward { " " a href=(path) { "もとの記録" } }
        @for paper in &papers { div { (paper_link(meeting, paper)) } }
        @if !promised.is_empty() {
            ul { @for t in promised.iter().filter(|t| t.origin != Origin::Meeting(meeting.id.uuid())) {
                li { (t.title) "　" (names.of(t.owner)) "　" (era::date_label(t.due)) "まで " (tasks::pages::chip(t, today)) }
            } }
        }
        @if !item.minutes.is_empty() { p.minutes { (item.minutes) } }
        @for decision in decisions.iter().filter(|d| d.item == item.id && !d.withdrawn) {
            div.decision {
                p { strong { "決定: " } (decision.text) }
                @if let Some(task) = decision.task.and_then(|id| tasks.iter().find(|t| t.id == id)) {
                    p { "やること: " a href=(format!("/desk/plan/tasks/{}", task.id)) { (decision.task_words.as_deref().unwrap_or(&task.title)) } " " (tasks::pages::chip(task, today)) }
                }
            }
        }
    })
}

fn paper_link(meeting: &Meeting, paper: &Paper) -> Markup {
    let size = (paper.size + 1023) / 1024;
    html! { a href=(format!("{}/papers/{}", path(meeting), paper.id)) { (paper.name) "（PDF、" (size) "KB）" } }
}

fn measures(visit: &Visit) -> Vec<Choice> {
    visit.house().town.plan.measures.iter().map(|m| Choice::new(m.key.clone(), m.name.clone())).collect()
}

fn adding(visit: &Visit, meeting: &Meeting, errors: &Errors) -> Markup {
    let w = visit.words();
    let body = html! {
        (input_text(w, "topic", "議題").maxlength(100).required(true).error(errors.of("topic")))
        (select(w, "measure", "どの施策のことですか", measures(visit)).required(false).error(errors.of("measure")))
        (button("議題を加える").outline())
    };
    let all = html! { (form(w, format!("{}/items", path(meeting)), visit.form_token(), body)) };
    if errors.of("topic").is_some() { all } else { disclosure("議題を加える", all) }
}

async fn papers_part(
    visit: &Visit,
    meeting: &Meeting,
    standing: Standing,
    errors: &Errors,
) -> Result<Markup, WebError> {
    let (db, w) = (&visit.house().db, visit.words());
    let papers = papers::of(db, meeting.id).await?;
    let items = records::items(db, meeting.id).await?;
    let choices = items.iter().map(|i| Choice::new(i.id.to_string(), format!("{}. {}", i.n, i.title)));
    let body = html! {
        (file_upload(w, "file", "資料のファイル").accept("application/pdf").hint("PDFで、10MBまで。").required(true).error(errors.of("file")))
        (select(w, "item", "どの議題の資料ですか", choices).required(false).error(errors.of("item")))
        (button("資料を加える").outline())
    };
    let upload = html! { (form(w, format!("{}/papers", path(meeting)), visit.form_token(), body).with_files()) };
    Ok(html! {
        @if papers.is_empty() { p { "資料は、まだありません。" } }
        @else { ul { @for paper in &papers { li { (paper_link(meeting, paper)) } } } }
        @if meeting.is_open() && standing.writes {
            @if errors.of("file").is_some() { (upload) } @else { (disclosure("資料を加える", upload)) }
        }
    })
}

async fn attendance(visit: &Visit, meeting: &Meeting, standing: Standing) -> Result<Markup, WebError> {
    let (house, w) = (visit.house(), visit.words());
    let came = records::attendance(&house.db, meeting.id).await?;
    if !(meeting.is_open() && standing.writes) {
        let rows = came.iter().map(|a| [html! { (a.name) }, html! { (a.office) }, html! { (a.came.label()) }]);
        return Ok(html! {
            @if came.is_empty() { p { "まだ記録していません。" } }
            @else { (table("出た人", ["名前", "席", "出欠"]).rows(rows).caption_hidden().dense()) }
            @if let Some(guests) = &meeting.guests { p { "ほかに出た人: " (guests) } }
        });
    }
    let mut all = members(house, &meeting.body, meeting.day).await?;
    let mut seen = Vec::new();
    all.retain(|h| {
        !seen.contains(&h.holder) && {
            seen.push(h.holder);
            true
        }
    });
    let choices = || Came::ALL.map(|c| Choice::new(c.as_str(), c.label()));
    let body = html! {
        @for h in &all {
            (radio_group(w, format!("came-{}", h.holder), format!("{}（{}）", h.name, h.title), choices()).inline()
                .value(came.iter().find(|a| a.member == h.holder).map_or("", |a| a.came.as_str())))
        }
        (textarea(w, "guests", "ほかに出た人").hint("例: 外からの助言者、担当の係").rows(2).maxlength(300).value(meeting.guests.clone().unwrap_or_default()).required(false))
        (button("出欠を記録する").outline())
    };
    let all_of = html! { (form(w, format!("{}/attendance", path(meeting)), visit.form_token(), body)) };
    Ok(html! {
        @if all.is_empty() { p { "この会には、まだだれもいません。" a href="/desk/plan/people" { "推進する人" } "で決めてください。" } }
        (disclosure(if came.is_empty() { "出欠を記録する" } else { "出欠を見る・直す" }, all_of))
    })
}

fn approval(visit: &Visit, meeting: &Meeting, errors: &Errors) -> Markup {
    let w = visit.words();
    if meeting.day > visit.now().date() {
        return html! { p { "会議のあと、議事録を確かめて確定できます。" } };
    }
    let body = html! {
        input type="hidden" name="version" value=(meeting.version);
        (checkbox(w, "sure", "上の議事・決定・出欠を確かめました", false, errors.of("sure")))
        (button("議事録を確定する").icon(Icon::Check))
    };
    html! {
        p { "確定すると、だれも変えられなくなります。直すところがあれば、先に事務局に伝えてください。" }
        (form(w, format!("{}/approve", path(meeting)), visit.form_token(), body))
    }
}

fn calling_off(visit: &Visit, meeting: &Meeting, errors: &Errors) -> Markup {
    let w = visit.words();
    let body = html! {
        input type="hidden" name="version" value=(meeting.version);
        (input_text(w, "why", "取りやめる理由").maxlength(200).required(true).error(errors.of("why")))
        (button("会議を取りやめる").danger().outline())
    };
    let all = html! { (form(w, format!("{}/off", path(meeting)), visit.form_token(), body)) };
    if errors.of("why").is_some() { all } else { disclosure("会議を取りやめる", all) }
}
