//! What the room counts for the plan, from its records.

use futures::FutureExt;
use futures::future::BoxFuture;
use store::{Db, Reads, Row, StoreError, args};
use web::{Cut, Figure, Indicator, Period, Split, SplitBy, Title, Yearly};

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
        since: None,
        yearly: Yearly::Sum,
        count: received,
        split: Some(SplitBy { by: &Split::ALL, count: |db, p, by| split(db, p, by, Apart::Received) }),
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
        since: None,
        yearly: Yearly::Recount,
        count: days,
        split: None,
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
        since: None,
        yearly: Yearly::Share,
        count: satisfaction,
        split: Some(SplitBy { by: &Split::ALL, count: |db, p, by| split(db, p, by, Apart::Better) }),
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
        since: None,
        yearly: Yearly::Share,
        count: online_share,
        split: Some(SplitBy { by: &Split::ALL, count: |db, p, by| split(db, p, by, Apart::Online) }),
    },
    Indicator {
        key: "cases.in_time_share",
        title: Title {
            ja: "決まった日までに決めた割合",
            easy: "｜約束《やくそく》の ｜日《ひ》までに ｜決《き》めた ｜割合《わりあい》",
            en: "Share decided in time",
        },
        meaning: Title {
            ja: "期間の中で決定した案件のうち、手続きごとの標準の日数（役場の開いている日で数え、補正を待った日を除く）までに決めたものの割合。取り下げは入れません。",
            easy: "｜決《き》めた ｜申《もう》し｜込《こ》みの うち、｜約束《やくそく》の ｜日《ひ》までに ｜決《き》めた ものの ｜割合《わりあい》です。",
            en: "Share of the cases decided in the period that were decided within the procedure's standard of office days; days of waiting for a correction do not count. Withdrawn cases are left out.",
        },
        unit: "%",
        computed: "cases_case の decided_on ≦ due_on ÷ 決定した案件。決定の日を記録していない古い案件は数えない",
        since: None,
        yearly: Yearly::Share,
        count: in_time_share,
        split: Some(SplitBy { by: &[Split::Procedure], count: |db, p, by| split(db, p, by, Apart::InTime) }),
    },
    Indicator {
        key: "cases.no_account_share",
        title: Title {
            ja: "ログインせずに済んだ割合",
            easy: "ログインを ｜使《つか》わない ｜人《ひと》の ｜割合《わりあい》",
            en: "Share handled without an account",
        },
        meaning: Title {
            ja: "期間の中で受け付けた案件のうち、本人のアカウントを使わずに受け付けたもの（窓口・電話・紙、ログインしない画面）の割合。デジタルが苦手な方も同じように済ませられているかを見ます。",
            easy: "ログインを しないで もらった ｜申《もう》し｜込《こ》み（｜窓口《まどぐち》・｜電話《でんわ》・｜紙《かみ》など）の ｜割合《わりあい》です。",
            en: "Share of the cases received in the period without an account of the applicant: at the counter, by telephone, on paper or without signing in.",
        },
        unit: "%",
        computed: "cases_case の account が空のもの ÷ 全件。内訳は方法ごと（アカウントのないもの）",
        since: None,
        yearly: Yearly::Share,
        count: no_account_share,
        split: Some(SplitBy { by: &Split::ALL, count: |db, p, by| split(db, p, by, Apart::NoAccount) }),
    },
    Indicator {
        key: "cases.effort",
        title: Title {
            ja: "かんたんだったと答えた割合",
            easy: "｜簡単《かんたん》だった ｜人《ひと》の ｜割合《わりあい》",
            en: "Share who found it easy",
        },
        meaning: Title {
            ja: "手続きのあとの「かんたんにできましたか」に答えた人のうち、「かんたんだった」の割合。窓口や電話で聞いた答えも数えます。",
            easy: "「｜簡単《かんたん》だった」と ｜答《こた》えた ｜人《ひと》の ｜割合《わりあい》です。",
            en: "Share of answers “easy” to the question asked after every matter, by any channel.",
        },
        unit: "%",
        computed: "cases_feedback の effort を数え、easy ÷ 回答数",
        since: None,
        yearly: Yearly::Share,
        count: effort,
        split: Some(SplitBy { by: &Split::ALL, count: |db, p, by| split(db, p, by, Apart::Easy) }),
    },
    Indicator {
        key: "cases.procedures_improved",
        title: Title {
            ja: "画面で直して出した手続きの版",
            easy: "｜直《なお》した ｜手続《てつづ》きの ｜数《かず》",
            en: "Improved versions of procedures published",
        },
        meaning: Title {
            ja: "期間の中で、職員が画面で作り、または直して公開した手続きの版の数。あとで公開をやめた版と、町のファイルの版は数えません。",
            easy: "｜役場《やくば》の ｜人《ひと》が ｜直《なお》して ｜出《だ》した ｜数《かず》です。",
            en: "Versions of procedures written and published by officers in the browser; those taken back and those of the town's files are left out.",
        },
        unit: "版",
        computed: "cases_procedure_version を decided_at で数える（state = published、origin = browser）",
        since: None,
        yearly: Yearly::Sum,
        count: improved,
        split: None,
    },
];

