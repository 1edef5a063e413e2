//! The way from the home page to here.

use crate::components::Words;
use crate::texts::rich;
use maud::{Markup, html};

/// A page on the way.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Its address.
    pub href: String,
}

impl Crumb {
    /// A page on the way.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// Home, the pages between, and this page, which is not a link. Nothing on the home page.
#[must_use]
pub fn breadcrumb(words: Words<'_>, between: &[Crumb], here: &str) -> Markup {
    html! {
        nav.breadcrumb aria-label=(words.plain("kit-breadcrumb")) {
            ol {
                li { a href="/" { (words.rich("kit-home")) } }
                @for crumb in between {
                    li { a href=(crumb.href) { (rich(&crumb.label)) } }
                }
                li aria-current="page" { (rich(here)) }
            }
        }
    }
}
