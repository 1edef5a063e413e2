//! How months become a year, and the months themselves.

use kernel::Date;
use kernel::fiscal::FiscalYear;
use std::collections::BTreeMap;
use web::{Cut, Figure, Period, Yearly};

/// The figure of a stretch of months that follow each other; `None` where the months alone do not
/// tell it and the records have to be counted again.
pub(crate) fn together<'a>(yearly: Yearly, months: impl IntoIterator<Item = &'a Figure>) -> Option<Figure> {
    let months: Vec<&Figure> = months.into_iter().collect();
    let parts = parts(&months);
    let n = months.iter().map(|m| m.n).sum();
    let figure = match yearly {
        Yearly::Recount => return None,
        Yearly::Share => Figure::share(months.iter().filter_map(|m| m.hits).sum(), n),
        Yearly::Sum => {
            let values: Vec<f64> = months.iter().filter_map(|m| m.value).collect();
            Figure::level((!values.is_empty()).then(|| values.iter().sum()), n)
        }
    };
    Some(figure.with_parts(parts))
}

/// The parts of several figures added up, in the order in which they first appear.
fn parts(figures: &[&Figure]) -> Vec<(String, i64)> {
    let mut sums: Vec<(String, i64)> = Vec::new();
    for (key, n) in figures.iter().flat_map(|f| &f.parts) {
        match sums.iter_mut().find(|(known, _)| known == key) {
            Some((_, sum)) => *sum += n,
            None => sums.push((key.clone(), *n)),
        }
    }
    sums.sort();
    sums
}

/// The groups of several months put together, by the same rule.
pub(crate) fn cuts_together(yearly: Yearly, months: &[&Vec<Cut>]) -> Vec<Cut> {
    let mut groups: BTreeMap<&str, Vec<&Figure>> = BTreeMap::new();
    for cut in months.iter().flat_map(|cuts| cuts.iter()) {
        groups.entry(&cut.key).or_default().push(&cut.figure);
    }
    let whole = |(key, figures): (&str, Vec<&Figure>)| {
        together(yearly, figures).map(|figure| Cut { key: key.to_owned(), figure })
    };
    groups.into_iter().filter_map(whole).collect()
}

/// The month in which `day` lies.
pub(crate) fn month_of(day: Date) -> Period {
    Period { first: day.first_of_month(), last: day.last_of_month() }
}

/// The month after.
pub(crate) fn next(month: Period) -> Period {
    month_of(month.last.tomorrow().unwrap_or(month.last))
}

/// A fiscal year from its beginning to the end of `month`.
pub(crate) fn year_until(month: Period) -> Period {
    Period { first: FiscalYear::of(month.last).start(), last: month.last }
}

/// The months from the one of `from` to the one of `to`.
pub(crate) fn months_between(from: Date, to: Date) -> Vec<Period> {
    let first = month_of(from);
    std::iter::successors(Some(first), |m| Some(next(*m)).filter(|n| n.first > m.first))
        .take_while(|m| m.first <= to)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counting::tests::samples::date;
    use proptest::prelude::*;

    #[test]
    fn a_share_of_a_year_is_no_mean_of_shares() {
        let months = [Figure::share(1, 1), Figure::share(0, 99)];
        let year = together(Yearly::Share, &months).unwrap();
        assert_eq!((year.value, year.n, year.hits), (Some(1.0), 100, Some(1)));
        assert_eq!(together(Yearly::Recount, &months), None);
        assert_eq!(together(Yearly::Share, &[]).unwrap().value, None);
    }

    #[test]
    fn months_run_over_the_turn_of_the_year() {
        let months = months_between(date(2026, 11, 15), date(2027, 2, 1));
        assert_eq!(months.iter().map(|m| m.first.month()).collect::<Vec<_>>(), [11, 12, 1, 2]);
        assert_eq!(year_until(months[3]).first, date(2026, 4, 1));
        assert!(months_between(date(2026, 11, 15), date(2026, 10, 31)).is_empty());
    }

    proptest! {
        #[test]
        fn it_is_the_same_however_the_year_is_cut(hits in prop::collection::vec((0..500i64, 0..500i64), 1..13), at in 0usize..13) {
            let months: Vec<Figure> = hits.iter().map(|(h, rest)| Figure::share(*h, h + rest)).collect();
            let at = at.min(months.len());
            let whole = together(Yearly::Share, &months).unwrap();
            let halves = [together(Yearly::Share, &months[..at]).unwrap(), together(Yearly::Share, &months[at..]).unwrap()];
            prop_assert_eq!(together(Yearly::Share, &halves).unwrap(), whole);
        }
    }
}
