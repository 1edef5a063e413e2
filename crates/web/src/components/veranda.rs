//! Engawa's own drawings: the veranda with its view to the hills, and the mark.

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

/// The view from the veranda, for the head of the home page. Purely a picture.
#[must_use]
pub fn veranda() -> Markup {
    html! {
        svg.veranda viewBox="0 0 720 240" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false" {
            (PreEscaped(DRAWING))
        }
    }
}

const DRAWING: &str = include_str!("veranda.svg.txt");
