//! Signing in and out, sessions, limits, signing up.

use super::*;

#[tokio::test]
async fn the_right_password_opens_a_session_and_signing_out_ends_it() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        let page = town.get(&Who::nobody(), "/my/settings?x=1").await;
        assert_eq!(page.leads_on(), "/sign-in?return=/my/settings?x=1");
        let page = town.get(&Who::nobody(), "/sign-in?return=/my/settings").await;
        assert_eq!(page.attributes("form[action='/sign-in'] input[name=return]", "value"), ["/my/settings"]);

        let fields = [("email", " HANAKO@demo.example "), ("password", PASSWORD), ("return", "/my/settings")];
        let answer = town.post(&Who::nobody(), "/sign-in", &fields).await;
        assert_eq!(answer.leads_on(), "/my/settings");
        let cookie = answer
            .headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|v| v.to_str().ok())
            .find(|c| c.contains("session"))
            .unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Max-Age"));
        let who = Who::with_session(session_of(&answer));
        assert!(town.get(&who, "/my").await.says("縁側 花子"));
        assert_eq!(town.get(&who, "/sign-in").await.leads_on(), "/my");
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_session").await, 1);

        assert_eq!(town.post(&who, "/sign-out", &[]).await.leads_on(), "/");
        assert!(!is_in(&town, &who).await, "the token is worth nothing any more");
    })
    .await;
}

#[tokio::test]
async fn a_return_leads_to_no_other_site() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        for back in
            ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-out", ""]
        {
            let fields = [("email", "hanako@demo.example"), ("password", PASSWORD), ("return", back)];
            let to = town.post(&Who::nobody(), "/sign-in", &fields).await.leads_on();
            assert!(to == "/my" || to == "/", "{back} leads to {to}");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_learns_which_addresses_have_accounts() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        let nobody = Who::nobody();
        let known = try_sign_in(&town, &nobody, "hanako@demo.example", "not-the-password").await;
        let unknown = try_sign_in(&town, &nobody, "nobody@demo.example", "not-the-password").await;
        assert_eq!((known.status, unknown.status), (422, 422));
        assert_eq!(known.steady().replace("hanako@", "nobody@"), unknown.steady());
        let ask = async |email: &str| town.post(&nobody, "/sign-up", &[("email", email)]).await;
        let (known, unknown) = (ask("hanako@demo.example").await, ask("nobody@demo.example").await);
        assert_eq!(known.status, 200);
        assert_eq!(known.steady().replace("hanako@", "nobody@"), unknown.steady());
        town.run_jobs().await;
        assert_eq!(town.mail().len(), 2);
        // Limits answer alike, too: they count addresses, not accounts.
        for _ in 0..9 {
            try_sign_in(&town, &nobody, "hanako@demo.example", "wrong").await;
            try_sign_in(&town, &nobody, "nobody@demo.example", "wrong").await;
        }
        assert_eq!(try_sign_in(&town, &nobody, "hanako@demo.example", "wrong").await.status, 429);
        assert_eq!(try_sign_in(&town, &nobody, "nobody@demo.example", "wrong").await.status, 429);
    })
    .await;
}

#[tokio::test]
async fn after_ten_wrong_passwords_there_is_a_pause_even_for_the_right_one() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        account(&town, "taro@demo.example", AccountKind::Resident, None).await;
        let guesses = (0..16).map(|n| {
            let town = town.clone();
            async move { try_sign_in(&town, &Who::nobody(), "hanako@demo.example", &format!("guess-{n}")).await.status }
        });
        let answers = futures::future::join_all(guesses).await;
        assert_eq!(answers.iter().filter(|s| **s == 422).count(), 10, "tried at once are counted, too: {answers:?}");
        let refused = try_sign_in(&town, &Who::nobody(), "hanako@demo.example", PASSWORD).await;
        assert_eq!(refused.status, 429);
        let wait: i64 = refused.headers.get("retry-after").unwrap().to_str().unwrap().parse().unwrap();
        assert!((1..=900).contains(&wait));
        signed_in(&town, "taro@demo.example").await;
        town.clock.advance_seconds(901);
        signed_in(&town, "hanako@demo.example").await;
        assert_eq!(
            try_sign_in(&town, &Who::nobody(), "hanako@demo.example", "x").await.status,
            422,
            "a right one starts the count anew"
        );
    })
    .await;
}

