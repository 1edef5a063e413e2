//! Deadlines, reminders and who is late; two who write at once.

use super::*;
use crate::pdca::Calendar;
use testkit::{both, town_folder};

const DAY: i64 = 86_400;

#[tokio::test(flavor = "multi_thread")]
async fn who_is_late_stands_on_one_page_and_is_reminded_before() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        let today = |who: Who| {
            let town = town.clone();
            async move { town.get(&who, "/desk").await.text() }
        };
        assert!(!today(office.desk.clone()).await.contains("計画と振り返り　"), "a month is left");
        assert!(town.get(&office.cio, "/desk/plan/pdca/late").await.says("期限を過ぎたものはありません"));
        town.clock.advance_seconds(20 * DAY);
        assert!(today(office.desk.clone()).await.contains("計画と振り返り　"), "nine days are left");
        office.plan().await;
        town.clock.advance_seconds(20 * DAY);
        let late = town.get(&office.secretary, "/desk/plan/pdca/late").await;
        let measures = late.select("tbody th");
        assert_eq!(measures.len(), 19, "all but the one that was begun: {measures:?}");
        assert!(!measures.contains(&"役場に行かなくても、手続きができる".to_owned()));
        assert!(late.says("11日過ぎています") && late.says("未確認"));
        assert!(!today(office.cio.clone()).await.contains("確認する振り返り"));
        office.look_back().await;
        office.turn(&office.desk, "submit", "").await.leads_on();
        assert!(today(office.cio.clone()).await.contains("確認する振り返り　1件"), "what is handed in waits at once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_write_at_once_one_wins_and_the_other_is_told() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        let twin = town.officer_of("residents", &["plan.see", "plan.write"], &["member"]);
        for question in ["aim", "aim", "budget"] {
            let version = office.version("2026").await;
            let path = format!("{YEAR}/q/{question}");
            let (one, other) =
                ([("version", version.as_str()), ("words", "1")], [("version", version.as_str()), ("words", "2")]);
            let (one, other) = tokio::join!(town.post(&office.desk, &path, &one), town.post(&twin, &path, &other));
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 409], "{question}");
        }
        office.plan().await;
        office.look_back().await;
        office.turn(&office.desk, "submit", "").await.leads_on();
        let version = office.version("2026").await;
        let turn = |event: &'static str| {
            [("version", version.clone()), ("event", event.to_owned()), ("words-take-back", "わけ".to_owned())]
        };
        let (review, back) = (turn("review"), turn("take_back"));
        let review: Vec<(&str, &str)> = review.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let back: Vec<(&str, &str)> = back.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let path = format!("{YEAR}/turn");
        let (one, other) = tokio::join!(town.post(&office.cio, &path, &review), town.post(&office.desk, &path, &back));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "read or taken back, not both");
        office.journal_holds().await;
    })
    .await;
}

/// The calendar of a town whose `review.toml` was changed.
fn problems(change: impl Fn(String) -> String) -> Vec<(Option<usize>, String)> {
    let folder = tempfile::tempdir().unwrap();
    for file in ["organisation.toml", "approvals/routes.toml", "plan/review.toml"] {
        let text = town_folder("ono").text(file).unwrap();
        let to = folder.path().join(file);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, if file == "plan/review.toml" { change(text) } else { text }).unwrap();
    }
    let found = Calendar::load(&town::TownFolder::open(folder.path()).unwrap()).err().unwrap_or_default();
    found.into_iter().map(|p| (p.line, p.message)).collect()
}

#[test]
fn mistakes_in_the_calendar_are_named_with_their_line() {
    assert_eq!(problems(|text| text), []);
    let says = |change: &dyn Fn(String) -> String, words: &str| {
        let found = problems(change);
        assert!(found.iter().any(|(line, m)| line.is_some() && m.contains(words)), "{words}: {found:?}");
    };
    says(&|t| t.replace("secretariat = \"digital\"", "secretariat = \"nobody\""), "organisation.toml にない窓口");
    says(&|t| t.replace("route = \"plan_review\"", "route = \"none\""), "決裁の道すじ");
    says(&|t| t.replace("review = 2027-05-14", "review = 2027-04-01"), "前の段階の期限より早く");
    says(&|t| t.replace("year = 2027", "year = 2026"), "期限が二つあります");
    says(&|t| t.replacen("plan = 2026-06-30", "half = 3\nplan = 2026-06-30", 1), "half は 1（上半期）か 2（下半期）");
}
