//! フリガナ: the reading of a name, recorded in the register since 2025-05-26 (戸籍法13条).
//!
//! Full-width katakana with small kana, ヴ and the long mark ー. Small and large kana are
//! different readings (キョウコ, キヨウコ), so nothing is folded here.

use crate::text_form::text_form;
use std::{fmt, str::FromStr};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;

/// The longest reading accepted, in characters.
pub const LONGEST: usize = 100;

/// A reading in full-width katakana; parts are divided by one ideographic space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Furigana(String);

/// Whether the middle dot of foreign names (マリア・ルイサ) may stand in a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MiddleDot {
    /// It may.
    Allowed,
    /// It may not.
    Refused,
}

/// Why a text is not a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KanaError {
    /// Nothing was written.
    #[error("the reading is empty")]
    Empty,
    /// A character other than those of a reading.
    #[error("character {at} is not katakana")]
    NotKatakana {
        /// Which one, from 1.
        at: usize,
        /// The character.
        found: char,
    },
    /// A part begins with ー.
    #[error("a reading cannot begin with a long mark")]
    LongMarkFirst,
    /// Longer than [`LONGEST`].
    #[error("the reading is too long")]
    TooLong,
}

impl Furigana {
    /// A reading exactly as typed; for typing in hiragana or half width use [`input_help`] first.
    pub fn new(text: &str, dot: MiddleDot) -> Result<Self, KanaError> {
        check(text, dot)?;
        Ok(Self(text.to_owned()))
    }

    /// Reads what a person typed, with [`input_help`].
    pub fn from_input(text: &str, dot: MiddleDot) -> Result<Self, KanaError> {
        Self::new(&input_help(text), dot)
    }

    /// The reading.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Furigana {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Strict, as a record holds it: katakana already, the middle dot allowed.
impl FromStr for Furigana {
    type Err = KanaError;
    fn from_str(text: &str) -> Result<Self, KanaError> {
        Self::new(text, MiddleDot::Allowed)
    }
}

text_form!(Furigana);

/// Whether `text` is a reading: full-width katakana ァ–ヶ, ー, one ideographic space between parts.
pub fn check(text: &str, dot: MiddleDot) -> Result<(), KanaError> {
    if text.is_empty() {
        return Err(KanaError::Empty);
    }
    let mut at_start = true;
    let mut length = 0;
    for (at, c) in (1..).zip(text.chars()) {
        length = at;
        let joint = c == '\u{3000}' || c == '・' && dot == MiddleDot::Allowed;
        match c {
            'ー' if at_start => return Err(KanaError::LongMarkFirst),
            _ if joint && !at_start => at_start = true,
            'ァ'..='ヶ' | 'ー' => at_start = false,
            _ => return Err(KanaError::NotKatakana { at, found: c }),
        }
    }
    if at_start {
        let found = text.chars().next_back().unwrap_or_default();
        return Err(KanaError::NotKatakana { at: length, found });
    }
    if length > LONGEST {
        return Err(KanaError::TooLong);
    }
    Ok(())
}

/// Turns what was typed into the katakana that was meant: hiragana and half-width kana become
/// full-width katakana, every run of white space one ideographic space, a hyphen after kana ー.
/// Everything else stays, for [`check`] to name.
pub fn input_help(text: &str) -> String {
    // Katakana first: a voicing mark joins ワ, but not わ.
    let wide = full_width(&to_katakana(text));
    let mut out = String::with_capacity(wide.len());
    for word in wide.split_whitespace() {
        if !out.is_empty() {
            out.push('\u{3000}');
        }
        for c in word.chars() {
            let after_kana = out.chars().next_back().is_some_and(is_katakana);
            let long = after_kana && crate::width::is_hyphen_like(c);
            out.push(if long { 'ー' } else { c });
        }
    }
    out
}

/// Hiragana as katakana; everything else as it was.
pub fn to_katakana(text: &str) -> String {
    text.chars().map(katakana_char).collect()
}

fn katakana_char(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    }
}

