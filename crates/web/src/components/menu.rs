//! Ways through the site: menus, drawer, language, small links.

use crate::components::{Icon, Words, icon};
use crate::texts::{Lang, rich};
use maud::{Markup, html};

/// An entry of a menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Its name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// A drawing, shown in the officers' side menu.
    pub icon: Option<Icon>,
    /// A number beside it: unread, waiting. None shows nothing.
    pub count: Option<u32>,
}

impl MenuItem {
    /// An entry.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), icon: None, count: None }
    }

    /// With a drawing.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With a number; zero shows nothing.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = (count > 0).then_some(count);
        self
    }

    fn is_current(&self, path: &str) -> bool {
        let path = path.split(['?', '#']).next().unwrap_or(path);
        path == self.href || (self.href != "/" && path.starts_with(&format!("{}/", self.href)))
    }
}

/// The entries as a list, the longest that leads to `path` marked as the current one.
#[must_use]
pub fn menu_list(words: Words<'_>, items: &[MenuItem], path: &str) -> Markup {
    let here =
        items.iter().filter(|item| item.is_current(path)).map(|item| item.href.as_str()).max_by_key(|href| href.len());
    html! {
        ul.menu-list {
            @for item in items {
                li { a href=(item.href) aria-current=[(here == Some(item.href.as_str())).then_some("page")] {
                    @if let Some(which) = item.icon { (icon(which)) }
                    span { (rich(&item.label)) }
                    @if let Some(count) = item.count {
                        span.count { (count) span.visually-hidden { (words.rich("kit-count")) } }
                    }
                } }
            }
        }
    }
}

/// The button with three lines and what it opens; opens without a script too.
#[must_use]
pub fn hamburger_menu(words: Words<'_>, body: Markup) -> Markup {
    html! {
        en-menu.hamburger {
            details {
                summary { (icon(Icon::Menu)) span { (words.rich("kit-menu")) } }
                (drawer(body))
            }
        }
    }
}

/// The sheet that a menu opens.
#[must_use]
pub fn drawer(body: Markup) -> Markup {
    html! { div.drawer { (body) } }
}

/// The languages; posts to `/settings/display` with the page to come back to.
#[must_use]
pub fn language_selector(words: Words<'_>, back: &str) -> Markup {
    html! {
        form.language-selector method="post" action="/settings/display" aria-label=(words.plain("kit-language")) {
            input type="hidden" name="return" value=(back);
            @for lang in Lang::ALL {
                button type="submit" name="lang" value=(lang.code()) lang=(lang.html())
                    aria-pressed=(if lang == words.lang { "true" } else { "false" }) { (lang.own_name()) }
            }
        }
    }
}

/// Small links in a row: about, privacy, accessibility.
#[must_use]
pub fn utility_links(label: &str, links: &[MenuItem]) -> Markup {
    html! {
        nav.utility-links aria-label=(crate::texts::plain(label)) {
            ul { @for link in links { li { a href=(link.href) { span { (rich(&link.label)) } } } } }
        }
    }
}

/// Views of the same thing as links, the current one marked. `label` names the row.
#[must_use]
pub fn tabs(words: Words<'_>, label: &str, items: &[MenuItem], current: &str) -> Markup {
    html! {
        nav.tabs aria-label=(crate::texts::plain(label)) {
            ul {
                @for item in items {
                    li { a href=(item.href) aria-current=[(item.href == current).then_some("page")] {
                        span { (rich(&item.label)) }
                        @if let Some(count) = item.count {
                            span.count { (count) span.visually-hidden { (words.rich("kit-count")) } }
                        }
                    } }
                }
            }
        }
    }
}
