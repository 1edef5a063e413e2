//! Headings of pages and sections.

use crate::texts::rich;
use maud::{Markup, html};

/// The heading of a page: a small line above (empty means none), the heading, a lead below
/// (empty means none).
#[must_use]
pub fn page_heading(above: &str, heading: &str, lead: &str) -> Markup {
    html! {
        div.page-heading {
            @if !above.is_empty() { p.above { (rich(above)) } }
            h1 { (rich(heading)) }
            @if !lead.is_empty() { p.lead { (rich(lead)) } }
        }
    }
}

/// A part of a page under a heading of the second rank.
#[must_use]
pub fn section(heading: &str, body: Markup) -> Markup {
    html! { section.section { h2 { (rich(heading)) } (body) } }
}
