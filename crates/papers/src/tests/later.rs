//! What happens around a paper: its time stamp, its prints, its end.

use super::*;
use crate::rules::{RevokeRule, Rules, StampRule};
use crate::sign::test_authority::{Manner, TestAuthority};
use crate::sign::{RevokedList, Stamped};
use crate::{Claim, NoStamp, TimeStamping};
use der::EncodePem;
use web::outside::Reply;

const NOBODY: Who = Who::nobody();

/// A house with a time stamping authority that answers in some manner, or does not answer.
fn stamped_house(town: &TestTown, manner: Option<Manner>, may_be_missing: bool) -> (House, TestAuthority) {
    let now = town.house.now();
    let authority = TestAuthority::new(9, now.plus_days(-30), true);
    let pem = authority.trust()[0].to_pem(der::pem::LineEnding::LF).unwrap();
    let mut shelf = Shelf::default();
    let header = Some("Basic b25v".to_owned());
    shelf.put(Box::new(TimeStamping::new("https://tsa.example/tsr".to_owned(), header, pem).unwrap()));
    shelf.put(Box::new(Rules { time_stamp: StampRule { may_be_missing }, ..Rules::default() }));
    let playing = TestAuthority::new(9, now.plus_days(-30), true);
    town.outside.play(move |ask| {
        let question = &ask.body.as_ref().expect("a question").bytes;
        let rightly =
            ask.url == "https://tsa.example/tsr" && ask.headers == [("authorization", "Basic b25v".to_owned())];
        let manner = manner.filter(|_| rightly)?;
        Some(Reply { status: 200, body: playing.answer(question, now, manner) })
    });
    (house_with(town, Arc::new(SlowPress), shelf), authority)
}

#[tokio::test]
async fn a_paper_bears_the_time_of_an_authority_and_says_so() {
    both(&rooms(), |town| async move {
        let (house, authority) = stamped_house(&town, Some(Manner::Well), false);
        let act = Act::system("test", house.now());
        let paper = issue(&house, &act, new_paper(&town, somebody(&town), "見本 花子")).await.unwrap();
        let stamp = paper.stamp.clone().unwrap();
        assert_eq!((stamp.at, stamp.authority.as_str()), (house.now(), "架空時刻認証 時刻認証"));
        let pdf = town.house.blobs.get(&paper.file).await.unwrap();
        let (seal, times) = (Seal::of(&house).unwrap(), authority.trust());
        let found = verify_pdf(&pdf, Trust { papers: seal.trust(), times: &times });
        assert!(found.genuine(), "{found:?}");
        assert_eq!(found.stamp, Stamped::At(stamp));
        assert!(
            crate::find(&town.house.db, paper.id).await.unwrap().unwrap().stamp.is_some(),
            "and the register knows"
        );
        assert!(town.get(&NOBODY, &format!("/v/{}", paper.code.as_str())).await.says("架空時刻認証"));
    })
    .await;
}

#[tokio::test]
async fn without_its_time_stamp_a_paper_waits_and_the_officer_reads_why() {
    both(&rooms(), |town| async move {
        let new = new_paper(&town, somebody(&town), "見本 花子");
        for manner in
            [None, Some(Manner::Refuses), Some(Manner::Late), Some(Manner::OtherNonce), Some(Manner::OtherImprint)]
        {
            let (house, _) = stamped_house(&town, manner, false);
            let act = Act::system("test", house.now());
            let error = issue(&house, &act, new.clone()).await.unwrap_err();
            assert!(matches!(error, PaperError::NoTimeStamp(_)), "{manner:?}: {error}");
            assert!(matches!(store::JobError::from(error), store::JobError::Retry(_)));
            assert!(crate::find_for(&house.db, new.subject, "resident_record").await.unwrap().is_none());
            assert_eq!(files(&town), 0, "nothing is left half done");
        }
        let officer = town.officer_of("residents", &["papers.issue"], &[]);
        let page = town.get(&officer, "/desk/papers").await;
        assert!(page.says("時刻認証局") && page.says("5回ためしました") && page.says("まだ交付できません"));
        let (house, _) = stamped_house(&town, Some(Manner::Well), false);
        issue(&house, &Act::system("test", house.now()), new).await.unwrap();
        assert!(!town.get(&officer, "/desk/papers").await.says("まだ交付できません"));
    })
    .await;
}

