//! Rules for names and texts in a procedure file.

use crate::forms::texts::Text;

/// Longest name of a question or page.
const MAX_KEY: usize = 40;

/// What is wrong with a name, if anything.
pub(crate) fn wrong_key(key: &str) -> Option<String> {
    let good = key.len() <= MAX_KEY
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    (!good).then(|| format!("名前「{key}」は、小文字の英字で始め、英字・数字・_ だけで{MAX_KEY}文字までにしてください"))
}

/// What is wrong with a text in three languages.
pub(super) fn wrong_text(text: &Text) -> Vec<String> {
    let mut wrong: Vec<String> =
        text.missing().into_iter().map(|language| format!("{language} の文がありません。書き足してください")).collect();
    for (language, words) in text.each() {
        if language == "en" && words.contains(['《', '》', '｜']) {
            wrong.push("ふりがなは、英語には書けません（en）".to_owned());
        } else if !ruby_is_paired(words) {
            wrong.push(format!("ふりがなは ｜漢字《かんじ》 の形で書いてください（{language}）"));
        }
        if words.chars().any(|c| c.is_control() && c != '\n') {
            wrong.push(format!("見えない文字が入っています（{language}）"));
        }
    }
    wrong
}

/// Whether every `｜` is followed by words, `《`, a reading in kana and `》`, and nothing else uses
/// these marks.
fn ruby_is_paired(words: &str) -> bool {
    let mut rest = words;
    while let Some(start) = rest.find(['｜', '《', '》']) {
        let Some(after) = rest[start..].strip_prefix('｜') else {
            return false;
        };
        let Some((base, tail)) = after.split_once('《') else {
            return false;
        };
        let Some((reading, tail)) = tail.split_once('》') else {
            return false;
        };
        if base.is_empty() || base.contains(['｜', '》']) || !is_reading(reading) {
            return false;
        }
        rest = tail;
    }
    true
}

fn is_reading(reading: &str) -> bool {
    !reading.is_empty() && reading.chars().all(|c| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヶ' | 'ー'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furigana_is_written_in_one_way() {
        assert!(ruby_is_paired("｜町《まち》の｜窓口《まどぐち》"));
        assert!(ruby_is_paired("まち"));
        for wrong in ["町《まち》", "｜町", "｜町《まち", "｜町《machi》", "｜《まち》", "町》"]
        {
            assert!(!ruby_is_paired(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_text_needs_all_three_languages() {
        let text = Text { ja: "町".into(), easy: String::new(), en: "town".into() };
        assert_eq!(wrong_text(&text), ["easy の文がありません。書き足してください"]);
    }

    #[test]
    fn names_are_short_and_plain() {
        assert_eq!(wrong_key("for_whom2"), None);
        for key in ["", "For", "2nd", "a-b", "氏名", &"a".repeat(41)] {
            assert!(wrong_key(key).is_some(), "{key}");
        }
    }
}
