//! What the pages of the editor share: the working copy with all that is to be mended, and the
//! fields in which it is changed.

use crate::editing::document::{Document, Items, Part, text_of};
use crate::editing::known;
use crate::editing::workshop::{self, Refused};
use crate::forms::{Reading, Text, Wrong};
use crate::records::version::Version;
use maud::{Markup, html};
use std::collections::BTreeMap;
use toml::Value;
use web::components::{Tone, error_summary, input_text, notification_banner, textarea};
use web::texts::{Words, plain};
use web::{Fields, Page, Visit, WebError};

/// The three languages, and what officers call them.
pub(super) const LANGS: [(&str, &str); 3] = [("ja", ""), ("easy", "（やさしい日本語）"), ("en", "（英語）")];

/// The working copy of a procedure on the bench.
pub(super) struct Bench {
    pub version: Version,
    pub document: Document,
    pub reading: Reading,
}

impl Bench {
    /// The working copy, if there is one and it is the visitor's to change.
    pub(super) async fn of(visit: &Visit, key: &str) -> Result<Self, WebError> {
        match workshop::open(&visit.house().db, visit.signed_in()?, key).await {
            Ok((version, document)) => {
                let reading = known::reading(visit.house(), &document);
                Ok(Self { version, document, reading })
            }
            Err(Refused::Gone) => Err(WebError::NotFound),
            Err(refused) => Err(refused.into()),
        }
    }

    pub(super) fn base(&self) -> String {
        format!("/desk/procedures/{}/draft", self.version.key)
    }

    pub(super) fn name(&self) -> String {
        name_of(&self.document)
    }

    /// What is to be mended at a place and below it, each with the rest of its place.
    pub(super) fn wrong_below<'a>(&'a self, path: &str) -> Vec<(&'a str, &'a str)> {
        let rest = |w: &'a Wrong| match w.path.strip_prefix(path)? {
            _ if path.is_empty() => Some(w.path.as_str()),
            "" => Some(""),
            rest => rest.strip_prefix('.'),
        };
        self.reading.wrong.iter().filter_map(|w| Some((rest(w)?, w.message.as_str()))).collect()
    }

    /// A page of the editor with its way back.
    pub(super) fn page(&self, visit: &Visit, title: &str, main: Markup) -> Page {
        let (one, draft) = (format!("/desk/procedures/{}", self.version.key), self.base());
        let crumbs = [("手続きを直す", "/desk/procedures"), (&*self.name(), &*one), ("直しているところ", &*draft)];
        visit.page(format!("{title}｜{}", self.name())).desk().crumbs(&crumbs).main(main)
    }
}

/// The Japanese name of a procedure without readings, or that it has none yet.
pub(super) fn name_of(document: &Document) -> String {
    let name = plain(&document.text("title").ja);
    if name.is_empty() { format!("（名前がまだありません: {}）", document.string("key")) } else { name }
}

