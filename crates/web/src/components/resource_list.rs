//! A list of things to open: procedures, papers, notices.

use crate::components::{Icon, icon};
use crate::texts::rich;
use maud::{Markup, PreEscaped, Render, html};

/// A line of a resource list.
#[derive(Clone, Debug)]
#[must_use]
pub struct Resource {
    title: String,
    href: String,
    text: String,
    meta: String,
    status: Markup,
    icon: Option<Icon>,
}

/// A line that leads somewhere.
pub fn resource(title: impl Into<String>, href: impl Into<String>) -> Resource {
    Resource {
        title: title.into(),
        href: href.into(),
        text: String::new(),
        meta: String::new(),
        status: PreEscaped(String::new()),
        icon: None,
    }
}

impl Resource {
    /// A line or two about it.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// A small line: date, number, size.
    pub fn meta(mut self, meta: impl Into<String>) -> Self {
        self.meta = meta.into();
        self
    }

    /// A chip at the end of the line.
    pub fn status(mut self, chip: Markup) -> Self {
        self.status = chip;
        self
    }

    /// A drawing at the beginning.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

impl Render for Resource {
    fn render(&self) -> Markup {
        html! {
            div.resource {
                @if let Some(which) = self.icon { span.resource-icon { (icon(which)) } }
                div.resource-words {
                    p.resource-title { a href=(self.href) { (rich(&self.title)) } }
                    @if !self.text.is_empty() { p.resource-text { (rich(&self.text)) } }
                    @if !self.meta.is_empty() { p.resource-meta { (rich(&self.meta)) } }
                }
                (self.status)
            }
        }
    }
}

/// The lines as a list.
#[must_use]
pub fn resource_list(resources: impl IntoIterator<Item = Resource>) -> Markup {
    html! { ul.resource-list { @for resource in resources { li { (resource) } } } }
}
