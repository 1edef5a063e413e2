//! Figures by procedure, ward and age band: for half-years that are over, and only what may be
//! shown.
//!
//! Halves do not overlap, so that nothing follows from comparing a longer stretch with a shorter
//! one; within a half, what is small takes others with it ([`crate::disclosure`]).

use crate::counting::correct::latest;
use crate::counting::records::{self, Snapshot, Span};
use crate::counting::rollup::{cuts_together, months_between};
use crate::disclosure::{self, Shown};
use kernel::Date;
use kernel::fiscal::FiscalYear;
use std::collections::BTreeMap;
use store::{Db, StoreError};
use web::texts::Lang;
use web::{Cut, Figure, House, Period, Split, Yearly};

/// The groups of one half-year by one question.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    pub(crate) period: Period,
    pub(crate) by: Split,
    pub(crate) rows: Vec<(String, Shown)>,
}

/// The halves of a fiscal year.
fn halves(year: FiscalYear) -> [Period; 2] {
    let middle = Date::new(year.0, 9, 30).unwrap_or(year.start());
    let second = middle.tomorrow().unwrap_or(middle);
    [Period { first: year.start(), last: middle }, Period { first: second, last: year.end() }]
}

/// The groups of one indicator in the halves of a fiscal year that are closed.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn of_year(
    db: &Db,
    indicator: &str,
    yearly: Yearly,
    unit: &str,
    year: FiscalYear,
) -> Result<Vec<Groups>, StoreError> {
    let period = Period { first: year.start(), last: year.end() };
    let snapshots = latest(records::of_period(db, indicator, period).await?);
    Ok(halves(year).into_iter().flat_map(|half| of_half(&snapshots, yearly, unit == "%", half)).collect())
}

fn of_half(snapshots: &[Snapshot], yearly: Yearly, share: bool, half: Period) -> Vec<Groups> {
    let within = |s: &&Snapshot| s.span == Span::Month && half.first <= s.period.first && s.period.last <= half.last;
    let months: Vec<&Snapshot> = snapshots.iter().filter(within).collect();
    let over = months.iter().any(|s| s.period.last == half.last);
    // A series may begin within the half; then no month may be missing from there on.
    let first = months.iter().map(|s| s.period.first).min();
    let whole = first.is_some_and(|first| months_between(first, half.last).len() == months.len());
    if !over || !whole {
        return Vec::new();
    }
    let groups = |by: Split| -> Option<Groups> {
        let cuts: Vec<&Vec<Cut>> = months.iter().filter_map(|s| s.cuts.get(&by)).collect();
        let rows = shown(cuts_together(yearly, &cuts), share);
        (!rows.is_empty()).then_some(Groups { period: half, by, rows })
    };
    Split::ALL.into_iter().filter_map(groups).collect()
}

/// What of the groups may be shown: the largest first.
pub(crate) fn shown(mut cuts: Vec<Cut>, share: bool) -> Vec<(String, Shown)> {
    cuts.sort_by(|a, b| b.figure.n.cmp(&a.figure.n).then_with(|| a.key.cmp(&b.key)));
    let figures: Vec<Figure> = cuts.iter().map(|c| c.figure.clone()).collect();
    let shown = disclosure::side_by_side(&figures, share);
    let mut rows: Vec<(String, Shown)> = cuts.into_iter().map(|c| c.key).zip(shown).collect();
    // The order must not tell the size of what is withheld.
    rows.sort_by(|(a, x), (b, y)| {
        x.withheld.cmp(&y.withheld).then_with(|| if x.withheld { a.cmp(b) } else { std::cmp::Ordering::Equal })
    });
    rows
}

/// The names of groups: wards from the town, age bands from the texts, procedures as the house
/// offers them.
pub(crate) struct Names<'a> {
    house: &'a House,
    lang: Lang,
    procedures: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    pub(crate) fn of(house: &'a House, lang: Lang) -> Self {
        let entries = house.all_rooms().flat_map(|r| (r.entries)(house, lang));
        let key = |url: &str| url.strip_prefix("/procedures/").map(str::to_owned);
        let procedures = entries.filter_map(|e| Some((key(&e.url)?, web::texts::plain(&e.title)))).collect();
        Self { house, lang, procedures }
    }

    /// The name of a group; its key where nobody knows it any more.
    pub(crate) fn name(&self, by: Split, key: &str) -> String {
        let known = match by {
            Split::Procedure => self.procedures.get(key).cloned(),
            Split::Ward => self.house.town.wards.get(key).map(|w| w.name.clone()),
            Split::AgeBand => {
                let text = format!("plan-age-{key}");
                self.house.texts.has(self.lang, &text).then(|| self.house.texts.words(self.lang).plain(&text))
            }
        };
        known.unwrap_or_else(|| key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cuts(sizes: &[(i64, i64)]) -> Vec<Cut> {
        let cut = |(at, (hits, rest)): (usize, &(i64, i64))| Cut {
            key: format!("{at:02}"),
            figure: Figure::share(*hits, hits + rest),
        };
        sizes.iter().enumerate().map(cut).collect()
    }

    #[test]
    fn a_small_ward_is_withheld_with_another_so_that_the_town_does_not_tell_it() {
        let counted = |sizes: &[i64]| {
            let cuts =
                sizes.iter().enumerate().map(|(at, n)| Cut { key: format!("{at:02}"), figure: Figure::count(*n) });
            shown(cuts.collect(), false).into_iter().map(|(key, s)| (key, s.n)).collect::<Vec<_>>()
        };
        let known = |key: &str, n| (key.to_owned(), n);
        assert_eq!(counted(&[30, 4, 12]), [known("00", Some(30)), known("01", None), known("02", None)]);
        assert_eq!(counted(&[30, 12]), [known("00", Some(30)), known("01", Some(12))]);
    }

    proptest! {
        #[test]
        fn no_group_under_ten_is_shown_nor_told_by_the_town(sizes in prop::collection::vec(0..40i64, 1..18)) {
            let all: i64 = sizes.iter().sum();
            let cuts = sizes.iter().enumerate().map(|(at, n)| Cut { key: format!("{at:02}"), figure: Figure::count(*n) });
            let rows = shown(cuts.collect(), false);
            let open: i64 = rows.iter().filter_map(|(_, s)| s.n).sum();
            prop_assert!(rows.iter().filter_map(|(_, s)| s.n).all(|n| n == 0 || n >= 10));
            let hidden = rows.iter().filter(|(_, s)| s.withheld).count();
            prop_assert!(hidden != 1 || all < 10, "one alone would be the difference");
            prop_assert!(hidden == 0 || all < 10 || all - open >= 10);
        }

        #[test]
        fn of_shares_neither_those_who_did_nor_those_who_did_not_are_few(sizes in prop::collection::vec((0..40i64, 0..40i64), 1..8)) {
            for (key, row) in shown(cuts(&sizes), true) {
                if let (Some(n), false) = (row.n, row.withheld) {
                    let (hits, rest) = sizes[key.parse::<usize>().unwrap()];
                    prop_assert!(n == 0 || (hits == 0 || hits >= 10) && (rest == 0 || rest >= 10));
                }
            }
        }
    }
}
