//! Charts drawn on the server: bars here, lines in [`super::line_chart()`], in SVG; the words in HTML
//! so that they stay readable on a phone; a summary in words, and the same figures as a table.

use crate::components::{Words, table};
use crate::texts::{plain, rich};
use maud::{Markup, Render, html};

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
            .rows(self.bars.iter().map(|(label, value)| [rich(label), html! { (figure_text(*value)) (self.unit) }]));
        let drawing = html! {
            @for (label, value) in &self.bars {
                div.bar {
                    span.bar-label { (plain(label)) }
                    svg.bar-line width="100%" height="20" aria-hidden="true" focusable="false" {
                        rect.bar-track width="100%" height="20" rx="4" {}
                        rect.bar-fill width=(format!("{:.1}%", share(*value, top) * 100.0)) height="20" rx="4" {}
                    }
                    span.bar-value { (figure_text(*value)) small { (self.unit) } }
                }
            }
        };
        figure(self.words, &self.title, &self.summary, "bar-chart", &drawing, &twin)
    }
}

/// The drawing says nothing to a screen reader: summary and table say it all.
pub(super) fn figure(
    words: Words<'_>,
    title: &str,
    summary: &str,
    class: &str,
    drawing: &Markup,
    twin: &super::Table,
) -> Markup {
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

pub(super) fn share(value: f64, top: f64) -> f64 {
    if top > 0.0 { (value / top).clamp(0.0, 1.0) } else { 0.0 }
}

/// A figure with separators: 9,092 or 38.4.
#[must_use]
pub fn figure_text(value: f64) -> String {
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
        let written: Vec<String> = [0.0, 12.0, 999.0, 9092.0, 1_234_567.0, 38.4, -1500.0].map(figure_text).into();
        assert_eq!(written, ["0", "12", "999", "9,092", "1,234,567", "38.4", "-1,500"]);
    }

    #[test]
    fn a_bar_of_nothing_has_no_length() {
        assert_eq!(share(3.0, 0.0).to_bits(), 0.0f64.to_bits());
    }
}
