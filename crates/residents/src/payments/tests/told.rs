//! Reminders, and what is counted and taken home.

use super::*;
use crate::payments::{export, indicators, remind};
use web::Period;
use web::texts::Lang;

#[tokio::test]
async fn everybody_is_reminded_once_a_week_before_and_on_paper_at_last() {
    testkit::both(&rooms(), |town| async move {
        let desk = Desk::open(town).await;
        let town = &desk.town;
        issue(town, desk.hanako.person(), 8_000).await;
        let without = town.without_phone("電話 無太郎").await;
        issue(town, without, 4_000).await;
        let remind = async || {
            remind::remind(town.house.clone()).await.unwrap();
            town.run_jobs().await;
        };
        remind().await;
        assert!(town.mail().is_empty(), "thirty days before it is too early");
        town.clock.advance_seconds(22 * 86_400);
        remind().await;
        remind().await;
        let mails = town.mail();
        assert_eq!(mails.len(), 1, "one message for two bills, and not twice");
        let body = &mails[0].text;
        assert!(body.contains("12,000円") && body.contains("令和8年6月30日") && body.contains("第1期"), "{body}");
        let on_paper = "SELECT CAST(COUNT(*) AS bigint) FROM notices_recipient WHERE state = 'on_print_batch'";
        assert_eq!(desk.count(on_paper).await, 1, "whoever has no mail gets a letter");
        let today = town.house.now().date();
        let period = Period { first: today, last: today };
        let indicator = indicators::ALL.iter().find(|i| i.key == "payments.reminded").unwrap();
        assert_eq!((indicator.count)(town.house.db.clone(), period).await.unwrap().n, 3);
        let chapters = export::of_person(town.house.clone(), desk.hanako.person(), Lang::Ja).await.unwrap();
        assert_eq!(chapters[0].records.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_paid_or_was_sent_just_now_needs_no_reminder() {
    testkit::both(&rooms(), |town| async move {
        let desk = Desk::open(town).await;
        desk.pays_at_counter().await;
        desk.town.clock.advance_seconds(24 * 86_400);
        issue(&desk.town, desk.hanako.person(), 8_000).await;
        remind::remind(desk.town.house.clone()).await.unwrap();
        desk.town.run_jobs().await;
        assert!(desk.town.mail().is_empty());
    })
    .await;
}

#[tokio::test]
async fn how_many_card_payments_come_to_an_end_is_counted() {
    testkit::both(&with_cards(), |town| async move {
        let desk = Desk::open(town).await;
        let (_, session) = desk.begin(1).await;
        desk.tells(desk.company.pays(&session, desk.town.house.now()).unwrap()).await;
        desk.begin(2).await;
        let today = desk.town.house.now().date();
        let period = Period { first: today, last: today };
        let indicator = indicators::ALL.iter().find(|i| i.key == "payments.card_completed").unwrap();
        let figure = (indicator.count)(desk.town.house.db.clone(), period).await.unwrap();
        assert_eq!((figure.hits, figure.n), (Some(1), 2));
    })
    .await;
}
