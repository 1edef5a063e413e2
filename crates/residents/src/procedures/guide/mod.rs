//! 「自分に要る手続きは、どれですか」: what a turn of life asks of a household, in the order to do it.
//!
//! **Who uses it.** Somebody to whom something has happened (a child was born, a parent has died, they
//! move), without signing in; and the officer who prints the list and hands it over.
//!
//! **The way.** `/guide` names the turns of life. `/guide/{event}` asks one question a page, only what
//! it needs and nothing that names a person, then shows the list: by when, why, where, what to bring.
//! The answers stay in the address of the page and nowhere else; nothing about the asker is stored.
//! `/guide/{event}/dates.ics` is the same for a calendar.
//!
//! **Which law.** Each item cites its own; periods are counted by `kernel::period` (民法138条–143条,
//! 戸籍法43条, 地方自治法4条の2第4項).
//!
//! **Data.** The town's: `guide/*.toml` (grammar in its README). Own records: how often a list was shown
//! and followed on a day ([`counted`]), without a person.

mod answers;
pub(super) mod book;
mod calendar;
pub(super) mod counted;
mod list;
mod pages;
mod question;
mod read;
mod show;
#[cfg(test)]
mod tests;

pub(super) use read::{check, load};

use book::GuideBook;
use store::StoreError;
use web::texts::{Lang, reading};
use web::{Access, Entry, House, Routes};

pub(super) fn routes(routes: &mut Routes) {
    routes.shared("/guide", pages::index);
    routes.get("/desk/guide", Access::May("cases.assist"), pages::at_the_desk);
    routes.get("/guide/{event}", Access::Public, pages::event);
    routes.get("/guide/{event}/dates.ics", Access::Public, calendar::file);
    routes.get("/guide/{event}/to/{procedure}", Access::Public, pages::go);
}

fn guides(house: &House) -> Result<&GuideBook, StoreError> {
    house.shelved::<GuideBook>()
}

/// A turn of life is found by its name, by the words of the town's file and by its reading.
pub(super) fn entries(house: &House, lang: Lang) -> Vec<Entry> {
    let Some(book) = guides(house).ok().filter(|book| !book.events().is_empty()) else { return Vec::new() };
    let words = house.texts.words(lang);
    let whole = Entry {
        title: words.t("procedures-guide-title"),
        summary: words.t("procedures-guide-lead"),
        url: "/guide".to_owned(),
        words: vec!["手続き案内".to_owned(), "てつづきあんない".to_owned(), "期限".to_owned(), "持ち物".to_owned()],
        on_home: true,
    };
    let one = |event: &book::Event| {
        let mut found = event.words.clone();
        found.push(event.title.ja.clone());
        found.extend([&event.title.easy, &event.summary.easy].map(|easy| reading(easy)));
        Entry {
            title: words.tf("procedures-guide-entry", &[("event", super::say(&event.title, lang).into())]),
            summary: super::say(&event.summary, lang).to_owned(),
            url: format!("/guide/{}", event.key),
            words: found,
            on_home: false,
        }
    };
    std::iter::once(whole).chain(book.events().iter().map(one)).collect()
}
