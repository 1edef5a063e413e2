//! Which ways to pay are open for one instalment on one day, and why the others are not. Pure.

use billing::Channel;
use billing::{Book, Item, Method};
use kernel::{Date, Yen};

/// What is to be paid, and what is known of whoever pays.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Situation<'a> {
    /// What for; a bill without an item is a fee.
    pub item: Option<&'a Item>,
    /// Everything that is asked on this day.
    pub sum: Yen,
    /// Until when.
    pub due: Date,
    pub today: Date,
    /// Whether a slip with codes can be printed for it.
    pub has_slip: bool,
    /// Whether it will be taken from an account of theirs.
    pub debited: bool,
    /// The least that the payment company takes, where the town has one.
    pub card_from: Option<Yen>,
    /// Whether everybody in the records is made up: what nobody has confirmed can then be tried.
    pub demo: bool,
}

/// Whether one can pay this way now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Yes.
    Open,
    /// In the fictional town one can see how it would be; nobody has confirmed it for the real one.
    Specimen,
    /// The town is finding out whether it offers this.
    Unknown,
    /// No.
    Closed(Why),
}

impl Verdict {
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Specimen)
    }
}

/// Why one cannot pay this way now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The town does not offer it.
    NotOffered,
    /// Not for this kind of bill.
    NotForThis,
    /// More than can be paid this way.
    AboveMost(Yen),
    /// Less than can be paid this way.
    BelowLeast(Yen),
    /// Its day is over.
    Late,
    /// There is no slip with codes.
    NoSlip,
    /// It begins with the next due day after one has asked for it.
    FromNextTime,
}

impl Why {
    /// The end of the key of its text.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::NotOffered => "not-offered",
            Self::NotForThis => "not-for-this",
            Self::AboveMost(_) => "above-most",
            Self::BelowLeast(_) => "below-least",
            Self::Late => "late",
            Self::NoSlip => "no-slip",
            Self::FromNextTime => "next-time",
        }
    }

    /// The amount that its text names.
    pub(crate) const fn amount(self) -> Option<Yen> {
        match self {
            Self::AboveMost(yen) | Self::BelowLeast(yen) => Some(yen),
            _ => None,
        }
    }
}

/// One way with its verdict.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'a> {
    pub method: &'a Method,
    pub verdict: Verdict,
}

/// Every way of the town's book: what happens of itself first, then what is open in the book's order,
/// then what is being found out, then the rest.
pub(crate) fn ways<'a>(book: &'a Book, s: &Situation<'_>) -> Vec<Way<'a>> {
    let mut ways: Vec<Way<'a>> = book.methods.iter().map(|method| Way { method, verdict: judge(method, s) }).collect();
    ways.sort_by_key(|w| match w.verdict {
        Verdict::Open | Verdict::Specimen => u8::from(w.method.channel != Channel::DirectDebit),
        Verdict::Unknown => 2,
        Verdict::Closed(_) => 3,
    });
    ways
}

/// Whether a way can be used. Cash at the counter always can, as long as something is owed.
pub(crate) fn judge(method: &Method, s: &Situation<'_>) -> Verdict {
    let channel = method.channel;
    if channel == Channel::Counter {
        return Verdict::Open;
    }
    if let Some(why) = barred(method, s) {
        return Verdict::Closed(why);
    }
    match method.offered {
        Some(false) => Verdict::Closed(Why::NotOffered),
        Some(true) => Verdict::Open,
        None if s.demo && channel != Channel::Transfer => Verdict::Specimen,
        None => Verdict::Unknown,
    }
}

