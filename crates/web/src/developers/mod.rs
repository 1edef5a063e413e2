//! `/developers`: what is open to other programs, for a company's programmer, the prefecture or
//! another municipality. Everything about operations comes from their declarations (see
//! [`crate::api`]); only the words around them are written here.

mod fields;
mod operation;
mod problems;

use crate::api::{Interface, Operation};
use crate::components::{
    Icon, Tone, chip_label, description_list, link_button, notice, page_heading, resource, resource_list, section,
};
use crate::texts::{Lang, rich};
use crate::{Access, Limit, Page, Routes, Visit};
use maud::{Markup, html};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/developers", Access::Public, page);
    routes.get("/developers/operations/{id}", Access::Public, operation::page);
    routes.get("/developers/problems", Access::Public, problems::list);
    routes.get("/developers/problems/{name}", Access::Public, problems::one);
}

async fn page(visit: Visit) -> Page {
    let words = visit.words();
    let title = words.t("developers-title");
    let lead = words.tf("developers-lead", &[("town", visit.town_name().into())]);
    let main = html! {
        (page_heading("", &title, &lead))
        @if visit.house().demo { (notice(Tone::Info, html! { p { (words.rich("developers-fictional")) } })) }
        (section(&words.t("developers-open"), open(&visit)))
        (section(&words.t("developers-start"), start(&visit)))
        (section(&words.t("developers-document"), html! {
            p { (words.rich("developers-document-text")) }
            (program(&visit.house().url("/openapi.json")))
            (link_button(words.t("developers-document"), "/openapi.json").outline().icon(Icon::Document))
        }))
        (section(&words.t("developers-rules"), rules(&visit)))
        (section(&words.t("developers-problems"), html! {
            p { (words.rich("developers-problems-text")) }
            (link_button(words.t("developers-problems-all"), "/developers/problems").outline())
        }))
        @if visit.house().interface().operations().any(|o| o.id == "listNews") {
            (section(&words.t("developers-feeds"), html! {
                p { (words.rich("developers-feeds-text")) }
                (program(&format!("{}\n{}", visit.house().url("/news/feed.atom"), visit.house().url("/news/feed.json"))))
            }))
        }
        (section(&words.t("developers-licence"), licence(&visit)))
        (section(&words.t("developers-contact"), contact(&visit)))
        (section(&words.t("developers-changes"), html! { ul {
            li { time datetime="2026-11-22" { "2026-11-22" } "　1.0.0　" (words.rich("developers-change-1")) }
        } }))
    };
    visit.page(title).description(crate::texts::plain(&lead)).crumbs(&[]).main(main)
}

fn open(visit: &Visit) -> Markup {
    let words = visit.words();
    let line = |o: &Operation| {
        let line = resource(o.summary.of(visit.lang()), format!("/developers/operations/{}", o.id))
            .meta(format!("{} {}", o.method, o.path));
        if o.access == Access::Secret { line.text(words.t("developers-secret")) } else { line }
    };
    html! {
        p { (words.rich("developers-open-text")) }
        (resource_list(visit.house().interface().operations().map(line)))
    }
}

/// The first four calls; each is shown only where its operation is open in this house.
fn start(visit: &Visit) -> Markup {
    let words = visit.words();
    let interface = visit.house().interface();
    const STEPS: [(&str, &str); 4] = [
        ("listProcedures", "developers-start-1"),
        ("getProcedure", "developers-start-2"),
        ("askCaseStatus", "developers-start-3"),
        ("verifyPaperFile", "developers-start-4"),
    ];
    html! {
        ol.call-steps {
            @for (id, text) in STEPS {
                @if let Some(call) = curl(visit, interface, id) {
                    li { p { (words.rich(text)) } (program(&call)) }
                }
            }
        }
    }
}

/// How the example is called from a terminal.
fn curl(visit: &Visit, interface: &Interface, id: &str) -> Option<String> {
    let operation = interface.operations().find(|o| o.id == id)?;
    let (path, _) = interface.example(id)?;
    let address = visit.house().url(&path);
    Some(match (operation.method.as_str(), interface.body(id)) {
        ("POST", Some("application/pdf")) => {
            format!("curl {address} \\\n  -H 'Content-Type: application/pdf' \\\n  --data-binary @paper.pdf")
        }
        ("POST", Some(media)) => {
            format!("curl {address} \\\n  -H 'Content-Type: {media}' \\\n  -d '{}'", operation.example)
        }
        _ if path.contains('?') => format!("curl '{address}'"),
        _ => format!("curl {address}"),
    })
}

fn rules(visit: &Visit) -> Markup {
    const RULES: [&str; 8] = ["form", "verified", "language", "pages", "cache", "browser", "limits", "version"];
    let words = visit.words();
    let mut list = description_list(words);
    for rule in RULES {
        let text = words.rich(&format!("developers-rule-{rule}-text"));
        let body = html! { (text) @if rule == "limits" { (limits(visit)) } };
        list = list.item(words.t(&format!("developers-rule-{rule}")), body);
    }
    html! { (list) }
}

fn limits(visit: &Visit) -> Markup {
    let words = visit.words();
    let rates =
        [(crate::api::READING, "developers-limit-reading"), (crate::api::COMPUTING, "developers-limit-computing")];
    html! { ul { @for (limit, key) in rates {
        li { (words.rich(key)) "（" code { (limit.name) } "）　" (rich(&often(visit, limit))) }
    } } }
}

/// A limit in words.
fn often(visit: &Visit, limit: Limit) -> String {
    let most = i64::from(limit.most);
    visit.tf(
        "developers-limit",
        &[("seconds", limit.seconds.into()), ("minutes", (limit.seconds / 60).into()), ("most", most.into())],
    )
}

fn licence(visit: &Visit) -> Markup {
    let words = visit.words();
    match &visit.house().town.settings.licence {
        None => html! { p { (words.rich("developers-licence-open")) } },
        Some(licence) => html! {
            p { (words.rich("developers-licence-text")) }
            p {
                a href=(licence.url) rel="noreferrer license" { (licence.name) } " "
                @if !licence.verified { (chip_label(Tone::Warning, &words.t("developers-confirm"))) }
            }
            @if !licence.verified { p { (words.rich("developers-licence-unconfirmed")) } }
        },
    }
}

fn contact(visit: &Visit) -> Markup {
    let office = visit.house().town.offices.main_on(visit.now().date());
    let phone = office.map(|o| o.phone.to_string()).unwrap_or_default();
    html! {
        p { (rich(&visit.tf("developers-contact-text", &[("phone", phone.into())]))) }
        @if let Some(office) = office { p { (visit.office_name(office)) "　" (visit.hours(&office.hours)) } }
    }
}

/// Something to be typed or read by a program.
fn program(text: &str) -> Markup {
    html! { pre.program { code { (text) } } }
}

/// Words of a declaration: in the reader's language, marked where they are in another.
fn said(visit: &Visit, ja: &str, en: &str) -> Markup {
    match (visit.lang(), ja.is_empty()) {
        (Lang::En, _) => html! { (en) },
        (_, false) => html! { (ja) },
        (_, true) => html! { span lang="en" { (en) } },
    }
}
