//! Postcodes and the areas they mean.
//!
//! `postcodes.csv` is the municipality's own part with coordinates. `postcodes/national.csv` may
//! hold the whole country (see [`Postcodes::import_national`]); the own part wins where both
//! know a code. Typing an address freely is always possible: a postcode is only a help, and the
//! individual codes of large offices (事業所の個別番号) are in neither file.

use crate::{Point, Problem, TownFolder, folder, national};
use kernel::Postcode;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const OWN: &str = "postcodes.csv";

/// Where `engawa import postcodes` saves the national table.
pub const NATIONAL: &str = "postcodes/national.csv";

/// A part of an address that a postcode means (町域).
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The postcode.
    pub postcode: Postcode,
    /// 全国地方公共団体コード without its check digit (five digits).
    pub jis_code: String,
    /// Prefecture.
    pub prefecture: String,
    /// Prefecture in katakana.
    pub prefecture_kana: String,
    /// Municipality with its district (○○郡○○町).
    pub city: String,
    /// Municipality in katakana.
    pub city_kana: String,
    /// 町域; empty when the code means the whole municipality.
    pub town: String,
    /// 町域 in katakana.
    pub town_kana: String,
    /// Its middle on the map, where known.
    pub point: Option<Point>,
}

/// Rows of both files; the national one has no coordinates.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub postcode: Postcode,
    pub jis_code: String,
    pub prefecture: String,
    pub prefecture_kana: String,
    pub city: String,
    pub city_kana: String,
    pub town: String,
    pub town_kana: String,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
}

/// The table, small enough for the whole country: each municipality is kept once.
#[derive(Debug, Clone, Default)]
pub struct Postcodes {
    cities: Vec<City>,
    latest: usize,
    codes: BTreeMap<Postcode, Vec<Entry>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct City {
    jis_code: String,
    prefecture: String,
    prefecture_kana: String,
    city: String,
    city_kana: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    city: usize,
    town: Box<str>,
    town_kana: Box<str>,
    point: Option<Point>,
}

impl Postcodes {
    /// The areas of a postcode (`9630000`, `963-0000`, full-width digits and 〒 too), in the
    /// order of the file; empty when it is not known.
    pub fn find(&self, postcode: &str) -> Vec<Area> {
        let Ok(code) = postcode.parse::<Postcode>() else {
            return Vec::new();
        };
        let entries = self.codes.get(&code).into_iter().flatten();
        entries.filter_map(|e| self.area(code, e)).collect()
    }

    /// The areas of one municipality (five-digit code), by postcode.
    pub fn of_municipality(&self, jis_code: &str) -> Vec<Area> {
        let mine = |e: &&Entry| self.cities.get(e.city).is_some_and(|c| c.jis_code == jis_code);
        let codes = self.codes.iter();
        let pairs = codes.flat_map(|(code, entries)| entries.iter().filter(mine).map(|e| (*code, e)));
        pairs.filter_map(|(code, e)| self.area(code, e)).collect()
    }

    /// How many postcodes are known.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Reads Japan Post's `utf_ken_all.csv` (住所の郵便番号, UTF-8, one record per line, 15 columns,
    /// no heading). The older Shift_JIS `KEN_ALL.CSV` and the file of individual office codes are
    /// refused with a message that says which file to take.
    pub fn import_national(csv: &[u8]) -> Result<Self, Vec<Problem>> {
        national::read(csv)
    }

    /// The table as `postcodes/national.csv`, ready to be written into a town folder.
    pub fn to_csv(&self) -> Result<Vec<u8>, Problem> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for (code, entries) in &self.codes {
            for area in entries.iter().filter_map(|e| self.area(*code, e)) {
                let written = writer.serialize(Row::from(area));
                written.map_err(|e| folder::csv_problem(NATIONAL, &e))?;
            }
        }
        let bytes = writer.into_inner();
        bytes.map_err(|e| Problem::of_file(NATIONAL, format!("書き出せません（{}）", e.error())))
    }

    pub(crate) fn add(&mut self, row: Row) {
        let point = row.lat.zip(row.lng).map(|(lat, lng)| Point { lat, lng });
        let city = self.city(City {
            jis_code: row.jis_code,
            prefecture: row.prefecture,
            prefecture_kana: row.prefecture_kana,
            city: row.city,
            city_kana: row.city_kana,
        });
        let entry = Entry { city, town: row.town.into(), town_kana: row.town_kana.into(), point };
        let entries = self.codes.entry(row.postcode).or_default();
        if !entries.iter().any(|e| e.city == city && e.town == entry.town) {
            entries.push(entry);
        }
    }