/// A form as it is shown: what stands in its fields and what is wrong with them.
pub(super) struct Sheet<'a> {
    pub words: Words<'a>,
    held: BTreeMap<String, Vec<String>>,
    wrong: Vec<(String, String)>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(words: Words<'a>) -> Self {
        Self { words, held: BTreeMap::new(), wrong: Vec::new() }
    }

    /// What was typed.
    pub(super) fn typed(words: Words<'a>, fields: &Fields) -> Self {
        let held = fields.names().map(|name| (name.to_owned(), fields.all(name))).collect();
        Self { words, held, wrong: Vec::new() }
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.held.insert(name.to_owned(), vec![value.into()]);
    }

    pub(super) fn set_all(&mut self, name: &str, values: Vec<String>) {
        self.held.insert(name.to_owned(), values);
    }

    /// Puts a text of the document into its three fields.
    pub(super) fn set_text(&mut self, name: &str, value: Option<&Value>) {
        let text = value.map(text_of).unwrap_or_default();
        for (lang, words) in [("ja", text.ja), ("easy", text.easy), ("en", text.en)] {
            self.set(&format!("{name}-{lang}"), words);
        }
    }

    pub(super) fn value(&self, name: &str) -> &str {
        self.held.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    pub(super) fn all(&self, name: &str) -> Vec<String> {
        self.held.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn error(&self, name: &str) -> Option<&str> {
        self.wrong.iter().find(|(field, _)| field == name).map(|(_, words)| words.as_str())
    }

    pub(super) fn say_wrong(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.wrong.push((field.into(), message.into()));
    }

    pub(super) fn is_sound(&self) -> bool {
        self.wrong.is_empty()
    }

    pub(super) fn summary(&self) -> Markup {
        error_summary(self.words, &self.wrong)
    }

    /// One line.
    pub(super) fn line(&self, name: &str, label: &str, hint: &str) -> Markup {
        html! { (input_text(self.words, name, label).value(self.value(name)).hint(hint).error(self.error(name))) }
    }

    /// A number.
    pub(super) fn number(&self, name: &str, label: &str, hint: &str) -> Markup {
        html! { (input_text(self.words, name, label).numeric().width("is-narrow").value(self.value(name)).hint(hint).error(self.error(name))) }
    }

    /// A text in the three languages, side by side where there is room; missing ones are said.
    pub(super) fn text(&self, name: &str, label: &str, rows: u8) -> Markup {
        let begun = LANGS.iter().any(|(lang, _)| !self.value(&format!("{name}-{lang}")).is_empty());
        let field = |lang: &str, of: &str| {
            let name = format!("{name}-{lang}");
            let missing = begun && self.value(&name).trim().is_empty() && self.error(&name).is_none();
            let hint = if missing { "まだありません。" } else { "" };
            html! { (textarea(self.words, name.clone(), format!("{label}{of}")).rows(rows).maxlength(2000).hint(hint).value(self.value(&name)).error(self.error(&name))) }
        };
        html! { div.side-by-side { @for (lang, of) in LANGS { (field(lang, of)) } } }
    }
}

/// The text typed into three fields.
pub(super) fn text_typed(fields: &Fields, name: &str) -> Text {
    let words = |lang: &str| fields.text(&format!("{name}-{lang}")).replace("\r\n", "\n");
    Text { ja: words("ja"), easy: words("easy"), en: words("en") }
}

/// A line as a document has it; nothing when it is empty.
pub(super) fn line_typed(fields: &Fields, name: &str) -> Option<Value> {
    let words = fields.text(name).replace("\r\n", "\n");
    (!words.is_empty()).then_some(Value::String(words))
}

/// A number as a document has it; `Err` where something else was typed.
pub(super) fn number_typed(fields: &Fields, name: &str) -> Result<Option<Value>, String> {
    let typed = kernel::width::half_width(fields.text(name)).replace(',', "");
    if typed.is_empty() {
        return Ok(None);
    }
    typed.parse::<i64>().map(|n| Some(Value::Integer(n))).map_err(|_| "数を入れてください".to_owned())
}

/// The field at which something wrong with a text in three languages is said.
pub(super) fn text_field(name: &str, message: &str) -> String {
    let lang = ["easy", "en"].into_iter().find(|l| message.starts_with(l) || message.contains(&format!("（{l}）")));
    format!("{name}-{}", lang.unwrap_or("ja"))
}

/// What another officer saved meanwhile, beside what this one typed.
pub(super) fn overtaken(words: Words<'_>, saved: &Sheet<'_>, typed: &Sheet<'_>) -> Markup {
    let differ: Vec<(&String, String)> = saved
        .held
        .iter()
        .filter(|(name, values)| typed.held.get(*name).is_some_and(|t| trimmed(t) != trimmed(values)))
        .map(|(name, values)| (name, values.join("、")))
        .collect();
    let body = html! {
        p { "あなたが入れたものは消えていません。いま保存されている文と見くらべて、よければもう一度「保存する」を押してください。" }
        dl.saved-now {
            @for (name, value) in differ {
                dt { a href=(format!("#{}", web::components::field_id(name))) { (label_of(name)) } }
                dd { @if value.is_empty() { "（空）" } @else { (value) } }
            }
        }
    };
    html! { (notification_banner(words, Tone::Warning, "開いている間に、ほかの職員がここを直しました").announced().body(body)) }
}

fn trimmed(values: &[String]) -> Vec<String> {
    values.iter().map(|v| v.trim().replace("\r\n", "\n")).collect()
}

/// What a field is called, from its name.
fn label_of(name: &str) -> String {
    let (item, lang) = match name.rsplit_once('-') {
        Some((item, lang)) if LANGS.iter().any(|(l, _)| *l == lang) => (item, lang),
        _ => (name, ""),
    };
    let of = LANGS.iter().find(|(l, _)| *l == lang).map_or("", |(_, of)| of);
    format!("{}{of}", crate::editing::difference::name_of(item))
}

/// How readings are written, said once on a page.
pub(super) fn notation() -> Markup {
    html! { p.support-text { "やさしい日本語の漢字には、｜漢字《かんじ》 のように読みを付けます。" } }
}

/// The hidden field by which a part knows whether it is still as it was shown.
pub(super) fn seen(document: &Document, part: Part<'_>) -> Markup {
    html! { input type="hidden" name="seen" value=(document.print_of(part)); }
}

/// All items of a table but those with pages of their own.
pub(super) const fn all_but<'a>(path: &'a str, own: &'a [&'a str]) -> Part<'a> {
    Part { path, items: Items::AllBut(own) }
}

/// These items of the procedure itself.
pub(super) const fn only<'a>(items: &'a [&'a str]) -> Part<'a> {
    Part { path: "", items: Items::Only(items) }
}

/// That it was saved, and how much is left to mend on this page.
pub(super) fn kept(visit: &Visit, said: bool, left: usize) -> Markup {
    let words = visit.words();
    html! {
        @if said && left == 0 { (notification_banner(words, Tone::Success, "保存しました").announced()) }
        @if said && left > 0 {
            (notification_banner(words, Tone::Warning, "保存しました。公開の前に直すところがあります").announced())
        }
    }
}
