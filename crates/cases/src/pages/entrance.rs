//! Who may begin a form, and what the others can do.

use crate::forms::{self, TownMatter};
use crate::pages::counter::is_sure_enough;
use crate::pages::parts;
use maud::{Markup, html};
use people::Mandate;
use web::Visit;
use web::components::{Choice, Tone, Words, button, button_row, form, link_button, notice, radio_group};
use web::texts::rich;

/// Whether this visitor may begin, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entrance {
    Open,
    SignIn,
    /// May fill in everything, and finishes in another way.
    Later,
    Counter,
}

pub(super) fn entrance(visit: &Visit, matter: &TownMatter) -> Entrance {
    let who = visit.account();
    match matter.assurance {
        forms::Assurance::Anyone => Entrance::Open,
        forms::Assurance::InPerson => Entrance::Counter,
        _ if who.is_none() => Entrance::SignIn,
        needed if is_sure_enough(needed, who) => Entrance::Open,
        _ => Entrance::Later,
    }
}

/// The way in, or the other ways.
pub(super) fn door(visit: &Visit, key: &str, entrance: Entrance, desk: &str, others: &[(Mandate, String)]) -> Markup {
    let words = visit.words();
    match entrance {
        Entrance::Open => html! {
            (form(words, format!("/apply/{key}/begin"), visit.form_token(), html! {
                @if visit.account().is_none() { p { (words.rich("cases-without-account")) } }
                @if !others.is_empty() { (for_whom_choice(words, others)) }
                (button_row(html! { (button(words.t("cases-begin"))) }))
            }))
            p { a href="/resume" { (words.rich("cases-resume-link")) } }
        },
        Entrance::SignIn => html! {
            p { (words.rich("cases-need-account")) }
            (button_row(html! { (link_button(words.t("menu-sign-in"), format!("/sign-in?return=/apply/{key}"))) }))
            (by_other_ways(visit, desk))
        },
        Entrance::Later => html! {
            (notice(Tone::Info, html! { p { (words.rich("cases-need-match")) } }))
            (form(words, format!("/apply/{key}/begin"), visit.form_token(), html! {
                @if !others.is_empty() { (for_whom_choice(words, others)) }
                (button_row(html! { (button(words.t("cases-begin"))) }))
            }))
            (by_other_ways(visit, desk))
        },
        Entrance::Counter => by_other_ways(visit, desk),
    }
}

/// Whose matter it is, for who may act for somebody else.
fn for_whom_choice(words: Words<'_>, others: &[(Mandate, String)]) -> Markup {
    let name = |(m, name): &(Mandate, String)| {
        Choice::new(m.id.to_string(), words.tf("cases-mandate-for", &[("name", name.clone().into())]))
    };
    let choices = std::iter::once(Choice::new("", words.t("cases-for-myself"))).chain(others.iter().map(name));
    html! { (radio_group(words, "mandate", words.t("cases-for-whom"), choices).value("").required(true)) }
}

/// Every matter can be brought to the counter, told on the telephone or sent on paper.
fn by_other_ways(visit: &Visit, desk: &str) -> Markup {
    let (name, phone) = (parts::desk_name(visit, desk), parts::desk_phone(visit, desk));
    let said = visit.tf("cases-other-ways", &[("desk", name.into()), ("phone", phone.into())]);
    html! { p { (rich(&said)) } }
}
