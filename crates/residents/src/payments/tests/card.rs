//! Paying by card, and what can go wrong with it.

use super::*;
use serde_json::json;

#[tokio::test]
async fn a_resident_chooses_pays_by_card_and_is_told() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let list = desk.town.get(&desk.hanako, &format!("/my/bills/{}/pay", desk.bill)).await;
        says(&list, &["第1期", "第4期", "10,000円"]);
        let page = desk.town.get(&desk.hanako, &desk.path(1)).await;
        says(&page, &["どれで払いますか", "10,000円", "令和8年6月30日 まで", "役場の窓口で現金", "コンビニ", "確認中"]);
        says(&page, &["カードで 10,000円 を払う", "申し込むと、次の期限の分から使えます"]);
        for lang in ["easy", "en"] {
            let page = desk.town.get(&desk.hanako, &format!("{}?lang={lang}", desk.path(1))).await;
            assert!(page.status == 200 && !page.says("⟦"), "{lang}");
        }
        let (waits, session) = desk.begin(1).await;
        let leaving = desk.town.get(&desk.hanako, &waits).await;
        let links = leaving.attributes("main a", "href");
        assert!(links.contains(&format!("https://checkout.stripe.com/c/pay/{session}")), "{links:?}");
        assert!(leaving.attributes("main form", "action").iter().all(|a| a.starts_with('/')), "we post to ourselves");
        assert!(!leaving.select("main").concat().contains("縁側"), "whoever looks over a shoulder learns no name");
        let message = desk.company.pays(&session, desk.town.house.now()).unwrap();
        assert_eq!(desk.tells(message).await, 204);
        assert_eq!(desk.rest(1).await, Yen::ZERO);
        says(&desk.town.get(&desk.hanako, &waits).await, &["10,000円 を払いました"]);
        says(&desk.town.get(&desk.hanako, &desk.path(1)).await, &["払うものは残っていません"]);
        says(&desk.town.get(&desk.hanako, "/my/payments").await, &["町県民税", "10,000円", "クレジットカード"]);
        desk.town.run_jobs().await;
        assert!(desk.town.mail().iter().any(|m| m.subject.contains("カードでのお支払いを受け取りました")));
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_told_twice_and_asked_besides_is_booked_once() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let (waits, session) = desk.begin(1).await;
        let now = desk.town.house.now();
        let message = desk.company.pays(&session, now).unwrap();
        desk.town.post(&desk.hanako, &format!("{waits}/ask"), &[]).await.leads_on();
        assert_eq!(desk.rest(1).await, Yen::ZERO, "our own question is enough");
        for _ in 0..2 {
            assert_eq!(desk.tells(message.clone()).await, 204);
        }
        let other = desk.company.tells("checkout.session.completed", &session, &[], now).unwrap();
        assert_eq!(desk.tells(other).await, 204, "the same payment under another name of a message");
        assert_eq!(desk.count("SELECT CAST(COUNT(*) AS bigint) FROM billing_payment").await, 1);
        assert_eq!(desk.count("SELECT CAST(COUNT(*) AS bigint) FROM payments_event").await, 2);
        let over = [("status", json!("expired")), ("payment_status", json!("unpaid"))];
        let late = desk.company.tells("checkout.session.expired", &session, &over, now);
        assert_eq!(desk.tells(late.unwrap()).await, 204);
        says(&desk.town.get(&desk.hanako, &waits).await, &["払いました"]);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn a_lost_message_is_no_loss_and_a_page_that_ran_out_frees_the_bill() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let (_, first) = desk.begin(1).await;
        desk.company.pays(&first, desk.town.house.now()).unwrap();
        let (_, second) = desk.begin(2).await;
        desk.town.clock.advance_seconds(3600);
        desk.company.runs_out(&second, desk.town.house.now()).unwrap();
        crate::payments::card::rounds::ask(desk.town.house.clone()).await.unwrap();
        assert_eq!(desk.rest(1).await, Yen::ZERO);
        assert_eq!(desk.rest(2).await, Yen(10_000));
        let (waits, third) = desk.begin(2).await;
        assert_ne!(third, second, "a new page, because nobody can pay on the old one");
        says(&desk.town.get(&desk.hanako, &waits).await, &["決済の会社のページへ進む"]);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn pressing_twice_opens_one_page_and_another_sum_closes_the_old_one() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let bill = issue(&desk.town, desk.hanako.person(), 1_200_000).await;
        let desk = Desk { bill, ..desk };
        let (first, session) = desk.begin(1).await;
        let (again, same) = desk.begin(1).await;
        assert_eq!((first, &session), (again, &same));
        desk.pays_cash(1_000, 1_200_000).await;
        let (_, second) = desk.begin(1).await;
        assert_ne!(second, session);
        assert!(desk.company.pays(&session, desk.town.house.now()).is_none(), "the old page is closed");
        // A year later interest is asked besides.
        desk.town.clock.advance_seconds(400 * 86_400);
        says(&desk.town.get(&desk.hanako, &desk.path(1)).await, &["うち延滞金", "を過ぎています"]);
        let (_, third) = desk.begin(1).await;
        let message = desk.company.pays(&third, desk.town.house.now()).unwrap();
        desk.tells(message).await;
        assert_eq!(desk.rest(1).await, Yen::ZERO, "the interest is paid with it");
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_paid_at_the_counter_meanwhile_gets_the_card_payment_back_and_no_more() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let (waits, session) = desk.begin(1).await;
        desk.pays_at_counter().await;
        let message = desk.company.pays(&session, desk.town.house.now()).unwrap();
        assert_eq!(desk.tells(message).await, 204);
        says(&desk.town.get(&desk.hanako, &waits).await, &["町からお返しします"]);
        let list = desk.town.get(&desk.cashier, "/desk/payments").await;
        says(&list, &["10,000円が多く払われています"]);
        let card = list.attributes("main table a", "href").into_iter().find(|a| a.contains("/cards/")).unwrap();
        let back = format!("{card}/back");
        let give = async |amount: &str, remaining: &str, reason: &str| {
            let fields = [("amount", amount), ("remaining", remaining), ("reason", reason)];
            desk.town.post(&desk.cashier, &back, &fields).await.status
        };
        assert_eq!(give("10000", "10000", "").await, 422, "a reason is needed");
        assert_eq!(give("10001", "10000", "二重払い").await, 422, "never more than remains");
        assert_eq!(give("9999", "9999", "二重払い").await, 409, "the officer saw another sum");
        assert_eq!(give("4000", "10000", "二重払い").await, 303);
        assert_eq!(give("4000", "10000", "二重払い").await, 409, "somebody was first");
        assert_eq!(give("6000", "6000", "二重払い").await, 303);
        assert_eq!(give("1", "0", "二重払い").await, 409, "nothing remains");
        desk.town.run_jobs().await;
        says(&desk.town.get(&desk.cashier, &card).await, &["返しました"]);
        says(&desk.town.get(&desk.cashier, "/desk/payments").await, &["確かめるものはありません"]);
        assert!(billing::overpaid(&desk.town.house.db).await.unwrap().is_empty());
        assert_eq!(desk.town.get(&desk.hanako, "/desk/payments").await.status, 403);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_company_cannot_give_back_waits_for_an_officer() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let (_, session) = desk.begin(1).await;
        desk.pays_at_counter().await;
        desk.tells(desk.company.pays(&session, desk.town.house.now()).unwrap()).await;
        let list = desk.town.get(&desk.cashier, "/desk/payments").await;
        let card = list.attributes("main table a", "href").into_iter().find(|a| a.contains("/cards/")).unwrap();
        desk.town.outside.play(|_| {
            let body = br#"{"error":{"code":"charge_already_refunded"}}"#.to_vec();
            Some(web::outside::Reply { status: 400, body })
        });
        let fields = [("amount", "10000"), ("remaining", "10000"), ("reason", "二重払い")];
        desk.town.post(&desk.cashier, &format!("{card}/back"), &fields).await.leads_on();
        desk.town.run_jobs().await;
        says(&desk.town.get(&desk.cashier, &card).await, &["返せませんでした", "仮受金"]);
        let waiting = billing::suspense(&desk.town.house.db).await.unwrap();
        assert_eq!(waiting.iter().map(|s| s.amount).collect::<Vec<_>>(), [Yen(10_000)]);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn another_sum_than_we_asked_for_pays_no_bill() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let now = desk.town.house.now();
        let paid = [("status", json!("complete")), ("payment_status", json!("paid"))];
        for (n, changed) in [(1, ("amount_total", json!(9_999))), (2, ("currency", json!("usd")))] {
            let (waits, session) = desk.begin(n).await;
            let changed: Vec<_> = paid.iter().cloned().chain([changed]).collect();
            let message = desk.company.tells("checkout.session.completed", &session, &changed, now).unwrap();
            assert_eq!(desk.tells(message).await, 204);
            assert_eq!(desk.rest(n).await, Yen(10_000));
            says(&desk.town.get(&desk.hanako, &waits).await, &["役場で確かめています"]);
        }
        let waiting = billing::suspense(&desk.town.house.db).await.unwrap();
        assert_eq!(waiting.iter().map(|s| s.amount).collect::<Vec<_>>(), [Yen(9_999)], "dollars are no yen");
        says(&desk.town.get(&desk.cashier, "/desk/payments").await, &["頼んだ額は10,000円", "円ではない通貨"]);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_but_the_company_can_say_that_something_was_paid() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let (waits, session) = desk.begin(1).await;
        let now = desk.town.house.now();
        let (signature, body) = desk.company.pays(&session, now).unwrap();
        assert_eq!(desk.tells((String::new(), body.clone())).await, 403);
        let stranger = StandIn::new(KEY, "whsec_other").message(&json!({}), now);
        assert_eq!(desk.tells((stranger.0, body.clone())).await, 403);
        // The address by which somebody comes back says nothing.
        desk.town.get(&desk.hanako, &format!("{waits}?paid=yes")).await;
        assert_eq!(desk.rest(1).await, Yen(10_000));
        desk.town.clock.advance_seconds(301);
        assert_eq!(desk.tells((signature, body)).await, 403, "an old message is not taken");
        let order = waits.split('/').nth(3).unwrap();
        let event = json!({ "id": "evt_live", "type": "checkout.session.completed", "created": 1, "livemode": true,
            "data": { "object": { "id": session, "object": "checkout.session", "status": "complete",
            "payment_status": "paid", "amount_total": 10_000, "currency": "jpy", "client_reference_id": order } } });
        let now = desk.town.house.now();
        assert_eq!(desk.tells(desk.company.message(&event, now)).await, 204);
        assert_eq!(desk.rest(1).await, Yen(10_000), "real money pays no made-up bill");
        // Another's page cannot be guessed.
        let (start, proof) = waits.rsplit_once('/').unwrap();
        let wrong: String = proof.chars().rev().collect();
        assert_eq!(desk.town.get(&desk.hanako, &format!("{start}/{wrong}")).await.status, 404);
        let taro = desk.town.resident("見本 太郎").await;
        assert_eq!(desk.town.get(&taro, &desk.path(1)).await.status, 404);
        assert_eq!(desk.town.post(&taro, &format!("{}/card", desk.path(1)), &[]).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_company_that_does_not_answer_costs_nobody_anything() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        desk.town.outside.play(|_| None);
        let answer = desk.town.post(&desk.hanako, &format!("{}/card", desk.path(1)), &[]).await;
        assert_eq!(answer.status, 422);
        says(&answer, &["お金は払われていません", "役場の窓口で現金"]);
        let (played, house) = (desk.company.clone(), desk.town.house.clone());
        desk.town.outside.play(move |ask| Some(played.answer(ask, house.now())));
        let (waits, _) = desk.begin(1).await;
        says(&desk.town.get(&desk.hanako, &waits).await, &["決済の会社のページへ進む"]);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn without_a_company_no_card_is_offered() {
    testkit::both(&rooms(), |town| async move {
        let desk = Desk::open(town).await;
        let page = desk.town.get(&desk.hanako, &desk.path(1)).await;
        assert!(!page.says("カードで 10,000円 を払う") && page.says("役場の窓口で現金"));
        let answer = desk.town.post(&desk.hanako, &format!("{}/card", desk.path(1)), &[]).await;
        assert!(answer.status == 422 && answer.says("いまはカードで払えません"));
        assert_eq!(desk.tells(("t=1,v1=00".to_owned(), b"{}".to_vec())).await, 404);
        says(&desk.town.get(&desk.cashier, "/desk/payments").await, &["いま出していません"]);
    })
    .await;
}
