//! The running month moves with the records; what the public sees tells nothing of few.

use super::room::{Matter, happen, rooms};
use super::samples::{date, plan, usage};
use crate::book::{Direction, Measure, Use, Words};
use crate::counting::close::close;
use crate::counting::ledger::LIVE_SECONDS;
use crate::counting::{PillarStanding, Standing, State, standing};
use kernel::fiscal::FiscalYear;
use testkit::{TestTown, both};

const YEAR: FiscalYear = FiscalYear(2026);

fn measure(uses: Vec<Use>) -> Measure {
    Measure {
        key: "procedures".into(),
        pillar: "residents".into(),
        name: Words::default(),
        aim: Words::default(),
        aim_verified: false,
        desk: None,
        supporting: Vec::new(),
        milestones: Vec::new(),
        budgets: Vec::new(),
        indicators: uses,
        answers: Vec::new(),
        verified: false,
    }
}

fn named(key: &str, targets: &[f64]) -> Use {
    Use { key: key.into(), ..usage(Direction::Up, Some(0.0), targets) }
}

async fn stands(town: &TestTown, uses: Vec<Use>) -> Standing {
    standing(&town.house, &plan(), &measure(uses), YEAR).await.unwrap()
}

fn many(day: i64, n: i64) -> Vec<Matter> {
    (0..n).map(|at| (day, at % 2 == 0, 3, 0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_more_matter_moves_the_figure_by_exactly_one_after_the_stated_delay() {
    both(&rooms(), |town| async move {
        let uses = || vec![named("sample.received", &[100.0])];
        // It is the first of June; 61 days after the first of April.
        happen(&town, &many(10, 20)).await;
        happen(&town, &many(61, 12)).await;
        close(&town.house).await.unwrap();
        let seen = async || {
            let shown = stands(&town, uses()).await.for_public();
            let row = &shown.rows[0];
            (row.latest.clone().unwrap().value, row.years[0].value)
        };
        assert_eq!(seen().await, (Some(12.0), Some(32.0)));
        happen(&town, &many(61, 1)).await;
        assert_eq!(seen().await, (Some(12.0), Some(32.0)), "within the stated delay it may be the old one");
        town.clock.advance_seconds(LIVE_SECONDS);
        assert_eq!(seen().await, (Some(13.0), Some(33.0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_month_of_few_is_left_out_of_the_public_year_too() {
    both(&rooms(), |town| async move {
        happen(&town, &many(10, 20)).await;
        happen(&town, &many(61, 3)).await;
        close(&town.house).await.unwrap();
        let raw = stands(&town, vec![named("sample.received", &[100.0])]).await;
        assert_eq!(raw.rows[0].years[0].value, Some(23.0));
        let shown = raw.for_public();
        let row = &shown.rows[0];
        assert!(row.latest.as_ref().unwrap().withheld);
        assert_eq!(row.years[0].value, Some(20.0), "the difference would be the three");
        assert_eq!(row.years[0].until, date(2026, 4, 30));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_measure_stands_as_its_worst_figure_and_says_what_it_lacks() {
    both(&rooms(), |town| async move {
        happen(&town, &many(10, 40)).await;
        close(&town.house).await.unwrap();
        let uses =
            vec![named("sample.received", &[10.0]), named("sample.online", &[2000.0]), named("nobody.counts", &[1.0])];
        let found = stands(&town, uses).await;
        let states: Vec<State> = found.rows.iter().map(|r| r.state).collect();
        assert_eq!(states, [State::Ahead, State::Behind, State::NoData]);
        assert_eq!(found.state, State::Behind);
        assert!(found.rows[0].forecast.is_none(), "one month is not carried on");
        assert_eq!(stands(&town, Vec::new()).await.state, State::NoData);
        let pillar = PillarStanding::of([State::Ahead, State::Behind, State::OnCourse, State::NoData]);
        assert_eq!((pillar.state, pillar.counts[0]), (State::OnCourse, (State::Behind, 1)));
    })
    .await;
}
