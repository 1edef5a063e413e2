//! What the bank desk's records tell the plan.

use futures::FutureExt;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Indicator, Period, Title, Yearly};

/// The share of lines that find their instalment by themselves.
pub(crate) const MATCHED: Indicator = Indicator {
    key: "billing.matched",
    title: Title {
        ja: "ひとりでに消し込めた入金",
        easy: "｜自動《じどう》で ｜記録《きろく》できた お｜金《かね》の ｜知《し》らせ",
        en: "Payments matched without a hand",
    },
    meaning: Title {
        ja: "銀行や収納代行から届いた入金の知らせのうち、職員の手を借りずに請求と合った割合です。前に届いた知らせと、引き落とせなかった知らせは数えません。",
        easy: "｜銀行《ぎんこう》などから ｜届《とど》いた お｜金《かね》の ｜知《し》らせの うち、｜人《ひと》の ｜手《て》を ｜使《つか》わないで ｜記録《きろく》できた ｜割合《わりあい》です。",
        en: "Of the payments that banks and agents told us of, the share that found its bill without an officer; news told twice and debits that failed are not counted.",
    },
    unit: "%",
    computed: "期間内に記録した入金の行のうち、納付番号で請求と合った行の割合",
    since: None,
    yearly: Yearly::Share,
    count: |db, period| matched(db, period).boxed(),
    split: None,
};

/// How many people's payments are drawn from an account.
pub(crate) const ACCOUNTS: Indicator = Indicator {
    key: "billing.accounts_online",
    title: Title {
        ja: "画面からの口座振替の申込み",
        easy: "｜画面《がめん》から ｜口座《こうざ》を ｜申《もう》し｜込《こ》んだ ｜割合《わりあい》",
        en: "Accounts for direct debit named on line",
    },
    meaning: Title {
        ja: "口座振替の申込みのうち、役場に来ないで画面から申し込まれた割合です。",
        easy: "｜口座《こうざ》の ｜申《もう》し｜込《こ》みの うち、｜町《まち》の ｜窓口《まどぐち》に ｜来《こ》ないで ｜画面《がめん》から した ｜割合《わりあい》です。",
        en: "Of the accounts named for direct debit, the share named on line, without a visit.",
    },
    unit: "%",
    computed: "期間内の口座振替の申込みのうち、経路が画面であるものの割合",
    since: None,
    yearly: Yearly::Share,
    count: |db, period| online(db, period).boxed(),
    split: None,
};

async fn matched(db: Db, period: Period) -> Result<Figure, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT state, CAST(COUNT(*) AS bigint) AS n FROM billing_file_line WHERE at >= $1 AND at < $2 \
               AND state <> 'again' AND state <> 'failed' GROUP BY state";
    let (mut hits, mut all) = (0, 0);
    for row in db.rows(sql, args![from, to]).await? {
        let (state, n): (String, i64) = (row.get("state")?, row.get("n")?);
        all += n;
        if super::rules::Fit::of(&state).is_some_and(super::rules::Fit::is_matched) {
            hits += n;
        }
    }
    Ok(Figure::share(hits, all))
}

async fn online(db: Db, period: Period) -> Result<Figure, StoreError> {
    let (from, to) = period.moments();
    let sql = "SELECT channel, CAST(COUNT(*) AS bigint) AS n FROM billing_account WHERE asked_at >= $1 AND asked_at < $2 \
               GROUP BY channel";
    let (mut hits, mut all) = (0, 0);
    for row in db.rows(sql, args![from, to]).await? {
        let (channel, n): (String, i64) = (row.get("channel")?, row.get("n")?);
        all += n;
        if channel == "web" {
            hits += n;
        }
    }
    Ok(Figure::share(hits, all))
}
