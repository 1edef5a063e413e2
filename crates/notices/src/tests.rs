//! What people and officers may rely on, on both databases.

use crate::{NewCircular, NewNotice, State, room, tell, tell_many, unread};
use axum::body::Body;
use kernel::id::{NoticeId, PersonId};
use kernel::{PersonName, TypedId};
use people::{Contact, ContactChannel, Facts, Language};
use std::sync::Arc;
use store::{Act, Reads, StoreError, args};
use testkit::{Answer, TestTown, Who, both};
use web::Room;

fn rooms() -> [Room; 1] {
    [room()]
}

/// Somebody in the records: with which address for mails, by which way they want to be told.
async fn person(town: &TestTown, email: Option<&str>, way: Option<ContactChannel>) -> PersonId {
    let mut facts = Facts::named(PersonName::from_full("見本 花子").unwrap());
    facts.address = kernel::Address::free("福島県田村郡小野町大字架空1番地");
    facts.phone = "0247-00-0001".parse().ok();
    facts.email = email.map(|e| e.parse().unwrap());
    add(town, facts, way).await
}

async fn add(town: &TestTown, facts: Facts, way: Option<ContactChannel>) -> PersonId {
    let act = Act::system("test", town.house.now());
    let write = move |tx| async move {
        let id = people::add_outside(&tx, facts).await?;
        if let Some(channel) = way {
            let contact =
                Contact { channel, language: Language::Ja, email: None, phone: None, postcode: None, address: None };
            people::contacts::choose(&tx, id, &contact).await?;
        }
        Ok::<_, people::PeopleError>(id)
    };
    town.house.db.write(&act, write).await.unwrap()
}

fn notice(person: PersonId, key: &str) -> NewNotice {
    NewNotice {
        key: key.to_owned(),
        topic: "cases.moved",
        person,
        subject: "申請を受け付けました".to_owned(),
        body: "受け付けました。\n\n3日ほどお待ちください。".to_owned(),
        link: Some("/my/cases/1".to_owned()),
        urgent: false,
    }
}

async fn told(town: &TestTown, new: NewNotice) -> NoticeId {
    let act = Act::system("test", town.house.now());
    let id = town.house.db.write(&act, move |tx| async move { tell(&tx, new).await }).await.unwrap();
    town.run_jobs().await;
    id
}

async fn state(town: &TestTown, notice: NoticeId) -> State {
    let sql = "SELECT state FROM notices_recipient WHERE notice = $1";
    town.house.db.one(sql, args![notice]).await.unwrap().unwrap()
}

async fn copy_of(town: &TestTown, notice: NoticeId) -> crate::RecipientId {
    let sql = "SELECT id FROM notices_recipient WHERE notice = $1";
    town.house.db.one(sql, args![notice]).await.unwrap().unwrap()
}

fn as_resident(town: &TestTown, person: PersonId) -> Who {
    let account = kernel::id::AccountId::from_uuid(town.id());
    town.signed_in_as("見本 花子", account, Some(person), None)
}

async fn poster(town: &TestTown) -> Who {
    town.officer(&["notices.send", "notices.post"], &[]).await
}

