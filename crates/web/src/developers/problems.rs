//! The pages to which the `type` of a problem leads.

use super::program;
use crate::api::Kind;
use crate::components::{page_heading, resource, resource_list, section};
use crate::{Page, Visit, WebError};
use axum::extract::Path;
use maud::html;
use serde_json::json;

pub(super) async fn list(visit: Visit) -> Page {
    let words = visit.words();
    let title = words.t("developers-problems");
    let lines = Kind::ALL.into_iter().map(|kind| {
        let status = format!("{} {}", kind.status().as_u16(), kind.name());
        resource(words.t(&kind.text_key()), kind.path()).meta(status)
    });
    let main = html! {
        (page_heading("", &title, &words.t("developers-problems-text")))
        (resource_list(lines))
    };
    let above = words.t("developers-title");
    visit.page(title).crumbs(&[(&above, "/developers")]).main(main)
}

pub(super) async fn one(visit: Visit, Path(name): Path<String>) -> Result<Page, WebError> {
    let words = visit.words();
    let kind = Kind::from_name(&name).ok_or(WebError::NotFound)?;
    let key = kind.text_key();
    let title = words.t(&key);
    let sample = json!({
        "type": visit.house().url(&kind.path()),
        "title": words.plain(&key),
        "status": kind.status().as_u16(),
        "detail": words.plain(&format!("{key}-detail")),
    });
    let main = html! {
        (page_heading(&format!("{} {}", kind.status().as_u16(), kind.name()), &title, ""))
        (section(&words.t("developers-problem-happened"), html! { p { (words.rich(&format!("{key}-detail"))) } }))
        (section(&words.t("developers-problem-mend"), html! { p { (words.rich(&format!("{key}-mend"))) } }))
        (section(&words.t("developers-problem-sample"), program(&format!("{sample:#}"))))
    };
    let (above, list) = (words.t("developers-title"), words.t("developers-problems"));
    Ok(visit.page(title).crumbs(&[(&above, "/developers"), (&list, "/developers/problems")]).main(main))
}
