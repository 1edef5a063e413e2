//! How a measure and a pillar stand: from figure to measure to pillar, by rules that the page says
//! in the same words.

use crate::book::{Measure, Plan, Use, Words};
use crate::counting::course::{self, State, course, middle, worst};
use crate::counting::forecast::{Forecast, forecast};
use crate::counting::ledger::{Ledger, Month, Series, YearFigure, ledger};
use crate::counting::rollup::together;
use crate::disclosure;
use kernel::Date;
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use store::StoreError;
use web::{Figure, House, Yearly};

/// The figures that stand beside every measure: was it more convenient, was it easy.
pub(crate) const FELT: [&str; 2] = ["cases.satisfaction", "cases.effort"];

/// How a measure stands in a fiscal year.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) state: State,
    /// How much of the way to the last targets is gone, 0 to 1: the middle of its figures.
    pub(crate) share: Option<f64>,
    pub(crate) rows: Vec<UseStanding>,
    /// Satisfaction and effort, over all matters.
    pub(crate) felt: Vec<UseStanding>,
}

/// How one figure of a measure stands.
#[derive(Debug, Clone)]
pub(crate) struct UseStanding {
    pub(crate) usage: Use,
    pub(crate) title: Words,
    /// What it means and what it leaves out.
    pub(crate) meaning: Words,
    /// In Japanese; [`unit()`] says it in the reader's language.
    pub(crate) unit: String,
    /// The newest month: the running one where it is counted live.
    pub(crate) latest: Option<Point>,
    /// All months, oldest first.
    pub(crate) months: Vec<Point>,
    /// All fiscal years, oldest first; the running one as far as it is counted.
    pub(crate) years: Vec<YearPoint>,
    /// The target of the fiscal year that was asked for.
    pub(crate) target: Option<f64>,
    pub(crate) forecast: Option<Forecast>,
    pub(crate) state: State,
    /// How much of the way is gone, 0 to 1.
    pub(crate) share: Option<f64>,
    /// "Starts when …", while nothing counts it.
    pub(crate) starts_when: Option<Words>,
    /// How it is counted, in Japanese.
    pub(crate) definition: String,
    /// Where it comes from, if it is counted outside the house.
    pub(crate) source: Option<String>,
    pub(crate) yearly: Yearly,
}

/// A month.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Point {
    /// Its first day.
    pub(crate) month: Date,
    pub(crate) value: Option<f64>,
    pub(crate) n: i64,
    pub(crate) hits: Option<i64>,
    /// Written down for good; else it still moves.
    pub(crate) closed: bool,
    /// Counted again after it was closed.
    pub(crate) revised: bool,
    /// There is something, and it is not shown.
    pub(crate) withheld: bool,
}

/// A fiscal year.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct YearPoint {
    pub(crate) year: FiscalYear,
    pub(crate) value: Option<f64>,
    pub(crate) n: i64,
    pub(crate) hits: Option<i64>,
    /// The last day counted.
    pub(crate) until: Date,
    pub(crate) closed: bool,
    pub(crate) revised: bool,
    pub(crate) withheld: bool,
    /// The same from closed months alone, and until when.
    settled: Option<(Figure, Date)>,
}

/// How a pillar stands.
#[derive(Debug, Clone)]
pub(crate) struct PillarStanding {
    pub(crate) state: State,
    /// How many of its measures stand how.
    pub(crate) counts: [(State, usize); 4],
}

/// A text that is there in Japanese only.
pub(crate) fn words_of(text: &str) -> Words {
    Words { ja: text.to_owned(), easy: None, en: None }
}

/// How a measure stands in a fiscal year. As officers see it; what leaves the house goes through
/// [`Standing::for_public`]. Reads what is closed and counts the running month at most every half
/// minute; not to be asked for inside something that the house remembers.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn standing(
    house: &House,
    plan: &Plan,
    measure: &Measure,
    year: FiscalYear,
) -> Result<Standing, StoreError> {
    let ledger = ledger(house).await?;
    Ok(stands(&ledger, plan, measure, year))
}

