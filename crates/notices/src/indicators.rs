//! What notices can count for the plan.

use crate::State;
use futures::future::BoxFuture;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Gauge, Indicator, Period, Title};

/// What those who keep the program running see.
pub(crate) const GAUGES: &[Gauge] = &[Gauge {
    name: "engawa_notices",
    help: "Copies of notices by the state that each has reached.",
    label: "state",
    count: |db, _| {
        Box::pin(async move {
            let sql =
                "SELECT state, CAST(COUNT(*) AS bigint) AS n FROM notices_recipient GROUP BY state ORDER BY state";
            db.rows(sql, vec![]).await?.iter().map(|r| Ok((r.get("state")?, r.get("n")?))).collect()
        })
    },
}];

/// The indicators of the room.
pub(crate) const ALL: &[Indicator] = &[
    Indicator {
        key: "notices.reached",
        title: Title {
            ja: "お知らせが届いた割合",
            easy: "お知らせが とどいた わりあい",
            en: "Share of notices that reached people",
        },
        meaning: Title {
            ja: "期間中に出したお知らせのうち、メール・郵送・電話・画面のどれかで届いたもの。メールは相手のサーバーが受け取ったことまでを数えます。",
            easy: "メール、手紙、電話、画面の どれかで とどいた お知らせです。",
            en: "Notices of the period that arrived by mail, post, telephone or inbox. A mail counts when the recipient's server took it.",
        },
        unit: "%",
        computed: "届いた件数 ÷ 出した件数 × 100。内訳は今の状態ごとの件数",
        count: reached,
    },
    Indicator {
        key: "notices.post",
        title: Title {
            ja: "郵送したお知らせ", easy: "手紙で おくった お知らせ", en: "Notices sent by post"
        },
        meaning: Title {
            ja: "期間中に郵送した手紙の数。",
            easy: "手紙で おくった 数です。",
            en: "Letters put in the post in the period.",
        },
        unit: "通",
        computed: "期間中に発送した束の手紙の合計",
        count: letters,
    },
];

fn reached(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql = "SELECT r.state, CAST(COUNT(*) AS bigint) AS n FROM notices_recipient r \
                   JOIN notices_notice n ON n.id = r.notice WHERE n.created_at >= $1 AND n.created_at < $2 \
                   GROUP BY r.state ORDER BY r.state";
        let (mut all, mut there, mut parts) = (0, 0, Vec::new());
        for row in db.rows(sql, args![from, to]).await? {
            let (state, n): (State, i64) = (row.get("state")?, row.get("n")?);
            all += n;
            there += if state.reached() { n } else { 0 };
            parts.push((state.as_str().to_owned(), n));
        }
        Ok(Figure { value: share(there, all), n: all, parts })
    })
}

/// Percent, one decimal.
fn share(part: i64, all: i64) -> Option<f64> {
    let per_mille = (all > 0).then(|| i32::try_from(part * 1000 / all).unwrap_or(0))?;
    Some(f64::from(per_mille) / 10.0)
}

fn letters(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql = "SELECT CAST(COALESCE(SUM(letters), 0) AS bigint) FROM notices_batch \
                   WHERE posted_at >= $1 AND posted_at < $2";
        let n: i64 = db.one(sql, args![from, to]).await?.unwrap_or(0);
        Ok(Figure { value: Some(f64::from(i32::try_from(n).unwrap_or(i32::MAX))), n, parts: Vec::new() })
    })
}
