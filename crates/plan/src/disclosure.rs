//! What may leave the house: never a group under ten, not even by subtracting what is shown from
//! a total.
//!
//! Months and the year stand side by side, so a single small month could be told from the others;
//! then another month is withheld too. Small parts are put together. A share is withheld when any
//! group behind it is small. Only months that are over are counted, so that nobody can watch the
//! figure move by one.

use web::Figure;

/// Groups smaller than this are not shown (unless nobody is in them).
pub(crate) const SMALLEST: i64 = 10;

/// A figure as it may be shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Shown {
    pub(crate) value: Option<f64>,
    pub(crate) n: Option<i64>,
    /// There is something, and it is not shown.
    pub(crate) withheld: bool,
}

const WITHHELD: Shown = Shown { value: None, n: None, withheld: true };

fn small(n: i64) -> bool {
    (1..SMALLEST).contains(&n)
}

/// Whether a figure shows a small group by itself.
fn tells(figure: &Figure, share: bool) -> bool {
    small(figure.n) || share && (figure.parts.iter().any(|(_, n)| small(*n)) || small_share(figure))
}

/// Whether the share is one of few, or of all but few.
fn small_share(figure: &Figure) -> bool {
    let Some(percent) = figure.value else { return false };
    let all = f64::from(i32::try_from(figure.n).unwrap_or(i32::MAX));
    let part = figure.hits.map_or((percent * all / 100.0).round(), |h| f64::from(i32::try_from(h).unwrap_or(i32::MAX)));
    let few = f64::from(i32::try_from(SMALLEST).unwrap_or(i32::MAX));
    [part, all - part].iter().any(|n| *n > 0.5 && *n < few - 0.5)
}

/// A figure that stands alone: the year.
pub(crate) fn alone(figure: &Figure, share: bool) -> Shown {
    if tells(figure, share) {
        return WITHHELD;
    }
    Shown { value: figure.value, n: Some(figure.n), withheld: false }
}

/// Figures that stand beside their sum.
pub(crate) fn side_by_side(figures: &[Figure], share: bool) -> Vec<Shown> {
    let mut hidden: Vec<bool> = figures.iter().map(|f| tells(f, share)).collect();
    if share && hidden.contains(&true) {
        // Numerators and wholes can both be subtracted: nothing less will do.
        hidden = figures.iter().map(|f| f.n > 0).collect();
    }
    while guessable(figures, &hidden) {
        let open = figures.iter().zip(&hidden).enumerate().filter(|(_, (f, hidden))| f.n > 0 && !**hidden);
        let Some(at) = open.min_by_key(|(_, (f, _))| f.n).map(|(at, _)| at) else { break };
        if let Some(one) = hidden.get_mut(at) {
            *one = true;
        }
    }
    let shown = |(f, hidden): (&Figure, &bool)| {
        if *hidden { WITHHELD } else { Shown { value: f.value, n: Some(f.n), withheld: false } }
    };
    figures.iter().zip(&hidden).map(shown).collect()
}

/// Whether what is hidden is one alone or few together, so that the sum tells it.
fn guessable(figures: &[Figure], hidden: &[bool]) -> bool {
    let sizes: Vec<i64> = figures.iter().zip(hidden).filter(|(_, h)| **h).map(|(f, _)| f.n).collect();
    !sizes.is_empty() && (sizes.len() == 1 || sizes.iter().sum::<i64>() < SMALLEST)
}

