//! From one page of a long list to the next.

use crate::components::{Icon, Words, icon};
use maud::{Markup, html};

/// Links to the pages before and after, as addresses; nothing when there is neither.
#[must_use]
pub fn pagination(words: Words<'_>, previous: Option<&str>, next: Option<&str>) -> Markup {
    html! {
        @if previous.is_some() || next.is_some() {
            nav.pagination aria-label=(words.plain("kit-pages")) {
                @if let Some(href) = previous {
                    a.button.button-outline.is-previous rel="prev" href=(href) {
                        (icon(Icon::Left)) span { (words.rich("kit-previous")) }
                    }
                }
                @if let Some(href) = next {
                    a.button.button-outline.is-next rel="next" href=(href) {
                        span { (words.rich("kit-next-page")) } (icon(Icon::Right))
                    }
                }
            }
        }
    }
}