#[tokio::test]
async fn a_message_goes_by_mail_and_stands_in_the_inbox_until_it_is_read() {
    both(&rooms(), |town| async move {
        let hanako = person(&town, Some("hanako@example.jp"), None).await;
        let id = told(&town, notice(hanako, "k1")).await;
        assert_eq!(state(&town, id).await, State::Delivered);
        let mails = town.mail();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, "hanako@example.jp");
        assert!(mails[0].text.contains("http://localhost:8080/my/cases/1"));
        assert!(mails[0].unsubscribe.is_none(), "an official mail cannot be ended");

        let who = as_resident(&town, hanako);
        let page = format!("/my/notices/{}", copy_of(&town, id).await);
        assert!(town.get(&who, "/my/notices").await.says("未読"));
        assert!(town.get(&who, &page).await.says("3日ほどお待ちください。"));
        assert_eq!(unread(&town.house.db, hanako).await.unwrap(), 1, "looking writes nothing");
        assert_eq!(town.post(&who, &page, &[("go", "on")]).await.leads_on(), "/my/cases/1");
        assert_eq!(unread(&town.house.db, hanako).await.unwrap(), 0);
        assert_eq!(state(&town, id).await, State::Opened);

        let other = as_resident(&town, person(&town, None, None).await);
        assert_eq!(town.get(&other, &page).await.status, 404);
        assert_eq!(town.post(&other, &page, &[]).await.status, 404);
        assert_eq!(town.get(&Who::nobody(), &page).await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_tells_once() {
    both(&rooms(), |town| async move {
        let hanako = person(&town, Some("hanako@example.jp"), None).await;
        let first = told(&town, notice(hanako, "k1")).await;
        let second = told(&town, notice(hanako, "k1")).await;
        assert_eq!(first, second);
        assert_eq!(town.mail().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_a_server_does_not_take_now_goes_later_with_the_same_key() {
    both(&rooms(), |town| async move {
        let hanako = person(&town, Some("hanako@example.jp"), None).await;
        town.sender.refuse("hanako@example.jp", false);
        let id = told(&town, notice(hanako, "k1")).await;
        assert_eq!(state(&town, id).await, State::FailedTemporarily);
        town.sender.accept("hanako@example.jp");
        town.clock.advance_seconds(60);
        town.run_jobs().await;
        assert_eq!(state(&town, id).await, State::Delivered);
        assert_eq!(town.mail().len(), 1);
        assert_eq!(town.mail()[0].key, copy_of(&town, id).await.to_string());
    })
    .await;
}

#[tokio::test]
async fn a_server_that_stays_away_leads_to_a_letter_and_an_urgent_message_to_a_call() {
    both(&rooms(), |town| async move {
        town.sender.refuse("hanako@example.jp", false);
        let hanako = person(&town, Some("hanako@example.jp"), None).await;
        let calm = told(&town, notice(hanako, "calm")).await;
        let urgent = told(&town, NewNotice { urgent: true, ..notice(hanako, "urgent") }).await;
        for _ in 0..14 {
            town.clock.advance_seconds(6 * 3600);
            town.run_jobs().await;
        }
        assert_eq!(state(&town, calm).await, State::OnPrintBatch);
        assert_eq!(state(&town, urgent).await, State::OnCallList);
        assert!(town.mail().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_copy_left_behind_by_a_dead_worker_is_sent_again_under_the_same_message_id() {
    both(&rooms(), |town| async move {
        let hanako = person(&town, Some("hanako@example.jp"), None).await;
        let act = Act::system("test", town.house.now());
        let id =
            town.house.db.write(&act, move |tx| async move { tell(&tx, notice(hanako, "k1")).await }).await.unwrap();
        let stop = move |tx: store::Tx| async move {
            tx.execute(
                "UPDATE notices_recipient SET state = 'sending', version = version + 1 WHERE notice = $1",
                args![id],
            )
            .await
        };
        town.house.db.write(&act, stop).await.unwrap();
        town.run_jobs().await;
        assert_eq!(state(&town, id).await, State::Delivered);
        assert_eq!(town.mail()[0].key, copy_of(&town, id).await.to_string());
    })
    .await;
}

#[tokio::test]
async fn a_copy_that_no_job_moves_is_found_after_a_day() {
    both(&rooms(), |town| async move {
        let hanako = person(&town, Some("hanako@example.jp"), None).await;
        let act = Act::system("test", town.house.now());
        let lost = move |tx: store::Tx| async move {
            let id = tell(&tx, notice(hanako, "k1")).await?;
            tx.execute("UPDATE notices_recipient SET state = 'sending' WHERE notice = $1", args![id]).await?;
            Ok::<_, StoreError>(id)
        };
        let id = town.house.db.write(&act, lost).await.unwrap();
        let drop_jobs = |tx: store::Tx| async move { tx.execute("DELETE FROM store_job", args![]).await };
        town.house.db.write(&act, drop_jobs).await.unwrap();
        town.clock.advance_seconds(25 * 3600);
        (room().rounds[0].run)(town.house.clone()).await.unwrap();
        assert_eq!(state(&town, id).await, State::OnPrintBatch);
    })
    .await;
}

#[tokio::test]
async fn who_has_no_mail_gets_a_letter_printed_posted_and_printed_again() {
    both(&rooms(), |town| async move {
        let taro = person(&town, None, None).await;
        let refused = person(&town, Some("gone@example.jp"), None).await;
        town.sender.refuse("gone@example.jp", true);
        let ids = [told(&town, notice(taro, "a")).await, told(&town, notice(refused, "b")).await];
        let officer = poster(&town).await;
        assert!(town.get(&officer, "/desk/notices/post").await.says("2通をまとめて印刷する"));
        town.post(&officer, "/desk/notices/post", &[]).await.leads_on();
        let list = town.get(&officer, "/desk/notices/post").await;
        assert!(list.says("待っている手紙はありません"));
        let file = batch_path(&list);
        for _ in 0..2 {
            let pdf = town.get(&officer, &file).await;
            assert!(pdf.says("福島県田村郡小野町大字架空1番地") && pdf.says("見本 花子"));
        }
        assert_eq!(town.press.printed(), 1, "printing again takes the same file");
        assert_eq!(state(&town, ids[0]).await, State::OnPrintBatch);
        town.post(&officer, &file, &[]).await.leads_on();
        for id in ids {
            assert_eq!(state(&town, id).await, State::Posted);
        }
        assert_eq!(town.post(&officer, &file, &[]).await.status, 404, "posted once");
        let verdict = town.verdict().await;
        assert!(verdict.holds(), "{:?}", verdict.findings);
    })
    .await;
}

fn batch_path(page: &Answer) -> String {
    let paths = page.attributes("main a.button", "href");
    paths.into_iter().find(|p| p.starts_with("/desk/notices/post/")).expect("a batch")
}

/// A press that lacks one character.
struct PoorPress;

impl web::press::Press for PoorPress {
    fn typeset(&self, sheet: &web::press::Sheet) -> Result<Vec<u8>, web::press::PressError> {
        let cluster = "葛\u{E0101}".to_owned();
        if sheet.data.to_string().contains(&cluster) {
            return Err(web::press::PressError::NoGlyph { cluster });
        }
        Ok(b"%PDF".to_vec())
    }
}

/// The town's house with that press.
fn poor_house(town: &TestTown) -> web::House {
    let of = &town.house;
    web::House::new(web::Parts {
        town: of.town.clone(),
        db: of.db.clone(),
        blobs: of.blobs.clone(),
        data: of.data.clone(),
        clock: of.clock.clone(),
        press: Arc::new(PoorPress),
        outside: Arc::new(web::outside::NoOutside),
        senders: Vec::new(),
        sessions: of.sessions.clone(),
        texts: web::texts::Texts::new(&[room().texts], &[]).unwrap_or_else(|e| panic!("{e:?}")),
        shelf: web::Shelf::default(),
        rooms: vec![room()],
        services: Vec::new(),
        base_url: of.base_url.clone(),
        demo: true,
        secret: [7; 32],
        presses: Arc::new(tokio::sync::Semaphore::new(1)),
    })
}

#[tokio::test]
async fn a_name_that_cannot_be_printed_is_named_and_the_other_letters_go() {
    both(&rooms(), |town| async move {
        let mut facts = Facts::named(PersonName::from_full("葛\u{E0101}西 一").unwrap());
        facts.address = kernel::Address::free("福島県田村郡小野町大字架空1番地");
        let rare = told(&town, notice(add(&town, facts, None).await, "rare")).await;
        let plain = told(&town, notice(person(&town, None, None).await, "plain")).await;
        let house = poor_house(&town);
        let act = Act::system("test", house.now());
        let Ok(crate::post::Made::NoGlyph(touched)) = crate::post::make(&house, &act).await else { panic!("printed") };
        assert_eq!(touched.iter().map(|c| c.notice).collect::<Vec<_>>(), [rare]);
        let officer = poster(&town).await;
        let copy = copy_of(&town, rare).await.to_string();
        town.post(&officer, "/desk/notices/post/calls", &[("copy", &copy)]).await.leads_on();
        assert_eq!(state(&town, rare).await, State::OnCallList);
        assert!(matches!(crate::post::make(&house, &act).await, Ok(crate::post::Made::Batch)));
        assert_eq!(state(&town, plain).await, State::OnPrintBatch);
        assert!(matches!(crate::post::make(&house, &act).await, Ok(crate::post::Made::Nothing)));
    })
    .await;
}

#[tokio::test]
async fn a_letter_or_mail_that_comes_back_goes_to_the_next_way() {
    both(&rooms(), |town| async move {
        let hanako = person(&town, Some("hanako@example.jp"), None).await;
        let id = told(&town, notice(hanako, "k1")).await;
        let officer = poster(&town).await;
        let back = format!("/desk/notices/{id}/bounced/{}", copy_of(&town, id).await);
        town.post(&officer, &back, &[]).await.leads_on();
        assert_eq!(state(&town, id).await, State::OnPrintBatch);
        town.post(&officer, "/desk/notices/post", &[]).await.leads_on();
        let file = batch_path(&town.get(&officer, "/desk/notices/post").await);
        town.post(&officer, &file, &[]).await.leads_on();
        town.post(&officer, &back, &[]).await.leads_on();
        assert_eq!(state(&town, id).await, State::OnCallList);
        assert!(town.get(&officer, &format!("/desk/notices/{id}")).await.says("手紙が戻ってきた"));
    })
    .await;
}

#[tokio::test]
async fn who_wants_a_call_is_called_until_told() {
    both(&rooms(), |town| async move {
        let tome = person(&town, Some("tome@example.jp"), Some(ContactChannel::Call)).await;
        let id = told(&town, notice(tome, "k1")).await;
        assert!(town.mail().is_empty());
        let officer = poster(&town).await;
        let page = format!("/desk/notices/calls/{}", copy_of(&town, id).await);
        assert!(town.get(&officer, "/desk/notices/calls").await.says("見本 花子"));
        assert!(!town.get(&officer, "/desk/notices/calls").await.says("0247-00-0001"));
        assert!(town.get(&officer, &page).await.says("0247-00-0001"));
        let seen = store::journal::about(&town.house.db, tome, None, 50).await.unwrap();
        assert!(seen.iter().any(|e| e.act == "people.read"), "the person sees who looked");
        assert_eq!(town.post(&officer, &page, &[]).await.status, 422);
        town.post(&officer, &page, &[("outcome", "again"), ("note", "留守")]).await.leads_on();
        assert_eq!(state(&town, id).await, State::OnCallList);
        assert!(town.get(&officer, &page).await.says("留守"));
        town.post(&officer, &page, &[("outcome", "told")]).await.leads_on();
        assert_eq!(state(&town, id).await, State::Called);
        assert_eq!(town.post(&officer, &page, &[("outcome", "told")]).await.status, 409);
        let verdict = town.verdict().await;
        assert!(verdict.holds(), "{:?}", verdict.findings);
    })
    .await;
}

#[tokio::test]
async fn nobody_of_many_is_lost() {
    both(&rooms(), |town| async move {
        let mut people = Vec::new();
        for n in 0..430 {
            people.push(match n % 5 {
                0 => person(&town, Some("hanako@example.jp"), None).await,
                1 => person(&town, None, None).await,
                2 => person(&town, Some("x@example.jp"), Some(ContactChannel::Call)).await,
                3 => person(&town, Some("gone@example.jp"), None).await,
                _ => add(&town, Facts::named(PersonName::from_full("見本 不明").unwrap()), None).await,
            });
        }
        town.sender.refuse("gone@example.jp", true);
        let act = Act::system("test", town.house.now());
        let again = people.clone();
        let new = move |tx| async move { tell_many(&tx, circular("c1"), &again.repeat(2)).await };
        let id = town.house.db.write(&act, new).await.unwrap();
        town.run_jobs().await;
        let sql = "SELECT state, CAST(COUNT(*) AS bigint) AS n FROM notices_recipient WHERE notice = $1 GROUP BY state";
        let rows = town.house.db.rows(sql, args![id]).await.unwrap();
        let mut counts: Vec<(String, i64)> =
            rows.iter().map(|r| (r.get("state").unwrap(), r.get("n").unwrap())).collect();
        counts.sort();
        let expected = [("delivered", 86), ("on_call_list", 172), ("on_print_batch", 172)];
        assert_eq!(counts, expected.map(|(s, n)| (s.to_owned(), n)));
        assert_eq!(town.mail().len(), 86);
        let officer = poster(&town).await;
        let page = town.get(&officer, &format!("/desk/notices/{id}")).await;
        assert_eq!(page.select(".stat-tile").len(), 5);
        assert!(page.says("430"));
    })
    .await;
}

fn circular(key: &str) -> NewCircular {
    NewCircular {
        key: key.to_owned(),
        topic: "news.events",
        subject: "町の催し".to_owned(),
        body: "催しがあります。".to_owned(),
        link: None,
        urgent: false,
    }
}

#[tokio::test]
async fn news_end_by_one_click_without_cookie_or_form_and_begin_again() {
    both(&rooms(), |town| async move {
        let hanako = person(&town, Some("hanako@example.jp"), None).await;
        let news = |key: &str| NewNotice { topic: "news.events", ..notice(hanako, key) };
        told(&town, news("n1")).await;
        let link = town.mail()[0].unsubscribe.clone().expect("news can be ended");
        let path = link.strip_prefix("http://localhost:8080").unwrap().to_owned();
        assert_eq!(town.get(&Who::nobody(), &path).await.status, 200);
        assert_eq!(town.get(&Who::nobody(), &format!("{}x", path)).await.status, 404);
        assert_eq!(one_click(&town, &format!("{}A", &path[..path.len() - 1]), "One-Click").await.status, 404);
        assert_eq!(one_click(&town, &path, "One-Click").await.status, 200);
        assert_eq!(one_click(&town, &path, "One-Click").await.status, 200);
        assert_eq!(state(&town, told(&town, news("n2")).await).await, State::Ended);
        assert_eq!(town.mail().len(), 1);
        told(&town, notice(hanako, "official")).await;
        assert_eq!(town.mail().len(), 2, "official mail goes on");
        assert_eq!(one_click(&town, &path, "resume").await.status, 200);
        told(&town, news("n3")).await;
        assert_eq!(town.mail().len(), 3);
    })
    .await;
}

/// As a mail provider's server posts it.
async fn one_click(town: &TestTown, path: &str, value: &str) -> Answer {
    let request = axum::http::Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("List-Unsubscribe={value}")))
        .unwrap();
    town.send(request).await
}

#[tokio::test]
async fn the_outbox_of_the_demonstration_shows_each_mail_once() {
    let town: Arc<TestTown> = Arc::new(TestTown::sqlite(&rooms()).await);
    let from = crate::smtp::Letterhead::of(&town.house.town);
    let outbox = crate::demo::Outbox::in_folder(&town.house.data, from, town.house.clock.clone()).unwrap();
    let mail = web::send::Outgoing {
        to: "a@example.jp".to_owned(),
        name: None,
        subject: "できました".to_owned(),
        text: "こんにちは\n\nhttp://localhost:8080/my/papers\n".to_owned(),
        unsubscribe: None,
        key: "k-1".to_owned(),
    };
    for _ in 0..2 {
        web::send::Sender::send(&outbox, mail.clone()).await.unwrap();
    }
    let list = town.get(&Who::nobody(), "/demo/outbox").await;
    assert_eq!(list.select(".resource-title"), ["できました"]);
    let page = town.get(&Who::nobody(), "/demo/outbox/k-1").await;
    assert_eq!(page.attributes(".mail-text a", "href"), ["/my/papers"]);
    assert_eq!(town.get(&Who::nobody(), "/demo/outbox/..%2Fkeys").await.status, 404);
    let eml = std::fs::read_to_string(town.house.data.join("outbox/k-1.eml")).unwrap();
    assert!(eml.contains("Auto-Submitted: auto-generated"));
}

#[tokio::test]
async fn the_plan_counts_who_was_reached() {
    both(&rooms(), |town| async move {
        told(&town, notice(person(&town, Some("a@example.jp"), None).await, "a")).await;
        told(&town, notice(person(&town, None, None).await, "b")).await;
        let day = town.house.now().date();
        let period = web::Period { first: day, last: day };
        let reached = (room().indicators[0].count)(town.house.db.clone(), period).await.unwrap();
        assert_eq!((reached.value, reached.n), (Some(50.0), 2));
        let letters = (room().indicators[1].count)(town.house.db.clone(), period).await.unwrap();
        assert_eq!(letters.n, 0);
    })
    .await;
}

#[test]
fn every_text_has_its_three_languages() {
    let texts = web::texts::Texts::new(&[room().texts], &[]).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(web::texts::missing(&texts), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_told_to_everybody_stands_on_the_page_in_the_feeds_and_in_the_interface() {
    both(&rooms(), |town| async move {
        let nobody = Who::nobody();
        let officer = town.officer(&["notices.publish"], &[]).await;
        let other = town.officer(&["notices.send"], &[]).await;
        assert_eq!(town.get(&other, "/desk/news").await.status, 403);
        let id = town.id().to_string();
        let en = [("title_en", "The bridge"), ("body_en", "Closed on <Monday> & Tuesday.")];
        let ja = [("id", id.as_str()), ("title", "橋のこと"), ("body", "月曜は<通れません>。\n\n火曜も。")];
        assert_eq!(town.post(&officer, "/desk/news", &ja[..2]).await.status, 422, "a text is needed");
        let half = [&ja[..], &en[..1]].concat();
        assert_eq!(town.post(&officer, "/desk/news", &half).await.status, 422, "both parts in English or none");
        let all = [&ja[..], &en[..]].concat();
        town.post(&officer, "/desk/news", &all).await.leads_on();
        town.post(&officer, "/desk/news", &all).await.leads_on();
        let page = town.get(&nobody, "/news").await;
        assert_eq!(page.select(".resource-title"), ["橋のこと"], "the same form twice is one notice");
        let page = town.get(&nobody, &format!("/news/{id}")).await;
        assert!(page.says("月曜は&lt;通れません&gt;") && page.select("main p").contains(&"火曜も。".to_owned()));
        assert_eq!(town.get(&nobody, &format!("/news/{id}?lang=en")).await.select("h1"), ["The bridge"]);
        let news: serde_json::Value = serde_json::from_slice(&town.get(&nobody, "/api/v1/news").await.body).unwrap();
        assert_eq!((&news["items"][0]["title"]["en"], &news["next"]), (&"The bridge".into(), &serde_json::Value::Null));
        assert_eq!(town.get(&nobody, &format!("/api/v1/news/{id}")).await.status, 200);
        let atom = town.get(&nobody, "/news/feed.atom").await;
        assert!(atom.says("<title>橋のこと</title>") && atom.says("通れません&gt;"));
        assert_eq!(atom.headers["content-type"], "application/atom+xml; charset=utf-8");
        assert!(town.get(&nobody, "/news/feed.json").await.says("橋のこと"));

        town.post(&officer, &format!("/desk/news/{id}/withdraw"), &[]).await.leads_on();
        for path in [format!("/news/{id}"), format!("/api/v1/news/{id}")] {
            assert_eq!(town.get(&nobody, &path).await.status, 404);
        }
        assert!(!town.get(&nobody, "/news/feed.atom").await.says("橋"));
        assert!(town.get(&officer, "/desk/news").await.says("取り下げ"));
        assert!(town.verdict().await.holds());
    })
    .await;
}

#[tokio::test]
async fn news_comes_page_by_page_newest_first() {
    let town = TestTown::sqlite(&rooms()).await;
    for n in 0..5 {
        town.clock.advance_seconds(1);
        let words = crate::public::Words { title: n.to_string(), body: n.to_string() };
        let id = crate::PublicId::from_uuid(town.id());
        let new = crate::public::NewPublic { id, ja: words, easy: None, en: None };
        town.change(move |tx| async move { crate::public::publish(&tx, new).await }).await;
    }
    let (mut path, mut seen) = (Some("/api/v1/news?limit=2".to_owned()), Vec::new());
    while let Some(next) = path {
        let page: serde_json::Value = serde_json::from_slice(&town.get(&Who::nobody(), &next).await.body).unwrap();
        seen.extend(page["items"].as_array().unwrap().iter().map(|n| n["title"]["ja"].as_str().unwrap().to_owned()));
        path = page["next"].as_str().map(|after| format!("/api/v1/news?limit=2&after={after}"));
    }
    assert_eq!(seen, ["4", "3", "2", "1", "0"]);
}