/// Parts of a sum: the small ones together as `other`, with as many more as it takes; none at all
/// when nothing would be left.
pub(crate) fn parts(parts: &[(String, i64)]) -> Vec<(String, i64)> {
    let mut sorted: Vec<&(String, i64)> = parts.iter().filter(|(_, n)| *n > 0).collect();
    sorted.sort_by_key(|(_, n)| *n);
    let mut folded = sorted.iter().take_while(|(_, n)| small(*n)).count();
    let sum = |count: usize| sorted.iter().take(count).map(|(_, n)| n).sum::<i64>();
    while folded > 0 && folded < sorted.len() && (folded == 1 || sum(folded) < SMALLEST) {
        folded += 1;
    }
    if folded == sorted.len() && folded > 0 {
        return Vec::new();
    }
    let folded_keys: Vec<&str> = sorted.iter().take(folded).map(|(key, _)| key.as_str()).collect();
    let kept = parts.iter().filter(|(key, n)| *n > 0 && !folded_keys.contains(&key.as_str())).cloned();
    let other = (folded > 0).then(|| ("other".to_owned(), sum(folded)));
    kept.chain(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn figure(n: i64) -> Figure {
        Figure::count(n)
    }

    fn months(sizes: &[i64]) -> Vec<Option<i64>> {
        let figures: Vec<Figure> = sizes.iter().map(|n| figure(*n)).collect();
        side_by_side(&figures, false).into_iter().map(|s| s.n).collect()
    }

    #[test]
    fn a_small_month_takes_another_with_it() {
        assert_eq!(months(&[20, 3, 15]), [Some(20), None, None]);
        assert_eq!(months(&[20, 3, 8, 0]), [Some(20), None, None, Some(0)]);
        assert_eq!(months(&[20, 3, 4, 30]), [None, None, None, Some(30)]);
        assert_eq!(months(&[20, 15, 0]), [Some(20), Some(15), Some(0)]);
    }

    #[test]
    fn a_share_of_few_or_of_all_but_few_is_withheld() {
        let share = |value: f64, n| alone(&Figure::level(Some(value), n), true);
        assert_eq!(share(50.0, 40).value, Some(50.0));
        assert!(share(95.0, 40).withheld && share(5.0, 40).withheld && share(50.0, 9).withheld);
        assert_eq!(share(100.0, 40).value, Some(100.0));
        let parts = vec![("a".to_owned(), 20), ("b".to_owned(), 15), ("c".to_owned(), 5)];
        assert!(alone(&Figure::level(Some(50.0), 40).with_parts(parts), true).withheld);
    }

    #[test]
    fn small_parts_are_put_together() {
        let named =
            |sizes: &[(&str, i64)]| parts(&sizes.iter().map(|(k, n)| ((*k).to_owned(), *n)).collect::<Vec<_>>());
        assert_eq!(named(&[("web", 50), ("paper", 4), ("phone", 7)]), [("web".into(), 50), ("other".into(), 11)]);
        assert_eq!(named(&[("web", 50), ("counter", 20), ("paper", 4)]), [("web".into(), 50), ("other".into(), 24)]);
        assert_eq!(named(&[("web", 50), ("paper", 4)]), []);
        assert_eq!(named(&[("web", 50), ("paper", 0)]), [("web".into(), 50)]);
    }

    proptest! {
        #[test]
        fn nothing_small_is_shown_or_left_over(sizes in prop::collection::vec(0i64..40, 1..12)) {
            let shown = months(&sizes);
            prop_assert!(shown.iter().flatten().all(|n| !small(*n)));
            let total: i64 = sizes.iter().sum();
            if !small(total) {
                let left = total - shown.iter().flatten().sum::<i64>();
                let hidden = shown.iter().filter(|s| s.is_none()).count();
                prop_assert!(!small(left));
                prop_assert!(hidden != 1, "one alone would be the difference");
            }
        }

        #[test]
        fn parts_add_up_and_none_is_small(sizes in prop::collection::vec(0i64..40, 0..8)) {
            let named: Vec<(String, i64)> = sizes.iter().enumerate().map(|(at, n)| (at.to_string(), *n)).collect();
            let shown = parts(&named);
            prop_assert!(shown.iter().all(|(_, n)| *n >= SMALLEST));
            if !shown.is_empty() {
                prop_assert_eq!(shown.iter().map(|(_, n)| n).sum::<i64>(), sizes.iter().sum::<i64>());
            }
        }
    }
}
