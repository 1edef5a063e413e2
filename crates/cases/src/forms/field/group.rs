//! Rows of questions: children, meetings, receipts.
//!
//! The inputs of row 0 are named `children.0.name`, …; `children.rows` says how many rows the page
//! showed. Rows in which nothing was typed are left out.

use super::person::small;
use super::posted::Posted;
use super::{Answer, Asked, FieldError, Inputs, MAX_ROWS, Reading, Row, Situation, Text};
use crate::forms::question::{Group, Question};

/// How many rows of a repeating group a page showed.
pub fn rows_posted(posted: &Posted<'_>, key: &str) -> usize {
    posted.text(&format!("{key}.rows")).parse().unwrap_or(0).min(MAX_ROWS)
}

pub(super) fn read(asked: &Asked<'_, '_>, group: &Group) -> Reading {
    let mut rows: Vec<Row> = Vec::new();
    let mut errors = Vec::new();
    for at in 0..rows_posted(asked.posted, asked.name) {
        let name = format!("{}.{at}", asked.name);
        if is_untouched(asked, group, &name) {
            continue;
        }
        match read_row(group, &name, asked.posted, asked.situation) {
            Ok(row) => rows.push(row),
            Err(wrong) => errors.extend(wrong),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let numbers = vec![("min", small(group.min)), ("max", small(group.max))];
    if rows.is_empty() {
        Ok(None)
    } else if rows.len() < group.min {
        asked.wrong_by("cases-form-group-few", numbers)
    } else if rows.len() > group.max {
        asked.wrong_by("cases-form-group-many", numbers)
    } else {
        Ok(Some(Answer::Group(rows)))
    }
}

/// Whether reading the row as if nothing in it were required gives nothing.
fn is_untouched(asked: &Asked<'_, '_>, group: &Group, name: &str) -> bool {
    group.questions.iter().all(|question| {
        let optional = Question { required: false, ..question.clone() };
        let name = format!("{name}.{}", question.key);
        matches!(super::read(&optional, &name, asked.posted, None, asked.situation), Ok(None))
    })
}

fn read_row(group: &Group, name: &str, posted: &Posted<'_>, situation: Situation<'_>) -> Result<Row, Vec<FieldError>> {
    let mut row = Row::default();
    let mut errors = Vec::new();
    for question in &group.questions {
        let name = format!("{name}.{}", question.key);
        match super::read(question, &name, posted, None, situation) {
            Ok(Some(answer)) => row.set(&question.key, answer),
            Ok(None) => {}
            Err(wrong) => errors.extend(wrong),
        }
    }
    if errors.is_empty() { Ok(row) } else { Err(errors) }
}

pub(super) fn put(inputs: &mut Inputs, name: &str, rows: &[Row]) {
    inputs.add(&format!("{name}.rows"), &rows.len().to_string());
    for (at, row) in rows.iter().enumerate() {
        for (key, answer) in row.iter() {
            super::put(inputs, &format!("{name}.{at}.{key}"), answer);
        }
    }
}

/// One line a row: the answers in the order of the questions.
pub(super) fn say(group: &Group, rows: &[Row]) -> Text {
    let mut said = Text::default();
    for row in rows {
        let cells: Vec<Text> =
            group.questions.iter().filter_map(|q| row.get(&q.key).map(|answer| super::say(&q.kind, answer))).collect();
        add_line(&mut said.ja, cells.iter().map(|t| t.ja.as_str()), "、");
        add_line(&mut said.easy, cells.iter().map(|t| t.easy.as_str()), "、");
        add_line(&mut said.en, cells.iter().map(|t| t.en.as_str()), ", ");
    }
    said
}

fn add_line<'a>(lines: &mut String, cells: impl Iterator<Item = &'a str>, between: &str) {
    if !lines.is_empty() {
        lines.push('\n');
    }
    let cells: Vec<String> = cells.map(|cell| cell.replace('\n', " ")).collect();
    lines.push_str(&cells.join(between));
}
