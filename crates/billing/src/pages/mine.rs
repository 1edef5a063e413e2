//! `/my/bills`: what a resident has to pay, until when and where.

use super::state_chip;
use crate::instalment::{self, Owed};
use crate::records::{self, Bill, Payment};
use crate::rules::BillState;
use axum::extract::Path;
use kernel::id::BillId;
use kernel::{Date, Yen, era};
use maud::{Markup, html};
use web::components::{
    DescriptionList, Icon, Resource, Tone, description_list, empty_state, link_button, notice, page_heading, resource,
    resource_list, section, table,
};
use web::texts::{Lang, rich};
use web::{Page, Visit, WebError};

pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    let bills = match visit.signed_in()?.person {
        Some(person) => records::of_payer(&visit.house().db, person).await?,
        None => Vec::new(),
    };
    let (open, done): (Vec<&Bill>, Vec<&Bill>) = bills.iter().partition(|b| b.standing.state == BillState::Open);
    let mut parts = Vec::new();
    for bill in &open {
        parts.push(instalment::owed(&visit.house().db, bill.id, visit.now().date()).await?);
    }
    let words = visit.words();
    let title = words.t("billing-mine");
    let main = html! {
        (page_heading("", &title, &words.t("billing-mine-lead")))
        @if open.is_empty() {
            (empty_state(Icon::Yen, &words.t("billing-none"), &words.t("billing-none-text"), html! {}))
        } @else {
            (section(&words.t("billing-open"), resource_list(open.into_iter().zip(&parts).map(|(b, parts)| line(&visit, b, parts)))))
        }
        @if !done.is_empty() {
            (section(&words.t("billing-done"), resource_list(done.into_iter().map(|b| line(&visit, b, &[])))))
        }
        p { (link_button(words.t("billing-account-title"), "/my/bills/account").outline()) }
        ul {
            li { a href="/payments" { (words.rich("billing-ways")) } }
            li { a href="/my/payments" { (words.rich("billing-paid-list")) } }
        }
    };
    Ok(visit.page(title).main(main))
}

fn line(visit: &Visit, bill: &Bill, parts: &[Owed]) -> Resource {
    let (amount, due) = match (bill.standing.state, next(parts)) {
        (BillState::Open, Some(part)) => (next_amount(visit, part), until(visit, part.instalment.due)),
        (BillState::Open, None) => (yen(visit, bill.standing.rest()), until(visit, bill.due)),
        _ => (yen(visit, bill.standing.total), String::new()),
    };
    resource(&bill.title, format!("/my/bills/{}", bill.id)).text(amount).meta(due).status(state_chip(
        visit,
        &bill.standing,
        bill.due,
    ))
}

/// What is to be paid next of a bill in instalments.
fn next(parts: &[Owed]) -> Option<&Owed> {
    parts.iter().find(|p| parts.len() > 1 && p.instalment.state == BillState::Open)
}

fn next_amount(visit: &Visit, part: &Owed) -> String {
    format!("{}　{}", term(visit, part), yen(visit, part.instalment.rest() + part.arrears))
}

fn term(visit: &Visit, part: &Owed) -> String {
    visit.tf("billing-term", &[("n", part.instalment.n.to_string().into())])
}

/// 期別: each instalment with its day, and the way to pay it.
fn terms(visit: &Visit, bill: BillId, parts: &[Owed]) -> Markup {
    let words = visit.words();
    let heads =
        [words.t("billing-term-head"), words.t("billing-due"), words.t("billing-total"), words.t("billing-term-state")];
    let rows = parts.iter().map(|part| {
        let open = part.instalment.state == BillState::Open;
        let amount = if open { part.instalment.rest() + part.arrears } else { part.instalment.amount };
        let name = term(visit, part);
        let pay = format!("/my/bills/{bill}/pay/{}", part.instalment.n);
        [
            html! { @if open { a href=(pay) { (rich(&name)) } } @else { (rich(&name)) } },
            html! { (day(visit, part.instalment.due)) },
            html! { (yen(visit, amount)) },
            state_chip(visit, &part.instalment.standing(), part.instalment.due),
        ]
    });
    let interest: Yen = parts.iter().map(|p| p.arrears).sum();
    html! {
        (table(words.t("billing-terms"), heads).rows(rows).numeric([2]).caption_hidden())
        @if interest > Yen::ZERO { p { (rich(&words.tf("billing-interest", &[("amount", yen(visit, interest).into())]))) } }
    }
}

fn until(visit: &Visit, due: Date) -> String {
    let key = if due < visit.now().date() { "billing-overdue" } else { "billing-until" };
    visit.tf(key, &[("day", day(visit, due).into())])
}

fn day(visit: &Visit, date: Date) -> String {
    match visit.lang() {
        Lang::En => date.strftime("%-d %B %Y").to_string(),
        _ => era::date_label(date),
    }
}

