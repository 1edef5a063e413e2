//! The condition of a page or a question: chosen from lists, or written.

use super::handling::disclosure_if;
use super::page::names;
use super::parts::{Bench, Sheet};
use crate::editing::chosen::{Asked, Chosen, Join, Sort, Statement, Test, What, asked_before};
use crate::editing::document::Document;
use kernel::Date;
use maud::{Markup, html};
use toml::Value;
use web::Fields;
use web::components::{Choice, input_text, radio_group, select, textarea};

/// Empty lines offered beyond those that are filled.
const MORE: usize = 2;
/// More lines than any condition of the allowed length has.
const MOST: usize = 40;
/// Longest words of a question in a list.
const LONGEST: usize = 24;

/// Puts the condition into the fields: chosen where it can be, else written.
pub(super) fn fill(sheet: &mut Sheet<'_>, document: &Document, path: &str) {
    let text = document.string(&format!("{path}.when"));
    let chosen = Chosen::read(text, &asked_before(document, page_of(path)));
    sheet.set("when", text);
    sheet.set(
        "when-how",
        if text.is_empty() {
            "always"
        } else if chosen.is_some() {
            "choose"
        } else {
            "write"
        },
    );
    let Some(chosen) = chosen else { return };
    sheet.set("when-join", chosen.join.word());
    for (n, statement) in chosen.statements.iter().enumerate() {
        let (what, amount) = words_of(statement);
        sheet.set(&format!("when-{n}-what"), what);
        sheet.set(&format!("when-{n}-test"), statement.test.word());
        sheet.set(&format!("when-{n}-amount"), amount);
    }
}

/// The condition at a place in words, where it can be said so, else as it is written.
pub(super) fn said(document: &Document, path: &str) -> Option<Markup> {
    let text = document.string(&format!("{path}.when"));
    let asked = asked_before(document, page_of(path));
    match Chosen::read(text, &asked) {
        _ if text.is_empty() => None,
        Some(chosen) => Some(html! { (chosen.in_words(&asked)) }),
        None => Some(html! { code { (text) } }),
    }
}

/// The page on which a question stands.
fn page_of(path: &str) -> &str {
    path.split(".question").next().unwrap_or_default()
}

fn words_of(Statement { key, what, .. }: &Statement) -> (String, String) {
    match what {
        What::Answered => (format!("answered {key}"), String::new()),
        What::Value(value) => (format!("value {key} {value}"), String::new()),
        What::Whole(n) => (format!("amount {key}"), n.to_string()),
        What::Day(day) => (format!("amount {key}"), day.clone()),
    }
}

/// The fields.
pub(super) fn draw(bench: &Bench, path: &str, sheet: &Sheet<'_>, always: &str) -> Markup {
    let words = sheet.words;
    let asked = asked_before(&bench.document, page_of(path));
    let ways = [("always", always), ("choose", "選んで決める"), ("write", "式で書く")];
    let ways = ways.into_iter().filter(|(way, _)| *way != "choose" || !asked.is_empty());
    let formula = html! {
        (textarea(words, "when", "出す条件の式").rows(2).maxlength(500).value(sheet.value("when")).error(sheet.error("when"))
            .hint("見られるのは、前のページの質問です。例: kind == \"other\""))
        (names(bench, page_of(path), None))
    };
    let written = sheet.value("when-how") == "write" || sheet.error("when").is_some();
    html! {
        (radio_group(words, "when-how", "いつ出すか", ways).value(sheet.value("when-how")).error(sheet.error("when-how")))
        @if asked.is_empty() { p.support-text { "これより前のページに質問がないので、選べる条件はありません。" } }
        @else { div.condition-choice { h3 { "「選んで決める」のとき" } (lines(sheet, &asked)) } }
        div.condition-choice { (disclosure_if(written, "「式で書く」のとき", formula)) }
    }
}

fn lines(sheet: &Sheet<'_>, asked: &[Asked]) -> Markup {
    let filled = (0..MOST).rev().find(|n| !sheet.value(&format!("when-{n}-what")).is_empty()).map_or(0, |n| n + 1);
    html! {
        (radio_group(sheet.words, "when-join", "条件が2つ以上のとき", [("all", "すべて当てはまるとき"), ("any", "どれか1つでも当てはまるとき")])
            .value(Join::of_word(sheet.value("when-join")).word()).inline())
        ol.condition-lines { @for n in 0..filled + MORE { li { (line(sheet, asked, n)) } } }
        p.support-text { "使わない行は「選んでください」のままに。行は、保存すると増えます。「でない」は、まだ答えていないときも当てはまります（いくつか選ぶ質問のほか）。" }
    }
}