/// The same from figures at hand.
pub(crate) fn stands(ledger: &Ledger, plan: &Plan, measure: &Measure, year: FiscalYear) -> Standing {
    let rows: Vec<UseStanding> = measure.indicators.iter().map(|u| of_use(ledger, plan, u, year)).collect();
    let felt = FELT.iter().filter(|key| ledger.series.contains_key(**key));
    let felt = felt.map(|key| of_use(ledger, plan, &plain_use(key), year)).collect();
    Standing { state: State::NoData, share: None, rows, felt }.rolled_up()
}

fn plain_use(key: &str) -> Use {
    Use {
        key: key.to_owned(),
        title: None,
        starts_when: None,
        direction: crate::book::Direction::Up,
        baseline: None,
        baseline_year: None,
        targets: std::collections::BTreeMap::new(),
        verified: true,
    }
}

impl PillarStanding {
    /// From the states of its measures.
    pub(crate) fn of(states: impl IntoIterator<Item = State>) -> Self {
        let states: Vec<State> = states.into_iter().collect();
        let counts = State::ALL.map(|state| (state, states.iter().filter(|s| **s == state).count()));
        Self { state: middle(states), counts }
    }
}

impl Standing {
    fn rolled_up(self) -> Self {
        let mut shares: Vec<f64> = self.rows.iter().filter_map(|r| r.share).collect();
        shares.sort_by(f64::total_cmp);
        let share = shares.get(shares.len().saturating_sub(1) / 2).copied();
        Self { state: worst(self.rows.iter().map(|r| r.state)), share, ..self }
    }

    /// As everybody may see it: no group under ten, not even by subtraction.
    pub(crate) fn for_public(self) -> Self {
        let each = |rows: Vec<UseStanding>| rows.into_iter().map(UseStanding::for_public).collect();
        Self { rows: each(self.rows), felt: each(self.felt), ..self }.rolled_up()
    }
}

fn of_use(ledger: &Ledger, plan: &Plan, usage: &Use, year: FiscalYear) -> UseStanding {
    let Some(series) = ledger.series.get(&usage.key) else { return uncounted(usage, year) };
    let years: Vec<YearPoint> = series.years().into_iter().filter_map(|y| YearPoint::of(series, y)).collect();
    // Where no record stands behind it there is nothing to judge; who counts outside may not know how many.
    let known = |y: &&YearPoint| y.year == year && (y.n > 0 || series.definition.source.is_some());
    let asked = years.iter().find(known);
    let until = asked.map_or(year.start(), |y| y.until.min(ledger.at.date()));
    let yearly = series.definition.yearly;
    let found = course(plan, usage, yearly, year, asked.and_then(|y| y.value), until);
    let months: Vec<Point> = series.months.iter().map(|(day, m)| Point::of(*day, m)).collect();
    UseStanding {
        usage: usage.clone(),
        title: series.title.clone(),
        meaning: series.meaning.clone(),
        unit: series.definition.unit.clone(),
        latest: months.last().cloned(),
        months,
        years,
        target: found.target,
        forecast: forecast(&series.closed_values(), yearly, &series.definition.unit, plan.years.1),
        state: found.state,
        share: found.share,
        starts_when: usage.starts_when.clone(),
        definition: series.definition.computed().to_owned(),
        source: series.definition.source.clone(),
        yearly,
    }
}

/// A figure that nothing counts yet.
fn uncounted(usage: &Use, year: FiscalYear) -> UseStanding {
    UseStanding {
        usage: usage.clone(),
        title: usage.title.clone().unwrap_or_else(|| words_of(&usage.key)),
        meaning: Words::default(),
        unit: String::new(),
        latest: None,
        months: Vec::new(),
        years: Vec::new(),
        target: usage.targets.get(&year).copied(),
        forecast: None,
        state: State::NoData,
        share: None,
        starts_when: usage.starts_when.clone(),
        definition: String::new(),
        source: None,
        yearly: Yearly::Recount,
    }
}

impl Point {
    fn of(month: Date, kept: &Month) -> Self {
        let figure = &kept.figure;
        Self {
            month,
            value: figure.value,
            n: figure.n,
            hits: figure.hits,
            closed: kept.revision > 0,
            revised: kept.revision > 1,
            withheld: false,
        }
    }

    fn figure(&self) -> Figure {
        Figure { value: self.value, n: self.n, hits: self.hits, parts: Vec::new() }
    }

    fn hidden(self) -> Self {
        Self { value: None, n: 0, hits: None, withheld: true, ..self }
    }
}

