//! A sheet in words: for the route of approval, for the page and for print.

use super::sheet::{Sheet, SheetDone, SheetStep};
use kernel::era::date_label;
use kernel::{Date, Yen};

/// The whole sheet as plain text.
pub(crate) fn plain(sheet: &Sheet) -> String {
    let mut text = format!("担当　{}\n\n■ 計画\n目ざすこと\n{}\n", sheet.desk, sheet.aim);
    if !sheet.changed.is_empty() {
        text.push_str(&format!("前の年度から変わったこと\n{}\n", sheet.changed));
    }
    text.push_str(&format!("予算　{}\n", budget(sheet.budget)));
    let lines = |text: &mut String, title: &str, lines: Vec<String>| {
        text.push_str(&format!("\n■ {title}\n"));
        let lines = if lines.is_empty() { vec!["（ありません）".to_owned()] } else { lines };
        lines.iter().for_each(|line| text.push_str(&format!("・{line}\n")));
    };
    lines(&mut text, "すること", sheet.steps.iter().map(step).collect());
    lines(&mut text, "したこと", sheet.done.iter().map(done).collect());
    lines(&mut text, "数字", sheet.figures.iter().map(figure).collect());
    text.push_str(&format!("\n■ 振り返り\nよかったこと\n{}\nうまくいかなかったこと\n{}\n", sheet.good, sheet.failed));
    let action = sheet.action.map_or("（まだ決めていません）", super::rules::Action::label);
    text.push_str(&format!("\n■ これから　{action}\n{}\n", sheet.reason));
    if !sheet.next.is_empty() {
        text.push_str(&format!("次に目ざすこと\n{}\n", sheet.next));
    }
    text
}

/// A budget in words.
pub(crate) fn budget(yen: Option<i64>) -> String {
    yen.map_or_else(|| "決まっていません".to_owned(), |yen| Yen(yen).to_string())
}

fn step(step: &SheetStep) -> String {
    let state = step_state(step.due, step.done_on);
    [step.words.as_str(), step.owner.as_str(), &state].join("　")
}

/// How far a step is, in words.
pub(crate) fn step_state(due: Option<Date>, done_on: Option<Date>) -> String {
    match (done_on, due) {
        (Some(day), _) => format!("{}に終わりました", date_label(day)),
        (None, Some(due)) => format!("{}まで", date_label(due)),
        (None, None) => "期日は決まっていません".to_owned(),
    }
}

fn done(done: &SheetDone) -> String {
    let count = count(done.number, &done.unit);
    format!("{}　{}　{}{}", date_label(done.day), done.what.label(), done.words, count)
}

/// How many, in brackets; nothing without a number.
pub(crate) fn count(number: Option<i64>, unit: &str) -> String {
    number.map(|n| format!("（{n}{unit}）")).unwrap_or_default()
}

fn figure(figure: &super::figures::Counted) -> String {
    if let Some(when) = &figure.starts_when {
        return format!("{}　{when}", figure.title);
    }
    let value = figure.written().unwrap_or_else(|| "記録がありません".to_owned());
    let target = figure.target_written().map(|t| format!("（目標 {t}）")).unwrap_or_default();
    format!("{}　{value}{target}　{}から{}まで", figure.title, date_label(figure.from), date_label(figure.until))
}
