//! Words for people about days, moments, states and errors.

use crate::forms::{FieldError, Text, Words};
use crate::rules::{Ending, State};
use kernel::{Date, Moment, Wareki, era};
use web::texts::{self, Arg, Lang};

/// The text in a language; Japanese stands in where nothing is written.
pub(crate) fn text(text: &Text, lang: Lang) -> &str {
    let chosen = match lang {
        Lang::Ja => &text.ja,
        Lang::Easy => &text.easy,
        Lang::En => &text.en,
    };
    if chosen.is_empty() { &text.ja } else { chosen }
}

/// 令和8年6月1日 · 2026年6月1日 · 1 June 2026
pub(crate) fn day(day: Date, lang: Lang) -> String {
    let western = format!("{}年{}月{}日", day.year(), day.month(), day.day());
    match lang {
        Lang::Ja => Wareki::of(day).map_or(western, |w| w.to_string()),
        Lang::Easy => western,
        Lang::En => era::english(day),
    }
}

/// The day with its weekday: 令和8年6月1日（月）.
pub(crate) fn day_and_weekday(date: Date, lang: Lang) -> String {
    let kanji = town::Weekday::of(date).kanji();
    match lang {
        Lang::En => day(date, lang),
        _ => format!("{}（{kanji}）", day(date, lang)),
    }
}

/// The day and the time of day: 令和8年6月1日 午前9時30分.
pub(crate) fn moment(at: Moment, lang: Lang) -> String {
    let civil = at.civil();
    let (hour, minute) = (civil.hour(), civil.minute());
    let day = day(at.date(), lang);
    if lang == Lang::En {
        return format!("{day}, {hour}:{minute:02}");
    }
    let half = if hour < 12 { "午前" } else { "午後" };
    format!("{day} {half}{}時{minute:02}分", hour % 12)
}

/// The words of an error.
pub(crate) fn error(words: texts::Words<'_>, error: &FieldError) -> String {
    match &error.words {
        Words::Town(own) => text(own, words.lang).to_owned(),
        Words::Room(key, numbers) => {
            let args: Vec<(&str, Arg<'_>)> = numbers.iter().map(|(name, n)| (*name, (*n).into())).collect();
            words.tf(key, &args)
        }
    }
}

/// Key of the text for a state or an ending.
pub(crate) fn state_key(state: State, outcome: Option<Ending>) -> String {
    match outcome {
        Some(ending) => format!("cases-ending-{}", ending.key()),
        None => format!("cases-state-{}", state.key().replace('_', "-")),
    }
}
