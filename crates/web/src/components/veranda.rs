//! Engawa's own drawings: the mark, and the view from the veranda to the hills.

use crate::texts::rich;
use maud::{Markup, PreEscaped, html};

/// The mark: a roof, two posts and the boards of a veranda.
#[must_use]
pub fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false" {
            (PreEscaped(r#"<path class="mark-roof" d="M3 15 20 5l17 10v3H3z"/><path class="mark-post" d="M8 18h3v11H8zM29 18h3v11h-3z"/><path class="mark-board" d="M3 29h34v3H3zM5 34h30v2H5z"/>"#))
        }
    }
}

/// The view from the veranda. Purely a picture: nothing is said by it.
#[must_use]
pub fn veranda() -> Markup {
    html! {
        svg.veranda viewBox="0 0 720 360" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false" {
            (PreEscaped(include_str!("veranda.svg.txt").trim_end()))
        }
    }
}

/// The head of the home page: heading, lead and what to do first, before the view.
#[must_use]
pub fn hero(heading: &str, lead: &str, body: Markup) -> Markup {
    html! {
        div.hero {
            div.hero-words {
                h1 { (rich(heading)) }
                @if !lead.is_empty() { p.hero-lead { (rich(lead)) } }
                div.hero-body { (body) }
            }
            (veranda())
        }
    }
}
