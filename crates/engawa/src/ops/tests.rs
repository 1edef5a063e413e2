//! What the operator may rely on, through the doors of the room.

use super::runs::{self, Run, Work};
use super::upkeep;
use crate::composition;
use crate::ops::copies::{self, Live};
use kernel::id::PersonId;
use people::{AccountKind, NewAccount, PeopleError};
use store::backup::{Keep, Vault};
use store::{NewJob, Reads, StoreError};
use testkit::{MORNING, TestTown, Who};
use web::Room;

fn rooms() -> Vec<Room> {
    composition::rooms().into_iter().chain(composition::services().into_iter().map(|s| s.room)).collect()
}

async fn operator(town: &TestTown) -> Who {
    town.officer(&["ops.see"], &[]).await
}

/// A job that nobody can do.
async fn broken_job(town: &TestTown) {
    let enqueue = |tx: store::Tx| async move {
        tx.enqueue(NewJob::new("ops.nobody-does-this", &()));
        Ok::<_, StoreError>(())
    };
    town.change(enqueue).await;
    town.run_jobs().await;
}

async fn last(town: &TestTown, work: Work) -> Option<Run> {
    runs::of(&town.house.db, work).await.unwrap().last
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_of_every_matter_how_it_stands_and_what_to_do() {
    testkit::both(&rooms(), |town| async move {
        let officer = operator(&town).await;
        let page = town.get(&officer, "/ops").await;
        assert_eq!(page.status, 200);
        assert_eq!(page.select(".ops-matter h3").len(), 10);
        for words in ["控えの場所", "まだ一度もしていません", "ENGAWA_BACKUP_TO", "気をつける", "良い"]
        {
            assert!(page.says(words), "{words}");
        }
        assert!(!page.says("⟦"), "words are missing");
        let moved = town.get(&officer, "/desk/operations").await;
        assert_eq!((moved.status, moved.location()), (303, Some("/ops")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_is_tried_again_or_laid_aside_with_a_reason_in_the_journal() {
    for town in [TestTown::sqlite(&rooms()).await, TestTown::postgres(&rooms()).await] {
        let officer = operator(&town).await;
        broken_job(&town).await;
        let page = town.get(&officer, "/ops").await;
        assert!(page.says("ops.nobody-does-this"));
        let id: kernel::Uuid =
            town.house.db.one("SELECT id FROM store_job WHERE state = 'dead'", vec![]).await.unwrap().unwrap();
        assert_eq!(town.post(&officer, &format!("/ops/jobs/{id}/retry"), &[]).await.status, 303);
        town.run_jobs().await;
        assert!(town.get(&officer, "/ops").await.says("ops.nobody-does-this"), "it failed again");
        let (path, field) = (format!("/ops/jobs/{id}/discard"), format!("reason-{id}"));
        let asked = town.post(&officer, &path, &[(&field, "  ")]).await;
        assert!(asked.status == 422 && asked.says("理由を書いてください"));
        assert_eq!(town.post(&officer, &path, &[(&field, "試しの仕事")]).await.status, 303);
        assert!(town.get(&officer, "/ops").await.says("止まった仕事はありません"));
        let sql = "SELECT d.detail FROM store_journal j JOIN store_journal_detail d ON d.seq = j.seq \
                   WHERE j.act = 'ops.discard'";
        let detail: Option<String> = town.house.db.one(sql, vec![]).await.unwrap();
        assert!(detail.unwrap().contains("試しの仕事"));
        assert!(town.verdict().await.holds());
    }
}

fn live(town: &TestTown) -> Live<'_> {
    Live { db: &town.house.db, blobs: &town.house.blobs, data: town.store.data.path(), clock: town.clock.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_tried_beside_the_live_records_and_one_changed_file_is_found() {
    for town in [TestTown::sqlite(&rooms()).await, TestTown::postgres(&rooms()).await] {
        town.resident("練習 花子").await;
        town.house.blobs.put(&b"no row names this"[..]).await.unwrap();
        let place = tempfile::tempdir().unwrap();
        let vault = Vault::in_folder(place.path()).unwrap();
        let taken = copies::take(&live(&town), &vault, Some(Keep::default())).await.unwrap();
        assert!(taken.manifest.journal_seq > 0);
        let drilled = copies::drill(&live(&town), &town.store.url, &vault, None).await.unwrap();
        assert!(drilled.holds(), "{:?}", drilled.verdict.findings);
        assert_eq!(drilled.engine, if town.house.db.is_postgres() { "PostgreSQL" } else { "SQLite" });
        assert_eq!(i64::try_from(drilled.verdict.entries).unwrap(), taken.manifest.journal_seq);
        assert!(!town.store.data.path().join("drill").exists(), "nothing is left behind");
        assert!(town.verdict().await.holds(), "the live records are untouched");
        let key = place.path().join("sets").join(taken.set.as_str()).join("tables/people_person.jsonl");
        let changed = std::fs::read_to_string(&key).unwrap().replace("花子", "太郎");
        std::fs::write(&key, changed).unwrap();
        let refused = copies::drill(&live(&town), &town.store.url, &vault, None).await;
        assert!(refused.is_err_and(|e| e.to_string().contains("people_person.jsonl was changed")));
    }
}

/// An officer with an account and a term whose role carries `ops.see`, and the person behind it.
async fn responsible(town: &TestTown) -> PersonId {
    let who = town.resident("見本 担当").await;
    let person = who.person();
    let role = town.house.town.roles.all().iter().find(|r| r.permissions.iter().any(|p| p == "ops.see")).unwrap();
    let (role, day) = (role.key.clone(), MORNING.date());
    town.change(move |tx| async move {
        let email = "operator@demo.example".parse().unwrap();
        let new =
            NewAccount { kind: AccountKind::Staff, email, name: "見本 担当".to_owned(), person: Some(person) };
        let account = people::accounts::open_account(&tx, new).await.map_err(PeopleError::into_store)?;
        let grant = people::NewGrant {
            holder: people::Holder::Account(account),
            role,
            desk: None,
            position: None,
            ward: None,
            deputy: false,
            from: day,
            until: None,
        };
        people::grants::assign(&tx, &grant).await.map_err(PeopleError::into_store)
    })
    .await;
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_stands_on_the_page_and_is_told_once_a_day_to_whoever_can_do_something() {
    testkit::both(&rooms(), |town| async move {
        let person = responsible(&town).await;
        for _ in 0..2 {
            let now = town.clock.as_ref();
            let now = kernel::Clock::now(now);
            let run = Run {
                work: Work::Backup,
                began: now,
                ended: now,
                good: false,
                words: "the place of copies does not answer".to_owned(),
                copy: None,
                head: None,
                bytes: None,
            };
            upkeep::write(&town.house, run).await.unwrap();
            town.clock.advance_seconds(3600);
        }
        town.run_jobs().await;
        let told: Option<i64> = town
            .house
            .db
            .one("SELECT CAST(COUNT(*) AS bigint) FROM notices_recipient WHERE person = $1", store::args![person])
            .await
            .unwrap();
        assert_eq!(told, Some(1));
        let page = town.get(&operator(&town).await, "/ops").await;
        assert!(page.says("うまくいきませんでした") && page.says("すぐに"));
        assert!(!last(&town, Work::Backup).await.unwrap().good);
        assert!(town.verdict().await.holds());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_a_verification_shows_its_outcome() {
    testkit::both(&rooms(), |town| async move {
        let officer = operator(&town).await;
        assert_eq!(town.post(&officer, "/ops/verify", &[]).await.status, 303);
        town.run_jobs().await;
        assert!(last(&town, Work::Verify).await.unwrap().good);
        assert!(town.get(&officer, "/ops").await.says("書かれたときのままです"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_for_machines_are_behind_a_closed_door_unless_the_town_opens_it() {
    let town = TestTown::sqlite(&rooms()).await;
    for who in [Who::nobody(), operator(&town).await] {
        assert_eq!(town.get(&who, "/metrics").await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_for_machines_name_no_person() {
    testkit::both(&rooms(), |town| async move {
        let resident = town.resident("計測 花子").await;
        town.get(&resident, "/").await;
        let app = crate::watch::alone(town.house.clone());
        let request = axum::http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(app, request).await.unwrap();
        assert_eq!(answer.status(), 200);
        let body = axum::body::to_bytes(answer.into_body(), 1 << 22).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        for name in [
            "engawa_build_info{",
            "engawa_database_bytes ",
            "engawa_journal_head ",
            "engawa_account_sessions ",
            "engawa_commit_seconds_count ",
            "process_resident_memory_bytes ",
            "engawa_last_failed{work=\"backup\"} 0",
        ] {
            assert!(text.contains(name), "{name} is missing in\n{text}");
        }
        assert!(!text.contains("花子") && !text.contains('@') && text.is_ascii());
    })
    .await;
}

#[test]
fn what_rooms_count_has_a_name_of_its_own_below_the_room() {
    let rooms = rooms();
    let mut names = std::collections::BTreeSet::new();
    for (room, gauge) in rooms.iter().flat_map(|r| r.gauges.iter().map(move |g| (r, g))) {
        assert!(gauge.name.starts_with(&format!("engawa_{}", room.key)), "{}", gauge.name);
        assert!(names.insert(gauge.name) && gauge.help.ends_with('.'), "{}", gauge.name);
    }
    assert!(names.len() >= 3);
}
