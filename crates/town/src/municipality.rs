//! Who the municipality is.

use crate::{Fact, Point, Problem, Source};
use serde::Deserialize;

/// The municipality (`[municipality]` in `town.toml`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// 全国地方公共団体コード, six digits with the check digit (総務省).
    pub code: String,
    /// Name as in law, with 市・町・村.
    pub name: String,
    /// Name in katakana.
    pub kana: String,
    /// Name in Latin letters, for English pages.
    pub en: String,
    /// Prefecture.
    pub prefecture: String,
    /// District (郡), for towns and villages that have one.
    pub district: Option<String>,
    /// 法人番号, thirteen digits, check digit first.
    pub corporate_number: Option<String>,
    /// Who signs certificates and decisions, as the office writes it (○○町長).
    pub head_title: String,
    /// 市町村等 area code of the Meteorological Agency's weather messages.
    pub jma_area_code: Option<String>,
    /// Area in square kilometres.
    pub area_km2: Option<f64>,
    /// The municipality's own short motto.
    pub motto: Option<String>,
    /// The municipality's web site.
    pub website: Option<Fact<String>>,
    /// Where a map of the whole municipality is centred.
    pub centre: Option<Point>,
    /// Whether these values were seen in the named source.
    #[serde(default)]
    pub verified: bool,
    /// Where they were seen.
    pub source: Option<String>,
}

impl Municipality {
    /// Prefecture, district and name, as the front of an address: ○○県○○郡○○町.
    pub fn full_name(&self) -> String {
        let district = self.district.as_deref().unwrap_or_default();
        format!("{}{district}{}", self.prefecture, self.name)
    }

    /// District and name, as Japan Post and 住民票 write the 市区町村 part: ○○郡○○町.
    pub fn city_part(&self) -> String {
        let district = self.district.as_deref().unwrap_or_default();
        format!("{district}{}", self.name)
    }

    /// The five digits of the code without its check digit (JIS X 0401 and 0402).
    pub fn jis_code(&self) -> &str {
        self.code.get(..5).unwrap_or(&self.code)
    }
}

pub(crate) fn check(m: &Municipality, source: &Source, problems: &mut Vec<Problem>) {
    let mut note = |key: &str, message: &str| {
        problems.push(source.problem(&format!("municipality.{key}"), message));
    };
    if !municipality_code(&m.code) {
        note(
            "code",
            "団体コードの検査数字が合いません。6桁で書いてください",
        );
    }
    if let Some(number) = &m.corporate_number {
        if !corporate_number(number) {
            note("corporate_number", "法人番号の検査数字が合いません");
        } else if number.get(1..) != Some(&format!("000020{}", m.code)) {
            note("corporate_number", "団体コードと法人番号が合いません");
        }
    }
    if !m.prefecture.ends_with(['都', '道', '府', '県']) {
        note("prefecture", "都道府県の名前を「県」などまで書いてください");
    }
    if !m.name.ends_with(['市', '町', '村', '区']) {
        note("name", "「市」「町」「村」「区」までの名前を書いてください");
    }
    if m.centre.is_some_and(|p| !p.in_japan()) {
        note("centre", "緯度と経度を確かめてください");
    }
    if m.verified && m.source.is_none() {
        note("verified", "確認済みなら source に出どころを書いてください");
    }
}

/// 団体コード: five digits weighted 6 to 2, check digit in front of modulus 11 (総務省の定め).
fn municipality_code(code: &str) -> bool {
    let Some(digits) = digits::<6>(code) else {
        return false;
    };
    let sum: u32 = digits.iter().zip([6, 5, 4, 3, 2]).map(|(d, w)| d * w).sum();
    (11 - sum % 11) % 10 == digits[5]
}

/// 法人番号: the first digit checks the other twelve (法人番号の指定等に関する省令2条).
fn corporate_number(number: &str) -> bool {
    let Some(digits) = digits::<13>(number) else {
        return false;
    };
    let weights = [2, 1].into_iter().cycle();
    let sum: u32 = digits[1..].iter().zip(weights).map(|(d, w)| d * w).sum();
    9 - sum % 9 == digits[0]
}

fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    digits?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_of_real_municipalities_are_accepted() {
        for code in [
            "131016", "092011", "011002", "130001", "431001", "222127", "072010",
        ] {
            assert!(municipality_code(code), "{code}");
        }
        assert!(corporate_number("7000012050002"));
        assert!(corporate_number("8000020130001"));
    }

    proptest! {
        /// Any one mistyped digit of a municipality code or corporate number is noticed.
        #[test]
        fn one_wrong_digit_is_noticed(at in 0_usize..6, digit in 0_u8..10) {
            let mut code = *b"131016";
            prop_assume!(code[at] != b'0' + digit);
            code[at] = b'0' + digit;
            let code = String::from_utf8(code.to_vec()).unwrap();
            prop_assert!(!municipality_code(&code), "{}", code);
        }
    }
}
