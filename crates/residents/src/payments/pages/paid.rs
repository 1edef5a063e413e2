//! `/my/payments`: what was paid, when, by which way, and what proves it.

use super::day;
use billing::{Channel, PaidOnce, book};
use maud::{Markup, html};
use web::components::{Icon, button_row, empty_state, link_button, page_heading, print_button, section, table};
use web::texts::rich;
use web::{Page, Visit, WebError};

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    let paid = match visit.signed_in()?.person {
        Some(person) => billing::payments_of(&visit.house().db, person).await?,
        None => Vec::new(),
    };
    let words = visit.words();
    let title = words.t("payments-paid");
    let main = html! {
        (page_heading("", &title, &words.t("payments-paid-lead")))
        @if paid.is_empty() {
            (empty_state(Icon::Yen, &words.t("payments-paid-none"), &words.t("payments-paid-none-next"), html! {
                (link_button(words.t("payments-my-bills"), "/my/bills"))
            }))
        } @else {
            (list(&visit, &paid)?)
            (button_row(html! { (print_button(words)) }))
            (section(&words.t("payments-proof"), html! { p { (words.rich("payments-proof-text")) } }))
        }
        p { (link_button(words.t("payments-my-bills"), "/my/bills").text()) }
    };
    let above = words.plain("payments-my-bills");
    Ok(visit.page(title).crumbs(&[(above.as_str(), "/my/bills")]).main(main))
}

fn list(visit: &Visit, paid: &[PaidOnce]) -> Result<Markup, WebError> {
    let (words, lang, book) = (visit.words(), visit.lang(), book(visit.house())?);
    let name = |channel: Channel| book.method(channel).map_or(channel.label(), |m| m.title.in_(lang)).to_owned();
    let row = |p: &PaidOnce| {
        let key = if p.back { "payments-paid-back" } else { "payments-paid-in" };
        [
            html! { (day(visit, p.on)) },
            html! { a href=(format!("/my/bills/{}", p.bill)) { (p.title) } },
            html! { (rich(&words.tf(key, &[("amount", visit.yen(p.amount).into())]))) },
            html! { (rich(&name(p.channel))) },
            html! { (p.number) },
        ]
    };
    let heads =
        ["payments-paid-on", "payments-paid-for", "payments-sum-paid", "payments-paid-by", "payments-paid-number"];
    Ok(html! {
        (table(words.t("payments-paid"), heads.map(|key| words.t(key))).rows(paid.iter().map(row)).numeric([2]).caption_hidden())
    })
}
