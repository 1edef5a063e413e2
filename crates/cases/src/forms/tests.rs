//! What the town and its residents may rely on.

mod backward;
mod kinds;
mod properties;
mod reading;
mod spoken;
mod town_files;
mod walking;

use std::collections::BTreeMap;

use kernel::Date;
use town::Source;

use super::*;

/// Everything above the pages of a procedure file.
const HEAD: &str = r#"
key = "demo"
version = 1
effective_from = 2026-04-01
title = { ja = "ためし", easy = "ためし", en = "Trial" }
summary = { ja = "ためし", easy = "ためし", en = "Trial" }
audience = { ja = "だれでも", easy = "だれでも", en = "Anybody" }
timing = { ja = "いつでも", easy = "いつでも", en = "At any time" }
category = "health"
measure = "procedures"
basis = "なし"
facts = { verified = false }
desk = "health"
processing_days = 3
assurance = "anyone"
applicants = ["oneself"]
outcome = "none"
after = { ja = "おわり", easy = "おわり", en = "The end" }
retention = { years = 1, basis = "なし" }
"#;

const LABEL: &str = r#"label = { ja = "質問", easy = "しつもん", en = "Question" }"#;

fn source(pages: &str) -> Source {
    Source::new("procedures/demo.toml", format!("{HEAD}{}", pages.replace("LABEL", LABEL)))
}

fn form(pages: &str) -> Form {
    let procedure = read(&source(pages)).unwrap_or_else(|problems| panic!("{problems:?}"));
    procedure.matter().unwrap().form.clone()
}

/// A form of one question `q` with these lines.
fn one(lines: &str) -> Form {
    form(&format!("[[page]]\nkey = \"p\"\n[[page.question]]\nkey = \"q\"\nLABEL\n{lines}\n"))
}

fn problems(pages: &str) -> Vec<String> {
    read(&source(pages)).unwrap_err().iter().map(|p| p.message.clone()).collect()
}

fn today() -> Date {
    Date::constant(2026, 11, 22)
}

fn situation() -> Situation<'static> {
    Situation { today: today(), household: &[] }
}

/// Answers the first page of a form.
fn answer(form: &Form, fields: &[(&str, &str)]) -> Result<Answers, Vec<FieldError>> {
    answer_page(form, &form.pages[0].key.clone(), &Answers::default(), fields)
}

fn answer_page(
    form: &Form,
    page: &str,
    earlier: &Answers,
    fields: &[(&str, &str)],
) -> Result<Answers, Vec<FieldError>> {
    let mut values: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, value) in fields {
        values.entry(name).or_default().push((*value).to_owned());
    }
    let get = |name: &str| values.get(name).cloned().unwrap_or_default();
    form.parse_page(form.page(page).unwrap(), &Posted::without_files(&get), earlier, situation())
}

/// The answer to `q` in words.
fn said(form: &Form, fields: &[(&str, &str)]) -> Text {
    let answers = answer(form, fields).unwrap_or_else(|errors| panic!("{fields:?}: {errors:?}"));
    form.summary(&answers)[0].value.clone().unwrap()
}

/// The keys and inputs of what is wrong.
fn refused(form: &Form, fields: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let errors = answer(form, fields).expect_err("should be refused");
    errors.iter().map(|e| (e.field.clone(), e.key().unwrap_or("town"))).collect()
}
