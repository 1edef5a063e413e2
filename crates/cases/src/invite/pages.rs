//! The address of a letter, and the page for whoever types the number instead.

use super::open::{self, Attempt, Behind, Hand};
use super::records::{self, Invitation};
use super::{LINK, digest};
use crate::error::CaseError;
use crate::forms::Procedure;
use crate::pages::{desk_name, desk_phone, matter_path, state_chip};
use crate::{catalogue, say};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::Reference;
use maud::{Markup, html};
use web::components::{
    DateValue, Tone, button, button_row, date_input, error_summary, form, input_text, notification_banner, page_heading,
};
use web::texts::{plain, rich};
use web::{Fields, Limit, Page, Visit, WebError};

/// Attempts from one network address, at whichever invitation.
const TRIES: Limit = Limit { name: "invitation", most: 20, seconds: 900 };

async fn follow(visit: &Visit, secret: &str) -> Result<Invitation, WebError> {
    records::by_digest(&visit.house().db, &digest(secret)).await?.ok_or(WebError::NotFound)
}

/// The address of the letter. Looking at it changes nothing.
pub(super) async fn page(visit: Visit, Path(secret): Path<String>) -> Result<Page, WebError> {
    let invitation = follow(&visit, &secret).await?;
    draw(&visit, &invitation, &secret, &Fields::default(), None).await
}

async fn draw(
    visit: &Visit,
    invitation: &Invitation,
    secret: &str,
    typed: &Fields,
    wrong: Option<&'static str>,
) -> Result<Page, WebError> {
    let words = visit.words();
    let behind = open::behind(visit, invitation).await?;
    let catalogue = catalogue(visit.house())?;
    let found = catalogue.get(&invitation.procedure, invitation.procedure_version);
    let procedure = found.ok_or(CaseError::Missing)?;
    let title = say::text(&procedure.guide.title, words.lang);
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("birth", words.t(key))).collect();
    let asks = match &behind {
        Behind::Form => question(visit, invitation, secret, typed, wrong, "cases-invite-open"),
        Behind::Case(_) if !invitation.is_worn_out() => {
            question(visit, invitation, secret, typed, wrong, "cases-invite-see")
        }
        _ => html! {},
    };
    let main = html! {
        (error_summary(words, &errors))
        (page_heading(&words.t("cases-invite"), title, say::text(&procedure.guide.summary, words.lang)))
        (standing(visit, &behind, invitation))
        (asks)
        (whom_to_call(visit, procedure))
    };
    let page = visit.page(format!("{}｜{}", words.plain("cases-invite"), plain(title))).crumbs(&[]).main(main);
    Ok(match behind {
        Behind::Over => page.status(StatusCode::GONE),
        _ if wrong.is_some() => page.failed(),
        _ => page,
    })
}

/// How it stands, in a banner; nothing of it is personal.
fn standing(visit: &Visit, behind: &Behind, invitation: &Invitation) -> Markup {
    let words = visit.words();
    let banner = |tone, key: &str| {
        notification_banner(words, tone, words.t(key)).body(html! { p { (words.rich(&format!("{key}-text"))) } })
    };
    match behind {
        Behind::Form => {
            let until = say::day_and_weekday(invitation.last_day(), words.lang);
            html! { p { (rich(&words.tf("cases-invite-until", &[("until", until.into())]))) } }
        }
        Behind::Case(case) => html! {
            (notification_banner(words, Tone::Success, words.t("cases-invite-answered")).body(html! {
                p { (words.rich("cases-reference")) " " strong { (case.reference) } " " (state_chip(words, case.state, case.outcome)) }
                p { (words.rich("cases-invite-answered-text")) }
            }))
        },
        Behind::WithOfficer => html! { (banner(Tone::Info, "cases-invite-officer")) },
        Behind::Over => html! { (banner(Tone::Warning, "cases-invite-over")) },
        Behind::Closed => html! { (banner(Tone::Warning, "cases-invite-closed")) },
    }
}

fn question(
    visit: &Visit,
    invitation: &Invitation,
    secret: &str,
    typed: &Fields,
    wrong: Option<&str>,
    label: &str,
) -> Markup {
    let words = visit.words();
    let own = open::is_own(visit, invitation);
    html! {
        (form(words, format!("{LINK}/{secret}"), visit.form_token(), html! {
            @if own { p { (words.rich("cases-invite-own")) } } @else { (birth_field(visit, typed, wrong)) }
            (button_row(html! { (button(words.t(label))) }))
        }))
    }
}

