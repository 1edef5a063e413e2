//! One question of the guide on its page: a form that gets, so that the answers stay in the address.

use super::answers::{ASKED, Told};
use super::book::Event;
use super::pages::under_guide;
use crate::procedures::say;
use cases::forms::{Answer, Answers, Choice, FieldError, Kind, Page as FormPage, Question, Words as ErrorWords};
use maud::{Markup, html};
use web::components::{
    self, DateValue, Words, button, button_row, checkbox_group, date_input, disclosure, error_summary, input_text,
    progress_indicator, radio_group,
};
use web::texts::{Arg, plain, rich};
use web::{Fields, Page, Visit};

/// What stands in the fields of a page that was answered before.
pub(super) fn kept(answers: &Answers, page: &FormPage) -> Fields {
    let mut pairs = Vec::new();
    for question in &page.questions {
        let key = &question.key;
        match answers.get(key) {
            Some(Answer::Date(day)) => {
                let DateValue { era, year, month, day } = DateValue::of(*day);
                pairs.extend(
                    [("era", era), ("year", year), ("month", month), ("day", day)]
                        .map(|(p, v)| (format!("{key}-{p}"), v)),
                );
            }
            Some(Answer::Choice(value)) => pairs.push((key.clone(), value.clone())),
            Some(Answer::Choices(values)) => pairs.extend(values.iter().map(|v| (key.clone(), v.clone()))),
            Some(Answer::Number(n)) => pairs.push((key.clone(), n.to_string())),
            _ => {}
        }
    }
    Fields::of(pairs)
}

/// The page of a question.
pub(super) fn draw(
    visit: &Visit,
    event: &Event,
    told: &Told,
    page: &FormPage,
    typed: &Fields,
    errors: &[FieldError],
) -> Page {
    let (words, form) = (visit.words(), event.questions.form());
    let title = say(&event.title, words.lang);
    let heading = page.heading().map(|h| plain(say(h, words.lang))).unwrap_or_default();
    let main = html! {
        (error_summary(words, &lines(words, errors)))
        (steps(visit, event, told, page))
        form.form method="get" action=(format!("/guide/{}", event.key)) novalidate {
            @for (name, value) in told.pairs(form, Some(page)) { input type="hidden" name=(name) value=(value); }
            input type="hidden" name=(ASKED) value=(page.key);
            @for question in &page.questions { (field(words, question, typed, errors)) }
            (button_row(html! { (button(words.t("procedures-guide-next"))) }))
        }
        p.muted { (words.rich("procedures-guide-private")) }
        p.back { a href=(back(event, told, page)) { (words.rich("procedures-guide-back")) } }
    };
    under_guide(visit, visit.page(format!("{heading}｜{}", plain(title))).main(main))
}

fn steps(visit: &Visit, event: &Event, told: &Told, page: &FormPage) -> Markup {
    let Some((at, all)) = event.questions.form().step(&told.answers, &page.key) else { return html! {} };
    let said = visit.tf("procedures-guide-step", &[("at", at.into())]);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    progress_indicator("progress", say(&event.title, visit.lang()), &said, number(at), number(all.max(at)))
}

/// Where the page before is: the question before this one, or the turns of life.
fn back(event: &Event, told: &Told, page: &FormPage) -> String {
    match event.questions.form().previous_page(&told.answers, &page.key) {
        Some(before) => told.path_at(event, before),
        None => "/guide".to_owned(),
    }
}

fn error_of(words: Words<'_>, error: &FieldError) -> String {
    match &error.words {
        ErrorWords::Town(own) => say(own, words.lang).to_owned(),
        ErrorWords::Room(key, numbers) => {
            let args: Vec<(&str, Arg<'_>)> = numbers.iter().map(|(name, n)| (*name, (*n).into())).collect();
            words.tf(key, &args)
        }
    }
}

fn lines(words: Words<'_>, errors: &[FieldError]) -> Vec<(String, String)> {
    let place = |e: &FieldError| e.field.split('.').next().unwrap_or_default().to_owned();
    errors.iter().map(|e| (place(e), error_of(words, e))).collect()
}

fn field(words: Words<'_>, question: &Question, typed: &Fields, errors: &[FieldError]) -> Markup {
    let key = &question.key;
    let label = say(&question.label, words.lang);
    let hint = question.hint.as_ref().map(|h| say(h, words.lang)).unwrap_or_default();
    let mine = errors.iter().find(|e| e.field.split('.').next() == Some(key));
    let error = mine.map(|e| error_of(words, e));
    macro_rules! dress {
        ($field:expr) => {{
            let field = $field.hint(hint).error(error.as_deref()).required(question.required).heading();
            html! { (field) }
        }};
    }
    let drawn = match &question.kind {
        Kind::Date(_) => dress!(date_input(words, key, label).value(DateValue::typed(typed, key))),
        Kind::Choice(options) => {
            dress!(radio_group(words, key, label, choices(words, options)).value(typed.text(key)))
        }
        Kind::Choices { options, .. } => {
            dress!(checkbox_group(words, key, label, choices(words, options)).values(typed.all(key)))
        }
        Kind::Number { unit, .. } => {
            let unit = unit.as_ref().map(|u| say(u, words.lang)).unwrap_or_default();
            dress!(input_text(words, key, label).value(typed.text(key)).numeric().unit(unit))
        }
        _ => html! {},
    };
    html! {
        (drawn)
        @if let Some(help) = &question.help {
            (disclosure(&words.t("procedures-guide-help"), html! { p { (rich(say(help, words.lang))) } }))
        }
    }
}

fn choices(words: Words<'_>, options: &[Choice]) -> Vec<components::Choice> {
    let one = |c: &Choice| {
        let choice = components::Choice::new(&c.value, say(&c.label, words.lang));
        match &c.hint {
            Some(hint) => choice.hint(say(hint, words.lang)),
            None => choice,
        }
    };
    options.iter().map(one).collect()
}
