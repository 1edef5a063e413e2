//! A term of a ward office: who, which office, which days.

use super::super::actions;
use super::hand_over::ward_successor;
use super::{below, day, mend};
use crate::pages::{Errors, question, write};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::PersonId;
use kernel::{Date, FiscalYear};
use maud::html;
use people::{Holder, NewGrant};
use web::components::{Choice, DateValue, button, date_input, form, page_heading, select};
use web::{Fields, Page, Visit, WebError};

pub(super) async fn page(visit: Visit, Path(ward): Path<String>) -> Result<Page, WebError> {
    draw(&visit, &ward, &Fields::default(), &Errors::default()).await
}

async fn draw(visit: &Visit, key: &str, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let w = visit.words();
    let wards = &visit.house().town.wards;
    let ward = wards.get(key).ok_or(WebError::NotFound)?;
    let offices = wards.roles.iter().map(|r| Choice::new(&r.key, format!("{}（任期{}年）", r.title, r.term_years)));
    let year = FiscalYear::of(visit.now().date());
    let value = |name: &str, day: Date| {
        if typed.has(&format!("{name}-year")) { DateValue::typed(typed, name) } else { DateValue::of(day) }
    };
    let fields = html! {
        (select(w, "role", "役", offices).value(typed.text("role")).required(true).error(errors.of("role")))
        (ward_successor(visit, typed, &Errors::default()).await?)
        @if let Some(words) = errors.of("q") { p.error-text { (words) } }
        (date_input(w, "from", "いつから").value(value("from", year.start())).required(true).error(errors.of("from")))
        (date_input(w, "until", "いつまで").value(value("until", year.end())).required(true).error(errors.of("until")))
        (button("役を記録する"))
    };
    let body = html! {
        (page_heading(&ward.label(), "役を加える", ""))
        (form(w, format!("/desk/staff/wards/{key}"), visit.form_token(), fields))
    };
    Ok(below(question(visit, "役を加える", errors, body)))
}

pub(super) async fn give(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let mut errors = Errors::default();
    if fields.text("then") == "search" {
        return Ok(draw(&visit, &key, &fields, &errors).await?.into_response());
    }
    visit.house().town.wards.get(&key).ok_or(WebError::NotFound)?;
    let role = fields.text("role").to_owned();
    if !visit.house().town.wards.roles.iter().any(|r| r.key == role) {
        errors.add("role", "役を選んでください".to_owned());
    }
    let person = fields.text("to").parse::<PersonId>().ok();
    if person.is_none() {
        errors.add("q", "氏名でさがして、人を選んでください".to_owned());
    }
    let (from, until) = (day(&fields, "from", &mut errors), day(&fields, "until", &mut errors));
    let (Some(person), Some(from), true) = (person, from, errors.is_empty()) else {
        return Ok(draw(&visit, &key, &fields, &errors).await?.into_response());
    };
    people::find(&visit.house().db, person).await?.ok_or(WebError::NotFound)?;
    let new = NewGrant {
        holder: Holder::Person(person),
        role,
        desk: None,
        ward: Some(key.clone()),
        position: None,
        deputy: false,
        from,
        until,
    };
    let house = visit.house().clone();
    match write(&visit, "行政区の役", move |tx| async move { actions::give(&tx, &house, new).await }).await {
        Ok(_) => Ok(visit.see_other("/desk/staff/wards")),
        Err(refusal) => {
            mend(refusal, &mut errors)?;
            Ok(draw(&visit, &key, &fields, &errors).await?.into_response())
        }
    }
}
