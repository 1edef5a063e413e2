use super::*;
use crate::InstalmentId;
use kernel::{Date, FiscalYear, TypedId, Uuid};
use proptest::prelude::*;

const DUE: Date = Date::constant(2025, 6, 30);

fn instalment(n: u128) -> InstalmentId {
    InstalmentId::from_uuid(Uuid::from_u128(n))
}

fn part(n: u128, yen: i64) -> Part {
    let due = Date::constant(2025, 5 + i8::try_from(n).unwrap(), 30);
    Part {
        id: instalment(n),
        due,
        year: FiscalYear(2025),
        standing: Standing::new(Yen(yen)),
        waived: false,
        days: vec![],
    }
}

fn fee(total: i64) -> Claim {
    Claim { parts: vec![part(1, total)], bears_arrears: false }
}

/// A tax in three instalments, due on 30 June, July and August.
fn tax(yen: [i64; 3]) -> Claim {
    Claim { parts: (1..).zip(yen).map(|(n, yen)| part(n, yen)).collect(), bears_arrears: true }
}

fn exact(claim: &Claim, amount: i64) -> Handed {
    Handed { amount: Yen(amount), tendered: Yen(amount), in_part: false, rest: claim.asked(None, DUE) }
}

fn pay(claim: &mut Claim, handed: Handed) -> Result<(Taking, Yen), BillingError> {
    claim.pay(handed, None, DUE)
}

#[test]
fn cash_is_taken_and_change_is_given() {
    let mut b = fee(600);
    let (taking, change) = pay(&mut b, Handed { tendered: Yen(1000), ..exact(&fee(600), 600) }).unwrap();
    assert_eq!(change, Yen(400));
    assert_eq!(taking.posting.balance(Account::Cash), Yen(600));
    assert_eq!(taking.posting.balance(Account::Receivable), Yen(-600));
    assert_eq!(b.standing().state, BillState::Paid);
    assert!(matches!(pay(&mut b, exact(&fee(600), 600)), Err(BillingError::Changed)), "paid twice by no means");
}

#[test]
fn what_cannot_be_right_is_refused() {
    let b = fee(600);
    let refused = |handed: Handed| pay(&mut b.clone(), handed).unwrap_err();
    assert!(matches!(refused(exact(&b, 700)), BillingError::TooMuch));
    assert!(matches!(refused(exact(&b, 500)), BillingError::TooLittle));
    assert!(matches!(refused(exact(&b, 0)), BillingError::Invalid("amount")));
    assert!(matches!(refused(exact(&b, -1)), BillingError::Invalid("amount")));
    assert!(matches!(refused(Handed { tendered: Yen(500), ..exact(&b, 600) }), BillingError::ShortOfCash));
    assert!(matches!(refused(Handed { rest: Yen(599), ..exact(&b, 600) }), BillingError::Changed));
}

#[test]
fn paying_in_part_needs_asking_and_leaves_a_rest() {
    let mut b = fee(600);
    let part = Handed { in_part: true, ..exact(&b, 200) };
    pay(&mut b, part).unwrap();
    assert_eq!((b.standing().state, b.standing().rest()), (BillState::Open, Yen(400)));
    assert!(matches!(b.void(), Err(BillingError::Changed)), "money was taken");
    b.refund(Yen(200), Yen(200), DUE).unwrap();
    assert_eq!(b.standing().rest(), Yen(600));
    b.void().unwrap();
    assert_eq!((b.standing().state, b.standing().rest()), (BillState::Void, Yen::ZERO));
}

#[test]
fn never_more_is_given_back_than_was_taken() {
    let mut b = fee(600);
    assert!(matches!(b.refund(Yen(1), Yen::ZERO, DUE), Err(BillingError::Changed)));
    let all = exact(&b, 600);
    pay(&mut b, all).unwrap();
    assert!(matches!(b.refund(Yen(601), Yen(600), DUE), Err(BillingError::TooMuch)));
    assert!(matches!(b.refund(Yen(1), Yen(500), DUE), Err(BillingError::Changed)), "the officer saw another sum");
    b.refund(Yen(250), Yen(600), DUE).unwrap();
    assert_eq!((b.standing().state, b.standing().paid), (BillState::Paid, Yen(350)));
    b.refund(Yen(350), Yen(350), DUE).unwrap();
    assert_eq!(b.standing().state, BillState::Refunded);
}

