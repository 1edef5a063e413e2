//! 補正: a page with the asked questions alone, for the applicant and for the officer who writes
//! down what was said on the telephone.

use crate::correct;
use crate::decide::is_of_desk;
use crate::error::CaseError;
use crate::fill;
use crate::forms::{Answers, FieldError, Page as FormPage, Situation};
use crate::pages::question::{Drawing, Held, error_lines, inputs_of, kept_files};
use crate::pages::{mine, parts, status};
use crate::records::case::{self, Case};
use crate::records::message::{self, Message};
use crate::rules::State;
use crate::{say, upload};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::CaseId;
use maud::html;
use std::collections::{BTreeSet, HashMap};
use store::{Act, Channel};
use web::components::{Tone, button, button_row, error_summary, form, notice, page_heading};
use web::texts::plain;
use web::{Fields, Page, Visit, WebError};

/// Who corrects: the applicant, or an officer for them.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Door {
    Mine,
    Desk,
    /// The applicant without an account, by the address that only they were given.
    Secret(String),
}

impl Door {
    fn base(&self, id: CaseId) -> String {
        match self {
            Self::Mine => format!("/my/cases/{id}"),
            Self::Desk => format!("/desk/cases/{id}"),
            Self::Secret(path) => path.clone(),
        }
    }
}

pub(crate) async fn mine(visit: Visit, Path(id): Path<CaseId>) -> Result<Page, WebError> {
    let case = mine::open(&visit, id).await?;
    open(&visit, &case, Door::Mine).await
}

pub(crate) async fn send_mine(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let case = mine::open(&visit, id).await?;
    send(&visit, case, Door::Mine, fields).await
}

pub(crate) async fn secret(visit: Visit, Path((id, proof)): Path<(CaseId, String)>) -> Result<Page, WebError> {
    let (case, door) = by_secret(&visit, id, &proof).await?;
    open(&visit, &case, door).await
}

