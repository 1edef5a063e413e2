//! What the service can count for the plan.

use futures::future::BoxFuture;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Indicator, Period, Title, Yearly};

/// The indicators of the room.
pub(crate) const ALL: &[Indicator] = &[
    Indicator {
        key: "certificates.issued",
        title: Title {
            ja: "交付した証明書", easy: "わたした ｜証明書《しょうめいしょ》", en: "Certificates issued"
        },
        meaning: Title {
            ja: "期間中にできた証明書の件数。申し込みの方法（画面・役場の端末・窓口・電話・紙）ごとに分けて数えます。戸籍のように町の別の仕組みで出すものは入りません。",
            easy: "できた ｜証明書《しょうめいしょ》の ｜数《かず》です。",
            en: "Certificates made in the period, by the way they were asked for. What other systems issue (family registers) is not counted.",
        },
        unit: "件",
        computed: "期間中に発行の仕事が終わった案件の数。内訳は受けた方法ごと",
        since: None,
        yearly: Yearly::Sum,
        count: issued,
        split: None,
    },
    Indicator {
        key: "certificates.minutes",
        title: Title {
            ja: "申し込みから証明書ができるまで",
            easy: "｜申《もう》し｜込《こ》んでから できるまで",
            en: "From request to certificate",
        },
        meaning: Title {
            ja: "申し込みを受けてから証明書ができるまでの時間（分）の中央値。手数料を払うまでの時間も入ります。夜や休みの時間も引きません。",
            easy: "｜申《もう》し｜込《こ》んでから ｜証明書《しょうめいしょ》が できるまでの ｜時間《じかん》です。",
            en: "Median minutes from the request to the certificate, the time until the fee is paid and nights included.",
        },
        unit: "分",
        computed: "期間中にできた証明書の、受け付けからできるまでの分の中央値",
        since: None,
        yearly: Yearly::Recount,
        count: minutes,
        split: None,
    },
    Indicator {
        key: "certificates.without_officer",
        title: Title {
            ja: "職員の手を待たずに出た証明書の割合",
            easy: "すぐに できた ｜証明書《しょうめいしょ》の わりあい",
            en: "Share issued without waiting for an officer",
        },
        meaning: Title {
            ja: "期間中にできた証明書のうち、強い本人確認と確かな記録により、職員の決定を待たずに出たもの。",
            easy: "｜町《まち》の ｜人《ひと》を ｜待《ま》たないで できた ものの わりあいです。",
            en: "Of the certificates made in the period, those that strong identification and a certain record let out without an officer's decision.",
        },
        unit: "%",
        computed: "期間中にできた証明書のうち、職員が決定していないものの割合",
        since: None,
        yearly: Yearly::Share,
        count: without_officer,
        split: None,
    },
];

fn issued(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql = "SELECT channel, CAST(COUNT(*) AS bigint) AS n FROM certificates_issued \
                   WHERE issued_at >= $1 AND issued_at < $2 GROUP BY channel ORDER BY channel";
        let rows = db.rows(sql, args![from, to]).await?;
        let part = |r: &store::Row| Ok((r.get("channel")?, r.get("n")?));
        let parts = rows.iter().map(part).collect::<Result<Vec<(String, i64)>, StoreError>>()?;
        Ok(Figure::count(parts.iter().map(|(_, n)| n).sum()).with_parts(parts))
    })
}

fn minutes(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql =
            "SELECT issued_at - asked_at AS took FROM certificates_issued WHERE issued_at >= $1 AND issued_at < $2";
        let rows = db.rows(sql, args![from, to]).await?;
        let took = rows.iter().map(|r| r.get::<i64>("took")).collect::<Result<Vec<_>, _>>()?;
        let n = i64::try_from(took.len()).unwrap_or(i64::MAX);
        Ok(Figure::level(median(took).map(in_minutes), n))
    })
}

/// The middle one; of an even number the lower of the two.
fn median(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    all.get(all.len().checked_sub(1)? / 2).copied()
}

/// Microseconds as minutes with one decimal.
#[expect(clippy::cast_precision_loss, reason = "a decimal of minutes is far below 2^52")]
fn in_minutes(micros: i64) -> f64 {
    (micros / 6_000_000) as f64 / 10.0
}

fn without_officer(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql = "SELECT automatic, CAST(COUNT(*) AS bigint) AS n FROM certificates_issued \
                   WHERE issued_at >= $1 AND issued_at < $2 GROUP BY automatic";
        let (mut hits, mut n) = (0, 0);
        for row in db.rows(sql, args![from, to]).await? {
            let count: i64 = row.get("n")?;
            n += count;
            hits += if row.get("automatic")? { count } else { 0 };
        }
        Ok(Figure::share(hits, n))
    })
}

#[cfg(test)]
mod tests {
    use super::{in_minutes, median};

    #[test]
    fn the_middle_is_one_of_them() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![7]), Some(7));
        assert_eq!(median(vec![9, 1, 5]), Some(5));
        assert_eq!(median(vec![4, 1, 3, 2]), Some(2));
        assert!((in_minutes(90_000_000) - 1.5).abs() < f64::EPSILON);
    }
}
