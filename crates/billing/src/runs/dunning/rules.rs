//! Who gets a 督促状. Pure.

use crate::book::Kind;
use kernel::era::date_label;
use kernel::{Date, Yen};

/// What is known of an instalment whose day is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    /// What is left to pay.
    pub rest: Yen,
    pub due: Date,
    /// The day of a 督促状 that was sent for it.
    pub sent_on: Option<Date>,
    /// It stands on another list that is not done.
    pub listed: bool,
    /// 分納: other days are agreed and kept.
    pub agreed: bool,
    pub deceased: bool,
    /// Whether there is an address to write to.
    pub address: bool,
}

/// Why somebody gets none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    NotLate,
    Paid,
    Sent(Date),
    Listed,
    Agreed,
    Deceased,
    NoAddress,
}

impl Why {
    /// The reason as officers read it.
    pub fn in_words(self) -> String {
        match self {
            Self::NotLate => "納期限がまだ過ぎていません".to_owned(),
            Self::Paid => "納付がありました".to_owned(),
            Self::Sent(day) => format!("{}に督促状を出しています（督促は一度だけ）", date_label(day)),
            Self::Listed => "作成中のほかの一覧に入っています".to_owned(),
            Self::Agreed => "分納の約束をしていて、守られています".to_owned(),
            Self::Deceased => "亡くなった方です。相続人の代表を確かめてください（地方税法9条の2）".to_owned(),
            Self::NoAddress => "送り先がわかりません。調べて、わからなければ公示送達です（地方税法20条の2）".to_owned(),
        }
    }
}

/// Whether a 督促状 is sent, looked at on `today`.
pub(crate) fn decide(facts: Facts, today: Date) -> Result<(), Why> {
    match facts {
        Facts { due, .. } if today <= due => Err(Why::NotLate),
        Facts { rest, .. } if rest <= Yen::ZERO => Err(Why::Paid),
        Facts { sent_on: Some(day), .. } => Err(Why::Sent(day)),
        Facts { listed: true, .. } => Err(Why::Listed),
        Facts { agreed: true, .. } => Err(Why::Agreed),
        Facts { deceased: true, .. } => Err(Why::Deceased),
        Facts { address: false, .. } => Err(Why::NoAddress),
        _ => Ok(()),
    }
}

/// 督促状 within twenty days after the due day (地方税法329条, 371条 and their like), unless the town's book
/// says otherwise.
pub(crate) const WITHIN_DAYS: u16 = 20;

/// The article by which the letter is sent, as it stands on it. What is not sure stays general.
pub(crate) fn law(item: &str, kind: Kind) -> &'static str {
    match (item, kind) {
        ("resident_tax", _) => "地方税法329条",
        ("property_tax", _) => "地方税法371条",
        // What a town sells is owed as among neighbours.
        ("water", _) => "地方自治法施行令171条",
        (_, Kind::Tax | Kind::Insurance) => "地方税法",
        (_, Kind::Premium | Kind::Charge | Kind::Fee) => "地方自治法231条の3第1項",
    }
}

/// Whether the town itself may seize property for it (滞納処分): taxes and premiums.
pub(crate) const fn may_seize(kind: Kind) -> bool {
    matches!(kind, Kind::Tax | Kind::Insurance | Kind::Premium)
}

/// The last day on which it may be sent.
pub(crate) fn last_on(due: Date, within_days: u16) -> Date {
    later(due, i64::from(within_days))
}

/// The day after which property may be seized: ten days after the letter (地方税法331条1項1号).
pub(crate) fn seized_after(letter_on: Date) -> Date {
    later(letter_on, 10)
}

fn later(day: Date, days: i64) -> Date {
    kernel::Moment::start_of(day).plus_days(days).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DUE: Date = Date::constant(2026, 8, 31);

    fn late() -> Facts {
        Facts { rest: Yen(3000), due: DUE, sent_on: None, listed: false, agreed: false, deceased: false, address: true }
    }

    #[test]
    fn whoever_is_late_gets_one_from_the_day_after() {
        assert_eq!(decide(late(), DUE), Err(Why::NotLate), "the due day itself is in time");
        assert_eq!(decide(late(), Date::constant(2026, 9, 1)), Ok(()));
        assert_eq!(last_on(DUE, 20), Date::constant(2026, 9, 20));
        assert_eq!(seized_after(Date::constant(2026, 9, 15)), Date::constant(2026, 9, 25));
    }

    proptest! {
        #[test]
        fn nobody_gets_one_who_owes_nothing_had_one_or_keeps_an_agreement(
            rest in 0_i64..9000, sent: bool, listed: bool, agreed: bool, deceased: bool, address: bool,
        ) {
            let day = Date::constant(2026, 9, 15);
            let facts = Facts { rest: Yen(rest), sent_on: sent.then_some(day), listed, agreed, deceased, address, due: DUE };
            let free = rest > 0 && !sent && !listed && !agreed && !deceased && address;
            prop_assert_eq!(decide(facts, day).is_ok(), free);
            if let Err(why) = decide(facts, day) {
                prop_assert!(!why.in_words().is_empty());
            }
        }
    }
}
