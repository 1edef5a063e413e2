//! 途中でやめる、続きから始める.

use crate::fill;
use crate::pages::forgotten;
use crate::records::DraftId;
use crate::records::draft::{self, Draft};
use crate::resume::{self, Attempt, Secret};
use crate::say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::Email;
use maud::{Markup, html};
use web::components::{
    Tone, button, button_row, error_summary, form, input_text, link_button, notification_banner, page_heading,
    print_button,
};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

/// Where the form was put down; without an account it gets a code.
pub(crate) async fn stop(visit: Visit, Path(id): Path<DraftId>) -> Result<Page, WebError> {
    let draft = fill::open(&visit, id).await?;
    draw_stop(&visit, &draft, None, &Fields::default()).await
}

async fn draw_stop(
    visit: &Visit,
    draft: &Draft,
    wrong: Option<(&'static str, &str)>,
    typed: &Fields,
) -> Result<Page, WebError> {
    let words = visit.words();
    let until = say::day_and_weekday(draft.expires_at.date(), words.lang);
    let place = if draft.helper.is_some() { "/desk/assist" } else { "/my/cases" };
    let errors: Vec<(&str, String)> = wrong.iter().map(|(field, key)| (*field, words.t(key))).collect();
    let of = |field: &str| errors.iter().find(|(f, _)| *f == field).map(|(_, words)| words.as_str());
    let quiet = draft::is_quiet(&visit.house().db, draft.id).await?;
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", &words.t("cases-stop-title"), &words.tf("cases-stop-lead", &[("until", until.into())])))
        @if draft.account.is_some() || draft.helper.is_some() {
            p { (words.rich("cases-stop-account")) }
            (button_row(html! {
                (link_button(words.t("cases-stop-to-list"), place))
                (link_button(words.t("cases-go-on"), format!("/apply/d/{}/{}", draft.id, draft.page)).outline())
            }))
            @if draft.helper.is_none() && !quiet {
                p { (words.rich("cases-stop-reminded")) }
                (form(words, format!("/apply/d/{}/quiet", draft.id), visit.form_token(), html! {
                    (button_row(html! { (button(words.t("cases-forgotten-quiet")).text().small()) }))
                }))
            }
        } @else {
            p { (words.rich("cases-stop-browser")) }
            (form(words, format!("/apply/d/{}/stop", draft.id), visit.form_token(), html! {
                (input_text(words, "secret", words.t("cases-stop-secret")).hint(words.t("cases-stop-secret-hint"))
                    .value(typed.text("secret")).error(of("secret")).width("is-medium").required(true))
                (input_text(words, "email", words.t("cases-stop-email")).hint(words.t("cases-stop-email-hint"))
                    .value(typed.text("email")).kind("email").inputmode("email").error(of("email")).required(false))
                (button_row(html! {
                    (button(words.t("cases-stop-make")))
                    (link_button(words.t("cases-go-on"), format!("/apply/d/{}/{}", draft.id, draft.page)).outline())
                }))
            }))
        }
        (forgotten::deleting(visit, format!("/apply/d/{}/delete", draft.id)))
    };
    let page = visit.page(words.plain("cases-stop-title")).main(main);
    Ok(if wrong.is_some() { page.failed() } else { page })
}

/// The second thing was chosen: the code is shown, once.
pub(crate) async fn leave(visit: Visit, Path(id): Path<DraftId>, fields: Fields) -> Result<Response, WebError> {
    let draft = fill::open(&visit, id).await?;
    if draft.account.is_some() || draft.helper.is_some() {
        return Ok(visit.see_other(&format!("/apply/d/{id}/stop")));
    }
    let Some(secret) = Secret::read(fields.text("secret")) else {
        let wrong = Some(("secret", "cases-stop-secret-wrong"));
        return Ok(draw_stop(&visit, &draft, wrong, &fields).await?.into_response());
    };
    match fields.text("email") {
        "" => {}
        typed => match typed.parse::<Email>() {
            Ok(email) => remind_by(&visit, id, email.envelope()).await?,
            Err(_) => {
                let wrong = Some(("email", "cases-mandate-email-wrong"));
                return Ok(draw_stop(&visit, &draft, wrong, &fields).await?.into_response());
            }
        },
    }
    let code = resume::put_down(visit.house(), &visit.act("resume"), id, &secret).await?;
    let words = visit.words();
    let until = say::day_and_weekday(draft.expires_at.date(), words.lang);
    let main = html! {
        (notification_banner(words, Tone::Success, words.t("cases-stop-done")).announced())
        (page_heading("", &words.t("cases-code-title"), ""))
        p.reference { span { (words.rich("cases-code")) } strong { (code) } }
        p { (rich(&words.tf("cases-code-how", &[("url", visit.house().url("/resume").into()), ("until", until.into())]))) }
        (button_row(html! { (print_button(words)) (link_button(words.t("error-to-home"), "/").outline()) }))
    };
    Ok(visit.page(words.plain("cases-code-title")).main(main).into_response())
}

async fn remind_by(visit: &Visit, id: DraftId, email: String) -> Result<(), WebError> {
    let lang = visit.lang().code().to_owned();
    let act = visit.act("resume");
    let kept = visit.house().db.write(&act, move |tx| async move { draft::set_email(&tx, id, &email, &lang).await });
    Ok(kept.await?)
}

/// Asks for the code.
pub(crate) async fn ask(visit: Visit) -> Page {
    draw_ask(&visit, "", None)
}

fn draw_ask(visit: &Visit, code: &str, wrong: Option<&str>) -> Page {
    let words = visit.words();
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("code", words.t(key))).collect();
    let main: Markup = html! {
        (error_summary(words, &errors))
        (page_heading("", &words.t("cases-resume-title"), &words.t("cases-resume-lead")))
        (form(words, "/resume", visit.form_token(), html! {
            (input_text(words, "code", words.t("cases-code")).hint(words.t("cases-code-hint")).value(code)
                .error(errors.first().map(|(_, e)| e.as_str())).width("is-medium").required(true))
            (input_text(words, "secret", words.t("cases-resume-secret")).hint(words.t("cases-stop-secret-hint")).width("is-medium").required(true))
            (button_row(html! { (button(words.t("cases-resume-open"))) }))
        }))
        p { a href="/my/cases" { (words.rich("cases-resume-account")) } }
    };
    let page = visit.page(words.plain("cases-resume-title")).crumbs(&[]).main(main);
    if wrong.is_some() { page.failed() } else { page }
}

/// The code and the second thing were sent.
pub(crate) async fn open(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let code = fields.text("code");
    Ok(match resume::take_up(&visit, code, fields.text("secret")).await? {
        Attempt::Open(id, page) => visit.see_other(&format!("/apply/d/{id}/{page}")),
        Attempt::Wrong => draw_ask(&visit, code, Some("cases-resume-wrong")).into_response(),
        Attempt::Closed => draw_ask(&visit, code, Some("cases-resume-closed")).into_response(),
    })
}
