//! All errors of a page, on top of it.

use crate::components::{Icon, Words, field_id, icon};
use crate::texts::rich;
use maud::{Markup, html};

/// The errors of a page as (field name, message), each a link to its field; nothing when there
/// are none. The script moves the focus here, and a screen reader reads it out (`role=alert`).
#[must_use]
pub fn error_summary<N: AsRef<str>, M: AsRef<str>>(words: Words<'_>, errors: &[(N, M)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            en-error-summary {
                div.error-summary role="alert" tabindex="-1" aria-labelledby="error-summary-title" {
                    h2 id="error-summary-title" {
                        (icon(Icon::Error))
                        span { (words.rich("kit-error-summary")) }
                    }
                    ul {
                        @for (name, message) in errors {
                            li { a href=(format!("#{}", field_id(name.as_ref()))) { (rich(message.as_ref())) } }
                        }
                    }
                }
            }
        }
    }
}
