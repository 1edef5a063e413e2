use super::*;
use futures::future::join_all;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_decide_at_once_one_wins_and_the_other_is_told() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let twin = officer(&office.town, "二人目の 係長", "residents", &["chief"]);
        for _ in 0..5 {
            let id = office.draft("light", None).await;
            let page = office.town.get(&office.chief, &format!("/desk/approvals/{id}")).await;
            let value = |name: &str| page.attributes(&format!("form input[name='{name}']"), "value").remove(0);
            let (seat, text) = (value("seat"), value("text"));
            let back = [("words", "直してください")];
            let (one, other) = tokio::join!(
                office.send(&office.chief, id, "approve", &seat, &text, &[]),
                office.send(&twin, id, "send-back", &seat, &text, &back),
            );
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 409]);
            let late = if one.status == 409 { one } else { other };
            assert!(late.says("ほかの職員が先に進めました") && late.says("あなたの操作は記録していません"));
        }
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_have_no_gaps_and_no_twins_however_many_approve_at_once() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let mut ready = Vec::new();
        for _ in 0..12 {
            let id = office.draft("light", None).await;
            let page = office.town.get(&office.chief, &format!("/desk/approvals/{id}")).await;
            let value = |name: &str| page.attributes(&format!("form input[name='{name}']"), "value").remove(0);
            ready.push((id, value("seat"), value("text")));
        }
        // Every third is sent back: it uses up no number.
        let all = ready.iter().enumerate().map(|(n, (id, seat, text))| {
            let what = if n % 3 == 0 { "send-back" } else { "approve" };
            office.send(&office.chief, *id, what, seat, text, &[("words", "理由")])
        });
        for answer in join_all(all).await {
            answer.leads_on();
        }
        let rows = office
            .town
            .house
            .db
            .rows("SELECT number_seq FROM approvals_approval WHERE state = $1 ORDER BY number_seq", args!["approved"]);
        let numbers: Vec<i64> = rows.await.unwrap().iter().map(|r| r.get("number_seq").unwrap()).collect();
        assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn steps_at_the_same_time_do_not_stand_in_each_others_way() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let general = officer(&office.town, "総務 課長", "general", &["head"]);
        let treasurer = officer(&office.town, "会計 管理者", "cashier", &["treasurer"]);
        let id = office.draft("spending", Some(600_000)).await;
        office.press(&office.chief, id, "approve", &[]).await.leads_on();
        office.press(&office.head, id, "approve", &[]).await.leads_on();
        let (a, b) = tokio::join!(office.press(&general, id, "agree", &[]), office.press(&treasurer, id, "agree", &[]));
        assert_eq!((a.status, b.status), (303, 303));
        assert_eq!(office.status(id).await.waiting_for[0].position, "vice_mayor");
        office.journal_holds().await;
    })
    .await;
}
