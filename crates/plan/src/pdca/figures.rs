//! The figures of a cycle: counted from the services' own records, each with its definition, frozen
//! when the cycle is handed in.

use super::place::Place;
use super::span::Half;
use crate::book::{Direction, Use};
use crate::counting::{self, State, UseStanding, YearPoint};
use crate::disclosure;
use kernel::Date;
use serde::{Deserialize, Serialize};
use store::StoreError;
use web::{House, Indicator, Period};

/// A figure as it was counted, with what it means and how, so that it can be read alone later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counted {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) value: Option<f64>,
    /// From how many records.
    pub(crate) n: i64,
    pub(crate) target: Option<f64>,
    /// Less is better.
    pub(crate) down: bool,
    /// Whether the town has confirmed the target.
    pub(crate) verified: bool,
    /// How it stands to the line of the plan, by its key.
    state: String,
    pub(crate) meaning: String,
    pub(crate) computed: String,
    /// First and last day that were counted.
    pub(crate) from: Date,
    pub(crate) until: Date,
    /// Nothing counts it yet: since when it will be.
    pub(crate) starts_when: Option<String>,
    /// It stands for a small group and does not leave the house.
    pub(crate) withheld: bool,
}

impl Counted {
    /// The value as written, with its unit; none without records.
    pub(crate) fn written(&self) -> Option<String> {
        self.value.map(|v| format!("{}{}", number(v), self.unit))
    }

    /// The target as written.
    pub(crate) fn target_written(&self) -> Option<String> {
        self.target.map(|t| format!("{}{}", number(t), self.unit))
    }

    /// How it stands to the line of the plan.
    pub(crate) fn state(&self) -> State {
        State::ALL.into_iter().find(|s| s.key() == self.state).unwrap_or(State::NoData)
    }
}

/// A number without needless digits.
fn number(value: f64) -> String {
    if (value - value.round()).abs() < 0.05 { format!("{value:.0}") } else { format!("{value:.1}") }
}

/// The figures of a measure from the first day of its span until today, or until the span was over;
/// last, whether people found it convenient and easy.
pub(crate) async fn of(house: &House, place: &Place) -> Result<Vec<Counted>, StoreError> {
    let year = place.span.year;
    let standing = counting::standing(house, &place.plan, &place.measure, year).await?;
    let felt = standing.felt.into_iter().filter(|f| place.measure.indicators.iter().all(|u| u.key != f.usage.key));
    let rows: Vec<UseStanding> = standing.rows.into_iter().chain(felt).collect();
    let mut counted = Vec::with_capacity(rows.len());
    for row in rows {
        counted.push(match half(house, place, &row.usage).await? {
            Some(half) => half,
            None => whole(place, row, house.now().date()),
        });
    }
    Ok(counted)
}

fn whole(place: &Place, row: UseStanding, today: Date) -> Counted {
    let of_year = |years: &[YearPoint]| years.iter().find(|y| y.year == place.span.year).cloned();
    let counted = of_year(&row.years);
    let withheld = of_year(&row.clone().for_public().years).is_some_and(|y| y.withheld);
    let (first, last) = place.span.days();
    let title = row.usage.title.as_ref().map_or(row.title.ja, |own| own.ja.clone());
    Counted {
        key: row.usage.key,
        title,
        unit: row.unit,
        value: counted.as_ref().and_then(|y| y.value),
        n: counted.as_ref().map_or(0, |y| y.n),
        target: row.target,
        down: row.usage.direction == Direction::Down,
        verified: row.usage.verified,
        state: row.state.key().to_owned(),
        meaning: row.meaning.ja,
        computed: row.definition,
        from: first,
        until: counted.map_or(first, |y| y.until).min(last).min(today).max(first),
        starts_when: row.starts_when.map(|w| w.ja),
        withheld,
    }
}

/// Half a year is counted as asked: the closed figures are those of months and years. There are
/// targets for years only.
async fn half(house: &House, place: &Place, usage: &Use) -> Result<Option<Counted>, StoreError> {
    let indicator = house.all_rooms().flat_map(|r| r.indicators).find(|i| i.key == usage.key);
    let Some(indicator) = indicator.filter(|_| place.span.half != Half::Whole) else { return Ok(None) };
    let (first, last) = place.span.days();
    let period = Period { first, last: last.min(house.now().date()).max(first) };
    one(house, indicator, usage, period).await.map(Some)
}

async fn one(house: &House, indicator: &Indicator, usage: &Use, period: Period) -> Result<Counted, StoreError> {
    let figure = (indicator.count)(house.db.clone(), period).await?;
    Ok(Counted {
        key: usage.key.clone(),
        title: indicator.title.ja.to_owned(),
        unit: indicator.unit.to_owned(),
        withheld: disclosure::alone(&figure, indicator.unit == "%").withheld,
        value: figure.value,
        n: figure.n,
        target: None,
        down: usage.direction == Direction::Down,
        verified: usage.verified,
        state: State::NoData.key().to_owned(),
        meaning: indicator.meaning.ja.to_owned(),
        computed: indicator.computed.to_owned(),
        from: period.first,
        until: period.last,
        starts_when: None,
    })
}
