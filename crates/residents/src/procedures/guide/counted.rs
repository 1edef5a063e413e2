//! What the guide counts of itself: how often a list was shown and how often somebody went on from it
//! to an application, by turn of life and day. No person, no answer.

use futures::FutureExt;
use futures::future::BoxFuture;
use store::{Db, Migration, Reads, Retention, StoreError, Table, Tx, args};
use web::{Figure, Indicator, Period, Title, Visit, Yearly};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// A list was made.
    Shown,
    /// Somebody went on to an application.
    Followed,
}

kernel::id_type!(
    /// The counts of one turn of life on one day.
    GuideDayId
);

/// The table.
pub(in super::super) const MIGRATION: Migration =
    Migration { version: 1, name: "guide counted", sql: include_str!("../../../migrations/procedures_0001_guide.sql") };

/// Its rows name nobody and prove nothing: the journal does not vouch for them.
pub(in super::super) const TABLE: Table = Table {
    name: "procedures_guide_day",
    journaled: false,
    blob: None,
    retention: Retention::Years(10, "計画の評価：人の分からない数だけ"),
};

/// Counts one. Whoever asks is answered even where that cannot be written down.
pub(super) async fn note(visit: &Visit, event: &str, what: Counted) {
    let event = event.to_owned();
    let change = visit.house().db.write(&visit.act("guide"), move |tx| async move { add(&tx, &event, what).await });
    let _: Result<(), StoreError> = change.await;
}

async fn add(tx: &Tx, event: &str, what: Counted) -> Result<(), StoreError> {
    let id: GuideDayId = tx.id();
    let (shown, followed) = match what {
        Counted::Shown => (1_i64, 0_i64),
        Counted::Followed => (0, 1),
    };
    let sql = "INSERT INTO procedures_guide_day (id, day, event, shown, followed) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (day, event) DO UPDATE SET shown = procedures_guide_day.shown + $4, \
               followed = procedures_guide_day.followed + $5";
    tx.execute(sql, args![id, tx.now().date(), event, shown, followed]).await.map(|_| ())
}

/// The indicators of the guide.
pub(in super::super) static INDICATORS: [Indicator; 2] = [
    Indicator {
        key: "procedures.guide_lists",
        title: Title {
            ja: "手続き案内の一覧を出した数",
            easy: "｜手続《てつづ》きの ｜一覧《いちらん》を ｜出《だ》した ｜数《かず》",
            en: "Lists of procedures worked out",
        },
        meaning: Title {
            ja: "暮らしの出来事から、要る手続きの一覧を出した回数。出来事ごとの内訳つき。だれが見たかは記録していないので、同じ人が二度出せば2回です。",
            easy: "｜手続《てつづ》きの ｜一覧《いちらん》を ｜出《だ》した ｜回数《かいすう》です。だれが ｜見《み》たかは わかりません。",
            en: "How often a list of procedures was worked out from a turn of life, by event. Nobody is recorded, so one person may count twice.",
        },
        unit: "回",
        computed: "procedures_guide_day の shown を日で合計する",
        since: None,
        yearly: Yearly::Sum,
        count: lists,
        split: None,
    },
    Indicator {
        key: "procedures.guide_followed",
        title: Title {
            ja: "一覧から申し込みへ進んだ割合",
            easy: "｜一覧《いちらん》から ｜申《もう》し｜込《こ》みに ｜進《すす》んだ ｜割合《わりあい》",
            en: "Lists followed to an application",
        },
        meaning: Title {
            ja: "案内の一覧100回あたり、そこから画面の申し込みへ進んだ回数。一つの一覧からいくつも進むことがあるので、100を超えることもあります。窓口や電話で済ませた人は入りません。",
            easy: "｜一覧《いちらん》 100｜回《かい》の うち、｜画面《がめん》の ｜申《もう》し｜込《こ》みに ｜進《すす》んだ ｜回数《かいすう》です。",
            en: "How often people went on to an online application, per 100 lists. One list can lead to several, so it may exceed 100; those who came to the desk or called are not in it.",
        },
        unit: "%",
        computed: "procedures_guide_day の followed の合計 ÷ shown の合計",
        since: None,
        yearly: Yearly::Share,
        count: followed,
        split: None,
    },
];

const SUMS: &str = "SELECT event, CAST(SUM(shown) AS bigint) AS shown, CAST(SUM(followed) AS bigint) AS followed \
                    FROM procedures_guide_day WHERE day >= $1 AND day <= $2 GROUP BY event ORDER BY event";

async fn sums(db: &Db, period: Period) -> Result<Vec<(String, i64, i64)>, StoreError> {
    let rows = db.rows(SUMS, args![period.first, period.last]).await?;
    rows.iter().map(|row| Ok((row.get("event")?, row.get("shown")?, row.get("followed")?))).collect()
}

fn lists(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let sums = sums(&db, period).await?;
        let parts: Vec<(String, i64)> = sums.into_iter().map(|(event, shown, _)| (event, shown)).collect();
        Ok(Figure::count(parts.iter().map(|(_, n)| n).sum()).with_parts(parts))
    }
    .boxed()
}

fn followed(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let sums = sums(&db, period).await?;
        let (shown, followed) = sums.iter().fold((0, 0), |(s, f), (_, shown, followed)| (s + shown, f + followed));
        let parts = sums.into_iter().map(|(event, _, followed)| (event, followed)).collect();
        Ok(Figure::share(followed, shown).with_parts(parts))
    }
    .boxed()
}
