//! What notices can count for the plan.

use crate::State;
use futures::future::BoxFuture;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Gauge, Indicator, Period, Title, Yearly};

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
        since: None,
        yearly: Yearly::Share,
        count: reached,
        split: None,
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
        since: None,
        yearly: Yearly::Sum,
        count: letters,
        split: None,
    },
    Indicator {
        key: "notices.reached_by_paper",
        title: Title {
            ja: "メールで届かず、紙か電話で届けた数",
            easy: "メールが とどかなくて、手紙か 電話で つたえた 数",
            en: "Undelivered mails reached by paper or telephone",
        },
        meaning: Title {
            ja: "メールで届けられなかったお知らせのうち、期間の中に手紙を出したもの、電話で伝えたもの。本人がはじめから郵送や電話を選んだものは入れません。",
            easy: "メールが とどかなかった 人に、手紙か 電話で つたえた 数です。",
            en: "Notices whose mail could not be delivered and that went out as a letter, or were told on the telephone, in the period. People who chose post or telephone themselves are left out.",
        },
        unit: "件",
        computed: "期間内に発送した手紙と、伝わった電話のうち、メールの失敗（last_error）が残るもの。内訳は方法ごと",
        since: None,
        yearly: Yearly::Sum,
        count: reached_by_paper,
        split: None,
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
        Ok(Figure::share(there, all).with_parts(parts))
    })
}

fn reached_by_paper(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let posted = "SELECT CAST(COUNT(*) AS bigint) FROM notices_batch b JOIN notices_recipient r ON r.batch = b.id \
                      WHERE b.posted_at >= $1 AND b.posted_at < $2 AND r.attempts > 0 AND r.last_error IS NOT NULL";
        let called = "SELECT CAST(COUNT(*) AS bigint) FROM notices_call c JOIN notices_recipient r ON r.id = c.recipient \
                      WHERE c.called_at >= $1 AND c.called_at < $2 AND c.outcome = $3 AND r.attempts > 0 \
                      AND r.last_error IS NOT NULL";
        let post: i64 = db.one(posted, args![from, to]).await?.unwrap_or(0);
        let call: i64 = db.one(called, args![from, to, crate::calls::Outcome::Told.as_str()]).await?.unwrap_or(0);
        let parts = [("post", post), ("call", call)].map(|(way, n)| (way.to_owned(), n));
        Ok(Figure::count(post + call).with_parts(parts.into_iter().filter(|(_, n)| *n > 0).collect()))
    })
}

fn letters(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql = "SELECT CAST(COALESCE(SUM(letters), 0) AS bigint) FROM notices_batch \
                   WHERE posted_at >= $1 AND posted_at < $2";
        let n: i64 = db.one(sql, args![from, to]).await?.unwrap_or(0);
        Ok(Figure::count(n))
    })
}
