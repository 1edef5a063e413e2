//! All figures at hand: the closed months as they were written down, the running month counted
//! live. One reading serves everybody for half a minute.

use crate::counting::records::{self, Definition, Span};
use crate::counting::rollup::{month_of, months_between, next, together, year_until};
use crate::counting::standing::words_of;
use kernel::Date;
use kernel::fiscal::FiscalYear;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::StoreError;
use web::{Figure, House, Indicator, Period, Yearly};

/// So many seconds old a live figure may be.
pub(crate) const LIVE_SECONDS: i64 = 30;

/// A month of a series.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Month {
    pub(crate) figure: Figure,
    /// 0 while it runs, 1 once it is closed, more when it was counted again.
    pub(crate) revision: i64,
}

/// The months of one indicator.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    pub(crate) definition: Definition,
    /// In the three languages, where a room declares it.
    pub(crate) title: crate::book::Words,
    pub(crate) meaning: crate::book::Words,
    /// By first day.
    pub(crate) months: BTreeMap<Date, Month>,
    /// Figures of fiscal years until a month, by the last day of that month; only where months alone
    /// do not tell the year, or where somebody outside counted the year.
    pub(crate) runs: BTreeMap<Date, Month>,
}

/// A fiscal year as far as it is counted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct YearFigure {
    pub(crate) figure: Figure,
    /// The last day of the last month in it.
    pub(crate) until: Date,
    /// Whether every month in it is closed.
    pub(crate) closed: bool,
    pub(crate) revised: bool,
}

impl Series {
    fn new(definition: Definition, indicator: Option<&Indicator>) -> Self {
        let title = indicator.map_or_else(|| words_of(&definition.title), |i| words(i.title));
        let meaning = indicator.map_or_else(|| words_of(&definition.words), |i| words(i.meaning));
        Self { definition, title, meaning, months: BTreeMap::new(), runs: BTreeMap::new() }
    }

    /// The figure of a fiscal year from its months, by the declared rule.
    pub(crate) fn year(&self, year: FiscalYear) -> Option<YearFigure> {
        let months: Vec<(&Date, &Month)> = self.months.range(year.start()..=year.end()).collect();
        let run = self.runs.range(year.start()..=year.end()).next_back();
        let summed = together(self.definition.yearly, months.iter().map(|(_, m)| &m.figure));
        match (run, summed) {
            (Some((until, run)), _) => Some(YearFigure {
                figure: run.figure.clone(),
                until: *until,
                closed: run.revision > 0,
                revised: run.revision > 1,
            }),
            (None, Some(figure)) => Some(YearFigure {
                figure,
                until: months.last()?.0.last_of_month(),
                closed: months.iter().all(|(_, m)| m.revision > 0),
                revised: months.iter().any(|(_, m)| m.revision > 1),
            }),
            _ => None,
        }
    }

    /// The fiscal years of which something is counted.
    pub(crate) fn years(&self) -> Vec<FiscalYear> {
        let mut years: Vec<FiscalYear> =
            self.months.keys().chain(self.runs.keys()).map(|d| FiscalYear::of(*d)).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The closed months that have a value.
    pub(crate) fn closed_values(&self) -> Vec<(Date, f64)> {
        let closed = self.months.iter().filter(|(_, m)| m.revision > 0);
        closed.filter_map(|(day, m)| Some((*day, m.figure.value?))).collect()
    }
}

fn words(title: web::Title) -> crate::book::Words {
    let other = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    crate::book::Words { ja: title.ja.to_owned(), easy: other(title.easy), en: other(title.en) }
}

/// All series by the key of their indicator.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    pub(crate) series: BTreeMap<String, Series>,
    /// When the running month was counted.
    pub(crate) at: kernel::Moment,
}

/// All indicators that the rooms of this house declare; what residents notice first stands first.
pub(crate) fn declared(house: &House) -> Vec<&'static Indicator> {
    let rooms: Vec<_> = house.all_rooms().collect();
    rooms.into_iter().rev().flat_map(|r| r.indicators).collect()
}

/// All figures, at most [`LIVE_SECONDS`] old. Not to be asked for inside another remembered
/// computation: it is remembered itself.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn ledger(house: &House) -> Result<Arc<Ledger>, StoreError> {
    house.remember("plan.ledger".to_owned(), LIVE_SECONDS, read(house)).await
}

/// The same, read and counted now.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn read(house: &House) -> Result<Ledger, StoreError> {
    let mut ledger = closed(house).await?;
    for indicator in declared(house) {
        if let Some(series) = ledger.series.get_mut(indicator.key) {
            live(house, indicator, series, ledger.at.date()).await?;
        }
    }
    Ok(ledger)
}

/// What is closed, and nothing that still moves.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn closed(house: &House) -> Result<Ledger, StoreError> {
    let mut series = defined(house).await?;
    for snapshot in records::all(&house.db).await? {
        let Some(series) = series.get_mut(&snapshot.indicator) else { continue };
        let month = Month { figure: snapshot.figure, revision: snapshot.revision };
        match snapshot.span {
            Span::Month => series.months.insert(snapshot.period.first, month),
            Span::Year => series.runs.insert(snapshot.period.last, month),
        };
    }
    Ok(Ledger { series, at: house.now() })
}

/// Every indicator that is counted or was, in its latest words and without figures.
async fn defined(house: &House) -> Result<BTreeMap<String, Series>, StoreError> {
    let known = declared(house);
    let mut series: BTreeMap<String, Series> = BTreeMap::new();
    for definition in records::definitions(&house.db).await? {
        let indicator = known.iter().copied().find(|i| i.key == definition.indicator);
        series.insert(definition.indicator.clone(), Series::new(definition, indicator));
    }
    for indicator in known {
        // What counts today is what the room says today.
        series.insert(indicator.key.to_owned(), Series::new(Definition::of(indicator), Some(indicator)));
    }
    Ok(series)
}

/// Counts the running month, and the one before while it is not closed yet.
async fn live(house: &House, indicator: &Indicator, series: &mut Series, today: Date) -> Result<(), StoreError> {
    for month in open_months(series, today).into_iter().filter(|m| counts(indicator, *m)) {
        let figure = (indicator.count)(house.db.clone(), month).await?;
        series.months.insert(month.first, Month { figure, revision: 0 });
        if indicator.yearly == Yearly::Recount {
            let figure = (indicator.count)(house.db.clone(), year_until(month)).await?;
            series.runs.insert(month.last, Month { figure, revision: 0 });
        }
    }
    Ok(())
}

fn open_months(series: &Series, today: Date) -> Vec<Period> {
    let this = month_of(today);
    let last = month_of(this.first.yesterday().unwrap_or(this.first));
    let from = match series.months.last_key_value() {
        Some((closed, _)) => next(month_of(*closed)).first.max(last.first),
        None => last.first,
    };
    months_between(from, this.last)
}

/// Whether the records say it for this month at all.
pub(crate) fn counts(indicator: &Indicator, month: Period) -> bool {
    indicator.since.is_none_or(|since| since <= month.last)
}
