//! Boxes for words that stand apart.

use crate::components::{Icon, Tone, icon};
use crate::texts::rich;
use maud::{Markup, html};

/// A quiet box: something to know before going on.
#[must_use]
pub fn notice(tone: Tone, body: Markup) -> Markup {
    html! {
        div class=(format!("notice tone-{}", tone.class())) { (icon(tone.icon())) div { (body) } }
    }
}

/// Somebody's words; `source` may be empty.
#[must_use]
pub fn blockquote(body: Markup, source: &str) -> Markup {
    html! {
        figure.quote {
            blockquote { (body) }
            @if !source.is_empty() { figcaption { (rich(source)) } }
        }
    }
}

/// A list with nothing in it: says so, says why, and offers what to do.
#[must_use]
pub fn empty_state(which: Icon, title: &str, text: &str, action: Markup) -> Markup {
    html! {
        div.empty-state {
            (icon(which))
            p.empty-title { (rich(title)) }
            @if !text.is_empty() { p { (rich(text)) } }
            (action)
        }
    }
}
