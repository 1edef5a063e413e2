//! The kinds of answer and the settings that belong to each.

use super::parts::{Bench, Sheet, number_typed, text_field, text_typed};
use crate::editing::document::{Document, value_of};
use crate::forms;
use maud::{Markup, html};
use toml::{Table, Value};
use web::Fields;
use web::components::{Choice, Words, checkbox_group, input_text, radio_group, select};

/// The kinds of answer, as officers call them.
pub(super) const KINDS: [(&str, &str); 19] = [
    ("text", "1行の文"),
    ("long_text", "何行かの文"),
    ("choice", "1つ選ぶ"),
    ("choices", "いくつか選ぶ"),
    ("number", "数"),
    ("yen", "金額"),
    ("date", "日付"),
    ("name", "氏名"),
    ("kana", "フリガナ"),
    ("birth_date", "生年月日"),
    ("address", "住所"),
    ("phone", "電話番号"),
    ("email", "メールアドレス"),
    ("bank_account", "口座"),
    ("person_of_household", "同じ世帯の人"),
    ("file", "写真・PDF"),
    ("group", "くり返し（いくつかの質問を何回か）"),
    ("consent", "同意"),
    ("note", "読むだけの文"),
];
const PREFILLS: [(&str, &str); 7] = [
    ("", "なし"),
    ("person.name", "氏名"),
    ("person.kana", "フリガナ"),
    ("person.birth_date", "生年月日"),
    ("person.address", "住所"),
    ("person.phone", "電話番号"),
    ("person.email", "メールアドレス"),
];
/// For the rows of a group.
const ROWS: [(&str, &str); 3] =
    [("", "なし"), ("household.members", "世帯の全員"), ("household.others", "世帯のほかの人")];
const DAYS: [(&str, &str); 3] = [("any", "いつでも"), ("past", "今日まで"), ("future", "今日から")];
const NUMBERS: [&str; 4] = ["min", "max", "max_chars", "max_megabytes"];
/// Empty rows for more choices.
const MORE: usize = 3;

/// The choice of a kind.
pub(super) fn kinds(words: Words<'_>, value: &str) -> Markup {
    let value = if value.is_empty() { "text" } else { value };
    html! { (select(words, "type", "答えの種類", KINDS.map(|(k, l)| Choice::new(k, l))).value(value).always_chosen()) }
}

/// Puts the settings of a question into the fields, with what is wrong with them.
pub(super) fn fill(sheet: &mut Sheet<'_>, bench: &Bench, path: &str) {
    let document = &bench.document;
    let at = |item: &str| format!("{path}.{item}");
    for item in NUMBERS {
        sheet.set(item, document.number(&at(item)).map(|n| n.to_string()).unwrap_or_default());
    }
    sheet.set("days", Some(document.string(&at("days"))).filter(|d| !d.is_empty()).unwrap_or("any"));
    sheet.set("prefill", document.string(&at("prefill")));
    sheet.set_all("kinds", document.strings(&at("kinds")));
    sheet.set_text("unit", document.at(&at("unit")));
    for n in 0..document.count(&at("options")) {
        let path = format!("{path}.options.{n}");
        sheet.set(&format!("option-{n}-value"), document.string(&format!("{path}.value")));
        sheet.set(&format!("option-{n}-order"), (n + 1).to_string());
        sheet.set_text(&format!("option-{n}-label"), document.at(&format!("{path}.label")));
        sheet.set_text(&format!("option-{n}-hint"), document.at(&format!("{path}.hint")));
        for (_, message) in bench.wrong_below(&path) {
            let key = message.starts_with("名前") || message.contains("二度") || message.contains("別の意味");
            let name = format!("option-{n}-{}", if key { "value" } else { "label" });
            sheet.say_wrong(if key { name } else { text_field(&name, message) }, message);
        }
    }
}

/// The settings of the kind that the question has.
pub(super) fn draw(sheet: &Sheet<'_>, kind: &str, in_a_row: bool) -> Markup {
    let words = sheet.words;
    let has = |item: &str| forms::settings_of(kind).contains(&item);
    html! {
        @if has("options") { (options(sheet)) }
        @if has("min") { (sheet.number("min", "最小", "書かなければ、ふつうの値です。")) }
        @if has("max") { (sheet.number("max", "最大", "")) }
        @if has("unit") { (sheet.text("unit", "単位", 1)) }
        @if has("max_chars") { (sheet.number("max_chars", "文字数（最大）", "")) }
        @if has("max_megabytes") { (sheet.number("max_megabytes", "1つの大きさ（最大、メガバイト）", "20まで。")) }
        @if has("kinds") {
            (checkbox_group(words, "kinds", "受け取るもの", [("image", "写真（JPEG・PNG）"), ("pdf", "PDF")]).values(sheet.all("kinds")).hint("選ばなければ両方です。"))
        }
        @if has("days") { (radio_group(words, "days", "答えられる日", DAYS).value(sheet.value("days")).inline()) }
        @if let Some(prefills) = prefills(kind, in_a_row) {
            (select(words, "prefill", "町の記録から先に入れておくもの", prefills.iter().map(|(v, l)| Choice::new(*v, *l))).value(sheet.value("prefill")).error(sheet.error("prefill")).always_chosen())
        }
    }
}

/// What of the register can stand in a question of this kind from the start.
fn prefills(kind: &str, in_a_row: bool) -> Option<&'static [(&'static str, &'static str)]> {
    match kind {
        "group" if !in_a_row => Some(&ROWS),
        kind if takes_prefill(kind) => Some(&PREFILLS),
        _ => None,
    }
}

fn takes_prefill(kind: &str) -> bool {
    ["name", "kana", "birth_date", "date", "address", "phone", "email", "group"].contains(&kind)
}