/// A katakana letter, small or large, or the long mark.
pub fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

/// Half-width kana as full width, ﾊﾞ as one letter バ; separate voicing marks join their kana.
pub fn full_width(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        for wide in widen(c) {
            push_joined(&mut out, wide);
        }
    }
    out
}

fn widen(c: char) -> impl Iterator<Item = char> {
    let half = matches!(c, '\u{FF61}'..='\u{FF9F}');
    let folded = half.then(|| std::iter::once(c).nfkc()).into_iter().flatten();
    folded.chain((!half).then_some(c))
}

/// Appends `c`; a voicing mark (U+3099, U+309A, ゛, ゜) joins the kana before it.
fn push_joined(out: &mut String, c: char) {
    let mark = match c {
        '\u{3099}' | '\u{309B}' => '\u{3099}',
        '\u{309A}' | '\u{309C}' => '\u{309A}',
        _ => return out.push(c),
    };
    match out.chars().next_back().and_then(|base| compose(base, mark)) {
        Some(joined) => {
            out.pop();
            out.push(joined);
        }
        None => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reading_is_katakana_and_small_kana_count() {
        for good in ["オノ　ハナコ", "キョウコ", "キヨウコ", "ヴィクトル", "ローラ"] {
            assert_eq!(check(good, MiddleDot::Refused), Ok(()), "{good}");
        }
        assert_ne!(Furigana::new("キョウコ", MiddleDot::Refused), Furigana::new("キヨウコ", MiddleDot::Refused));
    }

    #[test]
    fn what_is_no_reading_says_where() {
        let refused = |text| check(text, MiddleDot::Refused).unwrap_err();
        let at = |at, found| KanaError::NotKatakana { at, found };
        assert_eq!(refused(""), KanaError::Empty);
        assert_eq!(refused("オの"), at(2, 'の'));
        assert_eq!(refused("小野"), at(1, '小'));
        assert_eq!(refused("オノ ハナコ"), at(3, ' '));
        assert_eq!(refused("オノ　　ハナコ"), at(4, '　'));
        assert_eq!(refused("オノ　"), at(3, '　'));
        assert_eq!(refused("ーノ"), KanaError::LongMarkFirst);
        assert_eq!(refused("マリア・ルイサ"), at(4, '・'));
        assert_eq!(check("マリア・ルイサ", MiddleDot::Allowed), Ok(()));
        assert_eq!(refused(&"ア".repeat(101)), KanaError::TooLong);
    }

    #[test]
    fn typing_is_helped_into_katakana() {
        assert_eq!(input_help(" おの はなこ "), "オノ　ハナコ");
        assert_eq!(input_help("ﾜﾀﾅﾍﾞ ｼﾞｮｰｼﾞ"), "ワタナベ　ジョージ");
        assert_eq!(input_help("ろ-ら"), "ローラ");
        assert_eq!(input_help("ハ\u{3099}ン"), "バン");
        assert_eq!(input_help("か゛"), "ガ");
        assert_eq!(input_help("わﾞ"), "ヷ");
        assert_eq!(input_help("ゔぃくとる"), "ヴィクトル");
        assert_eq!(input_help("神\u{FA19}A-1"), "神\u{FA19}A-1");
    }

    proptest! {
        #[test]
        fn helped_hiragana_is_a_reading(text in "[ぁ-ゖ]{1,20}( [ぁ-ゖ]{1,20})?") {
            prop_assert!(Furigana::from_input(&text, MiddleDot::Refused).is_ok());
        }

        #[test]
        fn help_changes_nothing_the_second_time(text in "[ぁ-ゖァ-ヺｦ-ﾟー -]{0,20}") {
            let once = input_help(&text);
            prop_assert_eq!(input_help(&once), once);
        }

        #[test]
        fn a_reading_needs_no_help(text in "[ァ-ヶ]{1,10}(　[ァ-ヶ]{1,10})?") {
            prop_assert_eq!(input_help(&text), text);
        }
    }
}
