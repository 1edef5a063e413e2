//! What those who steer, and those who let them, may rely on.

use super::records::of;
use super::*;
use crate::steering::sample::{self, post};
use testkit::{TestTown, Who, both};

fn rooms() -> Vec<web::Room> {
    vec![crate::room()]
}

async fn seat(town: &TestTown, by: &Who, place: [&str; 3], holder: &Who, until: &str) -> testkit::Answer {
    let holder = holder.account().to_string();
    let fields = [("body", place[0]), ("office", place[1]), ("desk", place[2]), ("holder", &holder)];
    let mut dates = vec![("from", "2026-06-01")];
    if !until.is_empty() {
        dates.push(("until", until));
    }
    post(town, by, "/desk/plan/people", &fields, &dates).await
}

/// An adviser for two measures until the end of June.
async fn adviser(town: &TestTown, by: &Who) -> Who {
    let who = sample::officer(town, "助言 しるべ", "plan_adviser", None).await;
    let holder = who.account().to_string();
    let fields = [
        ("body", "advisers"),
        ("office", "adviser"),
        ("desk", ""),
        ("holder", &holder),
        ("measures", "procedures"),
        ("measures", "certificates"),
    ];
    post(town, by, "/desk/plan/people", &fields, &[("from", "2026-06-01"), ("until", "2026-06-30")]).await.leads_on();
    who
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_the_position_heads_headquarters_and_others_are_seated_for_a_term() {
    both(&rooms(), |town| async move {
        let (tsunagu, mitsuru) = (sample::secretary(&town).await, sample::cio(&town).await);
        let madoka = sample::member(&town).await;
        let held = members(&town.house, "headquarters", town.house.now().date()).await.unwrap();
        assert_eq!(
            held.iter().map(|h| (h.title.as_str(), h.holder)).collect::<Vec<_>>(),
            [("本部長", mitsuru.account())]
        );
        seat(&town, &tsunagu, ["headquarters", "member", ""], &madoka, "2027-03-31").await.leads_on();
        assert_eq!(seat(&town, &tsunagu, ["headquarters", "member", ""], &madoka, "").await.status, 422, "not twice");
        assert_eq!(
            seat(&town, &tsunagu, ["headquarters", "head", ""], &madoka, "").await.status,
            404,
            "the position decides"
        );
        assert_eq!(seat(&town, &madoka, ["headquarters", "member", ""], &tsunagu, "").await.status, 403);
        let page = town.get(&mitsuru, "/desk/plan/people").await;
        assert!(page.says("窓口 まどか") && page.says("令和9年3月31日") && page.says("町で確認中"));
        town.clock.advance_seconds(305 * 86_400);
        let held = members(&town.house, "headquarters", town.house.now().date()).await.unwrap();
        assert!(!held.iter().any(|h| h.holder == madoka.account()), "the term is over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_has_one_leader_and_its_successor_takes_the_seat() {
    both(&rooms(), |town| async move {
        let tsunagu = sample::secretary(&town).await;
        let (madoka, next) = (sample::member(&town).await, sample::member(&town).await);
        seat(&town, &tsunagu, ["leaders", "leader", "residents"], &madoka, "").await.leads_on();
        let second = seat(&town, &tsunagu, ["leaders", "leader", "residents"], &next, "").await;
        assert!(second.status == 422 && second.says("もうリーダーがいます"));
        assert_eq!(seat(&town, &tsunagu, ["leaders", "leader", "moon"], &next, "").await.status, 404);
        town.clock.advance_seconds(30 * 86_400);
        let handing = Handing { from: madoka.account(), to: next.account(), desk: Some("residents".to_owned()) };
        let same = handing.clone();
        assert_eq!(town.change(move |tx| async move { pass_on(&tx, &handing).await }).await, 1);
        let held = members(&town.house, "leaders", town.house.now().date()).await.unwrap();
        assert_eq!(held.iter().map(|h| h.holder).collect::<Vec<_>>(), [next.account()]);
        assert_eq!(town.change(move |tx| async move { pass_on(&tx, &same).await }).await, 0, "only once");
        let verdict = town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adviser_sees_the_measures_they_advise_until_the_day_and_nothing_else() {
    both(&rooms(), |town| async move {
        let tsunagu = sample::secretary(&town).await;
        let shirube = adviser(&town, &tsunagu).await;
        let list = town.get(&shirube, "/desk/plan/advice").await;
        assert!(list.says("役場に行かなくても") && !list.says("子育てや学校"));
        let page = town.get(&shirube, "/desk/plan/advice/procedures").await;
        assert!(page.status == 200 && page.says("令和8年6月30日まで"));
        for closed in [
            "/desk/plan/advice/family",
            "/desk/plan",
            "/desk/plan/people",
            "/desk/plan/meetings",
            "/desk/plan/people/new?body=advisers&office=adviser",
        ] {
            assert_eq!(town.get(&shirube, closed).await.status, 403, "{closed}");
        }
        let other = [("year", "2026"), ("text", "よその施策への意見")];
        assert_eq!(town.post(&shirube, "/desk/plan/advice/family", &other).await.status, 403);
        assert_eq!(town.post(&shirube, "/desk/plan/advice/procedures", &[("year", "2026")]).await.status, 422);
        let opinion = [("year", "2026"), ("text", "窓口でも同じ画面で案内するとよい")];
        town.post(&shirube, "/desk/plan/advice/procedures", &opinion).await.leads_on();
        // What was opened is in the journal, and the secretariat reads it.
        let seat = of(&town.house.db, shirube.account()).await.unwrap()[0].id;
        let opened = opened_by(&town.house.db, seat).await.unwrap();
        assert!(opened.iter().any(|(measure, ..)| measure == "procedures"));
        assert!(town.get(&tsunagu, &format!("/desk/plan/people/{seat}")).await.says("施策のページ"));
        // The last day still counts; the day after does not, in whatever window is open.
        town.clock.advance_seconds(29 * 86_400);
        assert_eq!(town.get(&shirube, "/desk/plan/advice/procedures").await.status, 200);
        town.clock.advance_seconds(86_400);
        for over in ["/desk/plan/advice", "/desk/plan/advice/procedures"] {
            assert_eq!(town.get(&shirube, over).await.status, 403, "{over}");
        }
        assert_eq!(town.post(&shirube, "/desk/plan/advice/procedures", &opinion).await.status, 403);
        let year = kernel::fiscal::FiscalYear(2026);
        let given = crate::steering::opinions::of(&town.house.db, "procedures", year).await.unwrap();
        assert_eq!((given.len(), given[0].name.as_str()), (1, "助言 しるべ"));
        assert!(town.get(&tsunagu, "/desk/plan/advice/procedures").await.says("同じ画面で案内する"));
        let verdict = town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advisers_access_is_short_and_ends_at_once_when_it_is_ended() {
    both(&rooms(), |town| async move {
        let tsunagu = sample::secretary(&town).await;
        let shirube = adviser(&town, &tsunagu).await;
        let madoka = sample::member(&town).await;
        // Without the role nobody is made an adviser, and nobody for good.
        assert_eq!(seat(&town, &tsunagu, ["advisers", "adviser", ""], &madoka, "2026-12-31").await.status, 422);
        let path = format!("/desk/plan/people/{}", of(&town.house.db, shirube.account()).await.unwrap()[0].id);
        let fields = [("version", "1"), ("measures", "certificates")];
        assert_eq!(post(&town, &tsunagu, &path, &fields, &[]).await.status, 422, "an end is asked for");
        assert_eq!(post(&town, &tsunagu, &path, &fields, &[("until", "2029-03-31")]).await.status, 422, "too long");
        post(&town, &tsunagu, &path, &fields, &[("until", "2026-06-30")]).await.leads_on();
        assert_eq!(town.get(&shirube, "/desk/plan/advice/procedures").await.status, 403, "taken out of the scope");
        assert_eq!(town.get(&shirube, "/desk/plan/advice/certificates").await.status, 200);
        assert_eq!(
            post(&town, &tsunagu, &path, &fields, &[("until", "2026-06-30")]).await.status,
            409,
            "seen before the change"
        );
        post(&town, &tsunagu, &path, &[("version", "2"), ("measures", "certificates")], &[("until", "2026-05-31")])
            .await
            .leads_on();
        assert_eq!(town.get(&shirube, "/desk/plan/advice/certificates").await.status, 403, "ended today");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_leaders_named_at_once_a_desk_gets_one() {
    both(&rooms(), |town| async move {
        let tsunagu = sample::secretary(&town).await;
        let (one, other) = (sample::member(&town).await, sample::member(&town).await);
        let place = ["leaders", "leader", "residents"];
        let (a, b) = tokio::join!(seat(&town, &tsunagu, place, &one, ""), seat(&town, &tsunagu, place, &other, ""));
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
        assert_eq!(members(&town.house, "leaders", town.house.now().date()).await.unwrap().len(), 1);
    })
    .await;
}