#[tokio::test]
async fn a_session_is_never_one_that_somebody_else_chose() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        let planted = "A".repeat(43);
        let victim = Who::with_session(&planted);
        let answer = try_sign_in(&town, &victim, "hanako@demo.example", PASSWORD).await;
        let first = session_of(&answer);
        assert_ne!(first, planted);
        assert!(!is_in(&town, &victim).await);

        // Signing in again in the same browser changes the session and ends the one before.
        let again = try_sign_in(&town, &Who::with_session(&first), "hanako@demo.example", PASSWORD).await;
        let second = session_of(&again);
        assert_ne!(second, first);
        assert!(!is_in(&town, &Who::with_session(&first)).await);
        assert!(is_in(&town, &Who::with_session(&second)).await);
        // The records hold no token from which a session could be taken over.
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_session WHERE LENGTH(token) = 32").await, 2);
        for bad in ["", "x", "'; DROP TABLE account_session; --", &"é".repeat(43), &"A".repeat(5000)] {
            let who = Who::with_session(bad.replace(|c: char| !c.is_ascii(), "-"));
            assert!(!is_in(&town, &who).await);
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_when_it_rests_and_in_any_case_and_reading_writes_nothing() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        officer(&town, "madoka@demo.example", None).await;
        let (resident, staff) =
            (signed_in(&town, "hanako@demo.example").await, signed_in(&town, "madoka@demo.example").await);
        let at_desk = async |who: &Who| town.get(who, "/desk").await.status == 200;
        let seen = "SELECT CAST(SUM(seen_at) AS bigint) FROM account_session";
        for _ in 0..13 {
            let before = count(&town, seen).await;
            assert!(at_desk(&staff).await);
            assert_eq!(count(&town, seen).await, before, "a page that is read writes nothing");
            crate::round::settle(town.house.clone()).await.unwrap();
            town.clock.advance_seconds(3300);
        }
        town.clock.advance_seconds(300);
        assert!(!at_desk(&staff).await, "twelve hours are over");
        assert!(is_in(&town, &resident).await);

        let staff = signed_in(&town, "madoka@demo.example").await;
        town.clock.advance_seconds(3601);
        assert!(!at_desk(&staff).await, "an hour without a page");
        assert!(is_in(&town, &resident).await);
        town.clock.advance_seconds(86_401);
        assert!(!is_in(&town, &resident).await);
    })
    .await;
}

