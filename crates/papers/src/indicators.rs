//! What the register can count for the plan.

use futures::future::BoxFuture;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Gauge, Indicator, Period, Title};

/// What those who keep the program running see.
pub(crate) const GAUGES: &[Gauge] = &[Gauge {
    name: "engawa_papers_issued",
    help: "Certificates and other papers in the register, by kind.",
    label: "kind",
    count: |db, _| {
        Box::pin(async move {
            let sql = "SELECT kind, CAST(COUNT(*) AS bigint) AS n FROM papers_paper GROUP BY kind ORDER BY kind";
            db.rows(sql, vec![]).await?.iter().map(|r| Ok((r.get("kind")?, r.get("n")?))).collect()
        })
    },
}];

/// The indicators of the room.
pub(crate) const ALL: &[Indicator] = &[Indicator {
    key: "papers.issued",
    title: Title {
        ja: "電子で交付した書類", easy: "データで わたした しょるい", en: "Papers issued electronically"
    },
    meaning: Title {
        ja: "期間中に電子署名を付けて交付した証明書など。窓口で印刷して渡したものも含みます。",
        easy: "町の 電子署名が ついた 書類の 数です。",
        en: "Certificates and other papers issued with an electronic signature, also those printed at the counter.",
    },
    unit: "通",
    computed: "期間中に台帳に載った書類の数。内訳は種類ごと",
    count: issued,
}];

fn issued(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql = "SELECT kind, CAST(COUNT(*) AS bigint) AS n FROM papers_paper \
                   WHERE issued_at >= $1 AND issued_at < $2 GROUP BY kind ORDER BY kind";
        let rows = db.rows(sql, args![from, to]).await?;
        let parts = rows
            .iter()
            .map(|r| Ok((r.get("kind")?, r.get("n")?)))
            .collect::<Result<Vec<(String, i64)>, StoreError>>()?;
        let n: i64 = parts.iter().map(|(_, n)| n).sum();
        Ok(Figure { value: Some(f64::from(i32::try_from(n).unwrap_or(i32::MAX))), n, parts })
    })
}
