//! How much of something is done.

use crate::components::field_id;
use crate::texts::rich;
use maud::{Markup, html};

/// A bar with words: `done` of `all`. `id` is unique on the page; `words` says the same
/// (「5問のうち2問」).
#[must_use]
pub fn progress_indicator(id: &str, label: &str, said: &str, done: u32, all: u32) -> Markup {
    let id = field_id(id);
    html! {
        div.progress {
            div.progress-words {
                label for=(id) { (rich(label)) }
                span { (rich(said)) }
            }
            progress id=(id) max=(all.max(1)) value=(done.min(all)) { (said) }
        }
    }
}