pub(crate) async fn send_secret(
    visit: Visit,
    Path((id, proof)): Path<(CaseId, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (case, door) = by_secret(&visit, id, &proof).await?;
    send(&visit, case, door, fields).await
}

async fn by_secret(visit: &Visit, id: CaseId, proof: &str) -> Result<(Case, Door), WebError> {
    let case = status::open(visit, id, proof).await?;
    if !status::can_correct(visit, &case)? {
        return Err(WebError::NotFound);
    }
    Ok((case, Door::Secret(parts::matter_path(visit.house(), id))))
}

async fn of_desk(visit: &Visit, id: CaseId) -> Result<Case, WebError> {
    let who = visit.signed_in()?;
    let case = case::find(&visit.house().db, id).await?;
    case.filter(|c| is_of_desk(who, &c.desk)).ok_or(WebError::NotFound)
}

pub(crate) async fn desk(visit: Visit, Path(id): Path<CaseId>) -> Result<Page, WebError> {
    let case = of_desk(&visit, id).await?;
    open(&visit, &case, Door::Desk).await
}

pub(crate) async fn send_desk(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let case = of_desk(&visit, id).await?;
    send(&visit, case, Door::Desk, fields).await
}

/// What is asked, with what was said about it.
async fn asked(visit: &Visit, case: &Case) -> Result<Vec<Message>, WebError> {
    if case.state != State::AwaitingCorrection {
        return Err(WebError::Changed);
    }
    Ok(message::asked(&visit.house().db, case.id, case.round).await?)
}

async fn open(visit: &Visit, case: &Case, door: Door) -> Result<Page, WebError> {
    let asked = asked(visit, case).await?;
    let keys = asked.iter().map(|m| m.question.clone()).collect();
    let answers = case::answers(&visit.house().db, case.id, case.round).await?;
    let (_, matter) = parts::matter_of(visit.house(), case)?;
    let page = correct::one_page(&matter.form, &keys);
    let held = Held::Kept(inputs_of(&matter.form, &page, &answers));
    draw(visit, case, &door, &asked, &page, held, &answers, &[]).await
}

#[expect(clippy::too_many_arguments, reason = "one page, drawn from one place")]
async fn draw(
    visit: &Visit,
    case: &Case,
    door: &Door,
    asked: &[Message],
    page: &FormPage,
    held: Held<'_>,
    answers: &Answers,
    errors: &[FieldError],
) -> Result<Page, WebError> {
    let words = visit.words();
    let (procedure, _) = parts::matter_of(visit.house(), case)?;
    let household = fill::household(&visit.house().db, case.applicant, visit.now().date()).await?;
    let questions: Vec<&crate::forms::Question> = page.questions.iter().collect();
    let drawing = Drawing {
        words,
        held,
        errors,
        household: &household,
        prefilled: &[],
        files: kept_files(answers, &format!("{}/files", door.base(case.id))),
        more_rows: HashMap::new(),
        own: *door != Door::Desk,
    };
    let keys: Vec<&str> = questions.iter().map(|q| q.key.as_str()).collect();
    let body = html! {
        input type="hidden" name="version" value=(case.version);
        input type="hidden" name="asked" value=(keys.join(" "));
        @for question in &questions {
            @for message in asked.iter().filter(|m| m.question == question.key) {
                (notice(Tone::Warning, html! { p { strong { (words.rich("cases-correct-said")) } br; (parts::lines(&message.words)) } }))
            }
            (drawing.question(question, false))
        }
        (button_row(html! { (button(words.t("cases-correct-send"))) }))
    };
    let title = say::text(&procedure.guide.title, words.lang);
    let main = html! {
        (page_heading(title, &words.t("cases-correct-title"), &words.t("cases-correct-lead")))
        (error_summary(words, &error_lines(words, &questions, errors)))
        (form(words, format!("{}/correct", door.base(case.id)), visit.form_token(), body).with_files())
        p.back { a href=(door.base(case.id)) { (words.rich("cases-back")) } }
    };
    let page = visit.page(format!("{}｜{}", words.plain("cases-correct-title"), plain(title))).main(main);
    let page = if *door == Door::Desk { page.desk() } else { page };
    Ok(if errors.is_empty() { page } else { page.failed() })
}

async fn send(visit: &Visit, case: Case, door: Door, fields: Fields) -> Result<Response, WebError> {
    let asked = asked(visit, &case).await?;
    if fields.text("version") != case.version.to_string() {
        return Err(WebError::Changed);
    }
    let (_, matter) = parts::matter_of(visit.house(), &case)?;
    // What a changed answer made necessary was asked on the same page: it comes back with it.
    let more = fields.text("asked").split_whitespace().map(str::to_owned);
    let keys: BTreeSet<String> = asked.iter().map(|m| m.question.clone()).chain(more).collect();
    let before = case::answers(&visit.house().db, case.id, case.round).await?;
    let household = fill::household(&visit.house().db, case.applicant, visit.now().date()).await?;
    let situation = Situation { today: visit.now().date(), household: &household };
    let page = correct::one_page(&matter.form, &keys);
    let (files, wrong) = upload::take(visit.house(), &page, &fields).await?;
    let read = match wrong.is_empty() {
        true => correct::read(&matter.form, &keys, &fields, &files, &before, situation),
        false => Err(wrong),
    };
    let answers = match read {
        Ok(answers) => answers,
        Err(errors) => {
            let drawn = draw(visit, &case, &door, &asked, &page, Held::Typed(&fields), &before, &errors).await?;
            return Ok(drawn.into_response());
        }
    };
    match correct::correct(visit.house(), &act(visit, &door), case.id, case.version, answers).await {
        Ok(()) => Ok(visit.see_other(&door.base(case.id))),
        Err(CaseError::Incomplete(missing)) => {
            let keys = keys.into_iter().chain(missing.iter().map(|m| m.question.clone())).collect();
            let page = correct::one_page(&matter.form, &keys);
            let errors: Vec<FieldError> = missing.into_iter().map(|m| m.error).collect();
            let drawn = draw(visit, &case, &door, &asked, &page, Held::Typed(&fields), &before, &errors).await?;
            Ok(drawn.into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// What an officer writes down was said on the telephone or at the counter.
fn act(visit: &Visit, door: &Door) -> Act {
    match door {
        Door::Mine | Door::Secret(_) => visit.act("correct"),
        Door::Desk => visit.act("correct").by(Channel::Phone),
    }
}
