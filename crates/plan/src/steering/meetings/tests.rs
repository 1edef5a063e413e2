//! What those who meet may rely on.

use super::*;
use crate::steering::bodies::Steering;
use crate::steering::people::{NewSeat, give};
use crate::steering::sample::{self, post};
use crate::steering::tasks;
use futures::FutureExt;
use kernel::{TypedId, Uuid};
use std::sync::{Mutex, PoisonError};
use testkit::{Answer, TestTown, Who, both};
use web::{JobKind, Room};

/// What a part that put something before headquarters was told.
static TOLD: Mutex<Vec<Discussed>> = Mutex::new(Vec::new());

const ASKER: Room = Room {
    key: "asker",
    jobs: &[JobKind {
        kind: "asker.discussed",
        run: |_, job| {
            async move {
                TOLD.lock().unwrap_or_else(PoisonError::into_inner).push(job.payload()?);
                Ok(())
            }
            .boxed()
        },
    }],
    ..Room::EMPTY
};

fn rooms() -> Vec<Room> {
    vec![crate::room(), ASKER]
}

struct Office {
    tsunagu: Who,
    mitsuru: Who,
    madoka: Who,
}

/// A secretary, the head of headquarters, and a member of it.
async fn office(town: &TestTown) -> Office {
    let office = Office {
        tsunagu: sample::secretary(town).await,
        mitsuru: sample::cio(town).await,
        madoka: sample::member(town).await,
    };
    let steering = Steering::of(&town.house).await.unwrap();
    for (who, place) in [(&office.tsunagu, "secretariat"), (&office.madoka, "member")] {
        let new = NewSeat {
            body: "headquarters".to_owned(),
            office: place.to_owned(),
            desk: None,
            measures: Vec::new(),
            holder: who.account(),
            from: "2026-04-01".parse().unwrap(),
            until: None,
        };
        let body = steering.headquarters().unwrap().clone();
        town.change(move |tx| async move { give(&tx, &new, &body).await.map_err(|_| StoreError::Missing("seat")) })
            .await;
    }
    office
}

async fn opened(town: &TestTown, by: &Who, day: &str) -> String {
    let fields = [
        ("body", "headquarters"),
        ("title", "第1回"),
        ("starts", "13:30"),
        ("place", "第1会議室"),
        ("topics", "手続きの進み方\nその他"),
    ];
    let answer = post(town, by, "/desk/plan/meetings", &fields, &[("day", day)]).await;
    answer.leads_on()
}

async fn items_of(town: &TestTown, path: &str) -> Vec<records::Item> {
    records::items(&town.house.db, id_of(path)).await.unwrap()
}

fn id_of(path: &str) -> MeetingId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn meeting(town: &TestTown, path: &str) -> Meeting {
    records::find(&town.house.db, id_of(path)).await.unwrap().unwrap()
}

