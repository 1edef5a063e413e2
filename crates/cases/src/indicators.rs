//! What the room counts for the plan, from its records.

use futures::FutureExt;
use futures::future::BoxFuture;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Indicator, Period, Title};

/// All indicators of the room.
pub(crate) static ALL: &[Indicator] = &[
    Indicator {
        key: "cases.received",
        title: Title {
            ja: "受け付けた手続き",
            easy: "もらった ｜申《もう》し｜込《こ》み",
            en: "Applications received",
        },
        meaning: Title {
            ja: "期間の中で受け付けた案件の数。方法（ウェブ・窓口・電話・紙）ごとの内訳つき。下書きは数えません。",
            easy: "｜期間《きかん》の ｜中《なか》で もらった ｜数《かず》です。",
            en: "Cases handed in during the period, by channel. Drafts are not counted.",
        },
        unit: "件",
        computed: "cases_case を submitted_at と channel で数える",
        count: received,
    },
    Indicator {
        key: "cases.days",
        title: Title {
            ja: "終わるまでの日数",
            easy: "｜終《お》わるまでの ｜日数《にっすう》",
            en: "Days to completion",
        },
        meaning: Title {
            ja: "期間の中で終わった案件の、受け付けから終わりまでの日数の中央値。取り下げは入れません。",
            easy: "｜申《もう》し｜込《こ》みから ｜終《お》わりまでの ｜日数《にっすう》の まんなか。",
            en: "Median days from receipt to end of the cases closed in the period, withdrawn ones left out.",
        },
        unit: "日",
        computed: "cases_case の closed_at − submitted_at の中央値",
        count: days,
    },
    Indicator {
        key: "cases.satisfaction",
        title: Title {
            ja: "便利になったと答えた割合",
            easy: "｜便利《べんり》に なった ｜人《ひと》の ｜割合《わりあい》",
            en: "Share who found it better",
        },
        meaning: Title {
            ja: "手続きのあとの「便利になりましたか」に答えた人のうち、「便利になった」の割合。どの方法で答えても数えます。",
            easy: "「｜便利《べんり》に なった」と ｜答《こた》えた ｜人《ひと》の ｜割合《わりあい》です。",
            en: "Share of answers “better” to the question asked after every matter, by any channel.",
        },
        unit: "%",
        computed: "cases_feedback の answer を数え、better ÷ 回答数",
        count: satisfaction,
    },
    Indicator {
        key: "cases.online_share",
        title: Title {
            ja: "ウェブで受け付けた割合", easy: "ウェブの ｜割合《わりあい》", en: "Share received online"
        },
        meaning: Title {
            ja: "期間の中で受け付けた案件のうち、本人がウェブで出したものの割合。",
            easy: "ウェブで もらった ｜申《もう》し｜込《こ》みの ｜割合《わりあい》です。",
            en: "Share of the cases received in the period that people sent online themselves.",
        },
        unit: "%",
        computed: "cases_case の channel = web ÷ 全件",
        count: online_share,
    },
];

async fn by_channel(db: &Db, period: Period) -> Result<Vec<(String, i64)>, StoreError> {
    let (from, until) = period.moments();
    let sql = "SELECT channel, CAST(COUNT(*) AS bigint) AS n FROM cases_case \
               WHERE submitted_at >= $1 AND submitted_at < $2 GROUP BY channel ORDER BY channel";
    let rows = db.rows(sql, args![from, until]).await?;
    rows.iter().map(|r| Ok((r.get("channel")?, r.get("n")?))).collect()
}

fn received(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let parts = by_channel(&db, period).await?;
        let n = parts.iter().map(|(_, n)| n).sum();
        Ok(Figure { value: Some(as_f64(n)), n, parts })
    }
    .boxed()
}

fn online_share(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let parts = by_channel(&db, period).await?;
        let n = parts.iter().map(|(_, n)| n).sum();
        let online = parts.iter().filter(|(c, _)| c == "web").map(|(_, n)| n).sum();
        Ok(Figure { value: share(online, n), n, parts })
    }
    .boxed()
}

fn satisfaction(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let (from, until) = period.moments();
        let sql = "SELECT answer, CAST(COUNT(*) AS bigint) AS n FROM cases_feedback \
                   WHERE answer IS NOT NULL AND at >= $1 AND at < $2 GROUP BY answer ORDER BY answer";
        let rows = db.rows(sql, args![from, until]).await?;
        let parts = rows
            .iter()
            .map(|r| Ok((r.get("answer")?, r.get("n")?)))
            .collect::<Result<Vec<(String, i64)>, StoreError>>()?;
        let n = parts.iter().map(|(_, n)| n).sum();
        let better = parts.iter().filter(|(a, _)| a == "better").map(|(_, n)| n).sum();
        Ok(Figure { value: share(better, n), n, parts })
    }
    .boxed()
}

fn days(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let (from, until) = period.moments();
        let count = "SELECT CAST(COUNT(*) AS bigint) FROM cases_case \
                     WHERE closed_at >= $1 AND closed_at < $2 AND outcome <> 'withdrawn'";
        let n: i64 = db.one(count, args![from, until]).await?.unwrap_or(0);
        // The middle one, or the two in the middle.
        let sql = "SELECT closed_at - submitted_at AS took FROM cases_case \
                   WHERE closed_at >= $1 AND closed_at < $2 AND outcome <> 'withdrawn' ORDER BY took LIMIT $3 OFFSET $4";
        let middle = db.rows(sql, args![from, until, 2 - n % 2, (n - 1).max(0) / 2]).await?;
        let took = middle.iter().map(|r| r.get::<i64>("took")).collect::<Result<Vec<_>, _>>()?;
        let whole = i64::try_from(took.len()).unwrap_or(1).max(1);
        let value = (!took.is_empty()).then(|| as_f64(took.iter().sum::<i64>()) / as_f64(whole) / 86_400_000_000.0);
        Ok(Figure { value: value.map(|v| (v * 10.0).round() / 10.0), n, parts: Vec::new() })
    }
    .boxed()
}

fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| (as_f64(part) * 1000.0 / as_f64(whole)).round() / 10.0)
}

#[expect(clippy::cast_precision_loss, reason = "counts and days of a town are far below 2^52")]
const fn as_f64(n: i64) -> f64 {
    n as f64
}
