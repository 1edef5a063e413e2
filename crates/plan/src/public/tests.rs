//! What everybody may rely on who reads the plan.

use std::sync::atomic::{AtomicI64, Ordering};
use testkit::{TestTown, Who, both};
use web::{Figure, Indicator, Room, Title, Yearly};

const fn title(ja: &'static str) -> Title {
    Title { ja, easy: ja, en: ja }
}

/// What came in this month; each month before had twenty.
static CAME_IN: AtomicI64 = AtomicI64::new(14);

static COUNTED: &[Indicator] = &[Indicator {
    key: "cases.received",
    title: title("うけつけたもの"),
    meaning: title("うけつけたものの かず"),
    unit: "件",
    computed: "数えます",
    since: None,
    yearly: Yearly::Sum,
    split: None,
    count: |_, period| {
        Box::pin(async move {
            let months = period.first.month()..=period.last.month();
            let n = |month| if month == 6 { CAME_IN.load(Ordering::SeqCst) } else { 20 };
            Ok(Figure::count(months.map(n).sum()))
        })
    },
}];

fn rooms() -> Vec<Room> {
    vec![crate::room(), Room { key: "sample", indicators: COUNTED, ..Room::EMPTY }]
}

/// To the sixth of June, when April and May are closed.
async fn on_the_sixth(town: &TestTown) {
    town.clock.advance_seconds(5 * 86_400);
    (crate::counting::ROUND.run)(town.house.clone()).await.unwrap();
}

async fn page(town: &TestTown, path: &str) -> String {
    let answer = town.get(&Who::nobody(), path).await;
    assert_eq!(answer.status, 200, "{path}");
    let text = answer.text();
    assert!(!text.contains('⟦'), "a text is missing on {path}");
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_the_twenty_measures_under_their_names_in_three_languages() {
    both(&rooms(), |town| async move {
        let measures = town.house.town.plan.measures.clone();
        assert_eq!(measures.len(), 20);
        for lang in ["ja", "easy", "en"] {
            let plan = page(&town, &format!("/plan?lang={lang}")).await;
            for measure in &measures {
                assert!(plan.contains(&measure.name), "{lang}: {}", measure.name);
                let own = page(&town, &format!("/plan/{}?lang={lang}", measure.key)).await;
                assert!(own.contains(&measure.name), "{lang}: {}", measure.key);
            }
        }
        assert_eq!(town.get(&Who::nobody(), "/plan/nothing").await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_more_matter_is_one_more_in_public_after_the_stated_delay() {
    let town = TestTown::sqlite(&rooms()).await;
    CAME_IN.store(14, Ordering::SeqCst);
    (crate::counting::ROUND.run)(town.house.clone()).await.unwrap();
    let figure = async || {
        let text = town.get(&Who::nobody(), "/plan").await.select(".stat-figure").join(" ");
        text.split('件').next().and_then(|n| n.trim().parse::<i64>().ok())
    };
    let before = figure().await.expect("the town's count is shown");
    CAME_IN.fetch_add(1, Ordering::SeqCst);
    town.clock.advance_seconds(60);
    assert_eq!(figure().await, Some(before + 1));
    // Few of the running month are told neither by themselves nor from the year.
    CAME_IN.store(3, Ordering::SeqCst);
    town.clock.advance_seconds(60);
    assert_eq!(figure().await, Some(20), "April alone, which is closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_has_confirmed_says_so() {
    let town = TestTown::sqlite(&rooms()).await;
    let own = page(&town, "/plan/procedures").await;
    assert!(own.contains("未確認"));
    let data = page(&town, "/plan/data").await;
    assert!(data.contains("未確認") && data.contains("CC BY 4.0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_say_what_they_are_and_under_which_licence() {
    let town = TestTown::sqlite(&rooms()).await;
    on_the_sixth(&town).await;
    let json = async |path: &str| -> serde_json::Value { serde_json::from_str(&page(&town, path).await).unwrap() };
    let csv = page(&town, "/plan/figures.csv").await;
    let mut lines = csv.lines();
    assert!(lines.next().unwrap().ends_with(",licence,measures,target"));
    let line = lines.next().unwrap();
    assert!(line.starts_with("cases.received,うけつけたもの,件,2026-04-01/2026-05-31,40,40,false,"), "{line}");
    assert!(line.contains("CC BY 4.0 (unconfirmed)"));
    let figures = json("/plan/figures.json").await;
    assert_eq!((&figures["year"], &figures["items"][0]["months"][0]["n"]), (&2026.into(), &20.into()));
    assert_eq!(figures["measures"].as_array().unwrap().len(), 20);
    let plan = json("/plan/plan.json").await;
    assert_eq!(plan["measures"][0]["name"]["ja"], "役場に行かなくても、手続きができる");
    assert_eq!(plan["licence"]["verified"], false);
    let catalogue = json("/plan/dcat.json").await;
    let files = catalogue["dcat:dataset"][0]["dcat:distribution"].as_array().unwrap().clone();
    assert_eq!(files.len(), 2);
    for file in files {
        let path = file["dcat:downloadURL"]["@id"].as_str().unwrap().replace(&town.house.base_url, "");
        page(&town, &path).await;
        assert_eq!((&file["licenceVerified"], &file["@type"]), (&false.into(), &"dcat:Distribution".into()));
    }
    let feed = page(&town, "/plan/feed.atom").await;
    assert!(feed.contains("2026年5月の数字が出ました") && !feed.contains("2026年6月"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_interim_until_the_year_is_reviewed_and_only_of_years_that_began() {
    let town = TestTown::sqlite(&rooms()).await;
    let report = page(&town, "/plan/report/2026.pdf").await;
    assert!(report.contains("\"interim\":true") && report.contains("令和8年6月1日"));
    assert!(report.contains("遅れている") && report.contains("役場に行かなくても、手続きができる"));
    for path in ["/plan/report/2027.pdf", "/plan/report/2025.pdf", "/plan/report/2026.txt", "/plan/report/x.pdf"] {
        assert_eq!(town.get(&Who::nobody(), path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn country_and_prefecture_get_counted_answers_and_a_name_for_what_nothing_counts() {
    let town = TestTown::sqlite(&rooms()).await;
    on_the_sixth(&town).await;
    let officer = town.officer(&["plan.see"], &[]).await;
    let list = town.get(&officer, "/desk/plan/return").await;
    assert!(list.says("未確認") && list.says("福島県"));
    let page = town.get(&officer, "/desk/plan/return/nation/2026").await;
    assert!(page.says("40件") && page.says("マイナンバーカードの保有枚数率"));
    let csv = town.get(&officer, "/desk/plan/return/nation/2026.csv").await.text();
    let received = csv.lines().find(|l| l.contains(",received,")).unwrap();
    assert!(
        received.contains(",40,件,40,うけつけたものの かず 数えます,手続きの記録（cases.received）,"),
        "{received}"
    );
    let card = csv.lines().find(|l| l.contains(",my_number,")).unwrap();
    assert!(card.contains("この仕組みでは数えていません"));
    let json: serde_json::Value =
        serde_json::from_str(&town.get(&officer, "/desk/plan/return/nation/2026.json").await.text()).unwrap();
    assert_eq!(json["list_verified"], false);
    assert_eq!(json["items"][0]["value"], 40.0);
    assert_eq!(town.get(&officer, "/desk/plan/return/nation/2025").await.status, 404);
    assert_eq!(town.get(&Who::nobody(), "/desk/plan/return").await.status, 303);
}

#[test]
fn the_towns_lists_can_be_read() {
    assert_eq!(super::check(&testkit::town_folder("ono")), Vec::new());
}