#[test]
fn cash_fills_instalments_in_the_order_of_their_due_days() {
    let mut b = tax([3000, 4000, 5000]);
    let some = Handed { in_part: true, ..exact(&b, 5000) };
    pay(&mut b, some).unwrap();
    let paid: Vec<Yen> = b.parts.iter().map(|p| p.standing.paid).collect();
    assert_eq!(paid, [Yen(3000), Yen(2000), Yen::ZERO]);
    let third = Handed { amount: Yen(5000), tendered: Yen(5000), in_part: false, rest: Yen(5000) };
    b.pay(third, Some(instalment(3)), DUE).unwrap();
    assert_eq!(b.standing().rest(), Yen(2000), "one that is named is paid first");
}

#[test]
fn who_pays_too_much_or_twice_is_owed_it() {
    let mut b = tax([3000, 4000, 5000]);
    let taking = b.receive(instalment(1), Yen(3500), DUE, Account::InTransit).unwrap();
    assert_eq!((taking.taken, taking.over), (Yen(3000), Yen(500)));
    let again = b.receive(instalment(1), Yen(3000), DUE, Account::InTransit).unwrap();
    assert_eq!((again.taken, again.over), (Yen::ZERO, Yen(3000)));
    assert_eq!(again.posting.balance(Account::Overpaid), Yen(-3000));
    assert_eq!(b.standing().rest(), Yen(9000), "the other instalments are still owed");
}

#[test]
fn paying_late_costs_interest_once_the_tax_itself_is_paid() {
    let mut b = tax([200_000, 4000, 5000]);
    let late = Date::constant(2026, 1, 30);
    let asked = b.asked(Some(instalment(1)), late);
    let interest = asked - Yen(200_000);
    assert_eq!(interest, crate::arrears(crate::Rates::national(), Yen(200_000), DUE, late));
    assert!(interest > Yen(1000));
    let taking = b.receive(instalment(1), Yen(200_000), late, Account::InTransit).unwrap();
    assert_eq!(taking.posting.balance(Account::ArrearsRevenue), -interest, "it is charged");
    assert_eq!((b.parts[0].standing.rest(), b.parts[0].standing.state), (interest, BillState::Open));
    let taking = b.receive(instalment(1), interest, late, Account::InTransit).unwrap();
    assert_eq!((taking.arrears, taking.over), (interest, Yen::ZERO));
    assert_eq!(b.parts[0].standing.state, BillState::Paid);

    let mut waived = tax([200_000, 4000, 5000]);
    waived.waive_arrears(instalment(1)).unwrap();
    assert_eq!(waived.asked(Some(instalment(1)), late), Yen(200_000));
}

#[test]
fn what_is_exempted_is_not_asked_and_what_was_paid_of_it_is_given_back() {
    let mut b = tax([3000, 4000, 5000]);
    b.receive(instalment(1), Yen(3000), DUE, Account::InTransit).unwrap();
    assert!(matches!(b.exempt(instalment(1), Yen(3001)), Err(BillingError::TooMuch)));
    let (posting, over) = b.exempt(instalment(1), Yen(1000)).unwrap();
    assert_eq!((over, posting.balance(Account::Overpaid)), (Yen(1000), Yen(-1000)));
    let (_, over) = b.exempt(instalment(2), Yen(4000)).unwrap();
    assert_eq!((over, b.parts[1].standing.state), (Yen::ZERO, BillState::Exempt));
    assert_eq!(b.standing().rest(), Yen(5000));
}

