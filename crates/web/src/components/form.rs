//! A form that posts, with its hidden token, and what keeps a draft.

use crate::components::Words;
use maud::{Markup, Render, html};

/// A form that posts.
#[derive(Clone)]
#[must_use]
pub struct Form<'a> {
    words: Words<'a>,
    action: String,
    token: Markup,
    body: Markup,
    files: bool,
    autosave: Option<String>,
}

/// A form that posts to `action`; `token` is the hidden field against forged requests.
pub fn form(words: Words<'_>, action: impl Into<String>, token: Markup, body: Markup) -> Form<'_> {
    Form { words, action: action.into(), token, body, files: false, autosave: None }
}

impl Form<'_> {
    /// Sends files too (`multipart/form-data`).
    pub const fn with_files(mut self) -> Self {
        self.files = true;
        self
    }

    /// Saves the fields (not the files) to this address while they are typed, where the
    /// browser can: a POST of the same fields, answered by any 2xx.
    pub fn autosave(mut self, address: impl Into<String>) -> Self {
        self.autosave = Some(address.into());
        self
    }
}

impl Render for Form<'_> {
    fn render(&self) -> Markup {
        let enctype = self.files.then_some("multipart/form-data");
        let form = html! {
            form.form method="post" action=(self.action) enctype=[enctype] novalidate {
                (self.token)
                (self.body)
            }
        };
        html! {
            @if let Some(address) = &self.autosave {
                en-autosave data-to=(address) data-saving=(self.words.plain("kit-saving"))
                    data-saved=(self.words.plain("kit-saved"))
                    data-failed=(self.words.plain("kit-save-failed")) { (form) }
            } @else { (form) }
        }
    }
}
