//! Who the municipality is.

use crate::{Fact, Point, Problem, Source};
use kernel::{CorporateNumber, MunicipalityCode};
use serde::Deserialize;

/// The municipality (`[municipality]` in `town.toml`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// 全国地方公共団体コード (総務省).
    pub code: MunicipalityCode,
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
    /// 法人番号; municipalities have `000020` and their code behind the check digit.
    pub corporate_number: Option<CorporateNumber>,
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
}

pub(crate) fn check(m: &Municipality, source: &Source, problems: &mut Vec<Problem>) {
    let mut note = |key: &str, message: &str| {
        problems.push(source.problem(&format!("municipality.{key}"), message));
    };
    let expected = CorporateNumber::of_municipality(m.code);
    if m.corporate_number.is_some_and(|number| number != expected) {
        let message = format!("団体コードから決まる法人番号（{expected}）と合いません");
        note("corporate_number", &message);
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
