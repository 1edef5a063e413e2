//! Votes are counted once and cannot be followed.

use super::{board, cards, officer, step, write};
use store::{Reads, args};
use testkit::{TestTown, Who, both};

fn rooms() -> Vec<web::Room> {
    vec![crate::room()]
}

async fn count(town: &TestTown, sql: &'static str) -> i64 {
    town.house.db.one(sql, args![]).await.unwrap().unwrap()
}

const VOTES: &str = "SELECT CAST(COUNT(*) AS bigint) FROM plan_vote";

async fn at_vote(town: &TestTown, lead: &Who, votes: &str) -> (String, Vec<String>) {
    let path = board(town, lead, &[("votes", votes)]).await;
    for n in 0..8 {
        write(town, lead, &path, "try", &format!("試すこと{n}")).await;
    }
    step(town, lead, &path, "group").await;
    step(town, lead, &path, "vote").await;
    let ids = cards(town, lead, &path).await;
    (path, ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_more_votes_by_being_quick() {
    both(&rooms(), |town| async move {
        let (lead, other) = (officer(&town).await, officer(&town).await);
        let (path, ids) = at_vote(&town, &lead, "3").await;
        let address = format!("{path}/vote");
        let one = async |who: &Who, verb: &str, card: &str| town.post(who, &address, &[(verb, card)]).await.status;
        let done = futures::future::join_all(ids.iter().map(|id| one(&lead, "on", id))).await;
        assert_eq!(done.iter().filter(|s| **s == 303).count(), 3, "{done:?}");
        assert_eq!(count(&town, VOTES).await, 3);
        assert_eq!(futures::future::join(one(&other, "on", &ids[0]), one(&other, "on", &ids[0])).await, (303, 303));
        assert_eq!(count(&town, VOTES).await, 4, "twice for the same card is once");
        assert!(town.get(&other, &path).await.says("あなたの残りは <strong><span data-left-votes>2</span>"));
        let given = town.get(&lead, &path).await.attributes("button[name=off]", "value");
        assert_eq!(given.len(), 3);
        assert_eq!(one(&lead, "off", &given[0]).await, 303);
        let new = ids.iter().find(|id| !given.contains(id)).unwrap();
        assert_eq!(one(&lead, "on", new).await, 303, "a vote taken back can be given again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_shown_when_voting_is_over_and_then_nobody_knows_whose_they_were() {
    both(&rooms(), |town| async move {
        let (lead, other) = (officer(&town).await, officer(&town).await);
        let (path, ids) = at_vote(&town, &lead, "2").await;
        for (who, card) in [(&lead, &ids[3]), (&other, &ids[3]), (&other, &ids[5])] {
            town.post(who, &format!("{path}/vote"), &[("on", card)]).await.leads_on();
        }
        assert!(town.get(&other, &path).await.select(".kpt-votes").is_empty());
        step(&town, &lead, &path, "decide").await;
        let page = town.get(&other, &path).await;
        assert_eq!(page.select(".kpt-votes")[..3], ["2票", "1票", "0票"], "the most wanted on top");
        assert_eq!(page.attributes("[data-card]", "data-card")[0], ids[3]);
        assert_eq!(count(&town, VOTES).await, 0);
        let secrets = "SELECT CAST(COUNT(*) AS bigint) FROM plan_board_pulse WHERE secret IS NOT NULL";
        assert_eq!(count(&town, secrets).await, 0);
        assert_eq!(town.post(&other, &format!("{path}/vote"), &[("on", &ids[0])]).await.status, 422);
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}
