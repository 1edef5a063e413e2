//! The applicant's side: asking the second person, seeing how it stands, asking again; and the
//! officer's: recording a signature that was given on paper.

use super::mail::{self, News};
use super::records::{self, Request, State};
use super::{MOST_NAME, MOST_WORDS, OPEN_DAYS, Signature, Way, digest_of, is_asked, is_current, path_of, secret_of};
use crate::assist::CHECKS;
use crate::error::CaseError;
use crate::fill::{self, matter};
use crate::forms::{Cosign, TownMatter};
use crate::pages::check::{may_send, send};
use crate::records::DraftId;
use crate::records::draft::{self, Draft};
use crate::resume::Secret;
use crate::say;
use crate::submit::With;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::check_digit::find_my_number;
use kernel::{Email, Reference};
use maud::{Markup, html};
use web::components::{
    Tone, button, button_row, copy_text, description_list, disclosure, error_summary, form, input_text, link_button,
    notification_banner, page_heading, print_button, qr_code, section, select, textarea,
};
use web::texts::{plain, rich};
use web::{Fields, Page, Visit, WebError};

type Errors = Vec<(&'static str, String)>;

/// A draft that is complete, may be sent and needs a second signature.
struct Ready {
    draft: Draft,
    digest: String,
    cosign: Cosign,
    desk: String,
}

/// The draft, or where it has to go first.
async fn ready(visit: &Visit, id: DraftId) -> Result<Result<Ready, Response>, WebError> {
    let check = format!("/apply/d/{id}/check");
    if draft::find(&visit.house().db, id, visit.now()).await?.is_none() {
        return Ok(Err(visit.see_other(&check)));
    }
    let draft = fill::open(visit, id).await?;
    let (_, matter) = matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let complete = matter.form.check_complete(&draft.answers, visit.now().date()).is_empty();
    let asked = is_asked(&matter, &matter.form.settle(&draft.answers).answers);
    let sure = may_send(visit, &draft, &matter).await?;
    let (Some(cosign), true, true, true) = (matter.cosign.clone(), complete, asked, sure) else {
        return Ok(Err(visit.see_other(&check)));
    };
    let digest = digest_of(&matter, &draft.answers)?;
    Ok(Ok(Ready { draft, digest, cosign, desk: matter.desk.clone() }))
}

/// How it stands, or the question whom to ask.
pub(crate) async fn page(visit: Visit, Path(id): Path<DraftId>) -> Result<Response, WebError> {
    match ready(&visit, id).await? {
        Err(elsewhere) => Ok(elsewhere),
        Ok(ready) => Ok(draw(&visit, &ready, &Fields::default(), &Errors::new()).await?.into_response()),
    }
}

async fn draw(visit: &Visit, ready: &Ready, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let (words, draft) = (visit.words(), &ready.draft);
    let (procedure, _) = matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let title = say::text(&procedure.guide.title, words.lang);
    let request = records::of_draft(&visit.house().db, draft.id).await?;
    let waits = request.as_ref().filter(|r| r.state == State::Asked && r.digest == ready.digest);
    let body = match waits {
        Some(request) => waiting(visit, ready, request).await?,
        None => html! {
            (what_became(visit, request.as_ref()))
            (asking(visit, ready, typed, errors))
        },
    };
    let who = plain(say::text(&ready.cosign.who, words.lang));
    let heading = words.tf("cases-cosign-title", &[("who", who.clone().into())]);
    let main = html! {
        (error_summary(words, errors))
        (page_heading(title, &heading, &words.tf("cases-cosign-lead", &[("who", who.into())])))
        (body)
        @if draft.helper.is_some() { (section(&words.t("desk-cosign-paper"), on_paper(visit, ready, typed, errors))) }
        @if !ready.cosign.required { (alone(visit, ready, typed, errors)) }
        p.back { a href=(format!("/apply/d/{}/check", draft.id)) { (words.rich("cases-cosign-back")) } }
    };
    let page = visit.page(format!("{}｜{}", plain(&heading), plain(title))).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

/// What became of an earlier request.
fn what_became(visit: &Visit, request: Option<&Request>) -> Markup {
    let words = visit.words();
    let Some(request) = request else { return html! {} };
    let name = [("name", request.name.clone().into())];
    match request.state {
        State::Declined => html! {
            (notification_banner(words, Tone::Warning, words.tf("cases-cosign-declined", &name)).body(html! {
                @match &request.words {
                    Some(said) => { p { (words.rich("cases-cosign-declined-words")) } blockquote { p { (said) } } }
                    None => { p { (words.rich("cases-cosign-declined-silent")) } }
                }
            }))
        },
        State::Expired => html! {
            (notification_banner(words, Tone::Warning, words.tf("cases-cosign-expired", &name)))
        },
        State::Asked => html! { (notification_banner(words, Tone::Warning, words.t("cases-cosign-changed"))) },
    }
}

/// The fields by which somebody is asked.
fn asking(visit: &Visit, ready: &Ready, typed: &Fields, errors: &Errors) -> Markup {
    let words = visit.words();
    let who = plain(say::text(&ready.cosign.who, words.lang));
    let body = html! {
        (input_text(words, "name", words.tf("cases-cosign-name", &[("who", who.into())])).value(typed.text("name"))
            .maxlength(MOST_NAME).required(true).error(of(errors, "name")))
        (input_text(words, "email", words.t("cases-cosign-email")).hint(words.t("cases-cosign-email-hint"))
            .value(typed.text("email")).kind("email").inputmode("email").required(false).error(of(errors, "email")))
        (input_text(words, "secret", words.t("cases-cosign-secret")).hint(words.t("cases-cosign-secret-hint"))
            .value(typed.text("secret")).width("is-medium").required(true).error(of(errors, "secret")))
        (button_row(html! { (button(words.t("cases-cosign-ask"))) }))
    };
    html! { (form(words, format!("/apply/d/{}/cosign", ready.draft.id), visit.form_token(), body)) }
}

fn of<'a>(errors: &'a Errors, field: &str) -> Option<&'a str> {
    errors.iter().find(|(f, _)| *f == field).map(|(_, words)| words.as_str())
}

