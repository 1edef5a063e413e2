//! The page of one operation.

use super::{curl, fields, often, program, said};
use crate::api::{Keep, Operation};
use crate::components::{description_list, page_heading, resource, resource_list, section};
use crate::texts::{plain, rich};
use crate::{Access, Page, Visit, WebError};
use axum::extract::Path;
use maud::{Markup, html};

pub(super) async fn page(visit: Visit, Path(id): Path<String>) -> Result<Page, WebError> {
    let words = visit.words();
    let interface = visit.house().interface();
    let operation = interface.operations().find(|o| o.id == id).ok_or(WebError::NotFound)?;
    let title = operation.summary.of(visit.lang());
    let (_, example) = interface.example(&id).unwrap_or_default();
    let call = curl(&visit, interface, &id).unwrap_or_default();
    let main = html! {
        (page_heading("", title, ""))
        (program(&format!("{} {}", operation.method, operation.path)))
        p { (said(&visit, operation.about.ja, operation.about.en)) }
        (section(&words.t("developers-example"), program(&call)))
        (section(&words.t("developers-ask"), fields::question(&visit, &id)))
        (section(&words.t("developers-answer"), fields::answer(&visit, &id)))
        (section(&words.t("developers-example-answer"), program(example.trim_end())))
        (section(&words.t("developers-rules"), rules(&visit, operation)))
        (section(&words.t("developers-possible"), problems(&visit, operation)))
    };
    let list = words.t("developers-title");
    Ok(visit.page(title).description(plain(title)).crumbs(&[(&list, "/developers")]).main(main))
}

fn rules(visit: &Visit, operation: &Operation) -> Markup {
    let words = visit.words();
    let kept = match operation.keep {
        Keep::Seconds(seconds) => words.tf("developers-keep-seconds", &[("seconds", i64::from(seconds).into())]),
        Keep::Never => words.t("developers-keep-never"),
    };
    let mut list = description_list(words)
        .item(words.t("developers-count"), rich(&often(visit, operation.rate)))
        .item(words.t("developers-keep"), rich(&kept));
    if let Some(tries) = operation.tries {
        list = list.item(words.t("developers-limit-tries"), rich(&often(visit, tries)));
    }
    if operation.access == Access::Secret {
        list = list.item(words.t("developers-access"), words.rich("developers-secret"));
    }
    html! { (list) }
}

fn problems(visit: &Visit, operation: &Operation) -> Markup {
    let words = visit.words();
    resource_list(operation.all_problems().into_iter().map(|kind| {
        let status = format!("{} {}", kind.status().as_u16(), kind.name());
        resource(words.t(&kind.text_key()), kind.path()).meta(status)
    }))
}