fn birth_field(visit: &Visit, typed: &Fields, wrong: Option<&str>) -> Markup {
    let words = visit.words();
    let value = if typed.has("birth-year") {
        DateValue::typed(typed, "birth")
    } else {
        DateValue { era: "showa".to_owned(), ..DateValue::default() }
    };
    html! {
        (date_input(words, "birth", words.t("cases-invite-birth")).hint(words.t("cases-invite-birth-hint")).value(value)
            .required(true).error(wrong.map(|k| words.t(k)).as_deref()))
    }
}

fn whom_to_call(visit: &Visit, procedure: &Procedure) -> Markup {
    let Some(matter) = procedure.matter() else { return html! {} };
    let args = [("desk", desk_name(visit, &matter.desk).into()), ("phone", desk_phone(visit, &matter.desk).into())];
    html! { p { (rich(&visit.tf("cases-invite-ask", &args))) } }
}

/// The birth date was sent.
pub(super) async fn open(visit: Visit, Path(secret): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let invitation = follow(&visit, &secret).await?;
    match enter(&visit, &invitation, &fields).await? {
        Ok(path) => Ok(visit.see_other(&path)),
        Err(wrong) => Ok(draw(&visit, &invitation, &secret, &fields, wrong).await?.into_response()),
    }
}

/// Where it goes on, or what is wrong: nothing where the page itself says why.
async fn enter(
    visit: &Visit,
    invitation: &Invitation,
    fields: &Fields,
) -> Result<Result<String, Option<&'static str>>, WebError> {
    let house = visit.house();
    let behind = open::behind(visit, invitation).await?;
    if !matches!(behind, Behind::Form | Behind::Case(_)) {
        return Ok(Err(None));
    }
    let act = visit.act("invitation");
    if !open::is_own(visit, invitation) {
        visit.attempt(TRIES)?;
        let Some(birth) = DateValue::typed(fields, "birth").date() else {
            return Ok(Err(Some("cases-invite-birth-missing")));
        };
        match open::attempt(house, &act, invitation, birth).await? {
            Attempt::Right => visit.not_counted(TRIES),
            Attempt::Wrong => return Ok(Err(Some("cases-invite-birth-wrong"))),
            Attempt::Closed => return Ok(Err(None)),
        }
    }
    if let Behind::Case(case) = behind {
        return Ok(Ok(matter_path(house, case.id)));
    }
    let account = visit.account().filter(|_| open::is_own(visit, invitation)).map(|w| w.account);
    let browser = account.is_none().then(|| visit.browser_mark());
    Ok(Ok(open::take(house, &act, invitation, Hand::Device { browser, account }).await?))
}

/// For whoever has the letter and cannot read its code.
pub(super) async fn ask(visit: Visit) -> Page {
    draw_ask(&visit, &Fields::default(), &[])
}

fn draw_ask(visit: &Visit, typed: &Fields, wrong: &[(&str, &'static str)]) -> Page {
    let words = visit.words();
    let errors: Vec<(&str, String)> = wrong.iter().map(|(name, key)| (*name, words.t(key))).collect();
    let of = |name: &str| wrong.iter().find(|(n, _)| *n == name).map(|(_, key)| *key);
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", &words.t("cases-invite-ask-title"), &words.t("cases-invite-ask-lead")))
        (form(words, "/invited", visit.form_token(), html! {
            (input_text(words, "code", words.t("cases-invite-number")).hint(words.t("cases-invite-number-hint"))
                .value(typed.text("code")).error(of("code").map(|k| words.t(k)).as_deref()).width("is-medium").required(true))
            (birth_field(visit, typed, of("birth")))
            (button_row(html! { (button(words.t("cases-invite-open"))) }))
        }))
        p { (words.rich("cases-invite-none")) }
    };
    let page = visit.page(words.plain("cases-invite-ask-title")).crumbs(&[]).main(main);
    if wrong.is_empty() { page } else { page.failed() }
}

/// Number and birth date were sent. Which of them is wrong is not told.
pub(super) async fn find(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let Ok(reference) = fields.text("code").parse::<Reference>() else {
        return Ok(draw_ask(&visit, &fields, &[("code", "cases-invite-number-wrong")]).into_response());
    };
    if DateValue::typed(&fields, "birth").date().is_none() {
        return Ok(draw_ask(&visit, &fields, &[("birth", "cases-invite-birth-missing")]).into_response());
    }
    let both_wrong = || draw_ask(&visit, &fields, &[("code", "cases-invite-both-wrong")]).into_response();
    let Some(invitation) = records::by_reference(&visit.house().db, reference).await? else {
        visit.attempt(TRIES)?;
        return Ok(both_wrong());
    };
    match enter(&visit, &invitation, &fields).await? {
        Ok(path) => Ok(visit.see_other(&path)),
        Err(_) => Ok(both_wrong()),
    }
}
