//! A figure from outside counts when the town's route has approved it, and says where it is from.

use super::room::rooms;
use crate::counting::closed;
use crate::counting::outside;
use approvals::{Decided, Outcome};
use kernel::TypedId;
use kernel::fiscal::FiscalYear;
use store::NewJob;
use testkit::{TestTown, both};

const FORM: [(&str, &str); 8] = [
    ("key", "survey"),
    ("title", "アンケートで満足と答えた割合（架空）"),
    ("span", "year"),
    ("period", "2026"),
    ("value", "61.5"),
    ("unit", "%"),
    ("n", "４０２"),
    ("meaning", "見本の問いに「満足」と答えた人の割合"),
];

fn form(source: &'static str) -> Vec<(&'static str, &'static str)> {
    FORM.into_iter().chain([("source", source)]).collect()
}

/// As the approvals tell it.
async fn decided(town: &TestTown, outcome: Outcome) {
    let entry = outside::newest(&town.house.db, 1).await.unwrap().remove(0);
    let told = Decided { approval: entry.approval.unwrap(), subject: entry.id.uuid(), outcome, round: 1 };
    town.change(move |tx| async move {
        tx.enqueue(NewJob::new(outside::JOB.kind, &told));
        Ok(())
    })
    .await;
    town.run_jobs().await;
}

async fn value(town: &TestTown) -> Option<f64> {
    let ledger = closed(&town.house).await.unwrap();
    ledger.series.get("outside.survey")?.year(FiscalYear(2026))?.figure.value
}

#[tokio::test(flavor = "multi_thread")]
async fn it_counts_once_it_is_approved_and_only_once() {
    both(&rooms(), |town| async move {
        let officer = town.officer_of("planning", &["plan.see", "plan.count"], &["member"]);
        let without = town.post(&officer, "/desk/plan/outside", &form("")).await;
        assert!(without.says("出どころを書いてください"));
        town.post(&officer, "/desk/plan/outside", &form("架空のアンケート 令和8年")).await.leads_on();
        assert_eq!(value(&town).await, None, "it waits for the route");
        decided(&town, Outcome::Approved).await;
        assert_eq!(value(&town).await, Some(61.5));
        decided(&town, Outcome::Approved).await;
        let kept = crate::counting::records::of_indicator(&town.house.db, "outside.survey").await.unwrap();
        assert_eq!(kept.iter().map(|s| (s.revision, s.figure.n)).collect::<Vec<_>>(), [(1, 402)]);
        assert!(town.get(&officer, "/desk/plan/figures/outside.survey").await.says("架空のアンケート 令和8年"));
        assert!(town.verdict().await.holds());
        let other = town.officer(&["plan.see"], &[]).await;
        assert_eq!(town.get(&other, "/desk/plan/outside").await.status, 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_back_does_not_count() {
    both(&rooms(), |town| async move {
        let officer = town.officer_of("planning", &["plan.count"], &["member"]);
        town.post(&officer, "/desk/plan/outside", &form("架空の統計")).await.leads_on();
        decided(&town, Outcome::SentBack).await;
        assert_eq!(value(&town).await, None);
        assert!(town.get(&officer, "/desk/plan/outside").await.says("差し戻されました"));
    })
    .await;
}