/// The address as text and as a QR, until when, and what else can be done.
async fn waiting(visit: &Visit, ready: &Ready, request: &Request) -> Result<Markup, WebError> {
    let (words, house) = (visit.words(), visit.house());
    let url = house.url(&path_of(house, request.id));
    let until = say::day_and_weekday(request.expires_at.date(), words.lang);
    let number = draft::find(&house.db, ready.draft.id, visit.now()).await?.and_then(|d| d.reference);
    let desk = crate::pages::desk_name(visit, &ready.desk);
    let name = request.name.clone();
    let how = if request.email.is_some() { "cases-cosign-how-mail" } else { "cases-cosign-how" };
    let base = format!("/apply/d/{}/cosign", ready.draft.id);
    Ok(html! {
        (notification_banner(words, Tone::Info, words.tf("cases-cosign-waiting", &[("name", name.clone().into())])).announced())
        p { (rich(&words.tf(how, &[("name", name.into()), ("until", until.into())]))) }
        (qr_code(&url, &words.plain("cases-cosign-qr")))
        p { (words.rich("cases-cosign-address")) }
        (copy_text(words, &words.t("cases-cosign-address"), &url))
        (button_row(html! { (print_button(words)) }))
        @if let Some(number) = number {
            (section(&words.t("cases-cosign-counter"), html! {
                p { (rich(&words.tf("cases-cosign-counter-text", &[("desk", desk.into())]))) }
                (description_list(words).item(words.t("cases-number"), html! { strong { (number) } }))
            }))
        }
        (disclosure(&words.t("cases-cosign-again"), html! {
            p { (words.rich("cases-cosign-again-text")) }
            (form(words, format!("{base}/cancel"), visit.form_token(), html! {
                (button_row(html! { (button(words.t("cases-cosign-cancel")).outline()) }))
            }))
        }))
        (button_row(html! { (link_button(words.t("error-to-home"), "/").outline()) }))
    })
}

