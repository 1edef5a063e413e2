//! What differs between two versions of a procedure, in words.

use super::document::{Document, text_of};
use super::write;
use std::collections::BTreeSet;
use toml::Value;
use web::House;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// Which thing, for officers.
    pub place: String,
    /// As it was, and as it is; nothing where it was not there.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What each page of the editor calls the items of a procedure.
const NAMES: [(&str, &str); 25] = [
    ("title", "名前"),
    ("summary", "何のことか"),
    ("audience", "だれが"),
    ("timing", "いつからいつまで"),
    ("bring", "要るもの"),
    ("category", "一覧の棚"),
    ("life_events", "暮らしのできごと"),
    ("keywords", "探すときの言葉"),
    ("measure", "施策"),
    ("basis", "根拠"),
    ("facts", "確かめたこと"),
    ("not_the_town", "町ではないところ"),
    ("desk", "担当"),
    ("fee", "手数料"),
    ("fee_times", "手数料に掛ける数"),
    ("processing_days", "かかる日数"),
    ("in_person", "窓口でしかできないこと"),
    ("assurance", "本人の確かめ方"),
    ("applicants", "申請できる人"),
    ("route", "決裁の道すじ"),
    ("outcome", "終わりに渡すもの"),
    ("after", "出したあとのこと"),
    ("retention", "残しておく年数"),
    ("effective_until", "使い終わる日"),
    ("lead", "見出しの下の文"),
];

/// What a question's items are called.
pub(super) const OF_QUESTIONS: [(&str, &str); 16] = [
    ("type", "種類"),
    ("label", "質問の文"),
    ("hint", "短い説明"),
    ("help", "くわしい説明"),
    ("required", "必ず答える"),
    ("prefill", "先に入れておくもの"),
    ("when", "出す条件"),
    ("valid", "正しい答えの条件"),
    ("options", "選択肢"),
    ("min", "最小"),
    ("max", "最大"),
    ("unit", "単位"),
    ("max_chars", "文字数"),
    ("max_megabytes", "大きさ"),
    ("kinds", "ファイルの種類"),
    ("days", "答えられる日"),
];

/// What is not compared: it differs in every version.
const OWN: [&str; 4] = ["key", "version", "effective_from", "page"];

pub(super) fn name_of(item: &str) -> &str {
    let known = NAMES.iter().chain(&OF_QUESTIONS).find(|(name, _)| *name == item);
    known.map_or(item, |(_, words)| words)
}

/// Everything that differs, in the order of the document.
pub(super) fn between(house: &House, before: &Document, after: &Document) -> Vec<Difference> {
    let desk = |key: &str| house.town.organisation.desk(key).map(town::Desk::full_name);
    let say = |item: &str, value: &Value| match (item, value) {
        ("desk", Value::String(key)) => desk(key).unwrap_or_else(|| key.clone()),
        _ => said(value),
    };
    let mut found = items(before, after, "", "", &OWN, say);
    let pages = keyed(before, after, "page", "page");
    for (key, old, new) in pages {
        let place = format!("ページ「{key}」");
        match (old, new) {
            (Some(old), Some(new)) => found.extend(page(before, &old, after, &new, &place)),
            (old, new) => found.push(whole(&place, before, old.as_deref(), after, new.as_deref())),
        }
    }
    order(before, after, "page", "page", "ページの順", &mut found);
    found
}

fn page(before: &Document, old: &str, after: &Document, new: &str, place: &str) -> Vec<Difference> {
    let mut found = pair(before, old, after, new, place, &["key", "question"]);
    let (olds, news) = (format!("{old}.question"), format!("{new}.question"));
    for (key, old, new) in keyed(before, after, &olds, &news) {
        let place = format!("質問「{key}」");
        match (old, new) {
            (Some(old), Some(new)) => {
                found.extend(pair(before, &old, after, &new, &place, &["key", "row"]));
                found.extend(rows(before, &old, after, &new, &place));
            }
            (old, new) => found.push(whole(&place, before, old.as_deref(), after, new.as_deref())),
        }
    }
    order(before, after, &olds, &news, &format!("{place}の質問の順"), &mut found);
    found
}

fn rows(before: &Document, old: &str, after: &Document, new: &str, place: &str) -> Vec<Difference> {
    let (olds, news) = (format!("{old}.row"), format!("{new}.row"));
    let mut found = Vec::new();
    for (key, old, new) in keyed(before, after, &olds, &news) {
        let place = format!("{place}の中の「{key}」");
        match (old, new) {
            (Some(old), Some(new)) => found.extend(pair(before, &old, after, &new, &place, &["key"])),
            (old, new) => found.push(whole(&place, before, old.as_deref(), after, new.as_deref())),
        }
    }
    order(before, after, &olds, &news, &format!("{place}の中の順"), &mut found);
    found
}

