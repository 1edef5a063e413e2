//! What was done: a line with a day, and a number where there is one.

use super::{Open, of, to_mend};
use crate::pdca::lines::{self, DoEntry, Done, What};
use crate::pdca::words;
use crate::pdca::writing::{self, LINE};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::era::date_label;
use maud::{Markup, html};
use web::components::{
    DateValue, Icon, button, button_row, date_input, empty_state, error_summary, form, input_text, link_button,
    page_heading, radio_group, section,
};
use web::{Fields, Page, Visit, WebError};

type Named = Path<(String, String)>;
type Wrong = Vec<(&'static str, String)>;

#[derive(Default)]
struct Typed {
    day: DateValue,
    what: String,
    words: String,
    number: String,
    unit: String,
}

pub(super) async fn page(visit: Visit, Path((measure, span)): Named) -> Result<Page, WebError> {
    let open = Open::to_write(&visit, &measure, &span, true).await?;
    let today = visit.now().date();
    let (first, last) = open.place.span.days();
    let typed = Typed { day: DateValue::of(today.clamp(first, last)), ..Typed::default() };
    show(&visit, &open, &typed, &Vec::new()).await
}

async fn show(visit: &Visit, open: &Open, typed: &Typed, wrong: &Wrong) -> Result<Page, WebError> {
    let log = lines::done(&visit.house().db, &open.place.measure.key, open.place.span).await?;
    let words = visit.words();
    let main = html! {
        (error_summary(words, wrong))
        (page_heading(&open.above(), "何をしましたか", "一行で足ります。仕組みの中で起きたことは、自動で入ります。"))
        (section("一つ加える", html! {
            (form(words, open.path("/log"), visit.form_token(), html! {
                (date_input(words, "day", "いつ").required(true).value(typed.day.clone()).error(of(wrong, "day")))
                (radio_group(words, "what", "どんなこと", What::ALL.map(|w| (w.as_str(), w.label()))).required(true)
                    .value(&typed.what).error(of(wrong, "what")))
                (input_text(words, "words", "したこと").required(true).maxlength(LINE).value(&typed.words)
                    .hint("例: スマホ教室を開いた。人の名前は書きません。公表のときに載ります。").error(of(wrong, "words")))
                (input_text(words, "number", "数").required(false).numeric().value(&typed.number)
                    .hint("参加した人数や回数。なければ空のままで。").error(of(wrong, "number")))
                (input_text(words, "unit", "単位").required(false).width("is-narrow").maxlength(10).value(&typed.unit)
                    .hint("人、回、件など").error(of(wrong, "unit")))
                (button_row(html! {
                    (button("加える").sends("change", "add"))
                    (link_button("戻る", open.place.path()).text())
                }))
            }))
        }))
        (section("これまでの記録", html! {
            @if log.is_empty() {
                (empty_state(Icon::Document, "まだありません", "上に一つ書くと、ここに並びます。", html! {}))
            } @else {
                ul.resource-list { @for done in log.iter().rev() { li { (one(visit, open, done)) } } }
            }
        }))
    };
    let crumbs = open.crumbs();
    let crumbs: Vec<(&str, &str)> = crumbs.iter().map(|(n, p)| (n.as_str(), p.as_str())).collect();
    let page = visit.page("したこと").desk().crumbs(&crumbs).main(main);
    Ok(if wrong.is_empty() { page } else { page.failed() })
}

fn one(visit: &Visit, open: &Open, done: &Done) -> Markup {
    let entry = &done.entry;
    html! {
        p {
            (date_label(entry.day)) "　" (entry.what.label()) "　" strong { (entry.words) } (words::count(entry.number, &entry.unit))
            @if entry.source.is_some() { "　" span.support-text { "自動で入りました" } }
        }
        @if entry.source.is_none() {
            (form(visit.words(), open.path("/log"), visit.form_token(), html! {
                input type="hidden" name="entry" value=(done.id);
                (button_row(html! { (button("取り消す").small().text().sends("change", "strike").about(&entry.words)) }))
            }))
        }
    }
}

pub(super) async fn save(visit: Visit, Path((measure, span)): Named, fields: Fields) -> Result<Response, WebError> {
    let open = Open::to_write(&visit, &measure, &span, true).await?;
    let (act, who) = (visit.act("plan.pdca"), visit.signed_in()?);
    if fields.text("change") == "strike" {
        let id = fields.text("entry").parse().map_err(|_| WebError::Unreadable("entry"))?;
        writing::strike_log(visit.house(), &act, who, &open.place, id).await?;
        return Ok(visit.see_other(&open.path("/log")));
    }
    let typed = Typed {
        day: DateValue::typed(&fields, "day"),
        what: fields.text("what").to_owned(),
        words: fields.text("words").to_owned(),
        number: fields.text("number").to_owned(),
        unit: fields.text("unit").chars().take(10).collect(),
    };
    let done = match read(&typed) {
        Ok(entry) => writing::log_by_hand(visit.house(), &act, who, &open.place, entry).await,
        Err(wrong) => Err(crate::pdca::error::PdcaError::Mend(wrong)),
    };
    match done {
        Ok(()) => Ok(visit.see_other(&open.path("/log"))),
        Err(error) => Ok(show(&visit, &open, &typed, &to_mend(error)?).await?.into_response()),
    }
}

fn read(typed: &Typed) -> Result<DoEntry, Wrong> {
    let mut wrong = Wrong::new();
    let day = typed.day.date();
    if day.is_none() {
        wrong.push(("day", "年・月・日を確かめてください".to_owned()));
    }
    let what = What::parse(&typed.what);
    if what.is_none() {
        wrong.push(("what", "どれか一つを選んでください".to_owned()));
    }
    let digits = kernel::width::half_width(&typed.number).replace(',', "");
    let number: Option<i64> = digits.parse().ok().filter(|n| (0..=100_000_000).contains(n));
    if number.is_none() && !digits.is_empty() {
        wrong.push(("number", "数字で書いてください。例: 12".to_owned()));
    }
    match (day, what) {
        (Some(day), Some(what)) if wrong.is_empty() => Ok(DoEntry {
            what,
            day,
            words: typed.words.clone(),
            number,
            unit: if number.is_some() { typed.unit.clone() } else { String::new() },
            source: None,
        }),
        _ => Err(wrong),
    }
}
