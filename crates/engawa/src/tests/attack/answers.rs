//! What every answer says to the browser: headers, cookies, caches.

use super::{all_rooms, everybody_in_one, filled, table};
use axum::body::Body;
use axum::http::{Request, header};
use testkit::{Answer, TestTown, Who};

fn header_of<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// The open interface answers programs of other sites; it knows no cookie, so nobody's page is read there.
fn is_open(path: &str) -> bool {
    path.starts_with("/api/") || path == "/openapi.json"
}

/// What is wrong with the headers of an answer.
fn faults(answer: &Answer, path: &str, secure: bool) -> Vec<String> {
    let policy = header_of(answer, "content-security-policy");
    let sandboxed = policy.contains("sandbox");
    let mut faults = Vec::new();
    let mut expect = |good: bool, what: &str| {
        if !good {
            faults.push(what.to_owned());
        }
    };
    expect(policy.contains("default-src 'none'"), "policy");
    if !sandboxed {
        for part in ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"] {
            expect(policy.contains(part), part);
        }
    }
    expect(!policy.contains("unsafe-") && !policy.contains('*'), "policy allows what it should not");
    expect(header_of(answer, "x-content-type-options") == "nosniff", "nosniff");
    expect(header_of(answer, "referrer-policy") == "same-origin", "referrer");
    expect(header_of(answer, "cross-origin-opener-policy") == "same-origin", "opener");
    let reach = if is_open(path) { "cross-origin" } else { "same-origin" };
    expect(header_of(answer, "cross-origin-resource-policy") == reach, "resource");
    expect(header_of(answer, "permissions-policy").contains("geolocation=()"), "permissions");
    let hsts = header_of(answer, "strict-transport-security");
    expect(hsts.contains("max-age=31536000") == secure, "HSTS");
    for name in ["server", "x-powered-by", "via"] {
        expect(!answer.headers.contains_key(name), name);
    }
    let open = ["", "*"].contains(&header_of(answer, "access-control-allow-origin"));
    expect(open && (is_open(path) || !answer.headers.contains_key("access-control-allow-origin")), "open to others");
    expect(!answer.headers.contains_key("access-control-allow-credentials"), "open with cookies");
    let kind = header_of(answer, "content-type");
    expect(answer.body.is_empty() || !kind.is_empty(), "a body without a type");
    expect(!kind.starts_with("text/") || kind.contains("charset=utf-8"), kind);
    faults
}

