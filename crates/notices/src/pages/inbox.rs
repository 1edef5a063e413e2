//! A resident's inbox. Opening the page writes nothing: a message is unread until the person
//! presses 「読みました」 or goes on to what it is about.

use super::{day, paragraphs};
use crate::RecipientId;
use crate::recipient::{self, Delivery};
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::id::PersonId;
use kernel::{TypedId, Uuid};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Icon, Resource, Tone, button, button_row, chip_label, empty_state, form, link_button, page_heading, pagination,
    resource, resource_list,
};
use web::{Fields, Page, Visit, WebError};

const PAGE: i64 = 20;

#[derive(Deserialize)]
pub(super) struct From {
    before: Option<RecipientId>,
}

fn reader(visit: &Visit) -> Result<PersonId, WebError> {
    visit.signed_in()?.person.ok_or(WebError::NotFound)
}

pub(super) async fn list(visit: Visit, Query(from): Query<From>) -> Result<Page, WebError> {
    let words = visit.words();
    let title = words.t("notices-inbox");
    let before = from.before.unwrap_or(RecipientId::from_uuid(Uuid::max()));
    let copies = match visit.signed_in()?.person {
        Some(person) => Delivery::of_person(&visit.house().db, person, before, PAGE + 1).await?,
        None => Vec::new(),
    };
    let shown = usize::try_from(PAGE).unwrap_or(0);
    let older = copies.get(shown).and(copies.get(shown - 1)).map(|last| format!("/my/notices?before={}", last.id));
    let main = html! {
        (page_heading("", &title, &words.t("notices-inbox-lead")))
        @if copies.is_empty() {
            (empty_state(Icon::Letter, &words.t("notices-inbox-empty"), &words.t("notices-inbox-empty-text"), html! {}))
        } @else {
            (resource_list(copies.iter().take(shown).map(|copy| line(&visit, copy))))
        }
        (pagination(words, from.before.map(|_| "/my/notices"), older.as_deref()))
    };
    Ok(visit.page(title).main(main))
}

fn line(visit: &Visit, copy: &Delivery) -> Resource {
    let line = resource(&copy.subject, format!("/my/notices/{}", copy.id)).meta(day(copy.told_at.date(), visit.lang()));
    match copy.opened_at {
        Some(_) => line,
        None => line.status(chip_label(Tone::Info, &visit.t("notices-unread"))),
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<RecipientId>) -> Result<Page, WebError> {
    let person = reader(&visit)?;
    let copy = Delivery::find(&visit.house().db, id).await?.filter(|c| c.person == person);
    let copy = copy.ok_or(WebError::NotFound)?;
    let words = visit.words();
    let main = html! {
        (page_heading(&day(copy.told_at.date(), visit.lang()), &copy.subject, ""))
        (paragraphs(&copy.body))
        (actions(&visit, &copy))
    };
    let crumbs = [(words.t("notices-inbox"), "/my/notices")];
    Ok(visit.page(copy.subject.clone()).crumbs(&[(crumbs[0].0.as_str(), crumbs[0].1)]).main(main))
}

fn actions(visit: &Visit, copy: &Delivery) -> Markup {
    let words = visit.words();
    let go = words.t("notices-go-on");
    let back = link_button(words.t("notices-back"), "/my/notices").text();
    if copy.opened_at.is_some() {
        return button_row(html! {
            @if let Some(link) = copy.leads_to(visit.house()) { (link_button(go, link)) }
            (back)
        });
    }
    let buttons = button_row(html! {
        @if copy.leads_to(visit.house()).is_some() {
            (button(go).sends("go", "on"))
            (button(words.t("notices-read")).outline())
        } @else {
            (button(words.t("notices-read")))
        }
        (back)
    });
    html! { (form(words, format!("/my/notices/{}", copy.id), visit.form_token(), buttons)) }
}

pub(super) async fn open(visit: Visit, Path(id): Path<RecipientId>, fields: Fields) -> Result<Response, WebError> {
    let person = reader(&visit)?;
    let act = visit.act("read");
    let copy = visit.house().db.write(&act, move |tx| async move { recipient::open(&tx, id, person).await }).await?;
    let to =
        copy.leads_to(visit.house()).filter(|_| fields.text("go") == "on").unwrap_or_else(|| "/my/notices".to_owned());
    Ok(visit.see_other(&to))
}
