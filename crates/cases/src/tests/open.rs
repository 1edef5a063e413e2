//! How far a matter is, asked by a program.

use super::people_::*;
use crate::pages::matter_path;
use serde_json::{Value, json};
use testkit::{Answer, TestTown, both};

async fn ask(town: &TestTown, reference: &str, secret: &str) -> Answer {
    town.ask_json("/api/v1/case-status", &json!({ "reference": reference, "secret": secret })).await
}

#[tokio::test]
async fn reference_and_secret_together_tell_how_far_it_is_and_nothing_personal() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        let page = matter_path(&town.house, case.id);
        let secret = page.rsplit('/').next().unwrap();
        let reference = case.reference.to_string();

        let answer = ask(&town, &reference, secret).await;
        assert_eq!((answer.status, answer.headers["cache-control"].to_str().unwrap()), (200, "no-store"));
        let told: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(
            (&told["state"], &told["turn"], &told["outcome"]),
            (&json!("submitted"), &json!("office"), &Value::Null)
        );
        assert_eq!(told["received_on"], "2026-06-01");
        for personal in ["縁側", "花子", "エンガワ", "1946", "applicant"] {
            assert!(!answer.says(personal), "{personal} is told");
        }
        let typed = reference.to_lowercase().replace('-', "");
        assert_eq!(ask(&town, &typed, secret).await.body, answer.body, "however the number is typed");

        let wrong = ask(&town, &reference, &"x".repeat(24)).await;
        let other = ask(&town, "234-567-89C", secret).await;
        let none = ask(&town, "no number", secret).await;
        assert_eq!((wrong.status, other.status, none.status), (404, 404, 404));
        assert!(wrong.body == other.body && other.body == none.body, "which of both is wrong is not told");
        assert!(!wrong.says(&reference) && !wrong.says("x".repeat(24).as_str()));
    })
    .await;
}

#[tokio::test]
async fn whoever_guesses_must_wait_and_right_answers_do_not_count() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        let page = matter_path(&town.house, case.id);
        let (reference, secret) = (case.reference.to_string(), page.rsplit('/').next().unwrap());
        for _ in 0..15 {
            assert_eq!(ask(&town, &reference, secret).await.status, 200);
        }
        for n in 0..10 {
            assert_eq!(ask(&town, &reference, &format!("guess-{n}")).await.status, 404);
        }
        let closed = ask(&town, &reference, secret).await;
        assert_eq!((closed.status, closed.headers["retry-after"].to_str().unwrap()), (429, "900"));
        town.clock.advance_seconds(901);
        assert_eq!(ask(&town, &reference, secret).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn the_secret_is_not_taken_from_an_address() {
    let town = TestTown::sqlite(&rooms()).await;
    let path = "/api/v1/case-status?reference=234-567-89C&secret=x";
    assert_eq!(town.get(&testkit::Who::nobody(), path).await.status, 405);
    let body = json!({ "reference": "234-567-89C", "secret": "x" });
    assert_eq!(town.ask_json(path, &body).await.status, 422);
}
