//! What the income of a town can tell the plan.

use futures::FutureExt;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Indicator, Period, Title, Yearly};

/// Share of payments that needed nobody to come to the counter.
pub(crate) const OTHER_WAYS: Indicator = Indicator {
    key: "billing.other_ways",
    title: Title {
        ja: "窓口に来ないで払った割合",
        easy: "｜窓口《まどぐち》に ｜来《こ》ないで ｜払《はら》った ｜割合《わりあい》",
        en: "Share of payments made without coming to the counter",
    },
    meaning: Title {
        ja: "期間の中の支払いのうち、口座振替・コンビニ・eL-QRなど、役場の窓口のほかで払われたものの割合。返したお金は数えません。",
        easy: "お｜金《かね》を ｜払《はら》った ｜回数《かいすう》の うち、｜役場《やくば》に ｜来《こ》ないで ｜払《はら》った ｜割合《わりあい》です。",
        en: "Share of the payments in the period that came by direct debit, stores, eL-QR and the like; refunds are not counted.",
    },
    unit: "%",
    computed: "billing_payment（kind = payment）のうち channel が counter でないもの ÷ 全部。内訳は方法ごと",
    since: None,
    yearly: Yearly::Share,
    count: |db, period| other_ways(db, period).boxed(),
    split: None,
};

/// Share of instalments paid by their due day.
pub(crate) const IN_TIME: Indicator = Indicator {
    key: "billing.in_time",
    title: Title {
        ja: "納期限までに納められた割合",
        easy: "｜期限《きげん》までに ｜払《はら》われた ｜割合《わりあい》",
        en: "Share of instalments paid in time",
    },
    meaning: Title {
        ja: "期間の中に納期限が来た期別のうち、納期限の日までに全額が納められたものの割合。取り消したものと、全額を免除したものは数えません。",
        easy: "｜期限《きげん》が ｜来《き》た お｜金《かね》の うち、｜期限《きげん》の ｜日《ひ》までに ｜全部《ぜんぶ》 ｜払《はら》われた ｜割合《わりあい》です。",
        en: "Share of the instalments due in the period that were paid in full by their due day; void and wholly exempted ones are not counted.",
    },
    unit: "%",
    computed: "billing_instalment（due が期間内）のうち、state = paid で、納期限のあとの収納の仕訳がないもの ÷ 全部",
    since: None,
    yearly: Yearly::Share,
    count: |db, period| in_time(db, period).boxed(),
    split: None,
};

/// How many 督促状 were sent.
pub(crate) const DUNNED: Indicator = Indicator {
    key: "billing.dunned",
    title: Title {
        ja: "督促状を出した数",
        easy: "「まだ ｜払《はら》われていません」の ｜手紙《てがみ》の ｜数《かず》",
        en: "Reminders by law that were sent",
    },
    meaning: Title {
        ja: "期間の中にポストに出した督促状の数。出す前に納付があって抜いたものは数えません。",
        easy: "｜期限《きげん》までに ｜払《はら》われなかった ｜人《ひと》に ｜送《おく》った ｜手紙《てがみ》の ｜数《かず》です。",
        en: "Letters posted in the period to people who had not paid by the due day; those taken out because money came are not counted.",
    },
    unit: "件",
    computed: "billing_dunning（posted_at が期間内）の行のうち state = posted の数",
    since: None,
    yearly: Yearly::Sum,
    count: |db, period| dunned(db, period).boxed(),
    split: None,
};

async fn other_ways(db: Db, period: Period) -> Result<Figure, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT channel, CAST(COUNT(*) AS bigint) AS n FROM billing_payment \
               WHERE kind = 'payment' AND at >= $1 AND at < $2 GROUP BY channel ORDER BY channel";
    let mut parts: Vec<(String, i64)> = Vec::new();
    for row in db.rows(sql, args![from, to]).await? {
        parts.push((row.get("channel")?, row.get("n")?));
    }
    let all: i64 = parts.iter().map(|(_, n)| n).sum();
    let others = parts.iter().filter(|(channel, _)| channel != "counter").map(|(_, n)| n).sum();
    Ok(Figure::share(others, all).with_parts(parts))
}

async fn in_time(db: Db, period: Period) -> Result<Figure, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) AS n, \
               CAST(COALESCE(SUM(CASE WHEN i.state = 'paid' AND NOT EXISTS (SELECT 1 FROM billing_entry e \
               WHERE e.instalment = i.id AND e.account = 'receivable' AND e.credit > 0 AND e.payment IS NOT NULL \
               AND e.on_day > i.due) THEN 1 ELSE 0 END), 0) AS bigint) AS hits \
               FROM billing_instalment i WHERE i.due >= $1 AND i.due <= $2 AND i.state <> 'void' AND i.exempted < i.amount";
    let row = db.row(sql, args![period.first, period.last]).await?.ok_or(StoreError::Missing("billing_instalment"))?;
    Ok(Figure::share(row.get("hits")?, row.get("n")?))
}

async fn dunned(db: Db, period: Period) -> Result<Figure, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM billing_dunning_line l JOIN billing_dunning d ON d.id = l.dunning \
               WHERE d.posted_at >= $1 AND d.posted_at < $2 AND l.state = 'posted'";
    Ok(Figure::count(db.one(sql, args![from, to]).await?.unwrap_or(0)))
}
