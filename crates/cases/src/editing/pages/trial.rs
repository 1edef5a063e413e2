//! A test run: the whole way through the form, as residents will go it. Nothing is kept: the answers
//! travel with the page.

use super::parts::Bench;
use crate::fill::posted_value;
use crate::forms::{
    Answers, FieldError, FileKind, Form, Kind, Member, NewFile, Page as FormPage, Posted, Question, Situation,
    TownMatter,
};
use crate::pages::question::{Drawing, Held, error_lines, inputs_of};
use crate::pages::shown_answers;
use crate::say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::PersonId;
use kernel::{Date, TypedId, Uuid};
use maud::{Markup, html};
use std::collections::HashMap;
use web::components::{
    Tone, button, button_row, error_summary, form, link_button, notice, notification_banner, page_heading,
};
use web::texts::{plain, rich};
use web::{Fields, Page, Visit, WebError};

/// A household that exists nowhere, to choose members from.
pub(super) fn household() -> [Member; 2] {
    let member = |n: u128, name: &str, year: i16| Member {
        id: PersonId::from_uuid(Uuid::from_u128(n)),
        name: name.to_owned(),
        birth_date: Date::new(year, 4, 1).ok(),
    };
    [member(1, "見本 太郎", 1980), member(2, "見本 はじめ", 2020)]
}

fn matter(bench: &Bench) -> Result<&TownMatter, WebError> {
    let procedure = bench.reading.procedure.as_ref();
    procedure.and_then(|p| p.matter()).map(std::sync::Arc::as_ref).ok_or(WebError::NotFound)
}

/// The first page, with nothing answered.
pub(super) async fn begin(visit: Visit, Path(key): Path<String>) -> Result<Response, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let Ok(matter) = matter(&bench) else { return Ok(visit.see_other(&bench.base())) };
    let answers = Answers::default();
    match matter.form.pages_shown(&answers).first() {
        Some(first) => Ok(draw(&visit, &bench, first.page, &answers, None, &[], HashMap::new())?.into_response()),
        None => Ok(visit.see_other(&bench.base())),
    }
}

/// A page was sent, or one before it is asked for.
pub(super) async fn step(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let form = &matter(&bench)?.form;
    // What travelled with the page may be anything; answers that fit no question are left aside.
    let before: Answers = serde_json::from_str(fields.text("answers")).unwrap_or_default();
    let before = form.settle(&before).answers;
    if let Some(page) = form.page(fields.text("to")) {
        return Ok(draw(&visit, &bench, page, &before, None, &[], HashMap::new())?.into_response());
    }
    let Some(page) = form.page(fields.text("page")) else { return Err(WebError::Changed) };
    if !fields.text("more").is_empty() {
        let rows = HashMap::from([(fields.text("more").to_owned(), 1)]);
        return Ok(draw(&visit, &bench, page, &before, Some(&fields), &[], rows)?.into_response());
    }
    match read(form, page, &fields, &before, visit.now().date()) {
        Err(errors) => Ok(draw(&visit, &bench, page, &before, Some(&fields), &errors, HashMap::new())?.into_response()),
        Ok(answers) => match form.next_page(&answers, &page.key) {
            Some(next) => Ok(draw(&visit, &bench, next, &answers, None, &[], HashMap::new())?.into_response()),
            None => Ok(end(&visit, &bench, &answers)?.into_response()),
        },
    }
}

fn read(
    form: &Form,
    page: &FormPage,
    fields: &Fields,
    before: &Answers,
    today: Date,
) -> Result<Answers, Vec<FieldError>> {
    let values = |name: &str| posted_value(fields, name);
    let files = |name: &str| {
        let question = page.questions.iter().find(|q| q.key == name);
        question.filter(|_| before.get(name).is_none()).map(sample).into_iter().flatten().collect()
    };
    let household = household();
    form.parse_page(page, &Posted::new(&values, &files), before, Situation { today, household: &household })
}

/// A file that stands for the one a resident would send.
fn sample<'f>(question: &Question) -> Option<NewFile<'f>> {
    let Kind::File(rule) = &question.kind else { return None };
    Some(if rule.kinds.contains(&FileKind::Pdf) {
        NewFile { name: "見本.pdf", bytes: b"%PDF-1.7\n%%EOF\n" }
    } else {
        NewFile { name: "見本.jpg", bytes: &[0xFF, 0xD8, 0xFF, 0xD9] }
    })
}

