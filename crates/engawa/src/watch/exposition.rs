//! The text format of Prometheus, version 0.0.4.

use std::fmt::Write;
use store::meters::HistogramReading;

/// The media type of the format.
pub(crate) const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A text that grows by families of figures.
#[derive(Default)]
pub(crate) struct Exposition(String);

/// Labels of one figure: names and values.
pub(crate) type Labels<'a> = &'a [(&'a str, &'a str)];

impl Exposition {
    /// Begins a family; all its lines follow at once.
    pub(crate) fn family(&mut self, name: &str, kind: &str, help: &str) {
        let help = help.replace('\\', "\\\\").replace('\n', "\\n");
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// One line.
    pub(crate) fn line(&mut self, name: &str, labels: Labels<'_>, value: f64) {
        self.0.push_str(name);
        write_labels(&mut self.0, labels);
        let _ = writeln!(self.0, " {value}");
    }

    /// A family of one line without labels.
    pub(crate) fn one(&mut self, name: &str, kind: &str, help: &str, value: f64) {
        self.family(name, kind, help);
        self.line(name, &[], value);
    }

    /// The lines of a histogram.
    pub(crate) fn histogram(&mut self, name: &str, labels: Labels<'_>, read: &HistogramReading) {
        let bucket = format!("{name}_bucket");
        let mut line = |bound: &str, n: u64| {
            let with: Vec<(&str, &str)> = labels.iter().copied().chain([("le", bound)]).collect();
            self.line(&bucket, &with, n as f64);
        };
        for (bound, n) in &read.up_to {
            line(&bound.to_string(), *n);
        }
        line("+Inf", read.count);
        self.line(&format!("{name}_sum"), labels, read.seconds);
        self.line(&format!("{name}_count"), labels, read.count as f64);
    }

    /// The whole text.
    pub(crate) fn text(self) -> String {
        self.0
    }
}

fn write_labels(out: &mut String, labels: Labels<'_>) {
    for (place, (name, value)) in labels.iter().enumerate() {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        let _ = write!(out, "{}{name}=\"{value}\"", if place == 0 { '{' } else { ',' });
    }
    if !labels.is_empty() {
        out.push('}');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_the_format_wants_them() {
        let mut e = Exposition::default();
        e.family("a", "counter", "Says \\ and\nmore.");
        e.line("a", &[("x", "a\"b\\c\nd"), ("y", "")], 2.0);
        let read = HistogramReading { up_to: vec![(0.001, 1), (2.5, 3)], count: 4, seconds: 0.25 };
        e.histogram("h", &[("x", "1")], &read);
        assert_eq!(
            e.text(),
            "# HELP a Says \\\\ and\\nmore.\n# TYPE a counter\na{x=\"a\\\"b\\\\c\\nd\",y=\"\"} 2\n\
             h_bucket{x=\"1\",le=\"0.001\"} 1\nh_bucket{x=\"1\",le=\"2.5\"} 3\nh_bucket{x=\"1\",le=\"+Inf\"} 4\n\
             h_sum{x=\"1\"} 0.25\nh_count{x=\"1\"} 4\n"
        );
    }
}
