//! Writing a procedure as a file that people like to read: short things first, each text on a line,
//! pages and questions under their own headings.

use std::fmt::Write;
use toml::{Table, Value};

/// Lists of tables that get headings of their own, by the place of the list.
const HEADED: [&str; 3] = ["page", "page.question", "page.question.row"];
/// What stands first in a procedure, a page or a question; the rest follows as it came.
const FIRST: [&str; 9] =
    ["key", "version", "effective_from", "effective_until", "type", "title", "lead", "label", "when"];

/// The whole document.
pub(super) fn document(table: &Table) -> String {
    let mut out = String::new();
    body(&mut out, table, "");
    let sections = table.iter().filter(|(_, value)| is_section(value));
    for (name, value) in sections {
        let _ = write!(out, "\n[{}]\n", key(name));
        for (item, value) in value.as_table().into_iter().flatten() {
            line(&mut out, item, value);
        }
    }
    headed(&mut out, table, "");
    out
}

/// A table of the document itself that is neither a text nor a single word.
fn is_section(value: &Value) -> bool {
    value.as_table().is_some_and(|table| !table.contains_key("ja") && table.len() > 1)
}

fn is_headed(path: &str, name: &str, value: &Value) -> bool {
    let tables = value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_table));
    tables && HEADED.contains(&join(path, name).as_str())
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The items of a table that stand on lines of their own.
fn body(out: &mut String, table: &Table, path: &str) {
    let shown = |name: &str, value: &Value| !(is_headed(path, name, value) || path.is_empty() && is_section(value));
    let first = FIRST.iter().filter_map(|name| table.get(*name).map(|value| (*name, value)));
    let rest = table.iter().map(|(name, value)| (name.as_str(), value)).filter(|(name, _)| !FIRST.contains(name));
    for (name, value) in first.chain(rest).filter(|(name, value)| shown(name, value)) {
        line(out, name, value);
    }
}

fn headed(out: &mut String, table: &Table, path: &str) {
    for (name, value) in table.iter().filter(|(name, value)| is_headed(path, name, value)) {
        let path = join(path, name);
        for one in value.as_array().into_iter().flatten().filter_map(Value::as_table) {
            let _ = write!(out, "\n[[{path}]]\n");
            body(out, one, &path);
            headed(out, one, &path);
        }
    }
}

fn line(out: &mut String, name: &str, value: &Value) {
    let long = value.as_array().is_some_and(|list| list.iter().any(Value::is_table));
    if !long {
        let _ = writeln!(out, "{} = {}", key(name), inline(value));
        return;
    }
    let _ = writeln!(out, "{} = [", key(name));
    for one in value.as_array().into_iter().flatten() {
        let _ = writeln!(out, "  {},", inline(one));
    }
    out.push_str("]\n");
}

/// A value on one line.
pub(super) fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let items: Vec<String> = table.iter().map(|(name, v)| format!("{} = {}", key(name), inline(v))).collect();
            format!("{{ {} }}", items.join(", "))
        }
        plain => plain.to_string(),
    }
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { name.to_owned() } else { quoted(name) }
}

/// A text in quotation marks; conditions, which are full of them, in the other kind.
fn quoted(text: &str) -> String {
    let literal = text.contains('"') && !text.contains('\'') && !text.chars().any(char::is_control);
    if literal {
        return format!("'{text}'");
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
