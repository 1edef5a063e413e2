//! How many people live there, by public figures.

use crate::{Problem, TownFolder};
use serde::Deserialize;

/// A public population figure (a row of `population.csv`). Series of different bases
/// (国勢調査, 住民基本台帳) are never to be drawn as one line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationPoint {
    /// The day or year of the figure, as the source writes it.
    pub at: String,
    /// Which count it is (国勢調査, 住民基本台帳).
    pub series: String,
    /// Everybody.
    pub total: u32,
    /// Younger than 15.
    pub under_15: Option<u32>,
    /// 65 and older.
    pub over_65: Option<u32>,
    /// Households.
    pub households: Option<u32>,
    /// Households of elderly people.
    pub elderly_households: Option<u32>,
    /// Where it was seen.
    pub source: String,
}

pub(crate) fn load(folder: &TownFolder, problems: &mut Vec<Problem>) -> Vec<PopulationPoint> {
    let file = "population.csv";
    if !folder.has(file) {
        return Vec::new();
    }
    let rows: Vec<(usize, PopulationPoint)> = folder.csv_rows(file, problems);
    for (line, row) in &rows {
        let parts = row.under_15.unwrap_or(0) + row.over_65.unwrap_or(0);
        if parts > row.total {
            let message = "15歳未満と65歳以上の合計が全体より多くなっています";
            problems.push(Problem::at(file, *line, message));
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}
