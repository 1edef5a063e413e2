//! The small names inside an area (字), for choosing instead of typing.

use crate::{Point, Problem, TownFolder};
use serde::Deserialize;

/// A row of `localities.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Locality {
    /// The area (大字), as in the postcode table.
    pub town: String,
    /// The small name (字) in it; empty for the area as a whole.
    pub name: String,
    /// Its middle on the map.
    pub point: Point,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    town: String,
    locality: String,
    lat: f64,
    lng: f64,
}

pub(crate) fn load(folder: &TownFolder, problems: &mut Vec<Problem>) -> Vec<Locality> {
    let file = "localities.csv";
    if !folder.has(file) {
        return Vec::new();
    }
    let rows: Vec<(usize, Row)> = folder.csv_rows(file, problems);
    let mut localities = Vec::new();
    for (line, row) in rows {
        let (lat, lng) = (row.lat, row.lng);
        let point = Point { lat, lng };
        if !point.in_japan() {
            problems.push(Problem::at(file, line, "緯度と経度を確かめてください"));
        }
        localities.push(Locality { town: row.town, name: row.locality, point });
    }
    localities
}
