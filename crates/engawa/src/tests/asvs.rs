//! The table of what of OWASP ASVS 5.0 is met: all numbers of the levels claimed are there once, all
//! tests that it names exist, and what is not met says why. Beside it the tests that had no other place.

use super::all_rooms;
use axum::body::Body;
use axum::http::Request;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use testkit::{TestTown, Who};
use tower::ServiceExt;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    requirement: Vec<Requirement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    id: String,
    what: String,
    state: String,
    how: String,
    #[serde(default)]
    tests: Vec<String>,
    #[serde(default)]
    evidence: Vec<String>,
}

/// Sections of level 1, and of level 2 in the chapters claimed: (section, the numbers in it).
const CLAIMED: &[(&str, &[u32])] = &[
    ("V1.2", &[1, 2, 3, 4, 5]),
    ("V1.3", &[1, 2]),
    ("V1.5", &[1]),
    ("V2.1", &[1]),
    ("V2.2", &[1, 2]),
    ("V2.3", &[1]),
    ("V3.2", &[1, 2]),
    ("V3.3", &[1]),
    ("V3.4", &[1, 2]),
    ("V3.5", &[1, 2, 3]),
    ("V4.1", &[1]),
    ("V4.4", &[1]),
    ("V5.2", &[1, 2]),
    ("V5.3", &[1, 2]),
    ("V6.1", &[1, 2, 3]),
    ("V6.2", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ("V6.3", &[1, 2, 3, 4]),
    ("V6.4", &[1, 2, 3, 4]),
    ("V6.5", &[1, 2, 3, 4, 5]),
    ("V6.6", &[1, 2, 3]),
    ("V6.8", &[1, 2, 3, 4]),
    ("V7.1", &[1, 2, 3]),
    ("V7.2", &[1, 2, 3, 4]),
    ("V7.3", &[1, 2]),
    ("V7.4", &[1, 2, 3, 4, 5]),
    ("V7.5", &[1, 2]),
    ("V7.6", &[1, 2]),
    ("V8.1", &[1, 2]),
    ("V8.2", &[1, 2, 3]),
    ("V8.3", &[1]),
    ("V8.4", &[1]),
    ("V9.1", &[1, 2, 3]),
    ("V9.2", &[1, 2, 3, 4]),
    ("V10.1", &[1, 2]),
    ("V10.2", &[1, 2]),
    ("V10.3", &[1, 2, 3, 4]),
    ("V10.4", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ("V10.5", &[1, 2, 3, 4, 5]),
    ("V10.6", &[1, 2]),
    ("V10.7", &[1, 2, 3]),
    ("V11.1", &[1, 2]),
    ("V11.2", &[1, 2, 3]),
    ("V11.3", &[1, 2, 3]),
    ("V11.4", &[1, 2, 3, 4]),
    ("V11.5", &[1]),
    ("V11.6", &[1]),
    ("V12.1", &[1]),
    ("V12.2", &[1, 2]),
    ("V13.4", &[1]),
    ("V14.1", &[1, 2]),
    ("V14.2", &[1, 2, 3, 4]),
    ("V14.3", &[1, 2, 3]),
    ("V15.1", &[1]),
    ("V15.2", &[1]),
    ("V15.3", &[1]),
    ("V16.1", &[1]),
    ("V16.2", &[1, 2, 3, 4, 5]),
    ("V16.3", &[1, 2, 3, 4]),
    ("V16.4", &[1, 2, 3]),
    ("V16.5", &[1, 2, 3]),
];

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn table() -> Table {
    let text = std::fs::read_to_string(repository().join("docs/security/asvs.toml")).unwrap();
    toml::from_str(&text).unwrap_or_else(|e| panic!("docs/security/asvs.toml: {e}"))
}

#[test]
fn the_table_names_every_requirement_of_its_levels_once() {
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    for requirement in table().requirement {
        *known.entry(requirement.id).or_default() += 1;
    }
    let claimed: Vec<String> =
        CLAIMED.iter().flat_map(|(section, all)| all.iter().map(move |n| format!("{section}.{n}"))).collect();
    let missing: Vec<_> = claimed.iter().filter(|id| !known.contains_key(*id)).collect();
    let strange: Vec<_> = known.iter().filter(|(id, n)| **n > 1 || !claimed.contains(id)).collect();
    assert!(missing.is_empty() && strange.is_empty(), "missing {missing:?}, twice or not claimed {strange:?}");
}

#[test]
fn what_is_said_to_be_met_is_held_by_a_test_or_a_file_that_exists() {
    let mut wrong = Vec::new();
    for requirement in table().requirement {
        let Requirement { id, what, state, how, tests, evidence } = requirement;
        let mut expect = |good: bool, words: &str| {
            if !good {
                wrong.push(format!("{id}: {words}"));
            }
        };
        expect(["met", "operation", "part", "not yet", "no"].contains(&state.as_str()), "no such state");
        expect(!what.is_empty() && how.len() > 10 || how.ends_with(".md"), "says too little");
        expect(
            !["met", "operation"].contains(&state.as_str()) || !tests.is_empty() || !evidence.is_empty(),
            "no proof",
        );
        for file in &evidence {
            expect(repository().join(file).exists(), file);
        }
        for test in &tests {
            let found = test.split_once("::").is_some_and(|(file, name)| {
                let text = std::fs::read_to_string(repository().join(file)).unwrap_or_default();
                text.contains(&format!("fn {name}("))
            });
            expect(found, test);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_is_that_of_the_table() {
    let mut text = String::from(
        "# OWASP ASVS 5.0\n\nWritten by `cargo xtask docs` from `asvs.toml`, where the words of the states and the tests stand.\n",
    );
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut chapter = String::new();
    for r in table().requirement {
        let own = r.id.split('.').next().unwrap_or_default().to_owned();
        if own != chapter {
            text.push_str(&format!("\n## {own}\n\n| | what | state | how | held by |\n|---|---|---|---|---|\n"));
            chapter = own;
        }
        let tests = r.tests.iter().map(|t| t.rsplit("::").next().unwrap_or_default());
        let held: Vec<String> = tests.map(|t| format!("`{t}`")).chain(r.evidence).collect();
        text.push_str(&format!("| {} | {} | {} | {} | {} |\n", r.id, r.what, r.state, r.how, held.join("<br>")));
        *counts.entry(r.state).or_default() += 1;
    }
    let sums: Vec<String> = counts.iter().map(|(state, n)| format!("{state}: {n}")).collect();
    text.push_str(&format!("\n{}\n", sums.join(" · ")));
    super::checked_in("security/asvs.md", &text, "is not that of the table");
}

#[tokio::test(flavor = "multi_thread")]
async fn password_fields_are_password_fields() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let resident = town.resident("見本 住民").await;
    let mut seen = 0;
    for (who, path) in [(&Who::nobody(), "/sign-in"), (&resident, "/my/settings/password")] {
        let page = town.get(who, path).await;
        for name in ["password", "present"] {
            let css = format!("input[name={name}]");
            let kinds = page.attributes(&css, "type");
            assert!(kinds.iter().all(|k| k == "password"), "{path} {name}: {kinds:?}");
            assert_eq!(page.attributes(&css, "autocomplete").len(), kinds.len(), "password managers know what it is");
            assert!(page.attributes(&css, "maxlength").iter().all(|n| n.parse::<u32>().unwrap() >= 64));
            seen += kinds.len();
        }
    }
    assert!(seen >= 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_is_on_every_page() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let resident = town.resident("見本 住民").await;
    for path in ["/", "/my", "/my/cases", "/my/settings", "/procedures", "/search", "/nowhere"] {
        let page = town.get(&resident, path).await;
        assert_eq!(page.select("form[action='/sign-out'] button").len(), 1, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_clears_the_browser() {
    let town = TestTown::sqlite(&all_rooms()).await;
    town.ask_also(account::sessions());
    let resident = town.resident("見本 住民").await;
    let out = town.post(&resident, "/sign-out", &[]).await;
    assert_eq!(out.leads_on(), "/");
    assert!(out.headers.get("clear-site-data").is_some_and(|v| v.to_str().unwrap().contains("storage")));
    let forgotten = out.headers.get_all("set-cookie").iter().filter(|c| c.to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(forgotten.count(), 2, "the session and the seat");
}

#[test]
fn scripts_keep_nothing_in_the_browser() {
    for entry in std::fs::read_dir(repository().join("assets/ts")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for word in
            ["localStorage", "sessionStorage", "indexedDB", "document.cookie", "innerHTML", "eval(", "postMessage"]
        {
            assert!(!text.contains(word), "{} uses {word}", path.display());
        }
    }
}

/// A log that a test can read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn begin() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let to = log.clone();
        let subscriber =
            tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(move || to.clone());
        (log, tracing::subscriber::set_default(subscriber.finish()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

#[tokio::test]
async fn the_log_holds_nobodys_words() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let (log, _guard) = Log::begin();
    let app = crate::serve::router(town.house.clone());
    for path in [
        "/search?q=SECRETNAME",
        "/nowhere/SECRETNAME",
        "/v/SECRETNAME",
        "/x%0d%0aINFO%20SECRETNAME",
        "/sign-in?return=/SECRETNAME",
    ] {
        let request = Request::builder()
            .uri(path)
            .header("host", "localhost:8080")
            .header("user-agent", "SECRETNAME\tINFO")
            .header("cookie", "engawa_session=SECRETNAME")
            .body(Body::empty())
            .unwrap();
        let _ = app.clone().oneshot(request).await;
    }
    let text = log.text();
    assert!(text.contains("request") && text.contains("/search"), "{text}");
    assert!(!text.contains("SECRETNAME"), "{text}");
}

#[tokio::test]
async fn what_is_refused_is_logged() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let resident = town.resident("見本 住民").await;
    let (log, _guard) = Log::begin();
    town.get(&resident, "/desk/cases").await;
    let bare =
        resident.request("POST", "/my/settings/name").header("content-type", "application/x-www-form-urlencoded");
    town.send(bare.body(Body::from("name=x")).unwrap()).await;
    town.post(&Who::nobody(), "/sign-in", &[("email", "nobody@demo.example"), ("password", "wrong but long")]).await;
    let text = log.text();
    for reason in ["forbidden", "stale form", "a sign-in failed"] {
        assert!(text.contains(reason), "{reason} is not in {text}");
    }
    assert!(!text.contains("nobody@demo.example") && !text.contains("見本"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_page_tells_nothing_of_the_inside() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let resident = town.resident("見本 住民").await;
    town.change(|tx| async move { tx.execute("DROP TABLE cases_draft", vec![]).await }).await;
    let page = town.get(&resident, "/my/cases").await;
    assert_eq!(page.status, 500);
    for word in ["cases_draft", "no such table", "SELECT", "panicked", ".rs", "sqlx"] {
        assert!(!page.text().contains(word), "{word}");
    }
    assert_eq!(page.select("h1").len(), 1, "it is a page with words all the same");
}
