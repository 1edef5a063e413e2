//! Whether a figure is on its way: behind, on course, ahead, or nothing to tell it from.

use crate::book::{Direction, Plan, Use};
use kernel::fiscal::FiscalYear;
use kernel::{Date, Moment};
use maud::Markup;
use web::Yearly;
use web::components::{Tone, Words, chip_label};

/// How something stands, the worst first; what has no data stands last and outweighs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum State {
    /// Worse than the line by more than a tenth of the way.
    Behind,
    /// Within a tenth of the way.
    OnCourse,
    /// Better by more than a tenth of the way.
    Ahead,
    /// No figure, or no target.
    NoData,
}

impl State {
    /// All states.
    pub(crate) const ALL: [Self; 4] = [Self::Behind, Self::OnCourse, Self::Ahead, Self::NoData];

    /// The word kept in data that leave the house.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Behind => "behind",
            Self::OnCourse => "on_course",
            Self::Ahead => "ahead",
            Self::NoData => "no_data",
        }
    }

    /// Key of its words.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Behind => "plan-state-behind",
            Self::OnCourse => "plan-state-on-course",
            Self::Ahead => "plan-state-ahead",
            Self::NoData => "plan-state-no-data",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Behind => Tone::Warning,
            Self::OnCourse => Tone::Success,
            Self::Ahead => Tone::Info,
            Self::NoData => Tone::Neutral,
        }
    }
}

/// A state in words, shape and colour.
pub(crate) fn mark(words: Words<'_>, state: State) -> Markup {
    chip_label(state.tone(), &words.t(state.text()))
}

/// Of the whole way from the baseline to the last target, so much counts as "on the line".
const LEEWAY: f64 = 0.1;
/// Where the way has no length (a level that shall be kept), this share of the target instead.
const LEEWAY_AT_REST: f64 = 0.02;

/// How a fiscal year's figure is held against its targets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Course {
    pub(crate) state: State,
    /// The year's target, if the plan names one.
    pub(crate) target: Option<f64>,
    /// How much of the way from the baseline to the last target is gone, 0 to 1.
    pub(crate) share: Option<f64>,
    /// What the line says for today.
    pub(crate) expected: Option<f64>,
}

/// Holds the figure of `year`, counted until `until`, against the line of the plan.
pub(crate) fn course(
    plan: &Plan,
    usage: &Use,
    yearly: Yearly,
    year: FiscalYear,
    value: Option<f64>,
    until: Date,
) -> Course {
    let target = usage.targets.get(&year).copied();
    let expected = expected(plan, usage, yearly, year, until);
    let state = match (value, expected) {
        (Some(value), Some(expected)) => judge(usage, yearly, value, expected),
        _ => State::NoData,
    };
    Course { state, target, share: value.and_then(|v| gone(usage, v)), expected }
}

fn judge(usage: &Use, yearly: Yearly, value: f64, expected: f64) -> State {
    let better = match usage.direction {
        Direction::Up => value - expected,
        Direction::Down => expected - value,
    };
    let leeway = leeway(usage, yearly, expected);
    if better < -leeway {
        State::Behind
    } else if better > leeway {
        State::Ahead
    } else {
        State::OnCourse
    }
}

/// Counts are held against the part of the year's target that is due; levels against the way.
fn leeway(usage: &Use, yearly: Yearly, expected: f64) -> f64 {
    let last = usage.targets.values().next_back().copied();
    let way = match (yearly, usage.baseline, last) {
        (Yearly::Sum, _, _) => return LEEWAY * expected.abs(),
        (_, Some(from), Some(to)) => (to - from).abs(),
        (_, None, Some(to)) => to.abs(),
        _ => 0.0,
    };
    if way > f64::EPSILON { LEEWAY * way } else { LEEWAY_AT_REST * expected.abs() }
}

/// What the line says for `until`: a count grows evenly to the year's target; a level goes evenly
/// from last year's target (in the first year: from the baseline) to this year's.
fn expected(plan: &Plan, usage: &Use, yearly: Yearly, year: FiscalYear, until: Date) -> Option<f64> {
    let to = *usage.targets.get(&year)?;
    let part = elapsed(year, until);
    if yearly == Yearly::Sum {
        return Some(to * part);
    }
    let before = usage.targets.range(..year).next_back().map(|(_, target)| *target);
    let from = before.or(usage.baseline.filter(|_| year >= plan.years.0));
    Some(from.map_or(to, |from| from + (to - from) * part))
}

/// The part of a fiscal year that is over at the end of `until`.
pub(crate) fn elapsed(year: FiscalYear, until: Date) -> f64 {
    let days = |from: Date, to: Date| {
        let seconds = Moment::start_of(to).seconds_since(Moment::start_of(from));
        f64::from(i32::try_from(seconds / 86_400 + 1).unwrap_or(0))
    };
    if until < year.start() {
        return 0.0;
    }
    (days(year.start(), until.min(year.end())) / days(year.start(), year.end())).clamp(0.0, 1.0)
}

fn gone(usage: &Use, value: f64) -> Option<f64> {
    let (from, to) = (usage.baseline?, *usage.targets.values().next_back()?);
    let way = to - from;
    (way.abs() > f64::EPSILON).then(|| ((value - from) / way).clamp(0.0, 1.0))
}

