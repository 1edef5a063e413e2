//! `/desk/approvals/absence`: when I am away.

use super::officer;
use crate::roster::{self, Absence, AbsenceId, NewAbsence};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::{Date, Wareki, era};
use maud::{Markup, html};
use web::components::{DateValue, button, date_input, error_summary, form, input_text, page_heading, section, table};
use web::{Fields, Page, Visit, WebError};

/// Nobody tells of an absence longer than this; it would rather be a change of office.
const LONGEST_DAYS: i64 = 400;

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    show(&visit, &[], &Typed::today(visit.now().date())).await
}

#[derive(Default)]
struct Typed {
    first: DateValue,
    last: DateValue,
    reason: String,
}

impl Typed {
    fn today(day: Date) -> Self {
        Self { first: value(day), last: value(day), reason: String::new() }
    }
}

fn value(day: Date) -> DateValue {
    let year = Wareki::of(day).map(|w| w.year).unwrap_or_default();
    DateValue {
        era: "reiwa".to_owned(),
        year: year.to_string(),
        month: day.month().to_string(),
        day: day.day().to_string(),
    }
}

async fn show(visit: &Visit, errors: &[(&str, &str)], typed: &Typed) -> Result<Page, WebError> {
    let officer = officer(visit).await?;
    let absences = roster::absences_of(&visit.house().db, officer.party, visit.now().date()).await?;
    let words = visit.words();
    let of = |field: &str| errors.iter().find(|(name, _)| *name == field).map(|(_, words)| *words);
    let body = html! {
        (date_input(words, "first", "いつから").value(typed.first.clone()).required(true).error(of("first")))
        (date_input(words, "last", "いつまで（この日も不在）").value(typed.last.clone()).required(true).error(of("last")))
        (input_text(words, "reason", "理由").hint("例: 出張、休暇。代わりに決める人に見えます。").required(true).value(&typed.reason).maxlength(100).error(of("reason")))
        (button("不在の予定を入れる"))
    };
    let main = html! {
        (error_summary(words, errors))
        (page_heading("決裁", "不在の予定", "いない間は、決まりにそって代わりの人が決められます。戻ったら、代わりに決められたものを確かめてください（後閲）。"))
        @if !absences.is_empty() { (section("入っている予定", list(visit, &absences))) }
        (section("予定を入れる", html! { (form(words, "/desk/approvals/absence", visit.form_token(), body)) }))
    };
    let page = visit.page("不在の予定").desk().crumbs(&[("決裁", "/desk/approvals")]).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn list(visit: &Visit, absences: &[Absence]) -> Markup {
    let rows = absences.iter().map(|a| {
        let days = format!("{}から{}まで", era::date_label(a.first), era::date_label(a.last));
        let end = form(
            visit.words(),
            format!("/desk/approvals/absence/{}/end", a.id),
            visit.form_token(),
            html! {
                (button("取り消す").outline().small().about(days.clone()))
            },
        );
        [html! { (days) }, html! { (a.reason) }, html! { (a.stated_name) }, html! { (end) }]
    });
    html! { (table("不在の予定", ["期間", "理由", "入れた人", "操作"]).rows(rows).caption_hidden()) }
}

pub(super) async fn tell(visit: Visit, form: Fields) -> Result<Response, WebError> {
    let (first, last) = (read(&form, "first"), read(&form, "last"));
    let reason = form.text("reason").to_owned();
    let mut errors = Vec::new();
    match (first, last) {
        (None, _) => errors.push(("first", "日付を入れてください")),
        (_, None) => errors.push(("last", "日付を入れてください")),
        (Some(first), Some(last)) if last < first => {
            errors.push(("last", "終わりの日は、始まりの日より後にしてください"))
        }
        (_, Some(last)) if last < visit.now().date() => errors.push(("last", "終わりの日が過ぎています")),
        (Some(first), Some(last)) if span(first, last) > LONGEST_DAYS => errors.push(("last", "期間が長すぎます")),
        _ => {}
    }
    if reason.is_empty() || reason.chars().count() > 100 {
        errors.push(("reason", "理由を100字までで書いてください"));
    }
    let (Some(first), Some(last), true) = (first, last, errors.is_empty()) else {
        let typed = Typed { first: typed(&form, "first"), last: typed(&form, "last"), reason };
        return Ok(show(&visit, &errors, &typed).await?.into_response());
    };
    let officer = officer(&visit).await?;
    let new = NewAbsence {
        party: officer.party,
        name: officer.name.clone(),
        posts: officer.posts.clone(),
        first,
        last,
        reason,
    };
    visit
        .house()
        .db
        .write(&visit.act("不在の予定"), move |tx| async move { roster::tell(&tx, &new, &officer).await })
        .await?;
    Ok(visit.see_other("/desk/approvals/absence"))
}

fn span(first: Date, last: Date) -> i64 {
    kernel::Moment::start_of(last).seconds_since(kernel::Moment::start_of(first)) / 86_400
}

pub(super) async fn end(visit: Visit, Path(id): Path<AbsenceId>, _: Fields) -> Result<Response, WebError> {
    let party = officer(&visit).await?.party;
    visit
        .house()
        .db
        .write(&visit.act("不在の取り消し"), move |tx| async move { roster::end(&tx, id, party).await })
        .await?;
    Ok(visit.see_other("/desk/approvals/absence"))
}

fn typed(form: &Fields, name: &str) -> DateValue {
    let part = |part: &str| form.text(&format!("{name}-{part}")).to_owned();
    DateValue { era: part("era"), year: part("year"), month: part("month"), day: part("day") }
}

fn read(form: &Fields, name: &str) -> Option<Date> {
    let DateValue { era, year, month, day } = typed(form, name);
    let number = |text: &str| kernel::width::half_width(text).trim().parse::<i16>().ok();
    let offset = match era.as_str() {
        "reiwa" => kernel::Era::Reiwa.offset(),
        "ad" => 0,
        _ => return None,
    };
    let year = if year.trim() == "元" { 1 } else { number(&year)? };
    Date::new(year.checked_add(offset)?, i8::try_from(number(&month)?).ok()?, i8::try_from(number(&day)?).ok()?).ok()
}
