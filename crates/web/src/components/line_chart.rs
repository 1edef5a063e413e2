//! A chart of lines over months or years, with what was aimed at and how sure a forecast is. Lines
//! differ by dash and by the shape of their points, so that they can be told apart in black and white.

use super::chart::{figure, figure_text as number, share};
use crate::components::{Words, table};
use crate::texts::{plain, rich};
use maud::{Markup, PreEscaped, Render, html};

const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 180.0;
/// So many wide characters of labels stand below a chart on a phone.
const LABELS: usize = 20;

/// A chart of lines.
#[derive(Clone)]
#[must_use]
pub struct LineChart<'a> {
    words: Words<'a>,
    title: String,
    summary: String,
    unit: String,
    points: Vec<String>,
    lines: Vec<Line>,
    target: Option<Line>,
    band: Option<Band>,
    notes: Vec<(String, Vec<String>)>,
}

#[derive(Clone)]
struct Line {
    label: String,
    values: Vec<Option<f64>>,
}

#[derive(Clone)]
struct Band {
    label: String,
    ends: Vec<Option<(f64, f64)>>,
}

/// Lines over the same points (months, years). At most three lines; each has its own dash.
pub fn line_chart<P: Into<String>>(
    words: Words<'_>,
    title: impl Into<String>,
    summary: impl Into<String>,
    unit: impl Into<String>,
    points: impl IntoIterator<Item = P>,
) -> LineChart<'_> {
    LineChart {
        words,
        title: title.into(),
        summary: summary.into(),
        unit: unit.into(),
        points: points.into_iter().map(Into::into).collect(),
        lines: Vec::new(),
        target: None,
        band: None,
        notes: Vec::new(),
    }
}

