//! The second proof of who works for the town.

use super::*;

async fn password_alone(town: &TestTown, email: &str) -> Answer {
    try_sign_in(town, &Who::nobody(), email, PASSWORD).await
}

#[tokio::test]
async fn a_password_alone_opens_no_door_of_the_office() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        let answer = password_alone(&town, "madoka@demo.example").await;
        assert_eq!(answer.leads_on(), "/sign-in/second");
        assert!(!sets_session(&answer), "no session yet");
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_session").await, 0);

        for wrong in ["", "000000", "12345", "abcdef"] {
            let answer = try_code(&town, wrong).await;
            assert!(answer.status == 422 && !sets_session(&answer), "{wrong}");
        }
        let answer = try_code(&town, &code(&town, 0)).await;
        assert_eq!(answer.leads_on(), "/desk");
        let who = Who::with_session(session_of(&answer));
        assert_eq!(town.get(&who, "/desk/people").await.status, 200);

        let answer = try_code(&town, &code(&town, 30)).await;
        assert_eq!(answer.leads_on(), "/sign-in", "nobody waits here any more");
        // Where the officer wanted to go is not lost on the way.
        let fields = [("email", "madoka@demo.example"), ("password", PASSWORD), ("return", "/desk/people")];
        town.post(&Who::nobody(), "/sign-in", &fields).await;
        assert_eq!(try_code(&town, &code(&town, 30)).await.leads_on(), "/desk/people");
    })
    .await;
}

#[tokio::test]
async fn a_code_works_once_and_guessing_is_stopped() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        let seen = code(&town, 0);
        password_alone(&town, "madoka@demo.example").await;
        assert_eq!(try_code(&town, &seen).await.status, 303);
        password_alone(&town, "madoka@demo.example").await;
        assert_eq!(try_code(&town, &seen).await.status, 422, "somebody looked over the shoulder");
        assert_eq!(try_code(&town, &code(&town, -30)).await.status, 422, "and an older one is worth no more");
        for _ in 0..3 {
            try_code(&town, "000000").await;
        }
        assert_eq!(try_code(&town, &code(&town, 30)).await.status, 429, "not even the right one");
        password_alone(&town, "madoka@demo.example").await;
        assert_eq!(try_code(&town, &code(&town, 30)).await.status, 429, "a password does not start the count anew");
        town.clock.advance_seconds(901);
        assert_eq!(try_code(&town, &code(&town, 0)).await.leads_on(), "/sign-in", "waiting has an end");
        signed_in(&town, "madoka@demo.example").await;
    })
    .await;
}

#[tokio::test]
async fn the_same_code_sent_twice_at_once_opens_one_session() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        password_alone(&town, "madoka@demo.example").await;
        let code = code(&town, 0);
        let tries = (0..4).map(|_| try_code(&town, &code));
        let answers = futures::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|a| sets_session(a)).count(), 1);
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_session").await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_has_no_telephone_yet_sets_one_up_at_the_first_sign_in() {
    both(|town| async move {
        account(&town, "new@demo.example", AccountKind::Staff, None).await;
        assert_eq!(password_alone(&town, "new@demo.example").await.leads_on(), "/sign-in/second");
        let page = town.get(&Who::nobody(), "/sign-in/second").await;
        assert_eq!(page.select(".qr svg").len(), 1);
        let secret = page.attributes("en-copy", "data-text").pop().unwrap();
        assert_eq!(secret.len(), 32);
        assert!(!page.text().contains("data-demo-code"), "a secret that was just made is not told away");
        assert_eq!(try_code(&town, "123456").await.status, 422);
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_totp").await, 0, "nothing is set before it works");

        let typed = crate::demo_code(&secret, town.clock.now()).unwrap();
        let answer = try_code(&town, &typed).await;
        assert!(sets_session(&answer));
        password_alone(&town, "new@demo.example").await;
        assert_eq!(try_code(&town, &typed).await.status, 422, "the code of the set-up is used up, too");
        let page = town.get(&Who::nobody(), "/sign-in/second").await;
        assert!(!page.text().contains(&secret), "the secret is shown this once");
    })
    .await;
}

#[tokio::test]
async fn another_officer_takes_a_lost_telephone_back_and_the_owner_hears_of_it() {
    both(|town| async move {
        let madoka = officer(&town, "madoka@demo.example", None).await;
        let ayumu = officer(&town, "ayumu@demo.example", None).await;
        let (who, lost) = (signed_in(&town, "madoka@demo.example").await, signed_in(&town, "ayumu@demo.example").await);
        assert_eq!(town.get(&who, "/desk/accounts/staff").await.status, 200);
        let (own, other) = (madoka.to_string(), ayumu.to_string());
        let reset = async |account: &str, agrees: &str| {
            let fields = [("account", account), ("how", "in_person"), ("agrees", agrees)];
            town.post(&who, "/desk/accounts/staff/reset", &fields).await.status
        };
        assert_eq!(reset(&own, "yes").await, 403, "nobody takes their own back");
        assert_eq!(reset(&other, "").await, 422);
        let resident = account(&town, "hanako@demo.example", AccountKind::Resident, None).await.to_string();
        assert_eq!(reset(&resident, "yes").await, 404);
        assert_eq!(town.get(&lost, "/desk").await.status, 200);

        assert_eq!(reset(&other, "yes").await, 200);
        assert_eq!(town.get(&lost, "/desk").await.status, 303, "signed out");
        town.run_jobs().await;
        let mail = town.mail().pop().expect("a mail");
        assert!(mail.to.contains("ayumu@demo.example") && mail.text.contains("取り消されました"), "{}", mail.text);
        password_alone(&town, "ayumu@demo.example").await;
        assert_eq!(town.get(&Who::nobody(), "/sign-in/second").await.select(".qr svg").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_new_telephone_replaces_the_old_one_for_who_signed_in_lately() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        let who = signed_in(&town, "madoka@demo.example").await;
        let page = town.post(&who, "/my/settings/second/new", &[]).await;
        let secret = page.attributes("en-copy", "data-text").pop().unwrap();
        let confirm = async |code: &str| town.post(&who, "/my/settings/second/confirm", &[("code", code)]).await.status;
        assert_eq!(confirm(&code(&town, 0)).await, 422, "the old telephone does not confirm the new one");
        assert_eq!(confirm(&crate::demo_code(&secret, town.clock.now()).unwrap()).await, 303);
        password_alone(&town, "madoka@demo.example").await;
        assert_eq!(try_code(&town, &code(&town, 30)).await.status, 422, "the old one opens nothing");
        let new = crate::demo_code(&secret, town.clock.now().plus_seconds(30)).unwrap();
        assert_eq!(try_code(&town, &new).await.status, 303);

        let status = town.post(&who, "/my/settings/second/remove", &[]).await.status;
        assert_eq!(status, 403, "without a passkey it is the last second proof");
        town.clock.advance_seconds(3500);
        town.get(&who, "/desk").await;
        town.clock.advance_seconds(200);
        assert_eq!(town.post(&who, "/my/settings/second/new", &[]).await.status, 403, "too long since the proof");
    })
    .await;
}

#[tokio::test]
async fn a_session_from_before_the_rule_opens_no_door_of_the_office() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", None).await;
        let who = signed_in(&town, "madoka@demo.example").await;
        assert_eq!(town.get(&who, "/desk").await.status, 200);
        town.change(|tx| async move {
            tx.execute("UPDATE account_session SET way = 'password'", args![]).await.map(|_| ())
        })
        .await;
        assert_eq!(town.get(&who, "/desk").await.status, 303);
    })
    .await;
}
