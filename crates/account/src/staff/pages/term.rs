//! A term of office: a new one, and the last day of one that is there.

use super::super::actions;
use super::super::rules::office_title;
use super::super::tell::in_days;
use super::new::{office, office_fields};
use super::officer::is_own;
use super::{below, maybe_day, mend};
use crate::pages::{Errors, question, write};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::AccountId;
use maud::html;
use people::{Grant, GrantId, Holder, grants};
use web::components::{DateValue, button, button_row, date_input, form, link_button, page_heading};
use web::{Fields, Page, Visit, WebError};

pub(super) async fn new_page(visit: Visit, Path(id): Path<AccountId>) -> Result<Page, WebError> {
    draw_new(&visit, id, &Fields::default(), &Errors::default()).await
}

async fn draw_new(visit: &Visit, id: AccountId, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let account = actions::officer(&visit.house().db, id).await.map_err(crate::told)?;
    let fields = html! { (office_fields(visit, typed, errors)) (button("職務を加える")) };
    let body = html! {
        (page_heading(&account.name, "職務を加える", ""))
        (form(visit.words(), format!("/desk/staff/{id}/term"), visit.form_token(), fields))
    };
    Ok(below(question(visit, "職務を加える", errors, body)))
}

pub(super) async fn give(visit: Visit, Path(id): Path<AccountId>, fields: Fields) -> Result<Response, WebError> {
    actions::officer(&visit.house().db, id).await.map_err(crate::told)?;
    let mut errors = Errors::default();
    let Some(office) = office(&fields, &mut errors) else {
        return Ok(draw_new(&visit, id, &fields, &errors).await?.into_response());
    };
    let (house, new) = (visit.house().clone(), office.of(Holder::Account(id)));
    match write(&visit, "職務を加える", move |tx| async move { actions::give(&tx, &house, new).await }).await {
        Ok(_) => Ok(visit.see_other(&format!("/desk/staff/{id}"))),
        Err(refusal) => {
            mend(refusal, &mut errors)?;
            Ok(draw_new(&visit, id, &fields, &errors).await?.into_response())
        }
    }
}

/// The term with this identifier.
pub(super) async fn found(visit: &Visit, id: GrantId) -> Result<Grant, WebError> {
    grants::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)
}

/// Whose term it is, by name, and where their page is.
pub(super) async fn holder(visit: &Visit, grant: &Grant) -> Result<(String, String), WebError> {
    let db = &visit.house().db;
    match grant.holder {
        Holder::Account(id) => {
            let name = people::accounts::find(db, id).await?.map(|a| a.name).unwrap_or_default();
            Ok((name, format!("/desk/staff/{id}")))
        }
        Holder::Person(id) => {
            let name = people::find(db, id).await?.map(|p| p.name.full().to_owned()).unwrap_or_default();
            Ok((name, "/desk/staff/wards".to_owned()))
        }
    }
}

pub(super) async fn page(visit: Visit, Path(id): Path<GrantId>) -> Result<Page, WebError> {
    draw(&visit, id, None, &Errors::default()).await
}

async fn draw(visit: &Visit, id: GrantId, typed: Option<&Fields>, errors: &Errors) -> Result<Page, WebError> {
    let grant = found(visit, id).await?;
    let (name, back) = holder(visit, &grant).await?;
    let (w, title) = (visit.words(), office_title(&visit.house().town, &grant));
    let value = match typed {
        Some(typed) => DateValue::typed(typed, "until"),
        None => grant.term.until.map(DateValue::of).unwrap_or_default(),
    };
    let hint = match is_own(visit, &grant) {
        true => "自分の職務なので、早く終えることだけができます",
        false => "この日まで職務についています。決まっていなければ、空けておきます",
    };
    let fields = html! {
        (date_input(w, "until", "いつまで").hint(hint).value(value).required(false).error(errors.of("until")))
        @if let Some(own) = errors.of("role") { p.error-text { (own) } }
        (button_row(html! {
            (button("期間を変える"))
            (button("きょうで終える").danger().sends("then", "today"))
            (link_button("やめる", &back).text())
        }))
    };
    let body = html! {
        (page_heading(&name, &title, &in_days(&grant)))
        (form(w, format!("/desk/staff/terms/{id}"), visit.form_token(), fields))
        p { "後の人がいるときは、" a href=(format!("/desk/staff/terms/{id}/hand-over")) { "引継ぎの画面" } "で、終わりと始まりをいっしょに決められます。" }
    };
    Ok(below(question(visit, &title, errors, body)))
}

pub(super) async fn save(visit: Visit, Path(id): Path<GrantId>, fields: Fields) -> Result<Response, WebError> {
    let mut errors = Errors::default();
    let last = match fields.text("then") {
        "today" => Some(visit.now().date()),
        _ => maybe_day(&fields, "until", &mut errors),
    };
    if !errors.is_empty() {
        return Ok(draw(&visit, id, Some(&fields), &errors).await?.into_response());
    }
    let (_, back) = holder(&visit, &found(&visit, id).await?).await?;
    let house = visit.house().clone();
    match write(&visit, "職務の期間", move |tx| async move { actions::move_end(&tx, &house, id, last).await }).await
    {
        Ok(_) => Ok(visit.see_other(&back)),
        Err(refusal) => {
            mend(refusal, &mut errors)?;
            Ok(draw(&visit, id, Some(&fields), &errors).await?.into_response())
        }
    }
}