/// An officer writes down a signature that was given on paper.
fn on_paper(visit: &Visit, ready: &Ready, typed: &Fields, errors: &Errors) -> Markup {
    let words = visit.words();
    let body = html! {
        p { (words.rich("desk-cosign-paper-lead")) }
        (input_text(words, "signed", words.t("desk-cosign-name")).value(typed.text("signed")).maxlength(MOST_NAME)
            .required(true).error(of(errors, "signed")))
        (select(words, "check", words.t("desk-scan-check"), CHECKS.map(|c| (c, c))).value(typed.text("check"))
            .required(true).error(of(errors, "check")))
        (button_row(html! { (button(words.t("desk-cosign-send"))) }))
    };
    html! { (form(words, format!("/apply/d/{}/cosign/paper", ready.draft.id), visit.form_token(), body)) }
}

/// Handing in without the second signature, for a reason.
fn alone(visit: &Visit, ready: &Ready, typed: &Fields, errors: &Errors) -> Markup {
    let words = visit.words();
    let body = html! {
        p { (words.rich("cases-cosign-without-lead")) }
        (textarea(words, "reason", words.t("cases-cosign-reason")).hint(words.t("cases-cosign-reason-hint"))
            .value(typed.text("reason")).rows(3).maxlength(MOST_WORDS).required(true).error(of(errors, "reason")))
        (button_row(html! { (button(words.t("cases-cosign-without-send")).outline()) }))
    };
    let form = form(words, format!("/apply/d/{}/cosign/without", ready.draft.id), visit.form_token(), body);
    html! { (section(&words.t("cases-cosign-without"), html! { (form) })) }
}

