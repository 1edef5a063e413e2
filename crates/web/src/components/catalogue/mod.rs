//! The living catalogue at `/design`: every component with its states, and the very call that
//! made it. For those who write pages; its own words are Japanese only.

mod controls;
mod figures;
mod lists;
mod messages;

use crate::components::{Words, page_heading};
use crate::texts::{Lang, Texts};
use maud::{Markup, html};

/// A component shown: its call as written, and what the call gives.
pub(super) struct Shown {
    pub call: &'static str,
    pub look: Markup,
}

/// Shows an expression together with its own source.
macro_rules! shown {
    ($call:expr) => {
        $crate::components::catalogue::Shown { call: stringify!($call), look: maud::html! { ($call) } }
    };
}
pub(super) use shown;

/// A family of components.
pub(super) struct Family {
    pub name: &'static str,
    pub id: &'static str,
    pub shown: Vec<Shown>,
}

/// All families in the order of the catalogue.
pub(super) fn families(words: Words<'_>) -> Vec<Family> {
    [controls::families(words), messages::families(words), lists::families(words), figures::families(words)]
        .into_iter()
        .flatten()
        .collect()
}

/// Every component with its states and the call that makes it; the main part of a page.
#[must_use]
pub fn catalogue(texts: &Texts, lang: Lang) -> Markup {
    let families = families(texts.words(lang));
    html! {
        (page_heading("縁側の部品", "デザインの見本帳", "画面はすべてこの部品でできています。名前はデジタル庁デザインシステムに合わせています。"))
        nav.catalogue-list aria-label="部品の一覧" {
            ul { @for family in &families { li { a href=(format!("#{}", family.id)) { (family.name) } } } }
        }
        @for family in &families {
            section.section id=(family.id) {
                h2 { (family.name) }
                @for shown in &family.shown { (sample(shown)) }
            }
        }
    }
}

fn sample(shown: &Shown) -> Markup {
    html! {
        div.sample {
            div.sample-look { (shown.look) }
            pre.sample-call { code { (tidy(shown.call)) } }
        }
    }
}

/// The source of an expression without the line breaks and indentation it had in its file.
fn tidy(call: &str) -> String {
    let joined = call.lines().map(str::trim).fold(String::new(), |mut text, line| {
        let tight = text.is_empty() || text.ends_with(['(', '[', '{']) || line.starts_with(['.', ')', ']']);
        if !tight {
            text.push(' ');
        }
        text.push_str(line);
        text
    });
    joined.replace(",)", ")").replace(",]", "]")
}
