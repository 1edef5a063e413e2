//! What was decided is carried on, and old boards are found.

use super::{board, cards, colleague, officer, step, write};
use testkit::{TestTown, Who, both};

fn rooms() -> Vec<web::Room> {
    vec![crate::room()]
}

/// A board that took one Try and left another, closed.
async fn closed(town: &TestTown, lead: &Who, owner: &Who) -> String {
    let path = board(town, lead, &[("votes", "0")]).await;
    write(town, lead, &path, "try", "受付票を色で分ける").await;
    // Cards sort by their moment.
    town.clock.advance_seconds(1);
    write(town, lead, &path, "try", "机をふやす").await;
    step(town, lead, &path, "group").await;
    step(town, lead, &path, "decide").await;
    let ids = cards(town, lead, &path).await;
    let owner = owner.account().to_string();
    let day = [("due-era", "reiwa"), ("due-year", "8"), ("due-month", "6"), ("due-day", "30")];
    let take = [&[("version", "1"), ("owner", &owner)][..], &day].concat();
    town.post(lead, &format!("{path}/cards/{}/decide", ids[0]), &take).await.leads_on();
    let leave = [("version", "1"), ("leave", "yes")];
    town.post(lead, &format!("{path}/cards/{}/decide", ids[1]), &leave).await.leads_on();
    step(town, lead, &path, "closed").await;
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_board_opens_with_what_was_taken_and_asks_whether_it_worked() {
    both(&rooms(), |town| async move {
        let (lead, owner) = (officer(&town).await, colleague(&town, "見本 次郎").await);
        let first = closed(&town, &lead, &owner).await;
        assert!(town.get(&lead, &format!("{first}/print")).await.says("見本 次郎"));
        let second = board(&town, &lead, &[]).await;
        let page = town.get(&owner, &second).await;
        assert!(page.says("受付票を色で分ける") && page.says("見本 次郎") && page.says("令和8年6月30日"));
        assert!(!page.says("机をふやす"), "what was left is not asked about");
        assert!(town.get(&owner, "/desk/plan/tasks").await.says("受付票を色で分ける"), "it is a task of theirs");
        let other = board(&town, &lead, &[("project", "ほかのこと")]).await;
        assert!(!town.get(&lead, &other).await.says("受付票を色で分ける"));

        let form = town.get(&lead, &second).await.attributes("form.kpt-judge", "action").swap_remove(0);
        let judge = async |who: &Who, version: &str, outcome: &str| {
            town.post(who, &form, &[("version", version), ("outcome", outcome)]).await.status
        };
        assert_eq!(judge(&owner, "2", "worked").await, 403, "the facilitator writes what all say");
        assert_eq!(judge(&lead, "1", "worked").await, 409);
        assert_eq!(judge(&lead, "2", "partly").await, 303);
        let page = town.get(&owner, &second).await;
        assert!(page.says("一部うまくいった") && page.says("「6月のふりかえり」で確かめました"));
        assert_eq!(judge(&lead, "3", "worked").await, 409, "the task has ended");
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_is_taken_with_somebody_and_a_day_to_come() {
    both(&rooms(), |town| async move {
        let (lead, owner) = (officer(&town).await, colleague(&town, "見本 次郎").await);
        let path = board(&town, &lead, &[("votes", "0")]).await;
        write(&town, &lead, &path, "try", "試すこと").await;
        let card = format!("{path}/cards/{}", cards(&town, &lead, &path).await[0]);
        let id = owner.account().to_string();
        let decide = async |who: &Who, owner: &str, year: &str| {
            let day = [("due-era", "reiwa"), ("due-year", year), ("due-month", "6"), ("due-day", "30")];
            let fields = [&[("version", "1"), ("owner", owner)][..], &day].concat();
            town.post(who, &format!("{card}/decide"), &fields).await.status
        };
        assert_eq!(decide(&lead, &id, "8").await, 422, "deciding has its own step");
        step(&town, &lead, &path, "group").await;
        step(&town, &lead, &path, "decide").await;
        assert_eq!(decide(&lead, "", "8").await, 422);
        assert_eq!(decide(&lead, &lead.account().to_string(), "8").await, 422, "nobody's colleague");
        assert_eq!(decide(&lead, &id, "7").await, 422, "a day that is over");
        assert_eq!(decide(&owner, &id, "8").await, 403);
        assert_eq!(decide(&lead, &id, "8").await, 303);
        assert_eq!(decide(&lead, &id, "8").await, 422, "as it was seen before");
        let tasks = "SELECT CAST(COUNT(*) AS bigint) FROM plan_task";
        assert_eq!(store::Reads::one::<i64>(&town.house.db, tasks, vec![]).await.unwrap(), Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn old_boards_are_found_by_a_word_on_a_card() {
    both(&rooms(), |town| async move {
        let (lead, owner) = (officer(&town).await, colleague(&town, "見本 次郎").await);
        closed(&town, &lead, &owner).await;
        let open = board(&town, &lead, &[("title", "いまのボード")]).await;
        write(&town, &lead, &open, "try", "受付票の新しい話").await;
        let search = async |q: &str| town.get(&lead, &format!("/desk/plan/boards?q={}", testkit::encode(q))).await;
        let found = search("受付票").await;
        assert_eq!(found.select(".kpt-hit h3"), ["6月のふりかえり"]);
        assert!(found.says("受付票を色で分ける"));
        assert!(search("見当たらない言葉").await.says("見つかりませんでした"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_board_is_closed_so_that_no_mark_outlives_its_use() {
    both(&rooms(), |town| async move {
        let lead = officer(&town).await;
        let path = board(&town, &lead, &[("names", "anonymous")]).await;
        write(&town, &lead, &path, "keep", "忘れたボードのカード").await;
        let round = async || (crate::kpt::ROUND.run)(town.house.clone()).await.unwrap();
        round().await;
        assert_eq!(town.get(&lead, &path).await.attributes("en-board", "data-stage"), ["write"]);
        town.clock.advance_seconds(31 * 86_400);
        round().await;
        round().await;
        assert_eq!(town.get(&lead, &path).await.attributes("en-board", "data-stage"), ["closed"]);
        let left = "SELECT CAST(COUNT(*) AS bigint) FROM plan_card WHERE mark IS NOT NULL";
        assert_eq!(store::Reads::one::<i64>(&town.house.db, left, vec![]).await.unwrap(), Some(0));
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_that_is_taken_on_the_board_of_a_measure_is_a_step_of_its_next_plan() {
    both(&rooms(), |town| async move {
        let (lead, owner) = (officer(&town).await, colleague(&town, "見本 次郎").await);
        let path = board(&town, &lead, &[("votes", "0"), ("about", "measure:procedures")]).await;
        write(&town, &lead, &path, "try", "申請の画面に例を付ける").await;
        step(&town, &lead, &path, "group").await;
        step(&town, &lead, &path, "decide").await;
        let card = cards(&town, &lead, &path).await.swap_remove(0);
        let owner = owner.account().to_string();
        let day = [("due-era", "reiwa"), ("due-year", "8"), ("due-month", "6"), ("due-day", "30")];
        let take = [&[("version", "1"), ("owner", &*owner)][..], &day].concat();
        town.post(&lead, &format!("{path}/cards/{card}/decide"), &take).await.leads_on();
        let sql = "SELECT s.words AS words, c.measure AS measure, c.year AS year FROM plan_step s \
                   JOIN plan_cycle c ON c.id = s.cycle WHERE s.origin = 'kpt'";
        let rows = store::Reads::rows(&town.house.db, sql, vec![]).await.unwrap();
        let said: Vec<(String, i64)> = rows.iter().map(|r| (r.get("words").unwrap(), r.get("year").unwrap())).collect();
        assert_eq!(said, [("申請の画面に例を付ける".to_owned(), 2027)]);
        assert_eq!(rows[0].get::<String>("measure").unwrap(), "procedures");
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_over_an_office_leads_its_open_boards_on() {
    both(&rooms(), |town| async move {
        let (lead, next) = (colleague(&town, "見本 一郎").await, colleague(&town, "見本 次郎").await);
        let path = board(&town, &lead, &[]).await;
        let in_hand = crate::room().in_hand.unwrap();
        let open = (in_hand.list)(town.house.clone(), lead.account()).await.unwrap();
        assert_eq!(open.iter().map(|w| w.path.as_str()).collect::<Vec<_>>(), [path.as_str()]);
        let handing =
            web::hold::Handing { from: lead.account(), to: next.account(), desk: Some("residents".to_owned()) };
        let today = town.house.now().date();
        let term = people::grants_on(&town.house.db, Some(lead.account()), None, today).await.unwrap().swap_remove(0);
        town.change(move |tx| async move {
            let last = "2026-05-31".parse().unwrap();
            people::grants::end(&tx, term.id, last, None).await.map(|_| ()).map_err(people::PeopleError::into_store)
        })
        .await;
        let pass_on = in_hand.pass_on.unwrap();
        assert_eq!(town.change(move |tx| pass_on(tx, handing)).await, 1);
        step(&town, &next, &path, "group").await;
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}
