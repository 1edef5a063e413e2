//! When and where.

use super::super::{Frame, Meeting, MeetingId, amend as amend_meeting, is_https, open};
use super::{CRUMBS, written};
use crate::steering::bodies::{BodyKind, Steering};
use crate::steering::forms::{Errors, day, maybe_text, shown, text};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;
use web::components::{
    Choice, button, button_row, date_input, error_summary, form, input_text, link_button, page_heading, radio_group,
    textarea,
};
use web::{Fields, Page, Visit, WebError};

/// The longest agenda that is typed at once.
const MOST_TOPICS: usize = 30;

pub(crate) async fn ask_new(visit: Visit) -> Result<Page, WebError> {
    draw_new(&visit, &Fields::default(), &Errors::default()).await
}

async fn draw_new(visit: &Visit, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let (w, steering) = (visit.words(), Steering::of(visit.house()).await?);
    let bodies: Vec<Choice> = steering
        .body
        .iter()
        .filter(|b| b.kind != BodyKind::Advisers)
        .map(|b| Choice::new(b.key.clone(), b.title.clone()))
        .collect();
    let fields = html! {
        (radio_group(w, "body", "どの会ですか", bodies).value(typed.text("body")).required(true).error(errors.of("body")))
        (frame_fields(visit, None, typed, errors))
        (textarea(w, "topics", "議題").hint("一行に一つ。前回までのやることと、待っているものは、自動で先に入ります。").rows(5).maxlength(3000).value(typed.text("topics")).required(false).error(errors.of("topics")))
        (button_row(html! { (button("会議を開く")) (link_button("やめる", "/desk/plan/meetings").text()) }))
    };
    let main = html! {
        (error_summary(w, &errors.0))
        (page_heading("会議", "会議を開く", "まだ、だれにも知らせません。議題と資料をそろえてから案内できます。"))
        (form(w, "/desk/plan/meetings", visit.form_token(), fields))
    };
    let page = visit.page("会議を開く").desk().crumbs(&CRUMBS).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn frame_fields(visit: &Visit, known: Option<&Meeting>, typed: &Fields, errors: &Errors) -> Markup {
    let w = visit.words();
    let value = |name: &str, known: Option<&str>| {
        if typed.has(name) { typed.text(name).to_owned() } else { known.unwrap_or_default().to_owned() }
    };
    html! {
        (input_text(w, "title", "会議の名前").hint("例: 令和8年度 第1回").value(value("title", known.map(|m| m.title.as_str()))).maxlength(80).required(true).error(errors.of("title")))
        (date_input(w, "day", "開く日").value(shown(typed, "day", known.map(|m| m.day))).required(true).error(errors.of("day")))
        (input_text(w, "starts", "始まる時刻").hint("例: 13:30").width("is-narrow").value(value("starts", known.map(|m| m.starts.as_str()))).maxlength(5).required(true).error(errors.of("starts")))
        (input_text(w, "place", "場所").value(value("place", known.and_then(|m| m.place.as_deref()))).maxlength(100).required(false).error(errors.of("place")))
        (input_text(w, "link", "オンラインの入口").kind("url").hint("https:// で始まるもの。出る人だけに見えます。").value(value("link", known.and_then(|m| m.link.as_deref()))).maxlength(500).required(false).error(errors.of("link")))
    }
}

fn read(fields: &Fields, errors: &mut Errors) -> Option<Frame> {
    let title = text(fields, "title", 80, errors);
    let day = day(fields, "day", errors);
    let starts = clock(fields.text("starts"));
    if starts.is_none() {
        errors.add("starts", "時刻を 13:30 のように入れてください");
    }
    let place = maybe_text(fields, "place", 100, errors);
    let link = maybe_text(fields, "link", 500, errors);
    if link.as_ref().is_some_and(|l| !is_https(l)) {
        errors.add("link", "https:// で始まる、オンライン会議の入口を入れてください");
    }
    if place.is_none() && link.is_none() {
        errors.add("place", "場所か、オンラインの入口を入れてください");
    }
    Some(Frame { title, day: day?, starts: starts?, place, link }).filter(|_| errors.is_empty())
}

/// `9:05`, `13時30分` and full-width digits as `09:05`, `13:30`.
fn clock(typed: &str) -> Option<String> {
    let typed = kernel::width::half_width(typed).replace('時', ":").replace('分', "").replace('：', ":");
    let (hour, minute) = typed.trim().split_once(':')?;
    let minute = if minute.is_empty() { "0" } else { minute };
    let (hour, minute): (u8, u8) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

pub(crate) async fn create(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let steering: Arc<Steering> = Steering::of(visit.house()).await?;
    let mut errors = Errors::default();
    let body = steering.body(fields.text("body")).filter(|b| b.kind != BodyKind::Advisers).map(|b| b.key.clone());
    if body.is_none() {
        errors.add("body", "どの会かを選んでください");
    }
    let topics: Vec<String> =
        fields.text("topics").lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    if topics.len() > MOST_TOPICS || topics.iter().any(|t| t.chars().count() > 100) {
        errors.add("topics", "議題は一行100字まで、30までにしてください");
    }
    let frame = read(&fields, &mut errors);
    let (Some(body), Some(frame), true) = (body, frame, errors.is_empty()) else {
        return Ok(draw_new(&visit, &fields, &errors).await?.into_response());
    };
    let act = visit.act("会議を開く");
    let id = visit
        .house()
        .db
        .write(&act, move |tx| async move { open(&tx, &steering, &body, &frame, &topics).await })
        .await?;
    Ok(visit.see_other(&format!("/desk/plan/meetings/{id}")))
}

pub(crate) async fn edit(visit: Visit, Path(id): Path<MeetingId>) -> Result<Page, WebError> {
    let meeting = written(&visit, id).await?;
    Ok(draw(&visit, &meeting, &Fields::default(), &Errors::default()))
}

fn draw(visit: &Visit, meeting: &Meeting, typed: &Fields, errors: &Errors) -> Page {
    let w = visit.words();
    let path = format!("/desk/plan/meetings/{}", meeting.id);
    let lead = if meeting.invited_at.is_some() {
        "変えると、案内した人にメールで知らせます。"
    } else {
        ""
    };
    let fields = html! {
        input type="hidden" name="version" value=(meeting.version);
        (frame_fields(visit, Some(meeting), typed, errors))
        (button_row(html! { (button("変える")) (link_button("戻る", &path).text()) }))
    };
    let main = html! {
        (error_summary(w, &errors.0))
        (page_heading(&meeting.title, "日時と場所を変える", lead))
        (form(w, format!("{path}/when"), visit.form_token(), fields))
    };
    let page = visit.page("日時と場所を変える").desk().crumbs(&CRUMBS).main(main);
    if errors.is_empty() { page } else { page.failed() }
}

pub(crate) async fn amend(visit: Visit, Path(id): Path<MeetingId>, fields: Fields) -> Result<Response, WebError> {
    let meeting = written(&visit, id).await?;
    let mut errors = Errors::default();
    let version: i64 = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    let Some(frame) = read(&fields, &mut errors) else {
        return Ok(draw(&visit, &meeting, &fields, &errors).into_response());
    };
    let act = visit.act("会議の日時と場所を変える");
    visit.house().db.write(&act, move |tx| async move { amend_meeting(&tx, id, version, &frame).await }).await?;
    Ok(visit.see_other(&format!("/desk/plan/meetings/{id}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (typed, read) in [
            ("13:30", Some("13:30")),
            ("9:05", Some("09:05")),
            ("１３時３０分", Some("13:30")),
            ("10時", Some("10:00")),
            ("25:00", None),
            ("昼", None),
        ] {
            assert_eq!(clock(typed).as_deref(), read, "{typed}");
        }
    }

    #[test]
    fn a_place_on_line_is_an_address_with_https_and_nothing_else() {
        for good in ["https://meet.example.jp/abc", "https://meet.example.jp/j/1?pwd=x#s"] {
            assert!(is_https(good), "{good}");
        }
        for bad in [
            "http://meet.example.jp/a",
            "javascript:alert(1)",
            "https://",
            "https://localhost/x",
            "https://a@b.example/x",
            "https://meet.example.jp/\"onclick=",
            "https://meet.example.jp/a b",
        ] {
            assert!(!is_https(bad), "{bad}");
        }
    }
}
