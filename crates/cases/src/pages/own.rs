//! 内容の控え and 取り下げ without an account: the secret address alone shows nothing personal, so the
//! person also gives something that stands in the form: the birth date, the telephone number or the
//! mail address.

use crate::finish;
use crate::forms::{Answer, Answers};
use crate::pages::parts;
use crate::pages::status::open;
use crate::receipt;
use crate::records::case::{self, Case};
use crate::resume::Secret;
use crate::rules::{self, Event};
use crate::say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::CaseId;
use maud::{Markup, html};
use web::components::{
    Icon, button, button_row, checkbox, error_summary, form, input_text, link_button, page_heading, print_button,
    section,
};
use web::texts::plain;
use web::{Fields, Limit, Page, Visit, WebError};

/// Wrong facts from one network address.
const TRIES: Limit = Limit { name: "case-own", most: 10, seconds: 900 };

/// Whether `typed` stands in the answers of the applicant.
fn knows(answers: &Answers, typed: &str) -> bool {
    let typed = kernel::width::half_width(typed).trim().to_lowercase();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let birth = Secret::read(&typed);
    answers.iter().any(|(_, answer)| match answer {
        Answer::Date(day) => {
            birth.as_ref().is_some_and(|b| b.text() == format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()))
        }
        Answer::Phone(phone) => typed.len() >= 9 && digits(&phone.to_string()) == digits(&typed),
        Answer::Email(email) => email.to_string().to_lowercase() == typed,
        _ => false,
    })
}

/// Whether there is anything to ask for.
fn is_askable(answers: &Answers) -> bool {
    answers.iter().any(|(_, a)| matches!(a, Answer::Date(_) | Answer::Phone(_) | Answer::Email(_)))
}

/// What shows on this day that the person has been asked.
fn key_of(visit: &Visit, case: &Case) -> String {
    web::link_proof(&visit.house().secret, "cases.own", &format!("{}:{}", case.id, visit.now().date()))
}

/// A matter that was handed in without an account.
async fn follow(visit: &Visit, id: CaseId, proof: &str) -> Result<Case, WebError> {
    let case = open(visit, id, proof).await?;
    if case.account.is_none() { Ok(case) } else { Err(WebError::NotFound) }
}

/// Asks for something that stands in the form.
pub(crate) async fn ask(visit: Visit, Path((id, proof)): Path<(CaseId, String)>) -> Result<Page, WebError> {
    let case = follow(&visit, id, &proof).await?;
    let answers = case::answers(&visit.house().db, id, case.round).await?;
    Ok(draw_ask(&visit, &case, is_askable(&answers), None))
}

fn draw_ask(visit: &Visit, case: &Case, askable: bool, wrong: Option<&str>) -> Page {
    let words = visit.words();
    let path = parts::matter_path(visit.house(), case.id);
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("fact", words.t(key))).collect();
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", &words.t("cases-own-title"), &words.t(if askable { "cases-own-lead" } else { "cases-own-none" })))
        @if askable {
            (form(words, format!("{path}/own"), visit.form_token(), html! {
                (input_text(words, "fact", words.t("cases-own-fact")).hint(words.t("cases-own-fact-hint"))
                    .error(errors.first().map(|(_, e)| e.as_str())).width("is-medium").required(true))
                (button_row(html! { (button(words.t("cases-own-open"))) }))
            }))
        }
        (button_row(html! { (link_button(words.t("cases-see-case"), path).outline()) }))
    };
    let page = visit.page(words.plain("cases-own-title")).crumbs(&[]).main(main);
    if wrong.is_some() { page.failed() } else { page }
}

