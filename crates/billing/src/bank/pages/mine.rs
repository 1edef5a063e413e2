//! `/my/bills/account`: from which account it is drawn.

use super::form::{self, Sent};
use super::{items_said, state_chip};
use crate::bank::actions::{self, Seen};
use crate::bank::records::{self, Account};
use crate::bank::rules::{State, readable};
use crate::bank::{AccountId, offered};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::id::PersonId;
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Icon, Tone, button, checkbox, description_list, empty_state, form as post_form, link_button, notice,
    notification_banner, page_heading, section,
};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    done: String,
}

pub(crate) async fn list(visit: Visit, Query(after): Query<After>) -> Result<Page, WebError> {
    let words = visit.words();
    let title = words.t("billing-account-title");
    let Some(person) = visit.signed_in()?.person else { return Ok(unknown(&visit)) };
    let accounts = records::of_person(&visit.house().db, person).await?;
    let (now, ended): (Vec<&Account>, Vec<&Account>) = accounts.iter().partition(|a| a.state != State::Ended);
    let main = html! {
        @match after.done.as_str() {
            "asked" => (notification_banner(words, Tone::Success, words.t("billing-account-asked")).announced().body(html! { p { (words.rich("billing-account-asked-text")) } })),
            "ended" => (notification_banner(words, Tone::Success, words.t("billing-account-ended")).announced()),
            _ => {}
        }
        (page_heading(&words.t("billing-mine"), &title, &words.t("billing-account-lead")))
        @if now.is_empty() {
            (empty_state(Icon::Yen, &words.t("billing-account-none"), &words.t("billing-account-none-text"),
                html! { (link_button(words.t("billing-account-new"), "/my/bills/account/new")) }))
        } @else {
            @for account in &now { (one(&visit, account)) }
            p { (link_button(words.t("billing-account-other"), "/my/bills/account/new").outline()) }
        }
        @if !ended.is_empty() {
            (section(&words.t("billing-account-before"), html! { @for account in ended { (facts(&visit, account)) } }))
        }
        p { (link_button(words.t("billing-back"), "/my/bills").text()) }
    };
    let above = words.plain("billing-mine");
    Ok(visit.page(title).crumbs(&[(above.as_str(), "/my/bills")]).main(main))
}

/// Somebody of whom the town does not know yet who they are.
fn unknown(visit: &Visit) -> Page {
    let words = visit.words();
    let title = words.t("billing-account-title");
    let action = html! { (link_button(words.t("billing-account-link"), "/my/link")) };
    let main = html! {
        (page_heading(&words.t("billing-mine"), &title, &words.t("billing-account-lead")))
        (empty_state(Icon::Person, &words.t("billing-account-unknown"), &words.t("billing-account-unknown-text"), action))
    };
    visit.page(title).main(main)
}

fn one(visit: &Visit, account: &Account) -> Markup {
    let words = visit.words();
    let heading = format!("{}　{}", readable(&account.at.bank_name), readable(&account.at.branch_name));
    let body = html! {
        (facts(visit, account))
        @match account.state {
            State::Asked => (notice(Tone::Info, html! { p { (words.rich("billing-account-asked-text")) } })),
            State::Returned => (notice(Tone::Warning, html! {
                p { (words.rich("billing-account-returned-text")) }
                @if let Some(reason) = &account.reason { p { (reason) } }
                p { (link_button(words.t("billing-account-again"), "/my/bills/account/new")) }
            })),
            _ => {}
        }
        p { (link_button(words.t("billing-account-end"), format!("/my/bills/account/{}/end", account.id)).outline().about(heading.clone())) }
    };
    section(&heading, body)
}

fn facts(visit: &Visit, account: &Account) -> Markup {
    let words = visit.words();
    let tail = words.tf("billing-account-tail", &[("tail", account.at.tail().to_owned().into())]);
    let list = description_list(words)
        .item(words.t("billing-account-state"), state_chip(words, account.state))
        .item(
            words.t("billing-account-use"),
            html! { (rich(&items_said(words, &account.items, &offered(visit.house(), words.lang)))) },
        )
        .item(words.t("billing-account-number"), html! { (words.rich(account.at.kind.words())) " " (rich(&tail)) });
    html! { (list) }
}