/// A measure is as its worst figure: one that falls behind is not hidden by others.
pub(crate) fn worst(states: impl IntoIterator<Item = State>) -> State {
    states.into_iter().min().unwrap_or(State::NoData)
}

/// A pillar is as the measure in the middle of those that have data; of two in the middle the worse.
pub(crate) fn middle(states: impl IntoIterator<Item = State>) -> State {
    let mut known: Vec<State> = states.into_iter().filter(|s| *s != State::NoData).collect();
    known.sort_unstable();
    let at = known.len().saturating_sub(1) / 2;
    known.get(at).copied().unwrap_or(State::NoData)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counting::tests::samples::{date, plan, usage};
    use proptest::prelude::*;

    fn at(usage: &Use, yearly: Yearly, value: f64, until: Date) -> State {
        course(&plan(), usage, yearly, FiscalYear::of(until), Some(value), until).state
    }

    #[test]
    fn a_share_goes_evenly_from_last_years_target_to_this_years() {
        // From 20 in the year before the plan to 30, 40, 50, 60, 70.
        let usage = usage(Direction::Up, Some(20.0), &[30.0, 40.0, 50.0, 60.0, 70.0]);
        let half = date(2026, 9, 30);
        let found = course(&plan(), &usage, Yearly::Share, FiscalYear(2026), Some(25.0), half);
        assert!((found.expected.unwrap() - 25.0).abs() < 0.1, "half of the first step");
        assert_eq!((found.state, found.target), (State::OnCourse, Some(30.0)));
        assert!((found.share.unwrap() - 0.1).abs() < 1e-9, "5 of 50 are gone");
        assert_eq!(at(&usage, Yearly::Share, 19.0, half), State::Behind);
        assert_eq!(at(&usage, Yearly::Share, 31.0, half), State::Ahead);
        assert_eq!(at(&usage, Yearly::Share, 36.0, date(2027, 9, 30)), State::OnCourse, "30 to 40 in the second year");
    }

    #[test]
    fn a_count_is_held_against_the_part_of_the_year_that_is_over() {
        let usage = usage(Direction::Up, None, &[1200.0, 1200.0, 1200.0, 1200.0, 1200.0]);
        assert_eq!(at(&usage, Yearly::Sum, 600.0, date(2026, 9, 30)), State::OnCourse);
        assert_eq!(at(&usage, Yearly::Sum, 400.0, date(2026, 9, 30)), State::Behind);
        assert_eq!(at(&usage, Yearly::Sum, 900.0, date(2026, 9, 30)), State::Ahead);
    }

    #[test]
    fn where_less_is_better_the_line_falls() {
        let usage = usage(Direction::Down, Some(10.0), &[9.0, 8.0, 7.0, 6.0, 5.0]);
        assert_eq!(at(&usage, Yearly::Recount, 12.0, date(2027, 3, 31)), State::Behind);
        assert_eq!(at(&usage, Yearly::Recount, 9.2, date(2027, 3, 31)), State::OnCourse);
        assert_eq!(at(&usage, Yearly::Recount, 4.0, date(2027, 3, 31)), State::Ahead);
    }

    #[test]
    fn without_a_figure_or_a_target_there_is_no_data() {
        let without = usage(Direction::Up, Some(1.0), &[]);
        assert_eq!(at(&without, Yearly::Share, 5.0, date(2026, 9, 30)), State::NoData);
        let with = usage(Direction::Up, Some(1.0), &[2.0]);
        let none = course(&plan(), &with, Yearly::Share, FiscalYear(2026), None, date(2026, 9, 30));
        assert_eq!((none.state, none.share), (State::NoData, None));
    }

    #[test]
    fn one_that_falls_behind_is_not_hidden_and_the_pillar_is_in_the_middle() {
        use State::{Ahead, Behind, NoData, OnCourse};
        assert_eq!(worst([Ahead, NoData, Behind]), Behind);
        assert_eq!(worst([Ahead, NoData]), Ahead);
        assert_eq!(worst([]), NoData);
        assert_eq!(middle([Behind, OnCourse, Ahead, NoData, NoData]), OnCourse);
        assert_eq!(middle([Behind, Ahead]), Behind, "of two the worse");
        assert_eq!(middle([NoData]), NoData);
    }

    proptest! {
        #[test]
        fn a_better_figure_never_stands_worse(a in 0.0..200.0f64, b in 0.0..200.0f64, up: bool, day in 1..28i8) {
            let direction = if up { Direction::Up } else { Direction::Down };
            let usage = usage(direction, Some(50.0), &[60.0, 70.0, 80.0]);
            let (worse, better) = if (a < b) == up { (a, b) } else { (b, a) };
            for yearly in [Yearly::Sum, Yearly::Share, Yearly::Recount] {
                let until = date(2026, 11, day);
                prop_assert!(at(&usage, yearly, worse, until) <= at(&usage, yearly, better, until));
            }
        }

        #[test]
        fn a_year_passes_evenly(day in 0..365i64) {
            let year = FiscalYear(2026);
            let today = Moment::start_of(year.start()).plus_days(day).date();
            let part = elapsed(year, today);
            prop_assert!((0.0..=1.0).contains(&part));
            prop_assert!((part - (day as f64 + 1.0) / 365.0).abs() < 1e-9);
        }
    }
}