fn yen(visit: &Visit, amount: Yen) -> String {
    match visit.lang() {
        Lang::En => format!("{} yen", amount.digits()),
        _ => amount.to_string(),
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<BillId>) -> Result<Page, WebError> {
    let person = visit.signed_in()?.person.ok_or(WebError::NotFound)?;
    let db = &visit.house().db;
    let bill = records::find(db, id).await?.filter(|b| b.payer == person).ok_or(WebError::NotFound)?;
    let lines = records::lines(db, id).await?;
    let payments = records::payments(db, id).await?;
    let parts = instalment::owed(db, id, visit.now().date()).await?;
    let words = visit.words();
    let main = html! {
        (page_heading(&words.t("billing-mine"), &bill.title, ""))
        p { (state_chip(&visit, &bill.standing, bill.due)) }
        (facts(&visit, &bill, &parts))
        @if parts.len() > 1 { (section(&words.t("billing-terms"), terms(&visit, id, &parts))) }
        @if bill.standing.state == BillState::Open { (section(&words.t("billing-how"), how(&visit, &bill))) }
        (section(&words.t("billing-what"), what(&visit, &lines, bill.standing.total)))
        @if !payments.is_empty() { (section(&words.t("billing-history"), history(&visit, &payments))) }
        p { (link_button(words.t("billing-back"), "/my/bills").text()) }
    };
    let above = words.plain("billing-mine");
    Ok(visit.page(bill.title.clone()).crumbs(&[(above.as_str(), "/my/bills")]).main(main))
}

fn facts<'v>(visit: &'v Visit, bill: &Bill, parts: &[Owed]) -> DescriptionList<'v> {
    let words = visit.words();
    let standing = &bill.standing;
    let list = description_list(words);
    let list = if standing.state == BillState::Open && standing.paid.is_zero() {
        list
    } else {
        list.item(words.t("billing-total"), html! { (yen(visit, standing.total)) })
    };
    let list = match standing.state {
        BillState::Open if next(parts).is_some() => {
            let part = next(parts).map(|part| (next_amount(visit, part), until(visit, part.instalment.due)));
            let (amount, due) = part.unwrap_or_default();
            list.item(words.t("billing-next"), html! { strong { (rich(&amount)) } })
                .item(words.t("billing-due"), html! { (rich(&due)) })
                .item(words.t("billing-left"), html! { (yen(visit, standing.rest())) })
        }
        BillState::Open => list
            .item(words.t("billing-rest"), html! { strong { (yen(visit, standing.rest())) } })
            .item(words.t("billing-due"), html! { (rich(&until(visit, bill.due))) }),
        BillState::Void => match &bill.void_reason {
            Some(reason) => {
                let why = visit.tf("billing-void-why", &[("reason", reason.clone().into())]);
                list.item(words.t("billing-state-void"), html! { (rich(&why)) })
            }
            None => list,
        },
        _ => list,
    };
    // While there is something to pay, the number stands where it is needed: with the way to pay.
    let list = match standing.state {
        BillState::Open => list,
        _ => list.item(words.t("billing-number"), html! { (bill.number) }),
    };
    match &bill.reference {
        Some(reference) => list.item(words.t("billing-reference"), html! { (reference) }),
        None => list,
    }
}

/// Where, when, with what: enough to leave the house and come back with the receipt.
fn how(visit: &Visit, bill: &Bill) -> Markup {
    let words = visit.words();
    let office = visit.house().town.offices.main_on(visit.now().date());
    let name = office.map_or("", |o| match visit.lang() {
        Lang::En => o.en.as_deref().unwrap_or(&o.name),
        _ => &o.name,
    });
    let hours = office.map(|o| o.hours.iter().map(town::OpeningHours::in_words).collect::<Vec<_>>().join("、"));
    let list = description_list(words).item(words.t("billing-number"), html! { strong { (bill.number) } });
    let list = match office {
        Some(o) => list
            .item(words.t("billing-where"), html! { (o.name) "　" (o.address) })
            .item(words.t("billing-phone"), html! { a href=(format!("tel:{}", o.phone)) { (o.phone) } }),
        None => list,
    };
    let list = match hours.filter(|h| !h.is_empty()) {
        Some(hours) => list.item(words.t("billing-hours"), html! { (hours) }),
        None => list,
    };
    html! {
        p { (link_button(words.t("billing-choose"), format!("/my/bills/{}/pay", bill.id))) }
        p { (rich(&words.tf("billing-how-counter", &[("office", name.into())]))) }
        (list)
        p { (words.rich("billing-others")) }
        @if bill.due < visit.now().date() { (notice(Tone::Warning, html! { p { (words.rich("billing-late")) } })) }
    }
}

fn what(visit: &Visit, lines: &[(String, Yen)], total: Yen) -> Markup {
    let words = visit.words();
    let rows = lines.iter().map(|(label, amount)| [html! { (label) }, html! { (yen(visit, *amount)) }]);
    let sum = [html! { (words.rich("billing-sum")) }, html! { (yen(visit, total)) }];
    html! {
        (table(words.t("billing-what"), [words.t("billing-what-item"), words.t("billing-total")]).rows(rows).numeric([1]).foot(sum).caption_hidden())
    }
}

fn history(visit: &Visit, payments: &[Payment]) -> Markup {
    let words = visit.words();
    let said = |p: &Payment| {
        let key = if p.refund { "billing-refunded-on" } else { "billing-paid-on" };
        let args = [
            ("day", day(visit, p.at.date()).into()),
            ("amount", yen(visit, p.amount).into()),
            ("receipt", p.receipt.clone().into()),
        ];
        visit.tf(key, &args)
    };
    html! {
        ul { @for p in payments { li { (rich(&said(p))) } } }
        p { (words.rich("billing-keep")) }
    }
}
