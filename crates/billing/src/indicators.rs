//! What the room can count for the plan.

use crate::reconcile::indicators as bank;
use crate::runs::indicators as runs;
use futures::FutureExt;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Indicator, Period, Title, Yearly};

pub(crate) const ALL: &[Indicator] =
    &[BY_CHANNEL, bank::MATCHED, bank::ACCOUNTS, runs::OTHER_WAYS, runs::IN_TIME, runs::DUNNED];

const BY_CHANNEL: Indicator = Indicator {
    key: "billing.paid_by_channel",
    title: Title {
        ja: "支払いの数（方法ごと）",
        easy: "お｜金《かね》を ｜払《はら》った ｜数《かず》",
        en: "Payments by channel",
    },
    meaning: Title {
        ja: "町に支払われた回数を、支払いの方法ごとに数えます。返したお金は数えません。",
        easy: "お｜金《かね》を ｜払《はら》った ｜回数《かいすう》です。｜払《はら》う ｜方法《ほうほう》で ｜分《わ》けます。",
        en: "How often the town was paid, by channel; refunds are not counted.",
    },
    unit: "件",
    computed: "期間内の収納の記録を、方法ごとに数えた数",
    since: None,
    yearly: Yearly::Sum,
    count: |db, period| paid_by_channel(db, period).boxed(),
    split: None,
};

async fn paid_by_channel(db: Db, period: Period) -> Result<Figure, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT channel, CAST(COUNT(*) AS bigint) AS n FROM billing_payment \
               WHERE kind = 'payment' AND at >= $1 AND at < $2 GROUP BY channel ORDER BY channel";
    let rows = db.rows(sql, args![from, to]).await?;
    let parts = rows
        .iter()
        .map(|r| Ok((r.get("channel")?, r.get("n")?)))
        .collect::<Result<Vec<(String, i64)>, StoreError>>()?;
    let n = parts.iter().map(|(_, n)| n).sum();
    Ok(Figure::count(n).with_parts(parts))
}