#[tokio::test]
async fn a_town_may_issue_without_the_time_stamp_and_the_file_promises_none() {
    both(&rooms(), |town| async move {
        let (house, authority) = stamped_house(&town, None, true);
        let act = Act::system("test", house.now());
        let paper = issue(&house, &act, new_paper(&town, somebody(&town), "見本 花子")).await.unwrap();
        assert!(paper.stamp.is_none());
        let pdf = town.house.blobs.get(&paper.file).await.unwrap();
        let (seal, times) = (Seal::of(&house).unwrap(), authority.trust());
        let found = verify_pdf(&pdf, Trust { papers: seal.trust(), times: &times });
        assert!(found.genuine() && found.stamp == Stamped::None && !found.facts.unwrap().time_stamp);
    })
    .await;
}

#[tokio::test]
async fn an_authority_that_nobody_trusts_stamps_nothing() {
    let town = TestTown::sqlite(&rooms()).await;
    let (house, _) = stamped_house(&town, Some(Manner::Well), false);
    let now = house.now();
    for (other, flaw) in [
        (TestAuthority::new(3, now.plus_days(-30), true), crate::sign::StampFlaw::Untrusted),
        (TestAuthority::new(9, now.plus_days(-30), false), crate::sign::StampFlaw::NotForTime),
        (TestAuthority::new(9, now.plus_days(30), true), crate::sign::StampFlaw::Untrusted),
    ] {
        town.outside.play(move |ask| {
            let question = &ask.body.as_ref().expect("a question").bytes;
            Some(Reply { status: 200, body: other.answer(question, now, Manner::Well) })
        });
        let error =
            issue(&house, &Act::system("test", now), new_paper(&town, somebody(&town), "見本 花子")).await.unwrap_err();
        assert!(matches!(&error, PaperError::NoTimeStamp(NoStamp::Flaw(found)) if *found == flaw), "{error}");
    }
}

#[tokio::test]
async fn originals_are_numbered_and_a_print_beyond_them_needs_a_reason() {
    both(&rooms(), |town| async move {
        let new = new_paper(&town, somebody(&town), "見本 花子").copies(2);
        let act = Act::system("test", town.house.now());
        let paper = issue(&house(&town, Arc::new(SlowPress)), &act, new).await.unwrap();
        let officer = town.officer_of("residents", &["papers.issue"], &[]);
        let (page, print) = (format!("/desk/papers/{}", paper.id), format!("/desk/papers/{}/print", paper.id));
        for n in 1..=2 {
            assert!(town.get(&officer, &page).await.says(&format!("原本 {n} / 2")));
            assert_eq!(town.post(&officer, &print, &[]).await.headers["content-type"], "application/pdf");
        }
        assert_eq!(town.post(&officer, &print, &[("reprint", "")]).await.status, 422);
        assert_eq!(town.post(&officer, &print, &[("reprint", "紙づまり")]).await.status, 200);
        let log = town.get(&officer, &page).await;
        assert!(log.says("再印刷（3回目）") && log.says("紙づまり"));
        let (reprints, day) = (&room().indicators[3], town.house.now().date());
        let period = web::Period { first: day, last: day };
        assert_eq!(reprints.key, "papers.reprinted");
        assert_eq!((reprints.count)(town.house.db.clone(), period).await.unwrap().value, Some(1.0));
        assert!(town.verdict().await.holds());
    })
    .await;
}

