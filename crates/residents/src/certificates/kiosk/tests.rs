//! What somebody at the screen in the lobby may rely on.

use crate::certificates::rules::Kind;
use crate::certificates::tests::walk::{income_line, numbered, only_case, pay, rooms, signable, takes};
use cases::rules::State;
use store::{Channel, Reads};
use testkit::{Answer, TestTown, Who, both};

fn number(page: &Answer) -> String {
    page.select(".pass-number").first().expect("a number").chars().filter(char::is_ascii_digit).collect()
}

/// An officer starts the screen.
async fn started(town: &TestTown) {
    let officer = town.officer_of("residents", &["certificates.kiosk"], &["member"]);
    let page = town.post(&officer, "/desk/certificates/kiosks", &[("place", "1階の入口")]).await;
    let number = number(&page);
    assert!(
        town.post(&Who::nobody(), "/kiosk/open", &[("number", "12345678")]).await.status == 422,
        "no other number opens it"
    );
    town.post(&Who::nobody(), "/kiosk/open", &[("number", &number)]).await.leads_on();
    assert_eq!(town.post(&Who::nobody(), "/kiosk/open", &[("number", &number)]).await.status, 422, "and it holds once");
}

#[tokio::test]
async fn a_certificate_is_had_at_the_screen_and_nothing_is_left_there() {
    both(&rooms(), |town| async move {
        let hanako = town.resident("縁側 花子").await;
        numbered(&town, hanako.person(), "1000001").await;
        takes(&town, Kind::Income, &[income_line("1000001", 4_200_000)]).await;
        let screen = Who::nobody();
        assert!(
            town.get(&screen, "/kiosk").await.says("この端末を始める"),
            "nobody uses a screen that no officer started"
        );
        town.press.play(signable);
        started(&town).await;
        assert_eq!(town.post(&hanako, "/my/kiosk", &[]).await.status, 403, "a password alone makes no number");
        let pass = number(&town.post(&town.strongly(&hanako), "/my/kiosk", &[]).await);
        assert_eq!(town.post(&screen, "/kiosk/begin", &[("number", "00000000")]).await.status, 422);
        town.post(&screen, "/kiosk/begin", &[("number", &pass)]).await.leads_on();

        let choose = town.get(&screen, "/kiosk/choose").await;
        assert!(choose.says("所得課税証明書") && !choose.says("花子"), "no name stands on the screen");
        assert!(choose.select("header a").is_empty(), "nothing leads away");
        let path = "/kiosk/ask/income_tax_certificate";
        assert_eq!(
            town.post(&screen, path, &[("year", "y2026"), ("purpose", "loan"), ("copies", "99")]).await.status,
            422
        );
        town.post(&screen, path, &[("year", "y2026"), ("purpose", "loan"), ("copies", "1")]).await.leads_on();
        town.post(&screen, path, &[("year", "y2026"), ("purpose", "loan"), ("copies", "1")]).await.leads_on();
        town.run_jobs().await;
        let case = only_case(&town).await;
        assert_eq!(
            (case.channel, case.state, case.officer),
            (Channel::Kiosk, State::AwaitingPayment, None),
            "{:?}",
            case.hindrance
        );
        assert!(town.get(&screen, "/kiosk/wait").await.says("会計の窓口で"));
        assert_eq!(town.get(&screen, "/kiosk/paper.pdf").await.status, 404, "not before it is paid");
        pay(&town).await;
        assert!(town.get(&screen, "/kiosk/wait").await.says("証明書ができました"));
        let print = town.get(&screen, "/kiosk/wait").await.attributes("main form[action='/kiosk/print']", "action");
        assert_eq!(town.get(&screen, "/kiosk/paper.pdf").await.leads_on(), "/kiosk/wait", "not before it is printed");
        assert_eq!(town.post(&screen, &print[0], &[]).await.leads_on(), "/kiosk/sheet");
        let sheet = town.get(&screen, "/kiosk/sheet").await;
        assert!(!sheet.says("花子") && sheet.headers["refresh"].to_str().unwrap().contains("/kiosk/still"));
        let paper = town.get(&screen, "/kiosk/paper.pdf").await;
        assert_eq!((paper.status, &paper.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
        assert!(paper.says("4,200,000円"));
        it_is_in_the_log(&town, case_paper(&town).await).await;

        assert_eq!(town.post(&screen, "/kiosk/end", &[]).await.leads_on(), "/kiosk/over");
        for left in ["/kiosk/choose", "/kiosk/wait", "/kiosk/paper.pdf"] {
            assert_eq!(town.get(&screen, left).await.leads_on(), "/kiosk/over", "{left}");
        }
        assert_eq!(town.post(&screen, "/kiosk/begin", &[("number", &pass)]).await.status, 422, "the number held once");
    })
    .await;
}

async fn case_paper(town: &TestTown) -> papers::Paper {
    let id = only_case(town).await.paper.unwrap();
    papers::find(&town.house.db, id).await.unwrap().unwrap()
}

/// The one original that was asked for is printed, and whoever looks at the desk sees where; a second
/// time nothing is printed, at the screen or without a reason at the desk.
async fn it_is_in_the_log(town: &TestTown, paper: papers::Paper) {
    let screen = Who::nobody();
    assert!(town.get(&screen, "/kiosk/wait").await.says("申し込んだ通数の印刷が終わりました"));
    assert_eq!(town.post(&screen, "/kiosk/print", &[]).await.leads_on(), "/kiosk/wait", "all are printed");
    let officer = town.officer_of("tax", &["papers.issue"], &["member"]);
    let page = format!("/desk/papers/{}", paper.id);
    let log = town.get(&officer, &page).await;
    assert!(log.says("原本 1 / 1　本人が役場の端末で印刷") && log.says("印刷は1回"), "{}", log.text());
    assert_eq!(town.post(&officer, &format!("{page}/print"), &[("reprint", "")]).await.status, 422);
    let read: i64 = town
        .house
        .db
        .one("SELECT CAST(COUNT(*) AS bigint) FROM store_journal WHERE act = 'papers.print'", vec![])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(read, 1, "the print stands in the journal once");
}

#[tokio::test]
async fn a_screen_that_nobody_touches_ends_by_itself_and_says_so_before() {
    both(&rooms(), |town| async move {
        let hanako = town.resident("縁側 花子").await;
        started(&town).await;
        let pass = number(&town.post(&town.strongly(&hanako), "/my/kiosk", &[]).await);
        let screen = Who::nobody();
        town.post(&screen, "/kiosk/begin", &[("number", &pass)]).await.leads_on();
        town.clock.advance_seconds(170);
        assert!(town.get(&screen, "/kiosk/still").await.says("まだお使いですか"));
        assert_eq!(town.get(&screen, "/kiosk/choose").await.status, 200, "a touch goes on");
        town.clock.advance_seconds(181);
        assert_eq!(town.get(&screen, "/kiosk/choose").await.leads_on(), "/kiosk/over");
        assert!(town.get(&screen, "/kiosk").await.says("番号"), "the next person begins anew");
    })
    .await;
}

#[tokio::test]
async fn a_number_is_worth_nothing_after_ten_minutes_or_when_a_newer_one_was_made() {
    both(&rooms(), |town| async move {
        let hanako = town.resident("縁側 花子").await;
        started(&town).await;
        let (screen, strong) = (Who::nobody(), town.strongly(&hanako));
        let first = number(&town.post(&strong, "/my/kiosk", &[]).await);
        let second = number(&town.post(&strong, "/my/kiosk", &[]).await);
        assert_eq!(town.post(&screen, "/kiosk/begin", &[("number", &first)]).await.status, 422);
        town.clock.advance_seconds(601);
        assert_eq!(town.post(&screen, "/kiosk/begin", &[("number", &second)]).await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn an_officer_who_saw_the_card_gives_a_number_and_ends_the_screen() {
    both(&rooms(), |town| async move {
        let hanako = town.without_phone("縁側 花子").await;
        started(&town).await;
        let officer = town.officer_of("residents", &["certificates.kiosk"], &["member"]);
        let path = "/desk/certificates/pass";
        assert!(town.get(&officer, &format!("{path}?q=%E7%B8%81%E5%81%B4")).await.says("縁側 花子"));
        let id = hanako.to_string();
        assert_eq!(
            town.post(&officer, path, &[("person", &id), ("check", "知り合い")]).await.status,
            422,
            "a face and a card"
        );
        let pass = number(&town.post(&officer, path, &[("person", &id), ("check", "運転免許証")]).await);
        let screen = Who::nobody();
        town.post(&screen, "/kiosk/begin", &[("number", &pass)]).await.leads_on();
        assert!(!town.get(&screen, "/kiosk/choose").await.says("印鑑登録証明書"), "not without the seal card");
        assert_eq!(town.get(&screen, "/kiosk/ask/seal_certificate").await.status, 404);
        let page = town.get(&officer, "/desk/certificates/kiosks").await;
        let end = page.attributes("form[action$='/end']", "action");
        town.post(&officer, &end[0], &[]).await.leads_on();
        assert!(town.get(&screen, "/kiosk").await.says("この端末を始める"));
        assert_eq!(town.get(&screen, "/kiosk/choose").await.status, 404);
    })
    .await;
}
