//! Buttons that act and links that look like them.

use crate::components::{Icon, icon};
use crate::texts::rich;
use maud::{Markup, Render, html};

/// A button or a link with its look. Solid unless said otherwise.
#[derive(Clone, Debug)]
#[must_use]
pub struct Button {
    label: String,
    href: Option<String>,
    look: &'static str,
    kind: &'static str,
    name: Option<(String, String)>,
    action: Option<String>,
    icon: Option<Icon>,
    small: bool,
    context: Option<String>,
}

/// A button that submits its form.
pub fn button(label: impl Into<String>) -> Button {
    Button {
        label: label.into(),
        href: None,
        look: "solid",
        kind: "submit",
        name: None,
        action: None,
        icon: None,
        small: false,
        context: None,
    }
}

/// A link that looks like a button: goes somewhere, changes nothing.
pub fn link_button(label: impl Into<String>, href: impl Into<String>) -> Button {
    Button { href: Some(href.into()), ..button(label) }
}

impl Button {
    /// The second choice on a page.
    pub const fn outline(mut self) -> Self {
        self.look = "outline";
        self
    }

    /// The quiet choice: cancel, back, more.
    pub const fn text(mut self) -> Self {
        self.look = "text";
        self
    }

    /// Something that cannot be taken back.
    pub const fn danger(mut self) -> Self {
        self.look = "danger";
        self
    }

    /// For rows of tables and desk pages; still 44 px high to the finger.
    pub const fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// The name and value sent when this button was the one pressed.
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some((name.into(), value.into()));
        self
    }

    /// Sends the form to another address than the form's own.
    pub fn to(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// A picture before the words.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Words only a screen reader says after the label, where many buttons read alike.
    pub fn about(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    pub(crate) const fn plain_button(mut self) -> Self {
        self.kind = "button";
        self
    }

    fn inside(&self) -> Markup {
        html! {
            @if let Some(which) = self.icon { (icon(which)) }
            span {
                (rich(&self.label))
                @if let Some(context) = &self.context {
                    span.visually-hidden { "（" (rich(context)) "）" }
                }
            }
        }
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let class = format!("button button-{}{}", self.look, if self.small { " is-small" } else { "" });
        html! {
            @if let Some(href) = &self.href {
                a class=(class) href=(href) { (self.inside()) }
            } @else {
                button class=(class) type=(self.kind) formaction=[&self.action]
                    name=[self.name.as_ref().map(|(name, _)| name)]
                    value=[self.name.as_ref().map(|(_, value)| value)] { (self.inside()) }
            }
        }
    }
}

/// Buttons side by side, one below another on a phone. The main one comes first.
#[must_use]
pub fn button_row(buttons: Markup) -> Markup {
    html! { div.button-row { (buttons) } }
}
