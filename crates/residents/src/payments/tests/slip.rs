//! Whoever holds a slip and has no account; what everybody sees; and the officer for them.

use super::*;

async fn numbers(desk: &Desk, n: u8) -> (String, String) {
    let all = billing::instalments(&desk.town.house.db, desk.bill).await.unwrap();
    let one = all.into_iter().find(|i| i.n == n).unwrap();
    (one.key, one.confirm)
}

#[tokio::test]
async fn the_number_on_a_slip_tells_what_is_left_and_nobodys_name() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let (key, confirm) = numbers(&desk, 1).await;
        let (town, nobody) = (&desk.town, Who::nobody());
        says(&town.get(&nobody, "/payments/slip").await, &["納付番号", "確認番号", "20けた"]);
        let typed = format!("{} {}", &key[..4], &key[4..]);
        let page = town.post(&nobody, "/payments/slip", &[("key", &typed), ("confirm", &confirm)]).await;
        assert_eq!(page.status, 200);
        says(&page, &["町県民税", "第1期", "10,000円", "役場の窓口で現金", "カードで 10,000円 を払う"]);
        for hidden in ["花子", "N-2026", "所得割"] {
            assert!(!page.says(hidden), "{hidden}");
        }
        let waits = town.post(&nobody, "/payments/slip/card", &[("key", &key), ("confirm", &confirm)]).await.leads_on();
        assert!(!waits.contains(&key) && !waits.contains(&confirm), "the numbers stand in no address");
        let session = desk.company.sessions().pop().unwrap();
        desk.tells(desk.company.pays(&session, town.house.now()).unwrap()).await;
        says(&town.get(&nobody, &waits).await, &["10,000円 を払いました"]);
        town.run_jobs().await;
        assert!(town.mail().is_empty(), "nobody is written to who did not pay themselves");
        let again = town.post(&nobody, "/payments/slip", &[("key", &key), ("confirm", &confirm)]).await;
        says(&again, &["払うものは残っていません"]);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn numbers_cannot_be_guessed() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let (key, confirm) = numbers(&desk, 1).await;
        let (town, nobody) = (&desk.town, Who::nobody());
        let look = async |key: &str, confirm: &str| {
            town.post(&nobody, "/payments/slip", &[("key", key), ("confirm", confirm)]).await
        };
        says(&look("", "").await, &["納付番号を入れてください", "確認番号を入れてください"]);
        says(&look("123", "1").await, &["20けた", "6けた"]);
        let wrong = if confirm == "000000" { "000001" } else { "000000" };
        let refused = look(&key, wrong).await;
        let unknown = look(&"9".repeat(20), wrong).await;
        assert_eq!((refused.status, unknown.status), (422, 422));
        let said = |a: &Answer| a.select(".error-summary");
        assert_eq!(said(&refused), said(&unknown), "nobody learns that a number exists");
        for _ in 0..10 {
            look(&key, wrong).await;
        }
        assert_eq!(look(&key, &confirm).await.status, 429, "even the right one waits after so many wrong ones");
        town.clock.advance_seconds(901);
        assert_eq!(look(&key, &confirm).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_the_ways_the_calendar_and_what_is_not_known() {
    testkit::both(&rooms(), |town| async move {
        let page = town.get(&Who::nobody(), "/payments").await;
        says(&page, &["コンビニ", "口座振替", "確認中", "固定資産税", "つぎの期限は 令和8年6月1日", "入湯税"]);
        // 28 February 2027 is a Sunday, so the last part of the tax on land is due on the Monday.
        says(&page, &["令和8年7月31日", "令和9年3月1日"]);
        for lang in ["easy", "en"] {
            let page = town.get(&Who::nobody(), &format!("/payments?lang={lang}")).await;
            assert!(page.status == 200 && !page.says("⟦"), "{lang}");
        }
        assert_eq!(town.get(&Who::nobody(), "/my/payments").await.leads_on(), "/sign-in?return=/my/payments");
        let taro = town.resident("見本 太郎").await;
        says(&town.get(&taro, "/my/payments").await, &["払った記録はまだありません"]);
    })
    .await;
}

#[tokio::test]
async fn the_officer_shows_the_ways_to_somebody_without_an_account() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let person = desk.town.without_phone("電話 無太郎").await;
        let bill = issue(&desk.town, person, 1_200_000).await;
        let path = format!("/desk/payments/bills/{bill}");
        let page = desk.town.get(&desk.cashier, &path).await;
        says(&page, &["電話 無太郎 さま", "第1期", "300,000円", "役場の窓口で現金", "コンビニ"]);
        assert!(!page.says("カードで 300,000円 を払う"), "nobody types a card number for somebody else");
        let entries = store::journal::about(&desk.town.house.db, person, None, 10).await.unwrap();
        assert!(entries.iter().any(|e| e.act == "people.read"), "the person sees that the officer looked");
        let other = desk.town.officer_of("health", &["billing.see"], &["member"]);
        assert_eq!(desk.town.get(&other, &path).await.status, 404, "a tax bill is no matter of the health desk");
        assert_eq!(desk.town.get(&desk.hanako, &path).await.status, 403);
    })
    .await;
}
