//! One TOML file with its text, so that anything found wrong later still has its line.

use crate::Problem;
use crate::problem::in_japanese;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// The line (from 1) on which `span` starts in `source`.
pub fn located(source: &str, span: Range<usize>) -> usize {
    let end = span.start.min(source.len());
    1 + source.as_bytes()[..end].iter().filter(|&&b| b == b'\n').count()
}

/// A TOML file of the town folder and its text.
#[derive(Debug, Clone)]
pub struct Source {
    file: String,
    text: String,
}

impl Source {
    /// The text of `file` (a path inside the town folder).
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self { file: file.into(), text: text.into() }
    }

    /// Path inside the town folder.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text as it stands in the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole file as a `T`; the first mistake is answered with its line.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        toml::from_str(&self.text).map_err(|e| self.misread(&e))
    }

    /// The line of a value by its path: `"step.3.desk"` is the key `desk` of the fourth `[[step]]`.
    /// When only the beginning of the path exists, the line of that beginning.
    pub fn line(&self, path: &str) -> Option<usize> {
        let table = DeTable::parse(&self.text).ok()?;
        let mut steps = path.split('.').filter(|s| !s.is_empty());
        let (mut span, mut here) = {
            let (key, value) = table.get_ref().get_key_value(steps.next()?)?;
            (key_span(key, value), value)
        };
        for step in steps {
            let Some((next_span, next)) = below(here, step) else {
                break;
            };
            (span, here) = (next_span, next);
        }
        Some(located(&self.text, span))
    }

    /// A problem at the value that `path` names (see [`Source::line`]).
    pub fn problem(&self, path: &str, message: impl Into<String>) -> Problem {
        Problem { file: self.file.clone(), line: self.line(path), message: message.into() }
    }

    /// A problem at a byte range of the text, for values kept as [`toml::Spanned`].
    pub fn problem_at(&self, span: Range<usize>, message: impl Into<String>) -> Problem {
        Problem::at(self.file.clone(), located(&self.text, span), message)
    }

    /// Each `[[name]]` as a `T` with its place in the list; a wrong row is noted and left out,
    /// so that one reading finds the mistakes of all rows.
    pub(crate) fn rows<T: DeserializeOwned>(&self, name: &str, problems: &mut Vec<Problem>) -> Vec<(usize, T)> {
        let Ok(table) = DeTable::parse(&self.text) else {
            return Vec::new(); // `allow` reports what cannot be parsed at all
        };
        let Some(value) = table.get_ref().get(name) else {
            return Vec::new();
        };
        let Some(items) = value.get_ref().as_array() else {
            problems.push(self.problem(name, format!("[[{name}]] の形で書いてください")));
            return Vec::new();
        };
        let mut rows = Vec::new();
        for (at, item) in items.iter().enumerate() {
            match T::deserialize(ValueDeserializer::from(item.clone())) {
                Ok(row) => rows.push((at, row)),
                Err(e) => problems.push(self.misread_in(&e, item.span())),
            }
        }
        rows
    }

    /// The table `[name]` as a `T`; `None` when it is missing or wrong (then it is noted).
    pub(crate) fn table<T: DeserializeOwned>(&self, name: &str, problems: &mut Vec<Problem>) -> Option<T> {
        let table = DeTable::parse(&self.text).ok()?;
        let Some(value) = table.get_ref().get(name) else {
            problems.push(Problem::of_file(&self.file, format!("[{name}] がありません。書き足してください")));
            return None;
        };
        T::deserialize(ValueDeserializer::from(value.clone()))
            .map_err(|e| problems.push(self.misread_in(&e, value.span())))
            .ok()
    }

    /// Notes top-level names that nobody reads (a slip of the pen would otherwise be silent),
    /// and what cannot be parsed at all.
    pub(crate) fn allow(&self, names: &[&str], problems: &mut Vec<Problem>) {
        match DeTable::parse(&self.text) {
            Err(e) => problems.push(self.misread(&e)),
            Ok(table) => {
                for key in table.get_ref().keys() {
                    if !names.contains(&key.get_ref().as_ref()) {
                        let known = names.join("、");
                        let message = format!("「{}」という項目はありません。使える項目: {known}", key.get_ref());
                        problems.push(self.problem_at(key.span(), message));
                    }
                }
            }
        }
    }

    fn misread(&self, error: &toml::de::Error) -> Problem {
        self.misread_in(error, 0..0)
    }

    fn misread_in(&self, error: &toml::de::Error, whole: Range<usize>) -> Problem {
        let span = error.span().filter(|s| *s != (0..0)).unwrap_or(whole);
        self.problem_at(span, in_japanese(error.message()))
    }
}

/// The key's own place; a table or a list opened elsewhere (`[[step]]`) counts from its value.
fn key_span(key: &Spanned<toml::de::DeString<'_>>, value: &Spanned<DeValue<'_>>) -> Range<usize> {
    if value.get_ref().is_table() || value.get_ref().is_array() { value.span() } else { key.span() }
}

fn below<'a, 'i>(value: &'a Spanned<DeValue<'i>>, step: &str) -> Option<(Range<usize>, &'a Spanned<DeValue<'i>>)> {
    if let Ok(at) = step.parse::<usize>() {
        let item = value.get_ref().as_array()?.get(at)?;
        return Some((item.span(), item));
    }
    let (key, item) = value.get_ref().as_table()?.get_key_value(step)?;
    Some((key_span(key, item), item))
}
