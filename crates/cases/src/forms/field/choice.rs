//! Choosing: one, some, or 「同意します」.

use super::person::small;
use super::{Answer, Asked, Reading, Text};
use crate::forms::question::Choice;

/// The value of the box 「同意します」.
pub const AGREED: &str = "yes";

pub(super) fn read_one(asked: &Asked<'_, '_>, options: &[Choice]) -> Reading {
    let value = asked.whole();
    if value.is_empty() {
        Ok(None)
    } else if options.iter().any(|option| option.value == value) {
        Ok(Some(Answer::Choice(value)))
    } else {
        asked.wrong("cases-form-choice-unknown")
    }
}

pub(super) fn read_some(asked: &Asked<'_, '_>, options: &[Choice], min: usize, max: usize) -> Reading {
    let values = asked.posted.all(asked.name);
    if values.is_empty() {
        return Ok(None);
    }
    if !values.iter().all(|value| options.iter().any(|option| option.value == *value)) {
        return asked.wrong("cases-form-choice-unknown");
    }
    let chosen: Vec<String> =
        options.iter().map(|o| &o.value).filter(|value| values.contains(value)).cloned().collect();
    let numbers = || vec![("min", small(min)), ("max", small(max))];
    if chosen.len() < min {
        asked.wrong_by("cases-form-choices-few", numbers())
    } else if chosen.len() > max {
        asked.wrong_by("cases-form-choices-many", numbers())
    } else {
        Ok(Some(Answer::Choices(chosen)))
    }
}

pub(super) fn read_consent(asked: &Asked<'_, '_>) -> Reading {
    match asked.whole().as_str() {
        "" => Ok(None),
        AGREED => Ok(Some(Answer::Consent)),
        _ => asked.wrong("cases-form-choice-unknown"),
    }
}

pub(super) fn say(options: &[Choice], values: &[String]) -> Text {
    let chosen: Vec<&Text> = options.iter().filter(|option| values.contains(&option.value)).map(|o| &o.label).collect();
    let join =
        |words: fn(&Text) -> &String| chosen.iter().map(|text| words(text).as_str()).collect::<Vec<_>>().join("\n");
    Text { ja: join(|t| &t.ja), easy: join(|t| &t.easy), en: join(|t| &t.en) }
}

pub(super) fn agreed() -> Text {
    Text {
        ja: "同意します".to_owned(),
        easy: "｜同意《どうい》します（いいです）".to_owned(),
        en: "I agree".to_owned(),
    }
}
