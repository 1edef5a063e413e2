//! 証明書の早見: which certificate one gets where the fastest, ours and others' ways side by side.

use crate::certificates::book::{Book, By, GuideKind, Way};
use axum::extract::Path;
use cases::forms::{Assurance, Procedure, Text};
use kernel::Yen;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button_row, chip_label, description_list, empty_state, link_button, notice, page_heading, resource,
    resource_list, section,
};
use web::texts::{Lang, plain, rich};
use web::{Page, Visit, WebError};

fn say(text: &Text, lang: Lang) -> &str {
    match lang {
        Lang::Ja => &text.ja,
        Lang::Easy => &text.easy,
        Lang::En => &text.en,
    }
}

/// Every kind, with the fastest way that is sure.
pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    let (words, lang) = (visit.words(), visit.lang());
    let book = visit.house().shelved::<Book>()?;
    let catalogue = cases::catalogue(visit.house())?;
    let today = visit.now().date();
    let lines: Vec<_> = book
        .kinds
        .iter()
        .filter_map(|kind| Some((kind, catalogue.current(&kind.procedure, today)?)))
        .map(|(kind, procedure)| {
            let line = resource(say(&procedure.guide.title, lang), format!("/certificates/{}", kind.procedure));
            let line = line.text(say(&kind.used_for, lang)).icon(Icon::Certificate);
            match kind.fastest() {
                Some(way) => line.meta(fastest(&visit, way)),
                None => line,
            }
        })
        .collect();
    let title = words.t("certificates-guide");
    let main = html! {
        (page_heading("", &title, &words.t("certificates-guide-lead")))
        @if lines.is_empty() {
            (empty_state(Icon::Certificate, &words.t("certificates-guide-none"), &words.t("certificates-guide-none-next"),
                html! { (link_button(words.t("certificates-procedures"), "/procedures")) }))
        } @else { (resource_list(lines)) }
        (section(&words.t("certificates-have"), html! {
            p { (words.rich("certificates-have-text")) }
            (button_row(html! {
                (link_button(words.t("certificates-mine"), "/my/papers").outline())
                (link_button(words.t("certificates-check"), "/verify").outline())
            }))
        }))
    };
    Ok(visit.page(title).description(words.plain("certificates-guide-lead")).crumbs(&[]).main(main))
}

fn fastest(visit: &Visit, way: &Way) -> String {
    let words = visit.words();
    let by = words.plain(&format!("certificates-by-{}", way.by.key()));
    let takes = way.takes.map(|t| words.plain(&format!("certificates-takes-{}", t.key()))).unwrap_or_default();
    plain(&words.tf("certificates-fastest-is", &[("by", by.into()), ("takes", takes.into())]))
}

/// One kind: all its ways, the fastest first.
pub(super) async fn one(visit: Visit, Path(key): Path<String>) -> Result<Page, WebError> {
    let (words, lang) = (visit.words(), visit.lang());
    let book = visit.house().shelved::<Book>()?;
    let kind = book.kind(&key).ok_or(WebError::NotFound)?;
    let catalogue = cases::catalogue(visit.house())?;
    let procedure = catalogue.current(&key, visit.now().date()).ok_or(WebError::NotFound)?;
    let title = say(&procedure.guide.title, lang).to_owned();
    let first = kind.fastest().map(|w| w.by);
    let main = html! {
        (page_heading("", &title, say(&procedure.guide.summary, lang)))
        p { strong { (words.rich("certificates-used-for")) } "　" (rich(say(&kind.used_for, lang))) }
        h2 { (words.rich("certificates-ways")) }
        @for way in kind.ways() { (one_way(&visit, kind, procedure, way, first == Some(way.by))) }
        @if kind.ways().iter().any(|w| !w.verified) {
            (notice(Tone::Info, html! { p { (words.rich("certificates-unverified")) } }))
        }
    };
    let list_title = words.t("certificates-guide");
    Ok(visit
        .page(title)
        .description(plain(say(&procedure.guide.summary, lang)))
        .crumbs(&[(&list_title, "/certificates")])
        .main(main))
}

