//! At the counter: documents, codes, recovery, linking; finding residents.

use super::*;

async fn person(town: &TestTown) -> PersonId {
    town.without_phone("縁側　花子").await
}

/// The code that an officer gets for `person` after a document check.
async fn code_for(town: &TestTown, officer: &Who, person: PersonId) -> String {
    let id = person.to_string();
    let page = town.post(officer, "/desk/accounts/check", &[("person", &id)]).await;
    assert!(page.says("縁側　花子"), "{}", page.text());
    let fields = [("person", id.as_str()), ("document", "my_number_card"), ("agrees", "yes")];
    let page = town.post(officer, "/desk/accounts/code", &fields).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.select("strong.code").pop().unwrap()
}

async fn redeem(town: &TestTown, code: &str, email: &str) -> Answer {
    let fields = [("code", code), ("email", email), ("password", PASSWORD)];
    town.post(&Who::nobody(), "/recover/password", &fields).await
}

#[tokio::test]
async fn an_identified_person_gets_an_account_by_a_code_that_works_once() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        let (staff, hanako) = (signed_in(&town, "madoka@demo.example").await, person(&town).await);
        let code = code_for(&town, &staff, hanako).await;
        let asked = town.post(&Who::nobody(), "/recover", &[("code", &code.to_lowercase().replace('-', " "))]).await;
        assert_eq!((asked.status, asked.attributes("input[name=email]", "type")), (200, vec!["email".to_owned()]));

        let weak =
            town.post(&Who::nobody(), "/recover/password", &[("code", &code), ("email", "x"), ("password", "1")]).await;
        assert_eq!(weak.status, 422);
        let answer = redeem(&town, &code, "hanako@demo.example").await;
        assert_eq!(answer.leads_on(), "/my");
        let who = Who::with_session(session_of(&answer));
        let page = town.get(&who, "/my").await;
        assert!(page.says("縁側　花子") && !page.says("/my/link"), "she is known");
        assert_eq!(redeem(&town, &code, "other@demo.example").await.status, 422);
        assert_eq!(town.post(&Who::nobody(), "/recover", &[("code", &code)]).await.status, 422);

        let acts = acts_about(&town, hanako).await;
        for act in [
            "people.read",
            "account.code",
            "account.code_used",
            "people.account_open",
            "account.password",
            "account.sign_in",
        ] {
            assert!(acts.iter().any(|a| a == act), "{act} in {acts:?}");
        }
        let records = town.get(&who, "/my/records").await;
        assert!(records.says("窓口での本人確認") && records.says("役場（"), "{}", records.text());
    })
    .await;
}

#[tokio::test]
async fn of_two_who_use_one_code_at_once_one_comes_in() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        let (staff, hanako) = (signed_in(&town, "madoka@demo.example").await, person(&town).await);
        let code = code_for(&town, &staff, hanako).await;
        let tries = (0..6).map(|n| {
            let (town, code) = (town.clone(), code.clone());
            async move { redeem(&town, &code, &format!("p{n}@demo.example")).await.status }
        });
        let answers = futures::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|s| **s == 303).count(), 1, "{answers:?}");
        assert_eq!(people::accounts::of_person(&town.house.db, hanako).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_lost_password_is_replaced_at_the_counter_and_old_sessions_end() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        let hanako = person(&town).await;
        account(&town, "hanako@demo.example", AccountKind::Resident, Some(hanako)).await;
        let (staff, thief) =
            (signed_in(&town, "madoka@demo.example").await, signed_in(&town, "hanako@demo.example").await);
        let code = code_for(&town, &staff, hanako).await;
        assert!(town.post(&Who::nobody(), "/recover", &[("code", &code)]).await.says("hanako@demo.example"));
        let fields = [("code", code.as_str()), ("password", "a different one")];
        let answer = town.post(&Who::nobody(), "/recover/password", &fields).await;
        assert_eq!(answer.leads_on(), "/my");
        assert!(!is_in(&town, &thief).await);
        assert_eq!(try_sign_in(&town, &Who::nobody(), "hanako@demo.example", PASSWORD).await.status, 422);
        assert_eq!(try_sign_in(&town, &Who::nobody(), "hanako@demo.example", "a different one").await.status, 303);
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn a_newer_code_and_three_days_end_an_older_one() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        let (staff, hanako) = (signed_in(&town, "madoka@demo.example").await, person(&town).await);
        let first = code_for(&town, &staff, hanako).await;
        let second = code_for(&town, &staff, hanako).await;
        assert_eq!(redeem(&town, &first, "a@demo.example").await.status, 422);
        town.clock.advance_seconds(3 * 86_400 + 1);
        assert_eq!(redeem(&town, &second, "a@demo.example").await.status, 422);
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_password").await, 1, "the officer's own alone");
        // The records do not hold the code.
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_code WHERE LENGTH(proof) = 24").await, 2);
    })
    .await;
}

