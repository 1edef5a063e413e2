//! Addresses in the parts of the Digital Agency's core data model (GIF 住所) and of the address
//! base registry (ABR): prefecture, municipality, 町字, the numbers, the building.
//!
//! An address is whatever a person says it is: nothing here refuses free typing. Comparison uses
//! a key of its own.

use crate::text_form::text_form;
use crate::width::{half_width, is_hyphen_like};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use unicode_normalization::UnicodeNormalization as _;

/// 郵便番号: seven digits. `Display`, JSON and records: `963-3492`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode(u32);

/// The text has not the seven digits of a postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a postcode has seven digits")]
pub struct PostcodeError;

impl Postcode {
    /// The seven digits without a hyphen: `9633492`.
    pub fn digits(self) -> String {
        format!("{:07}", self.0)
    }
}

/// Reads `963-3492`, `9633492`, `〒９６３−３４９２`, with spaces anywhere.
impl FromStr for Postcode {
    type Err = PostcodeError;

    fn from_str(text: &str) -> Result<Self, PostcodeError> {
        let text = half_width(text);
        let text = text.trim();
        let text = text.strip_prefix(['〒', '〶']).unwrap_or(text);
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && !is_hyphen_like(*c)).collect();
        let all_digits = digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit());
        let number = digits.parse().map_err(|_| PostcodeError)?;
        all_digits.then_some(Self(number)).ok_or(PostcodeError)
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}-{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

text_form!(Postcode);

/// An address. Empty parts are unknown or not used; everything may stand in `rest`.
/// `Display` is one line without the postcode.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// 郵便番号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<Postcode>,
    /// 都道府県: 福島県.
    pub prefecture: String,
    /// 市区町村, with its 郡: 田村郡小野町.
    pub city: String,
    /// 町字: 大字小野新町字舘廻.
    pub town_area: String,
    /// 番地以下: 92番地.
    pub rest: String,
    /// 方書: building and room.
    pub building: String,
    /// ABR `lg_code` and `machiaza_id` where known: `075221` + seven digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl Address {
    /// An address as it was typed, undivided.
    pub fn free(text: &str) -> Self {
        Self { rest: text.trim().to_owned(), ..Self::default() }
    }

    /// Whether nothing at all was given.
    pub fn is_empty(&self) -> bool {
        self.postcode.is_none() && self.to_string().is_empty()
    }

    /// The line without prefecture, as papers within it print it: 田村郡小野町大字….
    pub fn without_prefecture(&self) -> String {
        let mut line = format!("{}{}{}", self.city, self.town_area, self.rest);
        if !self.building.is_empty() {
            if !line.is_empty() {
                line.push('\u{3000}');
            }
            line.push_str(&self.building);
        }
        line
    }

    /// A key under which ways of writing one address agree; see [`comparison_key`].
    pub fn comparison_key(&self) -> String {
        comparison_key(&self.to_string())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.prefecture, self.without_prefecture())
    }
}

/// For comparing only: width and spaces folded, every hyphen-like stroke `-`, 番地 番 号 の between
/// numbers `-`, 二丁目 → `2-`, 大字 and 字 dropped, ヶ and が as ケ.
pub fn comparison_key(text: &str) -> String {
    let folded: Vec<char> = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !crate::name::is_variation_selector(*c))
        .collect::<String>()
        .replace("大字", "")
        .replace('字', "")
        .to_lowercase()
        .chars()
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = folded.get(at) {
        at += fold_step(&folded[at..], *c, &mut out);
    }
    out.trim_end_matches('-').to_owned()
}

/// Appends the folded form of what stands at the front; how many characters that took.
fn fold_step(rest: &[char], c: char, out: &mut String) -> usize {
    let after_digit = out.ends_with(|c: char| c.is_ascii_digit());
    if let Some((number, taken)) = kanji_number_before_chome(rest) {
        out.push_str(&number);
        return taken;
    }
    if after_digit && let Some(taken) = counter_word(rest) {
        out.push('-');
        return taken;
    }
    match c {
        'の' | 'ノ' if after_digit => out.push('-'),
        'ヶ' | 'ヵ' | 'が' | 'ガ' => out.push('ケ'),
        _ if is_hyphen_like(c) && (after_digit || out.ends_with('-')) => {
            if after_digit {
                out.push('-');
            }
        }
        _ => out.push(c),
    }
    1
}

