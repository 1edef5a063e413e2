//! What the guide counts of itself: how many lists were shown and from how many of them somebody went
//! on to an application, by turn of life and day. No person, no answer.
//!
//! A list that was shown has a number made by chance in the address of its page. Whoever goes on from
//! it uses the number up, so that a list counts as followed once, whatever else is done with it, and
//! never more lists are followed than were shown.

use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::Date;
use store::{Db, Migration, Reads, Retention, StoreError, Table, Tx, args};
use web::{Figure, Indicator, Period, Title, Visit, Yearly};

/// For so many days a list can still be followed.
const OPEN_DAYS: i64 = 30;

kernel::id_type!(
    /// The counts of one turn of life on one day.
    GuideDayId
);

kernel::id_type!(
    /// A list that was shown and not followed yet.
    GuideListId
);

/// The table.
pub(in super::super) const MIGRATION: Migration =
    Migration { version: 1, name: "guide counted", sql: include_str!("../../../migrations/procedures_0001_guide.sql") };

/// The lists that can still be followed.
pub(in super::super) const FOLLOWED: Migration = Migration {
    version: 3,
    name: "guide followed",
    sql: include_str!("../../../migrations/procedures_0003_followed.sql"),
};

/// Its rows name nobody and prove nothing: the journal does not vouch for them.
pub(in super::super) const TABLE: Table = Table {
    name: "procedures_guide_day",
    journaled: false,
    blob: None,
    retention: Retention::Years(10, "計画の評価：人の分からない数だけ"),
};

/// The lists that can still be followed: a number, a day and the turn of life.
pub(in super::super) const LISTS: Table = Table {
    name: "procedures_guide_list",
    journaled: false,
    blob: None,
    retention: Retention::WhileNeeded("一覧から申し込みへ進むまで。30日で消します。人の分からない番号だけ"),
};

/// Counts a list that is shown, and gives it its number. Whoever asks is answered even where that
/// cannot be written down.
pub(super) async fn shown(visit: &Visit, event: &str) -> Option<GuideListId> {
    let event = event.to_owned();
    let change = visit.house().db.write(&visit.act("guide"), move |tx| async move {
        let (id, day): (GuideListId, Date) = (tx.id(), tx.now().date());
        let over = tx.now().plus_days(-OPEN_DAYS).date();
        tx.execute("DELETE FROM procedures_guide_list WHERE day < $1", args![over]).await?;
        let sql = "INSERT INTO procedures_guide_list (id, day, event) VALUES ($1, $2, $3)";
        tx.execute(sql, args![id, day, &event]).await?;
        add(&tx, day, &event, (1, 0)).await?;
        Ok::<_, StoreError>(id)
    });
    change.await.ok()
}

/// Counts that somebody went on from a list, once, with the day on which it was shown.
pub(super) async fn followed(visit: &Visit, event: &str, list: GuideListId) {
    let event = event.to_owned();
    let change = visit.house().db.write(&visit.act("guide"), move |tx| async move {
        let sql = "DELETE FROM procedures_guide_list WHERE id = $1 AND event = $2 RETURNING day";
        let day: Option<Date> = tx.one(sql, args![list, &event]).await?;
        match day {
            Some(day) => add(&tx, day, &event, (0, 1)).await,
            None => Ok(()),
        }
    });
    let _: Result<(), StoreError> = change.await;
}

async fn add(tx: &Tx, day: Date, event: &str, (shown, followed): (i64, i64)) -> Result<(), StoreError> {
    let id: GuideDayId = tx.id();
    let sql = "INSERT INTO procedures_guide_day (id, day, event, shown, followed) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (day, event) DO UPDATE SET shown = procedures_guide_day.shown + $4, \
               followed = procedures_guide_day.followed + $5";
    tx.execute(sql, args![id, day, event, shown, followed]).await.map(|_| ())
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
            ja: "出した一覧のうち、そこから画面の申し込みへ一つでも進んだものの割合。一つの一覧からいくつ進んでも1と数えます。窓口や電話で済ませた人は入りません。",
            easy: "｜出《だ》した ｜一覧《いちらん》の うち、｜画面《がめん》の ｜申《もう》し｜込《こ》みに ｜進《すす》んだ ｜割合《わりあい》です。",
            en: "The share of lists from which somebody went on to at least one online application. A list counts once, however many it led to; those who came to the desk or called are not in it.",
        },
        unit: "%",
        computed: "procedures_guide_day の followed の合計 ÷ shown の合計",
        since: None,
        yearly: Yearly::Share,
        count: share,
        split: None,
    },
];

const SUMS: &str = "SELECT event, CAST(SUM(shown) AS bigint) AS shown, \
                    CAST(SUM(CASE WHEN followed > shown THEN shown ELSE followed END) AS bigint) AS followed \
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

fn share(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let sums = sums(&db, period).await?;
        let (shown, followed) = sums.iter().fold((0, 0), |(s, f), (_, shown, followed)| (s + shown, f + followed));
        let parts = sums.into_iter().map(|(event, _, followed)| (event, followed)).collect();
        Ok(Figure::share(followed, shown).with_parts(parts))
    }
    .boxed()
}
