//! What only a script can do: print, copy, passkeys. Hidden until the script is there.

use crate::components::{Icon, Words, button};
use crate::texts::plain;
use maud::{Markup, html};

/// A button that prints the page; without a script it is not shown.
#[must_use]
pub fn print_button(words: Words<'_>) -> Markup {
    html! {
        en-print.needs-script hidden {
            (button(words.t("kit-print")).outline().icon(Icon::Print).plain_button())
        }
    }
}

/// A text with a button that copies it; without a script only the text is shown.
#[must_use]
pub fn copy_text(words: Words<'_>, label: &str, text: &str) -> Markup {
    html! {
        en-copy.copy data-text=(text) data-done=(words.plain("kit-copied")) {
            span.copy-text { (text) }
            span.needs-script hidden {
                (button(words.t("kit-copy")).text().small().icon(Icon::Copy).about(plain(label)).plain_button())
            }
        }
    }
}

/// Where a passkey is made or used: the addresses of the two JSON steps, the page to open
/// afterwards, and the token against forged requests (sent as header `x-engawa-token`); an empty
/// one means that of the page's forms. The first step answers `{"publicKey": {…}}`, the second
/// 204, or `{"then": "/path"}` to open another page.
#[must_use]
pub fn passkey_register(words: Words<'_>, begin: &str, finish: &str, then: &str, token: &str) -> Markup {
    passkey(words, "register", "kit-passkey-register", [begin, finish, then, token])
}

/// A button that signs in with a passkey; see [`passkey_register`] for the addresses.
#[must_use]
pub fn passkey_sign_in(words: Words<'_>, begin: &str, finish: &str, then: &str, token: &str) -> Markup {
    passkey(words, "sign-in", "kit-passkey-sign-in", [begin, finish, then, token])
}

fn passkey(words: Words<'_>, kind: &str, key: &str, [begin, finish, then, token]: [&str; 4]) -> Markup {
    html! {
        en-passkey.needs-script hidden data-kind=(kind) data-begin=(begin) data-finish=(finish)
            data-then=(then) data-token=(token) data-failed=(words.plain("kit-passkey-failed")) {
            (button(words.t(key)).outline().icon(Icon::Key).plain_button())
            p.passkey-state role="status" {}
        }
    }
}