fn one_way(visit: &Visit, kind: &GuideKind, procedure: &Procedure, way: &Way, first: bool) -> Markup {
    let (words, lang) = (visit.words(), visit.lang());
    let facts = description_list(words)
        .item(
            words.t("certificates-takes"),
            html! {
                @match (way.offered, way.takes) {
                    (None, _) => { (words.rich("certificates-not-known")) }
                    (_, Some(takes)) => { (words.rich(&format!("certificates-takes-{}", takes.key()))) }
                    (_, None) => { (words.rich("certificates-not-known")) }
                }
            },
        )
        .item(words.t("certificates-hours"), hours(visit, procedure, way))
        .item(words.t("certificates-price"), price(visit, procedure, way))
        .item(words.t("certificates-limits"), rich(say(&way.limits, lang)));
    let chips = html! {
        @if first { (chip_label(Tone::Success, &words.t("certificates-fastest"))) " " }
        @if !way.verified { (chip_label(Tone::Warning, &words.t("certificates-to-confirm"))) }
    };
    html! {
        section.way id=(way.by.key()) {
            h3 { (words.rich(&format!("certificates-by-{}", way.by.key()))) " " (chips) }
            (facts)
            @if way.by == By::Web && !is_in_person(procedure) {
                (button_row(html! { (link_button(words.t("certificates-begin"), format!("/apply/{}", kind.procedure))) }))
            }
            @if way.by == By::Kiosk {
                (button_row(html! { (link_button(words.t("certificates-pass"), "/my/kiosk").outline()) }))
            }
        }
    }
}

fn is_in_person(procedure: &Procedure) -> bool {
    procedure.matter().is_none_or(|m| m.assurance == Assurance::InPerson)
}

/// The way's own hours, or those of the desk or of the office; a screen of ours is always open.
fn hours(visit: &Visit, procedure: &Procedure, way: &Way) -> Markup {
    if let Some(hours) = &way.hours {
        return rich(say(hours, visit.lang()));
    }
    let town = &visit.house().town;
    match way.by {
        By::Web | By::MynaPortal | By::Post => visit.words().rich("certificates-always"),
        _ => {
            let desk = procedure.matter().and_then(|m| town.organisation.desk(&m.desk));
            let today = visit.now().date();
            let office = desk.and_then(|d| town.offices.on(&d.office, today)).or(town.offices.main_on(today));
            let open = match (desk, office) {
                (Some(desk), _) if !desk.hours.is_empty() => visit.hours(&desk.hours),
                (_, Some(office)) => visit.hours(&office.hours),
                _ => String::new(),
            };
            html! { (open) }
        }
    }
}

/// What one costs this way: by the town's table for our own ways, else as the guide says.
fn price(visit: &Visit, procedure: &Procedure, way: &Way) -> Markup {
    let words = visit.words();
    let unsure = || html! { (words.rich("certificates-price-ask")) " " (chip_label(Tone::Warning, &words.t("certificates-to-confirm"))) };
    let amount = |yen: Yen| {
        if yen == Yen(0) {
            words.rich("certificates-free")
        } else {
            html! { (visit.yen(yen)) }
        }
    };
    if let Some(yen) = way.yen {
        return amount(Yen(yen));
    }
    let Some(channel) = way.by.fee() else { return unsure() };
    let Some(of) = procedure.matter().and_then(|m| m.fee.as_ref()) else {
        return html! { (words.rich("certificates-free")) " " (chip_label(Tone::Warning, &words.t("certificates-to-confirm"))) };
    };
    let fee = visit.house().town.fees.on(&of.key, visit.now().date());
    match fee.and_then(|f| Some((f, f.yen(channel)?))) {
        None => unsure(),
        Some((fee, yen)) => html! {
            (amount(yen)) " "
            @if !fee.verified { (chip_label(Tone::Warning, &words.t("certificates-to-confirm"))) }
        },
    }
}