impl LineChart<'_> {
    /// One more line, a value for each point.
    pub fn line(self, label: impl Into<String>, values: impl IntoIterator<Item = f64>) -> Self {
        self.line_with_gaps(label, values.into_iter().map(Some))
    }

    /// One more line; where there is no value there is a gap, and no guess.
    pub fn line_with_gaps(mut self, label: impl Into<String>, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        self.lines.push(Line { label: label.into(), values: values.into_iter().collect() });
        self
    }

    /// What is aimed at, where something is: a dotted line with square points.
    pub fn target(mut self, label: impl Into<String>, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        self.target = Some(Line { label: label.into(), values: values.into_iter().collect() });
        self
    }

    /// Between which figures a forecast is expected, low and high.
    pub fn band(mut self, label: impl Into<String>, ends: impl IntoIterator<Item = Option<(f64, f64)>>) -> Self {
        self.band = Some(Band { label: label.into(), ends: ends.into_iter().collect() });
        self
    }

    /// One more column of the table, a text for each point: from how many records a value comes.
    pub fn note(mut self, label: impl Into<String>, texts: impl IntoIterator<Item = String>) -> Self {
        self.notes.push((label.into(), texts.into_iter().collect()));
        self
    }

    fn top(&self) -> f64 {
        let lines = self.lines.iter().chain(&self.target).flat_map(|l| &l.values).copied().flatten();
        let ends = self.band.iter().flat_map(|b| &b.ends).flatten().map(|(_, high)| *high);
        round_up(lines.chain(ends).fold(0.0, f64::max))
    }

    fn place(&self, at: usize, value: f64, top: f64) -> (f64, f64) {
        let last = self.points.len().saturating_sub(1).max(1);
        (step(at, last) * WIDTH, (1.0 - share(value, top)) * HEIGHT)
    }

    fn path(&self, line: &Line, top: f64) -> String {
        let mut path = String::new();
        let mut goes_on = false;
        for (at, value) in line.values.iter().enumerate() {
            if let Some(value) = value {
                let (x, y) = self.place(at, *value, top);
                path.push_str(&format!("{}{x:.1} {y:.1}", if goes_on { 'L' } else { 'M' }));
            }
            goes_on = value.is_some();
        }
        path
    }

    /// Lines without length: round or square ends make them points that no stretching distorts.
    fn dots(&self, line: &Line, top: f64) -> String {
        let places = line.values.iter().enumerate().filter_map(|(at, v)| Some(self.place(at, (*v)?, top)));
        places.map(|(x, y)| format!("M{x:.1} {y:.1}h0")).collect()
    }

    fn area(&self, band: &Band, top: f64) -> String {
        let known: Vec<_> = band.ends.iter().enumerate().filter_map(|(at, ends)| Some((at, (*ends)?))).collect();
        let high = known.iter().map(|(at, (_, high))| self.place(*at, *high, top));
        let low = known.iter().rev().map(|(at, (low, _))| self.place(*at, *low, top));
        let mut path = String::new();
        for (x, y) in high.chain(low) {
            path.push_str(&format!("{}{x:.1} {y:.1}", if path.is_empty() { 'M' } else { 'L' }));
        }
        if path.is_empty() { path } else { path + "Z" }
    }

    fn plot(&self, top: f64) -> Markup {
        html! {
            svg.plot viewBox="0 0 400 180" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                path.plot-grid vector-effect="non-scaling-stroke" d=(PreEscaped("M0 0H400M0 90H400M0 180H400")) {}
                @if let Some(band) = &self.band {
                    path.plot-band vector-effect="non-scaling-stroke" d=(self.area(band, top)) {}
                }
                @if let Some(target) = &self.target {
                    path.plot-target vector-effect="non-scaling-stroke" d=(self.path(target, top)) {}
                    path.plot-squares vector-effect="non-scaling-stroke" d=(self.dots(target, top)) {}
                }
                @for (at, line) in self.lines.iter().enumerate() {
                    path class=(format!("plot-line line-{}", at + 1)) vector-effect="non-scaling-stroke" d=(self.path(line, top)) {}
                    path class=(format!("plot-dots dots-{}", at + 1)) vector-effect="non-scaling-stroke" d=(self.dots(line, top)) {}
                }
            }
        }
    }

    fn legend(&self) -> Markup {
        let key = |drawn: Markup, label: &str| {
            html! {
                li {
                    svg.plot-key viewBox="0 0 40 12" width="40" height="12" aria-hidden="true" focusable="false" { (drawn) }
                    (plain(label))
                }
            }
        };
        html! {
            ul.plot-legend {
                @for (at, line) in self.lines.iter().enumerate() {
                    (key(html! {
                        path class=(format!("plot-line line-{}", at + 1)) d="M0 6H40" {}
                        path class=(format!("plot-dots dots-{}", at + 1)) d="M20 6h0" {}
                    }, &line.label))
                }
                @if let Some(target) = &self.target {
                    (key(html! { path.plot-target d="M0 6H40" {} path.plot-squares d="M20 6h0" {} }, &target.label))
                }
                @if let Some(band) = &self.band { (key(html! { path.plot-band d="M1 1H39V11H1Z" {} }, &band.label)) }
            }
        }
    }

    fn drawing(&self) -> Markup {
        let top = self.top();
        html! {
            (self.legend())
            div.plot-frame {
                div.plot-scale { span { (number(top)) (self.unit) } span { (number(top / 2.0)) } span { "0" } }
                (self.plot(top))
                (self.labels())
            }
        }
    }

    /// The names of the points, each below its own.
    fn labels(&self) -> Markup {
        let last = self.points.len().saturating_sub(1);
        let anchor = |at: usize| match at {
            0 => "start",
            at if at == last => "end",
            _ => "middle",
        };
        html! {
            svg.plot-points width="100%" height="20" aria-hidden="true" focusable="false" {
                @for (at, point) in thinned(&self.points) {
                    text x=(format!("{:.1}%", step(at, last.max(1)) * 100.0)) y="15" text-anchor=(anchor(at)) { (plain(point)) }
                }
            }
        }
    }

    fn twin(&self) -> super::Table {
        let mut head = vec![self.words.t("kit-chart-item")];
        let columns: Vec<&Line> = self.lines.iter().chain(&self.target).collect();
        head.extend(columns.iter().map(|line| line.label.clone()));
        head.extend(self.band.iter().map(|band| band.label.clone()));
        head.extend(self.notes.iter().map(|(label, _)| label.clone()));
        let width = head.len();
        let row = |at: usize, point: &String| {
            let mut cells = vec![rich(point)];
            let figure =
                |value: Option<f64>| html! { @if let Some(v) = value { (number(v)) (self.unit) } @else { "―" } };
            cells.extend(columns.iter().map(|line| figure(line.values.get(at).copied().flatten())));
            cells.extend(self.band.iter().map(|band| match band.ends.get(at).copied().flatten() {
                Some((low, high)) => html! { (number(low)) "〜" (number(high)) (self.unit) },
                None => html! { "―" },
            }));
            cells.extend(self.notes.iter().map(|(_, texts)| rich(texts.get(at).map_or("", String::as_str))));
            cells
        };
        let rows: Vec<Vec<Markup>> = self.points.iter().enumerate().map(|(at, point)| row(at, point)).collect();
        table(&self.title, head).numeric(1..width).rows(rows)
    }
}

