//! The document of a procedure while it is being written: what its TOML says, item by item.
//!
//! It is changed item by item and never made anew from what this room understands of it, so that
//! whatever the grammar knows, today or later, comes out as it went in.

use super::write;
use crate::forms::{Reading, Text, read_anyway};
use crate::records::version::digest;
use toml::{Table, Value};
use town::Source;

/// A procedure as a document. Places are named as the reader of procedures names them
/// (`page.2.question.0.when`).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document(Table);

/// Which way something is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
}

/// Items of one table that are changed together, on one page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'a> {
    /// The table; empty for the procedure itself.
    pub path: &'a str,
    /// These items, or all but those left out.
    pub items: Items<'a>,
}

/// Which items of a table belong to a part.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Items<'a> {
    Only(&'a [&'a str]),
    AllBut(&'a [&'a str]),
}

impl Items<'_> {
    fn hold(&self, name: &str) -> bool {
        match self {
            Self::Only(names) => names.contains(&name),
            Self::AllBut(names) => !names.contains(&name),
        }
    }
}

impl Document {
    /// Reads a document; the error says where it is no TOML.
    pub(crate) fn parse(text: &str) -> Result<Self, town::Problem> {
        Source::new("procedure.toml", text).read::<Table>().map(Self)
    }

    /// The document of a file that is known to be one.
    pub(crate) fn of_table(table: Table) -> Self {
        Self(table)
    }

    /// Whether pages and questions can be told apart by their keys, which the addresses of the editor need.
    ///
    /// # Errors
    /// The first two that cannot.
    pub(crate) fn keeps_to_itself(&self) -> Result<(), String> {
        let twice =
            |keys: &[&str]| keys.iter().enumerate().find(|(n, k)| keys[..*n].contains(k)).map(|(_, k)| (*k).to_owned());
        let pages = self.keys("page");
        let questions: Vec<&str> = (0..pages.len()).flat_map(|n| self.keys(&format!("page.{n}.question"))).collect();
        let bad = pages.iter().chain(&questions).find(|key| crate::forms::wrong_key(key).is_some());
        if let Some(message) = bad.and_then(|key| crate::forms::wrong_key(key)) {
            return Err(message);
        }
        match twice(&pages).or_else(|| twice(&questions)) {
            Some(key) => Err(format!("「{key}」という名前が二度使われています")),
            None => Ok(()),
        }
    }

    pub(crate) fn into_table(self) -> Table {
        self.0
    }

    /// As it is kept and exported.
    pub(crate) fn to_text(&self) -> String {
        write::document(&self.0)
    }

    /// What the reader of procedures makes of it.
    pub(crate) fn reading(&self) -> Reading {
        let file = format!("procedures/{}.toml", self.string("key"));
        read_anyway(&Source::new(file, self.to_text()))
    }

    /// What stands at a place.
    pub(crate) fn at(&self, path: &str) -> Option<&Value> {
        let mut steps = path.split('.');
        let mut here = self.0.get(steps.next()?)?;
        for step in steps {
            here = match here {
                Value::Array(list) => list.get(step.parse::<usize>().ok()?)?,
                Value::Table(table) => table.get(step)?,
                _ => return None,
            };
        }
        Some(here)
    }

    fn table_mut(&mut self, path: &str) -> Option<&mut Table> {
        if path.is_empty() {
            return Some(&mut self.0);
        }
        let mut steps = path.split('.');
        let mut here = self.0.get_mut(steps.next()?)?;
        for step in steps {
            here = match here {
                Value::Array(list) => list.get_mut(step.parse::<usize>().ok()?)?,
                Value::Table(table) => table.get_mut(step)?,
                _ => return None,
            };
        }
        here.as_table_mut()
    }

    /// Puts an item into the table at `path`, or takes it out. Where the table is missing nothing happens.
    pub(crate) fn put(&mut self, path: &str, item: &str, value: Option<Value>) {
        let Some(table) = self.table_mut(path) else { return };
        match value {
            Some(Value::Array(list)) if same_things(table.get(item), &list) => {}
            Some(Value::Array(list)) if list.is_empty() => drop(table.remove(item)),
            Some(value) => drop(table.insert(item.to_owned(), value)),
            None => drop(table.remove(item)),
        }
    }