fn mark(visit: &Visit) -> Markup {
    let body = html! { p { "これは試しです。案件は作られず、入れたものはどこにも残りません。ファイルは、見本を送ったことにします。" } };
    html! { (notification_banner(visit.words(), Tone::Info, "試しに答えています").body(body)) }
}

fn carried(answers: &Answers) -> Result<Markup, WebError> {
    let json = serde_json::to_string(answers).map_err(|e| WebError::Internal(e.to_string()))?;
    Ok(html! { input type="hidden" name="answers" value=(json); })
}

fn draw(
    visit: &Visit,
    bench: &Bench,
    page: &FormPage,
    answers: &Answers,
    typed: Option<&Fields>,
    errors: &[FieldError],
    more_rows: HashMap<String, usize>,
) -> Result<Page, WebError> {
    let (words, form_of) = (visit.words(), &matter(bench)?.form);
    let questions = form_of.asked(page, answers);
    let held = typed.map_or_else(|| Held::Kept(inputs_of(form_of, page, answers)), Held::Typed);
    let household = household();
    let drawing = Drawing {
        words,
        held,
        errors,
        household: &household,
        prefilled: &[],
        files: Vec::new(),
        more_rows,
        own: false,
    };
    let one = page.is_one_question();
    let lead = page.lead.as_ref().map(|l| say::text(l, words.lang)).unwrap_or_default();
    let step = form_of.step(answers, &page.key).map(|(at, all)| format!("{at} / {all} ページ"));
    let previous = form_of.previous_page(answers, &page.key);
    let body = html! {
        (carried(answers)?)
        input type="hidden" name="page" value=(page.key);
        @if let Some(heading) = &page.title { (page_heading("", say::text(heading, words.lang), lead)) }
        @else if !one { (page_heading("", &bench.name(), lead)) }
        @for question in &questions {
            @if matches!(question.kind, Kind::File(_)) { (notice(Tone::Info, html! { p { (rich(say::text(&question.label, words.lang))) "　（試しでは、見本のファイルを送ったことにします）" } })) }
            @else { (drawing.question(question, one)) }
        }
        (button_row(html! {
            (button(words.t("cases-next-page")))
            @if let Some(previous) = previous { (button("前のページ").outline().sends("to", previous.key.clone())) }
        }))
    };
    let main = html! {
        (mark(visit))
        @if let Some(step) = step { p.support-text { (step) } }
        (error_summary(words, &error_lines(words, &questions, errors)))
        (form(words, format!("{}/trial", bench.base()), visit.form_token(), body))
        p { a href=(format!("{}/pages/{}", bench.base(), page.key)) { "このページを直す" } "　" a href=(bench.base()) { "試すのをやめる" } }
    };
    let heading = page.heading().map(|h| plain(say::text(h, words.lang))).unwrap_or_default();
    let drawn = bench.page(visit, &format!("試し: {heading}"), main);
    Ok(if errors.is_empty() { drawn } else { drawn.failed() })
}

/// All answers, as the page on which they are checked shows them.
fn end(visit: &Visit, bench: &Bench, answers: &Answers) -> Result<Page, WebError> {
    let (words, form_of) = (visit.words(), &matter(bench)?.form);
    let (rows, settled) = (form_of.summary(answers), form_of.settle(answers));
    let missing = form_of.check_complete(answers, visit.now().date());
    let first = form_of.pages_shown(answers).first().map(|s| s.page.key.clone());
    let main = html! {
        (mark(visit))
        (page_heading(&bench.name(), "試しが終わりました", "住民は、このあと内容を確かめて送ります。"))
        @if !missing.is_empty() {
            (notification_banner(words, Tone::Warning, "このままでは送れません").body(html! {
                ul { @for m in &missing { li { (rich(say::text(&m.error.label, words.lang))) "：" (rich(&say::error(words, &m.error))) } } }
            }))
        }
        (shown_answers(words, &rows))
        @if !settled.dropped.is_empty() { p.support-text { "条件で外れた答え: " (settled.dropped.join("、")) } }
        (form(words, format!("{}/trial", bench.base()), visit.form_token(), html! {
            (carried(answers)?)
            (button_row(html! {
                @if let Some(first) = first { (button("はじめのページから見直す").outline().sends("to", first)) }
                (link_button("公開へ進む", format!("{}/publish", bench.base())))
                (link_button("全体へ戻る", bench.base()).outline())
            }))
        }))
    };
    Ok(bench.page(visit, "試しが終わりました", main))
}
