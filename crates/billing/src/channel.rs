//! By which way money reached the town.

use crate::rules::Account;
use serde::{Deserialize, Serialize};

/// A way to pay (収納方法).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Cash at a counter of the town.
    Counter,
    /// 口座振替.
    DirectDebit,
    /// A convenience store.
    Store,
    /// 地方税統一QRコード (eL-QR).
    ElQr,
    /// Pay-easy.
    PayEasy,
    /// A card, through a provider.
    Card,
    /// A transfer into the town's account.
    Transfer,
}

impl Channel {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Counter, Self::DirectDebit, Self::Store, Self::ElQr, Self::PayEasy, Self::Card, Self::Transfer];

    /// The word kept in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::DirectDebit => "direct_debit",
            Self::Store => "store",
            Self::ElQr => "el_qr",
            Self::PayEasy => "pay_easy",
            Self::Card => "card",
            Self::Transfer => "transfer",
        }
    }

    /// The channel of a word in the records.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }

    /// Its name for officers.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Counter => "窓口の現金",
            Self::DirectDebit => "口座振替",
            Self::Store => "コンビニ",
            Self::ElQr => "eL-QR",
            Self::PayEasy => "ペイジー",
            Self::Card => "カード",
            Self::Transfer => "銀行振込",
        }
    }

    /// Where money lies that came this way: what others took is on its way until they hand it over.
    pub(crate) const fn account(self) -> Account {
        match self {
            Self::Counter => Account::Cash,
            Self::Transfer => Account::Deposit,
            Self::DirectDebit | Self::Store | Self::ElQr | Self::PayEasy | Self::Card => Account::InTransit,
        }
    }
}