fn improved(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let (from, until) = period.moments();
        let sql = "SELECT CAST(COUNT(*) AS bigint) FROM cases_procedure_version WHERE state = 'published' \
                   AND origin = 'browser' AND decided_at >= $1 AND decided_at < $2";
        Ok(Figure::count(db.one(sql, args![from, until]).await?.unwrap_or(0)))
    }
    .boxed()
}

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
        Ok(Figure::count(n).with_parts(parts))
    }
    .boxed()
}

fn online_share(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let parts = by_channel(&db, period).await?;
        let n = parts.iter().map(|(_, n)| n).sum();
        let online = parts.iter().filter(|(c, _)| c == "web").map(|(_, n)| n).sum();
        Ok(Figure::share(online, n).with_parts(parts))
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
        Ok(Figure::share(better, n).with_parts(parts))
    }
    .boxed()
}

fn effort(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let (from, until) = period.moments();
        let sql = "SELECT effort AS part, CAST(COUNT(*) AS bigint) AS n FROM cases_feedback \
                   WHERE effort IS NOT NULL AND at >= $1 AND at < $2 GROUP BY effort ORDER BY effort";
        let parts = parts(&db.rows(sql, args![from, until]).await?)?;
        let easy = parts.iter().filter(|(a, _)| a == "easy").map(|(_, n)| n).sum();
        Ok(Figure::share(easy, parts.iter().map(|(_, n)| n).sum()).with_parts(parts))
    }
    .boxed()
}

fn no_account_share(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let (from, until) = period.moments();
        // Asked as a condition, `account IS NULL` would lead through all such cases of all years.
        let sql = "SELECT channel AS part, CAST(COUNT(*) AS bigint) AS n, \
                   CAST(SUM(CASE WHEN account IS NULL THEN 1 ELSE 0 END) AS bigint) AS hits FROM cases_case \
                   WHERE submitted_at >= $1 AND submitted_at < $2 GROUP BY channel ORDER BY channel";
        let rows = db.rows(sql, args![from, until]).await?;
        let (mut n, mut parts) = (0, Vec::new());
        for row in &rows {
            n += row.get::<i64>("n")?;
            parts.push((row.get("part")?, row.get("hits")?));
        }
        parts.retain(|(_, hits)| *hits > 0);
        Ok(Figure::share(parts.iter().map(|(_, hits)| hits).sum(), n).with_parts(parts))
    }
    .boxed()
}

