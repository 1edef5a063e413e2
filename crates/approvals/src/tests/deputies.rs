use super::*;
use kernel::Date;
use people::grants::{NewGrant, assign};
use people::{AccountKind, Holder, NewAccount};

/// 1 June 2026 as typed into the form, for both days.
const TODAY: [(&str, &str); 9] = [
    ("first-era", "reiwa"),
    ("first-year", "8"),
    ("first-month", "6"),
    ("first-day", "1"),
    ("last-era", "reiwa"),
    ("last-year", "8"),
    ("last-month", "6"),
    ("last-day", "3"),
    ("reason", "出張"),
];

#[tokio::test]
async fn a_deputy_decides_for_the_absent_head_who_reviews_it_on_return() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let id = office.draft("standard", None).await;
        office.press(&office.chief, id, "approve", &[]).await.leads_on();
        office.town.post(&office.head, "/desk/approvals/absence", &TODAY).await.leads_on();
        let desk = office.town.get(&office.deputy_head, "/desk/approvals").await;
        assert!(desk.says("代わりに決められるもの") && desk.says("不在"));

        let absent = named(&office.head);
        let fields = [("absent", absent.as_str()), ("verb", "approve")];
        let silent = office.press(&office.deputy_head, id, "deputise", &fields).await;
        assert!(silent.status == 422 && silent.says("代わりに決める理由を書いてください"));
        let nobody =
            office.press(&office.deputy_head, id, "deputise", &[("verb", "approve"), ("reason", "急ぎ")]).await;
        assert!(nobody.status == 422 && nobody.says("いないのはだれかを選んでください"));
        let fields = [("absent", absent.as_str()), ("verb", "approve"), ("reason", "本日交付のため")];
        office.press(&office.deputy_head, id, "deputise", &fields).await.leads_on();
        assert!(approved(office.status(id).await.state));

        let desk = office.town.get(&office.head, "/desk/approvals").await;
        assert!(desk.says("後閲（いない間に代決されたもの）"));
        let page = office.town.get(&office.head, &format!("/desk/approvals/{id}")).await;
        assert!(page.says("代決: 架空 ただしの不在") && page.says("本日交付のため"));
        let review = page.attributes("form[action$='/review'] input[name='review']", "value").remove(0);
        let by = |who: &Who| {
            let (office, review, who) = (&office, review.clone(), who.clone());
            async move {
                office
                    .town
                    .post(&who, &format!("/desk/approvals/{id}/review"), &[("review", &review), ("words", "確認")])
                    .await
            }
        };
        assert_eq!(by(&office.deputy_head).await.status, 403);
        by(&office.head).await.leads_on();
        assert_eq!(by(&office.head).await.status, 409, "once is enough");
        assert!(!office.town.get(&office.head, "/desk/approvals").await.says("後閲（いない間"));
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn the_drafter_is_never_a_deputy_and_the_line_is_kept() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let id = office.start("standard", None, drafter(&office.deputy_head, &["deputy_head"])).await.unwrap();
        for who in [&office.chief, &office.head] {
            office.town.post(who, "/desk/approvals/absence", &TODAY).await.leads_on();
        }
        let page = office.town.get(&office.deputy_head, &format!("/desk/approvals/{id}")).await;
        assert!(!page.says("代わりに決める（代決）"), "the drafter is offered nothing");
        let page = office.town.get(&office.chief, &format!("/desk/approvals/{id}")).await;
        let seat = page.attributes("form[action$='/approve'] input[name='seat']", "value").remove(0);
        let text = page.attributes("form[action$='/approve'] input[name='text']", "value").remove(0);
        let absent = named(&office.chief);
        let fields = [("absent", absent.as_str()), ("verb", "approve"), ("reason", "急ぎ")];
        let own = office.send(&office.deputy_head, id, "deputise", &seat, &text, &fields).await;
        assert_eq!(own.status, 403);
        assert_eq!(office.status(id).await.waiting_for[0].position, "chief");
    })
    .await;
}

/// An officer with a term of office in the records, signed in.
async fn with_term(town: &TestTown, name: &str, position: &str, deputy: bool) -> Who {
    let email = format!("{position}{deputy}@office.example").parse().unwrap();
    let new = NewAccount { kind: AccountKind::Staff, email, name: name.to_owned(), person: None };
    let position_key = position.to_owned();
    let act = Act::system("test", town.house.now());
    let account = town
        .house
        .db
        .write(&act, move |tx| async move {
            let account = people::accounts::open_account(&tx, new).await?;
            let term = NewGrant {
                holder: Holder::Account(account),
                role: "approver".to_owned(),
                desk: Some("residents".to_owned()),
                ward: None,
                position: Some(position_key),
                deputy,
                from: Date::constant(2026, 4, 1),
                until: None,
            };
            assign(&tx, &term).await?;
            Ok::<_, people::PeopleError>(account)
        })
        .await
        .unwrap();
    let positions = if deputy { Vec::new() } else { vec![position.to_owned()] };
    let staff = web::Staff::alike(vec!["residents".to_owned()], positions, vec!["approvals.decide".to_owned()]);
    town.signed_in_as(name, account, None, Some(staff))
}

#[tokio::test]
async fn by_the_records_of_office_a_deputy_may_state_the_absence() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let head = with_term(&office.town, "架空 ただし", "head", false).await;
        let first = with_term(&office.town, "課長補佐", "deputy_head", false).await;
        let chief = with_term(&office.town, "係長", "chief", false).await;
        let appointed = with_term(&office.town, "代決 たすく", "head", true).await;
        let id = office.draft("standard", None).await;
        office.press(&chief, id, "approve", &[]).await.leads_on();

        let second_in_line = office.town.get(&chief, &format!("/desk/approvals/{id}")).await;
        assert!(!second_in_line.says("代わりに決める（代決）"), "課長補佐 comes before 係長");
        for deputy in [&first, &appointed] {
            assert!(office.town.get(deputy, &format!("/desk/approvals/{id}")).await.says("代わりに決める（代決）"));
        }
        let absent = head.account().uuid().to_string();
        let fields = [("absent", absent.as_str()), ("verb", "send_back"), ("reason", "添付がない。課長は出張中")];
        office.press(&appointed, id, "deputise", &fields).await.leads_on();
        assert_eq!(office.told().await, [Outcome::SentBack]);
        let stated = office.count("SELECT CAST(COUNT(*) AS bigint) FROM approvals_absence").await;
        assert_eq!(stated, 1, "the absence that the deputy stated is on record");
        assert!(office.town.get(&head, "/desk/approvals").await.says("後閲（いない間に代決されたもの）"));
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn an_absence_is_told_mended_and_taken_back() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let wrong = office.town.post(&office.head, "/desk/approvals/absence", &[("first-year", "八")]).await;
        assert!(wrong.status == 422 && wrong.says("日付を入れてください") && wrong.says("理由を100字までで"));
        office.town.post(&office.head, "/desk/approvals/absence", &TODAY).await.leads_on();
        let page = office.town.get(&office.head, "/desk/approvals/absence").await;
        assert!(page.says("令和8年6月1日から令和8年6月3日まで"));
        let end = page.attributes("form[action$='/end']", "action").remove(0);
        assert_eq!(office.town.post(&office.chief, &end, &[]).await.status, 409, "only their own");
        office.town.post(&office.head, &end, &[]).await.leads_on();
        assert!(!office.town.get(&office.head, "/desk/approvals/absence").await.says("入っている予定"));
        office.journal_holds().await;
    })
    .await;
}
