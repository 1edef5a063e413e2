use super::*;

#[tokio::test]
async fn a_fee_is_found_paid_and_the_receipt_is_printed() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(600).await;
        let number = counter.status(bill).await.number;
        let found =
            counter.town.get(&counter.cashier, &format!("/desk/billing?q={}", number.to_lowercase())).await.leads_on();
        let page = counter.town.get(&counter.cashier, &found).await;
        assert!(page.says("縁側　花子") && page.says("600円"));
        let by_reference =
            counter.town.get(&counter.cashier, &format!("/desk/billing?q={}", Reference::from_random([3; 8]))).await;
        assert!(by_reference.says(&number));

        let done = counter.pay(bill, "600", "１，０００円", &[]).await.leads_on();
        let page = counter.town.get(&counter.cashier, &done).await;
        assert!(page.says("600円を受け取りました") && page.says("おつり") && page.says("400円"));
        let status = counter.status(bill).await;
        assert_eq!((status.state, status.paid, status.rest), (BillState::Paid, Yen(600), Yen::ZERO));
        assert_eq!(counter.told().await, 1);

        let href = page.attributes("a[href$='/receipt']", "href").remove(0);
        let pdf = counter.town.get(&counter.cashier, &href).await;
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        for words in ["cash_receipt", "縁側　花子", "令和8年6月1日", "会計の窓口", "住民票の写し", "R-2026-000001-"]
        {
            assert!(pdf.says(words), "{words} is on the receipt: {}", pdf.text());
        }
        let receipt = page.select("td .cell").into_iter().find(|t| t.starts_with("R-2026")).unwrap();
        let receipt = receipt.split(' ').next().unwrap();
        assert_eq!(
            counter.town.get(&counter.cashier, &format!("/desk/billing?q={receipt}")).await.leads_on(),
            found,
            "a receipt leads to its bill"
        );
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_cashier_mistypes_is_said_beside_the_field_and_books_nothing() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(600).await;
        let cases = [
            ("600", "abc", vec![], "お預かりした額を数字で入れてください"),
            ("600", "500", vec![], "お預かりした額が、受け取る額より少なくなっています"),
            ("600", "1000", vec![("in_part", "yes"), ("amount", "700")], "残りの額より少ない額を入れてください"),
            ("600", "1000", vec![("in_part", "yes"), ("amount", "")], "受け取る額を数字で入れてください"),
            ("600", "1000", vec![("in_part", "yes"), ("amount", "0")], "1円以上の額を入れてください"),
        ];
        for (rest, tendered, more, words) in cases {
            let page = counter.pay(bill, rest, tendered, &more).await;
            assert!(page.status == 422 && page.says(words), "{words}");
        }
        assert_eq!(counter.pay(bill, "x", "600", &[]).await.status, 400);
        assert_eq!(counter.status(bill).await.paid, Yen::ZERO);
        let entries = "SELECT CAST(COUNT(*) AS bigint) FROM billing_payment";
        assert_eq!(counter.town.house.db.one::<i64>(entries, args![]).await.unwrap(), Some(0));
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn a_part_is_taken_when_asked_for_and_the_rest_later() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(1000).await;
        let part = counter.pay(bill, "1000", "500", &[("in_part", "yes"), ("amount", "300")]).await.leads_on();
        assert!(counter.town.get(&counter.cashier, &part).await.says("残りは"));
        assert_eq!((counter.status(bill).await.rest, counter.told().await), (Yen(700), 0));
        assert_eq!(counter.pay(bill, "1000", "1000", &[]).await.status, 409, "the payer was told another sum");
        counter.pay(bill, "700", "700", &[]).await.leads_on();
        assert_eq!((counter.status(bill).await.state, counter.told().await), (BillState::Paid, 1));
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn money_is_given_back_never_more_than_was_taken() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(600).await;
        let back = |fields: Vec<(&'static str, &'static str)>| {
            let counter = &counter;
            async move { counter.town.post(&counter.cashier, &format!("/desk/billing/{bill}/refund"), &fields).await }
        };
        assert_eq!(back(vec![("refundable", "0"), ("refund", "1"), ("reason", "誤り")]).await.status, 409);
        counter.pay(bill, "600", "600", &[]).await.leads_on();
        let silent = back(vec![("refundable", "600"), ("refund", "600"), ("reason", "")]).await;
        assert!(silent.status == 422 && silent.says("返す理由を書いてください"));
        let more = back(vec![("refundable", "600"), ("refund", "601"), ("reason", "誤り")]).await;
        assert!(more.status == 422 && more.says("金額が多すぎます"));
        back(vec![("refundable", "600"), ("refund", "250"), ("reason", "一通は要らなかった")]).await.leads_on();
        let twice = back(vec![("refundable", "600"), ("refund", "250"), ("reason", "一通は要らなかった")]).await;
        assert!(
            twice.status == 409 && twice.says("ほかの職員が先に処理しました"),
            "the same form twice gives nothing twice"
        );
        back(vec![("refundable", "350"), ("refund", "350"), ("reason", "取り下げ")]).await.leads_on();
        assert_eq!(counter.status(bill).await.state, BillState::Refunded);
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn a_bill_is_taken_back_only_before_anything_is_paid() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let (one, other) = (counter.issue(600).await, counter.issue(400).await);
        let path = |bill: BillId| format!("/desk/billing/{bill}/void");
        let silent = counter.town.post(&counter.cashier, &path(one), &[("why", " ")]).await;
        assert!(silent.status == 422 && silent.says("理由を500字までで"));
        counter.town.post(&counter.cashier, &path(one), &[("why", "二重に請求した")]).await.leads_on();
        assert_eq!(counter.status(one).await.state, BillState::Void);
        assert_eq!(counter.pay(one, "600", "600", &[]).await.status, 409);
        counter.pay(other, "400", "400", &[]).await.leads_on();
        assert_eq!(counter.town.post(&counter.cashier, &path(other), &[("why", "誤り")]).await.status, 409);
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn the_drawer_is_counted_and_closed_and_takes_nothing_more_that_day() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let (one, late) = (counter.issue(600).await, counter.issue(400).await);
        let post = |path: &'static str, fields: Vec<(&'static str, &'static str)>| {
            let counter = &counter;
            async move { counter.town.post(&counter.cashier, path, &fields).await }
        };
        assert_eq!(post("/desk/billing/drawer/open", vec![("opening", "x")]).await.status, 422);
        post("/desk/billing/drawer/open", vec![("opening", "10000")]).await.leads_on();
        counter.pay(one, "600", "1000", &[]).await.leads_on();
        let page = counter.town.get(&counter.cashier, "/desk/billing/drawer").await;
        assert!(page.says("10,600円") && page.says("帳簿: 収入未済") && page.says("R-2026-000001"));

        let close = "/desk/billing/drawer/close";
        assert_eq!(
            post(close, vec![("expected", "10000"), ("counted", "10000")]).await.status,
            422,
            "a payment came in between"
        );
        let short = post(close, vec![("expected", "10600"), ("counted", "10500")]).await;
        assert!(short.status == 422 && short.says("もう一度数えるか、差の理由を"));
        post(close, vec![("expected", "10600"), ("counted", "10500"), ("note", "100円が見当たらない")])
            .await
            .leads_on();
        let page = counter.town.get(&counter.cashier, "/desk/billing/drawer").await;
        assert!(page.says("数えた額との差は -100円 です") && !page.says("一日の締め</h2>"));
        let refused = counter.pay(late, "400", "400", &[]).await;
        assert!(refused.status == 422 && refused.says("今日の締めは終わっています"));

        counter.town.clock.advance_seconds(86_400);
        counter.pay(late, "400", "400", &[]).await.leads_on();
        let short = "SELECT CAST(SUM(debit - credit) AS bigint) FROM billing_entry WHERE account = 'over_short'";
        assert_eq!(counter.town.house.db.one::<i64>(short, args![]).await.unwrap(), Some(100));
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn a_day_that_ended_without_a_count_is_shown_and_closed_later() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(600).await;
        counter.pay(bill, "600", "600", &[]).await.leads_on();
        counter.town.clock.advance_seconds(86_400);
        let page = counter.town.get(&counter.cashier, "/desk/billing/drawer").await;
        assert!(
            page.says("令和8年6月1日</a>の締めが終わっていません")
                || page.says("令和8年6月1日の締めが終わっていません")
        );
        let fields = [("expected", "600"), ("counted", "600"), ("day", "2026-06-01")];
        let closed = counter.town.post(&counter.cashier, "/desk/billing/drawer/close", &fields).await.leads_on();
        assert!(counter.town.get(&counter.cashier, &closed).await.says("数えた額は合っています"));
        assert!(!counter.town.get(&counter.cashier, "/desk/billing/drawer").await.says("締めが終わっていません"));
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn only_cashiers_take_money_and_only_with_their_own_drawer() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(600).await;
        let path = format!("/desk/billing/{bill}");
        let reader = counter.town.officer_of("residents", &["billing.see"], &[]);
        let elsewhere = counter.town.officer_of("tax", &["billing.see"], &[]);
        assert_eq!(counter.town.get(&elsewhere, &path).await.status, 404, "another desk's matter");
        assert!(!counter.town.get(&elsewhere, "/desk/billing").await.says("住民票"));
        let stranger = counter.town.officer_of("tax", &["cases.desk"], &[]);
        let page = counter.town.get(&reader, &path).await;
        assert!(page.status == 200 && !page.says("受け取って記録する"));
        assert_eq!(counter.town.get(&stranger, &path).await.status, 403);
        assert_eq!(counter.town.get(&counter.hanako, &path).await.status, 403);
        let fields = [("rest", "600"), ("tendered", "600")];
        for who in [&reader, &stranger, &counter.hanako] {
            assert_eq!(counter.town.post(who, &format!("{path}/pay"), &fields).await.status, 403);
        }
        assert_eq!(counter.pay(bill, "600", "600", &[("drawer", "residents")]).await.status, 403);
        assert_eq!(counter.status(bill).await.paid, Yen::ZERO);
    })
    .await;
}

#[tokio::test]
async fn the_plan_counts_payments_by_channel() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        for _ in 0..3 {
            let bill = counter.issue(300).await;
            counter.pay(bill, "300", "300", &[]).await.leads_on();
        }
        let today = counter.town.house.now().date();
        let period = web::Period { first: today, last: today };
        let figure = (crate::indicators::ALL[0].count)(counter.town.house.db.clone(), period).await.unwrap();
        assert_eq!((figure.value, figure.parts), (Some(3.0), vec![("counter".to_owned(), 3)]));
    })
    .await;
}
