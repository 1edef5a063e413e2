//! What was typed and what is wrong with it.

use kernel::Date;
use web::Fields;
use web::components::DateValue;

/// What is wrong, by field.
#[derive(Debug, Default)]
pub(crate) struct Errors(pub(crate) Vec<(String, String)>);

impl Errors {
    pub(crate) fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push((field.to_owned(), message.into()));
    }

    pub(crate) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A text that must be there and be no longer than `most` letters.
pub(crate) fn text(fields: &Fields, name: &str, most: usize, errors: &mut Errors) -> String {
    let typed = fields.text(name);
    match typed.chars().count() {
        0 => errors.add(name, "書いてください"),
        n if n > most => errors.add(name, format!("{most}字までで書いてください")),
        _ => {}
    }
    typed.to_owned()
}

/// A text that may be left out.
pub(crate) fn maybe_text(fields: &Fields, name: &str, most: usize, errors: &mut Errors) -> Option<String> {
    let typed = fields.text(name);
    if typed.chars().count() > most {
        errors.add(name, format!("{most}字までで書いてください"));
    }
    Some(typed.to_owned()).filter(|t| !t.is_empty())
}

/// A day that must be there.
pub(crate) fn day(fields: &Fields, name: &str, errors: &mut Errors) -> Option<Date> {
    let found = DateValue::typed(fields, name).date();
    if found.is_none() {
        errors.add(name, "日付を入れてください");
    }
    found
}

/// A day that may be left out.
pub(crate) fn maybe_day(fields: &Fields, name: &str, errors: &mut Errors) -> Option<Date> {
    if DateValue::typed(fields, name).is_empty() { None } else { day(fields, name, errors) }
}

/// What the date field shows: what was typed, else `otherwise`.
pub(crate) fn shown(fields: &Fields, name: &str, otherwise: Option<Date>) -> DateValue {
    if fields.has(&format!("{name}-year")) {
        return DateValue::typed(fields, name);
    }
    otherwise.map(DateValue::of).unwrap_or_default()
}