#[test]
fn a_bill_needs_lines_that_make_sense() {
    let line = |label: &str, yen: i64| (label.to_owned(), Yen(yen));
    assert_eq!(total(&[line("住民票の写し", 300), line("郵送料", 110)]).unwrap(), Yen(410));
    for wrong in [
        vec![],
        vec![line("", 300)],
        vec![line("a", -1), line("b", 5)],
        vec![line("a", 0)],
        vec![line("a", i64::MAX), line("b", 1)],
    ] {
        assert!(matches!(total(&wrong), Err(BillingError::Invalid(_))));
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Move {
    Pay { amount: i64, more: i64, in_part: bool },
    Receive { n: u128, amount: i64, days: i8 },
    Exempt { n: u128, amount: i64 },
    Waive(u128),
    Refund(i64),
    Void,
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => (-10_i64..1200, -50_i64..500, any::<bool>()).prop_map(|(amount, more, in_part)| Move::Pay { amount, more, in_part }),
        4 => (1_u128..=3, 1_i64..400_000, 0_i8..28).prop_map(|(n, amount, days)| Move::Receive { n, amount, days }),
        2 => (1_u128..=3, -10_i64..300_000).prop_map(|(n, amount)| Move::Exempt { n, amount }),
        1 => (1_u128..=3).prop_map(Move::Waive),
        2 => (-10_i64..1200).prop_map(Move::Refund),
        1 => Just(Move::Void),
    ];
    prop::collection::vec(one, 0..16)
}

/// Half a year late, so that interest is at stake.
const LATE: Date = Date::constant(2026, 1, 1);

fn play(claim: &mut Claim, m: &Move, over: &mut Yen) -> Result<Posting, BillingError> {
    match *m {
        Move::Pay { amount, more, in_part } => {
            let rest = claim.asked(None, LATE);
            let handed = Handed { amount: Yen(amount), tendered: Yen(amount + more), in_part, rest };
            let (taking, change) = claim.pay(handed, None, LATE)?;
            assert_eq!(change, Yen(more));
            Ok(taking.posting)
        }
        Move::Receive { n, amount, days } => {
            let day = Date::constant(2026, 1, days + 1);
            let taking = claim.receive(instalment(n), Yen(amount), day, Account::InTransit)?;
            assert_eq!(taking.taken + taking.over, Yen(amount), "not a yen is lost");
            *over += taking.over;
            Ok(taking.posting)
        }
        Move::Exempt { n, amount } => {
            let (posting, more) = claim.exempt(instalment(n), Yen(amount))?;
            *over += more;
            Ok(posting)
        }
        Move::Waive(n) => {
            let (posting, more, _) = claim.waive_arrears(instalment(n))?;
            *over += more;
            Ok(posting)
        }
        Move::Refund(amount) => claim.refund(Yen(amount), claim.standing().refundable(), LATE),
        Move::Void => claim.void(),
    }
}

proptest! {
    #[test]
    fn the_books_always_balance_and_tell_the_bill(yen in [1_i64..500_000, 1_i64..3000, 1_i64..90_000], moves in moves()) {
        let mut bill = tax(yen);
        let mut postings = vec![bill.issued()];
        let mut over = Yen::ZERO;
        for m in &moves {
            let before = bill.clone();
            match play(&mut bill, m, &mut over) {
                Ok(posting) => postings.push(posting),
                Err(_) => prop_assert_eq!(&bill, &before, "a refusal changes nothing"),
            }
            for Part { standing: s, .. } in &bill.parts {
                prop_assert!(s.paid >= Yen::ZERO && s.principal() >= Yen::ZERO && s.arrears_paid <= s.arrears, "{s:?}");
            }
        }
        prop_assert!(postings.iter().all(|p| p.sum().is_zero()));
        let balance = |account: Account| -> Yen { postings.iter().map(|p| p.balance(account)).sum() };
        let s = bill.standing();
        let void = s.state == BillState::Void;
        let asked = if void { Yen::ZERO } else { s.total - s.exempted - s.refunded };
        prop_assert_eq!(balance(Account::Receivable), s.principal());
        prop_assert_eq!(balance(Account::ArrearsReceivable), s.arrears - s.arrears_paid);
        prop_assert_eq!(balance(Account::Revenue), -asked);
        prop_assert_eq!(balance(Account::ArrearsRevenue), -s.arrears);
        prop_assert_eq!(balance(Account::Overpaid), -over);
        prop_assert_eq!(balance(Account::Cash) + balance(Account::InTransit), s.paid + s.arrears_paid + over);
    }

    #[test]
    fn closing_a_drawer_balances_whatever_was_counted(takings in -5000_i64..100_000, counted in -5000_i64..100_000) {
        let posting = Posting::closing(Yen(takings), Yen(counted));
        prop_assert!(posting.sum().is_zero());
        prop_assert_eq!(posting.balance(Account::OverShort), Yen(takings - counted));
    }
}
