//! A figure with its words: how it stands, the months of the year, the years of the plan with
//! target and forecast, and how it is counted.

use super::say;
use crate::book::Plan;
use crate::counting::{Point, UseStanding, YearPoint, mark};
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use web::Yearly;
use web::components::{LineChart, Tone, chip_label, disclosure, line_chart, notice, stat_tile, stat_tiles};
use web::texts::{Words, plain, rich};

/// All that is known of one figure.
pub(super) fn whole(words: Words<'_>, row: &UseStanding, plan: &Plan, year: FiscalYear) -> Markup {
    let title = say::said(&row.title, words.lang);
    let months = months(words, row, year);
    html! {
        div.plan-figure {
            h3 { (rich(title)) }
            @if !row.meaning.ja.is_empty() { p { (rich(say::said(&row.meaning, words.lang))) } }
            @if let Some(starts) = &row.starts_when {
                (notice(Tone::Info, html! { p { (words.rich("plan-public-starts")) " " (say::spoken(starts, words.lang)) } }))
            }
            @if let Some(point) = year_point(row, year) {
                (stat_tiles([this_year(words, row, point)]))
                p { (mark(words, row.state)) @if !point.closed { " " (chip_label(Tone::Progress, &words.t("plan-public-running"))) } }
            } @else if row.starts_when.is_none() {
                p { (words.rich(if row.months.iter().any(|p| p.withheld) { "plan-public-few-yet" } else { "plan-public-none-yet" })) }
            }
            @if let Some(chart) = months { (chart) }
            @if let Some(chart) = years(words, row, plan) {
                (chart)
                @if !row.usage.verified { p { (say::unconfirmed(words)) " " (words.rich("plan-public-target-unconfirmed")) } }
            }
            @if !row.definition.is_empty() { (how(words, row)) }
        }
    }
}

fn how(words: Words<'_>, row: &UseStanding) -> Markup {
    disclosure(
        &words.tf("plan-public-how", &[("title", plain(say::said(&row.title, words.lang)).into())]),
        html! {
            p lang="ja" { (row.definition) }
            @if let Some(source) = &row.source { p lang="ja" { (source) } }
            p.support-text { code { (row.usage.key) } }
        },
    )
}

/// What may be shown of a fiscal year.
pub(super) fn year_point(row: &UseStanding, year: FiscalYear) -> Option<&YearPoint> {
    row.years.iter().find(|y| y.year == year && !y.withheld && y.value.is_some())
}

/// The year as far as it is counted.
pub(super) fn this_year(words: Words<'_>, row: &UseStanding, point: &YearPoint) -> web::components::StatTile {
    let value = point.value.map_or_else(|| "―".to_owned(), say::number);
    let until = if point.closed { say::day(words, point.until) } else { words.t("plan-public-today") };
    let year = say::year(words, point.year);
    let note = words.tf("plan-public-until", &[("year", year.into()), ("until", until.into()), ("n", point.n.into())]);
    stat_tile(say::said(&row.title, words.lang), value, crate::counting::unit(words, &row.unit)).note(note)
}

fn with_unit(words: Words<'_>, row: &UseStanding, value: Option<f64>) -> String {
    value.map_or_else(
        || "―".to_owned(),
        |v| format!("{}{}", say::number(v), plain(&crate::counting::unit(words, &row.unit))),
    )
}

/// The months of a fiscal year, and from how many records each was told.
pub(super) fn months<'w>(words: Words<'w>, row: &UseStanding, year: FiscalYear) -> Option<LineChart<'w>> {
    let points: Vec<&Point> = row.months.iter().filter(|p| FiscalYear::of(p.month) == year).collect();
    points.iter().find(|p| p.value.is_some())?;
    let names = points.iter().map(|p| say::month(words, p.month.month()));
    let title = say::said(&row.title, words.lang).to_owned();
    let title = words.tf("plan-public-by-month", &[("title", title.into()), ("year", say::year(words, year).into())]);
    let chart = line_chart(words, title, summary(words, row, &points), crate::counting::unit(words, &row.unit), names)
        .line_with_gaps(words.plain("plan-public-actual"), points.iter().map(|p| p.value))
        .note(words.plain("plan-public-records"), points.iter().map(|p| records(words, p)));
    // A target of a year is no target of a month where months add up to the year.
    let target = row.target.filter(|_| row.yearly != Yearly::Sum);
    Some(match target {
        Some(target) => chart.target(words.plain("plan-public-target"), points.iter().map(|_| Some(target))),
        None => chart,
    })
}

pub(super) fn records(words: Words<'_>, point: &Point) -> String {
    let key = match point {
        p if p.withheld => return words.plain("plan-public-few"),
        p if !p.closed => "plan-public-n-running",
        p if p.revised => "plan-public-n-revised",
        _ => "plan-public-n",
    };
    words.tf(key, &[("n", point.n.into())])
}

/// What the months show, in one or two sentences.
pub(super) fn summary(words: Words<'_>, row: &UseStanding, points: &[&Point]) -> String {
    let known: Vec<&&Point> = points.iter().filter(|p| p.value.is_some()).collect();
    let name = |p: &Point| say::month(words, p.month.month());
    match known.as_slice() {
        [] => String::new(),
        [one] => words.tf(
            "plan-public-sum-one",
            &[("month", name(one).into()), ("value", with_unit(words, row, one.value).into())],
        ),
        [first, .., last] => words.tf(
            "plan-public-sum",
            &[
                ("first", name(first).into()),
                ("a", with_unit(words, row, first.value).into()),
                ("last", name(last).into()),
                ("b", with_unit(words, row, last.value).into()),
            ],
        ),
    }
}

/// The last target and the forecast, said in words; nothing where no target is set.
pub(super) fn aim(words: Words<'_>, row: &UseStanding) -> Option<String> {
    let (last, aim) = row.usage.targets.iter().next_back()?;
    let of = |v: f64| with_unit(words, row, Some(v)).into();
    let mut said = words.tf("plan-public-aim", &[("year", say::year(words, *last).into()), ("value", of(*aim))]);
    if let Some(f) = &row.forecast {
        let values = [
            ("year", say::year(words, f.year).into()),
            ("value", of(f.value)),
            ("low", of(f.low)),
            ("high", of(f.high)),
        ];
        said.push_str(&words.tf("plan-public-forecast-said", &values));
    }
    Some(said)
}

/// The years of the plan with targets and forecast; nothing where no target is set.
pub(super) fn years<'w>(words: Words<'w>, row: &UseStanding, plan: &Plan) -> Option<LineChart<'w>> {
    let said = aim(words, row)?;
    let all: Vec<FiscalYear> = say::years(plan);
    let title = words.tf("plan-public-by-year", &[("title", say::said(&row.title, words.lang).to_owned().into())]);
    let actual = |year: &FiscalYear| year_point(row, *year).and_then(|p| p.value);
    let chart = line_chart(
        words,
        title,
        said,
        crate::counting::unit(words, &row.unit),
        all.iter().map(|y| say::short(words, *y)),
    )
    .line_with_gaps(words.plain("plan-public-actual"), all.iter().map(actual))
    .target(words.plain("plan-public-target"), all.iter().map(|y| row.usage.targets.get(y).copied()));
    Some(match &row.forecast {
        Some(f) => {
            let at = |year: &FiscalYear| (*year == f.year).then_some(());
            chart
                .line_with_gaps(words.plain("plan-public-forecast"), all.iter().map(|y| at(y).map(|()| f.value)))
                .band(words.plain("plan-public-band"), all.iter().map(|y| at(y).map(|()| (f.low, f.high))))
        }
        None => chart,
    })
}
