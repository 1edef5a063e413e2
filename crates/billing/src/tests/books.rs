use super::*;
use crate::Refund;
use crate::rules::tests::{Move, moves};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Random histories of several bills through the real records: whatever is tried, the ledger sums
/// to zero and says what the bills say.
#[tokio::test]
async fn whatever_happens_at_the_counter_the_ledger_sums_to_zero() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let mut runner = TestRunner::deterministic();
        for round in 0..12_i64 {
            let bill = counter.issue(100 + round * 77).await;
            let history = moves().new_tree(&mut runner).unwrap().current();
            for m in history {
                // What is refused is rolled back as a whole.
                let _ = attempt(&counter, bill, m).await;
            }
            if round % 5 == 4 {
                counter.town.clock.advance_seconds(86_400);
            }
            assert_eq!(crate::ledger_sum(&counter.town.house.db).await.unwrap(), Yen::ZERO);
            assert!(crate::unbalanced(&counter.town.house.db).await.unwrap().is_empty());
        }
        counter.books_hold().await;
        counter.told().await;
    })
    .await;
}

async fn attempt(counter: &Counter, bill: BillId, m: Move) -> Result<(), BillingError> {
    let status = counter.status(bill).await;
    let (drawer, cashier) = ("cashier".to_owned(), "小銭 かぞえ".to_owned());
    match m {
        Move::Pay { amount, more, in_part } => {
            let (amount, tendered) = (Yen(amount), Yen(amount + more));
            let cash = Cash { amount, tendered, rest: status.rest, in_part, drawer, cashier };
            counter.write(move |tx| async move { crate::pay_at_counter(&tx, bill, cash).await.map(|_| ()) }).await
        }
        Move::Refund(amount) => {
            let refund =
                Refund { amount: Yen(amount), refundable: status.paid, reason: "理由".to_owned(), drawer, cashier };
            counter.write(move |tx| async move { crate::refund(&tx, bill, refund).await.map(|_| ()) }).await
        }
        Move::Void => counter.write(move |tx| async move { crate::void(&tx, bill, "理由").await }).await,
    }
}

#[tokio::test]
async fn a_ledger_line_changed_by_hand_is_seen() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(600).await;
        counter.pay(bill, "600", "600", &[]).await.leads_on();
        let forge = |tx: store::Tx| async move {
            tx.execute("UPDATE billing_entry SET debit = debit - 100 WHERE account = 'cash'", args![]).await?;
            Ok(())
        };
        counter.write(forge).await.unwrap();
        let db = &counter.town.house.db;
        assert_eq!(crate::ledger_sum(db).await.unwrap(), Yen(-100));
        assert_eq!(crate::unbalanced(db).await.unwrap().len(), 1);
        assert!(!counter.town.verdict().await.findings.is_empty(), "the journal names it too");
    })
    .await;
}
