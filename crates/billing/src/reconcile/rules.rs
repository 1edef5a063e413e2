//! What a line means for the instalment that it names. Pure.

use crate::Channel;
use crate::formats::zengin::debit::DebitResult;
use crate::rules::BillState;
use kernel::{Date, Yen};

/// One line of a file: somebody paid, or could not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its place among the data, from 1.
    pub n: u32,
    pub channel: Channel,
    /// The number of the slip.
    pub key: String,
    pub confirm: Option<String>,
    pub amount: Yen,
    pub paid_on: Date,
    /// The agent's own number of the payment.
    pub own: Option<String>,
    /// What the bank answered, for a direct debit.
    pub result: Option<DebitResult>,
}

impl Line {
    /// The news, told apart from every other one: the same payment has it in every file.
    pub fn source(&self, debit: Option<&str>) -> String {
        match (&self.own, debit) {
            (_, Some(debit)) => format!("debit:{debit}"),
            (Some(own), None) => format!("notice:{}:{own}", self.channel.as_str()),
            // A debit that nobody asked for: its day, its number, its amount.
            (None, None) => format!("stray:{}:{}:{}", self.paid_on, self.key, self.amount.get()),
        }
    }
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// Just what was owed.
    Exact,
    /// Less than is owed.
    Part,
    /// More than is owed: the rest is 過誤納金.
    Over,
    /// Nothing is owed any more: all of it is 過誤納金.
    Paid,
    /// The bank could not draw it: nobody paid.
    Failed,
    /// It was booked before: nothing changes.
    Again,
    /// No slip has that number: 仮受金.
    Unknown,
    /// The number is one of ours, but the 確認番号 is another: 仮受金.
    Confirm,
    /// The bank drew what nobody asked for: 仮受金.
    NotAsked,
    /// The news was booked before, and said something else: nothing is booked.
    Differs,
}

impl Fit {
    pub const ALL: [Self; 10] = [
        Self::Exact,
        Self::Part,
        Self::Over,
        Self::Paid,
        Self::Failed,
        Self::Again,
        Self::Unknown,
        Self::Confirm,
        Self::NotAsked,
        Self::Differs,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Part => "part",
            Self::Over => "over",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Again => "again",
            Self::Unknown => "unknown",
            Self::Confirm => "confirm",
            Self::NotAsked => "not_asked",
            Self::Differs => "differs",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == word)
    }

    /// For officers.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Exact => "ぴったり合う",
            Self::Part => "請求より少ない（残りは未納のまま）",
            Self::Over => "請求より多い（多い分は過誤納金）",
            Self::Paid => "もう納まっている（全部が過誤納金）",
            Self::Failed => "引き落とせなかった",
            Self::Again => "前に記録した（何も変わらない）",
            Self::Unknown => "この納付番号の請求がない（仮受金）",
            Self::Confirm => "確認番号が違う（仮受金）",
            Self::NotAsked => "依頼していない引き落とし（仮受金）",
            Self::Differs => "前の知らせと内容が違う（記録しない）",
        }
    }

    /// Whether the money goes where nobody knows for what it came.
    pub const fn is_suspense(self) -> bool {
        matches!(self, Self::Unknown | Self::Confirm | Self::NotAsked)
    }

    /// Whether somebody should look at it.
    pub const fn wants_eyes(self) -> bool {
        !matches!(self, Self::Exact | Self::Again)
    }

    /// Whether the line found its instalment by itself.
    pub const fn is_matched(self) -> bool {
        matches!(self, Self::Exact | Self::Part | Self::Over | Self::Paid)
    }
}

/// What was booked before under a line's source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nothing.
    Nothing,
    /// The same.
    Same,
    /// Something else.
    Other,
}

/// The instalment with the number of the slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claimed {
    pub confirm: String,
    pub state: BillState,
    /// What whoever pays on the day of the line owes, interest included.
    pub owed: Yen,
}

/// What becomes of a line of paid slips, or of a debit that was drawn.
pub(crate) fn fit(line: &Line, claimed: Option<&Claimed>, before: Before) -> Fit {
    match before {
        Before::Same => return Fit::Again,
        Before::Other => return Fit::Differs,
        Before::Nothing => {}
    }
    let Some(claimed) = claimed else { return Fit::Unknown };
    if line.confirm.as_ref().is_some_and(|c| *c != claimed.confirm) {
        return Fit::Confirm;
    }
    match line.amount {
        _ if claimed.owed.is_zero() => Fit::Paid,
        amount if amount == claimed.owed => Fit::Exact,
        amount if amount < claimed.owed => Fit::Part,
        _ => Fit::Over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(amount: i64, confirm: Option<&str>) -> Line {
        let key = "12345678901234567890".to_owned();
        let confirm = confirm.map(str::to_owned);
        let paid_on = Date::constant(2026, 6, 29);
        Line {
            n: 1,
            channel: Channel::Store,
            key,
            confirm,
            amount: Yen(amount),
            paid_on,
            own: Some("A1".to_owned()),
            result: None,
        }
    }

    #[test]
    fn a_line_is_what_its_amount_and_its_numbers_make_it() {
        let claimed = |owed| Claimed { confirm: "123456".to_owned(), state: BillState::Open, owed: Yen(owed) };
        for (amount, confirm, owed, wanted) in [
            (500, None, 500, Fit::Exact),
            (500, Some("123456"), 500, Fit::Exact),
            (500, Some("999999"), 500, Fit::Confirm),
            (400, None, 500, Fit::Part),
            (600, None, 500, Fit::Over),
            (500, None, 0, Fit::Paid),
        ] {
            assert_eq!(fit(&line(amount, confirm), Some(&claimed(owed)), Before::Nothing), wanted);
        }
        assert_eq!(fit(&line(500, None), None, Before::Nothing), Fit::Unknown);
        assert_eq!(fit(&line(500, None), None, Before::Same), Fit::Again);
        assert_eq!(fit(&line(500, None), Some(&claimed(500)), Before::Other), Fit::Differs);
    }

    #[test]
    fn the_same_payment_has_one_source_in_every_file() {
        let (mut one, mut other) = (line(500, None), line(500, Some("123456")));
        (one.n, other.n) = (1, 77);
        assert_eq!(one.source(None), other.source(None));
        other.channel = Channel::PayEasy;
        assert_ne!(one.source(None), other.source(None));
    }
}
