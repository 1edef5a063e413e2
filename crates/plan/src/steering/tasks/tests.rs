//! What whoever owes a task, and who looks after all of them, may rely on.

use super::*;
use crate::steering::sample::{self, post};
use std::sync::Arc;
use testkit::{TestTown, Who, both};

fn rooms() -> Vec<web::Room> {
    vec![crate::room()]
}

async fn opened(town: &TestTown, owner: &Who, due: &str) -> TaskId {
    let new = NewTask {
        title: "申請の案内を短くする".to_owned(),
        about: Some("procedures".to_owned()),
        owner: owner.account(),
        due: due.parse().unwrap(),
        origin: Origin::Meeting(town.id()),
    };
    town.change(move |tx| async move { open(&tx, new).await }).await
}

async fn a_round(town: &Arc<TestTown>) {
    remind(town.house.clone()).await.unwrap();
    town.run_jobs().await;
}

fn subjects(town: &TestTown) -> Vec<String> {
    town.mail().into_iter().map(|m| m.subject).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_given_reminded_late_and_done_with_whether_it_worked() {
    both(&rooms(), |town| async move {
        let madoka = sample::member(&town).await;
        // It is the first of June.
        let id = opened(&town, &madoka, "2026-06-20").await;
        town.run_jobs().await;
        assert_eq!(subjects(&town), ["やることが加わりました"]);
        a_round(&town).await;
        assert_eq!(town.mail().len(), 1, "three weeks before nobody is reminded");
        town.clock.advance_seconds(12 * 86_400);
        a_round(&town).await;
        a_round(&town).await;
        assert_eq!(subjects(&town)[1..], ["やることの期限が近づいています"], "told once");
        town.clock.advance_seconds(8 * 86_400);
        a_round(&town).await;
        assert_eq!(subjects(&town)[2..], ["やることの期限を過ぎました"]);
        let first = town.get(&madoka, "/desk").await;
        assert!(first.says("計画のやること") && first.says("期限を過ぎたもの 1件"));
        let path = format!("/desk/plan/tasks/{id}");
        let empty = town.post(&madoka, &format!("{path}/done"), &[("version", "1"), ("worked", "partly")]).await;
        assert_eq!(empty.status, 422, "a sentence is asked for");
        let fields = [("version", "1"), ("worked", "partly"), ("words", "問い合わせが三割減った")];
        town.post(&madoka, &format!("{path}/done"), &fields).await.leads_on();
        let page = town.get(&madoka, &path).await;
        assert!(page.says("少しうまくいった") && page.says("問い合わせが三割減った"));
        town.clock.advance_seconds(30 * 86_400);
        a_round(&town).await;
        assert_eq!(town.mail().len(), 3, "what is done is not reminded of");
        let found = for_measure(&town.house.db, "procedures").await.unwrap();
        assert_eq!(found[0].state, TaskState::Done(Worked::Partly));
        assert_eq!(of(&town.house.db, found[0].origin).await.unwrap().len(), 1);
        let verdict = town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_day_moves_with_a_reason_and_the_reminders_with_it() {
    both(&rooms(), |town| async move {
        let madoka = sample::member(&town).await;
        let id = opened(&town, &madoka, "2026-06-05").await;
        let path = format!("/desk/plan/tasks/{id}/move");
        let past =
            post(&town, &madoka, &path, &[("version", "1"), ("why-move", "遅れ")], &[("due", "2026-05-01")]).await;
        assert_eq!(past.status, 422);
        let silent = post(&town, &madoka, &path, &[("version", "1")], &[("due", "2026-07-31")]).await;
        assert_eq!(silent.status, 422, "the reason is asked for");
        post(&town, &madoka, &path, &[("version", "1"), ("why-move", "議会と重なった")], &[("due", "2026-07-31")])
            .await
            .leads_on();
        town.run_jobs().await;
        town.clock.advance_seconds(10 * 86_400);
        a_round(&town).await;
        assert!(!subjects(&town).iter().any(|s| s.contains("過ぎました")), "it is not late any more");
        let page = town.get(&madoka, &format!("/desk/plan/tasks/{id}")).await;
        assert!(page.says("議会と重なった") && page.says("令和8年6月5日まで"), "the first last day stays readable");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_do_not_see_a_task_but_the_secretariat_sees_and_ends_all() {
    both(&rooms(), |town| async move {
        let (madoka, tsunagu) = (sample::member(&town).await, sample::secretary(&town).await);
        let nozomi = sample::officer(&town, "子育 のぞみ", "desk_officer", Some("child")).await;
        let id = opened(&town, &madoka, "2026-06-20").await;
        let path = format!("/desk/plan/tasks/{id}");
        assert_eq!(town.get(&nozomi, &path).await.status, 404);
        let fields = [("version", "1"), ("worked", "yes"), ("words", "よその人")];
        assert_eq!(town.post(&nozomi, &format!("{path}/done"), &fields).await.status, 404);
        assert!(!town.get(&nozomi, "/desk/plan/tasks?of=all").await.says("申請の案内を短くする"));
        assert_eq!(town.get(&Who::nobody(), &path).await.status, 303);
        let resident = town.resident("縁側 花子").await;
        assert_eq!(town.get(&resident, "/desk/plan/tasks").await.status, 403);
        let why = [("version", "1"), ("why-drop", "別の施策にまとめた")];
        assert_eq!(
            town.post(&madoka, &format!("{path}/drop"), &why).await.status,
            403,
            "an owner does not drop a task"
        );
        assert!(town.get(&tsunagu, "/desk/plan/tasks?of=all").await.says("申請の案内を短くする"));
        town.post(&tsunagu, &format!("{path}/drop"), &why).await.leads_on();
        town.run_jobs().await;
        assert_eq!(subjects(&town).last().unwrap(), "やることが取りやめになりました");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_end_a_task_at_once_one_is_told() {
    both(&rooms(), |town| async move {
        let (madoka, tsunagu) = (sample::member(&town).await, sample::secretary(&town).await);
        let path = format!("/desk/plan/tasks/{}", opened(&town, &madoka, "2026-06-20").await);
        let (done, dropped) = (format!("{path}/done"), format!("{path}/drop"));
        let (one, other) = tokio::join!(
            town.post(&madoka, &done, &[("version", "1"), ("worked", "yes"), ("words", "できた")]),
            town.post(&tsunagu, &dropped, &[("version", "1"), ("why-drop", "やめた")]),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_over_an_office_takes_over_its_open_tasks() {
    both(&rooms(), |town| async move {
        let (madoka, next) = (sample::member(&town).await, sample::member(&town).await);
        opened(&town, &madoka, "2026-06-20").await;
        let in_hand = crate::room().in_hand.unwrap();
        assert_eq!((in_hand.list)(town.house.clone(), madoka.account()).await.unwrap().len(), 1);
        let handing =
            web::hold::Handing { from: madoka.account(), to: next.account(), desk: Some("residents".to_owned()) };
        let (pass_on, same) = (in_hand.pass_on.unwrap(), handing.clone());
        assert_eq!(town.change(move |tx| pass_on(tx, same)).await, 0, "who keeps an office keeps the tasks");
        let term =
            people::grants_on(&town.house.db, Some(madoka.account()), None, town.house.now().date()).await.unwrap();
        let id = term[0].id;
        town.change(move |tx| async move {
            let last = "2026-05-31".parse().unwrap();
            people::grants::end(&tx, id, last, None).await.map(|_| ()).map_err(people::PeopleError::into_store)
        })
        .await;
        assert_eq!(town.change(move |tx| pass_on(tx, handing)).await, 1);
        assert!(open_of(&town.house.db, madoka.account()).await.unwrap().is_empty());
        assert!(town.get(&next, "/desk/plan/tasks").await.says("申請の案内を短くする"));
        let verdict = town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    })
    .await;
}
