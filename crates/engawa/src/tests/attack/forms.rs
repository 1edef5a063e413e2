//! Forms that another site would like to send in a person's name.

use super::{all_rooms, everybody_in_one, filled, table};
use axum::body::Body;
use axum::http::header;
use testkit::{TestTown, Who};

/// One click in a mail program ends a kind of mail (RFC 8058): the address itself is the proof. The
/// payment company proves itself by its signature.
const BY_PROOF: &[&str] = &["/unsubscribe/{copy}/{proof}", "/payments/card/hook"];
/// Language and size of the text: at worst a nuisance, so that public pages need no token and are the
/// same for everybody. Another site is turned away all the same.
const HARMLESS: &[&str] = &["/settings/display"];

async fn sent(town: &TestTown, who: &Who, path: &str, headers: &[(&str, &str)], body: &str) -> u16 {
    let mut request = who.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let all = request.headers_mut().unwrap();
    for (name, value) in headers {
        let name: header::HeaderName = name.parse().unwrap();
        if value.is_empty() {
            all.remove(&name).map(|_| ())
        } else {
            all.insert(name, value.parse().unwrap()).map(|_| ())
        };
    }
    town.send(request.body(Body::from(body.to_owned())).unwrap()).await.status
}

/// What is tried, with which headers and which body.
type Attempt<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[tokio::test(flavor = "multi_thread")]
async fn no_form_is_taken_without_the_token_of_its_own_browser_or_from_another_site() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let who = everybody_in_one(&town);
    let foreign = format!("_token={}", town.house.form_token("BBBBBBBBBBBBBBBBBBBBBB"));
    let own = format!("_token={}", town.house.form_token("AAAAAAAAAAAAAAAAAAAAAA"));
    let mut taken = Vec::new();
    // The open interface reads no cookie: nobody acts there in another's name.
    let forms = table().into_iter().filter(|r| r.method == "POST" && !r.path.starts_with("/api/"));
    for route in forms.filter(|r| !BY_PROOF.contains(&r.path)) {
        let path = filled(route.path);
        let attempts: [Attempt<'_>; 8] = [
            ("no token", &[], ""),
            ("a token of another browser", &[], &foreign),
            ("half a token", &[], &own[..30]),
            ("a token in the address", &[], "x=1"),
            ("from another site", &[("sec-fetch-site", "cross-site")], &own),
            ("from another host of the town's domain", &[("sec-fetch-site", "same-site")], &own),
            ("an old browser at another site", &[("sec-fetch-site", ""), ("origin", "https://evil.example")], &own),
            ("a frame without an origin", &[("sec-fetch-site", ""), ("origin", "null")], &own),
        ];
        for (what, headers, body) in attempts {
            if HARMLESS.contains(&route.path) && headers.is_empty() {
                continue;
            }
            let path = if what.ends_with("address") { format!("{path}?{own}") } else { path.clone() };
            let status = sent(&town, &who, &path, headers, body).await;
            // An address whose parts cannot be read leads nowhere before its form is read.
            if status != 403 && !(status == 404 && route.path.contains('{')) {
                taken.push(format!("{what}: {} answers {status}", route.path));
            }
        }
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_towns_own_pages_may_send_their_forms() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let own = format!("_token={}&return=/", town.house.form_token("AAAAAAAAAAAAAAAAAAAAAA"));
    for headers in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("sec-fetch-site", "")],
        &[("sec-fetch-site", ""), ("origin", "http://localhost:8080")],
        &[("sec-fetch-site", ""), ("origin", "http://192.0.2.1:8080"), ("host", "192.0.2.1:8080")],
    ] {
        assert_eq!(sent(&town, &Who::nobody(), "/sign-out", headers, &own).await, 303, "{headers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_return_leads_out_of_the_house() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let resident = town.resident("見本 住民").await;
    for evil in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/%0d%0aset-cookie:x=1",
        "\u{2028}//evil.example",
    ] {
        let shown = town.post(&resident, "/settings/display", &[("return", evil)]).await;
        let page = town.get(&resident, &format!("/sign-in?return={}", testkit::encode(evil))).await;
        for to in [shown.leads_on(), page.leads_on()] {
            let own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\t', '\n', '\r']);
            assert!(own, "{evil:?} leads to {to:?}");
        }
    }
}