#[tokio::test]
async fn an_office_opens_doors_in_its_term_only() {
    both(|town| async move {
        officer(&town, "madoka@demo.example", Some("2026-06-01")).await;
        let who = signed_in(&town, "madoka@demo.example").await;
        assert_eq!(town.get(&who, "/desk/people").await.status, 200);
        // 2026-06-01 09:00 and sixteen hours: the term is over, the session would go on.
        for _ in 0..11 {
            town.clock.advance_seconds(3500);
            town.get(&who, "/my").await;
        }
        town.clock.advance_seconds(3000);
        assert!(is_in(&town, &who).await);
        let night = town.clock.now().date();
        if night > Date::constant(2026, 6, 1) {
            assert_eq!(town.get(&who, "/desk/people").await.status, 403);
        }
        town.clock.advance_seconds(86_400);
        let who = signed_in(&town, "madoka@demo.example").await;
        assert_eq!(town.get(&who, "/desk").await.status, 403);
        assert_eq!(town.get(&who, "/desk/people").await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_opens_nothing() {
    both(|town| async move {
        let id = account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        let who = signed_in(&town, "hanako@demo.example").await;
        let act = Act::system("test", town.clock.now());
        town.house.db.write(&act, move |tx| async move { people::accounts::close(&tx, id).await }).await.unwrap();
        assert!(!is_in(&town, &who).await);
        assert_eq!(try_sign_in(&town, &Who::nobody(), "hanako@demo.example", PASSWORD).await.status, 422);
    })
    .await;
}

/// The path in the newest mail.
fn mailed_path(town: &TestTown) -> String {
    let text = town.mail().last().expect("a mail").text.clone();
    let link = text.lines().find(|l| l.starts_with("http")).expect("a link").to_owned();
    link.strip_prefix("http://localhost:8080").unwrap().to_owned()
}

#[tokio::test]
async fn an_account_begins_with_a_mail_and_a_link_that_works_once() {
    both(|town| async move {
        let nobody = Who::nobody();
        assert_eq!(town.post(&nobody, "/sign-up", &[("email", "no address")]).await.status, 422);
        assert!(town.post(&nobody, "/sign-up", &[("email", "taro@demo.example")]).await.says("taro@demo.example"));
        town.run_jobs().await;
        let mail = town.mail().pop().unwrap();
        assert_eq!((mail.to.as_str(), mail.text.contains('｜')), ("taro@demo.example", false));
        let path = mailed_path(&town);
        assert_eq!(town.get(&nobody, &path).await.status, 200);
        assert_eq!(town.get(&nobody, &format!("{path}x")).await.status, 410, "only the house makes links");

        let weak = town.post(&nobody, &path, &[("name", ""), ("password", "short")]).await;
        assert_eq!((weak.status, weak.select(".error-summary li").len()), (422, 2), "{}", weak.text());
        let fields = [("name", "見本 太郎<script>"), ("password", PASSWORD)];
        let (a, b) = tokio::join!(town.post(&nobody, &path, &fields), town.post(&nobody, &path, &fields));
        let mut answers = [a.status, b.status];
        answers.sort_unstable();
        assert_eq!(answers, [303, 410], "of two at once one is first");
        let who = Who::with_session(session_of(if a.status == 303 { &a } else { &b }));
        let page = town.get(&who, "/my").await;
        assert!(page.says("見本 太郎&lt;script&gt;") && !page.says("<script>"));
        assert_eq!(town.get(&nobody, &path).await.status, 410);
        signed_in(&town, "taro@demo.example").await;
    })
    .await;
}

#[tokio::test]
async fn a_link_to_a_known_address_sets_a_new_password_and_ends_all_sessions() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        officer(&town, "madoka@demo.example", None).await;
        let old = signed_in(&town, "hanako@demo.example").await;
        let nobody = Who::nobody();
        town.post(&nobody, "/sign-up", &[("email", "Hanako@demo.example")]).await;
        town.run_jobs().await;
        let path = mailed_path(&town);
        let answer = town.post(&nobody, &path, &[("password", "a different one")]).await;
        assert_eq!(answer.leads_on(), "/my");
        assert!(!is_in(&town, &old).await);
        assert_eq!(try_sign_in(&town, &nobody, "hanako@demo.example", PASSWORD).await.status, 422);
        town.run_jobs().await;
        assert!(town.mail().last().unwrap().subject.contains("パスワードが変わりました"), "the holder is told");

        town.post(&nobody, "/sign-up", &[("email", "madoka@demo.example")]).await;
        town.run_jobs().await;
        assert!(!town.mail().last().unwrap().text.contains("http"), "an officer's account is not opened by mail");

        town.post(&nobody, "/sign-up", &[("email", "late@demo.example")]).await;
        town.run_jobs().await;
        let late = mailed_path(&town);
        town.clock.advance_seconds(86_401);
        assert_eq!(town.get(&nobody, &late).await.status, 410);
        assert_eq!(town.post(&nobody, &late, &[("name", "x"), ("password", PASSWORD)]).await.status, 410);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_flooded_with_mails() {
    both(|town| async move {
        let ask = async || town.post(&Who::nobody(), "/sign-up", &[("email", "x@demo.example")]).await.status;
        let answers = [ask().await, ask().await, ask().await, ask().await];
        assert_eq!(answers, [200, 200, 200, 429]);
        town.run_jobs().await;
        assert_eq!(town.mail().len(), 3);
        town.sender.refuse("never@demo.example", true);
        town.post(&Who::nobody(), "/sign-up", &[("email", "never@demo.example")]).await;
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_over_is_cleared_out() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        let who = signed_in(&town, "hanako@demo.example").await;
        town.post(&who, "/sign-out", &[]).await;
        try_sign_in(&town, &Who::nobody(), "hanako@demo.example", "wrong").await;
        town.post(&Who::nobody(), "/sign-up", &[("email", "x@demo.example")]).await;
        town.run_jobs().await;
        town.clock.advance_seconds(61 * 86_400);
        crate::round::clear(town.house.clone()).await.unwrap();
        for sql in [
            "SELECT COUNT(*) FROM account_session",
            "SELECT COUNT(*) FROM account_attempt",
            "SELECT COUNT(*) FROM account_link",
        ] {
            assert_eq!(count(&town, sql).await, 0, "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn hostile_input_gets_a_clear_answer_and_changes_nothing() {
    both(|town| async move {
        let nobody = Who::nobody();
        let huge = "x".repeat(600_000);
        assert_eq!(try_sign_in(&town, &nobody, "a@demo.example", &huge).await.status, 413);
        let long = "x".repeat(100_000);
        assert_eq!(try_sign_in(&town, &nobody, "a@demo.example", &long).await.status, 422);
        assert_eq!(try_sign_in(&town, &nobody, &long, PASSWORD).await.status, 422);
        assert_eq!(town.post(&nobody, "/sign-in", &[]).await.status, 422);
        assert_eq!(try_sign_in(&town, &nobody, "a\0@demo.example", PASSWORD).await.status, 400);
        for code in ["", "7K3", "'; --", "７Ｋ３", &long[..100]] {
            assert_eq!(town.post(&nobody, "/recover", &[("code", code)]).await.status, 422, "{code}");
        }
        for path in ["/sign-up/x/y", "/sign-up/01900000-0000-7000-8000-000000000001/%00", "/sign-up/..%2f/x"] {
            let status = town.get(&nobody, path).await.status;
            assert!((400..500).contains(&status), "{path}: {status}");
        }
        // A form from elsewhere.
        let foreign = nobody.request("POST", "/sign-in").header("sec-fetch-site", "cross-site");
        let foreign = foreign.header("content-type", "application/x-www-form-urlencoded");
        let answer = town.send(foreign.body("email=a&password=b".into()).unwrap()).await;
        assert_eq!(answer.status, 403);
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_session").await, 0);
    })
    .await;
}
