//! Asking somebody to act for me.

use super::mail::{self, Asked};
use super::mine::{crumbs, match_first, me};
use super::{scope_choices, scope_of};
use axum::response::{IntoResponse, Response};
use kernel::{Date, Email};
use maud::html;
use people::{NewOffer, offers};
use store::{NewJob, StoreError};
use web::components::{
    DateValue, button, button_row, checkbox_group, date_input, error_summary, form, input_text, link_button,
    page_heading,
};
use web::{Fields, Page, Visit, WebError};

/// Nobody is asked for longer than this at once.
const MOST_YEARS: i16 = 3;
/// The most open requests of one person.
const MOST_OPEN: usize = 5;

type Errors = Vec<(&'static str, String)>;

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    if me(&visit)?.is_none() {
        return Ok(match_first(&visit));
    }
    draw(&visit, &Fields::default(), &Vec::new())
}

fn draw(visit: &Visit, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let w = visit.words();
    let of = |field: &str| errors.iter().find(|(f, _)| *f == field).map(|(_, words)| words.as_str());
    let today = visit.now().date();
    let until = if typed.has("until-year") { DateValue::typed(typed, "until") } else { DateValue::of(later(today, 1)) };
    let fields = html! {
        (input_text(w, "name", w.t("cases-mandate-name")).hint(w.t("cases-mandate-name-hint")).value(typed.text("name"))
            .required(true).maxlength(60).error(of("name")))
        (input_text(w, "email", w.t("cases-mandate-email")).hint(w.t("cases-mandate-email-hint")).value(typed.text("email")).kind("email")
            .inputmode("email").required(true).error(of("email")))
        (checkbox_group(w, "scope", w.t("cases-mandate-scope-question"), scope_choices(visit)?).values(typed.all("scope"))
            .required(true).error(of("scope")))
        (date_input(w, "until", w.t("cases-mandate-until-question")).hint(w.t("cases-mandate-until-hint")).value(until)
            .required(true).error(of("until")))
        (button_row(html! {
            (button(w.t("cases-mandate-send")))
            (link_button(w.t("cases-mandate-stop"), "/my/mandates").text())
        }))
    };
    let main = html! {
        (error_summary(w, errors))
        (page_heading("", &w.t("cases-mandate-ask"), &w.t("cases-mandate-ask-lead")))
        (form(w, "/my/mandates/new", visit.form_token(), fields))
    };
    let page = crumbs(visit, visit.page(w.plain("cases-mandate-ask")).main(main));
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn later(day: Date, years: i16) -> Date {
    Date::new(day.year() + years, day.month(), day.day()).unwrap_or(day)
}

pub(super) async fn ask(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let Some(me) = me(&visit)? else { return Ok(match_first(&visit).into_response()) };
    let mut errors = Vec::new();
    let new = read(&visit, me, &fields, &mut errors)?;
    let open = offers::of_principal(&visit.house().db, me, visit.now()).await?.len();
    if open >= MOST_OPEN {
        errors.push(("email", visit.t("cases-mandate-too-many")));
    }
    let (Some(new), true) = (new, errors.is_empty()) else {
        return Ok(draw(&visit, &fields, &errors)?.into_response());
    };
    let lang = visit.lang();
    visit
        .house()
        .db
        .write(&visit.act("mandate"), move |tx| async move {
            let offer = offers::make(&tx, &new).await?;
            tx.enqueue(
                NewJob::new(mail::MAIL, &Asked { offer, lang: lang.code().to_owned() })
                    .key(format!("{}:{offer}", mail::MAIL)),
            );
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(visit.see_other("/my/mandates"))
}

fn read(
    visit: &Visit,
    me: kernel::id::PersonId,
    fields: &Fields,
    errors: &mut Errors,
) -> Result<Option<NewOffer>, WebError> {
    let name: String = fields.text("name").chars().filter(|c| !c.is_control()).take(60).collect();
    let email = fields.text("email").parse::<Email>().ok();
    let scope = scope_of(visit, &fields.all("scope"))?;
    let today = visit.now().date();
    let ends = DateValue::typed(fields, "until").date().filter(|d| *d >= today && *d <= later(today, MOST_YEARS));
    for (missing, field, key) in [
        (name.is_empty(), "name", "cases-mandate-name-missing"),
        (email.is_none(), "email", "cases-mandate-email-wrong"),
        (scope.is_none(), "scope", "cases-mandate-scope-missing"),
        (ends.is_none(), "until", "cases-mandate-until-wrong"),
    ] {
        if missing {
            errors.push((field, visit.t(key)));
        }
    }
    let (Some(email), Some(scope), Some(ends)) = (email, scope, ends) else { return Ok(None) };
    Ok(Some(NewOffer { principal: me, name, email, scope, ends }))
}