    /// The place of a municipality in the list; neighbouring rows mostly share theirs.
    fn city(&mut self, city: City) -> usize {
        if self.cities.get(self.latest) != Some(&city) {
            self.latest = self.cities.iter().position(|c| *c == city).unwrap_or_else(|| {
                self.cities.push(city);
                self.cities.len() - 1
            });
        }
        self.latest
    }

    fn area(&self, postcode: Postcode, entry: &Entry) -> Option<Area> {
        let city = self.cities.get(entry.city)?;
        Some(Area {
            postcode,
            jis_code: city.jis_code.clone(),
            prefecture: city.prefecture.clone(),
            prefecture_kana: city.prefecture_kana.clone(),
            city: city.city.clone(),
            city_kana: city.city_kana.clone(),
            town: entry.town.to_string(),
            town_kana: entry.town_kana.to_string(),
            point: entry.point,
        })
    }
}

impl From<Area> for Row {
    fn from(area: Area) -> Self {
        Self {
            postcode: area.postcode,
            jis_code: area.jis_code,
            prefecture: area.prefecture,
            prefecture_kana: area.prefecture_kana,
            city: area.city,
            city_kana: area.city_kana,
            town: area.town,
            town_kana: area.town_kana,
            lat: area.point.map(|p| p.lat),
            lng: area.point.map(|p| p.lng),
        }
    }
}

pub(crate) fn load(folder: &TownFolder, problems: &mut Vec<Problem>) -> Postcodes {
    let mut table = Postcodes::default();
    let own = rows(folder, OWN, problems);
    let mine: BTreeSet<Postcode> = own.iter().map(|row| row.postcode).collect();
    own.into_iter().for_each(|row| table.add(row));
    let country = rows(folder, NATIONAL, problems).into_iter();
    let new = country.filter(|row| !mine.contains(&row.postcode));
    new.for_each(|row| table.add(row));
    table
}

fn rows(folder: &TownFolder, file: &str, problems: &mut Vec<Problem>) -> Vec<Row> {
    if !folder.has(file) {
        return Vec::new();
    }
    let rows: Vec<(usize, Row)> = folder.csv_rows(file, problems);
    for (line, row) in &rows {
        let point = row.lat.zip(row.lng).map(|(lat, lng)| Point { lat, lng });
        if point.is_some_and(|p| !p.in_japan()) {
            problems.push(Problem::at(file, *line, "緯度と経度を確かめてください"));
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(postcode: &str, town: &str) -> Row {
        Row {
            postcode: postcode.parse().unwrap(),
            jis_code: "99999".into(),
            prefecture: "架空県".into(),
            prefecture_kana: "カクウケン".into(),
            city: "縁側町".into(),
            city_kana: "エンガワマチ".into(),
            town: town.into(),
            town_kana: "カナ".into(),
            lat: None,
            lng: None,
        }
    }

    #[test]
    fn people_may_write_a_postcode_as_they_like() {
        let mut table = Postcodes::default();
        table.add(row("0010001", "上町"));
        for text in ["0010001", "001-0001", "〒001-0001", "００１－０００１", " 001 0001 "] {
            assert_eq!(table.find(text).len(), 1, "{text}");
        }
        for text in ["", "001000", "00100011", "001-000a", "999999999999"] {
            assert!(table.find(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn one_postcode_may_mean_several_areas() {
        let mut table = Postcodes::default();
        table.add(row("0010001", "上町"));
        table.add(row("0010001", "下町"));
        table.add(row("0010001", "上町"));
        let towns: Vec<String> = table.find("0010001").into_iter().map(|a| a.town).collect();
        assert_eq!(towns, ["上町", "下町"]);
    }

    proptest! {
        /// What is written to a file is found again after reading it.
        #[test]
        fn a_saved_table_reads_the_same(codes in proptest::collection::vec("[0-9]{7}", 0..20)) {
            let folder = tempfile::tempdir().unwrap();
            let mut table = Postcodes::default();
            for (n, code) in codes.iter().enumerate() {
                table.add(row(code, &format!("町,域\"{n}")));
            }
            std::fs::create_dir(folder.path().join("postcodes")).unwrap();
            std::fs::write(folder.path().join(NATIONAL), table.to_csv().unwrap()).unwrap();
            let mut problems = Vec::new();
            let again = load(&TownFolder::open(folder.path()).unwrap(), &mut problems);
            prop_assert_eq!(problems, vec![]);
            for code in &codes {
                prop_assert_eq!(again.find(code), table.find(code));
            }
        }

        /// Nothing that people type can break the look-up.
        #[test]
        fn any_text_is_answered(text in ".*") {
            prop_assert!(Postcodes::default().find(&text).is_empty());
        }
    }
}
