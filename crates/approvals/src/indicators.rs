//! What the room can count for the plan.

use futures::FutureExt;
use kernel::Moment;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Indicator, Period, Title, Yearly};

pub(crate) const ALL: &[Indicator] = &[
    Indicator {
        key: "approvals.days",
        title: Title {
            ja: "決裁にかかった日数",
            easy: "｜決《き》めるまでの ｜日数《にっすう》",
            en: "Days to a decision",
        },
        meaning: Title {
            ja: "起案から決裁までの日数のまん中の値。差し戻しの間も入ります。",
            easy: "｜書類《しょるい》を ｜出《だ》してから ｜決《き》まるまでの ｜日数《にっすう》。",
            en: "Median days from draft to decision, times of correction included.",
        },
        unit: "日",
        computed: "期間内に決裁が終わった起案の、起案から決裁までの日数の中央値",
        since: None,
        yearly: Yearly::Recount,
        count: |db, period| days(db, period).boxed(),
        split: None,
    },
    Indicator {
        key: "approvals.sent_back",
        title: Title {
            ja: "差し戻しの数",
            easy: "｜書《か》き｜直《なお》しに なった｜数《かず》",
            en: "Drafts sent back",
        },
        meaning: Title {
            ja: "差し戻された回数。一つの起案が二度差し戻されれば2と数えます。",
            easy: "｜書類《しょるい》を ｜書《か》き｜直《なお》した ｜回数《かいすう》。",
            en: "How often drafts were sent back; a draft sent back twice counts twice.",
        },
        unit: "件",
        computed: "期間内の差戻しの記録の数",
        since: None,
        yearly: Yearly::Sum,
        count: |db, period| sent_back(db, period).boxed(),
        split: None,
    },
    Indicator {
        key: "approvals.in_time_share",
        title: Title {
            ja: "決まった日数のうちに決裁した割合",
            easy: "｜約束《やくそく》の ｜日数《にっすう》で ｜決《き》めた ｜割合《わりあい》",
            en: "Share of approvals on time",
        },
        meaning: Title {
            ja: "期間の中で決裁が終わった起案のうち、道すじごとに決めた日数（起案の次の日から数える。差し戻しの間も入る）のうちに終わったものの割合。日数を決めていない道すじは入れません。",
            easy: "｜決《き》まった ｜書類《しょるい》の うち、｜約束《やくそく》の ｜日数《にっすう》で ｜決《き》まった ものの ｜割合《わりあい》です。",
            en: "Share of the drafts approved in the period that were approved within the days that the town set for their route, times of correction included. Routes without such a number are left out.",
        },
        unit: "%",
        computed: "期間内に決裁が終わった起案のうち、decided_at が due_at より前のもの ÷ due_at のあるもの",
        since: None,
        yearly: Yearly::Share,
        count: |db, period| in_time(db, period).boxed(),
        split: None,
    },
];

async fn days(db: Db, period: Period) -> Result<Figure, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT started_at, decided_at FROM approvals_approval \
               WHERE state = 'approved' AND decided_at >= $1 AND decided_at < $2";
    let rows = db.rows(sql, args![from, to]).await?;
    let mut seconds = rows
        .iter()
        .map(|r| Ok(r.get::<Moment>("decided_at")?.seconds_since(r.get("started_at")?)))
        .collect::<Result<Vec<i64>, StoreError>>()?;
    seconds.sort_unstable();
    let n = i64::try_from(seconds.len()).unwrap_or(i64::MAX);
    Ok(Figure::level(median(&seconds).map(|s| (s / 8640.0).round() / 10.0), n))
}

/// The middle of sorted numbers, the mean of the two middle ones where their count is even.
fn median(sorted: &[i64]) -> Option<f64> {
    let middle = sorted.len().checked_sub(1)?;
    let (low, high) = (sorted.get(middle / 2)?, sorted.get(middle.div_ceil(2))?);
    // Seconds of a few years are exact in a double.
    Some(f64::from(i32::try_from(low + high).ok()?) / 2.0)
}

async fn in_time(db: Db, period: Period) -> Result<Figure, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT CAST(COUNT(*) AS bigint) AS n, \
               CAST(COALESCE(SUM(CASE WHEN decided_at < due_at THEN 1 ELSE 0 END), 0) AS bigint) AS hits \
               FROM approvals_approval \
               WHERE decided_at >= $1 AND decided_at < $2 AND state = 'approved' AND due_at IS NOT NULL";
    let row = db.row(sql, args![from, to]).await?;
    let (hits, n): (i64, i64) = row.map_or(Ok((0, 0)), |r| Ok::<_, StoreError>((r.get("hits")?, r.get("n")?)))?;
    let parts = [("in_time", hits), ("late", n - hits)].map(|(key, n)| (key.to_owned(), n));
    Ok(Figure::share(hits, n).with_parts(parts.into_iter().filter(|(_, n)| *n > 0).collect()))
}

async fn sent_back(db: Db, period: Period) -> Result<Figure, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM approvals_decision WHERE verb = $3 AND at >= $1 AND at < $2";
    let back = db.one::<i64>(sql, args![from, to, "send_back"]).await?.unwrap_or(0);
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM approvals_round WHERE started_at >= $1 AND started_at < $2";
    let rounds = db.one::<i64>(sql, args![from, to]).await?.unwrap_or(0);
    let value = i32::try_from(back).ok().map(f64::from);
    Ok(Figure::level(value, rounds).with_parts(vec![("sent_back".to_owned(), back), ("drafted".to_owned(), rounds)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[5]), Some(5.0));
        assert_eq!(median(&[1, 2]), Some(1.5));
        assert_eq!(median(&[1, 2, 9]), Some(2.0));
    }
}
