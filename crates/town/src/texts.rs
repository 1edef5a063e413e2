//! The town's own wording: Fluent files that replace a room's texts message by message.

use crate::{Problem, TownFolder};

/// The files `texts/ja.ftl`, `texts/easy.ftl`, `texts/en.ftl`; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextOverrides {
    /// Japanese.
    pub ja: String,
    /// やさしい日本語.
    pub easy: String,
    /// English.
    pub en: String,
}

pub(crate) fn load(folder: &TownFolder, problems: &mut Vec<Problem>) -> TextOverrides {
    let mut read = |file: &str| {
        if !folder.has(file) {
            return String::new();
        }
        folder.text(file).unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        })
    };
    TextOverrides { ja: read("texts/ja.ftl"), easy: read("texts/easy.ftl"), en: read("texts/en.ftl") }
}
