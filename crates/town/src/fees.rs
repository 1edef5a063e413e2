//! What things cost: by channel and by day, and whether anybody has confirmed it.

use crate::{Period, Problem, Source, day, load};
use kernel::{Date, Yen};
use serde::Deserialize;

/// The fees of the municipality (`fees.toml`), past and coming ones too.
#[derive(Debug, Clone, Default)]
pub struct Fees {
    list: Vec<Fee>,
}

/// One fee during one period.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Stable key, used by procedures; the same before and after a change.
    pub key: String,
    /// What is paid for.
    pub name: String,
    /// What the amount is counted by (通, 件 …).
    pub per: String,
    /// The amounts; a channel that is not listed has no known price.
    #[serde(default)]
    pub amounts: Vec<Amount>,
    /// First day on which it holds.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub from: Option<Date>,
    /// Last day on which it holds.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub until: Option<Date>,
    /// Whether the amounts were seen in the named source; otherwise pages say 「確認中」.
    #[serde(default)]
    pub verified: bool,
    /// Where they were seen.
    pub source: Option<String>,
    /// A remark for people.
    pub note: Option<String>,
}

/// A price by one channel.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// How the matter came.
    pub channel: FeeChannel,
    /// The price; without it the price is not known.
    pub yen: Option<Yen>,
}

/// Ways of asking that may cost differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeChannel {
    /// 窓口
    Counter,
    /// オンライン
    Online,
    /// 郵送
    Post,
    /// 役場の端末
    Kiosk,
}

impl Fee {
    /// The days on which it holds.
    pub fn period(&self) -> Period {
        Period { from: self.from, until: self.until }
    }

    /// The price by a channel, if it is known.
    pub fn yen(&self, channel: FeeChannel) -> Option<Yen> {
        let amount = self.amounts.iter().find(|a| a.channel == channel)?;
        amount.yen
    }

    /// Whether it is free by every listed channel.
    pub fn is_free(&self) -> bool {
        !self.amounts.is_empty() && self.amounts.iter().all(|a| a.yen == Some(Yen(0)))
    }
}

impl Fees {
    /// Every entry.
    pub fn all(&self) -> &[Fee] {
        &self.list
    }

    /// The fee with a key on a day.
    pub fn on(&self, key: &str, day: Date) -> Option<&Fee> {
        self.list.iter().find(|f| f.key == key && f.period().holds_on(day))
    }

    /// The price of one thing by a channel on a day; `None` when nobody knows it.
    pub fn yen(&self, key: &str, channel: FeeChannel, day: Date) -> Option<Yen> {
        self.on(key, day)?.yen(channel)
    }

    /// Whether any entry has this key.
    pub fn has(&self, key: &str) -> bool {
        self.list.iter().any(|f| f.key == key)
    }
}

pub(crate) fn load(source: &Source, problems: &mut Vec<Problem>) -> Fees {
    source.allow(&["fee"], problems);
    let rows: Vec<(usize, Fee)> = source.rows("fee", problems);
    for (at, fee) in &rows {
        check(fee, &format!("fee.{at}"), source, problems);
    }
    let periods = rows.iter().map(|(at, f)| (*at, f.key.as_str(), f.period()));
    load::check_periods("fee", &periods.collect::<Vec<_>>(), source, problems);
    Fees { list: rows.into_iter().map(|(_, f)| f).collect() }
}

fn check(fee: &Fee, path: &str, source: &Source, problems: &mut Vec<Problem>) {
    load::check_key(&fee.key, path, source, problems);
    load::check_source(fee.verified, fee.source.as_deref(), path, source, problems);
    for (n, amount) in fee.amounts.iter().enumerate() {
        let mut note = |key: &str, message: &str| {
            let path = format!("{path}.amounts.{n}.{key}");
            problems.push(source.problem(&path, message));
        };
        if amount.yen.is_some_and(|yen| !(0..=1_000_000).contains(&yen.0)) {
            note("yen", "金額は 0 円以上、百万円以下で書いてください");
        }
        if fee.amounts[..n].iter().any(|a| a.channel == amount.channel) {
            note("channel", "同じ受け取り方の金額が二度書かれています");
        }
    }
    if fee.verified && fee.amounts.iter().all(|a| a.yen.is_none()) {
        let message = "金額が分からないものは確認済みにできません";
        problems.push(source.problem(&format!("{path}.verified"), message));
    }
}