    /// A text at a place; empty when there is none.
    pub(crate) fn string(&self, path: &str) -> &str {
        self.at(path).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number at a place.
    pub(crate) fn number(&self, path: &str) -> Option<i64> {
        self.at(path).and_then(Value::as_integer)
    }

    /// The texts of a list.
    pub(crate) fn strings(&self, path: &str) -> Vec<String> {
        let list = self.at(path).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// A text in three languages.
    pub(crate) fn text(&self, path: &str) -> Text {
        self.at(path).map(text_of).unwrap_or_default()
    }

    /// A table at a place, to be changed and put back; empty when there is none.
    pub(crate) fn table(&self, path: &str) -> Table {
        self.at(path).and_then(Value::as_table).cloned().unwrap_or_default()
    }

    /// How many things a list has.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.at(path).and_then(Value::as_array).map_or(0, Vec::len)
    }

    /// The keys of the tables in a list, in their order.
    pub(crate) fn keys(&self, path: &str) -> Vec<&str> {
        let list = self.at(path).and_then(Value::as_array).into_iter().flatten();
        list.map(|v| v.get("key").and_then(Value::as_str).unwrap_or_default()).collect()
    }

    /// The place of the thing with this key in a list.
    pub(crate) fn find(&self, list: &str, key: &str) -> Option<String> {
        let at = self.keys(list).iter().position(|k| *k == key)?;
        Some(format!("{list}.{at}"))
    }

    /// The names of the items of a table.
    pub(crate) fn names(&self, path: &str) -> Vec<&str> {
        let table = if path.is_empty() { Some(&self.0) } else { self.at(path).and_then(Value::as_table) };
        table.into_iter().flat_map(|t| t.keys().map(String::as_str)).collect()
    }

    /// Appends a table to a list.
    pub(crate) fn append(&mut self, path: &str, list: &str, table: Table) {
        let Some(into) = self.table_mut(path) else { return };
        let list = into.entry(list).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(Value::Table(table));
        }
    }

    /// Takes a thing out of a list.
    pub(crate) fn remove(&mut self, list: &str, key: &str) {
        self.change_list(list, key, |list, at| drop(list.remove(at)));
    }

    /// Moves a thing one place within its list; at the end it stays.
    pub(crate) fn shift(&mut self, list: &str, key: &str, way: Way) {
        self.change_list(list, key, |list, at| match way {
            Way::Up if at > 0 => list.swap(at, at - 1),
            Way::Down if at + 1 < list.len() => list.swap(at, at + 1),
            _ => {}
        });
    }

    fn change_list(&mut self, list: &str, key: &str, change: impl FnOnce(&mut Vec<Value>, usize)) {
        let Some(at) = self.keys(list).iter().position(|k| *k == key) else { return };
        let (path, name) = list.rsplit_once('.').unwrap_or(("", list));
        let Some(table) = self.table_mut(path) else { return };
        if let Some(Value::Array(things)) = table.get_mut(name) {
            change(things, at);
            if things.is_empty() {
                table.remove(name);
            }
        }
    }

    /// What tells whether a part is still as somebody saw it.
    pub(crate) fn print_of(&self, part: Part<'_>) -> String {
        let whole = Value::Table(self.0.clone());
        let at = if part.path.is_empty() { Some(&whole) } else { self.at(part.path) };
        let Some(table) = at.and_then(Value::as_table) else { return String::new() };
        let kept = table.iter().filter(|(name, _)| part.items.hold(name)).map(|(k, v)| (k.clone(), v.clone()));
        digest(&write::inline(&Value::Table(kept.collect())))[..16].to_owned()
    }

    /// The items of the procedure that the pages of this room do not show one by one, as TOML.
    pub(crate) fn others(&self, known: &[&str]) -> String {
        let others = self.0.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        let others: Table = others.map(|(k, v)| (k.clone(), v.clone())).collect();
        if others.is_empty() { String::new() } else { write::document(&others) }
    }

    /// Takes over such items as they were written; those that are not among them go.
    pub(crate) fn put_others(&mut self, known: &[&str], written: Table) {
        self.0.retain(|name, _| known.contains(&name));
        for (name, value) in written {
            if !known.contains(&name.as_str()) {
                self.0.insert(name, value);
            }
        }
    }
}

/// Whether a list holds the same words, in whichever order: boxes that are ticked have none.
fn same_things(before: Option<&Value>, after: &[Value]) -> bool {
    let Some(Value::Array(before)) = before else { return false };
    let words = before.iter().chain(after).all(Value::is_str);
    let within = |some: &[Value], others: &[Value]| some.iter().all(|one| others.contains(one));
    words && before.len() == after.len() && within(before, after) && within(after, before)
}

/// A text in three languages as it stands in a document.
pub(crate) fn text_of(value: &Value) -> Text {
    let words = |lang: &str| value.get(lang).and_then(Value::as_str).unwrap_or_default().to_owned();
    Text { ja: words("ja"), easy: words("easy"), en: words("en") }
}

/// A text as a document has it; nothing when nobody has written anything.
pub(crate) fn value_of(text: &Text) -> Option<Value> {
    if text.ja.is_empty() && text.easy.is_empty() && text.en.is_empty() {
        return None;
    }
    let pairs = [("ja", &text.ja), ("easy", &text.easy), ("en", &text.en)];
    Some(Value::Table(pairs.into_iter().map(|(lang, words)| (lang.to_owned(), Value::String(words.clone()))).collect()))
}
