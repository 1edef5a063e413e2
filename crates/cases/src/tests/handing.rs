//! What an officer has in charge goes over with the office, desk by desk.

use super::people_::*;
use kernel::TypedId;
use kernel::id::AccountId;
use store::{Act, journal};
use testkit::{TestTown, both};
use web::hold::Handing;

async fn pass(town: &TestTown, from: AccountId, to: AccountId, desk: &str) -> u64 {
    let handing = Handing { from, to, desk: Some(desk.to_owned()) };
    let pass_on = crate::room().in_hand.and_then(|h| h.pass_on).expect("cases are passed on");
    let act = Act::system("test", town.house.now());
    town.house.db.write(&act, move |tx| async move { pass_on(tx, handing).await }).await.unwrap()
}

#[tokio::test]
async fn a_case_in_charge_is_listed_without_a_name_and_passes_to_the_successor() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        town.post(&officer, &format!("/desk/cases/{}/take", case.id), &[("version", "1")]).await.leads_on();
        let list = crate::room().in_hand.unwrap().list;
        let open = list(town.house.clone(), officer.account()).await.unwrap();
        assert_eq!(open.len(), 1);
        assert!(open[0].title.contains(&case.reference.to_string()) && !open[0].title.contains("花子"), "{open:?}");

        let next = AccountId::from_uuid(town.id());
        assert_eq!(pass(&town, officer.account(), next, "child").await, 0, "another desk's office takes nothing");
        assert_eq!(pass(&town, officer.account(), next, "residents").await, 1);
        assert_eq!(pass(&town, officer.account(), next, "residents").await, 0, "once");
        assert_eq!(only_case(&town).await.officer, Some(next));
        let acts = journal::of_row(&town.house.db, "cases_case", case.id.0).await.unwrap();
        assert_eq!(acts.last().unwrap().act, "cases.hand_over");
        town.run_jobs().await;
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}
