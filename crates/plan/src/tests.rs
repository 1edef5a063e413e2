//! What the head of the office may rely on.

use sample::fake;
use testkit::{Who, both};

mod sample {
    use std::pin::Pin;
    use web::{Figure, Indicator, Period, Title};

    const TITLE: Title = Title { ja: "見本の件数", easy: "", en: "" };

    /// An indicator that counts the rows of the people's table.
    pub(super) const fn fake() -> &'static [Indicator] {
        &[Indicator {
            key: "sample.count",
            title: TITLE,
            meaning: TITLE,
            unit: "件",
            computed: "数えます",
            count: |_db, period: Period| -> Pin<Box<dyn Future<Output = Result<Figure, store::StoreError>> + Send>> {
                Box::pin(async move {
                    let n = if period.first.month() == 6 { 0 } else { 12 };
                    Ok(Figure { value: (n > 0).then_some(12.0), n, parts: vec![("web".into(), n)] })
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
