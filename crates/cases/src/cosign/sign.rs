//! The second person's side: the secret, what is signed, yes or no.

use super::mail::{self, News};
use super::records::{self, CosignId, Request, State};
use super::{MOST_NAME, MOST_WORDS, Signature, Way, is_current, path_of, secret_of};
use crate::error::CaseError;
use crate::fill::matter;
use crate::forms::{Procedure, TownMatter};
use crate::pages::{answer_file, desk_name, desk_phone, summary};
use crate::records::draft::{self, Draft};
use crate::resume::Secret;
use crate::submit::{self, With};
use crate::{say, subject};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::check_digit::find_my_number;
use maud::html;
use serde::Deserialize;
use store::BlobId;
use web::components::{
    Tone, button, button_row, checkbox, error_summary, form, input_text, link_button, notification_banner,
    page_heading, print_button, section, textarea,
};
use web::texts::{plain, rich};
use web::{Fields, Page, Visit, WebError};

type Errors = Vec<(&'static str, String)>;

/// A request that can still be answered, with what it is about.
struct Open {
    request: Request,
    draft: Draft,
}

/// The request behind the address, if it still waits.
async fn follow(visit: &Visit, id: CosignId, proof: &str) -> Result<Option<Open>, WebError> {
    let house = visit.house();
    if !web::link_holds(&house.secret, "cases.cosign", &id.to_string(), proof) {
        return Err(WebError::NotFound);
    }
    let waits = |r: &Request| r.state == State::Asked && r.expires_at > visit.now();
    let Some(request) = records::find(&house.db, id).await?.filter(waits) else { return Ok(None) };
    let Some(draft) = draft::find(&house.db, request.draft, visit.now()).await? else { return Ok(None) };
    let (_, matter) = matter(house, &draft.procedure, draft.procedure_version)?;
    if !is_current(&request, &matter, &draft)? {
        return Ok(None);
    }
    Ok(Some(Open { request, draft }))
}

/// The address was used, taken back, or what stands behind it has changed.
fn over(visit: &Visit) -> Page {
    let words = visit.words();
    let main = html! {
        (page_heading("", &words.t("cases-sign-over"), ""))
        p { (words.rich("cases-sign-over-text")) }
        (button_row(html! { (link_button(words.t("error-to-home"), "/").outline()) }))
    };
    visit.page(words.plain("cases-sign-over")).status(StatusCode::GONE).main(main)
}

/// Asks for the secret; nothing about anybody stands here yet.
pub(super) async fn page(visit: Visit, Path((id, proof)): Path<(CosignId, String)>) -> Result<Page, WebError> {
    Ok(match follow(&visit, id, &proof).await? {
        Some(open) => ask(&visit, &open, None),
        None => over(&visit),
    })
}

fn ask(visit: &Visit, open: &Open, wrong: Option<&str>) -> Page {
    let words = visit.words();
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("secret", words.t(key))).collect();
    let path = path_of(visit.house(), open.request.id);
    let lead = words.tf("cases-sign-lead", &[("town", visit.town_name().to_owned().into())]);
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", &words.t("cases-sign-title"), &lead))
        (form(words, path, visit.form_token(), html! {
            (input_text(words, "secret", words.t("cases-sign-secret")).hint(words.t("cases-sign-secret-hint"))
                .error(errors.first().map(|(_, e)| e.as_str())).width("is-medium").required(true))
            (button_row(html! { (button(words.t("cases-sign-open"))) }))
        }))
    };
    let page = visit.page(words.plain("cases-sign-title")).main(main);
    if wrong.is_some() { page.failed() } else { page }
}

/// The secret was given.
pub(super) async fn open(
    visit: Visit,
    Path((id, proof)): Path<(CosignId, String)>,
    fields: Fields,
) -> Result<Page, WebError> {
    let Some(open) = follow(&visit, id, &proof).await? else { return Ok(over(&visit)) };
    let (house, act) = (visit.house(), visit.act("cosign"));
    let counted = house.db.write(&act, move |tx| async move { records::count_try(&tx, id).await }).await?;
    if !counted {
        return Ok(ask(&visit, &open, Some("cases-sign-closed")));
    }
    let right = Secret::read(fields.text("secret"))
        .is_some_and(|secret| secret_of(house, id, secret.text()) == open.request.proof);
    if !right {
        return Ok(ask(&visit, &open, Some("cases-sign-wrong")));
    }
    house.db.write(&act, move |tx| async move { records::forget_tries(&tx, id).await }).await?;
    draw(&visit, &open, &Fields::default(), &Errors::new())
}

