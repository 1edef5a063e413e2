//! Charts drawn on the server: bars and lines in SVG, the words in HTML so that they stay
//! readable on a phone, a summary in words, and the same figures as a table.

use crate::components::{Words, table};
use crate::texts::{plain, rich};
use maud::{Markup, PreEscaped, Render, html};

/// A chart of bars.
#[derive(Clone)]
#[must_use]
pub struct BarChart<'a> {
    words: Words<'a>,
    title: String,
    summary: String,
    unit: String,
    bars: Vec<(String, f64)>,
}

/// Bars, one below another. `summary` says in words what they show.
pub fn bar_chart<L: Into<String>>(
    words: Words<'_>,
    title: impl Into<String>,
    summary: impl Into<String>,
    unit: impl Into<String>,
    bars: impl IntoIterator<Item = (L, f64)>,
) -> BarChart<'_> {
    BarChart {
        words,
        title: title.into(),
        summary: summary.into(),
        unit: unit.into(),
        bars: bars.into_iter().map(|(label, value)| (label.into(), value)).collect(),
    }
}

impl Render for BarChart<'_> {
    fn render(&self) -> Markup {
        let top = self.bars.iter().map(|(_, value)| *value).fold(0.0, f64::max);
        let twin = table(&self.title, [self.words.t("kit-chart-item"), self.words.t("kit-chart-value")])
            .numeric([1])
            .rows(self.bars.iter().map(|(label, value)| [rich(label), html! { (number(*value)) (self.unit) }]));
        let drawing = html! {
            @for (label, value) in &self.bars {
                div.bar {
                    span.bar-label { (plain(label)) }
                    svg.bar-line width="100%" height="20" aria-hidden="true" focusable="false" {
                        rect.bar-track width="100%" height="20" rx="4" {}
                        rect.bar-fill width=(format!("{:.1}%", share(*value, top) * 100.0)) height="20" rx="4" {}
                    }
                    span.bar-value { (number(*value)) small { (self.unit) } }
                }
            }
        };
        figure(self.words, &self.title, &self.summary, "bar-chart", &drawing, &twin)
    }
}

/// A chart of lines.
#[derive(Clone)]
#[must_use]
pub struct LineChart<'a> {
    words: Words<'a>,
    title: String,
    summary: String,
    unit: String,
    points: Vec<String>,
    lines: Vec<(String, Vec<f64>)>,
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
    }
}

impl LineChart<'_> {
    /// One more line, a value for each point.
    pub fn line(mut self, label: impl Into<String>, values: impl IntoIterator<Item = f64>) -> Self {
        self.lines.push((label.into(), values.into_iter().collect()));
        self
    }

    fn top(&self) -> f64 {
        let highest = self.lines.iter().flat_map(|(_, values)| values).copied().fold(0.0, f64::max);
        round_up(highest)
    }

    fn plot(&self, top: f64) -> Markup {
        let last = self.points.len().saturating_sub(1).max(1);
        let path = |values: &[f64]| {
            values.iter().enumerate().fold(String::new(), |path, (at, value)| {
                let x = step(at, last) * 400.0;
                let y = (1.0 - share(*value, top)) * 180.0;
                let turn = if at == 0 { 'M' } else { 'L' };
                format!("{path}{turn}{x:.1} {y:.1}")
            })
        };
        html! {
            svg.plot viewBox="0 0 400 180" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                path.plot-grid vector-effect="non-scaling-stroke" d=(PreEscaped("M0 0H400M0 90H400M0 180H400")) {}
                @for (at, (_, values)) in self.lines.iter().enumerate() {
                    path class=(format!("plot-line line-{}", at + 1)) vector-effect="non-scaling-stroke" d=(path(values)) {}
                }
            }
        }
    }

    fn drawing(&self) -> Markup {
        let top = self.top();
        html! {
            ul.plot-legend {
                @for (at, (label, _)) in self.lines.iter().enumerate() {
                    li {
                        svg.plot-key viewBox="0 0 40 8" width="40" height="8" aria-hidden="true" focusable="false" {
                            path class=(format!("plot-line line-{}", at + 1)) d="M0 4H40" {}
                        }
                        (plain(label))
                    }
                }
            }
            div.plot-frame {
                div.plot-scale { span { (number(top)) (self.unit) } span { (number(top / 2.0)) } span { "0" } }
                (self.plot(top))
                div.plot-points { @for point in thinned(&self.points) { span { (plain(point)) } } }
            }
        }
    }
}

