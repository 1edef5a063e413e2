//! Names and values: the answers to check, the facts of a case.

use crate::components::Words;
use crate::texts::rich;
use maud::{Markup, Render, html};

/// A list of names and values.
#[derive(Clone)]
#[must_use]
pub struct DescriptionList<'a> {
    words: Words<'a>,
    items: Vec<Item>,
}

#[derive(Clone)]
struct Item {
    term: String,
    value: Markup,
    change: Option<String>,
}

/// An empty list of names and values; add with [`DescriptionList::item`].
pub const fn description_list(words: Words<'_>) -> DescriptionList<'_> {
    DescriptionList { words, items: Vec::new() }
}

impl DescriptionList<'_> {
    /// One more pair.
    pub fn item(mut self, term: impl Into<String>, value: Markup) -> Self {
        self.items.push(Item { term: term.into(), value, change: None });
        self
    }

    /// One more pair whose value can be changed at an address.
    pub fn item_with_change(mut self, term: impl Into<String>, value: Markup, href: impl Into<String>) -> Self {
        self.items.push(Item { term: term.into(), value, change: Some(href.into()) });
        self
    }
}

impl Render for DescriptionList<'_> {
    fn render(&self) -> Markup {
        html! {
            dl.description-list {
                @for item in &self.items {
                    div {
                        dt { (rich(&item.term)) }
                        dd { (item.value) }
                        @if let Some(href) = &item.change {
                            dd.change { a href=(href) {
                                span {
                                    (self.words.rich("kit-change"))
                                    span.visually-hidden { "（" (rich(&item.term)) "）" }
                                }
                            } }
                        }
                    }
                }
            }
        }
    }
}