impl YearPoint {
    fn of(series: &Series, year: FiscalYear) -> Option<Self> {
        let YearFigure { figure, until, closed, revised } = series.year(year)?;
        let settled = settled(series, year);
        let (value, n, hits) = (figure.value, figure.n, figure.hits);
        Some(Self { year, value, n, hits, until, closed, revised, withheld: false, settled })
    }

    fn figure(&self) -> Figure {
        Figure { value: self.value, n: self.n, hits: self.hits, parts: Vec::new() }
    }

    /// From closed months alone.
    fn without_live(self) -> Self {
        match self.settled.clone() {
            _ if self.closed => self,
            Some((figure, until)) => {
                let (value, n, hits) = (figure.value, figure.n, figure.hits);
                Self { value, n, hits, until, closed: true, ..self }
            }
            None => self.hidden(),
        }
    }

    fn hidden(self) -> Self {
        Self { value: None, n: 0, hits: None, withheld: true, settled: None, ..self }
    }
}

/// A fiscal year from closed months alone, and its last day.
pub(crate) fn settled(series: &Series, year: FiscalYear) -> Option<(Figure, Date)> {
    let run = series.runs.range(year.start()..=year.end()).rfind(|(_, m)| m.revision > 0);
    if let Some((until, run)) = run {
        return Some((run.figure.clone(), *until));
    }
    let closed = series.months.range(year.start()..=year.end()).filter(|(_, m)| m.revision > 0);
    let closed: Vec<_> = closed.collect();
    let until = closed.last()?.0.last_of_month();
    Some((together(series.definition.yearly, closed.iter().map(|(_, m)| &m.figure))?, until))
}

impl UseStanding {
    /// As everybody may see it. A running month with a small group is left out of its year too, so
    /// that nobody learns it from the difference.
    pub(crate) fn for_public(mut self) -> Self {
        let share = self.unit == "%";
        self.years = self.years.into_iter().map(|year| public_year(&mut self.months, year, share)).collect();
        self.latest = self.months.last().cloned();
        if self.years.iter().any(|y| y.withheld) {
            // What is told from what is withheld is withheld with it.
            self.forecast = None;
            self.state = State::NoData;
            self.share = None;
        }
        self
    }
}

fn public_year(months: &mut [Point], year: YearPoint, share: bool) -> YearPoint {
    let of_year = |p: &Point| FiscalYear::of(p.month) == year.year;
    let mut year_shown = year.clone();
    for point in months.iter_mut().filter(|p| of_year(p) && !p.closed) {
        if disclosure::alone(&point.figure(), share).withheld {
            *point = std::mem::take(point).hidden();
            year_shown = year_shown.without_live();
        }
    }
    let open: Vec<usize> =
        (0..months.len()).filter(|at| months.get(*at).is_some_and(|p| of_year(p) && !p.withheld)).collect();
    let figures: Vec<Figure> = open.iter().filter_map(|at| Some(months.get(*at)?.figure())).collect();
    for (at, shown) in open.iter().zip(disclosure::side_by_side(&figures, share)) {
        if let Some(point) = months.get_mut(*at).filter(|_| shown.withheld) {
            *point = std::mem::take(point).hidden();
        }
    }
    if disclosure::alone(&year_shown.figure(), share).withheld { year_shown.hidden() } else { year_shown }
}

/// A unit in the reader's language.
pub(crate) fn unit(words: web::components::Words<'_>, unit: &str) -> String {
    let key = match unit {
        "件" => "plan-unit-matters",
        "日" => "plan-unit-days",
        "通" => "plan-unit-letters",
        "枚" => "plan-unit-sheets",
        "人" => "plan-unit-people",
        "回" => "plan-unit-times",
        other => return other.to_owned(),
    };
    words.t(key)
}

/// Keys of the rules in plain words.
pub(crate) const RULES: [&str; 6] = [
    "plan-rule-line",
    "plan-rule-measure",
    "plan-rule-pillar",
    "plan-rule-forecast",
    "plan-rule-live",
    "plan-rule-small",
];

/// All rules in plain words, for the page that shows the states.
pub(crate) fn rules(words: web::components::Words<'_>) -> Markup {
    html! {
        ul {
            @for key in RULES {
                li { (words.rich(key)) }
            }
        }
        ul.plain-list { @for state in State::ALL { li { (course::mark(words, state)) } } }
    }
}
