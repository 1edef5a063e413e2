//! A state in words, shape and colour.

use crate::components::{Tone, icon};
use crate::texts::rich;
use maud::{Markup, html};

/// A state: 受付済み, 審査中, 差戻し.
#[must_use]
pub fn chip_label(tone: Tone, label: &str) -> Markup {
    html! {
        span class=(format!("chip tone-{}", tone.class())) { (icon(tone.icon())) span { (rich(label)) } }
    }
}
