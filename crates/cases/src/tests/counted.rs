//! Whatever the history of cases: the months together say of a year what a count of all its rows says.

use kernel::{Date, Moment};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::sync::Arc;
use store::{Channel, Deed, args};
use testkit::{TestTown, both};
use web::{Cut, Figure, Indicator, Period, Split, Yearly};

/// A case as chance brings it.
#[derive(Debug, Clone)]
struct Line {
    /// Days after 1 April.
    day: i64,
    channel: u8,
    account: bool,
    /// Days until it was decided, and whether in time.
    decided: Option<(i64, bool)>,
    ward: Option<u8>,
    age: Option<u8>,
    answer: Option<u8>,
    effort: Option<u8>,
}

fn histories() -> Vec<Vec<Line>> {
    let maybe = |most: u8| prop::option::of(0..most);
    let decided = prop::option::of((0..30i64, any::<bool>()));
    let one = (0..365i64, 0..4u8, any::<bool>(), decided, maybe(3), maybe(5), maybe(3), maybe(3));
    let line = one.prop_map(|(day, channel, account, decided, ward, age, answer, effort)| Line {
        day,
        channel,
        account,
        decided,
        ward,
        age,
        answer,
        effort,
    });
    let history = prop::collection::vec(line, 0..60);
    let mut runner = TestRunner::deterministic();
    (0..4).map(|_| history.new_tree(&mut runner).unwrap().current()).collect()
}

fn year() -> Period {
    Period { first: Date::constant(2026, 4, 1), last: Date::constant(2027, 3, 31) }
}

fn months() -> Vec<Period> {
    let month = |at: i16| {
        let first = Date::constant(2026 + (at + 3) / 12, i8::try_from((at + 3) % 12).unwrap() + 1, 1);
        Period { first, last: first.last_of_month() }
    };
    (0..12).map(month).collect()
}

fn word<const N: usize>(words: [&'static str; N], at: Option<u8>) -> Option<&'static str> {
    at.map(|at| words[usize::from(at)])
}

async fn happen(town: &Arc<TestTown>, lines: &[Line]) {
    let rows: Vec<_> = lines.iter().enumerate().map(|(at, line)| (town.id(), town.id(), at, line.clone())).collect();
    town.change(|tx| async move {
        for (case, feedback, at, line) in rows {
            let submitted = Moment::start_of(year().first).plus_days(line.day).plus_seconds(7200);
            let decided_on = line.decided.map(|(took, _)| submitted.plus_days(took).date());
            let standard = line.decided.map_or(0, |(took, in_time)| took - i64::from(!in_time));
            let account = line.account.then(|| tx.id::<kernel::id::AccountId>());
            let channel = [Channel::Web, Channel::Counter, Channel::Phone, Channel::Paper][usize::from(line.channel)];
            let ward = word(["w0", "w1", "w2"], line.ward);
            let age = word(["0", "18", "40", "65", "75"], line.age);
            tx.execute(
                "INSERT INTO cases_case (id, reference, procedure, procedure_version, state, desk, applicant_name, channel, \
                 submitted_at, due_on, round, version, account, decided_on, ward, age_band) \
                 VALUES ($1, $2, $3, 1, 'in_review', 'residents', '', $4, $5, $6, 1, 1, $7, $8, $9, $10)",
                args![
                    case,
                    format!("R{at}"),
                    ["a", "b"][at % 2],
                    channel,
                    submitted,
                    submitted.plus_days(standard).date(),
                    account,
                    decided_on,
                    ward,
                    age
                ],
            )
            .await?;
            let (answer, effort) =
                (word(["better", "same", "worse"], line.answer), word(["easy", "fair", "hard"], line.effort));
            tx.execute(
                "INSERT INTO cases_feedback (id, case_id, answer, effort, channel, at) VALUES ($1, $2, $3, $4, $5, $6)",
                args![feedback, case, answer, effort, channel, submitted],
            )
            .await?;
            tx.record(Deed::new("cases.submit").raw_row("cases_case", case).raw_row("cases_feedback", feedback));
        }
        Ok(())
    })
    .await;
}

fn add(yearly: Yearly, figures: &[Figure]) -> Figure {
    let n = figures.iter().map(|f| f.n).sum();
    match yearly {
        Yearly::Share => Figure::share(figures.iter().filter_map(|f| f.hits).sum(), n),
        _ => Figure::count(n),
    }
}

async fn months_are_the_year(town: &TestTown, indicator: &Indicator) {
    let db = || town.house.db.clone();
    let (mut figures, mut cuts): (Vec<Figure>, Vec<(Split, Cut)>) = Default::default();
    let splits = || indicator.split.iter().flat_map(|s| s.by.iter().map(|by| (*by, s.count)));
    for month in months() {
        figures.push((indicator.count)(db(), month).await.unwrap());
        for (by, count) in splits() {
            cuts.extend(count(db(), month, by).await.unwrap().into_iter().map(|cut| (by, cut)));
        }
    }
    let (whole, added) = ((indicator.count)(db(), year()).await.unwrap(), add(indicator.yearly, &figures));
    assert_eq!((added.value, added.n, added.hits), (whole.value, whole.n, whole.hits), "{}", indicator.key);
    for (by, count) in splits() {
        for cut in count(db(), year(), by).await.unwrap() {
            let of_group = |(split, c): &&(Split, Cut)| *split == by && c.key == cut.key;
            let figures: Vec<Figure> = cuts.iter().filter(of_group).map(|(_, c)| c.figure.clone()).collect();
            assert_eq!(add(indicator.yearly, &figures), cut.figure, "{} {by:?} {}", indicator.key, cut.key);
        }
    }
}

/// The same counted from the history itself.
async fn the_year_is_the_history(town: &TestTown, lines: &[Line]) {
    let figure = async |key: &str| {
        let found = crate::indicators::ALL.iter().find(|i| i.key == key).unwrap();
        (found.count)(town.house.db.clone(), year()).await.unwrap()
    };
    let count = |of: fn(&Line) -> bool| i64::try_from(lines.iter().filter(|l| of(l)).count()).unwrap();
    assert_eq!(figure("cases.received").await.n, count(|_| true));
    assert_eq!(figure("cases.online_share").await.hits, Some(count(|l| l.channel == 0)));
    assert_eq!(figure("cases.no_account_share").await.hits, Some(count(|l| !l.account)));
    let effort = figure("cases.effort").await;
    assert_eq!((effort.hits, effort.n), (Some(count(|l| l.effort == Some(0))), count(|l| l.effort.is_some())));
    let in_time = figure("cases.in_time_share").await;
    let within: fn(&Line) -> bool = |l| l.decided.is_some_and(|(took, _)| l.day + took < 365);
    assert_eq!(in_time.n, count(within));
    assert_eq!(in_time.hits, Some(count(|l| l.decided.is_some_and(|(took, good)| good && l.day + took < 365))));
}

#[tokio::test]
async fn the_months_together_are_the_year_for_every_figure_and_group() {
    for history in histories() {
        both(&super::people_::rooms(), |town| {
            let history = history.clone();
            async move {
                happen(&town, &history).await;
                the_year_is_the_history(&town, &history).await;
                for indicator in crate::indicators::ALL.iter().filter(|i| i.yearly != Yearly::Recount) {
                    months_are_the_year(&town, indicator).await;
                }
            }
        })
        .await;
    }
}
