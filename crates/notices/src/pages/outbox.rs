//! The outbox of the demonstration, open to everybody: nobody in it is real.

use super::{day_time, paragraphs};
use crate::demo;
use axum::extract::Path;
use maud::html;
use web::components::{
    Icon, Tone, description_list, empty_state, link_button, notice, page_heading, resource, resource_list,
};
use web::{Page, Visit, WebError};

fn only_in_the_demo(visit: &Visit) -> Result<(), WebError> {
    if visit.house().demo { Ok(()) } else { Err(WebError::NotFound) }
}

pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    only_in_the_demo(&visit)?;
    let words = visit.words();
    let title = words.t("notices-outbox");
    let mails = demo::kept(&visit.house().data).await;
    let lines = mails.iter().map(|mail| {
        resource(&mail.subject, format!("/demo/outbox/{}", mail.key)).text(&mail.to).meta(day_time(mail.at))
    });
    let main = html! {
        (page_heading("", &title, ""))
        (notice(Tone::Info, html! { p { (words.rich("notices-outbox-lead")) } }))
        @if mails.is_empty() {
            (empty_state(Icon::Letter, &words.t("notices-outbox-empty"), "", html! {}))
        } @else { (resource_list(lines)) }
    };
    Ok(visit.page(title).main(main))
}

pub(super) async fn show(visit: Visit, Path(key): Path<String>) -> Result<Page, WebError> {
    only_in_the_demo(&visit)?;
    let mail = demo::one(&visit.house().data, &key).await.ok_or(WebError::NotFound)?;
    let words = visit.words();
    let outbox = words.t("notices-outbox");
    let facts = description_list(words)
        .item(words.t("notices-outbox-to"), html! { (mail.to) })
        .item(words.t("notices-outbox-at"), html! { (day_time(mail.at)) });
    let main = html! {
        (page_heading(&outbox, &mail.subject, ""))
        (facts)
        div.mail-text { (linked(&mail.text, &visit.house().base_url)) }
        (link_button(words.t("notices-outbox-back"), "/demo/outbox").outline())
    };
    Ok(visit.page(mail.subject.clone()).crumbs(&[(&outbox, "/demo/outbox")]).main(main))
}

/// The text; a line that is an address of this house becomes a link, as mail programs do it.
fn linked(text: &str, base: &str) -> maud::Markup {
    let is_link = |line: &str| line.starts_with(base) && !line.contains(' ');
    html! {
        @for part in text.split("\n\n").filter(|p| !p.trim().is_empty()) {
            @if part.lines().any(is_link) {
                p { @for (at, line) in part.trim().lines().enumerate() {
                    @if at > 0 { br; }
                    @if is_link(line) { a href=(line.strip_prefix(base).unwrap_or("/")) { (line) } } @else { (line) }
                } }
            } @else { (paragraphs(part)) }
        }
    }
}
