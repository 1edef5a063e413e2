//! What the holder of a certificate may rely on, from the first question to the paper.

pub(super) mod walk;

use super::service;
use testkit::Who;
use web::texts::{Lang, Texts};

#[test]
fn the_service_says_its_measure_and_its_jobs() {
    let service = service();
    assert_eq!(service.measure, "residents/certificates");
    assert_eq!(
        service.room.jobs.iter().map(|j| j.kind).collect::<Vec<_>>(),
        ["certificates.issue", "certificates.examine"]
    );
    assert!(Texts::new(&[service.room.texts], &[]).is_ok_and(|t| t.has(Lang::Ja, "certificates-guide")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_for_no_case_is_put_before_somebody() {
    let rooms = walk::rooms();
    let town = testkit::TestTown::sqlite(&rooms).await;
    let order = cases::Issue { case: kernel::TypedId::from_uuid(town.id()) };
    town.change(move |tx| async move {
        tx.enqueue(store::NewJob::new(cases::ISSUE_CERTIFICATE, &order));
        Ok(())
    })
    .await;
    town.run_jobs().await;
    let dead = store::jobs::dead_letters(&town.house.db, 10).await.unwrap();
    assert_eq!(dead.iter().map(|d| d.kind.as_str()).collect::<Vec<_>>(), ["certificates.issue"]);
    assert_eq!(town.get(&Who::nobody(), "/verify").await.status, 200);
}
