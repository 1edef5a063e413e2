use super::*;
use futures::future::join_all;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_bill_is_paid_once_however_many_take_the_money_at_once() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(600).await;
        let answers = join_all((0..8).map(|_| counter.pay(bill, "600", "600", &[]))).await;
        let mut statuses: Vec<u16> = answers.iter().map(|a| a.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409, 409, 409, 409, 409, 409, 409]);
        let late = answers.iter().find(|a| a.status == 409).unwrap();
        assert!(late.says("ほかの職員が先に処理しました") && late.says("あなたの操作は記録していません"));
        assert_eq!((counter.status(bill).await.paid, counter.told().await), (Yen(600), 1));
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn receipts_have_no_gaps_and_a_closing_counts_every_payment_or_refuses_it() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let mut bills = Vec::new();
        for _ in 0..12 {
            bills.push(counter.issue(100).await);
        }
        let close = counter.town.post(
            &counter.cashier,
            "/desk/billing/drawer/close",
            &[("expected", "0"), ("counted", "0"), ("note", "")],
        );
        let pays = join_all(bills.iter().map(|bill| counter.pay(*bill, "100", "100", &[])));
        let (closed, paid) = tokio::join!(close, pays);
        let taken = i64::try_from(paid.iter().filter(|a| a.status == 303).count()).unwrap();
        assert!(paid.iter().all(|a| a.status == 303 || a.status == 422));
        if closed.status == 303 {
            assert_eq!(taken, 0, "a drawer closed at 0円 has taken nothing");
        }
        let rows =
            counter.town.house.db.rows("SELECT receipt FROM billing_payment ORDER BY receipt", args![]).await.unwrap();
        let numbers: Vec<String> = rows.iter().map(|r| r.get::<String>("receipt").unwrap()[7..13].to_owned()).collect();
        assert_eq!(numbers, (1..=taken).map(|n| format!("{n:06}")).collect::<Vec<_>>());
        counter.books_hold().await;
    })
    .await;
}