fn in_time_share(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let sql = "SELECT CAST(COUNT(*) AS bigint) AS n, \
                   CAST(COALESCE(SUM(CASE WHEN decided_on <= due_on THEN 1 ELSE 0 END), 0) AS bigint) AS hits \
                   FROM cases_case WHERE decided_on >= $1 AND decided_on <= $2";
        let row = db.row(sql, args![period.first, period.last]).await?;
        let (hits, n) = row.map_or(Ok((0, 0)), |r| Ok::<_, StoreError>((r.get("hits")?, r.get("n")?)))?;
        let parts = [("in_time", hits), ("late", n - hits)].map(|(key, n)| (key.to_owned(), n));
        Ok(Figure::share(hits, n).with_parts(parts.into_iter().filter(|(_, n)| *n > 0).collect()))
    }
    .boxed()
}

fn parts(rows: &[Row]) -> Result<Vec<(String, i64)>, StoreError> {
    rows.iter().map(|r| Ok((r.get("part")?, r.get("n")?))).collect()
}

/// What is counted apart.
#[derive(Clone, Copy)]
enum Apart {
    Received,
    Online,
    NoAccount,
    InTime,
    Better,
    Easy,
}

/// The statement that counts `$hits` among `$from` by one column.
macro_rules! apart {
    ($column:literal, $hits:literal, $from:literal) => {
        concat!(
            "SELECT ",
            $column,
            " AS part, CAST(COUNT(*) AS bigint) AS n, CAST(COALESCE(SUM(CASE WHEN ",
            $hits,
            " THEN 1 ELSE 0 END), 0) AS bigint) AS hits FROM ",
            $from,
            " AND ",
            $column,
            " IS NOT NULL GROUP BY ",
            $column,
            " ORDER BY ",
            $column
        )
    };
}

/// The same by procedure, by ward and by age band.
macro_rules! by_each {
    ($split:expr, $hits:literal, $from:literal) => {
        match $split {
            Split::Procedure => apart!("procedure", $hits, $from),
            Split::Ward => apart!("ward", $hits, $from),
            Split::AgeBand => apart!("age_band", $hits, $from),
        }
    };
}

impl Apart {
    const fn sql(self, by: Split) -> &'static str {
        match self {
            Self::Received | Self::Online => {
                by_each!(by, "channel = 'web'", "cases_case WHERE submitted_at >= $1 AND submitted_at < $2")
            }
            Self::NoAccount => {
                by_each!(by, "account IS NULL", "cases_case WHERE submitted_at >= $1 AND submitted_at < $2")
            }
            Self::InTime => {
                by_each!(by, "decided_on <= due_on", "cases_case WHERE decided_on >= $1 AND decided_on <= $2")
            }
            Self::Better => by_each!(
                by,
                "answer = 'better'",
                "cases_feedback JOIN cases_case ON cases_case.id = case_id WHERE answer IS NOT NULL AND at >= $1 AND at < $2"
            ),
            Self::Easy => by_each!(
                by,
                "effort = 'easy'",
                "cases_feedback JOIN cases_case ON cases_case.id = case_id WHERE effort IS NOT NULL AND at >= $1 AND at < $2"
            ),
        }
    }

    fn figure(self, hits: i64, n: i64) -> Figure {
        match self {
            Self::Received => Figure::count(n),
            _ => Figure::share(hits, n),
        }
    }
}

fn split(db: Db, period: Period, by: Split, apart: Apart) -> BoxFuture<'static, Result<Vec<Cut>, StoreError>> {
    async move {
        let (from, until) = period.moments();
        let bounds = match apart {
            Apart::InTime => args![period.first, period.last],
            _ => args![from, until],
        };
        let rows = db.rows(apart.sql(by), bounds).await?;
        rows.iter()
            .map(|r| Ok(Cut { key: r.get("part")?, figure: apart.figure(r.get("hits")?, r.get("n")?) }))
            .collect()
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
        Ok(Figure::level(value.map(|v| (v * 10.0).round() / 10.0), n))
    }
    .boxed()
}

#[expect(clippy::cast_precision_loss, reason = "counts and days of a town are far below 2^52")]
const fn as_f64(n: i64) -> f64 {
    n as f64
}
