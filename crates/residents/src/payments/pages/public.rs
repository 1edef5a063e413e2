//! `/payments`: for everybody — the ways to pay, the calendar of due days, and what the town does not
//! know yet.

use super::{day, terms, year};
use crate::payments::calendar::{self, Row};
use crate::payments::ways::{Verdict, Way};
use billing::{Book, Method};
use billing::{Channel, book};
use kernel::FiscalYear;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, accordion, button_row, chip_label, empty_state, icon, link_button, notice, page_heading, section, table,
};
use web::texts::rich;
use web::{Page, Visit, WebError};

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    let words = visit.words();
    let book = book(visit.house())?;
    let today = visit.now().date();
    let this = FiscalYear::of(today);
    let rows = calendar::of(book, this);
    let title = words.t("payments-title");
    let main = html! {
        (page_heading("", &title, &words.t("payments-lead")))
        (button_row(html! {
            (link_button(words.t("payments-mine"), "/my/bills"))
            (link_button(words.t("payments-by-slip"), "/payments/slip").outline())
        }))
        @if book.methods.is_empty() {
            (empty_state(Icon::Yen, &words.t("payments-none"), &words.t("payments-none-next"), html! {}))
        } @else {
            (section(&words.t("payments-ways"), ways(&visit, book)))
            (section(&words.t("payments-calendar"), due_days(&visit, &rows, this)))
        }
        (section(&words.t("payments-hard"), html! { p { (words.rich("payments-hard-text")) } (office(&visit)) }))
    };
    Ok(visit.page(title).description(words.plain("payments-lead")).crumbs(&[]).main(main))
}

/// Whether the town offers a way at all, apart from any bill.
fn in_general(visit: &Visit, method: &Method) -> Verdict {
    let company = method.channel != Channel::Card || billing::providers::provider(visit.house()).is_some();
    match method.offered {
        _ if method.channel == Channel::Counter => Verdict::Open,
        Some(true) if company => Verdict::Open,
        _ => Verdict::Unknown,
    }
}

fn ways(visit: &Visit, book: &Book) -> Markup {
    let words = visit.words();
    let (lang, shown) = (visit.lang(), book.methods.iter().filter(|m| m.offered != Some(false)));
    let items: Vec<(String, Markup)> = shown
        .map(|method| {
            let way = Way { method, verdict: in_general(visit, method) };
            let unsure = !method.verified || way.verdict == Verdict::Unknown;
            let title = method.title.in_(lang).to_owned();
            let body = html! {
                @if way.verdict == Verdict::Unknown {
                    p { (chip_label(Tone::Warning, &words.t("payments-to-confirm"))) " " (words.rich("payments-why-unknown")) }
                } @else if unsure {
                    p { (chip_label(Tone::Warning, &words.t("payments-to-confirm"))) " " (words.rich("payments-terms-unconfirmed")) }
                }
                (terms(visit, &way))
            };
            (title, body)
        })
        .collect();
    let items: Vec<(&str, Markup)> = items.iter().map(|(t, b)| (t.as_str(), b.clone())).collect();
    html! {
        p { (words.rich("payments-ways-text")) }
        (accordion(&items))
    }
}

fn due_days(visit: &Visit, rows: &[Row<'_>], this: FiscalYear) -> Markup {
    let words = visit.words();
    let today = visit.now().date();
    let said = |row: &Row<'_>| {
        let days = row.days.iter().map(|d| (*d, *d < today)).collect::<Vec<_>>();
        [
            html! {
                (rich(row.item.title.in_(visit.lang())))
                @if !row.item.verified { " " (chip_label(Tone::Warning, &words.t("payments-to-confirm"))) }
            },
            html! {
                @if days.is_empty() { (words.rich("payments-days-unknown")) }
                @else {
                    ol.due-days { @for (date, over) in &days { li {
                        @if *over { span.over { (day(visit, *date)) } " " (words.rich("payments-day-over")) }
                        @else { (day(visit, *date)) }
                    } } }
                }
            },
        ]
    };
    let lines: Vec<[Markup; 2]> = rows.iter().map(said).collect();
    let heads = [words.t("payments-item"), words.t("payments-days")];
    html! {
        @if let Some((date, due)) = calendar::next(rows, today) {
            (notice(Tone::Info, html! {
                p { (icon(Icon::Calendar)) " " strong { (rich(&words.tf("payments-next", &[("day", day(visit, date).into())]))) } }
                ul { @for row in due { li { (rich(row.item.title.in_(visit.lang()))) } } }
            }))
        }
        (table(words.tf("payments-calendar-of", &[("year", year(visit, this).into())]), heads).rows(lines))
        p { (words.rich("payments-calendar-note")) }
    }
}

/// Whom to ask.
fn office(visit: &Visit) -> Markup {
    let office = visit.house().town.offices.main_on(visit.now().date());
    html! {
        @if let Some(office) = office {
            p { (icon(Icon::Phone)) " " (visit.office_name(office)) " " a href=(format!("tel:{}", office.phone)) { (office.phone) } }
        }
    }
}
