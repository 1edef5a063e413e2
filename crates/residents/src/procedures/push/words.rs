//! What the letters say, in the language of whoever gets them. The birth date that opens the form is
//! not in them.

use super::rules::OfferRule;
use crate::procedures::say;
use cases::forms::Procedure;
use kernel::{Date, era};
use people::Person;
use web::House;
use web::texts::{Lang, plain};

/// A letter's words.
pub(super) struct Said {
    pub(super) subject: String,
    pub(super) body: String,
}

/// Who gets the letter, and who is meant.
type Both<'a> = (&'a Person, &'a Person);

pub(super) fn invitation(
    house: &House,
    rule: &OfferRule,
    procedure: &Procedure,
    people: Both<'_>,
    until: Date,
    lang: Lang,
) -> Said {
    letter(house, rule, procedure, people, until, lang, "invite")
}

pub(super) fn reminder(
    house: &House,
    rule: &OfferRule,
    procedure: &Procedure,
    people: Both<'_>,
    until: Date,
    lang: Lang,
) -> Said {
    letter(house, rule, procedure, people, until, lang, "remind")
}

fn letter(
    house: &House,
    rule: &OfferRule,
    procedure: &Procedure,
    (recipient, subject): Both<'_>,
    until: Date,
    lang: Lang,
    kind: &str,
) -> Said {
    let words = house.texts.words(lang);
    let title = plain(say(&procedure.guide.title, lang));
    let child = subject.name.given().unwrap_or_else(|| subject.name.full()).to_owned();
    let args = [("procedure", title.into()), ("child", child.into()), ("until", day(until, lang).into())];
    let text = |key: &str| plain(&words.tf(&format!("procedures-offer-{key}"), &args));
    let whom = if recipient.id == subject.id { "self" } else { "child" };
    let mut parts = vec![text(&format!("{kind}-{whom}"))];
    parts.extend(rule.file.words.as_ref().map(|own| plain(say(&own.text(), lang))));
    parts.extend(["how", "why", "care"].map(text));
    Said { subject: text(&format!("{kind}-subject")), body: parts.join("\n\n") }
}

fn day(day: Date, lang: Lang) -> String {
    match lang {
        Lang::Ja => era::date_label(day),
        Lang::Easy => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => era::english(day),
    }
}