fn options(sheet: &Sheet<'_>) -> Markup {
    let filled = (0..).take_while(|n| !sheet.all(&format!("option-{n}-value")).is_empty()).count();
    html! {
        h3 { "選択肢" }
        p.support-text { "なくすものは、短い名前を空にしてください。順番は数で変えられます。" }
        @for n in 0..filled + MORE { (option(sheet, n)) }
    }
}

fn option(sheet: &Sheet<'_>, n: usize) -> Markup {
    let name = |part: &str| format!("option-{n}-{part}");
    let label = sheet.value(&name("label-ja")).to_owned();
    let order = Some(sheet.value(&name("order")).to_owned()).filter(|o| !o.is_empty()).unwrap_or((n + 1).to_string());
    let fields = html! {
        (input_text(sheet.words, name("value"), "短い名前（英字）").width("is-narrow").value(sheet.value(&name("value"))).error(sheet.error(&name("value"))))
        (sheet.text(&name("label"), "選択肢の文", 1))
        (sheet.text(&name("hint"), "短い説明", 1))
        (input_text(sheet.words, name("order"), "順番").numeric().width("is-narrow").value(order))
    };
    let failed = ["value", "label-ja", "label-easy", "label-en"].iter().any(|p| sheet.error(&name(p)).is_some());
    let title = if label.is_empty() { format!("選択肢 {}（空）", n + 1) } else { web::texts::plain(&label) };
    super::handling::disclosure_if(failed, &title, fields)
}

/// Says what cannot be kept at all: numbers that are none.
pub(super) fn check(fields: &Fields, sheet: &mut Sheet<'_>) {
    for item in NUMBERS {
        if let Err(message) = number_typed(fields, item) {
            sheet.say_wrong(item, message);
        }
    }
}

/// Takes the settings over that fit the kind; others go.
pub(super) fn put(document: &mut Document, path: &str, fields: &Fields, kind: &str) {
    let fitting = forms::settings_of(kind);
    for item in NUMBERS {
        let value = number_typed(fields, item).ok().flatten();
        keep(document, path, fields, fitting, item, value);
    }
    keep(document, path, fields, fitting, "unit", value_of(&text_typed(fields, "unit")));
    let words = |name: &str| fields.all(name).into_iter().map(Value::String).collect();
    keep(document, path, fields, fitting, "kinds", Some(Value::Array(words("kinds"))));
    let days = Some(fields.text("days")).filter(|d| !d.is_empty() && *d != "any");
    keep(document, path, fields, fitting, "days", days.map(|d| Value::String(d.to_owned())));
    if fitting.contains(&"options") && fields.has("option-0-value") {
        document.put(path, "options", Some(Value::Array(options_typed(document, path, fields))));
    } else if !fitting.contains(&"options") {
        document.put(path, "options", None);
    }
    if !fitting.contains(&"row") {
        document.put(path, "row", None);
    }
    let prefill = Some(fields.text("prefill")).filter(|p| !p.is_empty() && takes_prefill(kind));
    document.put(path, "prefill", prefill.map(|p| Value::String(p.to_owned())));
}

/// An item that fits the kind is taken over if the page had a field for it, one that does not fit goes.
fn keep(document: &mut Document, path: &str, fields: &Fields, fitting: &[&str], item: &str, value: Option<Value>) {
    let shown = fields.has(item) || fields.has(&format!("{item}-ja")) || fields.has(&format!("{item}-shown"));
    if !fitting.contains(&item) {
        document.put(path, item, None);
    } else if shown || (item == "kinds" && fields.has("max_megabytes")) {
        document.put(path, item, value);
    }
}

fn options_typed(document: &Document, path: &str, fields: &Fields) -> Vec<Value> {
    let rows = (0..).take_while(|n| fields.has(&format!("option-{n}-value")));
    let mut options: Vec<(i64, Value)> = Vec::new();
    for n in rows {
        let name = |part: &str| format!("option-{n}-{part}");
        let key = fields.text(&name("value"));
        let label = text_typed(fields, &name("label"));
        if key.is_empty() && value_of(&label).is_none()
            || (key.is_empty() && n < document.count(&format!("{path}.options")))
        {
            continue;
        }
        // What the grammar knows beside these stays with its choice.
        let before = document.at(&format!("{path}.options.{n}")).and_then(Value::as_table).cloned();
        let mut option = before.unwrap_or_default();
        option.insert("value".to_owned(), Value::String(key.to_owned()));
        option.insert("label".to_owned(), value_of(&label).unwrap_or_else(|| Value::Table(super::guide::empty())));
        match value_of(&text_typed(fields, &name("hint"))) {
            Some(hint) => drop(option.insert("hint".to_owned(), hint)),
            None => drop(option.remove("hint")),
        }
        let order = fields.text(&name("order")).parse().unwrap_or(i64::MAX);
        options.push((order, Value::Table(option)));
    }
    options.sort_by_key(|(order, _)| *order);
    options.into_iter().map(|(_, option)| option).collect()
}

/// A new question of a kind, with nothing written in it yet.
pub(super) fn new(key: &str, kind: &str) -> Table {
    let mut table = Table::new();
    table.insert("key".to_owned(), Value::String(key.to_owned()));
    table.insert("type".to_owned(), Value::String(kind.to_owned()));
    table.insert("label".to_owned(), Value::Table(super::guide::empty()));
    table
}

/// The kind that was chosen, if there is such a one.
pub(super) fn kind_typed(fields: &Fields) -> &'static str {
    KINDS.iter().map(|(kind, _)| *kind).find(|kind| *kind == fields.text("type")).unwrap_or("text")
}
