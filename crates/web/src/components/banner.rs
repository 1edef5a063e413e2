//! Banners: what happened, what to know, what must not wait.

use crate::components::{Icon, Tone, Words, icon};
use crate::texts::rich;
use maud::{Markup, PreEscaped, Render, html};

/// A notification banner.
#[derive(Clone)]
#[must_use]
pub struct Banner<'a> {
    words: Words<'a>,
    tone: Tone,
    title: String,
    body: Markup,
    announced: bool,
}

/// A banner in the page, with a title; give it a body with [`Banner::body`].
pub fn notification_banner(words: Words<'_>, tone: Tone, title: impl Into<String>) -> Banner<'_> {
    Banner { words, tone, title: title.into(), body: PreEscaped(String::new()), announced: false }
}

impl Banner<'_> {
    /// What it says below the title.
    pub fn body(mut self, body: Markup) -> Self {
        self.body = body;
        self
    }

    /// Read out by a screen reader when the page opens: the outcome of what was just done.
    pub const fn announced(mut self) -> Self {
        self.announced = true;
        self
    }
}

impl Render for Banner<'_> {
    fn render(&self) -> Markup {
        let tone = self.tone.class();
        html! {
            div class=(format!("banner tone-{tone}")) role=[self.announced.then_some("status")] {
                div.banner-title {
                    (icon(self.tone.icon()))
                    h2 {
                        span.visually-hidden { (self.words.rich(&format!("kit-tone-{tone}"))) "：" }
                        (rich(&self.title))
                    }
                }
                @if !self.body.0.is_empty() { div.banner-body { (self.body) } }
            }
        }
    }
}

/// The banner of an emergency, on top of every page: what happens, since when, what to do.
#[must_use]
pub fn emergency_banner(words: Words<'_>, title: &str, when: &str, body: Markup, link: Option<(&str, &str)>) -> Markup {
    html! {
        section.emergency-banner aria-label=(words.plain("kit-emergency")) {
            div.emergency-inner {
                p.emergency-kind { (icon(Icon::Warning)) span { (words.rich("kit-emergency")) } }
                h2 { (rich(title)) }
                @if !when.is_empty() { p.emergency-when { (rich(when)) } }
                div { (body) }
                @if let Some((label, href)) = link {
                    p { a href=(href) { (rich(label)) } }
                }
            }
        }
    }
}
