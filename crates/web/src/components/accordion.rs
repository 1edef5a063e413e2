//! Text that opens on demand; works without a script.

use crate::texts::rich;
use maud::{Markup, html};

/// One question and its answer.
#[must_use]
pub fn disclosure(summary: &str, body: Markup) -> Markup {
    html! { details.disclosure { summary { span { (rich(summary)) } } div.disclosure-body { (body) } } }
}

/// Several questions and their answers.
#[must_use]
pub fn accordion(items: &[(&str, Markup)]) -> Markup {
    html! {
        div.accordion {
            @for (summary, body) in items {
                details.accordion-item { summary { span { (rich(summary)) } } div.accordion-body { (body) } }
            }
        }
    }
}
