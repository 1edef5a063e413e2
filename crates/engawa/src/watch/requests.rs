//! Counting requests: a few atomic additions each, by the pattern of the address and never by the
//! address itself.

use axum::http::Method;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use store::meters::{Histogram, HistogramReading};

/// Upper bounds in seconds: a page without a query takes less than a millisecond, a paper some
/// hundred.
const BOUNDS: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// What no route answered.
const NOWHERE: &str = "(none)";
const METHODS: [&str; 4] = ["GET", "POST", "HEAD", "other"];

/// Answers of one page by one method.
struct Answers {
    classes: [AtomicU64; 5],
    took: Histogram,
}

impl Answers {
    fn new() -> Self {
        Self { classes: Default::default(), took: Histogram::new(BOUNDS) }
    }
}

/// All requests since the start.
#[derive(Default)]
pub(crate) struct Traffic {
    places: HashMap<&'static str, usize>,
    pages: Vec<(&'static str, [Answers; 4])>,
}

/// One line of the count.
pub(crate) struct Counted {
    pub(crate) page: &'static str,
    pub(crate) method: &'static str,
    /// `2xx` and how many; classes that did not occur are left out.
    pub(crate) classes: Vec<(&'static str, u64)>,
    pub(crate) took: HistogramReading,
}

impl Traffic {
    /// For these patterns of addresses, and for what fits none.
    pub(crate) fn of(pages: impl IntoIterator<Item = &'static str>) -> Self {
        let mut traffic = Self { places: HashMap::new(), pages: Vec::new() };
        for page in std::iter::once(NOWHERE).chain(pages) {
            traffic.places.entry(page).or_insert_with(|| {
                traffic.pages.push((page, std::array::from_fn(|_| Answers::new())));
                traffic.pages.len() - 1
            });
        }
        traffic
    }

    /// Counts one answer.
    pub(crate) fn note(&self, page: Option<&str>, method: &Method, status: u16, took: Duration) {
        let place = page.and_then(|p| self.places.get(p)).copied().unwrap_or(0);
        let method = METHODS.iter().position(|m| *m == method.as_str()).unwrap_or(3);
        let Some(answers) = self.pages.get(place).map(|(_, by_method)| &by_method[method]) else { return };
        if let Some(class) = answers.classes.get(usize::from(status / 100).wrapping_sub(1)) {
            class.fetch_add(1, Relaxed);
        }
        answers.took.note(took);
    }

    /// What was counted.
    pub(crate) fn read(&self) -> Vec<Counted> {
        const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];
        let all = self.pages.iter().flat_map(|(page, by)| by.iter().zip(METHODS).map(move |(a, m)| (*page, m, a)));
        all.filter_map(|(page, method, answers)| {
            let counts = CLASSES.into_iter().zip(answers.classes.iter().map(|c| c.load(Relaxed)));
            let classes: Vec<_> = counts.filter(|(_, n)| *n > 0).collect();
            (!classes.is_empty()).then(|| Counted { page, method, classes, took: answers.took.read() })
        })
        .collect()
    }

    /// How many posts to `page` were refused (4xx).
    pub(crate) fn refused(&self, page: &str) -> u64 {
        let answers = self.places.get(page).and_then(|place| self.pages.get(*place));
        answers.map_or(0, |(_, by_method)| by_method[1].classes[3].load(Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_told_apart_by_pattern_method_and_class_and_nothing_else() {
        let traffic = Traffic::of(["/", "/v/{code}"]);
        let ms = Duration::from_millis(3);
        traffic.note(Some("/v/{code}"), &Method::GET, 200, ms);
        traffic.note(Some("/v/{code}"), &Method::GET, 204, ms);
        traffic.note(Some("/v/{code}"), &Method::GET, 404, ms);
        traffic.note(Some("/v/{code}"), &Method::POST, 422, ms);
        traffic.note(None, &Method::from_bytes(b"BREW").unwrap(), 404, ms);
        traffic.note(Some("/v/secret-of-somebody"), &Method::GET, 999, ms);
        let read = traffic.read();
        let of = |page: &str, method: &str| read.iter().find(|c| c.page == page && c.method == method);
        assert_eq!(of("/v/{code}", "GET").unwrap().classes, [("2xx", 2), ("4xx", 1)]);
        assert_eq!(of("/v/{code}", "GET").unwrap().took.count, 3);
        assert_eq!(of(NOWHERE, "other").unwrap().classes, [("4xx", 1)]);
        assert!(of("/", "GET").is_none());
        assert_eq!((traffic.refused("/v/{code}"), traffic.refused("/"), traffic.refused("/x")), (1, 0, 0));
        assert!(read.iter().all(|c| !c.page.contains("somebody")));
    }
}
