//! A closed month stays as it is, and the year is what the records say.

use super::room::{happen, histories, median, read, rooms, took, wards};
use super::samples::date;
use crate::counting::close::close;
use crate::counting::records::{self, Span};
use crate::counting::rollup::{cuts_together, month_of, months_between};
use crate::counting::{closed, correct, groups_of_year};
use kernel::fiscal::FiscalYear;
use store::{Act, Reads, args};
use testkit::{TestTown, both};
use web::{Cut, Figure, Period, Split, Yearly};

const YEAR: FiscalYear = FiscalYear(2026);

fn whole() -> Period {
    Period { first: YEAR.start(), last: YEAR.end() }
}

/// To the 6th of a month: then the one before is closed.
fn later(town: &TestTown, days: i64) {
    town.clock.advance_seconds(days * 86_400);
}

async fn equals_the_records(town: &TestTown) {
    let ledger = closed(&town.house).await.unwrap();
    let db = &town.house.db;
    let (hits, n) = read(db, whole()).await.unwrap();
    let took = took(db, whole()).await.unwrap();
    let of = |key: &str| ledger.series[key].year(YEAR).map(|y| y.figure).unwrap_or_default();
    if n == 0 {
        assert_eq!(of("sample.received"), Figure::default(), "without a record there is no zero");
        return;
    }
    assert_eq!(of("sample.received"), Figure::level(Some(n as f64), n));
    assert_eq!(of("sample.online"), Figure::share(hits, n));
    assert_eq!(of("sample.took"), median(&took));
    for month in months_between(YEAR.start(), YEAR.end()) {
        let direct = read(db, month).await.unwrap();
        let kept = ledger.series["sample.online"].months.get(&month.first);
        assert_eq!(kept.map(|m| m.figure.clone()).unwrap_or_default().n, direct.1);
    }
    let snapshots = records::of_indicator(db, "sample.online").await.unwrap();
    let cuts: Vec<&Vec<Cut>> =
        snapshots.iter().filter(|s| whole().last >= s.period.last).filter_map(|s| s.cuts.get(&Split::Ward)).collect();
    assert_eq!(cuts_together(Yearly::Share, &cuts), wards(db, whole(), true).await.unwrap(), "by ward too");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_the_year_is_what_a_count_of_all_records_says() {
    for history in histories(6) {
        both(&rooms(), |town| {
            let history = history.clone();
            async move {
                happen(&town, &history).await;
                later(&town, 366);
                close(&town.house).await.unwrap();
                equals_the_records(&town).await;
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_closes_once_after_its_days_of_grace() {
    both(&rooms(), |town| async move {
        happen(&town, &[(3, true, 5, 0), (40, false, 7, 1)]).await;
        // It is the first of June: April is over and its grace too; May is over, its grace is not.
        assert_eq!(
            close(&town.house).await.unwrap(),
            4,
            "three figures of April, and the year until April of the median"
        );
        assert_eq!(close(&town.house).await.unwrap(), 0, "a second time changes nothing");
        later(&town, 4);
        assert_eq!(close(&town.house).await.unwrap(), 0, "on the fifth a late record still counts");
        later(&town, 1);
        assert_eq!(close(&town.house).await.unwrap(), 4);
        let at_once = tokio::join!(close(&town.house), close(&town.house));
        assert_eq!((at_once.0.unwrap(), at_once.1.unwrap()), (0, 0));
        assert!(town.verdict().await.holds());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_two_close_at_the_same_time_is_closed_once() {
    both(&rooms(), |town| async move {
        happen(&town, &[(3, true, 5, 0)]).await;
        let (a, b) = tokio::join!(close(&town.house), close(&town.house));
        assert_eq!(a.unwrap() + b.unwrap(), 4);
        assert!(town.verdict().await.holds());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_figure_does_not_change_and_a_new_count_stands_beside_it() {
    both(&rooms(), |town| async move {
        happen(&town, &[(3, true, 5, 0), (4, false, 9, 0)]).await;
        close(&town.house).await.unwrap();
        happen(&town, &[(5, true, 30, 1)]).await;
        assert_eq!(close(&town.house).await.unwrap(), 0);
        let april = date(2026, 4, 1);
        let value = async || closed(&town.house).await.unwrap().series["sample.received"].months[&april].figure.value;
        assert_eq!(value().await, Some(2.0));

        let officer = town.officer(&["plan.see", "plan.count"], &[]).await;
        let base = "/desk/plan/figures/sample.received/2026-04/recount";
        assert!(town.get(&officer, base).await.says("+1.0件"));
        let without = town.post(&officer, base, &[("seen", "1"), ("reason", " ")]).await;
        assert!(without.says("理由を500文字までで書いてください"));
        town.post(&officer, base, &[("seen", "1"), ("reason", "届けが遅れて入った")]).await.leads_on();
        let again = town.post(&officer, base, &[("seen", "1"), ("reason", "もう一度")]).await;
        assert_eq!(again.status, 409, "somebody who saw the old figure does not overwrite the new one");

        assert_eq!(value().await, Some(3.0));
        let kept = records::of_indicator(&town.house.db, "sample.received").await.unwrap();
        let kept: Vec<_> = kept.iter().map(|s| (s.revision, s.figure.value, s.reason.as_deref())).collect();
        assert_eq!(kept, [(1, Some(2.0), None), (2, Some(3.0), Some("届けが遅れて入った"))]);
        assert!(town.get(&officer, "/desk/plan/figures/sample.received").await.says("届けが遅れて入った"));
        assert!(town.verdict().await.holds());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_median_counted_again_brings_every_later_part_of_its_year_along() {
    both(&rooms(), |town| async move {
        happen(&town, &[(3, true, 5, 0), (40, false, 7, 0)]).await;
        later(&town, 5);
        close(&town.house).await.unwrap();
        happen(&town, &[(4, true, 50, 0), (5, true, 50, 0)]).await;
        let took = crate::counting::declared(&town.house).into_iter().find(|i| i.key == "sample.took").unwrap();
        let act = Act::system("test", town.house.now());
        let rows = correct::keep(&town.house, &act, took, date(2026, 4, 1), 1, "遅れた".into()).await.unwrap();
        assert_eq!(rows, 3, "April, the year until April and the year until May");
        let ledger = closed(&town.house).await.unwrap();
        assert_eq!(ledger.series["sample.took"].year(YEAR).unwrap().figure.value, Some(28.5), "between 7 and 50");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_names_a_closed_figure_that_was_changed_behind_its_back() {
    both(&rooms(), |town| async move {
        happen(&town, &[(3, true, 5, 0)]).await;
        close(&town.house).await.unwrap();
        assert!(town.verdict().await.holds());
        town.change(|tx| async move {
            let sql = "UPDATE plan_snapshot SET value = $1 WHERE indicator = $2 AND span = $3";
            tx.execute(sql, args!["2", "sample.received", Span::Month.key()]).await
        })
        .await;
        let verdict = town.verdict().await;
        assert!(!verdict.holds());
        assert!(format!("{:?}", verdict.findings).contains("plan_snapshot"), "{:?}", verdict.findings);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_takes_no_second_figure_for_a_closed_month() {
    both(&rooms(), |town| async move {
        happen(&town, &[(3, true, 5, 0)]).await;
        close(&town.house).await.unwrap();
        let id = town.id();
        let act = Act::system("test", town.house.now());
        let twice: Result<u64, store::StoreError> = town
            .house
            .db
            .write(&act, move |tx| async move {
                tx.execute(
                    "INSERT INTO plan_snapshot (id, indicator, span, first, last, revision, value, n, parts, cuts, definition, closed_at) \
                     SELECT $1, indicator, span, first, last, revision, value, n, parts, cuts, definition, closed_at FROM plan_snapshot \
                     WHERE indicator = $2 AND span = $3",
                    args![id, "sample.received", "month"],
                )
                .await
            })
            .await;
        assert!(matches!(twice, Err(store::StoreError::Conflict { .. })), "{twice:?}");
        let n: i64 = town.house.db.one("SELECT CAST(COUNT(*) AS bigint) FROM plan_snapshot", vec![]).await.unwrap().unwrap();
        assert_eq!(n, 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn small_wards_are_not_told_from_any_half_year() {
    both(&rooms(), |town| async move {
        let matters = |ward: u8, n: i64| (0..n).map(move |at| (at % 180, at % 2 == 0, 3, ward));
        let all: Vec<_> = matters(0, 60).chain(matters(1, 4)).chain(matters(2, 14)).collect();
        happen(&town, &all).await;
        later(&town, 100);
        close(&town.house).await.unwrap();
        let groups = async || groups_of_year(&town.house.db, "sample.received", Yearly::Sum, "件", YEAR).await.unwrap();
        assert!(groups().await.is_empty(), "the half-year is not over");
        later(&town, 30);
        close(&town.house).await.unwrap();
        let groups = groups().await;
        let rows: Vec<_> = groups[0].rows.iter().map(|(key, s)| (key.as_str(), s.n, s.withheld)).collect();
        assert_eq!(rows, [("ward0", Some(60), false), ("ward1", None, true), ("ward2", None, true)]);
        assert_eq!(groups[0].period.last, month_of(date(2026, 9, 1)).last);
        let answer = town.get(&testkit::Who::nobody(), "/api/v1/figures?year=2026").await.text();
        assert!(answer.contains("\"ward0\"") && !answer.contains("\"n\":14"), "{answer}");
    })
    .await;
}
