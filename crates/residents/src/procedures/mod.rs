//! 役場に行かなくても、手続きができる: the catalogue of what one can have done, and by whom.
//!
//! **Who uses it.** Anybody, without signing in: to find a matter by its name, its shelf or a turn of
//! life; to read who it is for, until when, what to bring, what it costs, how long it takes, what must
//! still be done in person and why; and to begin it on the web, by telephone, at the counter or on
//! paper. Where the town is not the desk, the page says who is.
//!
//! **Screens.** `/procedures`, `/procedures/{key}`; [`guide`] leads from a turn of life to the
//! procedures that it asks for. The form itself is the engine's (`cases`).
//!
//! **Data.** Counts of the guide, without a person; what the town sends to people by itself and to whom ([`push`]).
//! The procedures are the town's data (`procedures/*.toml`), fees are
//! `fees.toml`, desks `organisation.toml`. What nobody has confirmed is shown as 「確認中」.

mod guide;
mod open;
mod pages;
mod push;
#[cfg(test)]
mod tests;

use cases::forms::{Procedure, Text};
use web::components::{Icon, Words};
use web::hold::Export;
use web::texts::{Lang, RoomTexts, reading};
use web::{DeskLink, Entry, House, Indicator, Room, Routes, Service, Shelved, Title};

/// The service.
pub fn service() -> Service {
    Service {
        measure: "residents/procedures",
        title: Title {
            ja: "手続きをさがす", easy: "｜手続《てつづ》きを さがす", en: "Find a procedure"
        },
        room: Room {
            key: "procedures",
            routes,
            migrations: &[guide::counted::MIGRATION, push::MIGRATION, guide::counted::FOLLOWED],
            tables: &[guide::counted::TABLE, guide::counted::LISTS, push::OFFERS, push::LINES],
            jobs: push::JOBS,
            permissions: push::PERMISSIONS,
            indicators: &INDICATORS,
            export: Export::Given(|house, person, lang| Box::pin(push::of_person(house, person, lang))),
            texts: RoomTexts {
                ja: concat!(
                    include_str!("texts/ja.ftl"),
                    include_str!("guide/texts/ja.ftl"),
                    include_str!("push/texts/ja.ftl")
                ),
                easy: concat!(
                    include_str!("texts/easy.ftl"),
                    include_str!("guide/texts/easy.ftl"),
                    include_str!("push/texts/easy.ftl")
                ),
                en: concat!(
                    include_str!("texts/en.ftl"),
                    include_str!("guide/texts/en.ftl"),
                    include_str!("push/texts/en.ftl")
                ),
            },
            check: |folder| [guide::check(folder), push::check(folder)].concat(),
            shelf: Some(|folder| {
                let page = cases::GuidePage(pages::main_part);
                let books: Vec<Shelved> = vec![Box::new(guide::load(folder)?), push::load(folder)?, Box::new(page)];
                Ok(Box::new(books))
            }),
            desk_links: DESK_LINKS,
            entries,
            ..Room::EMPTY
        },
    }
}

fn routes(routes: &mut Routes) {
    routes.shared("/procedures", pages::list);
    routes.shared("/procedures/{key}", pages::one);
    open::routes(routes);
    guide::routes(routes);
    push::routes(routes);
}

/// The guide is also what an officer goes through with somebody at the desk, prints and hands over.
const DESK_LINKS: &[DeskLink] = &[
    push::DESK_LINK,
    DeskLink {
        permission: "cases.assist", label: "くらしの手続き案内", path: "/desk/guide", icon: Icon::Family
    },
];

/// What the guide and the town's own invitations count.
static INDICATORS: [Indicator; 5] = {
    let ([a, b], [c, d, e]) = (guide::counted::INDICATORS, push::INDICATORS);
    [a, b, c, d, e]
};

/// The words of a text in the person's language; Japanese where that language has none.
fn say(text: &Text, lang: Lang) -> &str {
    let wanted = match lang {
        Lang::Ja => &text.ja,
        Lang::Easy => &text.easy,
        Lang::En => &text.en,
    };
    if wanted.is_empty() { &text.ja } else { wanted }
}

fn entries(house: &House, lang: Lang) -> Vec<Entry> {
    let Ok(catalogue) = cases::catalogue(house) else { return Vec::new() };
    let words = house.texts.words(Lang::Ja);
    let mut found: Vec<Entry> = catalogue.on(house.now().date()).into_iter().map(|p| entry(p, lang, words)).collect();
    found.extend(guide::entries(house, lang));
    found
}

fn entry(procedure: &Procedure, lang: Lang, ja: Words<'_>) -> Entry {
    let guide = &procedure.guide;
    let mut words = guide.keywords.clone();
    // People look for a matter by its Japanese name in any language of the page.
    words.push(guide.title.ja.clone());
    // And by its reading, whoever does not know the characters.
    words.extend([&guide.title.easy, &guide.summary.easy].map(|easy: &String| reading(easy)));
    // And by the turn of life that brings it about.
    words.extend(guide.life_events.iter().map(|event| ja.plain(event.text())));
    Entry {
        title: say(&guide.title, lang).to_owned(),
        summary: say(&guide.summary, lang).to_owned(),
        url: format!("/procedures/{}", procedure.key),
        words,
        on_home: ON_HOME.contains(&procedure.key.as_str()),
    }
}

/// What the home page shows without a search: what a household asks for most.
const ON_HOME: [&str; 6] =
    ["resident_record", "moving_in", "moving_out", "child_allowance", "kindergarten_entry", "health_check_survey"];
