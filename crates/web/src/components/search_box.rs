//! One box to find anything.

use crate::components::{Icon, Words, icon};
use crate::texts::{plain, rich};
use maud::{Markup, html};

/// A search form that gets `action?q=…`. `id` is unique on the page; the label is visible.
#[must_use]
pub fn search_box(words: Words<'_>, id: &str, action: &str, label: &str, value: &str) -> Markup {
    html! {
        form.search-box role="search" aria-label=(plain(label)) method="get" action=(action) {
            label for=(id) { (rich(label)) }
            div.search-row {
                input.input-text type="search" id=(id) name="q" value=(value) enterkeyhint="search";
                button.button.button-solid type="submit" {
                    (icon(Icon::Search)) span { (words.rich("kit-search")) }
                }
            }
        }
    }
}