/// Whom to ask was answered.
pub(crate) async fn ask(visit: Visit, Path(id): Path<DraftId>, fields: Fields) -> Result<Response, WebError> {
    let ready = match ready(&visit, id).await? {
        Ok(ready) => ready,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut errors = Errors::new();
    let name = name_of(&visit, &fields, "name", &mut errors);
    let email = match fields.text("email") {
        "" => None,
        typed => match typed.parse::<Email>() {
            Ok(email) => Some(email.envelope()),
            Err(_) => {
                errors.push(("email", visit.t("cases-mandate-email-wrong")));
                None
            }
        },
    };
    let secret = Secret::read(fields.text("secret"));
    if secret.is_none() {
        errors.push(("secret", visit.t("cases-stop-secret-wrong")));
    }
    let (Some(secret), true) = (secret, errors.is_empty()) else {
        return Ok(draw(&visit, &ready, &fields, &errors).await?.into_response());
    };
    put(&visit, ready, name, email, &secret).await?;
    Ok(visit.see_other(&format!("/apply/d/{id}/cosign")))
}

fn name_of(visit: &Visit, fields: &Fields, field: &'static str, errors: &mut Errors) -> String {
    let name: String = fields.text(field).chars().filter(|c| !c.is_control()).take(MOST_NAME).collect();
    if name.trim().is_empty() {
        errors.push((field, visit.t("cases-cosign-name-missing")));
    }
    name
}

async fn put(
    visit: &Visit,
    ready: Ready,
    name: String,
    email: Option<String>,
    secret: &Secret,
) -> Result<(), WebError> {
    let (house, secret, lang) = (visit.house().clone(), secret.clone(), visit.lang().code().to_owned());
    let written = visit.house().db.write(&visit.act("apply"), move |tx| async move {
        let id = tx.id();
        let request = Request {
            id,
            draft: ready.draft.id,
            name,
            email,
            lang,
            proof: secret_of(&house, id, secret.text()),
            digest: ready.digest,
            state: State::Asked,
            words: None,
            asked_at: tx.now(),
            expires_at: tx.now().plus_days(OPEN_DAYS),
        };
        records::put(&tx, &request).await?;
        draft::keep_until(&tx, request.draft, request.expires_at.plus_days(OPEN_DAYS)).await?;
        draft::give_number(&tx, request.draft, Reference::from_random(tx.random())).await?;
        if request.email.is_some() {
            mail::enqueue(&tx, id, News::Asked);
        }
        Ok::<_, CaseError>(())
    });
    Ok(written.await?)
}

/// Takes the request back, so that somebody else or in another way can be asked.
pub(crate) async fn cancel(visit: Visit, Path(id): Path<DraftId>, _: Fields) -> Result<Response, WebError> {
    if let Err(elsewhere) = ready(&visit, id).await? {
        return Ok(elsewhere);
    }
    let done = visit.house().db.write(&visit.act("apply"), move |tx| async move { records::remove(&tx, id).await });
    done.await?;
    Ok(visit.see_other(&format!("/apply/d/{id}/cosign")))
}

/// A signature on paper, seen by an officer.
pub(crate) async fn paper(visit: Visit, Path(id): Path<DraftId>, fields: Fields) -> Result<Response, WebError> {
    let ready = match ready(&visit, id).await? {
        Ok(ready) => ready,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if ready.draft.helper.is_none() {
        return Err(WebError::Forbidden);
    }
    let mut errors = Errors::new();
    let name = name_of(&visit, &fields, "signed", &mut errors);
    let check = CHECKS.iter().find(|c| **c == fields.text("check"));
    if check.is_none() {
        errors.push(("check", visit.t("desk-assist-choose-check")));
    }
    if !errors.is_empty() {
        return Ok(draw(&visit, &ready, &fields, &errors).await?.into_response());
    }
    let signature = Signature {
        request: None,
        name,
        way: Way::Paper,
        check: check.map(|c| (*c).to_owned()),
        helper: visit.account().map(|w| w.account),
        digest: ready.digest,
        reason: None,
    };
    send(&visit, ready.draft, With { signature: Some(signature), ..With::default() }).await
}

/// Handed in without the second signature, where the town allows it.
pub(crate) async fn without(visit: Visit, Path(id): Path<DraftId>, fields: Fields) -> Result<Response, WebError> {
    let ready = match ready(&visit, id).await? {
        Ok(ready) => ready,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if ready.cosign.required {
        return Err(WebError::Forbidden);
    }
    let reason = fields.text("reason").trim().to_owned();
    let wrong = match reason.chars().count() {
        0 => Some("cases-cosign-reason-missing"),
        n if n > MOST_WORDS => Some("cases-cosign-words-long"),
        _ => find_my_number(&reason).map(|_| "cases-form-my-number"),
    };
    if let Some(key) = wrong {
        let errors = vec![("reason", visit.t(key))];
        return Ok(draw(&visit, &ready, &fields, &errors).await?.into_response());
    }
    let signature = Signature {
        request: None,
        name: String::new(),
        way: Way::Without,
        check: None,
        helper: None,
        digest: ready.digest,
        reason: Some(reason),
    };
    send(&visit, ready.draft, With { signature: Some(signature), ..With::default() }).await
}

/// What the page of checked answers says in the place of its button, once somebody was asked.
pub(crate) async fn standing(visit: &Visit, matter: &TownMatter, draft: &Draft) -> Result<Option<String>, WebError> {
    let request = records::of_draft(&visit.house().db, draft.id).await?;
    let Some(request) = request.filter(|r| r.state == State::Asked) else { return Ok(None) };
    let current = is_current(&request, matter, draft)?;
    Ok(current.then(|| visit.tf("cases-cosign-waiting", &[("name", request.name.into())])))
}
