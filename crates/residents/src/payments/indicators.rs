//! What the service can count for the plan.

use futures::FutureExt;
use futures::future::BoxFuture;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Indicator, Period, Title, Yearly};

pub(super) const ALL: &[Indicator] = &[
    Indicator {
        key: "payments.card_completed",
        title: Title {
            ja: "カードで最後まで払えた割合",
            easy: "カードで さいごまで ｜払《はら》えた わりあい",
            en: "Card payments completed",
        },
        meaning: Title {
            ja: "期間中にカードで払い始めたもののうち、払い終わったもの。途中でやめたもの、時間が切れたものも全体に入ります。",
            easy: "カードで ｜払《はら》い ｜始《はじ》めて、さいごまで ｜払《はら》えた わりあいです。",
            en: "Of the card payments begun in the period, those that were paid; whoever stopped or ran out of time counts in the whole.",
        },
        unit: "%",
        computed: "期間中に始まったカードの支払いのうち、払われたものの割合",
        since: None,
        yearly: Yearly::Share,
        count: |db, period| completed(db, period).boxed(),
        split: None,
    },
    Indicator {
        key: "payments.reminded",
        title: Title {
            ja: "期限の前にお知らせした支払い",
            easy: "｜期限《きげん》の ｜前《まえ》に お｜知《し》らせした ｜数《かず》",
            en: "Payments people were reminded of",
        },
        meaning: Title {
            ja: "期限の一週間前に、本人の選んだ方法でお知らせした期別の数。",
            easy: "｜期限《きげん》の ｜前《まえ》に お｜知《し》らせした ｜数《かず》です。",
            en: "Instalments of which the payer was reminded a week before the due day, by their own channel.",
        },
        unit: "件",
        computed: "期間中にお知らせした期別の数",
        since: None,
        yearly: Yearly::Sum,
        count: reminded,
        split: None,
    },
];

async fn completed(db: Db, period: Period) -> Result<Figure, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT state, CAST(COUNT(*) AS bigint) AS n FROM payments_card WHERE created_at >= $1 AND created_at < $2 \
               GROUP BY state ORDER BY state";
    let (mut hits, mut n) = (0, 0);
    for row in db.rows(sql, args![from, to]).await? {
        let (state, count): (String, i64) = (row.get("state")?, row.get("n")?);
        n += count;
        hits += if state == "paid" { count } else { 0 };
    }
    Ok(Figure::share(hits, n))
}

fn reminded(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let (from, to) = period.moments();
        let sql = "SELECT CAST(COUNT(*) AS bigint) FROM payments_reminder WHERE told_at >= $1 AND told_at < $2";
        Ok(Figure::count(db.one(sql, args![from, to]).await?.unwrap_or_default()))
    }
    .boxed()
}