impl Render for LineChart<'_> {
    fn render(&self) -> Markup {
        let mut head = vec![self.words.t("kit-chart-item")];
        head.extend(self.lines.iter().map(|(label, _)| label.clone()));
        let twin = table(&self.title, head).numeric(1..=self.lines.len()).rows(self.points.iter().enumerate().map(
            |(at, point)| {
                let values = self.lines.iter().map(move |(_, values)| {
                    html! { @if let Some(value) = values.get(at) { (number(*value)) (self.unit) } }
                });
                std::iter::once(rich(point)).chain(values).collect::<Vec<_>>()
            },
        ));
        figure(self.words, &self.title, &self.summary, "line-chart", &self.drawing(), &twin)
    }
}

/// The drawing says nothing to a screen reader: summary and table say it all.
fn figure(words: Words<'_>, title: &str, summary: &str, class: &str, drawing: &Markup, twin: &super::Table) -> Markup {
    html! {
        figure.chart {
            figcaption { p.chart-title { (rich(title)) } p.chart-summary { (rich(summary)) } }
            div class=(class) aria-hidden="true" { (drawing) }
            details.disclosure {
                summary { span { (words.rich("kit-chart-table")) } }
                div.disclosure-body { (twin.clone().caption_hidden()) }
            }
        }
    }
}

fn share(value: f64, top: f64) -> f64 {
    if top > 0.0 { (value / top).clamp(0.0, 1.0) } else { 0.0 }
}

/// Where point `at` of `last` stands between 0 and 1.
fn step(at: usize, last: usize) -> f64 {
    let float = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    float(at) / float(last)
}

/// The first and last points, and some between where there are many.
fn thinned(points: &[String]) -> Vec<&String> {
    let every = points.len().div_ceil(6).max(1);
    let last = points.len().saturating_sub(1);
    points.iter().enumerate().filter(|(at, _)| last.saturating_sub(*at) % every == 0).map(|(_, point)| point).collect()
}

/// The next round figure: 1, 2, 4, 5, 6, 8 or 10 times a power of ten.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let unit = 10f64.powf(value.log10().floor());
    [1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0].into_iter().map(|step| step * unit).find(|top| *top >= value).unwrap_or(value)
}

/// A figure with separators: 9,092 or 38.4.
fn number(value: f64) -> String {
    let text = if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_with_separators() {
        let written: Vec<String> = [0.0, 12.0, 999.0, 9092.0, 1_234_567.0, 38.4, -1500.0].map(number).into();
        assert_eq!(written, ["0", "12", "999", "9,092", "1,234,567", "38.4", "-1,500"]);
    }

    #[test]
    fn the_scale_ends_at_a_round_figure_not_below_the_highest() {
        for (value, top) in [(0.0, 1.0), (7.0, 8.0), (41.0, 50.0), (100.0, 100.0), (0.3, 0.4)] {
            assert!((round_up(value) - top).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn a_bar_of_nothing_has_no_length() {
        assert_eq!(share(3.0, 0.0).to_bits(), 0.0f64.to_bits());
    }

    #[test]
    fn the_last_point_is_always_named() {
        let points: Vec<String> = (1..=13).map(|n| n.to_string()).collect();
        assert_eq!(thinned(&points).last().unwrap().as_str(), "13");
    }
}
