//! What answers and mails give away, and what a stranger can put into them.

use super::all_rooms;
use axum::body::Body;
use axum::http::header;
use testkit::{TestTown, Who};

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_get_the_same_answer_at_every_door() {
    let town = TestTown::sqlite(&all_rooms()).await;
    town.resident("見本 住民").await;
    let known = {
        let row = store::Reads::row(&town.house.db, "SELECT email_key FROM people_account", vec![]).await.unwrap();
        row.unwrap().get::<String>("email_key").unwrap()
    };
    let unknown = "p00000000000000000000000000000000@demo.example";
    let nobody = Who::nobody();
    for (path, field, more) in [("/sign-in", "email", ("password", "long enough 42")), ("/sign-up", "email", ("x", ""))]
    {
        let ask = |value: String| {
            let (town, nobody) = (&town, &nobody);
            async move { town.post(nobody, path, &[(field, &value), more]).await }
        };
        let (a, b) = (ask(known.clone()).await, ask(unknown.to_owned()).await);
        assert_eq!(a.status, b.status, "{path}");
        assert_eq!(a.steady().replace(&known, ""), b.steady().replace(unknown, ""), "{path}");
    }
    for (path, field, more) in [
        ("/resume", "code", ("secret", "1234")),
        ("/verify", "number", ("code", "K7QX2MPD")),
        ("/recover", "code", ("x", "")),
    ] {
        let code = kernel::Reference::from_random([9; 8]).to_string();
        let answer = town.post(&nobody, path, &[(field, &code), more]).await;
        assert!(matches!(answer.status, 200 | 404 | 422), "{path}: {}", answer.status);
        assert!(!answer.says("⟦"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_in_mails_lead_to_the_town_whatever_host_was_asked() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let token = town.house.form_token("AAAAAAAAAAAAAAAAAAAAAA");
    let request = Who::nobody()
        .request("POST", "/sign-up")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-forwarded-host", "evil.example")
        .header("x-forwarded-proto", "https")
        .header("forwarded", "host=evil.example");
    let mut request = request.body(Body::from(format!("_token={token}&email=somebody%40demo.example"))).unwrap();
    request.headers_mut().insert(header::HOST, "evil.example".parse().unwrap());
    let page = town.send(request).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(!page.text().contains("evil.example"), "no page repeats the host");
    town.run_jobs().await;
    let mails = town.mail();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("http://localhost:8080/sign-up/") && !mails[0].text.contains("evil.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_into_the_headers_of_a_mail_or_an_answer() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let nobody = Who::nobody();
    for evil in
        ["a@demo.example\nBcc: b@demo.example", "a@demo.example\r\n.\r\nMAIL FROM:<x>", "a@demo.example%0aBcc:b"]
    {
        let answer = town.post(&nobody, "/sign-up", &[("email", evil)]).await;
        town.run_jobs().await;
        let to: Vec<String> = town.mail().into_iter().map(|m| m.to).collect();
        assert!(to.iter().all(|to| !to.contains(['\n', '\r'])), "{to:?}");
        assert!(answer.status == 422 || to.len() == 1, "{}", answer.status);
    }
    let answer = town.get(&nobody, "/apply/x%0d%0aset-cookie:%20a=1").await;
    assert!(answer.headers.get_all(header::SET_COOKIE).iter().all(|c| c.to_str().unwrap().starts_with("engawa_")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stranger_types_is_shown_as_text() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>｜《';--";
    let resident = town.resident("見本 住民").await;
    for path in ["/search?q=", "/sign-in?return=", "/desk/cases?desk=", "/apply/x?return=", "/my/notices?before="] {
        let page = town.get(&resident, &format!("{path}{}", testkit::encode(evil))).await;
        assert!(!page.text().contains("<script>alert") && !page.text().contains("<img src=x"), "{path}");
    }
    let page = town.post(&Who::nobody(), "/sign-in", &[("email", evil), ("password", "x")]).await;
    assert!(!page.text().contains("<script>alert"));
    town.post(&resident, "/my/settings/name", &[("name", evil)]).await;
    let page = town.get(&resident, "/my/settings").await;
    assert!(!page.text().contains("<script>alert"));
}