impl Render for LineChart<'_> {
    fn render(&self) -> Markup {
        figure(self.words, &self.title, &self.summary, "line-chart", &self.drawing(), &self.twin())
    }
}

/// Where point `at` of `last` stands between 0 and 1.
fn step(at: usize, last: usize) -> f64 {
    let float = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    float(at) / float(last)
}

/// As many points as have room below the chart, the last one always among them.
fn thinned(points: &[String]) -> Vec<(usize, &String)> {
    let longest = points.iter().map(|p| plain(p).chars().count()).max().unwrap_or(0);
    let every = (points.len() * (longest + 1)).div_ceil(LABELS).max(1);
    let last = points.len().saturating_sub(1);
    points.iter().enumerate().filter(|(at, _)| last.saturating_sub(*at) % every == 0).collect()
}

/// The next round figure: 1, 2, 4, 5, 6, 8 or 10 times a power of ten.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let unit = 10f64.powf(value.log10().floor());
    [1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0].into_iter().map(|step| step * unit).find(|top| *top >= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Lang, Texts};

    #[test]
    fn the_scale_ends_at_a_round_figure_not_below_the_highest() {
        for (value, top) in [(0.0, 1.0), (7.0, 8.0), (41.0, 50.0), (100.0, 100.0), (0.3, 0.4)] {
            assert!((round_up(value) - top).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn the_last_point_is_always_named() {
        let points: Vec<String> = (1..=13).map(|n| n.to_string()).collect();
        assert_eq!(thinned(&points).last().unwrap().1, "13");
    }

    #[test]
    fn a_gap_is_no_line_and_a_target_above_all_is_still_on_the_scale() {
        let texts = Texts::new(&[], &[]).unwrap();
        let chart = line_chart(texts.words(Lang::Ja), "題", "要約", "%", ["4月", "5月", "6月", "7月"])
            .line_with_gaps("実績", [Some(10.0), Some(20.0), None, Some(30.0)])
            .target("目標", [None, None, None, Some(80.0)]);
        assert!((chart.top() - 80.0).abs() < 1e-9);
        let path = chart.path(&chart.lines[0], 80.0);
        assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 1));
    }

    #[test]
    fn what_is_drawn_stands_in_the_table_too() {
        let texts = Texts::new(&[], &[]).unwrap();
        let chart = line_chart(texts.words(Lang::Ja), "題", "要約", "%", ["令和8年度", "令和12年度"])
            .line_with_gaps("実績", [Some(31.5), None])
            .target("目標", [Some(40.0), Some(80.0)])
            .band("見込み", [None, Some((55.0, 71.0))])
            .note("記録の数", ["120件".to_owned(), String::new()]);
        let page = chart.render().into_string();
        for part in ["31.5%", "80%", "55〜71%", "120件", "plot-band"] {
            assert!(page.contains(part), "{part}");
        }
    }
}
