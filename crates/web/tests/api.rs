//! What a program may rely on, whatever operation it asks.

#![expect(clippy::unwrap_used, reason = "a test that meets something else has failed")]

use axum::body::Body;
use axum::http::Request;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use testkit::{Answer, TestTown, Who};
use web::api::{Csv, Kind, Operation, Pdf, Problem, Said};
use web::{Limit, Room, Routes, Visit};

#[derive(Deserialize, JsonSchema)]
struct Wanted {
    /// A name.
    #[schemars(length(min = 2, max = 5))]
    name: Option<String>,
    #[schemars(range(min = 1, max = 9))]
    limit: Option<u8>,
    after: Option<String>,
    colour: Option<Colour>,
}

#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Colour {
    Red,
    Blue,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Sent {
    #[schemars(length(min = 1, max = 10))]
    words: String,
    inner: Option<Inner>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Inner {
    n: i64,
}

#[derive(Deserialize, JsonSchema)]
struct Key {
    key: String,
}

#[derive(Serialize, JsonSchema)]
struct List {
    items: Vec<String>,
    colour: Option<Colour>,
    next: Option<String>,
}

async fn list(_: Visit, wanted: Wanted) -> Result<List, Problem> {
    if wanted.name.as_deref() == Some("boom") {
        panic!("a secret of the house");
    }
    let limit = wanted.limit.unwrap_or(3);
    let next = wanted.after.is_none().then(|| "a b".to_owned());
    Ok(List { items: vec!["x".to_owned(); limit.into()], colour: wanted.colour, next })
}

async fn send(_: Visit, sent: Sent) -> Result<List, Problem> {
    let inner = sent.inner.map(|i| i.n.to_string());
    Ok(List { items: [Some(sent.words), inner].into_iter().flatten().collect(), colour: None, next: None })
}

async fn file(_: Visit, Pdf(bytes): Pdf) -> Result<List, Problem> {
    Ok(List { items: vec![bytes.len().to_string()], colour: None, next: None })
}

async fn table(_: Visit, key: Key) -> Result<Csv, Problem> {
    if key.key == "none" { Err(Problem::of(Kind::NotFound)) } else { Ok(Csv(format!("key\r\n{}\r\n", key.key))) }
}

const FEW: Limit = Limit { name: "few", most: 2, seconds: 60 };

fn open(routes: &mut Routes) {
    let said = Said::new("見本", "Sample");
    let empty = || List { items: Vec::new(), colour: None, next: None };
    routes.api(Operation::get("/api/v1/sample", "listSample", said), empty(), list);
    routes.api(Operation::post("/api/v1/sample/words", "sendSample", said), empty(), send);
    routes.api(Operation::post("/api/v1/sample/file", "sendFile", said), empty(), file);
    routes.api(Operation::get("/api/v1/sample/{key}", "getTable", said), Csv("key\r\n".to_owned()), table);
    let old = (kernel::Date::constant(2026, 4, 1), kernel::Date::constant(2026, 10, 1));
    let few = Operation::get("/api/v1/few", "few", said).rate(FEW).deprecated(old.0, old.1);
    routes.api(few, empty(), list);
}

async fn town() -> TestTown {
    TestTown::sqlite(&[Room { key: "sample", routes: open, ..Room::EMPTY }]).await
}

async fn ask(town: &TestTown, path: &str, headers: &[(&str, &str)]) -> Answer {
    call(town, "GET", path, headers, Body::empty()).await
}

async fn call(town: &TestTown, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    town.send(request.body(body.into()).unwrap()).await
}

async fn post(town: &TestTown, body: &'static str) -> Answer {
    call(town, "POST", "/api/v1/sample/words", &[("content-type", "application/json")], body).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default()
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

/// The kind of a problem, after everything that holds for all problems.
async fn problem(town: &TestTown, answer: &Answer) -> String {
    assert_eq!(header(answer, "content-type"), "application/problem+json", "{}", answer.text());
    assert_eq!(header(answer, "cache-control"), "no-store");
    assert_eq!(header(answer, "x-content-type-options"), "nosniff");
    let told = json_of(answer);
    assert_eq!(told["status"], answer.status);
    let address = told["type"].as_str().unwrap().strip_prefix("http://localhost:8080").unwrap().to_owned();
    let page = town.get(&Who::nobody(), &address).await;
    assert_eq!((page.status, page.select("h1").len()), (200, 1), "{address} has a page");
    assert!(page.says(told["title"].as_str().unwrap()) || header(answer, "content-language") == "en");
    address.rsplit('/').next().unwrap().to_owned()
}

fn places(answer: &Answer) -> Vec<(String, String)> {
    let told = json_of(answer);
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    told["errors"].as_array().unwrap().iter().map(|e| (text(&e["at"]), text(&e["code"]))).collect()
}

fn place(at: &str, code: &str) -> (String, String) {
    (at.to_owned(), code.to_owned())
}

#[tokio::test]
async fn where_nothing_is_a_program_gets_a_problem_and_a_person_a_page() {
    let town = town().await;
    let answer = ask(&town, "/api/v1/nothing", &[]).await;
    assert_eq!((answer.status, problem(&town, &answer).await.as_str()), (404, "unknown-address"));
    assert_eq!(header(&answer, "access-control-allow-origin"), "*");
    for path in ["/api", "/api/", "/api/v2/sample"] {
        assert_eq!(problem(&town, &ask(&town, path, &[]).await).await, "unknown-address");
    }
    assert!(ask(&town, "/apiary", &[]).await.text().starts_with("<!DOCTYPE html>"));
    let answer = call(&town, "DELETE", "/api/v1/sample", &[], "").await;
    assert_eq!((answer.status, problem(&town, &answer).await.as_str()), (405, "method"));
    assert!(header(&answer, "allow").contains("GET") && !header(&answer, "allow").contains("DELETE"));
    let answer = call(&town, "GET", "/api/v1/sample/words", &[], "").await;
    assert_eq!((answer.status, header(&answer, "allow")), (405, "POST"));
}

#[tokio::test]
async fn what_does_not_fit_is_named_with_its_place() {
    let town = town().await;
    let wrong = ask(&town, "/api/v1/sample?name=a&limit=10&colour=green&colr=red", &[]).await;
    assert_eq!((wrong.status, problem(&town, &wrong).await.as_str()), (422, "invalid"));
    let mut found = places(&wrong);
    found.sort();
    let expected = [("colour", "choice"), ("colr", "unknown"), ("limit", "range"), ("name", "length")];
    assert_eq!(found, expected.map(|(at, code)| place(at, code)));
    let at = async |path: &str| places(&ask(&town, path, &[]).await);
    assert_eq!(at("/api/v1/sample?limit=x").await, [place("limit", "type")]);
    assert_eq!(at("/api/v1/sample?limit=99999999999999999999").await, [place("limit", "type")]);
    assert_eq!(at("/api/v1/sample?limit=1&limit=2").await, [place("limit", "repeated")]);
    assert_eq!(at("/api/v1/sample?lang=fr").await, [place("lang", "choice")]);
    assert_eq!(at("/api/v1/sample/a?x=1").await, [place("x", "unknown")]);
    assert_eq!(places(&post(&town, "{}").await), [place("words", "required")]);
    let deep = post(&town, r#"{"words":"","inner":{"n":"1","m":2},"more":1}"#).await;
    assert_eq!(
        places(&deep),
        [place("inner/m", "unknown"), place("inner/n", "type"), place("more", "unknown"), place("words", "length")]
    );
    assert_eq!(places(&post(&town, "[]").await), [place("", "type")]);
}

#[tokio::test]
async fn a_body_must_be_readable_of_the_right_form_and_not_too_large() {
    let town = town().await;
    let send = async |headers: &[(&str, &str)], body: Vec<u8>| {
        let answer = call(&town, "POST", "/api/v1/sample/words", headers, body).await;
        (answer.status, if answer.status == 200 { String::new() } else { problem(&town, &answer).await })
    };
    let told = |status, kind: &str| (status, kind.to_owned());
    let json = ("content-type", "application/json; charset=utf-8");
    assert_eq!(send(&[json], br#"{"words":"a","inner":{"n":3}}"#.to_vec()).await, told(200, ""));
    assert_eq!(send(&[json], b"{".to_vec()).await, told(400, "unreadable"));
    assert_eq!(send(&[json], vec![0xff, 0xfe]).await, told(400, "unreadable"));
    assert_eq!(send(&[json], vec![b' '; 20_000]).await, told(413, "too-large"));
    assert_eq!(send(&[], b"{}".to_vec()).await, told(415, "media-type"));
    assert_eq!(send(&[("content-type", "text/plain")], b"{}".to_vec()).await, told(415, "media-type"));
    let pdf = [("content-type", "application/pdf")];
    let file = call(&town, "POST", "/api/v1/sample/file", &pdf, vec![1; 5]).await;
    assert_eq!(json_of(&file)["items"], json!(["5"]));
    let file = call(&town, "POST", "/api/v1/sample/file", &pdf, vec![1; web::FILE_LIMIT + 1]).await;
    assert_eq!(problem(&town, &file).await, "too-large");
}

#[tokio::test]
async fn a_fault_of_the_house_tells_nothing_of_its_inside() {
    let town = town().await;
    let answer = ask(&town, "/api/v1/sample?name=boom", &[]).await;
    assert_eq!((answer.status, problem(&town, &answer).await.as_str()), (500, "internal"));
    assert!(!answer.says("secret") && !answer.says("panic") && !answer.says(".rs"));
    assert_eq!(ask(&town, "/api/v1/sample", &[]).await.status, 200, "the next question is answered");
    let missing = ask(&town, "/api/v1/sample/none", &[]).await;
    assert_eq!((missing.status, problem(&town, &missing).await.as_str()), (404, "not-found"));
}

#[tokio::test]
async fn the_form_and_the_language_are_agreed() {
    let town = town().await;
    let status = async |accept| ask(&town, "/api/v1/sample", &[("accept", accept)]).await.status;
    for good in ["*/*", "application/json", "text/html, application/*;q=0.5", "APPLICATION/JSON; charset=utf-8"] {
        assert_eq!(status(good).await, 200, "{good}");
    }
    for bad in ["text/html", "application/json;q=0", "application/xml, text/*"] {
        assert_eq!(status(bad).await, 406, "{bad}");
    }
    let csv = ask(&town, "/api/v1/sample/a", &[("accept", "text/csv")]).await;
    assert_eq!((header(&csv, "content-type"), csv.text().as_str()), ("text/csv; charset=utf-8", "key\r\na\r\n"));
    let title = async |path: &str, wanted: &str| {
        let answer = ask(&town, path, &[("accept-language", wanted)]).await;
        json_of(&answer)["title"].as_str().unwrap().to_owned()
    };
    let (ja, en) = ("/api/v1/sample?limit=0", "The question does not fit");
    assert_eq!(title(ja, "en-GB, ja;q=0.5").await, en);
    assert_eq!(title(ja, "de, ja;q=0.5, en;q=0.4").await, "聞き方が合っていません");
    assert_eq!(title(ja, "ja-x-easy").await, "聞きかたが ちがいます");
    assert_eq!(title("/api/v1/sample?limit=0&lang=en", "ja").await, en);
}

#[tokio::test]
async fn an_answer_is_kept_known_again_and_leads_on() {
    let town = town().await;
    let answer = ask(&town, "/api/v1/sample?limit=2&lang=en", &[]).await;
    assert_eq!(header(&answer, "cache-control"), "public, max-age=300");
    assert_eq!(header(&answer, "vary"), "accept-language");
    assert_eq!(header(&answer, "link"), "</api/v1/sample?limit=2&lang=en&after=a%20b>; rel=\"next\"");
    let mark = header(&answer, "etag").to_owned();
    let again = ask(&town, "/api/v1/sample?limit=2&lang=en", &[("if-none-match", &mark)]).await;
    assert_eq!((again.status, again.body.len(), header(&again, "etag")), (304, 0, mark.as_str()));
    let other = ask(&town, "/api/v1/sample?limit=3&lang=en", &[("if-none-match", &mark)]).await;
    assert_eq!(other.status, 200);
    let last = ask(&town, "/api/v1/sample?after=a%20b", &[]).await;
    assert_eq!(header(&last, "link"), "");
    assert_eq!(header(&post(&town, r#"{"words":"a"}"#).await, "cache-control"), "no-store");
}

#[tokio::test]
async fn web_pages_of_others_may_read_what_is_public_and_nothing_else() {
    let town = town().await;
    let answer = ask(&town, "/api/v1/sample", &[("origin", "https://other.example")]).await;
    assert_eq!(header(&answer, "access-control-allow-origin"), "*");
    assert_eq!(header(&answer, "cross-origin-resource-policy"), "cross-origin");
    assert!(answer.headers.get("access-control-allow-credentials").is_none());
    assert!(answer.headers.get("set-cookie").is_none());
    let before = call(&town, "OPTIONS", "/api/v1/sample", &[("origin", "https://other.example")], "").await;
    assert_eq!(
        (before.status, header(&before, "access-control-allow-headers")),
        (204, "if-none-match, accept-language")
    );
    let sent = post(&town, r#"{"words":"a"}"#).await;
    assert!(sent.headers.get("access-control-allow-origin").is_none());
    let before = call(&town, "OPTIONS", "/api/v1/sample/words", &[], "").await;
    assert_eq!(before.status, 405);
}

#[tokio::test]
async fn limits_are_told_before_they_are_reached_and_end_again() {
    let town = town().await;
    let first = ask(&town, "/api/v1/few", &[]).await;
    assert_eq!(header(&first, "ratelimit-policy"), "\"few\";q=2;w=60");
    assert_eq!(header(&first, "ratelimit"), "\"few\";r=1;t=60");
    assert_eq!(header(&first, "deprecation"), "@1774969200");
    assert_eq!(header(&first, "sunset"), "Wed, 30 Sep 2026 15:00:00 GMT");
    ask(&town, "/api/v1/few", &[]).await;
    let over = ask(&town, "/api/v1/few", &[]).await;
    assert_eq!((over.status, problem(&town, &over).await.as_str()), (429, "too-many"));
    assert_eq!((header(&over, "ratelimit"), header(&over, "retry-after")), ("\"few\";r=0;t=60", "60"));
    assert_eq!(ask(&town, "/api/v1/sample", &[]).await.status, 200, "limits are apart");
    town.clock.advance_seconds(61);
    assert_eq!(ask(&town, "/api/v1/few", &[]).await.status, 200);
}

#[tokio::test]
async fn the_document_says_what_the_code_does() {
    let town = town().await;
    let answer = ask(&town, "/openapi.json", &[]).await;
    let document = json_of(&answer);
    assert_eq!(document["openapi"], "3.1.0");
    let of = &document["paths"]["/api/v1/sample"]["get"];
    let limit = of["parameters"].as_array().unwrap().iter().find(|p| p["name"] == "limit").unwrap();
    assert_eq!(limit["schema"]["maximum"], 9);
    assert_eq!(limit["schema"]["type"], "integer");
    let words = &document["paths"]["/api/v1/sample/words"]["post"]["requestBody"]["content"]["application/json"];
    assert_eq!(words["schema"]["required"], json!(["words"]));
    assert_eq!(document["paths"]["/api/v1/few"]["get"]["deprecated"], true);
    let known = ask(&town, "/openapi.json", &[("if-none-match", header(&answer, "etag"))]).await;
    assert_eq!(known.status, 304);
}

#[tokio::test]
async fn every_operation_and_problem_has_a_page_in_three_languages() {
    let town = town().await;
    let mut pages = vec!["/developers".to_owned(), "/developers/problems".to_owned()];
    pages.extend(Kind::ALL.map(Kind::path));
    pages.extend(town.house.interface().operations().map(|o| format!("/developers/operations/{}", o.id)));
    for path in pages {
        for lang in ["ja", "easy", "en"] {
            let page = town.get(&Who::nobody(), &format!("{path}?lang={lang}")).await;
            assert_eq!((page.status, page.select("h1").len()), (200, 1), "{path} {lang}");
            assert!(!page.says("⟦"), "{path} {lang} lacks words");
        }
    }
    let page = town.get(&Who::nobody(), "/developers").await;
    assert!(page.attributes("main a", "href").contains(&"/developers/operations/listSample".to_owned()));
    assert!(page.attributes("footer a", "href").contains(&"/developers".to_owned()));
    assert!(page.says("町で確認中"), "the licence is not confirmed, and the page says so");
    assert_eq!(town.get(&Who::nobody(), "/developers/operations/none").await.status, 404);
    assert_eq!(town.get(&Who::nobody(), "/developers/problems/none").await.status, 404);
}
