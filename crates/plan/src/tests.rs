//! What the head of the office may rely on.

use sample::fake;
use testkit::{Who, both};

mod sample {
    use std::pin::Pin;
    use web::{Figure, Indicator, Period, Title, Yearly};

    const TITLE: Title = Title { ja: "見本の件数", easy: "", en: "" };

    /// An indicator that counts the rows of the people's table.
    pub(super) const fn fake() -> &'static [Indicator] {
        &[Indicator {
            key: "sample.count",
            title: TITLE,
            meaning: TITLE,
            unit: "件",
            computed: "数えます",
            since: None,
            yearly: Yearly::Sum,
            split: None,
            count: |_db, period: Period| -> Pin<Box<dyn Future<Output = Result<Figure, store::StoreError>> + Send>> {
                Box::pin(async move {
                    let n = if period.first.month() == 6 { 0 } else { 12 };
                    Ok(Figure::level((n > 0).then_some(12.0), n).with_parts(vec![("web".into(), n)]))
                })
            },
        }]
    }
}

fn rooms() -> Vec<web::Room> {
    vec![super::room(), web::Room { key: "sample", indicators: fake(), ..web::Room::EMPTY }]
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_come_from_what_rooms_declare() {
    both(&rooms(), |town| async move {
        let head = town.officer(&["plan.see"], &["cio"]).await;
        let page = town.get(&head, "/desk/plan").await;
        assert_eq!(page.status, 200);
        assert!(page.says("見本の件数") && page.says("12"));
        let june = town.get(&head, "/desk/plan?year=2026&month=6").await;
        assert!(june.says("まだありません"));
        let other = town.officer(&["cases.desk"], &[]).await;
        assert_eq!(town.get(&other, "/desk/plan").await.status, 403);
        assert_eq!(town.get(&Who::nobody(), "/desk/plan").await.status, 303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_reads_the_figures_of_the_months_that_are_over() {
    both(&rooms(), |town| async move {
        // It is the first of June: April is closed, May will be on the sixth.
        crate::counting::close(&town.house).await.unwrap();
        let may: serde_json::Value =
            serde_json::from_slice(&town.get(&Who::nobody(), "/api/v1/figures").await.body).unwrap();
        assert_eq!(may["until"], "2026-04-30");
        town.clock.advance_seconds(5 * 86_400);
        crate::counting::close(&town.house).await.unwrap();
        let answer = town.get(&Who::nobody(), "/api/v1/figures").await;
        let figures: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((&figures["year"], &figures["until"]), (&2026.into(), &"2026-05-31".into()));
        let months = figures["items"][0]["months"].as_array().unwrap();
        assert_eq!(months.iter().map(|m| m["month"].as_str().unwrap()).collect::<Vec<_>>(), ["2026-04", "2026-05"]);
        assert_eq!(figures["items"][0]["year"]["n"], 24);
        let before: serde_json::Value =
            serde_json::from_slice(&town.get(&Who::nobody(), "/api/v1/figures?year=2027").await.body).unwrap();
        assert_eq!(before["until"], serde_json::Value::Null, "a year to come has nothing");
        let csv = town.get(&Who::nobody(), "/api/v1/figures.csv").await.text();
        let lines: Vec<&str> = csv.trim_end().split("\r\n").collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[1].starts_with("sample.count,見本の件数,件,2026-04-01/2026-05-31,24,24,false,"));
        assert!(lines[1].ends_with(",CC BY 4.0 (unconfirmed)"));
    })
    .await;
}