type Pair = (String, Option<String>, Option<String>);

/// The things of two lists by their keys: where each stands in the one and in the other.
fn keyed(before: &Document, after: &Document, olds: &str, news: &str) -> Vec<Pair> {
    let (old_keys, new_keys) = (before.keys(olds), after.keys(news));
    let gone = old_keys.iter().filter(|key| !new_keys.contains(key));
    let all = new_keys.iter().chain(gone);
    all.map(|key| ((*key).to_owned(), before.find(olds, key), after.find(news, key))).collect()
}

/// Things that are in both lists and stand in another order.
fn order(before: &Document, after: &Document, olds: &str, news: &str, place: &str, found: &mut Vec<Difference>) {
    let (old, new) = (before.keys(olds), after.keys(news));
    let both = |one: &[&str], other: &[&str]| -> Vec<String> {
        one.iter().filter(|key| other.contains(key)).map(|key| (*key).to_owned()).collect()
    };
    let (was, is) = (both(&old, &new), both(&new, &old));
    if was != is {
        let list = |keys: Vec<String>| Some(keys.join(" → "));
        found.push(Difference { place: place.to_owned(), before: list(was), after: list(is) });
    }
}

/// A page or a question that is only in one of them.
fn whole(place: &str, before: &Document, old: Option<&str>, after: &Document, new: Option<&str>) -> Difference {
    let heading = |document: &Document, path: &str| {
        let own = ["title", "label"].map(|item| document.text(&format!("{path}.{item}")).ja);
        let of_first = document.text(&format!("{path}.question.0.label")).ja;
        let said = own.into_iter().chain([of_first]).find(|words| !words.is_empty()).unwrap_or_default();
        let mut lines = vec![said];
        let places = (0..document.count(&format!("{path}.question"))).map(|n| format!("{path}.question.{n}"));
        for place in std::iter::once(path.to_owned()).chain(places) {
            let (label, when) =
                (document.text(&format!("{place}.label")).ja, document.string(&format!("{place}.when")));
            if !label.is_empty() && !lines.contains(&label) {
                lines.push(label);
            }
            if !when.is_empty() {
                lines.push(format!("出す条件: {when}"));
            }
        }
        lines.join("\n")
    };
    let what = if new.is_some() { "足した" } else { "なくした" };
    Difference {
        place: format!("{place}（{what}）"),
        before: old.map(|path| heading(before, path)),
        after: new.map(|path| heading(after, path)),
    }
}

fn pair(before: &Document, old: &str, after: &Document, new: &str, place: &str, own: &[&str]) -> Vec<Difference> {
    let changed = two(before, old, after, new, own, |_, value| said(value));
    let placed = changed.into_iter().map(|d| Difference { place: format!("{place}の{}", d.place), ..d });
    placed.collect()
}

fn items(
    before: &Document,
    after: &Document,
    old: &str,
    new: &str,
    own: &[&str],
    say: impl Fn(&str, &Value) -> String,
) -> Vec<Difference> {
    two(before, old, after, new, own, say)
}

fn two(
    before: &Document,
    old: &str,
    after: &Document,
    new: &str,
    own: &[&str],
    say: impl Fn(&str, &Value) -> String,
) -> Vec<Difference> {
    let mut seen = BTreeSet::new();
    let names = after.names(new).into_iter().chain(before.names(old));
    let names: Vec<&str> = names.filter(|name| !own.contains(name) && seen.insert(*name)).collect();
    let at = |path: &str, name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let mut found = Vec::new();
    for name in names {
        let (was, is) = (before.at(&at(old, name)), after.at(&at(new, name)));
        if was == is {
            continue;
        }
        let said = |value: Option<&Value>| value.map(|v| say(name, v)).filter(|words| !words.is_empty());
        if said(was) == said(is) {
            continue;
        }
        found.push(Difference { place: name_of(name).to_owned(), before: said(was), after: said(is) });
    }
    found
}

/// A value for officers: texts language by language, lists line by line.
fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Boolean(true) => "はい".to_owned(),
        Value::Boolean(false) => "いいえ".to_owned(),
        Value::Table(table) if table.contains_key("ja") => {
            let text = text_of(value);
            let lines = [("", text.ja), ("やさしい日本語: ", text.easy), ("英語: ", text.en)];
            let lines = lines.into_iter().filter(|(_, words)| !words.is_empty());
            lines.map(|(lang, words)| format!("{lang}{words}")).collect::<Vec<_>>().join("\n")
        }
        Value::Table(table) => {
            table.iter().map(|(name, v)| format!("{name}: {}", said(v))).collect::<Vec<_>>().join("\n")
        }
        Value::Array(list) => list.iter().map(said).collect::<Vec<_>>().join("\n"),
        plain => write::inline(plain),
    }
}
