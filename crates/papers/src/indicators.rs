//! What the register can count for the plan.

use futures::future::BoxFuture;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Gauge, Indicator, Period, Title, Yearly};

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
pub(crate) const ALL: &[Indicator] = &[
    Indicator {
        key: "papers.issued",
        title: Title {
            ja: "電子で交付した書類",
            easy: "データで わたした しょるい",
            en: "Papers issued electronically",
        },
        meaning: Title {
            ja: "期間中に電子署名を付けて交付した証明書など。窓口で印刷して渡したものも含みます。",
            easy: "町の 電子署名が ついた 書類の 数です。",
            en: "Certificates and other papers issued with an electronic signature, also those printed at the counter.",
        },
        unit: "通",
        computed: "期間中に台帳に載った書類の数。内訳は種類ごと",
        since: None,
        yearly: Yearly::Sum,
        count: issued,
        split: None,
    },
    Indicator {
        key: "papers.verified",
        title: Title {
            ja: "本物かを確かめた回数", easy: "ほんものか たしかめた かいすう", en: "Papers verified"
        },
        meaning: Title {
            ja: "交付した書類を受け取った人が、QRコード・番号・ファイルのどれかで本物かを確かめた回数。見つからなかったものは数えません。だれが、どの書類を確かめたかは記録しません。",
            easy: "もらった 書類が ほんものか たしかめた 回数です。だれが たしかめたかは 記録しません。",
            en: "How often somebody who was shown a paper checked it by its QR code, its number or its file and found it in the register. Neither who nor which paper is recorded.",
        },
        unit: "回",
        computed: "期間内の日ごとの確認の数の合計。内訳は書類の種類ごと",
        since: None,
        yearly: Yearly::Sum,
        count: verified,
        split: None,
    },
    Indicator {
        key: "papers.sheets_saved",
        title: Title {
            ja: "紙で渡さずに済んだ枚数", easy: "紙で わたさなかった 枚数", en: "Sheets of paper saved"
        },
        meaning: Title {
            ja: "期間の中に本人がはじめて受け取った電子の書類のうち、窓口や役場の端末で印刷しなかったもの。1通を1枚とみなします（枚数の記録がないため）。受け取った人が自分で印刷したかどうかは分かりません。封筒や控えは数えません。",
            easy: "データで 受け取って、役場で 印刷しなかった 書類の 数です。1つを 1枚と 考えます。",
            en: "Papers that their holders downloaded for the first time in the period and that were not printed at the counter or at a screen of the town. One sheet for each paper is assumed, since pages are not recorded; whether the holder printed it is not known.",
        },
        unit: "枚",
        computed: "期間内にはじめてダウンロードされ、その時までに窓口や役場の端末で印刷されていない書類の数（1通＝1枚とみなす）",
        since: None,
        yearly: Yearly::Sum,
        count: sheets_saved,
        split: None,
    },
    Indicator {
        key: "papers.reprinted",
        title: Title {
            ja: "窓口で印刷し直した回数",
            easy: "まどぐちで いんさつ しなおした かいすう",
            en: "Reprints at the counter",
        },
        meaning: Title {
            ja: "求められた通数を超えて、理由を書いて印刷し直した回数。多いときは、機械や手順に直すところがあります。",
            easy: "たのまれた 数より 多く 印刷した 回数です。理由を 書いて 印刷します。",
            en: "Prints beyond the originals that were asked for, each with a reason. Many of them point to a printer or a habit that wants mending.",
        },
        unit: "回",
        computed: "期間内に窓口で印刷した記録のうち、理由のあるものの数",
        since: None,
        yearly: Yearly::Sum,
        count: reprinted,
        split: None,
    },
    Indicator {
        key: "papers.revoked",
        title: Title { ja: "取り消した書類", easy: "とりけした しょるい", en: "Papers revoked" },
        meaning: Title {
            ja: "期間中に取り消した書類の数。交付したあとに誤りが見つかったものなどです。少ないほどよい数字です。",
            easy: "まちがいなどで、使えなく した 書類の 数です。少ない ほうが いい 数字です。",
            en: "Papers taken back in the period, mostly because a mistake was found afterwards. Fewer is better.",
        },
        unit: "通",
        computed: "期間内に取り消された書類の数。内訳は種類ごと",
        since: None,
        yearly: Yearly::Sum,
        count: revoked,
        split: None,
    },
];

fn reprinted(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql = "SELECT CAST(COUNT(*) AS bigint) FROM papers_copy \
                   WHERE way = 'counter' AND reason IS NOT NULL AND handed_at >= $1 AND handed_at < $2";
        Ok(Figure::count(db.one(sql, args![from, to]).await?.unwrap_or(0)))
    })
}

fn revoked(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql = "SELECT kind, CAST(COUNT(*) AS bigint) AS n FROM papers_paper \
                   WHERE revoked_at >= $1 AND revoked_at < $2 GROUP BY kind ORDER BY kind";
        let rows = db.rows(sql, args![from, to]).await?;
        let parts = rows
            .iter()
            .map(|r| Ok((r.get("kind")?, r.get("n")?)))
            .collect::<Result<Vec<(String, i64)>, StoreError>>()?;
        Ok(Figure::count(parts.iter().map(|(_, n)| n).sum()).with_parts(parts))
    })
}

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
        Ok(Figure::count(n).with_parts(parts))
    })
}

fn verified(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let sql = "SELECT kind, CAST(SUM(n) AS bigint) AS n FROM papers_check \
                   WHERE day >= $1 AND day <= $2 GROUP BY kind ORDER BY kind";
        let rows = db.rows(sql, args![period.first, period.last]).await?;
        let parts = rows
            .iter()
            .map(|r| Ok((r.get("kind")?, r.get("n")?)))
            .collect::<Result<Vec<(String, i64)>, StoreError>>()?;
        Ok(Figure::count(parts.iter().map(|(_, n)| n).sum()).with_parts(parts))
    })
}

fn sheets_saved(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    Box::pin(async move {
        let (from, to) = period.moments();
        let sql = "SELECT CAST(COUNT(*) AS bigint) FROM papers_copy c \
                   WHERE c.way = 'download' AND c.handed_at >= $1 AND c.handed_at < $2 AND NOT EXISTS \
                   (SELECT 1 FROM papers_copy e WHERE e.paper = c.paper AND (e.id < c.id AND e.way = 'download' \
                    OR e.way <> 'download' AND e.handed_at <= c.handed_at))";
        Ok(Figure::count(db.one(sql, args![from, to]).await?.unwrap_or(0)))
    })
}