#[tokio::test]
async fn an_account_is_tied_to_the_person_whose_code_it_gets() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        let (staff, hanako) = (signed_in(&town, "madoka@demo.example").await, person(&town).await);
        let who = signed_in(&town, "hanako@demo.example").await;
        assert!(town.get(&who, "/my").await.says("/my/link"));
        assert!(town.get(&who, "/my/settings/contact").await.says("/my/link"));
        let code = code_for(&town, &staff, hanako).await;
        assert_eq!(
            town.post(&staff, "/my/link", &[("code", &code)]).await.status,
            403,
            "an officer's account is nobody's"
        );
        assert_eq!(
            redeem(&town, &code, "hanako@demo.example").await.status,
            422,
            "the address has an account: sign in there"
        );
        assert_eq!(town.post(&who, "/my/link", &[("code", "22222222X")]).await.status, 422);
        assert_eq!(town.post(&who, "/my/link", &[("code", &code)]).await.status, 200);
        assert_eq!(people::accounts::of_person(&town.house.db, hanako).await.unwrap().len(), 1);
        assert_eq!(town.post(&who, "/my/link", &[("code", &code)]).await.status, 403, "once is enough");
        assert_eq!(town.get(&who, "/my/link").await.leads_on(), "/my");
    })
    .await;
}

#[tokio::test]
async fn a_code_needs_a_document_and_is_not_for_oneself_or_the_dead() {
    both(|town| async move {
        let hanako = person(&town).await;
        let id = hanako.to_string();
        officer(&town, "madoka@demo.example", None).await;
        let staff = signed_in(&town, "madoka@demo.example").await;
        for fields in [vec![], vec![("document", "x"), ("agrees", "yes")], vec![("document", "passport")]] {
            let all: Vec<(&str, &str)> = fields.into_iter().chain([("person", id.as_str())]).collect();
            assert_eq!(town.post(&staff, "/desk/accounts/code", &all).await.status, 422);
        }
        let own = town.signed_in_as("職員", staff_account(&town), Some(hanako), Some(rights(&["account.recover"])));
        assert_eq!(town.post(&own, "/desk/accounts/check", &[("person", &id)]).await.status, 403);
        assert_eq!(town.post(&staff, "/desk/accounts/check", &[("person", "nonsense")]).await.status, 404);
        let without = town.officer(&["cases.desk"], &[]).await;
        assert_eq!(town.post(&without, "/desk/accounts/check", &[("person", &id)]).await.status, 403);
        assert_eq!(town.get(&without, "/desk/people").await.status, 403);

        let dead = people::find(&town.house.db, hanako).await.unwrap().unwrap();
        let mut facts = dead.facts.clone();
        facts.deceased = Some(Date::constant(2026, 5, 1));
        let act = Act::system("test", town.clock.now());
        town.house.db.write(&act, move |tx| async move { people::amend(&tx, hanako, 1, facts).await }).await.unwrap();
        let fields = [("person", id.as_str()), ("document", "passport"), ("agrees", "yes")];
        assert_eq!(town.post(&staff, "/desk/accounts/code", &fields).await.status, 403);
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_code").await, 0);
    })
    .await;
}

fn staff_account(town: &TestTown) -> AccountId {
    kernel::TypedId::from_uuid(town.id())
}

fn rights(permissions: &[&str]) -> web::Staff {
    web::Staff { permissions: permissions.iter().map(|p| (*p).to_owned()).collect(), ..web::Staff::default() }
}

#[tokio::test]
async fn a_record_opens_for_a_purpose_that_the_person_reads() {
    both(|town| async move {
        let hanako = person(&town).await;
        let staff = town.officer(&["people.read"], &[]).await;
        let found = town.post(&staff, "/desk/people", &[("q", "はなこ")]).await;
        assert!(!found.says("縁側　花子"), "her reading in this test is another");
        let found = town.post(&staff, "/desk/people", &[("q", "縁側")]).await;
        assert!(found.says("縁側　花子") && !found.says("000番地"), "a list shows no full address");
        let path = format!("/desk/people/{hanako}");
        let asked = town.get(&staff, &path).await;
        assert_eq!(asked.status, 200);
        assert!(!asked.says("花子"), "nothing of the record before the purpose");
        assert_eq!(acts_about(&town, hanako).await.iter().filter(|a| *a == "people.read").count(), 0);

        for purpose in ["", "なんとなく"] {
            let refused = town.post(&staff, &path, &[("purpose", purpose)]).await;
            assert_eq!(refused.status, 422);
            assert!(!refused.says("花子"));
        }
        let open = town.post(&staff, &path, &[("purpose", "記録の訂正")]).await;
        assert!(open.says("縁側　花子") && open.says("000番地"), "{}", open.text());
        assert_eq!(acts_about(&town, hanako).await[0], "people.read");

        account(&town, "hanako@demo.example", AccountKind::Resident, Some(hanako)).await;
        let own = signed_in(&town, "hanako@demo.example").await;
        assert!(town.get(&own, "/my/records").await.says("記録の訂正"));
        account(&town, "taro@demo.example", AccountKind::Resident, None).await;
        let other = signed_in(&town, "taro@demo.example").await;
        assert!(!town.get(&other, "/my/records").await.says("記録の訂正"));
        let nobody = format!("/desk/people/{}", town.id());
        assert_eq!(town.post(&staff, &nobody, &[("purpose", "記録の訂正")]).await.status, 404);
    })
    .await;
}
