use super::*;
use crate::formats::barcode::Bars;
use crate::formats::el_qr::ElQr;
use crate::formats::gs1_128::StoreCode;
use crate::slips::{Wording, by_store_code, sheet, slip, slips};
use crate::{Channel, InstalmentId, Received};
use serde_json::Value;

async fn slip_of(counter: &Counter, id: InstalmentId, wording: Wording) -> Option<Value> {
    let house = &counter.town.house;
    slip(house, &house.db, id, &wording).await.unwrap()
}

fn store_code(slip: &Value) -> StoreCode {
    let widths = slip["bars"]["widths"].as_str().unwrap().bytes().map(|b| b - b'0');
    StoreCode::decode(&Bars::read(&widths.collect::<Vec<_>>()).unwrap()).unwrap()
}

#[tokio::test]
async fn every_code_on_a_slip_asks_what_is_left_under_the_number_of_the_instalment() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let db = &counter.town.house.db;
        let bill = counter.levy(&[4000, 7000, 24_500, 412_000]).await;
        let all = crate::instalments(db, bill).await.unwrap();
        let part = Received {
            instalment: all[2].id,
            channel: Channel::Transfer,
            amount: Yen(4500),
            paid_on: counter.town.house.now().date(),
            source: format!("test:{bill}"),
            note: None,
        };
        counter.write(move |tx| async move { crate::receive(&tx, part).await.map(|_| ()) }).await.unwrap();

        let third = slip_of(&counter, all[2].id, Wording::default()).await.unwrap();
        let el = ElQr::decode(third["qr"]["says"].as_str().unwrap()).unwrap();
        assert_eq!((el.amount, el.due, el.payable_until), (Yen(20_000), all[2].due, all[2].due));
        assert_eq!((el.case_key.as_str(), el.confirm.as_str()), (&*all[2].key, &*all[2].confirm));
        let store = store_code(&third);
        assert_eq!((store.amount, store.until), (Yen(20_000), Some(all[2].due)));
        assert_eq!(by_store_code(db, &store).await.unwrap().map(|i| i.id), Some(all[2].id));
        let typed = third["pay_easy"][1]["value"].as_str().unwrap().replace(' ', "");
        assert_eq!(typed, all[2].key);
        assert_eq!((&third["amount"], &third["term"]), (&Value::from(20_000), &Value::from("第3期（全4期）")));
        assert_eq!(third["specimen"], true, "the town's numbers are not confirmed");

        let fourth = slip_of(&counter, all[3].id, Wording::default()).await.unwrap();
        assert!(fourth["bars"].is_null() && fourth["no_bars"].as_str().unwrap().contains("30万円"));
        assert!(ElQr::decode(fourth["qr"]["says"].as_str().unwrap()).is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_late_slip_has_no_codes_until_it_is_given_a_new_day() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let house = &counter.town.house;
        let bill = counter.levy(&[400_000, 7000]).await;
        let first = crate::instalments(&house.db, bill).await.unwrap()[0].id;
        let late = slip_of(&counter, first, Wording::default()).await.unwrap();
        assert!(late["qr"].is_null() && late["bars"].is_null() && late["pay_easy"].is_null());
        assert_eq!(late["no_bars"], "納期限を過ぎているため、コンビニではお支払いいただけません。");
        assert!(late["rows"][1]["label"].as_str().unwrap().starts_with("延滞金"), "{}", late["rows"]);
        assert!(late["body"][0].as_str().unwrap().contains("過ぎています"));
        assert_eq!(late["specimen"], false, "at the counter it can be used");

        let day = house.now().plus_days(30).date();
        let again = Wording { until: Some(day), reissued: 1, ..Wording::default() };
        let dunned = slip_of(&counter, first, again).await.unwrap();
        let el = ElQr::decode(dunned["qr"]["says"].as_str().unwrap()).unwrap();
        assert_eq!(el.payable_until, day);
        assert_eq!(dunned["amount"], el.amount.get());
        assert!(el.amount.get() > late["amount"].as_i64().unwrap(), "interest runs until the day that is printed");
    })
    .await;
}

#[tokio::test]
async fn a_fee_is_paid_at_the_counter_and_a_paid_one_has_no_slip() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let house = &counter.town.house;
        let bill = counter.issue(300).await;
        let made = slips(house, &house.db, bill, &Wording::default()).await.unwrap();
        assert_eq!(made.len(), 1);
        assert!(made[0]["qr"].is_null() && made[0]["bars"].is_null());
        assert_eq!(made[0]["specimen"], false);
        assert!(made[0]["ways"][0]["title"].as_str().unwrap().contains("窓口"));
        counter.pay(bill, "300", "300", &[]).await;
        assert!(slips(house, &house.db, bill, &Wording::default()).await.unwrap().is_empty());
        counter.town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn a_pile_is_one_file_with_a_code_for_each_sheet() {
    let counter = Counter::new(Arc::new(TestTown::sqlite(&rooms()).await)).await;
    let house = &counter.town.house;
    let bill = counter.levy(&[4000, 7000, 24_500, 30_000]).await;
    let made = slips(house, &house.db, bill, &Wording::default()).await.unwrap();
    let pile = sheet(house, "納付書 4件", &made, house.now());
    assert_eq!(pile.data["slips"].as_array().unwrap().len(), 4);
    let files: Vec<&str> = pile.qr.iter().map(|(file, _)| file.as_str()).collect();
    assert_eq!(files, ["qr-3.svg", "qr-4.svg"], "the late ones have none");
    assert_eq!(pile.data["slips"][2]["qr"]["file"], "qr-3.svg");
    assert!(pile.data["slips"][2]["qr"]["says"].is_null());
}
