//! At the counter: the officer finds the person, compares a document with the record, and hands out a
//! one-time code that is shown once.

use super::desk_people::{MOST, listed, looked_at, search_page};
use super::{Errors, question, time_label, write};
use crate::codes;
use kernel::id::PersonId;
use kernel::{Reference, era};
use maud::html;
use people::Person;
use web::components::{
    Tone, button, checkbox, description_list, form, link_button, notice, page_heading, print_button, radio_group,
};
use web::{Fields, Page, Visit, WebError};

/// The purpose as the person reads it.
const PURPOSE: &str = "窓口での本人確認（ログインのためのコード）";

pub(crate) async fn page(visit: Visit) -> Page {
    search_page(&visit, "/desk/accounts", "desk-account-accounts", "", Some(to_staff(&visit)))
}

fn to_staff(visit: &Visit) -> maud::Markup {
    html! { p { a href="/desk/accounts/staff" { (visit.words().rich("desk-account-to-staff")) } } }
}

pub(crate) async fn search(visit: Visit, fields: Fields) -> Result<Page, WebError> {
    let typed = fields.text("q");
    let found = people::search(&visit.house().db, &visit.act("people.search"), typed, MOST).await?;
    let w = visit.words();
    let list = listed(&visit, &found, |person| {
        let fields = html! {
            input type="hidden" name="person" value=(person.id);
            (person.name) " "
            (button(w.t("desk-account-check")).small().outline().about(person.name.clone()))
        };
        html! { (form(w, "/desk/accounts/check", visit.form_token(), fields)) }
    });
    Ok(search_page(&visit, "/desk/accounts", "desk-account-accounts", typed, Some(list)))
}

fn person_of(visit: &Visit, fields: &Fields) -> Result<PersonId, WebError> {
    let id: PersonId = fields.text("person").parse().map_err(|_| WebError::NotFound)?;
    // Nobody hands a code to themselves.
    if visit.signed_in()?.person == Some(id) { Err(WebError::Forbidden) } else { Ok(id) }
}

/// Shows what the document must agree with, and asks which document it was.
pub(crate) async fn check(visit: Visit, fields: Fields) -> Result<Page, WebError> {
    let person = looked_at(&visit, person_of(&visit, &fields)?, PURPOSE).await?;
    Ok(check_page(&visit, &person, "", &Errors::default()))
}

fn check_page(visit: &Visit, person: &Person, document: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        input type="hidden" name="person" value=(person.id);
        (radio_group(w, "document", w.t("desk-account-document"), codes::DOCUMENTS).value(document).required(true)
            .error(errors.of("document")))
        (checkbox(w, "agrees", &w.t("desk-account-agrees"), false, errors.of("agrees")))
        (button(w.t("desk-account-issue")))
    };
    let list = description_list(w)
        .item(w.t("desk-account-name"), html! { (person.name.full()) })
        .item(w.t("desk-account-birth"), html! { (person.birth.map(era::date_label).unwrap_or_default()) })
        .item(w.t("desk-account-address"), html! { (person.address.to_string()) });
    let body = html! {
        (page_heading(&w.t("desk-account-accounts"), &w.t("desk-account-check-title"), &w.t("desk-account-check-lead")))
        (list)
        (form(w, "/desk/accounts/code", visit.form_token(), fields))
    };
    question(visit, &w.t("desk-account-check-title"), errors, body).desk()
}

/// Issues the code and shows it, this once.
pub(crate) async fn issue(visit: Visit, fields: Fields) -> Result<Page, WebError> {
    let id = person_of(&visit, &fields)?;
    let chosen = fields.text("document");
    let document = codes::DOCUMENTS.iter().find(|(key, _)| *key == chosen);
    let mut errors = Errors::default();
    if document.is_none() {
        errors.add("document", visit.t("desk-account-document-missing"));
    }
    if fields.text("agrees") != "yes" {
        errors.add("agrees", visit.t("desk-account-agrees-missing"));
    }
    let person = people::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    let (Some((_, document)), true) = (document, errors.is_empty()) else {
        return Ok(check_page(&visit, &person, chosen, &errors));
    };
    if person.deceased.is_some() {
        return Err(WebError::Forbidden);
    }
    let secret = visit.house().secret;
    let code =
        write(&visit, "account.recover", move |tx| async move { codes::issue(&tx, &secret, id, document).await });
    Ok(code_page(&visit, &person, code.await?))
}

fn code_page(visit: &Visit, person: &Person, code: Reference) -> Page {
    let w = visit.words();
    let until = time_label(visit.lang(), visit.now().plus_seconds(codes::SECONDS));
    let list = description_list(w)
        .item(w.t("desk-account-name"), html! { (person.name.full()) })
        .item(w.t("desk-account-code"), html! { strong.code { (code.to_string()) } })
        .item(w.t("desk-account-code-where"), html! { (visit.house().url("/recover")) })
        .item(w.t("desk-account-code-until"), html! { (until) });
    let main = html! {
        (page_heading("", &w.t("desk-account-code-title"), ""))
        (notice(Tone::Warning, html! { p { (w.rich("desk-account-code-once")) } }))
        (list)
        p { (w.rich("desk-account-code-how")) }
        (print_button(w))
        (link_button(w.t("desk-account-next"), "/desk/accounts").outline())
    };
    visit.page(w.plain("desk-account-code-title")).desk().main(main)
}