fn person(visit: &Visit) -> Result<PersonId, WebError> {
    visit.signed_in()?.person.ok_or(WebError::NotFound)
}

pub(crate) async fn new(visit: Visit) -> Result<Page, WebError> {
    if visit.signed_in()?.person.is_none() {
        return Ok(unknown(&visit));
    }
    asking(&visit, &Sent::default()).await
}

async fn asking(visit: &Visit, sent: &Sent) -> Result<Page, WebError> {
    let words = visit.words();
    let kana = people::find(&visit.house().db, person(visit)?).await?.and_then(|p| p.kana.clone());
    let title = words.t("billing-account-new");
    let body = html! {
        (form::questions(words, &offered(visit.house(), words.lang), sent, kana.as_deref().unwrap_or_default()))
        (checkbox(words, "agreed", &words.t("billing-account-agreed"), false,
            sent.errors.iter().find(|(f, _)| *f == "agreed").map(|(_, e)| e.as_str())))
        (button(words.t("billing-account-ask")))
    };
    let main = html! {
        (sent.summary(words))
        (page_heading(&words.t("billing-account-title"), &title, &words.t("billing-account-new-lead")))
        (notice(Tone::Info, html! { p { (words.rich("billing-account-ready")) } p { (words.rich("billing-account-paper")) } }))
        (post_form(words, "/my/bills/account/new", visit.form_token(), body))
    };
    let above =
        [(words.plain("billing-mine"), "/my/bills"), (words.plain("billing-account-title"), "/my/bills/account")];
    let above: Vec<(&str, &str)> = above.iter().map(|(name, path)| (name.as_str(), *path)).collect();
    let page = visit.page(title).crumbs(&above).main(main);
    Ok(if sent.errors.is_empty() { page } else { page.failed() })
}

pub(crate) async fn ask(visit: Visit, form: Fields) -> Result<Response, WebError> {
    let person = person(&visit)?;
    let (items, at) = match form::read(visit.words(), &offered(visit.house(), visit.lang()), &form) {
        Ok(read) => read,
        Err(sent) => return Ok(asking(&visit, &sent).await?.into_response()),
    };
    let act = visit.act("口座振替の申込み");
    visit.house().db.write(&act, move |tx| async move { actions::ask(&tx, person, items, at).await }).await?;
    Ok(visit.see_other("/my/bills/account?done=asked"))
}

async fn own(visit: &Visit, id: AccountId) -> Result<Account, WebError> {
    let person = person(visit)?;
    let found = records::find(&visit.house().db, id).await?;
    found.filter(|a| a.person == person && a.state != State::Ended).ok_or(WebError::NotFound)
}

pub(crate) async fn ending(visit: Visit, Path(id): Path<AccountId>) -> Result<Page, WebError> {
    let account = own(&visit, id).await?;
    let words = visit.words();
    let title = words.t("billing-account-end");
    let body = html! {
        input type="hidden" name="version" value=(account.version);
        (button(words.t("billing-account-end-sure")).danger())
    };
    let main = html! {
        (page_heading(&words.t("billing-account-title"), &title, &words.t("billing-account-end-lead")))
        (facts(&visit, &account))
        (notice(Tone::Warning, html! { p { (words.rich("billing-account-end-text")) } }))
        (post_form(words, format!("/my/bills/account/{id}/end"), visit.form_token(), body))
        p { (link_button(words.t("billing-account-keep"), "/my/bills/account").text()) }
    };
    Ok(visit.page(title).main(main))
}

pub(crate) async fn end(visit: Visit, Path(id): Path<AccountId>, form: Fields) -> Result<Response, WebError> {
    own(&visit, id).await?;
    let version = form.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    let act = visit.act("口座振替をやめる");
    visit.house().db.write(&act, move |tx| async move { actions::end(&tx, Seen { id, version }, None).await }).await?;
    Ok(visit.see_other("/my/bills/account?done=ended"))
}
