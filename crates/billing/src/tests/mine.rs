use super::*;

#[tokio::test]
async fn a_resident_sees_what_to_pay_where_and_until_when() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        assert!(counter.town.get(&counter.hanako, "/my/bills").await.says("いま、払うものはありません"));
        let bill = counter.issue(600).await;
        let status = counter.status(bill).await;
        assert_eq!(status.due, Date::constant(2026, 7, 1), "thirty days on");
        let list = counter.town.get(&counter.hanako, "/my/bills").await;
        assert!(list.says("住民票の写しの手数料") && list.says("令和8年7月1日 まで"));
        let path = format!("/my/bills/{bill}");
        let page = counter.town.get(&counter.hanako, &path).await;
        for words in [status.number.as_str(), "600円", "現金で払えます", "0247-72-2111", "小野町"] {
            assert!(page.says(words), "{words}");
        }
        for lang in ["easy", "en"] {
            let page = counter.town.get(&counter.hanako, &format!("{path}?lang={lang}")).await;
            assert!(page.status == 200 && !page.says("⟦"), "{lang}");
        }
        assert!(counter.town.get(&counter.hanako, &format!("{path}?lang=en")).await.says("by 1 July 2026"));

        counter.town.clock.advance_seconds(40 * 86_400);
        assert!(counter.town.get(&counter.hanako, &path).await.says("期限を過ぎていても、窓口で払えます"));
        counter.pay(bill, "600", "600", &[]).await.leads_on();
        let page = counter.town.get(&counter.hanako, &path).await;
        assert!(page.says("600円 を受け取りました（領収番号 R-2026-000001-") && !page.says("現金で払えます"));
    })
    .await;
}

#[tokio::test]
async fn a_tax_in_instalments_says_what_is_next_and_lists_each_with_its_day() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.levy(&[1000, 2000, 3000]).await;
        let list = counter.town.get(&counter.hanako, "/my/bills").await;
        assert!(list.says("第1期　1,000円") && !list.says("6,000円"), "not the whole at once");
        let page = counter.town.get(&counter.hanako, &format!("/my/bills/{bill}")).await;
        for words in ["つぎに払う額", "第1期　1,000円", "残り全部", "6,000円", "第2期", "2,000円", "第3期", "3,000円"]
        {
            assert!(page.says(words), "{words}");
        }
        for n in 1..=3 {
            assert!(page.text().contains(&format!("/my/bills/{bill}/pay/{n}\"")), "{n}");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_the_bill_of_another() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(600).await;
        let path = format!("/my/bills/{bill}");
        let taro = counter.town.resident("見本 太郎").await;
        assert_eq!(counter.town.get(&taro, &path).await.status, 404);
        assert!(!counter.town.get(&taro, "/my/bills").await.says("住民票"));
        assert_eq!(counter.town.get(&Who::nobody(), &path).await.leads_on(), format!("/sign-in?return={path}"));
        let unknown =
            counter.town.signed_in_as("知らない 人", kernel::TypedId::from_uuid(counter.town.id()), None, None);
        assert_eq!(counter.town.get(&unknown, &path).await.status, 404);
        assert_eq!(counter.town.get(&counter.hanako, &format!("/my/bills/{}", counter.town.id())).await.status, 404);
        assert_eq!(counter.town.get(&counter.hanako, &path).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn an_officer_who_opens_a_bill_leaves_a_trace_that_the_payer_sees() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(600).await;
        counter.town.get(&counter.cashier, &format!("/desk/billing/{bill}")).await;
        let entries = store::journal::about(&counter.town.house.db, counter.hanako.person(), None, 10).await.unwrap();
        assert!(
            entries.iter().any(|e| e.act == "people.read" && e.detail.as_deref() == Some("手数料などの納付の確認"))
        );
    })
    .await;
}

#[test]
fn every_text_is_there_in_every_language() {
    let texts = web::texts::Texts::new(&[crate::room().texts], &[]).unwrap();
    assert_eq!(web::texts::missing(&texts), Vec::<String>::new());
}

#[tokio::test]
async fn a_due_day_moves_to_a_day_on_which_banks_are_open() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        // 2026-07-19 is a Sunday, and Monday is 海の日.
        let new = NewBill { due: Some(Date::constant(2026, 7, 19)), ..counter.bill_of(counter.hanako.person(), 600) };
        let bill = counter.write(move |tx| async move { crate::issue(&tx, new).await }).await.unwrap();
        assert_eq!(counter.status(bill).await.due, Date::constant(2026, 7, 21));
        let none = NewBill { lines: Vec::new(), ..counter.bill_of(counter.hanako.person(), 600) };
        let refused = counter.write(move |tx| async move { crate::issue(&tx, none).await }).await;
        assert!(matches!(refused, Err(BillingError::Invalid("lines"))));
    })
    .await;
}
