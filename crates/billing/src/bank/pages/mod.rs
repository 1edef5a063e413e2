//! The doors of accounts: the resident's and the officer's, with one form between them.

pub(crate) mod desk;
pub(crate) mod enter;
mod form;
pub(crate) mod mine;

use super::BANK;
use super::rules::{State, receives_only};
use maud::Markup;
use web::components::{Tone, chip_label};
use web::texts::Words;
use web::{Access, Routes};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/my/bills/account", Access::SignedIn, mine::list);
    routes.get("/my/bills/account/new", Access::SignedIn, mine::new);
    routes.post("/my/bills/account/new", Access::SignedIn, mine::ask);
    routes.get("/my/bills/account/{account}/end", Access::SignedIn, mine::ending);
    routes.post("/my/bills/account/{account}/end", Access::SignedIn, mine::end);
    routes.get("/desk/billing/accounts", Access::May(BANK), desk::list);
    routes.get("/desk/billing/accounts/new", Access::May(BANK), enter::page);
    routes.post("/desk/billing/accounts/new", Access::May(BANK), enter::enter);
    routes.get("/desk/billing/accounts/{account}", Access::May(BANK), desk::show);
    routes.post("/desk/billing/accounts/{account}/check", Access::May(BANK), desk::check);
    routes.post("/desk/billing/accounts/{account}/return", Access::May(BANK), desk::send_back);
    routes.post("/desk/billing/accounts/{account}/end", Access::May(BANK), desk::end);
}

fn state_chip(words: Words<'_>, state: State) -> Markup {
    let tone = match state {
        State::Asked => Tone::Progress,
        State::Active => Tone::Success,
        State::Returned => Tone::Warning,
        State::Ended => Tone::Neutral,
    };
    chip_label(tone, &words.t(state.words()))
}

/// The items in words; none named means all of them.
fn items_said(words: Words<'_>, items: &[String], offered: &[(String, String)]) -> String {
    if items.is_empty() {
        return words.t("billing-account-items-all");
    }
    if receives_only(items) {
        return words.t("billing-account-what-refund");
    }
    let name =
        |key: &String| offered.iter().find(|(k, _)| k == key).map_or_else(|| key.clone(), |(_, name)| name.clone());
    let between = if words.lang == web::texts::Lang::En { ", " } else { "、" };
    items.iter().map(name).collect::<Vec<_>>().join(between)
}
