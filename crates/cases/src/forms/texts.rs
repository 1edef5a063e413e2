//! A text for people in the three languages of the town's pages.

use serde::{Deserialize, Serialize};

/// One text: `{ ja = "…", easy = "…", en = "…" }`. Japanese may carry furigana as
/// `｜漢字《かんじ》`, やさしい日本語 does on every kanji; the page kit draws it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// やさしい日本語.
    #[serde(default)]
    pub easy: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// The same words in every language (a name, a number).
    pub fn same(words: &str) -> Self {
        Self { ja: words.to_owned(), easy: words.to_owned(), en: words.to_owned() }
    }

    /// The languages in which nothing is written.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        [("ja", &self.ja), ("easy", &self.easy), ("en", &self.en)]
            .into_iter()
            .filter(|(_, words)| words.trim().is_empty())
            .map(|(language, _)| language)
            .collect()
    }

    /// The three texts with their language.
    pub(super) fn each(&self) -> [(&'static str, &str); 3] {
        [("ja", &self.ja), ("easy", &self.easy), ("en", &self.en)]
    }
}
