//! Cards: one thing to open, with a few words about it.

use crate::components::{Icon, icon};
use crate::texts::rich;
use maud::{Markup, PreEscaped, Render, html};

/// A card whose whole face is one link.
#[derive(Clone, Debug)]
#[must_use]
pub struct Card {
    title: String,
    href: String,
    text: String,
    icon: Option<Icon>,
    extra: Markup,
    level: u8,
}

/// A card with a title that leads somewhere.
pub fn card(title: impl Into<String>, href: impl Into<String>) -> Card {
    Card {
        title: title.into(),
        href: href.into(),
        text: String::new(),
        icon: None,
        extra: PreEscaped(String::new()),
        level: 3,
    }
}

impl Card {
    /// A line or two about it.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// A drawing beside the title.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Chips, dates and the like below the text; no links.
    pub fn extra(mut self, extra: Markup) -> Self {
        self.extra = extra;
        self
    }

    /// The rank of the title where the heading above is not of the second rank.
    pub const fn level(mut self, level: u8) -> Self {
        self.level = level;
        self
    }
}

impl Render for Card {
    fn render(&self) -> Markup {
        let link = html! { a href=(self.href) { (rich(&self.title)) } };
        html! {
            article.card {
                @if let Some(which) = self.icon { span.card-icon { (icon(which)) } }
                div.card-words {
                    @match self.level {
                        2 => { h2 { (link) } }
                        4 => { h4 { (link) } }
                        _ => { h3 { (link) } }
                    }
                    @if !self.text.is_empty() { p { (rich(&self.text)) } }
                    (self.extra)
                }
            }
        }
    }
}

/// Cards in as many columns as fit.
#[must_use]
pub fn card_grid(cards: impl IntoIterator<Item = Card>) -> Markup {
    html! { ul.card-grid { @for card in cards { li { (card) } } } }
}
