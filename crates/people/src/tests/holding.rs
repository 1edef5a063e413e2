//! Accounts, terms of office, mandates.

use super::*;
use kernel::Email;

fn account(email: &str, kind: AccountKind) -> NewAccount {
    NewAccount { kind, email: email.parse::<Email>().unwrap(), name: "見本".to_owned(), person: None }
}

async fn opened(store: &TestDb, email: &str, kind: AccountKind) -> Written<AccountId> {
    let new = account(email, kind);
    store.db.write(&system(), |tx| async move { accounts::open_account(&tx, new).await }).await
}

#[tokio::test]
async fn an_address_opens_one_account_in_whatever_case() {
    both(|store| async move {
        let id = opened(&store, "Hanako@demo.example", AccountKind::Resident).await.unwrap();
        let twice = opened(&store, "hanako@DEMO.example", AccountKind::Resident).await;
        assert!(matches!(twice, Err(PeopleError::EmailTaken)));
        let found = accounts::by_email(&store.db, &"HANAKO@demo.example".parse().unwrap()).await.unwrap().unwrap();
        assert_eq!((found.id, found.email.clone().unwrap().to_string().as_str()), (id, "Hanako@demo.example"));

        store.db.write(&system(), move |tx| async move { accounts::close(&tx, id).await }).await.unwrap();
        assert!(accounts::by_email(&store.db, found.email.as_ref().unwrap()).await.unwrap().is_none());
        let next = opened(&store, "hanako@demo.example", AccountKind::Resident).await.unwrap();
        assert_ne!(next, id);
        let closed = store.db.write(&system(), move |tx| async move { accounts::rename(&tx, id, "x").await }).await;
        assert!(matches!(closed, Err(PeopleError::Missing)), "a closed account does not change");
    })
    .await;
}

#[tokio::test]
async fn a_term_holds_from_its_first_to_its_last_day() {
    both(|store| async move {
        let town = ono();
        let officer = opened(&store, "m@demo.example", AccountKind::Staff).await.unwrap();
        let desk = Some("residents".to_owned());
        let new = NewGrant {
            holder: Holder::Account(officer),
            role: "desk_officer".to_owned(),
            desk: desk.clone(),
            ward: None,
            position: Some("member".to_owned()),
            deputy: false,
            from: day("2026-04-01"),
            until: Some(day("2027-03-31")),
        };
        new.check(&town).unwrap();
        let stands_in =
            NewGrant { position: Some("head".to_owned()), role: "approver".to_owned(), deputy: true, ..new.clone() };
        let (again, both_terms) = (new.clone(), [new.clone(), stands_in]);
        store
            .db
            .write(&system(), |tx| async move {
                for new in both_terms {
                    assign(&tx, &new).await?;
                }
                Ok::<_, PeopleError>(())
            })
            .await
            .unwrap();
        let rights =
            async |on: &str| permissions_of(&town, &grants_on(&store.db, Some(officer), None, day(on)).await.unwrap());
        for outside in ["2026-03-31", "2027-04-01"] {
            assert_eq!(rights(outside).await, Rights::default());
        }
        for inside in ["2026-04-01", "2027-03-31"] {
            let rights = rights(inside).await;
            assert!(rights.permissions.iter().any(|p| p == "people.read"));
            assert_eq!(rights.desks, ["residents"]);
            assert_eq!((rights.positions, rights.deputy_for), (vec!["member".to_owned()], vec!["head".to_owned()]));
        }
        let twice = store.db.write(&system(), |tx| async move { assign(&tx, &again).await }).await;
        assert!(matches!(twice, Err(PeopleError::Overlaps)));
        let officers = grants::officers_on(&store.db, day("2026-06-01")).await.unwrap();
        assert_eq!((officers.len(), officers[0].1.len()), (1, 2));
    })
    .await;
}

use grants::assign;

#[tokio::test]
async fn an_office_is_handed_over_without_a_gap_and_the_past_stays() {
    both(|store| async move {
        let (old, new) = (
            opened(&store, "a@demo.example", AccountKind::Staff).await.unwrap(),
            opened(&store, "b@demo.example", AccountKind::Staff).await.unwrap(),
        );
        let grant = NewGrant {
            holder: Holder::Account(old),
            role: "approver".to_owned(),
            desk: Some("residents".to_owned()),
            ward: None,
            position: Some("head".to_owned()),
            deputy: false,
            from: day("2025-04-01"),
            until: None,
        };
        let id = store.db.write(&system(), |tx| async move { assign(&tx, &grant).await }).await.unwrap();
        let next = store
            .db
            .write(&system(), move |tx| async move {
                grants::hand_over(&tx, id, Holder::Account(new), day("2026-07-01"), None, Some("鍵は金庫の中")).await
            })
            .await
            .unwrap();
        let holders = async |on: &str| -> Vec<AccountId> {
            let all = grants::officers_on(&store.db, day(on)).await.unwrap();
            all.into_iter().filter(|(_, g)| !g.is_empty()).map(|(a, _)| a.id).collect()
        };
        assert_eq!(holders("2026-06-30").await, [old]);
        assert_eq!(holders("2026-07-01").await, [new]);
        let next = grants::find(&store.db, next).await.unwrap().unwrap();
        assert_eq!(
            (next.follows, next.note.as_deref(), next.position.as_deref()),
            (Some(id), Some("鍵は金庫の中"), Some("head"))
        );
        assert_eq!(grants::history(&store.db, Holder::Account(old)).await.unwrap().len(), 1);
    })
    .await;
}