fn line(sheet: &Sheet<'_>, asked: &[Asked], n: usize) -> Markup {
    let (what, test, amount) = (format!("when-{n}-what"), format!("when-{n}-test"), format!("when-{n}-amount"));
    let tests = Test::ALL.map(|(_, word, label)| Choice::new(word, label));
    let words = sheet.words;
    let measured = asked.iter().any(|q| matches!(q.sort, Sort::Whole | Sort::Day));
    html! {
        (select(words, what.clone(), format!("{}つ目の条件", n + 1), choices(asked)).value(sheet.value(&what)).error(sheet.error(&what)))
        @if measured {
            (input_text(words, amount.clone(), "数か日付（要るときだけ）").width("is-medium").value(sheet.value(&amount)).error(sheet.error(&amount)))
        }
        (select(words, test.clone(), "どうであるとき", tests).value(sheet.value(&test)).error(sheet.error(&test)).always_chosen())
    }
}

/// Everything that can be said of the earlier questions.
fn choices(asked: &[Asked]) -> Vec<Choice> {
    let mut all = Vec::new();
    for question in asked {
        let (key, label) = (&question.key, short(&question.label));
        for (value, words) in &question.values {
            all.push(Choice::new(format!("value {key} {value}"), format!("「{label}」が「{words}」")));
        }
        if matches!(question.sort, Sort::Whole | Sort::Day) {
            let kind = if question.sort == Sort::Day { "次の日" } else { "次の数" };
            all.push(Choice::new(format!("amount {key}"), format!("「{label}」が{kind}")));
        }
        all.push(Choice::new(format!("answered {key}"), format!("「{label}」に答えたもの")));
    }
    all
}

fn short(label: &str) -> String {
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    label.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// The condition that was chosen or written, as a document has it; what is wrong with a line is said
/// beside it. Whoever fills in a way without choosing it first means it all the same.
pub(super) fn typed(fields: &Fields, document: &Document, path: &str, sheet: &mut Sheet<'_>) -> Option<Value> {
    let written = fields.text("when").replace("\r\n", "\n");
    let before = document.string(&format!("{path}.when"));
    let new = written != before && !written.is_empty();
    let how = match fields.text("when-how") {
        "always" if before.is_empty() && new => "write",
        "always" if before.is_empty() && !fields.text("when-0-what").is_empty() => "choose",
        how => how,
    };
    if how == "choose" && new {
        sheet.say_wrong("when-how", "式を直したときは、「式で書く」を選んでください");
        return None;
    }
    match how {
        "always" => None,
        "choose" => chosen(fields, &asked_before(document, page_of(path)), sheet).map(Value::String),
        _ => Some(written).filter(|text| !text.is_empty()).map(Value::String),
    }
}

fn chosen(fields: &Fields, asked: &[Asked], sheet: &mut Sheet<'_>) -> Option<String> {
    let mut statements = Vec::new();
    for n in (0..).take_while(|n| fields.has(&format!("when-{n}-what"))) {
        match statement(fields, asked, n) {
            Ok(found) => statements.extend(found),
            Err((part, words)) => sheet.say_wrong(format!("when-{n}-{part}"), words),
        }
    }
    if statements.is_empty() && sheet.is_sound() {
        sheet.say_wrong("when-0-what", "条件を1つは選んでください。条件がないときは、上で「いつも」を選びます");
    }
    // One statement needs no joining: it reads the same either way.
    let join = if statements.len() > 1 { Join::of_word(fields.text("when-join")) } else { Join::All };
    Chosen { join, statements }.write(asked)
}

fn statement(fields: &Fields, asked: &[Asked], n: usize) -> Result<Option<Statement>, (&'static str, &'static str)> {
    let said = |part: &str| fields.text(&format!("when-{n}-{part}")).to_owned();
    let (what, amount) = (said("what"), said("amount"));
    let mut parts = what.splitn(3, ' ');
    let (Some(kind), Some(key)) = (parts.next(), parts.next()) else { return Ok(None) };
    let test = Test::of_word(&said("test")).unwrap_or(Test::Is);
    let question =
        asked.iter().find(|q| q.key == key).ok_or(("what", "この質問は、もうありません。選び直してください"))?;
    let what = match (kind, &question.sort) {
        ("answered", _) => What::Answered,
        ("value", _) => What::Value(parts.next().unwrap_or_default().to_owned()),
        ("amount", Sort::Day) => What::Day(day(&amount).ok_or(("amount", "日付を 2026-04-01 のように入れてください"))?),
        _ => What::Whole(whole(&amount).ok_or(("amount", "数を入れてください"))?),
    };
    let statement = Statement { key: key.to_owned(), test, what };
    match statement.write(asked) {
        Some(_) => Ok(Some(statement)),
        None => Err(("test", "この質問には「である」か「でない」を選んでください")),
    }
}

fn whole(typed: &str) -> Option<i64> {
    kernel::width::half_width(typed).replace(',', "").parse().ok()
}

fn day(typed: &str) -> Option<String> {
    kernel::era::parse(typed).ok().map(|(day, _): (Date, _)| day.to_string())
}