#[tokio::test]
async fn two_officers_print_one_original_once() {
    both(&rooms(), |town| async move {
        let paper = issued(&town, somebody(&town), "見本 花子").await;
        let officer = town.officer_of("residents", &["papers.issue"], &[]);
        let print = format!("/desk/papers/{}/print", paper.id);
        let ask = async || town.post(&officer, &print, &[]).await.status;
        let (one, two, three) = tokio::join!(ask(), ask(), ask());
        assert_eq!([one, two, three].into_iter().filter(|status| *status == 200).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn where_the_town_says_so_it_takes_two_to_take_a_paper_back() {
    both(&rooms(), |town| async move {
        let paper = issued(&town, somebody(&town), "見本 花子").await;
        let may = ["papers.issue", "papers.revoke"];
        let (first, second) = (town.officer_of("residents", &may, &[]), town.officer_of("residents", &may, &[]));
        let id = paper.id;
        let (by, other) = (first.account(), second.account());
        town.change(move |tx| async move { crate::recall::ask(&tx, id, "記載の誤り", by).await }).await;
        let page = format!("/desk/papers/{id}");
        assert!(town.get(&second, "/desk/papers").await.says("取り消しの同意を待つ書類"));
        assert!(town.get(&NOBODY, &format!("/v/{}", paper.code.as_str())).await.says("本物です"), "not yet");
        assert!(!town.get(&first, &page).await.says("同意して取り消す"), "nobody agrees with themselves");
        let agree = format!("{page}/agree");
        assert_eq!(town.post(&first, &agree, &[("agree", "yes")]).await.status, 409);
        town.post(&second, &agree, &[("agree", "no")]).await.leads_on();
        assert!(crate::find(&town.house.db, id).await.unwrap().unwrap().revoked.is_none());
        town.change(move |tx| async move { crate::recall::ask(&tx, id, "記載の誤り", other).await }).await;
        town.post(&first, &agree, &[("agree", "yes")]).await.leads_on();
        assert!(crate::find(&town.house.db, id).await.unwrap().unwrap().revoked.is_some());
        assert_eq!(town.post(&second, &agree, &[("agree", "yes")]).await.status, 409);
        assert!(town.verdict().await.holds());
    })
    .await;
}

#[tokio::test]
async fn a_last_day_that_the_town_has_set_stands_on_the_paper() {
    let days = "[validity]\ndays = { resident_record = 90 }\n";
    let town = TestTown::deciding(&rooms(), false, "papers.toml", days).await;
    let rules = town.house.shelf.get::<Rules>().unwrap().clone();
    let mut shelf = Shelf::default();
    shelf.put(Box::new(rules));
    let house = house_with(&town, Arc::new(SlowPress), shelf);
    let act = Act::system("test", house.now());
    let paper = issue(&house, &act, new_paper(&town, somebody(&town), "見本 花子")).await.unwrap();
    assert_eq!(paper.valid_until, Some(house.now().plus_days(90).date()));
    let inside = printed(&town.house.blobs.get(&paper.file).await.unwrap());
    let last = kernel::era::date_label(paper.valid_until.unwrap());
    assert_eq!(inside["data"]["verification"]["valid_until"], json!(last));
}

#[tokio::test]
async fn what_is_to_be_posted_stands_on_the_list_until_it_is_printed() {
    both(&rooms(), |town| async move {
        let new = new_paper(&town, somebody(&town), "見本 花子").by_post(true).copies(2);
        let act = Act::system("test", town.house.now());
        let paper = issue(&house(&town, Arc::new(SlowPress)), &act, new).await.unwrap();
        issued(&town, somebody(&town), "見本 太郎").await;
        let officer = town.officer_of("residents", &["papers.issue"], &[]);
        let listed = async || town.get(&officer, "/desk/papers").await.says("郵送する書類");
        for _ in 0..2 {
            assert!(listed().await);
            let elsewhere = town.officer_of("works", &["papers.issue"], &[]);
            assert!(!town.get(&elsewhere, "/desk/papers").await.says("郵送する書類"));
            assert!(town.get(&officer, &format!("/desk/papers/{}", paper.id)).await.says("送り先は、案件の"));
            let print = format!("/desk/papers/{}/print", paper.id);
            assert_eq!(town.post(&officer, &print, &[]).await.status, 200);
        }
        assert!(!listed().await);
    })
    .await;
}

/// Officers with the forms in front of them, in a town whose `papers.toml` asks for two.
#[tokio::test]
async fn two_officers_take_a_paper_back_by_the_forms_of_their_desk() {
    for postgres in [false, true] {
        let two = "[revoke]\ntwo_officers = true\n";
        let town = TestTown::deciding(&rooms(), postgres, "papers.toml", two).await;
        let paper = issued(&town, somebody(&town), "見本 花子").await;
        let may = ["papers.issue", "papers.revoke"];
        let (first, second) = (town.officer_of("residents", &may, &[]), town.officer_of("residents", &may, &[]));
        let page = format!("/desk/papers/{}", paper.id);
        let holds = async || town.get(&NOBODY, &format!("/v/{}", paper.code.as_str())).await.says("本物です");

        let form = town.get(&first, &page).await;
        assert!(form.says("ほかの職員がもう1人同意すると") && form.says("取り消しの同意を求める"));
        let revoke = form.attributes("main form[action$='/revoke']", "action").pop().unwrap();
        assert_eq!(town.post(&first, &revoke, &[("reason", "")]).await.status, 422, "a reason is needed");
        assert_eq!(town.post(&first, &revoke, &[("reason", "記載の誤り")]).await.leads_on(), page);
        assert!(holds().await, "one officer alone takes nothing back");
        assert_eq!(town.post(&second, &revoke, &[("reason", "同じ")]).await.status, 409, "it is asked once");

        let own = town.get(&first, &page).await;
        assert!(own.says("取り消しの同意待ち") && own.says("記載の誤り"));
        assert!(own.select("main form[action$='/agree'] button").is_empty(), "nobody agrees with themselves");
        let listed = town.get(&second, "/desk/papers").await;
        assert!(listed.says("取り消しの同意を待つ書類"));
        let asked = town.get(&second, &page).await;
        assert_eq!(asked.attributes("main form[action$='/agree'] button", "value"), ["yes", "no"]);
        let agree = asked.attributes("main form[action$='/agree']", "action").pop().unwrap();
        assert_eq!(town.post(&second, &agree, &[]).await.status, 400, "a form without an answer decides nothing");
        town.post(&second, &agree, &[("agree", "no")]).await.leads_on();
        assert!(holds().await && !town.get(&second, "/desk/papers").await.says("取り消しの同意を待つ書類"));

        town.post(&second, &revoke, &[("reason", "住所の誤り")]).await.leads_on();
        assert_eq!(town.post(&second, &agree, &[("agree", "yes")]).await.status, 409, "who asked does not agree");
        town.post(&first, &agree, &[("agree", "yes")]).await.leads_on();
        assert!(!holds().await);
        assert!(town.get(&first, &page).await.says("住所の誤り"));
        assert_eq!(town.post(&second, &agree, &[("agree", "no")]).await.status, 409, "it is done");
        let said: i64 = town
            .house
            .db
            .one("SELECT CAST(COUNT(*) AS bigint) FROM store_journal WHERE act LIKE 'papers.revoke%'", vec![])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(said, 5, "asked, declined, asked, agreed, revoked: each with who did it");
        town.run_jobs().await;
        assert!(town.verdict().await.holds());
    }
}

#[test]
fn the_rule_of_two_is_the_towns() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(testkit::town_folder("ono").root().join("town.toml"), folder.path().join("town.toml")).unwrap();
    let open = || town::TownFolder::open(folder.path()).unwrap();
    assert_eq!(Rules::load(&open()).unwrap(), Rules::default());
    std::fs::write(folder.path().join("papers.toml"), "[revoke]\ntwo_officers = true\n").unwrap();
    assert_eq!(Rules::load(&open()).unwrap().revoke, RevokeRule { two_officers: true });
    std::fs::write(folder.path().join("papers.toml"), "[revoke]\nthree_officers = true\n").unwrap();
    assert!(Rules::load(&open()).is_err());
    std::fs::write(folder.path().join("papers.toml"), "[validity]\ndays = { a = 0 }\n").unwrap();
    assert!(Rules::load(&open()).is_err(), "a paper holds a day at least");
    std::fs::write(folder.path().join("papers.toml"), "[copies]\nground = \"あいうえおかきくけ\"\n").unwrap();
    assert!(Rules::load(&open()).is_err(), "no room for that");
}

#[tokio::test]
async fn taking_back_needs_its_own_permission() {
    let town = TestTown::sqlite(&rooms()).await;
    let paper = issued(&town, somebody(&town), "見本 花子").await;
    let printer = town.officer_of("residents", &["papers.issue"], &[]);
    let page = format!("/desk/papers/{}", paper.id);
    assert!(!town.get(&printer, &page).await.says("取り消す"));
    assert_eq!(town.post(&printer, &format!("{page}/revoke"), &[("reason", "x")]).await.status, 403);
    let elsewhere = town.officer_of("works", &["papers.issue", "papers.revoke"], &[]);
    assert_eq!(town.post(&elsewhere, &format!("{page}/revoke"), &[("reason", "x")]).await.status, 404);
}

#[tokio::test]
async fn a_paper_past_its_last_day_is_genuine_and_of_no_use() {
    both(&rooms(), |town| async move {
        let person = somebody(&town);
        let last = town.house.now().plus_days(2).date();
        let new = new_paper(&town, person, "見本 花子").valid_until(last);
        let act = Act::system("test", town.house.now());
        let paper = issue(&house(&town, Arc::new(SlowPress)), &act, new).await.unwrap();
        let path = format!("/v/{}", paper.code.as_str());
        town.clock.advance_seconds(2 * 86_400);
        assert!(town.get(&NOBODY, &path).await.says("本物です"));
        town.clock.advance_seconds(86_400);
        let page = town.get(&NOBODY, &path).await;
        assert_eq!(page.select("h1"), ["この書類は期限を過ぎています"]);
        assert!(page.says("令和8年6月3日") && !page.says("本物です"));
        let told =
            verdict_of(town.ask_json("/api/v1/papers/verify", &json!({ "code": paper.code.as_str() })).await).await;
        assert_eq!((&told["result"], &told["valid_until"]), (&json!("expired"), &json!("2026-06-03")));
        assert!(town.get(&as_resident(&town, person), "/my/papers").await.says("期限を過ぎました"));
    })
    .await;
}

#[tokio::test]
async fn the_public_list_of_revoked_papers_names_files_alone_and_is_signed() {
    both(&rooms(), |town| async move {
        let (kept, gone) =
            (issued(&town, somebody(&town), "見本 花子").await, issued(&town, somebody(&town), "見本 太郎").await);
        let id = gone.id;
        town.change(move |tx| async move { crate::revoke(&tx, id, "記載の誤り").await }).await;
        let text = town.get(&NOBODY, "/papers/revoked.pem").await.text();
        let seal = Seal::of(&town.house).unwrap();
        let list = RevokedList::read(&text, seal.trust()).unwrap();
        let (kept, gone) =
            (town.house.blobs.get(&kept.file).await.unwrap(), town.house.blobs.get(&gone.file).await.unwrap());
        assert!(list.has(&gone) && !list.has(&kept));
        assert_eq!(list.made_at(), town.house.now());
        assert!(RevokedList::read(&text, &TestAuthority::new(3, town.house.now(), true).trust()).is_none());
        assert!(RevokedList::read(&text.replacen('A', "B", 1), seal.trust()).is_none(), "one letter changed");
        assert!(RevokedList::read("", seal.trust()).is_none());
    })
    .await;
}

#[tokio::test]
async fn what_a_paper_certifies_is_kept_for_programs() {
    both(&rooms(), |town| async move {
        let claims =
            vec![Claim::new("resident_since", "住民となった日", "2001-04-01"), Claim::new("head", "世帯主", true)];
        let new = new_paper(&town, somebody(&town), "見本 花子").claiming(claims.clone());
        let act = Act::system("test", town.house.now());
        let paper = issue(&house(&town, Arc::new(SlowPress)), &act, new).await.unwrap();
        let kept = crate::find(&town.house.db, paper.id).await.unwrap().unwrap();
        assert_eq!((kept.claims, kept.originals), (claims, 1));
        let officer = town.officer_of("residents", &["papers.issue"], &[]);
        assert!(town.get(&officer, &format!("/desk/papers/{}", paper.id)).await.says("住民となった日"));
    })
    .await;
}
