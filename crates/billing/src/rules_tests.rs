use super::*;
use proptest::prelude::*;

fn bill(total: i64) -> Standing {
    Standing::issue(Yen(total)).0
}

fn exact(bill: &Standing, amount: i64) -> Handed {
    Handed { amount: Yen(amount), tendered: Yen(amount), in_part: false, rest: bill.rest() }
}

#[test]
fn cash_is_taken_and_change_is_given() {
    let mut b = bill(600);
    let (posting, change) = b.pay(Handed { tendered: Yen(1000), ..exact(&b, 600) }).unwrap();
    assert_eq!(change, Yen(400));
    assert_eq!(posting, Posting::of(Account::Cash, Account::Receivable, Yen(600)));
    assert_eq!(b.state, BillState::Paid);
    assert!(matches!(b.pay(exact(&b, 600)), Err(BillingError::Changed)), "paid twice by no means");
}

#[test]
fn what_cannot_be_right_is_refused() {
    let b = bill(600);
    let refused = |handed: Handed| b.clone_and_pay(handed).unwrap_err();
    assert!(matches!(refused(exact(&b, 700)), BillingError::TooMuch));
    assert!(matches!(refused(exact(&b, 500)), BillingError::TooLittle));
    assert!(matches!(refused(exact(&b, 0)), BillingError::Invalid("amount")));
    assert!(matches!(refused(exact(&b, -1)), BillingError::Invalid("amount")));
    assert!(matches!(refused(Handed { tendered: Yen(500), ..exact(&b, 600) }), BillingError::ShortOfCash));
    assert!(matches!(refused(Handed { rest: Yen(599), ..exact(&b, 600) }), BillingError::Changed));
}

impl Standing {
    fn clone_and_pay(mut self, handed: Handed) -> Result<Yen, BillingError> {
        self.pay(handed).map(|(_, change)| change)
    }
}

#[test]
fn paying_in_part_needs_asking_and_leaves_a_rest() {
    let mut b = bill(600);
    b.pay(Handed { in_part: true, ..exact(&b, 200) }).unwrap();
    assert_eq!((b.state, b.rest()), (BillState::Open, Yen(400)));
    assert!(matches!(b.void(), Err(BillingError::Changed)), "money was taken");
    b.refund(Yen(200), Yen(200)).unwrap();
    assert_eq!(b.rest(), Yen(600));
    b.void().unwrap();
    assert_eq!((b.state, b.rest()), (BillState::Void, Yen::ZERO));
}

#[test]
fn never_more_is_given_back_than_was_taken() {
    let mut b = bill(600);
    assert!(matches!(b.refund(Yen(1), Yen::ZERO), Err(BillingError::Changed)));
    b.pay(exact(&b, 600)).unwrap();
    assert!(matches!(b.refund(Yen(601), Yen(600)), Err(BillingError::TooMuch)));
    assert!(matches!(b.refund(Yen(1), Yen(500)), Err(BillingError::Changed)), "the officer saw another sum");
    b.refund(Yen(250), Yen(600)).unwrap();
    assert_eq!((b.state, b.paid), (BillState::Paid, Yen(350)));
    b.refund(Yen(350), Yen(350)).unwrap();
    assert_eq!(b.state, BillState::Refunded);
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
    Refund(i64),
    Void,
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => (-10_i64..1200, -50_i64..500, any::<bool>()).prop_map(|(amount, more, in_part)| Move::Pay { amount, more, in_part }),
        2 => (-10_i64..1200).prop_map(Move::Refund),
        1 => Just(Move::Void),
    ];
    prop::collection::vec(one, 0..12)
}

proptest! {
    #[test]
    fn the_books_always_balance_and_tell_the_bill(total in 1_i64..1000, moves in moves()) {
        let (mut bill, first) = Standing::issue(Yen(total));
        let mut postings = vec![first];
        for m in moves {
            let before = bill;
            let done = match m {
                Move::Pay { amount, more, in_part } => {
                    let handed = Handed { amount: Yen(amount), tendered: Yen(amount + more), in_part, rest: bill.rest() };
                    bill.pay(handed).map(|(posting, change)| { assert_eq!(change, Yen(more)); posting })
                }
                Move::Refund(amount) => bill.refund(Yen(amount), bill.refundable()),
                Move::Void => bill.void(),
            };
            match done {
                Ok(posting) => postings.push(posting),
                Err(_) => prop_assert_eq!(bill, before, "a refusal changes nothing"),
            }
            prop_assert!(bill.paid >= Yen::ZERO && bill.paid + bill.refunded <= bill.total);
        }
        prop_assert!(postings.iter().all(|p| p.sum().is_zero()));
        let balance = |account: Account| -> Yen {
            postings.iter().flat_map(Posting::entries).filter(|(a, _)| *a == account).map(|(_, amount)| amount).sum()
        };
        let told = (balance(Account::Receivable), balance(Account::Revenue), balance(Account::Cash));
        prop_assert_eq!(told, bill.books());
    }

    #[test]
    fn closing_a_drawer_balances_whatever_was_counted(takings in -5000_i64..100_000, counted in -5000_i64..100_000) {
        let posting = Posting::closing(Yen(takings), Yen(counted));
        prop_assert!(posting.sum().is_zero());
        let difference: Yen = posting.entries().filter(|(a, _)| *a == Account::OverShort).map(|(_, y)| y).sum();
        prop_assert_eq!(difference, Yen(takings - counted));
    }
}
