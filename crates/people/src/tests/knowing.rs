//! Persons, households, looking, searching, reaching.

use super::*;
use kernel::Email;

#[tokio::test]
async fn a_record_is_kept_exactly_as_received() {
    both(|store| async move {
        // A variation selector, a compatibility ideograph that NFC would replace, a private-use character.
        let name = "葛\u{E0102}城　\u{FA19}之\u{E000}";
        let mut given = facts(name, "カツラギ　タカユキ", "1958-09-05");
        given.former_name = Some("渡邉\u{E010E}".to_owned());
        given.phone = Some("0247-72-2111".parse().unwrap());
        given.email = Some("k@demo.example".parse().unwrap());
        given.sex = Some(Sex::Male);
        given.address.postcode = Some("9633401".parse().unwrap());
        let id = added(&store, given.clone()).await;
        let person = find(&store.db, id).await.unwrap().unwrap();
        assert_eq!(person.facts, given);
        assert_eq!(person.name.full(), name);
        assert_eq!((person.name.family(), person.kind), (Some("葛\u{E0102}城"), PersonKind::Resident));
        assert_eq!(person.age_on(day("2026-09-04")), Some(67));
        assert_eq!(person.age_on(day("2026-09-05")), Some(68));
    })
    .await;
}

#[tokio::test]
async fn reading_a_record_leaves_an_entry_that_the_person_sees() {
    both(|store| async move {
        let id = added(&store, facts("縁側　花子", "エンガワ　ハナコ", "1946-04-08")).await;
        let read = store
            .db
            .write(&officer("cases"), move |tx| async move { look(&tx, id, "住民票の写しの審査").await })
            .await
            .unwrap();
        assert_eq!(read.name.full(), "縁側　花子");
        let entries = store::journal::about(&store.db, id, None, 10).await.unwrap();
        assert_eq!(entries[0].act, "people.read");
        assert_eq!(entries[0].detail.as_deref(), Some("住民票の写しの審査"));
        assert!(entries[0].actor.starts_with("account:"));

        let own = Act {
            actor: Actor::Account {
                account: "01900000-0000-7000-8000-000000000002".parse().unwrap(),
                person: Some(id),
            },
            ..officer("my")
        };
        store.db.write(&own, move |tx| async move { look(&tx, id, "自分の記録").await }).await.unwrap();
        assert_eq!(acts_about(&store, id).await, ["people.read", "people.add"], "no entry for one's own look");

        let nobody: PersonId = "01900000-0000-7000-8000-0000000000ff".parse().unwrap();
        let missing = store.db.write(&officer("x"), move |tx| async move { look(&tx, nobody, "x").await }).await;
        assert!(matches!(missing, Err(StoreError::Missing(_))));
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_name_reading_place_and_birth() {
    both(|store| async move {
        added(&store, facts("縁側　花子", "エンガワ　ハナコ", "1946-04-08")).await;
        added(&store, facts("髙橋　花江", "タカハシ　ハナエ", "1960-01-02")).await;
        added(&store, facts("竹縁　一", "タケエン　ハジメ", "1946-04-08")).await;
        let names = async |question: &str| -> Vec<String> {
            let found = search(&store.db, &officer("people"), question, 10).await.unwrap();
            found.into_iter().map(|l| l.name).collect()
        };
        assert_eq!(names("縁側").await, ["縁側　花子"]);
        assert_eq!(names("えんがわ").await, ["縁側　花子"]);
        assert_eq!(names("エンガワハナコ").await, ["縁側　花子"]);
        assert_eq!(names("縁側　花子").await, ["縁側　花子"]);
        assert_eq!(names("高橋").await, ["髙橋　花江"], "the usual form finds the old one");
        assert_eq!(names("えん").await, ["縁側　花子", "竹縁　一"], "a beginning comes first");
        assert_eq!(names("昭和21年4月8日").await.len(), 2);
        assert_eq!(names("ハナコ S21.4.8").await, ["縁側　花子"]);
        assert_eq!(names("飯豊").await.len(), 3);
        assert!(names("飯豊 いない").await.is_empty());
        for nothing in ["", "  ", "%", "'; DROP TABLE people_person; --", "\"*", "()&|!:"] {
            assert!(names(nothing).await.is_empty(), "{nothing}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_search_is_journaled_without_its_words() {
    both(|store| async move {
        let id = added(&store, facts("縁側　花子", "エンガワ　ハナコ", "1946-04-08")).await;
        search(&store.db, &officer("people"), "縁側", 10).await.unwrap();
        assert_eq!(acts_about(&store, id).await, ["people.add"]);
        assert_eq!(
            count(&store, "SELECT COUNT(*) FROM store_journal WHERE act = 'people.search' AND subject IS NULL").await,
            1
        );
        assert_eq!(count(&store, "SELECT COUNT(*) FROM store_journal_detail WHERE detail LIKE '%縁側%'").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_household_is_its_living_members_head_first() {
    both(|store| async move {
        let household =
            store.db.write(&system(), |tx| async move { add_household(&tx, Some("500001")).await }).await.unwrap();
        let member = |name: &str, birth: &str, head: bool| {
            let mut f = facts(name, "ミホン　ヒト", birth);
            (f.household, f.is_head) = (Some(household), head);
            f
        };
        let young = added(&store, member("見本　ひなた", "2021-06-30", false)).await;
        let mother = added(&store, member("見本　葵", "1990-02-14", false)).await;
        let head = added(&store, member("見本　太郎", "1988-07-21", true)).await;
        let mut gone = member("見本　去", "1960-01-01", false);
        gone.moved_out = Some(day("2026-03-31"));
        added(&store, gone).await;
        store.db.write(&system(), move |tx| async move { set_head(&tx, household, head).await }).await.unwrap();
        let ids = |people: Vec<Person>| people.into_iter().map(|p| p.id).collect::<Vec<_>>();
        assert_eq!(ids(members(&store.db, household, day("2026-06-01")).await.unwrap()), [head, mother, young]);
        assert_eq!(members(&store.db, household, day("2026-03-31")).await.unwrap().len(), 4);
        let kept = crate::household(&store.db, household).await.unwrap().unwrap();
        assert_eq!((kept.head, kept.register_number.as_deref()), (Some(head), Some("500001")));
        let twice = store.db.write(&system(), |tx| async move { add_household(&tx, Some("500001")).await }).await;
        assert!(matches!(twice, Err(PeopleError::NumberTaken)));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_change_a_record_at_once_one_is_told() {
    both(|store| async move {
        let id = added(&store, facts("縁側　花子", "エンガワ　ハナコ", "1946-04-08")).await;
        let change = async |phone: &str| -> Written<()> {
            let mut f = facts("縁側　花子", "エンガワ　ハナコ", "1946-04-08");
            f.phone = phone.parse().ok();
            store.db.write(&officer("x"), move |tx| async move { amend(&tx, id, 1, f).await }).await
        };
        let (a, b) = tokio::join!(change("0247-72-2111"), change("0247-72-2112"));
        assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1);
        let lost = if a.is_err() { a } else { b };
        assert!(matches!(lost, Err(PeopleError::Changed)));
        assert_eq!(find(&store.db, id).await.unwrap().unwrap().version, 2);
    })
    .await;
}

#[tokio::test]
async fn a_register_number_names_one_person() {
    both(|store| async move {
        let numbered = || Facts {
            register_number: Some("1".to_owned()),
            ..facts("見本　一", "ミホン　ハジメ", "2000-01-01")
        };
        added(&store, numbered()).await;
        let again = numbered();
        let twice = store.db.write(&system(), |tx| async move { add_outside(&tx, again).await }).await;
        assert!(matches!(twice, Err(PeopleError::NumberTaken)));
    })
    .await;
}

#[tokio::test]
async fn a_message_reaches_people_the_way_they_chose_if_that_is_possible() {
    both(|store| async move {
        let id = added(&store, facts("縁側　花子", "エンガワ　ハナコ", "1946-04-08")).await;
        let now = contacts::reach(&store.db, id).await.unwrap();
        assert_eq!((now.channel, now.has_account), (ContactChannel::Post, false), "nothing is known but the address");
        assert_eq!(now.address, "福島県田村郡小野町大字飯豊字架空1番地");

        let email: Email = "hanako@demo.example".parse().unwrap();
        let new =
            NewAccount {
                kind: AccountKind::Resident, email: email.clone(), name: "花子".to_owned(), person: Some(id)
            };
        store.db.write(&system(), |tx| async move { accounts::open_account(&tx, new).await }).await.unwrap();
        let now = contacts::reach(&store.db, id).await.unwrap();
        assert_eq!((now.channel, now.email), (ContactChannel::Email, Some(email)));

        let choose = async |contact: Contact| {
            store
                .db
                .write(&officer("x"), move |tx| async move { contacts::choose(&tx, id, &contact).await })
                .await
                .unwrap();
            contacts::reach(&store.db, id).await.unwrap()
        };
        let wish = Contact {
            channel: ContactChannel::Call,
            language: Language::Easy,
            email: None,
            phone: None,
            postcode: None,
            address: None,
        };
        let now = choose(wish.clone()).await;
        assert_eq!(
            (now.channel, now.language),
            (ContactChannel::Post, Language::Easy),
            "nobody can be called without a number"
        );
        let now = choose(Contact { phone: Some("0247-72-2111".parse().unwrap()), ..wish.clone() }).await;
        assert_eq!(now.channel, ContactChannel::Call);
        let now = choose(Contact {
            channel: ContactChannel::Post,
            address: Some("福島県郡山市架空町1番".to_owned()),
            ..wish
        })
        .await;
        assert_eq!((now.channel, now.address.as_str()), (ContactChannel::Post, "福島県郡山市架空町1番"));
        assert_eq!(count(&store, "SELECT COUNT(*) FROM people_contact").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_holds_what_a_certificate_prints() {
    both(|store| async move {
        let id = added(&store, facts("葛\u{E0102}城　髙之", "カツラギ　タカユキ", "1958-09-05")).await;
        let person = find(&store.db, id).await.unwrap().unwrap();
        let frozen = snapshot(&person, std::slice::from_ref(&person));
        assert_eq!(frozen["person"]["name"]["full"], "葛\u{E0102}城　髙之");
        assert_eq!(frozen["person"]["birth"], "1958-09-05");
        assert_eq!(frozen["household"][0]["address_line"], "福島県田村郡小野町大字飯豊字架空1番地");
        assert_eq!(frozen["person"]["deceased"], serde_json::Value::Null);
    })
    .await;
}

#[tokio::test]
async fn what_was_frozen_is_read_again_as_it_was_and_names_only_its_own() {
    both(|store| async move {
        let id = added(&store, facts("葛\u{E0102}城　髙之", "カツラギ　タカユキ", "1958-09-05")).await;
        let person = find(&store.db, id).await.unwrap().unwrap();
        let frozen =
            Frozen::of(&person, std::slice::from_ref(&person)).with("tax", serde_json::json!({ "year": 2026 }));
        let again = Frozen::reopen(&frozen.text()).unwrap();
        assert!(again == frozen && again.digest() == frozen.digest());
        assert_ne!(frozen.clone().with("tax", serde_json::json!({ "year": 2025 })).digest(), frozen.digest());
        assert!(frozen.names("葛\u{E0102}城 髙之") && !frozen.names("葛城　髙之") && !frozen.names(""));
        assert!(Frozen::reopen("{\"person\":{}}").is_none() && Frozen::reopen("").is_none());
        assert_eq!(format!("{frozen:?}"), "Frozen(…)");
    })
    .await;
}
