//! `/guide`: the turns of life, and the walk through the questions of one of them.

use super::answers::{ASKED, AT, LIST, Told};
use super::book::Event;
use super::counted::{self, GuideListId};
use super::{guides, question, show};
use crate::procedures::say;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use cases::forms::Page as FormPage;
use maud::html;
use web::components::{Icon, Tone, card, card_grid, empty_state, link_button, notice, page_heading, section};
use web::texts::plain;
use web::{Fields, Page, Visit, WebError};

/// What stands in the address behind the question mark.
pub(super) type Asked = Query<Vec<(String, String)>>;

/// The turns of life.
pub(super) async fn index(visit: Visit) -> Result<Page, WebError> {
    let (words, lang) = (visit.words(), visit.lang());
    let book = guides(visit.house())?;
    let title = words.t("procedures-guide-title");
    let cards = book
        .events()
        .iter()
        .map(|event| card(say(&event.title, lang), format!("/guide/{}", event.key)).text(say(&event.summary, lang)));
    let main = html! {
        (page_heading("", &title, &words.t("procedures-guide-lead")))
        @if book.events().is_empty() {
            (empty_state(Icon::Search, &words.t("procedures-guide-none"), &words.t("procedures-none-next"),
                html! { (link_button(words.t("procedures-all"), "/procedures")) }))
        } @else {
            (section(&words.t("procedures-guide-which"), card_grid(cards)))
            (notice(Tone::Info, html! { p { (words.rich("procedures-guide-private")) } }))
        }
        p { a href="/procedures" { (words.rich("procedures-all")) } }
    };
    Ok(visit.page(title).description(words.plain("procedures-guide-lead")).crumbs(&[]).main(main))
}

/// From the officers' menu to the same pages that everybody sees: what is printed here is handed over.
pub(super) async fn at_the_desk(visit: Visit) -> Response {
    visit.see_other("/guide")
}

pub(super) fn found<'a>(visit: &'a Visit, key: &str) -> Result<&'a Event, WebError> {
    guides(visit.house())?.event(key).ok_or(WebError::NotFound)
}

/// A question, or the list when everything is answered.
pub(super) async fn event(visit: Visit, Path(key): Path<String>, Query(asked): Asked) -> Result<Response, WebError> {
    let event = found(&visit, &key)?;
    let (form, fields) = (event.questions.form(), Fields::of(asked));
    let told = Told::read(event, &fields);
    if let Some(page) = form.page(fields.text(ASKED)) {
        return take(&visit, event, told, page, &fields).await;
    }
    let page = match form.page(fields.text(AT)) {
        Some(page) => Some(page),
        None => told.open_page(form),
    };
    let drawn = match page {
        Some(page) => question::draw(&visit, event, &told, page, &question::kept(&told.answers, page), &[]),
        None => show::page(&visit, event, &told)?,
    };
    Ok(drawn.into_response())
}

/// A question was answered.
async fn take(
    visit: &Visit,
    event: &Event,
    told: Told,
    page: &FormPage,
    fields: &Fields,
) -> Result<Response, WebError> {
    let form = event.questions.form();
    let answered = told.clone().with_page(form, page, fields, visit.now().date());
    match answered {
        Ok(told) => {
            let list = match told.open_page(form) {
                None => counted::shown(visit, &event.key).await,
                Some(_) => None,
            };
            Ok(visit.see_other(&told.path_of_list(event, list)))
        }
        Err(errors) => Ok(question::draw(visit, event, &told, page, fields, &errors).failed().into_response()),
    }
}

/// On to the application; counted once for each list, so that the town sees whether its lists are of use.
pub(super) async fn go(
    visit: Visit,
    Path((key, procedure)): Path<(String, String)>,
    Query(asked): Asked,
) -> Result<Response, WebError> {
    let event = found(&visit, &key)?;
    event.items().find(|item| item.procedure == procedure).ok_or(WebError::NotFound)?;
    let list = Fields::of(asked).text(LIST).parse::<GuideListId>();
    if let Ok(list) = list {
        counted::followed(&visit, &event.key, list).await;
    }
    Ok(visit.see_other(&format!("/apply/{procedure}")))
}

/// The line of crumbs above the pages of a turn of life.
pub(super) fn under_guide(visit: &Visit, page: Page) -> Page {
    page.crumbs(&[(&plain(&visit.t("procedures-guide-title")), "/guide")])
}