/// What may be kept: files, and public pages drawn for nobody in particular, which a browser must ask
/// about each time; nothing that was drawn for somebody.
fn may_be_kept(path: &str, kept: &str, nobody: bool) -> bool {
    let file = path.starts_with("/assets/")
        || ["/favicon.ico", "/robots.txt", "/papers/town.pem", "/papers/times.pem", "/papers/revoked.pem"]
            .contains(&path);
    let open_data = ["/news/feed.", "/plan/figures.", "/plan/feed.", "/plan/dcat.", "/plan/plan."];
    let told = (is_open(path) || open_data.iter().any(|p| path.starts_with(p))) && kept.starts_with("public, max-age=");
    let public =
        ["/", "/search", "/design", "/procedures", "/guide", "/certificates", "/payments", "/plan", "/plan/data"]
            .contains(&path);
    file || told || nobody && public && kept == "private, no-cache"
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_the_browser_what_it_may_do_with_it() {
    for secure in [false, true] {
        let base = if secure { "https://town.example" } else { "http://localhost:8080" };
        let town = TestTown::at(&all_rooms(), base).await;
        let mut wrong = Vec::new();
        for (name, who) in [("nobody", Who::nobody()), ("officer", everybody_in_one(&town))] {
            let paths = table().into_iter().filter(|r| r.method == "GET").map(|r| filled(r.path));
            for path in paths.chain(["/nowhere".to_owned(), "/%00".to_owned(), "/my/../etc/passwd".to_owned()]) {
                let answer = town.get(&who, &path).await;
                let kept = header_of(&answer, "cache-control");
                let mut faults = faults(&answer, &path, secure);
                if !may_be_kept(&path, kept, name == "nobody") && !kept.contains("no-store") {
                    faults.push(format!("may be kept: {kept}"));
                }
                if !faults.is_empty() {
                    wrong.push(format!("{name} {path} ({}): {}", answer.status, faults.join(", ")));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_a_door_does_not_know_is_refused_with_the_same_headers() {
    let town = TestTown::sqlite(&all_rooms()).await;
    for method in ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "PROPFIND"] {
        for path in ["/", "/my/cases", "/sign-in", "/desk/cases"] {
            let request = Who::nobody().request(method, path).body(Body::empty()).unwrap();
            let answer = town.send(request).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert!(faults(&answer, path, false).is_empty(), "{method} {path}: {:?}", faults(&answer, path, false));
            assert!(!header_of(&answer, "allow").contains(method));
        }
    }
    // HEAD is GET without a body.
    let request = Who::nobody().request("HEAD", "/").body(Body::empty()).unwrap();
    let answer = town.send(request).await;
    assert!(answer.status == 200 && answer.body.is_empty());
}

fn cookies(answer: &Answer) -> Vec<String> {
    answer.headers.get_all(header::SET_COOKIE).iter().map(|v| v.to_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn over_tls_every_cookie_is_this_hosts_alone_and_no_script_reads_it() {
    let town = TestTown::at(&all_rooms(), "https://town.example").await;
    let page = Request::builder().uri("/sign-in").header(header::HOST, "town.example").body(Body::empty()).unwrap();
    let set = cookies(&town.send(page).await);
    assert!(!set.is_empty());
    for cookie in &set {
        assert!(cookie.starts_with("__Host-engawa_"), "{cookie}");
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain") && cookie.len() < 4096, "{cookie}");
    }
    // A cookie without the prefix, as a neighbour's host could set it, is nobody's.
    let seat = set[0].split(';').next().unwrap().trim_start_matches("__Host-").to_owned();
    let token = town.house.form_token(seat.split_once('=').unwrap().1);
    for (name, status) in [(format!("__Host-{seat}"), 303), (seat, 403)] {
        let request = Request::builder()
            .method("POST")
            .uri("/sign-out")
            .header(header::HOST, "town.example")
            .header(header::COOKIE, &name)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("_token={token}&return=/")))
            .unwrap();
        assert_eq!(town.send(request).await.status, status, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_copies_of_a_page_carry_different_tokens_and_both_hold() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let nobody = Who::nobody();
    let mut seen = Vec::new();
    for _ in 0..2 {
        let page = town.get(&nobody, "/sign-in").await;
        let mut tokens = page.attributes("input[name=_token]", "value");
        tokens.dedup();
        assert_eq!(tokens.len(), 1, "one pad for one answer");
        let body = format!("_token={}&return=/", tokens[0]);
        let request = nobody
            .request("POST", "/sign-out")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        assert_eq!(town.send(request).await.status, 303);
        seen.extend(tokens);
    }
    assert_ne!(seen[0], seen[1]);
}

/// Pages that are drawn once for many.
const SHARED: [&str; 5] = ["/", "/search?q=%E7%A8%8E", "/design", "/procedures", "/procedures/resident_record"];

#[tokio::test(flavor = "multi_thread")]
async fn a_question_for_the_head_alone_never_leaves_an_empty_page_for_the_next() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let ask = async |method: &str, path: &str, packing: &str| {
        let request = Who::nobody().request(method, path).header(header::ACCEPT_ENCODING, packing);
        town.send(request.body(Body::empty()).unwrap()).await
    };
    for packing in ["identity", "gzip", "br"] {
        for path in SHARED {
            let head = ask("HEAD", path, packing).await;
            assert!(head.status == 200 && head.body.is_empty(), "{path} {packing}");
            let page = ask("GET", path, packing).await;
            assert!(page.status == 200 && page.body.len() > 1000, "{path} {packing}: {} bytes", page.body.len());
            assert_eq!(header_of(&head, "etag"), header_of(&page, "etag"), "one copy answered both");
            assert!(ask("HEAD", path, packing).await.body.is_empty(), "{path} {packing}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_different_questions_do_not_fill_the_memory() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let mut most = 0;
    for n in 0..1_000 {
        let page = town.get(&Who::nobody(), &format!("/design?n={n}")).await;
        assert!(page.status == 200 && page.body.len() > 1000);
        most = most.max(town.house.bytes_of_copies());
    }
    assert!(most > 1_000_000, "copies are kept at all: {most}");
    assert!(most <= 16 << 20, "{most}");
}
