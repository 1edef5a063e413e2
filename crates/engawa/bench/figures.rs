//! Figures: how they are reckoned, printed and kept.

use serde_json::{Value, json};
use std::fmt::Write;
use std::time::Duration;

/// How long each of many things took, and how long all of them together.
#[derive(Debug, Default, Clone)]
pub(crate) struct Times {
    pub(crate) each: Vec<Duration>,
    pub(crate) whole: Duration,
}

impl Times {
    pub(crate) fn per_second(&self) -> f64 {
        self.each.len() as f64 / self.whole.as_secs_f64().max(1e-9)
    }

    /// The time in milliseconds within which `share` (0 to 1) of them were done.
    pub(crate) fn ms(&self, share: f64) -> f64 {
        let mut sorted = self.each.clone();
        sorted.sort_unstable();
        let at = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
        sorted.get(at).map_or(0.0, |d| d.as_secs_f64() * 1000.0)
    }
}

/// One line of the table.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    pub(crate) times: Option<(f64, f64)>,
    pub(crate) note: String,
    /// The machine's own limit in the same run: what, and how much of it.
    pub(crate) limit: Option<(&'static str, f64)>,
}

impl Figure {
    /// So many a second.
    pub(crate) fn rate(name: impl Into<String>, times: &Times) -> Self {
        Self { times: Some((times.ms(0.5), times.ms(0.99))), ..Self::plain(name, times.per_second(), "/s") }
    }

    /// So many milliseconds, at the median.
    pub(crate) fn took(name: impl Into<String>, times: &Times) -> Self {
        Self { times: Some((times.ms(0.5), times.ms(0.99))), ..Self::plain(name, times.ms(0.5), "ms") }
    }

    pub(crate) fn plain(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { name: name.into(), value, unit, times: None, note: String::new(), limit: None }
    }

    pub(crate) fn beside(mut self, what: &'static str, limit: f64) -> Self {
        self.limit = Some((what, limit));
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// How much of the machine's limit is used: 1.0 is all of it.
    fn share(&self) -> Option<f64> {
        let (_, limit) = self.limit?;
        let share = if self.unit == "/s" { self.value / limit } else { limit / self.value };
        share.is_finite().then_some(share)
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name, "value": round(self.value), "unit": self.unit,
            "p50_ms": self.times.map(|t| round(t.0)), "p99_ms": self.times.map(|t| round(t.1)),
            "limit": self.limit.map(|(what, value)| json!({"name": what, "value": round(value)})),
            "share_of_limit": self.share().map(round), "note": self.note,
        })
    }
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

fn short(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

/// All figures of a run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    figures: Vec<Figure>,
}

impl Report {
    pub(crate) fn add(&mut self, figure: Figure) {
        crate::say(&line(&figure));
        self.figures.push(figure);
    }

    pub(crate) fn table(&self) -> String {
        let mut table = format!("{HEAD}\n");
        for figure in &self.figures {
            let _ = writeln!(table, "{}", line(figure));
        }
        table
    }

    pub(crate) fn json(&self, machine: Value) -> Value {
        json!({ "machine": machine, "figures": self.figures.iter().map(Figure::json).collect::<Vec<_>>() })
    }
}

const HEAD: &str = "| what | measured | p50 ms | p99 ms | the machine's limit in the same run | share | note |\n|---|--:|--:|--:|---|--:|---|";

fn line(figure: &Figure) -> String {
    let (p50, p99) = figure.times.map_or_else(Default::default, |(a, b)| (short(a), short(b)));
    let limit = figure.limit.map_or_else(String::new, |(what, v)| format!("{what}: {} {}", short(v), figure.unit));
    let share = figure.share().map_or_else(String::new, |s| format!("{:.0} %", s * 100.0));
    format!(
        "| {} | {} {} | {p50} | {p99} | {limit} | {share} | {} |",
        figure.name,
        short(figure.value),
        figure.unit,
        figure.note
    )
}
