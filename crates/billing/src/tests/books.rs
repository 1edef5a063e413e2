use super::*;
use crate::rules::tests::{Move, moves};
use crate::{
    Channel, Exempted, GiveBack, InstalmentId, NewInstalment, Outcome, Received, Refund, Settlement, SuspenseId,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Random histories of several bills through the real records: whatever is tried, the ledger sums
/// to zero and says what the bills say.
#[tokio::test]
async fn whatever_happens_the_ledger_sums_to_zero_and_says_what_the_bills_say() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let mut runner = TestRunner::deterministic();
        for round in 0..12_i64 {
            let bill = counter.levy(&[100 + round * 30_077, 4000, 7000 + round]).await;
            let history = moves().new_tree(&mut runner).unwrap().current();
            for (n, m) in history.into_iter().enumerate() {
                // What is refused is rolled back as a whole.
                let _ = attempt(&counter, bill, m, n).await;
                let _ = around(&counter, bill, n).await;
            }
            if round % 5 == 4 {
                counter.town.clock.advance_seconds(86_400 * 40);
            }
            assert_eq!(crate::ledger_sum(&counter.town.house.db).await.unwrap(), Yen::ZERO);
            assert!(crate::unbalanced(&counter.town.house.db).await.unwrap().is_empty());
        }
        counter.books_hold().await;
        counter.told().await;
    })
    .await;
}

async fn nth(counter: &Counter, bill: BillId, n: u128) -> InstalmentId {
    let all = crate::instalments(&counter.town.house.db, bill).await.unwrap();
    all[usize::try_from(n).unwrap() - 1].id
}

async fn attempt(counter: &Counter, bill: BillId, m: Move, at: usize) -> Result<(), BillingError> {
    let today = counter.town.house.now().date();
    let owed = crate::owed(&counter.town.house.db, bill, today).await.unwrap();
    let rest = owed.iter().map(crate::Owed::sum).sum();
    let (drawer, cashier) = ("cashier".to_owned(), "小銭 かぞえ".to_owned());
    match m {
        Move::Pay { amount, more, in_part } => {
            let (amount, tendered) = (Yen(amount), Yen(amount + more));
            let cash = Cash { amount, tendered, rest, in_part, instalment: None, drawer, cashier };
            counter.write(move |tx| async move { crate::pay_at_counter(&tx, bill, cash).await.map(|_| ()) }).await
        }
        Move::Refund(amount) => {
            let refundable = counter.status(bill).await.paid;
            let refund = Refund { amount: Yen(amount), refundable, reason: "理由".to_owned(), drawer, cashier };
            counter.write(move |tx| async move { crate::refund(&tx, bill, refund).await.map(|_| ()) }).await
        }
        Move::Void => counter.write(move |tx| async move { crate::void(&tx, bill, "理由").await }).await,
        Move::Receive { n, amount, days } => {
            let channel = Channel::ALL[1 + usize::try_from(days).unwrap() % 6];
            let received = Received {
                instalment: nth(counter, bill, n).await,
                channel,
                amount: Yen(amount),
                paid_on: today,
                source: format!("test:{bill}:{}", at / 2),
                note: None,
            };
            counter.write(move |tx| async move { crate::receive(&tx, received).await.map(|_| ()) }).await
        }
        Move::Exempt { n, amount } => {
            let what = match amount % 3 {
                0 => Exempted::Bill(Yen(amount)),
                1 => Exempted::Rest,
                _ => Exempted::Instalment(nth(counter, bill, n).await, Yen(amount)),
            };
            counter.write(move |tx| async move { crate::exempt(&tx, bill, what, "災害", "税 かかり").await }).await
        }
        Move::Waive(n) => {
            let what = Exempted::Arrears(nth(counter, bill, n).await);
            counter.write(move |tx| async move { crate::exempt(&tx, bill, what, "災害", "税 かかり").await }).await
        }
    }
}

/// What goes on around a bill: money handed over, money nobody knows, money given back.
async fn around(counter: &Counter, bill: BillId, n: usize) -> Result<(), BillingError> {
    let today = counter.town.house.now().date();
    let db = &counter.town.house.db;
    match n % 4 {
        0 => {
            let Some((channel, amount)) =
                crate::in_transit(db).await.unwrap().into_iter().find(|(_, yen)| *yen > Yen(200))
            else {
                return Ok(());
            };
            let (amount, fee, source) = (amount - Yen(110), Yen(110), format!("bank:{bill}:{n}"));
            let settlement = Settlement { channel, amount, fee, on: today, source, note: None };
            counter.write(move |tx| async move { crate::settle(&tx, settlement).await.map(|_| ()) }).await
        }
        1 => {
            let (source, amount) = (format!("unknown:{bill}:{n}"), Yen(1234));
            let instalment = nth(counter, bill, 1).await;
            let work = move |tx| async move {
                let id: SuspenseId = crate::into_suspense(&tx, Channel::Store, amount, today, source, None).await?;
                let outcome = if n % 8 == 1 { Outcome::For(instalment) } else { Outcome::GoesBack };
                crate::settle_suspense(&tx, id, outcome, "番号の書きまちがい", "会計").await.map(|_| ())
            };
            counter.write(work).await
        }
        2 => {
            let Some(over) = crate::overpaid_of(db, bill).await.unwrap().into_iter().find(|o| o.rest() > Yen(1)) else {
                return Ok(());
            };
            let half = Yen(over.rest().get() / 2);
            let to = GiveBack::Transfer { on: today, source: format!("back:{bill}:{n}") };
            counter
                .write(move |tx| async move { crate::give_back(&tx, over.id, half, to, "二重払い").await.map(|_| ()) })
                .await
        }
        _ => {
            let Some(over) = crate::overpaid_of(db, bill).await.unwrap().into_iter().find(|o| o.rest() > Yen(1)) else {
                return Ok(());
            };
            let to = nth(counter, bill, 3).await;
            counter.write(move |tx| async move { crate::offset(&tx, over.id, to, Yen(1)).await.map(|_| ()) }).await
        }
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

impl Counter {
    /// A tax in instalments, the first due two months ago.
    pub(super) async fn levy(&self, yen: &[i64]) -> BillId {
        let new = self.tax_of(yen);
        self.write(move |tx| async move { crate::issue(&tx, new).await }).await.unwrap()
    }

    pub(super) fn tax_of(&self, yen: &[i64]) -> NewBill {
        let now = self.town.house.now();
        let instalments = (0_i64..)
            .zip(yen)
            .map(|(n, yen)| NewInstalment { due: now.plus_days(31 * (n - 2)).date(), amount: Yen(*yen) });
        let lines = vec![("固定資産税".to_owned(), yen.iter().copied().map(Yen).sum())];
        let item = crate::book(&self.town.house).unwrap().item("property_tax").unwrap().clone();
        NewBill::new(self.hanako.person(), "固定資産税", lines, ("issuer_case", self.subject))
            .levied(&item, kernel::FiscalYear(2026))
            .in_instalments(instalments.collect())
    }
}