async fn approve(town: &TestTown, by: &Who, path: &str) -> Answer {
    let version = meeting(town, path).await.version.to_string();
    town.post(by, &format!("{path}/approve"), &[("version", &version), ("sure", "yes")]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_opens_a_task_and_the_next_meeting_begins_with_it() {
    both(&rooms(), |town| async move {
        let Office { tsunagu, mitsuru, madoka } = office(&town).await;
        let path = opened(&town, &tsunagu, "2026-06-01").await;
        town.post(&tsunagu, &format!("{path}/invite"), &[]).await.leads_on();
        town.run_jobs().await;
        let invited: Vec<String> = town.mail().into_iter().map(|m| m.subject).collect();
        assert_eq!(invited, ["会議のお知らせ"; 3]);
        assert!(town.get(&madoka, "/desk").await.says("これからの会議"));
        let item = &items_of(&town, &path).await[0];
        let at = format!("{path}/items/{}", item.id);
        let minutes =
            [("version", "1"), ("title", "手続きの進み方"), ("measure", "procedures"), ("minutes", "件数を確かめた")];
        town.post(&tsunagu, &at, &minutes).await.leads_on();
        let owner = madoka.account().to_string();
        let decision = [("decision", "案内を短くする"), ("owner", owner.as_str())];
        assert_eq!(town.post(&tsunagu, &format!("{at}/decisions"), &decision).await.status, 422, "a day is asked for");
        post(&town, &tsunagu, &format!("{at}/decisions"), &decision, &[("due", "2026-06-20")]).await.leads_on();
        let mine = town.get(&madoka, "/desk/plan/tasks").await;
        assert!(mine.says("案内を短くする") && mine.says("役場に行かなくても"));
        let open = tasks::of(&town.house.db, tasks::Origin::Meeting(id_of(&path).uuid())).await.unwrap();
        assert_eq!((open.len(), open[0].measure.as_deref()), (1, Some("procedures")));
        approve(&town, &mitsuru, &path).await.leads_on();
        let second = opened(&town, &tsunagu, "2026-07-01").await;
        assert_eq!(items_of(&town, &second).await[0].title, "前回までに決まったやること");
        assert!(town.get(&madoka, &second).await.says("案内を短くする"));
        let id = open[0].id;
        town.change(move |tx| async move {
            tasks::finish(&tx, id, 1, tasks::Worked::Yes, "短くした").await.map_err(|_| StoreError::Missing("task"))
        })
        .await;
        assert!(waiting_items(&town.house.db, "headquarters").await.unwrap().is_empty());
        let verdict = town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn approved_minutes_never_change() {
    both(&rooms(), |town| async move {
        let Office { tsunagu, mitsuru, madoka } = office(&town).await;
        let path = opened(&town, &tsunagu, "2026-06-01").await;
        let item = items_of(&town, &path).await[0].id;
        assert_eq!(approve(&town, &madoka, &path).await.status, 403, "a member approves nothing");
        assert_eq!(approve(&town, &tsunagu, &path).await.status, 403, "who writes them does not approve them");
        let seen = meeting(&town, &path).await.version.to_string();
        let at = format!("{path}/items/{item}");
        town.post(&tsunagu, &at, &[("version", "1"), ("title", "進み方"), ("minutes", "話した")]).await.leads_on();
        let early = town.post(&mitsuru, &format!("{path}/approve"), &[("version", &seen), ("sure", "yes")]).await;
        assert_eq!(early.status, 409, "what is approved is what was seen");
        approve(&town, &mitsuru, &path).await.leads_on();
        let page = town.get(&madoka, &path).await;
        assert!(page.says("だれも変えられません"));
        let version = meeting(&town, &path).await.version.to_string();
        let changes: [(&str, &[(&str, &str)]); 6] = [
            (&at, &[("version", "2"), ("title", "進み方"), ("minutes", "書きかえた")]),
            (&format!("{at}/decisions"), &[("decision", "あとから")]),
            (&format!("{path}/items"), &[("topic", "あとから")]),
            (&format!("{path}/attendance"), &[("guests", "あとから")]),
            (&format!("{path}/invite"), &[]),
            (&format!("{path}/off"), &[("version", &version), ("why", "なかったことに")]),
        ];
        for (door, fields) in changes {
            assert_eq!(town.post(&tsunagu, door, fields).await.status, 409, "{door}");
        }
        let found = meeting(&town, &path).await;
        assert!(minutes::hold(&town.house.db, &found, "DX推進本部").await.unwrap());
        let verdict = town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
        // Who reaches past the doors is found.
        town.change(move |tx| async move {
            tx.execute("UPDATE plan_item SET minutes = $2 WHERE id = $1", store::args![item, "別の話"]).await
        })
        .await;
        assert!(!minutes::hold(&town.house.db, &found, "DX推進本部").await.unwrap());
        assert!(town.get(&madoka, &path).await.says("いまの記録が違います"));
        assert!(!town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_secretaries_who_write_at_once_neither_overwrites_the_other() {
    both(&rooms(), |town| async move {
        let Office { tsunagu, .. } = office(&town).await;
        let second = sample::secretary(&town).await;
        let path = opened(&town, &tsunagu, "2026-06-01").await;
        let item = items_of(&town, &path).await[0].id;
        let at = format!("{path}/items/{item}");
        let write = |who, words: &'static str| {
            let (town, at) = (&town, &at);
            async move { town.post(who, at, &[("version", "1"), ("title", "進み方"), ("minutes", words)]).await }
        };
        let (one, other) = tokio::join!(write(&tsunagu, "ひとりめの文"), write(&second, "ふたりめの文"));
        let (won, lost) = if one.status == 303 { (one, other) } else { (other, one) };
        assert_eq!((won.status, lost.status), (303, 409));
        assert!(lost.says("ひとりめの文") && lost.says("ふたりめの文"), "the second sees both");
        let now = records::find_item(&town.house.db, id_of(&path), item).await.unwrap().unwrap();
        assert_eq!(now.version, 2);
        // The form that came back carries the version that is there now: sent again it is kept.
        let version = lost.attributes(&format!("form[action='{at}'] input[name='version']"), "value").remove(0);
        town.post(&second, &at, &[("version", &version), ("title", "進み方"), ("minutes", "ふたりの文")])
            .await
            .leads_on();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_invited_does_not_find_a_meeting() {
    both(&rooms(), |town| async move {
        let Office { tsunagu, madoka, .. } = office(&town).await;
        let path = opened(&town, &tsunagu, "2026-06-10").await;
        let nozomi = sample::officer(&town, "子育 のぞみ", "desk_officer", Some("child")).await;
        assert_eq!(town.get(&madoka, &path).await.status, 200);
        assert_eq!(town.get(&nozomi, &path).await.status, 404);
        assert!(!town.get(&nozomi, "/desk/plan/meetings").await.says("第1回"));
        assert_eq!(town.get(&madoka, "/desk/plan/meetings/new").await.status, 403);
        let item = items_of(&town, &path).await[0].id;
        let fields = [("version", "1"), ("title", "x"), ("minutes", "よその人の文")];
        assert_eq!(town.post(&madoka, &format!("{path}/items/{item}"), &fields).await.status, 403);
        assert_eq!(town.post(&nozomi, &format!("{path}/items/{item}"), &fields).await.status, 404);
        let bad = [("body", "headquarters"), ("title", "第2回"), ("starts", "13:30"), ("link", "javascript:alert(1)")];
        let refused = post(&town, &tsunagu, "/desk/plan/meetings", &bad, &[("day", "2026-06-10")]).await;
        assert!(refused.status == 422 && refused.says("https:// で始まる"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_are_harmless_pdf_files_that_members_and_the_measures_advisers_read() {
    both(&rooms(), |town| async move {
        let Office { tsunagu, madoka, .. } = office(&town).await;
        let path = opened(&town, &tsunagu, "2026-06-01").await;
        let items = items_of(&town, &path).await;
        let at = format!("{path}/items/{}", items[0].id);
        town.post(&tsunagu, &at, &[("version", "1"), ("title", "進み方"), ("measure", "procedures")]).await.leads_on();
        let door = format!("{path}/papers");
        let item = items[0].id.to_string();
        for (name, bytes) in [
            ("a.pdf", &b"MZ program"[..]),
            ("b.pdf", b"%PDF-1.7 cut"),
            ("c.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript >> %%EOF"),
        ] {
            assert_eq!(
                town.post_files(&tsunagu, &door, &[("item", &item)], &[("file", name, bytes)]).await.status,
                422,
                "{name}"
            );
        }
        let good = &b"%PDF-1.7 a paper %%EOF"[..];
        town.post_files(&tsunagu, &door, &[("item", &item)], &[("file", "件数.pdf", good)]).await.leads_on();
        let paper = format!("{door}/{}", papers::of(&town.house.db, id_of(&path)).await.unwrap()[0].id);
        assert_eq!(town.get(&madoka, &paper).await.body, good);
        let nozomi = sample::officer(&town, "子育 のぞみ", "desk_officer", Some("child")).await;
        assert_eq!(town.get(&nozomi, &paper).await.status, 404);
        let advises = |measure: &'static str, who: AccountId| NewSeat {
            body: "advisers".to_owned(),
            office: "adviser".to_owned(),
            desk: None,
            measures: vec![measure.to_owned()],
            holder: who,
            from: "2026-06-01".parse().unwrap(),
            until: "2026-06-30".parse().ok(),
        };
        let steering = Steering::of(&town.house).await.unwrap();
        for (measure, status) in [("procedures", 200), ("family", 404)] {
            let who = sample::officer(&town, "助言 しるべ", "plan_adviser", None).await;
            let (new, body) = (advises(measure, who.account()), steering.body("advisers").unwrap().clone());
            town.change(move |tx| async move { give(&tx, &new, &body).await.map_err(|_| StoreError::Missing("seat")) })
                .await;
            assert_eq!(town.get(&who, &paper).await.status, status, "{measure}");
            assert_eq!(town.get(&who, &path).await.status, 404, "the meeting itself stays closed");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_before_headquarters_is_on_the_agenda_until_it_was_discussed() {
    both(&rooms(), |town| async move {
        let Office { tsunagu, mitsuru, .. } = office(&town).await;
        let about: Uuid = town.id();
        let forward = Forward {
            about,
            body: "headquarters".to_owned(),
            title: "令和8年度の振り返り".to_owned(),
            measure: Some("procedures".to_owned()),
            path: "/desk/plan/pdca/procedures/2026".to_owned(),
            on_discussed: Some("asker.discussed"),
        };
        for _ in 0..2 {
            let forward = forward.clone();
            town.change(move |tx| async move { put_forward(&tx, &forward).await }).await;
        }
        assert_eq!(
            waiting_items(&town.house.db, "headquarters").await.unwrap().len(),
            1,
            "once, however often it is asked"
        );
        let first = opened(&town, &tsunagu, "2026-06-01").await;
        assert_eq!(items_of(&town, &first).await[0].title, "令和8年度の振り返り");
        assert!(waiting_items(&town.house.db, "headquarters").await.unwrap().is_empty());
        let version = meeting(&town, &first).await.version.to_string();
        town.post(&tsunagu, &format!("{first}/off"), &[("version", &version), ("why", "大雪")]).await.leads_on();
        let second = opened(&town, &tsunagu, "2026-06-01").await;
        assert_eq!(items_of(&town, &second).await[0].title, "令和8年度の振り返り", "called off, it waits again");
        assert!(discussed(&town.house.db, about).await.unwrap().is_none());
        let later = Forward { about: town.id(), title: "あとから来たもの".to_owned(), ..forward };
        town.change(move |tx| async move { put_forward(&tx, &later).await }).await;
        assert!(
            town.get(&tsunagu, &second).await.says("あとから来たもの"),
            "it is offered, not forced on those invited"
        );
        town.post(&tsunagu, &format!("{second}/items"), &[("waiting", "yes")]).await.leads_on();
        assert_eq!(items_of(&town, &second).await.last().unwrap().title, "あとから来たもの");
        assert!(waiting_items(&town.house.db, "headquarters").await.unwrap().is_empty());
        approve(&town, &mitsuru, &second).await.leads_on();
        town.run_jobs().await;
        let told: Vec<Discussed> = TOLD.lock().unwrap().iter().filter(|d| d.about == about).cloned().collect();
        assert_eq!(told.iter().map(|d| d.meeting).collect::<Vec<_>>(), [id_of(&second)]);
        assert_eq!(discussed(&town.house.db, about).await.unwrap().unwrap().0, id_of(&second));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_written_wrongly_is_taken_back_with_its_task() {
    both(&rooms(), |town| async move {
        let Office { tsunagu, madoka, .. } = office(&town).await;
        let path = opened(&town, &tsunagu, "2026-06-01").await;
        let item = items_of(&town, &path).await[0].id;
        let owner = madoka.account().to_string();
        let fields = [("decision", "まちがい"), ("owner", owner.as_str()), ("task", "なにか")];
        post(&town, &tsunagu, &format!("{path}/items/{item}/decisions"), &fields, &[("due", "2026-06-20")])
            .await
            .leads_on();
        let decision = records::decisions(&town.house.db, id_of(&path)).await.unwrap()[0].id;
        let door = format!("{path}/decisions/{decision}/withdraw");
        town.post(&tsunagu, &door, &[]).await.leads_on();
        assert_eq!(town.post(&tsunagu, &door, &[]).await.status, 409, "only once");
        assert!(tasks::open_of(&town.house.db, madoka.account()).await.unwrap().is_empty());
        assert!(!town.get(&tsunagu, &path).await.says("まちがい"));
        let verdict = town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    })
    .await;
}