#[test]
fn a_ward_office_is_as_long_as_the_rule_says() {
    let town = ono();
    let term = |from: &str, until: Option<&str>| {
        NewGrant {
            holder: Holder::Person("01900000-0000-7000-8000-000000000003".parse().unwrap()),
            role: "ward_head".to_owned(),
            desk: None,
            ward: Some("iitoyo".to_owned()),
            position: None,
            deputy: false,
            from: day(from),
            until: until.map(day),
        }
        .check(&town)
    };
    assert!(term("2026-04-01", Some("2027-03-31")).is_ok());
    assert!(term("2024-02-29", Some("2025-02-28")).is_ok());
    assert!(matches!(term("2026-04-01", Some("2027-04-01")), Err(PeopleError::TooLong)));
    assert!(matches!(term("2026-04-01", None), Err(PeopleError::TooLong)));
    assert!(matches!(term("2026-04-01", Some("2026-03-31")), Err(PeopleError::Backwards)));
}

#[test]
fn a_term_names_only_what_the_town_has() {
    let town = ono();
    let good = NewGrant {
        holder: Holder::Person("01900000-0000-7000-8000-000000000003".parse().unwrap()),
        role: "cashier".to_owned(),
        desk: None,
        ward: None,
        position: None,
        deputy: false,
        from: day("2026-04-01"),
        until: None,
    };
    let none = Some("none_such".to_owned());
    for (wrong, what) in [
        (NewGrant { role: "none_such".to_owned(), ..good.clone() }, "role"),
        (NewGrant { desk: none.clone(), ..good.clone() }, "desk"),
        (NewGrant { ward: none.clone(), ..good.clone() }, "ward"),
        (NewGrant { position: none, ..good.clone() }, "position"),
    ] {
        assert!(matches!(wrong.check(&town), Err(PeopleError::Unknown(w)) if w == what));
    }
    assert!(good.check(&town).is_ok());
}

#[tokio::test]
async fn a_mandate_covers_its_matter_in_its_days() {
    both(|store| async move {
        let hanako = added(&store, facts("縁側　花子", "エンガワ　ハナコ", "1946-04-08")).await;
        let sakura = added(&store, facts("縁側　さくら", "エンガワ　サクラ", "1999-03-30")).await;
        let new = NewMandate {
            principal: hanako,
            agent: sakura,
            scope: "resident_record marriage".to_owned(),
            kind: MandateKind::Paper,
            from: day("2026-06-01"),
            until: Some(day("2026-12-31")),
            evidence: "委任状（2026年5月31日）".to_owned(),
        };
        let own = NewMandate { agent: hanako, ..new.clone() };
        let id = store.db.write(&officer("x"), |tx| async move { mandates::give(&tx, &new).await }).await.unwrap();
        let may = async |scope: &str, on: &str| {
            mandates::for_matter(&store.db, sakura, hanako, scope, day(on)).await.unwrap().is_some()
        };
        assert!(may("resident_record", "2026-06-01").await && may("resident_record", "2026-12-31").await);
        assert!(!may("resident_record", "2027-01-01").await && !may("resident_record", "2026-05-31").await);
        assert!(!may("child_support", "2026-07-01").await);
        assert!(
            mandates::for_matter(&store.db, hanako, sakura, "resident_record", day("2026-07-01"))
                .await
                .unwrap()
                .is_none()
        );

        store
            .db
            .write(&officer("x"), move |tx| async move { mandates::end(&tx, id, day("2026-07-31")).await })
            .await
            .unwrap();
        assert!(!may("resident_record", "2026-08-01").await);
        assert_eq!(acts_about(&store, hanako).await[..2], ["people.mandate_end", "people.mandate"]);
        let alone = store.db.write(&officer("x"), |tx| async move { mandates::give(&tx, &own).await }).await;
        assert!(matches!(alone.map_err(store_error), Err(StoreError::Other(_))));
    })
    .await;
}
