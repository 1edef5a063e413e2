//! The yearly questions of country and prefecture (`plan/returns.toml`) and the answers that the
//! records give. The lists change, so they are data; an item names a figure, and its answer carries
//! definition and source. What nothing counts is named with its reason, for a person to answer.

use crate::open::Figures;
use kernel::fiscal::FiscalYear;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use town::{Problem, TownFolder};
use web::House;

const FILE: &str = "plan/returns.toml";

/// The lists of the town folder; none where the town has no file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Returns {
    #[serde(default)]
    pub(super) list: Vec<List>,
}

/// What somebody asks every year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    pub(super) key: String,
    /// Who asks.
    pub(super) to: String,
    pub(super) name: String,
    /// The first fiscal year for which it is asked so; a later list with the same key replaces it.
    pub(super) from: i16,
    #[serde(default)]
    pub(super) verified: bool,
    pub(super) source: Option<String>,
    pub(super) item: Vec<Item>,
}

/// One question.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) key: String,
    pub(super) mark: String,
    pub(super) text: String,
    /// The figure that answers it.
    pub(super) figure: Option<String>,
    #[serde(default)]
    take: Take,
    /// Why nothing answers it yet.
    pub(super) missing: Option<String>,
}

/// What of a figure is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Take {
    /// The figure of the year.
    #[default]
    Value,
    /// From how many records it is told.
    Records,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer<'l> {
    pub(super) item: &'l Item,
    pub(super) value: Option<f64>,
    pub(super) n: Option<i64>,
    pub(super) unit: String,
    pub(super) definition: String,
    pub(super) source: String,
    /// Why there is no value.
    pub(super) why: Option<String>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// The lists of the town.
pub(super) fn of_town(house: &House) -> Returns {
    read(&house.town.folder).unwrap_or_default()
}

fn read(folder: &TownFolder) -> Result<Returns, Problem> {
    if folder.has(FILE) { folder.toml(FILE) } else { Ok(Returns::default()) }
}

impl Returns {
    /// The lists as they are asked for a fiscal year.
    pub(super) fn in_year(&self, year: FiscalYear) -> Vec<&List> {
        let keys: BTreeSet<&str> = self.list.iter().map(|l| l.key.as_str()).collect();
        keys.into_iter().filter_map(|key| self.find(key, year)).collect()
    }

    /// The list that holds in a fiscal year.
    pub(super) fn find(&self, key: &str, year: FiscalYear) -> Option<&List> {
        self.list.iter().filter(|l| l.key == key && l.from <= year.0).max_by_key(|l| l.from)
    }
}

/// The answers that the records give.
pub(super) fn answers<'l>(list: &'l List, figures: &Figures) -> Vec<Answer<'l>> {
    list.item.iter().map(|item| answer(item, figures)).collect()
}

fn answer<'l>(item: &'l Item, figures: &Figures) -> Answer<'l> {
    let why = item.missing.clone().unwrap_or_else(|| "数えるものがありません".to_owned());
    let nothing = |why: String| Answer {
        item,
        value: None,
        n: None,
        unit: String::new(),
        definition: String::new(),
        source: String::new(),
        why: Some(why),
    };
    let Some(key) = &item.figure else { return nothing(why) };
    let Some(found) = figures.item(key) else {
        return nothing(format!("「{key}」を数えるサービスがありません"));
    };
    let n = found.year.n;
    let (value, unit) = match item.take {
        Take::Value => (found.year.value, found.unit.clone()),
        Take::Records => (n.map(|n| f64::from(i32::try_from(n).unwrap_or(i32::MAX))), "件".to_owned()),
    };
    let why = match (value, found.year.withheld) {
        (Some(_), _) => None,
        (None, true) => Some("10件に満たないので出しません".to_owned()),
        (None, false) => Some("この年度の記録がまだありません".to_owned()),
    };
    Answer {
        item,
        value,
        n,
        unit,
        definition: format!("{} {}", found.meaning.ja, found.computed),
        source: format!("手続きの記録（{key}）"),
        why,
    }
}

/// The answers as a table, the definition in each line.
pub(super) fn csv(list: &List, figures: &Figures) -> String {
    let head = [
        "list",
        "year",
        "until",
        "item",
        "mark",
        "question",
        "value",
        "unit",
        "n",
        "definition",
        "source",
        "not_computed",
        "list_verified",
    ];
    let mut text = crate::open::line(&head);
    for a in answers(list, figures) {
        text.push_str(&crate::open::line(&[
            list.name.clone(),
            figures.year.to_string(),
            figures.until.clone().unwrap_or_default(),
            a.item.key.clone(),
            a.item.mark.clone(),
            a.item.text.clone(),
            a.value.map(|v| v.to_string()).unwrap_or_default(),
            a.unit,
            a.n.map(|n| n.to_string()).unwrap_or_default(),
            a.definition,
            a.source,
            a.why.unwrap_or_default(),
            list.verified.to_string(),
        ]));
    }
    text
}

/// The same for programs.
pub(super) fn as_json(list: &List, figures: &Figures) -> Value {
    let item = |a: Answer<'_>| {
        json!({
            "key": a.item.key, "mark": a.item.mark, "question": a.item.text, "value": a.value, "unit": a.unit,
            "n": a.n, "definition": a.definition, "source": a.source, "not_computed": a.why,
        })
    };
    json!({
        "list": list.key, "name": list.name, "to": list.to, "year": figures.year, "from": figures.from,
        "until": figures.until, "list_verified": list.verified, "list_source": list.source,
        "items": answers(list, figures).into_iter().map(item).collect::<Vec<_>>(),
    })
}

/// What is wrong in the file: keys that stand twice, questions with neither a figure nor a reason.
pub(crate) fn check(folder: &TownFolder) -> Vec<Problem> {
    let returns = match read(folder) {
        Ok(returns) => returns,
        Err(problem) => return vec![problem],
    };
    let Ok(source) = folder.source(FILE) else { return Vec::new() };
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, list) in returns.list.iter().enumerate() {
        if !seen.insert((&list.key, list.from)) {
            problems
                .push(source.problem(&format!("list.{at}.key"), format!("「{}」が同じ年度に二度あります", list.key)));
        }
        if list.verified && list.source.is_none() {
            problems
                .push(source.problem(&format!("list.{at}.verified"), "確認済みなら source に出どころを書いてください"));
        }
        let mut items = BTreeSet::new();
        for (n, item) in list.item.iter().enumerate() {
            let path = format!("list.{at}.item.{n}");
            if !items.insert(&item.key) {
                problems.push(source.problem(&format!("{path}.key"), format!("項目「{}」が二度あります", item.key)));
            }
            if item.figure.is_some() == item.missing.is_some() {
                let message =
                    "figure（答えになる数字）か missing（まだ答えられないわけ）の、どちらか一つを書いてください";
                problems.push(source.problem(&format!("{path}.key"), message));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_list_holds_from_its_year() {
        let list = |from: i16| json!({ "key": "a", "to": "国", "name": from.to_string(), "from": from, "item": [] });
        let both: Returns = serde_json::from_value(json!({ "list": [list(2026), list(2028)] })).unwrap();
        let name = |year| both.find("a", FiscalYear(year)).map(|l| l.name.clone());
        assert_eq!([name(2025), name(2027), name(2028)], [None, Some("2026".into()), Some("2028".into())]);
        assert_eq!(both.in_year(FiscalYear(2030)).len(), 1);
    }
}