/// What shows that the secret was given, and for which answers.
fn seen(visit: &Visit, request: &Request) -> String {
    let what = format!("{}:{}", request.id, request.digest);
    web::link_proof(&visit.house().secret, "cases.cosign.seen", &what)
}

/// What is signed, and the two answers.
fn draw(visit: &Visit, open: &Open, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let (words, house) = (visit.words(), visit.house());
    let (procedure, matter) = matter(house, &open.draft.procedure, open.draft.procedure_version)?;
    let title = say::text(&procedure.guide.title, words.lang);
    let path = path_of(house, open.request.id);
    let name = subject::applicant(&matter.form, &open.draft.answers).name;
    let name = name.map(|n| n.full().to_owned()).unwrap_or_default();
    let key = seen(visit, &open.request);
    let of = |field: &str| errors.iter().find(|(f, _)| *f == field).map(|(_, words)| words.as_str());
    let body = html! {
        input type="hidden" name="seen" value=(key);
        (checkbox(words, "agreed", &words.t("cases-sign-agreed"), !typed.text("agreed").is_empty(), of("agreed")))
        (input_text(words, "name", words.t("cases-sign-name")).value(typed.text("name")).maxlength(MOST_NAME)
            .autocomplete("name").required(true).error(of("name")))
        p { (words.rich("cases-sign-day")) }
        (button_row(html! { (button(words.t("cases-sign-yes")).sends("then", "agree")) }))
    };
    let refusal = html! {
        input type="hidden" name="seen" value=(key);
        (textarea(words, "words", words.t("cases-sign-words")).hint(words.t("cases-sign-words-hint"))
            .value(typed.text("words")).rows(3).maxlength(MOST_WORDS).required(false).error(of("words")))
        (button_row(html! { (button(words.t("cases-sign-no")).outline().sends("then", "decline")) }))
    };
    let answer = format!("{path}/answer");
    let main = html! {
        (error_summary(words, errors))
        (page_heading(title, &words.tf("cases-sign-heading", &[("name", name.into())]), &words.t("cases-sign-read")))
        (section(&words.t("cases-your-answers"), html! {
            (summary(words, &matter.form, &open.draft.answers))
            (files(visit, open, &path, &key))
        }))
        (section(&words.t("cases-sign-agree"), html! { (form(words, answer.clone(), visit.form_token(), body)) }))
        (section(&words.t("cases-sign-decline"), html! { (form(words, answer, visit.form_token(), refusal)) }))
        (questions(visit, &matter))
    };
    let page = visit.page(plain(title)).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn files(visit: &Visit, open: &Open, path: &str, key: &str) -> maud::Markup {
    let files: Vec<_> = open.draft.answers.files().collect();
    html! {
        @if !files.is_empty() {
            ul.kept-files {
                @for file in files {
                    li { a href=(format!("{path}/files/{}?seen={key}", file.sha256)) { (file.name) } }
                }
            }
            p.muted { (visit.words().rich("cases-sign-files")) }
        }
    }
}

fn questions(visit: &Visit, matter: &TownMatter) -> maud::Markup {
    let (desk, phone) = (desk_name(visit, &matter.desk), desk_phone(visit, &matter.desk));
    let said = visit.tf("cases-ask-desk", &[("desk", desk.into()), ("phone", phone.into())]);
    html! { p { (rich(&said)) } }
}

/// The answer of the second person.
pub(super) async fn answer(
    visit: Visit,
    Path((id, proof)): Path<(CosignId, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let Some(open) = follow(&visit, id, &proof).await? else { return Ok(over(&visit).into_response()) };
    let what = format!("{id}:{}", open.request.digest);
    if !web::link_holds(&visit.house().secret, "cases.cosign.seen", &what, fields.text("seen")) {
        return Ok(ask(&visit, &open, Some("cases-sign-wrong")).into_response());
    }
    match fields.text("then") {
        "decline" => decline(&visit, open, &fields).await,
        _ => agree(&visit, open, &fields).await,
    }
}

async fn agree(visit: &Visit, open: Open, fields: &Fields) -> Result<Response, WebError> {
    let name: String = fields.text("name").chars().filter(|c| !c.is_control()).take(MOST_NAME).collect();
    let mut errors = Errors::new();
    if fields.text("agreed").is_empty() {
        errors.push(("agreed", visit.t("cases-sign-agreed-missing")));
    }
    if name.trim().is_empty() {
        errors.push(("name", visit.t("cases-cosign-name-missing")));
    }
    if !errors.is_empty() {
        return Ok(draw(visit, &open, fields, &errors)?.into_response());
    }
    let (procedure, _) = matter(visit.house(), &open.draft.procedure, open.draft.procedure_version)?;
    let signature = Signature {
        request: Some(open.request.id),
        name,
        way: Way::Address,
        check: None,
        helper: None,
        digest: open.request.digest.clone(),
        reason: None,
    };
    let with = With { signature: Some(signature), ..With::default() };
    match submit::submit(visit.house(), &visit.act("cosign"), open.draft, with).await {
        Ok(case) => Ok(signed(visit, &procedure, &case).into_response()),
        Err(CaseError::Incomplete(_) | CaseError::Again(_)) => Ok(stuck(visit).into_response()),
        Err(CaseError::Changed) => Ok(over(visit).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// The matter is handed in, today.
fn signed(visit: &Visit, procedure: &Procedure, case: &crate::Case) -> Page {
    let words = visit.words();
    let title = say::text(&procedure.guide.title, words.lang);
    let day = say::day_and_weekday(case.submitted_at.date(), words.lang);
    let main = html! {
        (notification_banner(words, Tone::Success, words.t("cases-sign-done")).announced())
        (page_heading(title, &words.t("cases-done-title"), ""))
        p.reference { strong { (case.reference) } }
        p { (rich(&words.tf("cases-sign-done-day", &[("day", day.into())]))) }
        (button_row(html! { (print_button(words)) (link_button(words.t("error-to-home"), "/").outline()) }))
    };
    visit.page(words.plain("cases-sign-done")).main(main)
}

/// Something about the form no longer holds: the applicant has to look at it.
fn stuck(visit: &Visit) -> Page {
    let words = visit.words();
    let main = html! {
        (page_heading("", &words.t("cases-sign-stuck"), ""))
        p { (words.rich("cases-sign-stuck-text")) }
    };
    visit.page(words.plain("cases-sign-stuck")).status(StatusCode::CONFLICT).main(main)
}

async fn decline(visit: &Visit, open: Open, fields: &Fields) -> Result<Response, WebError> {
    let said = fields.text("words").trim().to_owned();
    let wrong = match said.chars().count() {
        n if n > MOST_WORDS => Some("cases-cosign-words-long"),
        _ => find_my_number(&said).map(|_| "cases-form-my-number"),
    };
    if let Some(key) = wrong {
        let errors = vec![("words", visit.t(key))];
        return Ok(draw(visit, &open, fields, &errors)?.into_response());
    }
    let id = open.request.id;
    let ended = visit.house().db.write(&visit.act("cosign"), move |tx| async move {
        let words = Some(said.as_str()).filter(|w| !w.is_empty());
        let ended = records::end(&tx, id, State::Declined, words).await?;
        if ended {
            mail::enqueue(&tx, id, News::Declined);
        }
        Ok::<_, CaseError>(ended)
    });
    if !ended.await? {
        return Ok(over(visit).into_response());
    }
    let words = visit.words();
    let main = html! {
        (notification_banner(words, Tone::Info, words.t("cases-sign-declined")).announced())
        (page_heading("", &words.t("cases-sign-declined-title"), ""))
        p { (words.rich("cases-sign-declined-text")) }
        (button_row(html! { (link_button(words.t("error-to-home"), "/").outline()) }))
    };
    Ok(visit.page(words.plain("cases-sign-declined-title")).main(main).into_response())
}

/// What shows that the secret was given.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    seen: String,
}

/// A file that is signed with the rest.
pub(super) async fn file(
    visit: Visit,
    Path((id, proof, blob)): Path<(CosignId, String, String)>,
    Query(shown): Query<Shown>,
) -> Result<Response, WebError> {
    let open = follow(&visit, id, &proof).await?.ok_or(WebError::NotFound)?;
    let what = format!("{id}:{}", open.request.digest);
    if !web::link_holds(&visit.house().secret, "cases.cosign.seen", &what, &shown.seen) {
        return Err(WebError::NotFound);
    }
    let found = open.draft.answers.files().find(|f| f.sha256 == blob).ok_or(WebError::NotFound)?;
    let blob: BlobId = blob.parse().map_err(|_| WebError::NotFound)?;
    answer_file(&visit, &blob, found.file_type.media_type()).await
}
