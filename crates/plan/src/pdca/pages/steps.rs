//! The steps of a plan: who does what by when, and a mark when it is done.

use super::cycle::step_line;
use super::{Open, of, to_mend};
use crate::pdca::lines::{self, Step};
use crate::pdca::writing::{self, LINE, StepChange};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::components::{
    DateValue, Icon, button, button_row, date_input, empty_state, error_summary, form, input_text, link_button,
    page_heading, section,
};
use web::{Fields, Page, Visit, WebError};

type Named = Path<(String, String)>;
type Wrong = Vec<(&'static str, String)>;

#[derive(Default)]
struct Typed {
    words: String,
    owner: String,
    due: DateValue,
}

pub(super) async fn page(visit: Visit, Path((measure, span)): Named) -> Result<Page, WebError> {
    let open = Open::to_write(&visit, &measure, &span, false).await?;
    show(&visit, &open, &Typed::default(), &Vec::new()).await
}

async fn show(visit: &Visit, open: &Open, typed: &Typed, wrong: &Wrong) -> Result<Page, WebError> {
    let steps = lines::steps(&visit.house().db, open.cycle.id).await?;
    let owner = if typed.owner.is_empty() { own_desk(visit, open) } else { typed.owner.clone() };
    let words = visit.words();
    let main = html! {
        (error_summary(words, wrong))
        (page_heading(&open.above(), "だれが、いつまでに、何をしますか", "一つずつ書きます。細かく分けなくてかまいません。"))
        @if steps.is_empty() {
            (empty_state(Icon::Check, "まだありません", "下に一つ書くと、ここに並びます。", html! {}))
        } @else {
            ul.resource-list { @for step in &steps { li { (one(visit, open, step)) } } }
        }
        (section("一つ加える", html! {
            (form(words, open.path("/steps"), visit.form_token(), html! {
                (open.version())
                (input_text(words, "words", "すること").required(true).maxlength(LINE).value(&typed.words)
                    .hint("例: 申請の画面を、町民の方5人に試してもらう").error(of(wrong, "words")))
                (input_text(words, "owner", "だれが").required(true).width("is-medium").maxlength(60).value(owner)
                    .hint("係の名前で足ります。公表のときは載りません。").error(of(wrong, "owner")))
                (date_input(words, "due", "いつまでに").required(false).value(typed.due.clone()).error(of(wrong, "due")))
                (button_row(html! {
                    (button("加える").sends("change", "add"))
                    (link_button("計画に戻る", open.place.path()).text())
                }))
            }))
        }))
    };
    let page = visit.page("すること").desk().main(main);
    let crumbs = open.crumbs();
    let crumbs: Vec<(&str, &str)> = crumbs.iter().map(|(n, p)| (n.as_str(), p.as_str())).collect();
    let page = page.crumbs(&crumbs);
    Ok(if wrong.is_empty() { page } else { page.failed() })
}

fn own_desk(visit: &Visit, open: &Open) -> String {
    visit.house().town.organisation.desk(&open.place.desk).map_or_else(String::new, |d| d.name.clone())
}

fn one(visit: &Visit, open: &Open, step: &Step) -> Markup {
    html! {
        p { (step_line(step)) }
        (form(visit.words(), open.path("/steps"), visit.form_token(), html! {
            (open.version())
            input type="hidden" name="step" value=(step.id);
            (button_row(html! {
                @if step.done_on.is_none() {
                    (button("終わりました").small().sends("change", "done").about(&step.words))
                    (button("取り消す").small().text().sends("change", "strike").about(&step.words))
                } @else {
                    (button("まだ終わっていないことに直す").small().text().sends("change", "undo").about(&step.words))
                }
            }))
        }))
    }
}

pub(super) async fn save(visit: Visit, Path((measure, span)): Named, fields: Fields) -> Result<Response, WebError> {
    let open = Open::to_write(&visit, &measure, &span, false).await?;
    let typed = Typed {
        words: fields.text("words").to_owned(),
        owner: fields.text("owner").to_owned(),
        due: DateValue::typed(&fields, "due"),
    };
    if fields.text("change") == "add" && !typed.due.is_empty() && typed.due.date().is_none() {
        let wrong = vec![("due", "この日付はありません。年・月・日を確かめてください".to_owned())];
        return Ok(show(&visit, &open, &typed, &wrong).await?.into_response());
    }
    let step = || fields.text("step").parse().map_err(|_| WebError::Unreadable("step"));
    let change = match fields.text("change") {
        "add" => StepChange::Add { words: typed.words.clone(), owner: typed.owner.clone(), due: typed.due.date() },
        "done" => StepChange::Done(step()?, Some(visit.now().date())),
        "undo" => StepChange::Done(step()?, None),
        "strike" => StepChange::Strike(step()?),
        _ => return Err(WebError::Unreadable("change")),
    };
    let (act, seen) = (visit.act("plan.pdca"), open.seen(&fields)?);
    match writing::step(visit.house(), &act, visit.signed_in()?, seen, change).await {
        Ok(()) => Ok(visit.see_other(&open.path("/steps"))),
        Err(error) => Ok(show(&visit, &open, &typed, &to_mend(error)?).await?.into_response()),
    }
}