/// The length of 丁目, 番地の, 番地, 番 or 号 at the front.
fn counter_word(rest: &[char]) -> Option<usize> {
    ["丁目", "番地の", "番地", "番", "号"]
        .into_iter()
        .map(|word| word.chars().collect::<Vec<_>>())
        .find(|word| rest.starts_with(word))
        .map(|word| word.len())
}

/// 二十一丁目 → ("21", 3): kanji digits directly before 丁目.
fn kanji_number_before_chome(rest: &[char]) -> Option<(String, usize)> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let length = rest.iter().take_while(|c| **c == '十' || DIGITS.contains(**c)).count();
    if length == 0 || rest.get(length..length + 2)? != ['丁', '目'] {
        return None;
    }
    let (mut total, mut last) = (0usize, 0usize);
    for c in rest.iter().take(length.min(4)) {
        match DIGITS.chars().position(|d| d == *c) {
            Some(digit) => last = last * 10 + digit,
            None => {
                total += 10 * last.max(1);
                last = 0;
            }
        }
    }
    Some(((total + last).to_string(), length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn office() -> Address {
        Address {
            postcode: "963-3492".parse().ok(),
            prefecture: "福島県".into(),
            city: "田村郡小野町".into(),
            town_area: "大字小野新町字舘廻".into(),
            rest: "92番地".into(),
            ..Address::default()
        }
    }

    #[test]
    fn an_address_is_one_line() {
        let mut address = office();
        assert_eq!(address.to_string(), "福島県田村郡小野町大字小野新町字舘廻92番地");
        address.building = "コーポ小町101".into();
        assert!(address.to_string().ends_with("92番地　コーポ小町101"));
        assert_eq!(address.postcode.unwrap().to_string(), "963-3492");
        assert!(Address::free(" ").is_empty() && !office().is_empty());
    }

    #[test]
    fn postcodes_may_be_typed_in_any_width() {
        for text in ["963-3492", "9633492", "〒９６３－３４９２", " ９６３ー３４９２", "〒 963−3492"]
        {
            assert_eq!(text.parse::<Postcode>().unwrap().digits(), "9633492", "{text}");
        }
        for text in ["", "963-349", "963-34920", "96334９a", "+633492"] {
            assert_eq!(text.parse::<Postcode>(), Err(PostcodeError), "{text}");
        }
        assert_eq!("001-0010".parse::<Postcode>().unwrap().to_string(), "001-0010");
    }

    #[test]
    fn ways_of_writing_one_address_compare_equal() {
        let key = |text: &str| comparison_key(text);
        assert_eq!(key("福島県田村郡小野町大字小野新町字舘廻９２番地"), key("福島県田村郡小野町小野新町舘廻 92"));
        for text in [
            "本町二丁目３番地１",
            "本町2丁目3-1",
            "本町２−３−１",
            "本町2ー3ー1",
            "本町2丁目3番1号",
            "本町二丁目3番地の1",
        ] {
            assert_eq!(key(text), "本町2-3-1", "{text}");
        }
        assert_eq!(key("十二丁目1"), "12-1");
        assert_eq!(key("自由が丘"), key("自由ヶ丘"));
        assert_eq!(key("コーポ一番館"), "コーポ一番館");
        assert_ne!(key("本町2-3-1"), key("本町23-1"));
    }

    #[test]
    fn an_address_survives_json_and_old_records_may_lack_parts() {
        let json = serde_json::to_string(&office()).unwrap();
        assert_eq!(serde_json::from_str::<Address>(&json).unwrap(), office());
        let partial: Address = serde_json::from_str(r#"{"city":"田村郡小野町"}"#).unwrap();
        assert_eq!(partial.to_string(), "田村郡小野町");
    }

    proptest! {
        #[test]
        fn a_postcode_can_be_read_back(number in 0..10_000_000u32) {
            let code = Postcode(number);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert_eq!(code.digits().parse(), Ok(code));
        }

        #[test]
        fn comparing_never_fails(text in "\\PC{0,30}") {
            let _ = comparison_key(&text);
            prop_assert!(!comparison_key(&text).ends_with('-'));
        }
    }
}
