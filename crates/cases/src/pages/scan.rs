//! 用紙の番号: a scanner types the QR of a paper here, or an officer types its number; it leads to
//! the draft that waits for the paper, or to the case that it became.

use crate::assist::CHECKS;
use crate::decide::is_of_desk;
use crate::fill;
use crate::invite;
use crate::records::{case, draft};
use axum::response::{IntoResponse, Response};
use kernel::Reference;
use maud::html;
use store::Channel;
use web::components::{button, button_row, error_summary, form, input_text, page_heading, select};
use web::{Fields, Page, Visit, WebError};

/// Asks for the number.
pub(crate) async fn ask(visit: Visit) -> Page {
    draw(&visit, "", None)
}

fn draw(visit: &Visit, code: &str, wrong: Option<&str>) -> Page {
    let words = visit.words();
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("code", words.t(key))).collect();
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", &words.t("desk-scan"), &words.t("desk-scan-lead")))
        (form(words, "/desk/scan", visit.form_token(), html! {
            (input_text(words, "code", words.t("desk-scan-code")).value(code).width("is-medium")
                .error(errors.first().map(|(_, e)| e.as_str())).required(true))
            (button_row(html! { (button(words.t("desk-scan-find"))) }))
        }))
    };
    let page = visit.page(words.plain("desk-scan")).desk().main(main);
    if wrong.is_some() { page.failed() } else { page }
}

/// Leads to what bears the number.
pub(crate) async fn find(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let typed = fields.text("code");
    let Ok(reference) = typed.parse::<Reference>() else {
        return Ok(draw(&visit, typed, Some("desk-scan-wrong")).into_response());
    };
    if let Some(answer) = invite::scanned(&visit, reference).await? {
        return Ok(answer);
    }
    let (db, who) = (&visit.house().db, visit.signed_in()?);
    if let Some(found) = draft::by_reference(db, reference, visit.now()).await? {
        if found.helper.is_none() && found.channel == Channel::Web {
            return Ok(ask_check(&visit, &reference.to_string(), None).into_response());
        }
        let (id, helper) = (found.id, who.account);
        if found.helper != Some(helper) {
            let act = visit.act("assist");
            visit.house().db.write(&act, move |tx| async move { draft::take_over(&tx, id, helper).await }).await?;
        }
        return Ok(visit.see_other(&format!("/apply/d/{id}/{}", found.page)));
    }
    match case::by_reference(db, reference).await?.filter(|c| is_of_desk(who, &c.desk)) {
        Some(case) => Ok(visit.see_other(&format!("/desk/cases/{}", case.id))),
        None => Ok(draw(&visit, typed, Some("desk-scan-none")).into_response()),
    }
}

/// A form that was filled in at home waits for somebody to make sure who it is.
fn ask_check(visit: &Visit, code: &str, wrong: Option<&str>) -> Page {
    let words = visit.words();
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("check", words.t(key))).collect();
    let main = html! {
        (error_summary(words, &errors))
        (page_heading(code, &words.t("desk-scan-home"), &words.t("desk-scan-home-lead")))
        (form(words, "/desk/scan/take", visit.form_token(), html! {
            input type="hidden" name="code" value=(code);
            (select(words, "check", words.t("desk-scan-check"), CHECKS.map(|c| (c, c)))
                .error(errors.first().map(|(_, e)| e.as_str())).required(true))
            (button_row(html! { (button(words.t("desk-scan-take"))) }))
        }))
    };
    let page = visit.page(words.plain("desk-scan-home")).desk().main(main);
    if wrong.is_some() { page.failed() } else { page }
}

/// Takes it over, with how the officer made sure.
pub(crate) async fn take(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let (code, chosen) = (fields.text("code").to_owned(), fields.text("check"));
    let Some(check) = CHECKS.iter().find(|c| **c == chosen) else {
        return Ok(ask_check(&visit, &code, Some("desk-assist-choose-check")).into_response());
    };
    let reference: Reference = code.parse().map_err(|_| WebError::NotFound)?;
    let found = draft::by_reference(&visit.house().db, reference, visit.now()).await?.ok_or(WebError::NotFound)?;
    let (id, helper) = (found.id, visit.signed_in()?.account);
    if found.account == Some(helper) {
        // Nobody makes sure of themselves.
        return Err(WebError::Forbidden);
    }
    let taking = visit
        .house()
        .db
        .write(&visit.act("assist"), move |tx| async move { draft::bring_to_counter(&tx, id, helper, check).await });
    if !taking.await? {
        return Err(WebError::Changed);
    }
    let draft = fill::open(&visit, id).await?;
    Ok(visit.see_other(&format!("/apply/d/{}/check", draft.id)))
}