/// The fact was given: the answers, the copy on paper, the way to take it back.
pub(crate) async fn show(
    visit: Visit,
    Path((id, proof)): Path<(CaseId, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let case = follow(&visit, id, &proof).await?;
    let answers = case::answers(&visit.house().db, id, case.round).await?;
    visit.attempt(TRIES)?;
    if !knows(&answers, fields.text("fact")) {
        return Ok(draw_ask(&visit, &case, is_askable(&answers), Some("cases-own-wrong")).into_response());
    }
    visit.not_counted(TRIES);
    Ok(draw(&visit, &case, &answers, None)?.into_response())
}

fn draw(visit: &Visit, case: &Case, answers: &Answers, wrong: Option<&str>) -> Result<Page, WebError> {
    let (procedure, matter) = parts::matter_of(visit.house(), case)?;
    let words = visit.words();
    let title = say::text(&procedure.guide.title, words.lang);
    let path = parts::matter_path(visit.house(), case.id);
    let key = key_of(visit, case);
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("sure", words.t(key))).collect();
    let main = html! {
        (error_summary(words, &errors))
        (page_heading(title, &words.t("cases-own-title"), ""))
        p.reference { span { (words.rich("cases-reference")) } strong { (case.reference) } }
        (section(&words.t("cases-your-answers"), parts::all_answers(words, &matter.form, answers)))
        (form(words, format!("{path}/receipt"), visit.form_token(), html! {
            input type="hidden" name="key" value=(key);
            (button_row(html! { (button(words.t("cases-receipt")).outline().icon(Icon::Document)) (print_button(words)) }))
        }))
        @if rules::step(case.state, Event::Withdraw).is_ok() {
            (section(&words.t("cases-withdraw-title"), withdrawing(visit, case, &path, &key, wrong)))
        }
        (button_row(html! { (link_button(words.t("cases-see-case"), path).outline()) }))
    };
    let page = visit.page(plain(title)).crumbs(&[]).main(main);
    Ok(if wrong.is_some() { page.failed() } else { page })
}

fn withdrawing(visit: &Visit, case: &Case, path: &str, key: &str, wrong: Option<&str>) -> Markup {
    let words = visit.words();
    let body = html! {
        input type="hidden" name="key" value=(key);
        input type="hidden" name="version" value=(case.version);
        p { (words.rich("cases-withdraw-lead")) }
        (checkbox(words, "sure", &words.t("cases-withdraw-sure"), false, wrong.map(|k| words.t(k)).as_deref()))
        (button_row(html! { (button(words.t("cases-withdraw-yes")).danger()) }))
    };
    html! { (form(words, format!("{path}/withdraw"), visit.form_token(), body)) }
}

/// The case, if the fact was given today.
async fn asked(visit: &Visit, id: CaseId, proof: &str, fields: &Fields) -> Result<Case, WebError> {
    let case = follow(visit, id, proof).await?;
    let what = format!("{id}:{}", visit.now().date());
    let holds = web::link_holds(&visit.house().secret, "cases.own", &what, fields.text("key"));
    if holds { Ok(case) } else { Err(WebError::NotFound) }
}

/// 受付票 as a PDF.
pub(crate) async fn paper(
    visit: Visit,
    Path((id, proof)): Path<(CaseId, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let case = asked(&visit, id, &proof, &fields).await?;
    receipt::answer(&visit, &case).await
}

/// Takes the matter back.
pub(crate) async fn withdraw(
    visit: Visit,
    Path((id, proof)): Path<(CaseId, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let case = asked(&visit, id, &proof, &fields).await?;
    if fields.text("sure").is_empty() {
        let answers = case::answers(&visit.house().db, id, case.round).await?;
        return Ok(draw(&visit, &case, &answers, Some("cases-withdraw-sure-missing"))?.into_response());
    }
    let version = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    finish::withdraw(visit.house(), &visit.act("withdraw"), id, version, None).await?;
    Ok(visit.see_other(&parts::matter_path(visit.house(), id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_in_the_form_opens_it() {
        let answers: Answers = [
            ("birth".to_owned(), Answer::Date("1950-04-01".parse().unwrap())),
            ("phone".to_owned(), Answer::Phone("0247-72-0000".parse().unwrap())),
            ("email".to_owned(), Answer::Email("hanako@ono.example".parse().unwrap())),
        ]
        .into_iter()
        .collect();
        for right in ["昭和25年4月1日", "19500401", "0247720000", "０２４７-７２-００００", " Hanako@ono.example "]
        {
            assert!(knows(&answers, right), "{right}");
        }
        for wrong in ["", "1950", "0000", "72-0000", "1950-04-02", "hanako", "昭和"] {
            assert!(!knows(&answers, wrong), "{wrong}");
        }
        assert!(!is_askable(&Answers::default()));
    }
}
