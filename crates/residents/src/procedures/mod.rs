//! 役場に行かなくても、手続きができる: the catalogue of what one can have done, and by whom.
//!
//! **Who uses it.** Anybody, without signing in: to find a matter by its name, its shelf or a turn of
//! life; to read who it is for, until when, what to bring, what it costs, how long it takes, what must
//! still be done in person and why; and to begin it on the web, by telephone, at the counter or on
//! paper. Where the town is not the desk, the page says who is.
//!
//! **Screens.** `/procedures`, `/procedures/{key}`. The form itself is the engine's (`cases`).
//!
//! **Data.** None of its own: the procedures are the town's data (`procedures/*.toml`), fees are
//! `fees.toml`, desks `organisation.toml`. What nobody has confirmed is shown as 「確認中」.

mod open;
mod pages;
#[cfg(test)]
mod tests;

use cases::forms::{Procedure, Text};
use web::texts::{Lang, RoomTexts, reading};
use web::{Entry, House, Room, Routes, Service, Title};

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
            texts: RoomTexts {
                ja: include_str!("texts/ja.ftl"),
                easy: include_str!("texts/easy.ftl"),
                en: include_str!("texts/en.ftl"),
            },
            entries,
            ..Room::EMPTY
        },
    }
}

fn routes(routes: &mut Routes) {
    routes.shared("/procedures", pages::list);
    routes.shared("/procedures/{key}", pages::one);
    open::routes(routes);
}

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
    catalogue.on(house.now().date()).into_iter().map(|p| entry(p, lang)).collect()
}

fn entry(procedure: &Procedure, lang: Lang) -> Entry {
    let guide = &procedure.guide;
    let mut words = guide.keywords.clone();
    // People look for a matter by its Japanese name in any language of the page.
    words.push(guide.title.ja.clone());
    // And by its reading, whoever does not know the characters.
    words.extend([&guide.title.easy, &guide.summary.easy].map(|easy: &String| reading(easy)));
    Entry {
        title: say(&guide.title, lang).to_owned(),
        summary: say(&guide.summary, lang).to_owned(),
        url: format!("/procedures/{}", procedure.key),
        words,
        on_home: guide.category == cases::forms::Category::Certificates || ON_HOME.contains(&procedure.key.as_str()),
    }
}

/// Besides certificates, what the home page shows without a search: the first of each shelf that a
/// household meets every year.
const ON_HOME: [&str; 4] = ["birth_support", "kindergarten_entry", "health_check_survey", "migration_consultation"];