/// What stands in the way of this bill, whatever the town offers in general.
fn barred(method: &Method, s: &Situation<'_>) -> Option<Why> {
    let item = s.item.map(|i| i.methods.as_slice()).unwrap_or_default();
    if !item.is_empty() && !item.contains(&method.channel) {
        return Some(Why::NotForThis);
    }
    if method.most().is_some_and(|most| s.sum > most) {
        return method.most().map(Why::AboveMost);
    }
    if s.due < s.today && method.after_due == Some(false) {
        return Some(Why::Late);
    }
    match method.channel {
        Channel::Store | Channel::ElQr | Channel::PayEasy if !s.has_slip => Some(Why::NoSlip),
        Channel::DirectDebit if !s.debited => Some(Why::FromNextTime),
        Channel::Card => match s.card_from {
            None => Some(Why::NotOffered),
            Some(least) if s.sum < least => Some(Why::BelowLeast(least)),
            Some(_) => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use billing::Words;
    use proptest::prelude::*;

    fn method(channel: Channel) -> Method {
        Method {
            channel,
            offered: Some(true),
            title: Words::default(),
            cost: None,
            place: None,
            until: None,
            receipt: None,
            limits: None,
            most: None,
            after_due: None,
            verified: false,
            source: None,
        }
    }

    fn situation(sum: i64) -> Situation<'static> {
        Situation {
            item: None,
            sum: Yen(sum),
            due: Date::constant(2026, 6, 30),
            today: Date::constant(2026, 6, 1),
            has_slip: true,
            debited: false,
            card_from: Some(Yen(50)),
            demo: false,
        }
    }

    #[test]
    fn a_slip_above_the_limit_of_stores_is_not_sent_to_a_store() {
        let store = Method { most: Some(300_000), after_due: Some(false), ..method(Channel::Store) };
        assert_eq!(judge(&store, &situation(300_000)), Verdict::Open);
        assert_eq!(judge(&store, &situation(300_001)), Verdict::Closed(Why::AboveMost(Yen(300_000))));
        let late = Situation { today: Date::constant(2026, 7, 1), ..situation(1000) };
        assert_eq!(judge(&store, &late), Verdict::Closed(Why::Late));
        assert_eq!(
            judge(&store, &Situation { today: late.due, ..late }),
            Verdict::Open,
            "the due day itself is in time"
        );
        assert_eq!(judge(&store, &Situation { has_slip: false, ..situation(1000) }), Verdict::Closed(Why::NoSlip));
    }

    #[test]
    fn a_card_is_offered_only_with_a_company_behind_it() {
        let card = method(Channel::Card);
        assert_eq!(judge(&card, &situation(50)), Verdict::Open);
        assert_eq!(judge(&card, &situation(49)), Verdict::Closed(Why::BelowLeast(Yen(50))));
        let without = Situation { card_from: None, demo: true, ..situation(1000) };
        assert_eq!(judge(&card, &without), Verdict::Closed(Why::NotOffered));
        assert_eq!(judge(&card, &Situation { item: None, ..without }), Verdict::Closed(Why::NotOffered));
    }

    #[test]
    fn what_nobody_confirmed_is_offered_to_made_up_people_alone() {
        let qr = Method { offered: None, ..method(Channel::ElQr) };
        assert_eq!(judge(&qr, &situation(1000)), Verdict::Unknown);
        assert_eq!(judge(&qr, &Situation { demo: true, ..situation(1000) }), Verdict::Specimen);
        let refused = Method { offered: Some(false), ..qr };
        assert_eq!(judge(&refused, &Situation { demo: true, ..situation(1000) }), Verdict::Closed(Why::NotOffered));
    }

    #[test]
    fn whoever_has_an_account_is_told_first_that_nothing_is_to_be_done() {
        let book = Book {
            methods: [Channel::Counter, Channel::ElQr, Channel::DirectDebit, Channel::Transfer].map(method).into(),
            ..Book::default()
        };
        let debited = ways(&book, &Situation { debited: true, ..situation(1000) });
        assert_eq!(debited[0].method.channel, Channel::DirectDebit);
        let not = ways(&book, &situation(1000));
        assert_eq!(not[3].verdict, Verdict::Closed(Why::FromNextTime), "what cannot be used comes last");
    }

    proptest! {
        #[test]
        fn every_way_is_named_once_and_the_counter_is_always_open(
            sum in 1_i64..2_000_000, late in any::<bool>(), slip in any::<bool>(), debited in any::<bool>(),
            card in proptest::option::of(0_i64..1000), demo in any::<bool>(), offered in proptest::option::of(any::<bool>()),
            most in proptest::option::of(1_i64..1_000_000), after in proptest::option::of(any::<bool>()),
        ) {
            let methods = Channel::ALL.map(|c| Method { offered, most, after_due: after, ..method(c) });
            let book = Book { methods: methods.into(), ..Book::default() };
            let s = situation(sum);
            let today = if late { Date::constant(2026, 9, 1) } else { s.today };
            let s = Situation { today, has_slip: slip, debited, card_from: card.map(Yen), demo, ..s };
            let ways = ways(&book, &s);
            prop_assert_eq!(ways.len(), Channel::ALL.len());
            let counter = ways.iter().find(|w| w.method.channel == Channel::Counter);
            prop_assert_eq!(counter.map(|w| w.verdict), Some(Verdict::Open));
            for way in &ways {
                if way.verdict.is_open() && way.method.channel != Channel::Counter {
                    prop_assert!(most.is_none_or(|m| sum <= m), "above the limit");
                    prop_assert!(!(late && after == Some(false)), "late");
                    prop_assert!(offered != Some(false), "not offered");
                    prop_assert!(demo || offered == Some(true), "not confirmed");
                }
            }
            let open = ways.iter().map(|w| w.verdict.is_open()).collect::<Vec<_>>();
            prop_assert!(open.windows(2).all(|w| w[0] >= w[1]), "what is open stands before what is not");
        }
    }
}
