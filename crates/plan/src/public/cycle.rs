//! What was done in a year, what did not work and what comes next, as the desk wrote it and the town
//! published it.

use super::say;
use crate::pdca::{Action, PublishedCycle};
use maud::{Markup, html};
use web::components::section;
use web::texts::{Words, rich};

/// The parts of a published cycle in their order: heading, paragraphs. Empty ones are left out.
pub(super) fn parts(words: Words<'_>, cycle: &PublishedCycle) -> Vec<(String, Vec<String>)> {
    let day = |d: &kernel::Date| format!("{}月{}日", d.month(), d.day());
    let mut done: Vec<String> = cycle.done.iter().map(|(at, _, said)| format!("{} {said}", day(at))).collect();
    done.extend(cycle.steps.iter().filter(|(_, on)| on.is_some()).map(|(step, _)| step.clone()));
    done.push(cycle.good.clone());
    let mut failed = vec![cycle.failed.clone()];
    failed.extend(
        cycle
            .steps
            .iter()
            .filter(|(_, on)| on.is_none())
            .map(|(step, _)| format!("{step}（{}）", words.plain("plan-public-not-done"))),
    );
    let mut next: Vec<String> = cycle.action.into_iter().map(|a| words.plain(text(a))).collect();
    next.extend([cycle.reason.clone(), cycle.next.clone()]);
    let opinions = cycle.opinions.iter().map(|o| format!("{}（{}）", o.text, o.name)).collect();
    [
        ("plan-public-done", done),
        ("plan-public-failed", failed),
        ("plan-public-next", next),
        ("plan-public-opinions", opinions),
    ]
    .into_iter()
    .map(|(key, texts)| (words.t(key), texts.into_iter().filter(|t| !t.trim().is_empty()).collect::<Vec<_>>()))
    .filter(|(_, texts)| !texts.is_empty())
    .collect()
}

const fn text(action: Action) -> &'static str {
    match action {
        Action::Continue => "plan-public-action-continue",
        Action::Improve => "plan-public-action-improve",
        Action::Stop => "plan-public-action-stop",
    }
}

/// The published cycles, newest first; the desk's own words are Japanese.
pub(super) fn all(words: Words<'_>, published: &[PublishedCycle]) -> Markup {
    html! {
        @for cycle in published {
            (section(&words.tf("plan-public-cycle", &[("year", cycle.span.to_string().into())]), html! {
                @for (heading, texts) in parts(words, cycle) {
                    h3 { (rich(&heading)) }
                    @for part in texts { p lang="ja" { (part) } }
                }
                p.support-text { (rich(&words.tf("plan-public-published", &[("day", say::day(words, cycle.published_at.date()).into())]))) }
            }))
        }
    }
}
