//! Who does something, when, through which channel and for what purpose.

use kernel::Moment;
use kernel::id::{AccountId, PersonId};
use serde::{Deserialize, Serialize};

/// The circumstances of a change or of a look at a person's record.
#[derive(Debug, Clone)]
pub struct Act {
    /// Who.
    pub actor: Actor,
    /// By which channel the matter came.
    pub channel: Channel,
    /// Why, in a short word of the room (`"apply"`, `"decide"`, …).
    pub purpose: String,
    /// When.
    pub at: Moment,
}

impl Act {
    /// Something the program does of itself, named by the part that does it.
    pub fn system(part: &'static str, at: Moment) -> Self {
        Self { actor: Actor::System(part), channel: Channel::System, purpose: part.to_owned(), at }
    }

    /// The same circumstances, told for another purpose.
    pub fn for_purpose(&self, purpose: &str) -> Self {
        Self { purpose: purpose.to_owned(), ..self.clone() }
    }

    /// The same circumstances, by another channel (an officer enters what came by telephone).
    pub fn by(&self, channel: Channel) -> Self {
        Self { channel, ..self.clone() }
    }
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A part of the program.
    System(&'static str),
    /// Somebody who has not signed in.
    Anonymous,
    /// Somebody signed in.
    Account {
        /// The way in that was used.
        account: AccountId,
        /// The person behind it, where known.
        person: Option<PersonId>,
    },
}

impl Actor {
    /// The account, if there is one.
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account { account, .. } => Some(*account),
            _ => None,
        }
    }

    /// The person, if known.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Account { person, .. } => *person,
            _ => None,
        }
    }

    pub(crate) fn as_text(self) -> String {
        match self {
            Self::System(part) => format!("system:{part}"),
            Self::Anonymous => "anonymous".to_owned(),
            Self::Account { account, .. } => format!("account:{account}"),
        }
    }
}

/// The way by which a matter reached the town: a recorded fact, never a different case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 画面から.
    Web,
    /// 窓口.
    Counter,
    /// 役場の端末 (a screen in the lobby that people use themselves).
    Kiosk,
    /// 電話.
    Phone,
    /// 紙（郵送・投函）.
    Paper,
    /// The program itself.
    System,
}

impl Channel {
    /// All channels by which people come.
    pub const PEOPLE: [Self; 5] = [Self::Web, Self::Counter, Self::Phone, Self::Paper, Self::Kiosk];

    /// The word kept in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Counter => "counter",
            Self::Kiosk => "kiosk",
            Self::Phone => "phone",
            Self::Paper => "paper",
            Self::System => "system",
        }
    }

    /// Reads the word kept in records.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Web, Self::Counter, Self::Kiosk, Self::Phone, Self::Paper, Self::System]
            .into_iter()
            .find(|c| c.as_str() == word)
    }
}

impl From<Channel> for kernel::Value {
    fn from(c: Channel) -> Self {
        c.as_str().into()
    }
}

impl kernel::FromValue for Channel {
    fn from_value(value: kernel::Value) -> Option<Self> {
        Self::parse(&String::from_value(value)?)
    }
}
