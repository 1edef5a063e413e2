//! Pieces that several pages share.

use crate::error::CaseError;
use crate::fill::matter;
use crate::forms::{Answers, Form, Procedure, SummaryRow, TownMatter};
use crate::records::case::Case;
use crate::rules::{self, Ending, Nearness, State};
use crate::say;
use crate::standstill;
use kernel::id::CaseId;
use maud::{Markup, html};
use std::sync::Arc;
use web::components::{Tone, chip_label, description_list};
use web::texts::{Lang, Words, rich};
use web::{House, Visit, WebError};

/// The procedure of a case.
pub(crate) fn matter_of(house: &House, case: &Case) -> Result<(Arc<Procedure>, Arc<TownMatter>), CaseError> {
    matter(house, &case.procedure, case.procedure_version)
}

/// A text of several lines.
pub(crate) fn lines(text: &str) -> Markup {
    html! { @for (at, line) in text.lines().enumerate() { @if at > 0 { br; } (rich(line)) } }
}

/// The answers in words; each can be changed at the address that `change` gives, if any.
pub(crate) fn answers(words: Words<'_>, rows: &[SummaryRow], change: impl Fn(&SummaryRow) -> Option<String>) -> Markup {
    let mut list = description_list(words);
    for row in rows {
        let label = say::text(&row.label, words.lang);
        let value = match &row.value {
            Some(value) => lines(say::text(value, words.lang)),
            None => html! { span.muted { (words.rich("cases-not-answered")) } },
        };
        list = match change(row) {
            Some(href) => list.item_with_change(label, value, href),
            None => list.item(label, value),
        };
    }
    html! { (list) }
}

/// All answers of a form in words.
pub(crate) fn all_answers(words: Words<'_>, form: &Form, given: &Answers) -> Markup {
    answers(words, &form.summary(given), |_| None)
}

/// The state as a chip, in the person's words.
pub(crate) fn state_chip(words: Words<'_>, state: State, outcome: Option<Ending>) -> Markup {
    chip_label(tone(state, outcome), &words.t(&say::state_key(state, outcome)))
}

/// The state as a chip, in the office's words.
pub(crate) fn desk_state_chip(words: Words<'_>, state: State, outcome: Option<Ending>) -> Markup {
    let key = match outcome {
        Some(ending) => format!("desk-cases-ending-{}", ending.key()),
        None => format!("desk-cases-state-{}", state.key().replace('_', "-")),
    };
    chip_label(tone(state, outcome), &words.t(&key))
}

const fn tone(state: State, outcome: Option<Ending>) -> Tone {
    match (state, outcome) {
        (_, Some(Ending::Granted)) => Tone::Success,
        (_, Some(_)) => Tone::Neutral,
        (State::AwaitingCorrection | State::AwaitingPayment, None) => Tone::Warning,
        (State::Submitted, None) => Tone::Info,
        _ => Tone::Progress,
    }
}

/// The deadline in words and colour, for officers.
pub(crate) fn deadline_chip(visit: &Visit, state: State, due: kernel::Date) -> Markup {
    if !state.is_ours() {
        return html! { (say::day(due, Lang::Ja)) };
    }
    let calendar = visit.house().town.calendar.main();
    let (tone, words) = match rules::nearness(calendar, visit.now().date(), due) {
        Nearness::Late { days: 0 } => (Tone::Error, "期限を過ぎています".to_owned()),
        Nearness::Late { days } => (Tone::Error, format!("{days}日過ぎています")),
        Nearness::Today => (Tone::Warning, "今日まで".to_owned()),
        Nearness::Ahead { days: days @ 1..=2 } => (Tone::Warning, format!("あと{days}日")),
        Nearness::Ahead { days } => (Tone::Neutral, format!("あと{days}日")),
    };
    html! { (chip_label(tone, &words)) " " small { (say::day(due, Lang::Ja)) } }
}

/// The address of the public page of a case.
pub(crate) fn matter_path(house: &House, id: CaseId) -> String {
    let proof = web::link_proof(&house.secret, "cases.matter", &id.to_string());
    format!("/matters/{id}/{proof}")
}

/// 「いま・次・いつまで」: three lines that answer what everybody wants to know.
pub(crate) async fn now_next_when(visit: &Visit, case: &Case, matter: &TownMatter) -> Result<Markup, WebError> {
    let words = visit.words();
    let standstill = standstill::of(&visit.house().db, visit.house(), case, visit.now()).await?;
    let key = match (case.outcome, standstill.and_then(|s| s.text())) {
        (Some(ending), _) => format!("ending-{}", ending.key()),
        (None, Some(stopped)) => stopped.to_owned(),
        (None, None) => case.state.key().replace('_', "-"),
    };
    let desk = desk_name(visit, &case.desk);
    let fee = case.fee.map(|y| visit.yen(y)).unwrap_or_default();
    let due = say::day_and_weekday(case.due_on, words.lang);
    let phone = desk_phone(visit, &case.desk);
    let args = [("desk", desk.into()), ("fee", fee.into()), ("due", due.into()), ("phone", phone.into())];
    let line = |part: &str| rich(&words.tf(&format!("cases-{part}-{key}"), &args));
    let after = say::text(&matter.after, words.lang);
    let after = Some(after).filter(|a| !a.is_empty() && key == "submitted");
    let next = html! { (line("next")) @if let Some(after) = after { br; (rich(after)) } };
    let list = description_list(words);
    let list = list.item(words.t("cases-now"), line("now")).item(words.t("cases-next"), next);
    Ok(html! { (list.item(words.t("cases-when"), line("when"))) })
}

/// The name of a desk in the reader's language.
pub(crate) fn desk_name(visit: &Visit, key: &str) -> String {
    let Some(desk) = visit.house().town.organisation.desk(key) else { return String::new() };
    let chosen = match visit.lang() {
        Lang::Ja => None,
        Lang::Easy => desk.easy.clone(),
        Lang::En => desk.en.clone(),
    };
    chosen.unwrap_or_else(|| desk.name.clone())
}

/// The telephone number of a desk, or that of the office.
pub(crate) fn desk_phone(visit: &Visit, key: &str) -> String {
    let town = &visit.house().town;
    let own = town.organisation.desk(key).and_then(|d| d.phone.as_ref().map(ToString::to_string));
    own.or_else(|| town.offices.main_on(visit.now().date()).map(|o| o.phone.to_string())).unwrap_or_default()
}

/// All answers in words, with no way to change them.
pub(crate) fn shown_answers(words: Words<'_>, rows: &[SummaryRow]) -> Markup {
    answers(words, rows, |_| None)
}
