//! What the next plan finds there already.

use super::*;
use crate::pdca::take_step;
use crate::steering::tasks::Origin;
use kernel::fiscal::FiscalYear;
use testkit::both;

const NEXT: &str = "/desk/plan/pdca/procedures/2027";

#[tokio::test(flavor = "multi_thread")]
async fn the_next_plan_begins_with_what_the_last_one_left_for_it() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        office.plan().await;
        let page = town.get(&office.desk, &format!("{YEAR}/steps")).await;
        let done = page.attributes("input[name=step]", "value").remove(0);
        office.send(&office.desk, "/steps", &[("change", "done"), ("step", &done)]).await.leads_on();
        office.look_back().await;
        let unopened = town.get(&office.desk, NEXT).await;
        assert_eq!(unopened.status, 200, "{}", unopened.text());
        assert!(unopened.says("紙の案内からも始められるようにする") && unopened.says("画面を試してもらう"));
        assert!(!unopened.says("チラシを配る"), "what was done is done");
        assert!(office.cycle("2027").await.is_none(), "looking opens nothing");
        let aim = [("words", "紙の案内からも始められるようにする")];
        office.send_in(&office.desk, "2027", "/q/aim", &aim).await.leads_on();
        office.send_in(&office.desk, "2027", "/turn", &[("event", "start")]).await.leads_on();
        let opened = town.get(&office.desk, NEXT).await;
        assert!(opened.says("画面を試してもらう") && opened.says("前の年度から"));
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn last_years_words_may_be_kept_by_whoever_says_what_changed() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        office.plan().await;
        office.look_back().await;
        let on = office.send_in(&office.desk, "2027", "/q/aim", &[("keep", "yes")]).await.leads_on();
        assert_eq!(on, format!("{NEXT}/q/changed"), "the one question that follows");
        let kept = office.cycle("2027").await.unwrap().said;
        assert_eq!((kept.aim.as_str(), kept.kept), ("家から出せる手続きを知ってもらう", true));
        let refused = office.send_in(&office.desk, "2027", "/turn", &[("event", "start")]).await;
        assert_eq!((refused.status, refused.says("「変わったこと」を書いてください")), (422, true));
        let same = [("words", "職員が二人に増えた")];
        office.send_in(&office.desk, "2027", "/q/changed", &same).await.leads_on();
        office.send_in(&office.desk, "2027", "/turn", &[("event", "start")]).await.leads_on();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_becomes_a_step_once_and_goes_where_a_plan_is_still_open() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        let card = town.id();
        let take = move |tx: store::Tx| async move {
            take_step(&tx, "procedures", FiscalYear(2026), "毎週ひとこと話す", Origin::Kpt(card)).await
        };
        town.change(take).await;
        town.change(take).await;
        let page = town.get(&office.desk, YEAR).await;
        assert_eq!(page.text().matches("毎週ひとこと話す").count(), 1);
        assert!(page.says("KPTの「Try」から"));
        office.plan().await;
        office.look_back().await;
        office.turn(&office.desk, "submit", "").await.leads_on();
        let late = town.id();
        town.change(move |tx| async move {
            take_step(&tx, "procedures", FiscalYear(2026), "来年から試すこと", Origin::Kpt(late)).await
        })
        .await;
        assert!(!town.get(&office.desk, YEAR).await.says("来年から試すこと"));
        assert!(town.get(&office.desk, NEXT).await.says("来年から試すこと"));
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_a_board_opened_early_still_gets_what_the_last_one_leaves() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        office.plan().await;
        let card = town.id();
        town.change(move |tx| async move {
            take_step(&tx, "procedures", FiscalYear(2027), "毎週ひとこと話す", Origin::Kpt(card)).await
        })
        .await;
        let page = town.get(&office.desk, &format!("{YEAR}/steps")).await;
        let done = page.attributes("input[name=step]", "value").remove(0);
        office.send(&office.desk, "/steps", &[("change", "done"), ("step", &done)]).await.leads_on();
        office.look_back().await;
        let unread = town.get(&office.desk, NEXT).await;
        assert!(unread.says("紙の案内からも始められるようにする") && unread.says("毎週ひとこと話す"));
        office.send_in(&office.desk, "2027", "/turn", &[("event", "start")]).await.leads_on();
        let begun = town.get(&office.desk, NEXT).await;
        assert!(begun.says("紙の案内からも始められるようにする") && begun.says("画面を試してもらう"));
        assert!(begun.says("毎週ひとこと話す") && !begun.says("チラシを配る"));
        office.journal_holds().await;
    })
    .await;
}
